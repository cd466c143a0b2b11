"""The two indexes of an archive as a question reads them: each thing is asked once for it."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from archive.search.engines.opensearch.answers.queries import ALL, NOTHING, Query
from archive.search.engines.opensearch.index import walking
from archive.search.engines.opensearch.index.connection import Cluster
from archive.search.words.analysis import DEFAULT_LANGUAGE

COUNTED_AT_ONCE = 1000  # queries: a search may have so many clauses
WHOLE = {"allow_partial_search_results": "false"}  # an answer without some shards is none

Derived = TypeVar("Derived")


class Reader:
    """Asks an index of editorials and the index of their words.

    What it was told it keeps: it is made for one question. Whatever it asks raises IndexDamaged
    and IndexAway.
    """

    def __init__(self, cluster: Cluster, words: str = ""):
        """`words`: what was typed; the same words are always asked of the same copies."""
        self._cluster = cluster
        self._params = dict(WHOLE)
        if words:
            # Copies differ in how much they still count of what was deleted: from one page to the
            # next the order would change.
            self._params["preference"] = hashlib.sha256(words.encode()).hexdigest()
        self._index = cluster.index()
        self._counts: dict[str, int] = {}
        self._derived: dict[tuple, Any] = {}

    def once(self, name: tuple, derive: Callable[[], Derived]) -> Derived:
        """Return what is derived for this question under a name, derived once."""
        if name not in self._derived:
            self._derived[name] = derive()
        return self._derived[name]

    @property
    def languages(self) -> list[str]:
        """The languages of the archive's editorials, the default one first."""
        codes = {DEFAULT_LANGUAGE, *self._index.about.get("languages", ())} - {""}
        return sorted(codes, key=lambda code: (code != DEFAULT_LANGUAGE, code))

    def average_length(self, field: str) -> float:
        """Return how many words a field has on average, as the index was made."""
        return float(self._index.about.get("lengths", {}).get(field, 1.0))

    # Editorials

    def search(self, body: dict) -> dict:
        return self._search(self._index.editorials, body)

    def walk(self, body: dict) -> Iterator[dict]:
        """Yield what answers a search, the `size` of its body at a time. See `walking.walk`."""
        preference = self._params.get("preference", "")
        return walking.walk(self._cluster, self._index, body, preference)

    def _search(self, index: str, body: dict) -> dict:
        with self._cluster.answering():
            return self._cluster.client.search(index=index, body=body, params=self._params)

    @property
    def size(self) -> int:
        """How many editorials the index holds."""
        return self.count(ALL)

    def count(self, query: Query) -> int:
        """Return how many editorials meet a query."""
        return self.counts([query])[0]

    def counts(self, queries: Iterable[Query]) -> list[int]:
        """Return how many editorials meet each query, all asked at once."""
        unknown: dict[str, Query] = {}
        keys = []
        for query in queries:
            key = json.dumps(query, sort_keys=True)
            keys.append(key)
            if query == NOTHING:
                self._counts[key] = 0
            elif key not in self._counts:
                unknown[key] = query
        self._count(unknown)
        return [self._counts[key] for key in keys]

    def _count(self, unknown: dict[str, Query]) -> None:
        wanted = list(unknown)
        for start in range(0, len(wanted), COUNTED_AT_ONCE):
            some = wanted[start : start + COUNTED_AT_ONCE]
            filters = {str(number): unknown[key] for number, key in enumerate(some)}
            body = {"size": 0, "aggs": {"counts": {"filters": {"filters": filters}}}}
            buckets = self.search(body)["aggregations"]["counts"]["buckets"]
            for number, key in enumerate(some):
                self._counts[key] = buckets[str(number)]["doc_count"]

    def values(self, field: str, most: int, query: Query = ALL) -> list[tuple[str, int]]:
        """Return the values of a field with how many editorials have each, the most used first."""
        order = [{"_count": "desc"}, {"_key": "asc"}]
        terms = {"terms": {"field": field, "size": most, "order": order}}
        answer = self.search({"size": 0, "query": query, "aggs": {"values": terms}})
        buckets: Sequence[dict] = answer["aggregations"]["values"]["buckets"]
        return [(bucket["key"], bucket["doc_count"]) for bucket in buckets]

    # Words

    def words(self, body: dict) -> list[dict]:
        """Return the entries of the index of words that a search finds."""
        answer = self._search(self._index.words, body)
        return [hit["_source"] for hit in answer["hits"]["hits"]]
