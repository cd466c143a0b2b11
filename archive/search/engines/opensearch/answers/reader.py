"""The two indexes of an archive as a question reads them: each thing is asked once for it."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from archive.search.engines.opensearch.answers.queries import ALL, NOTHING, Query
from archive.search.engines.opensearch.index import reading, walking
from archive.search.engines.opensearch.index.connection import Cluster
from archive.search.words.analysis import DEFAULT_LANGUAGE

COUNTED_AT_ONCE = 1000  # queries: a search may have so many clauses
WHOLE = {"allow_partial_search_results": "false"}  # an answer without some shards is none

Derived = TypeVar("Derived")
Asked = tuple[str, dict]  # the index that is asked, and the search


class NotYet(Exception):
    """What was to be read is asked with the next request: see `Reader.together`."""


class Reader:
    """Asks an index of editorials and the index of their words.

    What it was told it keeps: it is made for one question. Whatever it asks raises IndexDamaged
    and IndexAway.

    Nodes are asked as seldom as can be: what several works ask goes `together`, and what is wanted
    later goes `beside` what is asked now. Such a work is done as far as what was told allows, and
    again from its beginning once more was told: it does nothing but read.
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
        self._uncounted: dict[str, Query] = {}
        self._answers: dict[str, dict] = {}
        self._unread: dict[str, Asked] = {}
        self._derived: dict[tuple, Any] = {}
        self._beside: list[Callable[[], object]] = []
        self._waits = False  # whether what is not there yet is waited for, not asked

    def once(self, name: tuple, derive: Callable[[], Derived]) -> Derived:
        """Return what is derived for this question under a name, derived once."""
        if name not in self._derived:
            self._derived[name] = derive()
        return self._derived[name]

    def together(self, works: Sequence[Callable[[], Derived]]) -> list[Derived]:
        """Return what each work gives; what they ask is asked in as many requests as one asks."""
        while True:
            results, waiting = [], 0
            for work in works:
                try:
                    results.append(self._tried(work))
                except NotYet:
                    waiting += 1
            if not waiting:
                return results
            self._ask()

    def beside(self, work: Callable[[], object]) -> None:
        """Have what a work will ask asked beside what is asked until then."""
        self._beside.append(work)

    def _tried(self, work: Callable[[], Derived]) -> Derived:
        """Return what a work gives by what is there. Raises NotYet where it asks for more."""
        waited, self._waits = self._waits, True
        try:
            return work()
        finally:
            self._waits = waited

    @property
    def moment(self) -> tuple[str, int]:
        """What tells the index from any other, and from what it was before it took anything in."""
        return self._index.editorials, self._cluster.taken_in

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
        """Return what answers a search of the editorials."""
        return self._answer(self.expect_search(body))

    def expect_search(self, body: dict) -> str:
        """Have a search of the editorials asked with the next request; return its name."""
        return self._expect(self._index.editorials, body)

    def walk(self, body: dict) -> Iterator[dict]:
        """Yield what answers a search, the `size` of its body at a time. See `walking.walk`."""
        preference = self._params.get("preference", "")
        return walking.walk(self._cluster, self._index, body, preference)

    @property
    def size(self) -> int:
        """How many editorials the index holds."""
        return self.count(ALL)

    def count(self, query: Query) -> int:
        """Return how many editorials meet a query."""
        return self.counts([query])[0]

    def counts(self, queries: Iterable[Query]) -> list[int]:
        """Return how many editorials meet each query, all asked at once."""
        keys = self.expect_counts(queries)
        if any(key in self._uncounted for key in keys):
            self._ask()
        return [self._counts[key] for key in keys]

    def expect_counts(self, queries: Iterable[Query]) -> list[str]:
        """Have queries counted with the next request; return the name of each."""
        names = []
        for query in queries:
            name = json.dumps(query, sort_keys=True)
            names.append(name)
            if query == NOTHING:
                self._counts[name] = 0
            elif name not in self._counts:
                self._uncounted[name] = query
        return names

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
        answer = self._answer(self.expect_words(body))
        return [hit["_source"] for hit in answer["hits"]["hits"]]

    def expect_words(self, body: dict) -> str:
        """Have a search of the index of words asked with the next request; return its name."""
        return self._expect(self._index.words, body)

    def is_answered(self, name: str) -> bool:
        """Return True if a search of this name was asked."""
        return name in self._answers

    # Requests

    def _expect(self, index: str, body: dict) -> str:
        name = json.dumps([index, body], sort_keys=True)
        if name not in self._answers:
            self._unread[name] = index, body
        return name

    def _answer(self, name: str) -> dict:
        if name not in self._answers:
            self._ask()
        return self._answers[name]

    def _ask(self) -> None:
        """Ask all that is expected. Raises NotYet while a work is only tried."""
        if self._waits:
            raise NotYet
        self._look_ahead()
        unread, uncounted = self._unread, self._uncounted
        wanted = list(uncounted)
        counted = []
        for start in range(0, len(wanted), COUNTED_AT_ONCE):
            counted.append(wanted[start : start + COUNTED_AT_ONCE])
        asked = list(unread.values())
        for names in counted:
            asked.append((self._index.editorials, self._counting(names)))
        answers = iter(reading.answers(self._cluster, asked, self._params))
        for name in unread:
            self._answers[name] = next(answers)
        for names in counted:
            buckets = next(answers)["aggregations"]["counts"]["buckets"]
            for number, name in enumerate(names):
                self._counts[name] = buckets[str(number)]["doc_count"]
        self._unread, self._uncounted = {}, {}

    def _look_ahead(self) -> None:
        """Have that expected, too, which the works beside want next."""
        waiting = []
        for work in self._beside:
            try:
                self._tried(work)
            except NotYet:
                waiting.append(work)
        self._beside = waiting

    def _counting(self, names: Sequence[str]) -> dict:
        filters = {str(number): self._uncounted[name] for number, name in enumerate(names)}
        return {"size": 0, "aggs": {"counts": {"filters": {"filters": filters}}}}
