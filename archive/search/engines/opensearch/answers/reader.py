"""The two indexes of an archive as a question reads them: each thing is asked once for it."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from archive.search.engines.opensearch.answers.queries import Query

COUNTED_AT_ONCE = 1000  # queries: a search may have so many buckets, and clauses

Derived = TypeVar("Derived")


class Reader:
    """Asks an index of editorials and the index of their words.

    What it was told it keeps: it is made for one question. `client` is opensearch-py's.
    """

    def __init__(self, client, editorials: str, words: str):
        self._client = client
        self._editorials, self._words = editorials, words
        self._counts: dict[str, int] = {}
        self._derived: dict[tuple, Any] = {}

    def once(self, name: tuple, derive: Callable[[], Derived]) -> Derived:
        """Return what is derived for this question under a name, derived once."""
        if name not in self._derived:
            self._derived[name] = derive()
        return self._derived[name]

    # Editorials

    def search(self, body: dict) -> dict:
        return self._client.search(index=self._editorials, body=body)

    def searches(self, bodies: Sequence[dict]) -> list[dict]:
        """Return the answers to several searches, asked at once."""
        lines: list[dict] = []
        for body in bodies:
            lines += [{"index": self._editorials}, body]
        answers = self._client.msearch(body=lines)["responses"]
        for answer in answers:
            if "error" in answer:
                raise RuntimeError(json.dumps(answer["error"])[:2000])
        return answers

    @property
    def size(self) -> int:
        """How many editorials the index holds."""
        return self.count({"match_all": {}})

    def count(self, query: Query) -> int:
        """Return how many editorials meet a query."""
        return self.counts([query])[0]

    def counts(self, queries: Iterable[Query]) -> list[int]:
        """Return how many editorials meet each query, all asked at once."""
        queries = list(queries)
        keys = [json.dumps(query, sort_keys=True) for query in queries]
        unknown = {}
        for key, query in zip(keys, queries, strict=True):
            if "match_none" in query:
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

    def values(self, field: str, most: int) -> list[tuple[str, int]]:
        """Return the values of a field with how many editorials have each, the most used first."""
        order = [{"_count": "desc"}, {"_key": "asc"}]
        terms = {"terms": {"field": field, "size": most, "order": order}}
        answer = self.search({"size": 0, "aggs": {"values": terms}})
        buckets = answer["aggregations"]["values"]["buckets"]
        return [(bucket["key"], bucket["doc_count"]) for bucket in buckets]

    # Words

    def words(self, body: dict) -> list[dict]:
        """Return the entries of the index of words that a search finds."""
        answer = self._client.search(index=self._words, body=body)
        return [hit["_source"] for hit in answer["hits"]["hits"]]
