"""What haystack's commands write the index by."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery
from haystack.utils import get_identifier

from archive.search import documents
from archive.search.engines.opensearch.index import rebuilding, taking_in
from archive.search.engines.opensearch.index.connection import Cluster, cluster

BATCH = 1000  # objects that update_index takes in at a time


class SearchBackend(BaseSearchBackend):
    """What haystack writes the index by; whatever goes wrong is raised."""

    def __init__(self, connection_alias, **connection_options):
        options = {"SILENTLY_FAIL": False, "BATCH_SIZE": BATCH} | connection_options
        super().__init__(connection_alias, **options)
        self.options = options

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

    def update(self, index, iterable, commit=True):
        """Take in objects as the database has them."""
        if hasattr(iterable, "iterator"):
            iterable = iterable.values_list("pk", flat=True).iterator(documents.READ)
        for batch in documents.batches(iterable):
            taking_in.refresh(self, {getattr(instance, "pk", instance) for instance in batch})

    def remove(self, obj_or_string, commit=True):
        number = get_identifier(obj_or_string).rpartition(".")[2]
        if number.isdigit():
            taking_in.drop(self, int(number))

    def clear(self, models=None, commit=True):
        if models is None or self.search_index.get_model() in models:
            rebuilding.clear(self)


class HaystackEngine(BaseEngine):
    backend = SearchBackend
    query = BaseSearchQuery
