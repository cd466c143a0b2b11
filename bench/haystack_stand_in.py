"""What haystack's own suite reaches for inside Whoosh, answered by the archive's engine on OpenSearch.

The suite counts by `backend.index`, Whoosh's own index, and empties it by `delete_index`: neither is of haystack's API.
With these two it can be run at all (bench/haystack_suite.py).
"""

from haystack.backends import BaseEngine
from whoosh import query

from archive.search.engine import IndexMissing
from archive.search.engines.haystack.lookups import SearchQuery
from archive.search.engines.opensearch.haystack.backend import SearchBackend
from archive.search.engines.opensearch.haystack.translation import Translation

MOST = 1000  # documents that the suite has


class StandIn(SearchBackend):
    @property
    def index(self) -> "Opened":
        return Opened(self)

    def delete_index(self) -> None:
        self.clear()


class Opened:
    """The index as Whoosh's own would be used."""

    def __init__(self, backend: StandIn):
        self._backend = backend

    def refresh(self) -> "Opened":
        return self

    def searcher(self) -> "Opened":
        return self

    def __enter__(self) -> "Opened":
        return self

    def __exit__(self, *_error) -> None:
        pass

    def doc_count(self) -> int:
        return self._backend.search("*")["hits"]

    def documents(self) -> list["Hit"]:
        return self.search(query.Every())

    def search(self, tree, limit=None) -> list["Hit"]:
        kept = self._backend.kept()
        body = {"query": Translation(kept).of(tree), "size": MOST, "sort": list(kept.TIES)}
        try:
            hits = kept.search(body)["hits"]["hits"]
        except IndexMissing:
            return []
        rows = [kept.row({**hit, "_score": 0.0}) for hit in hits]
        return [Hit({**row.stored, "id": row.id}) for row in rows]


class Hit(dict):
    def fields(self) -> dict:
        return self


class Engine(BaseEngine):
    backend = StandIn
    query = SearchQuery
