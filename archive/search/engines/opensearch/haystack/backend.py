"""What haystack writes the index by."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery

from archive.search import documents
from archive.search.engines.opensearch.index.connection import Cluster, cluster


class SearchBackend(BaseSearchBackend):
    """What haystack's commands write the index by; whatever goes wrong is raised."""

    def __init__(self, connection_alias, **connection_options):
        super().__init__(connection_alias, **{"SILENTLY_FAIL": False} | connection_options)
        self.options = connection_options

    @property
    def cluster(self) -> Cluster:
        return cluster(self.options)

    @cached_property
    def search_index(self):
        return documents.search_index(self.connection_alias)

    def setup(self):
        """Nothing is prepared: the index is made when it is first written."""

    def prepared(self, ids: Iterable[int]) -> Iterator[dict]:
        """Yield what is to be indexed of each of these that is published."""
        return documents.prepared(ids, self.connection_alias)


class HaystackEngine(BaseEngine):
    backend = SearchBackend
    query = BaseSearchQuery
