"""The editorials of one page in their order: reprints lowered, parts folded under the best."""

import struct
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from archive.search.engines.opensearch.answers.queries import Query, any_of, having
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.question.query import DEEPEST
from archive.search.question.weights import REPRINT

SHARED = ("group", "original")  # numbers by which editorials are folded, beside `twin`
KEPT = ["id", "twin", "group", "original"]  # of each editorial that is looked at
# Looked at beyond the page: a reprint that is lowered there makes room for others.
SPARE = 60
# Of the score of one, that of another with its title and text may be less: each part of an index
# reckons with the lengths of its own editorials.
ALIKE = 0.02
MOST_PARTS = 200  # of one document; what is more is an address that a whole site prints
MOST_UNDER = 1_000  # that are looked for to be folded under those of a page

Sort = list[dict]


class Entry(NamedTuple):
    """An editorial that answers, and the numbers that it shares with what belongs to it.

    `twin`: of one title and text; `group`: of one document; `original`: the id of that which it is
    nearly a copy of.
    """

    id: int
    score: float
    twin: int | None
    group: int | None
    original: int | None

    def shared(self) -> list[tuple[str, int]]:
        """Return what it shares with all that belongs to it."""
        keys = []
        if self.twin is not None:
            keys.append(("twin", self.twin))
        if self.group is not None:
            keys.append(("group", self.group))
        else:
            # A part is no copy: else two documents with one part alike would be one.
            keys.append(("copy", self.original or self.id))
        return keys


def entries(answer: dict) -> list[Entry]:
    """Return the editorials of a search, in its order."""
    listed = []
    for hit in answer["hits"]["hits"]:
        fields = hit["fields"]
        numbers = [fields.get(name, [None])[0] for name in KEPT]
        number, *shared = numbers
        listed.append(Entry(number, hit["_score"] or 0.0, *shared))
    return listed


def demoted(looked_at: Sequence[Entry], again: bool) -> list[Entry]:
    """Return editorials with lower scores for those whose text another has that is before them.

    Of equals the first entered keeps its score. They are sorted by it `again`, those of one score
    by who was entered first.
    """
    best: dict[int, float] = {}
    for entry in looked_at:
        if entry.twin is not None:
            best[entry.twin] = max(entry.score, best.get(entry.twin, entry.score))
    first: dict[int, int] = {}
    for entry in looked_at:
        if entry.twin is not None and entry.score >= (1 - ALIKE) * best[entry.twin]:
            first[entry.twin] = min(entry.id, first.get(entry.twin, entry.id))
    lowered = []
    for entry in looked_at:
        if entry.twin is not None and first[entry.twin] != entry.id:
            entry = entry._replace(score=entry.score * REPRINT)
        lowered.append(entry)
    return sorted(lowered, key=_by_score) if again else lowered


def _by_score(entry: Entry) -> tuple[float, int]:
    return -entry.score, entry.id


# Folding


class Fold:
    """Editorials in their order, those that belong together under the first of them."""

    def __init__(self, in_order: Sequence[Entry], too_many: Iterable[int] = ()):
        self._too_many = {("group", number) for number in too_many}
        self._head: dict[tuple[str, int], int] = {}
        self.heads: list[Entry] = []
        self.under: dict[int, list[int]] = {}
        for entry in in_order:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Take in the next in order, as a head of its own where nothing before belongs to it."""
        keys = [key for key in entry.shared() if key not in self._too_many]
        heads = [self._head[key] for key in keys if key in self._head]
        head = heads[0] if heads else entry.id
        for key in keys:
            self._head.setdefault(key, head)
        if head == entry.id:
            self.heads.append(entry)
            self.under[head] = []
        elif entry.id not in self.under[head]:
            self.under[head].append(entry.id)

    @property
    def folded(self) -> int:
        """How many are under another."""
        return sum(map(len, self.under.values()))


def sharing() -> dict:
    """Return what counts, among the editorials that a search finds, those that share a number.

    Every editorial has a twin's number: those that are printed `again` tell which matter.
    """
    again = {"filter": {"term": {"again": True}}, "aggs": {"twin": shared("twin", least=1)}}
    return {field: shared(field) for field in SHARED} | {"again": again}


def shared(field: str, least: int = 2) -> dict:
    """Return what counts the editorials that share each number."""
    return {"terms": {"field": field, "min_doc_count": least, "size": DEEPEST}}


def too_many(reader: Reader, looked_at: Sequence[Entry]) -> list[int]:
    """Return the groups that are no document, since the archive has so many of them."""
    times: dict[int, int] = {}
    for entry in looked_at:
        if entry.group is not None:
            times[entry.group] = times.get(entry.group, 0) + 1
    groups = [group for group, count in times.items() if count > 1]
    counts = reader.counts(having("group", [group]) for group in groups)
    return [group for group, count in zip(groups, counts, strict=True) if count > MOST_PARTS]


def belonging(page: Sequence[Entry]) -> Query:
    """Return the query of what may belong to the editorials of a page."""
    numbers: dict[str, set[int]] = {"twin": set(), "group": set(), "copy": set()}
    for entry in page:
        for kind, number in entry.shared():
            numbers[kind].add(number)
    queries = []
    for field, kind in (
        ("twin", "twin"),
        ("group", "group"),
        ("original", "copy"),
        ("id", "copy"),
    ):
        if numbers[kind]:
            queries.append(having(field, numbers[kind]))
    return any_of(queries)


def window(end: int, most: int = DEEPEST) -> int:
    """Return how many editorials are looked at for a page that ends at a place."""
    return min(end + SPARE, most)


# Orders


def by_points() -> Sort:
    """Return the order of the best; of equals the first entered comes first."""
    return [{"_score": "desc"}, {"id": "asc"}]


def newest_first() -> Sort:
    return [{"earliest": {"order": "desc", "missing": "_last"}}, {"id": "desc"}]


def oldest_first() -> Sort:
    return [{"earliest": {"order": "asc", "missing": "_last"}}, {"id": "asc"}]


def by_title() -> Sort:
    return [{"title_order": {"order": "asc", "missing": "_last"}}, *newest_first()]


def last_entered() -> Sort:
    return [{"id": "desc"}]


def first(numbers: Sequence[int]) -> Sort:
    """Return the order that puts these editorials first, in theirs."""
    ranks = {str(number): len(numbers) - place for place, number in enumerate(numbers)}
    source = "params.ranks.getOrDefault(String.valueOf(doc['id'].value), 0)"
    script = {"source": source, "params": {"ranks": ranks}}
    return [{"_script": {"type": "number", "script": script, "order": "desc"}}]


def single(score: float) -> float:
    """Return a score as the nodes reckon it, in 32 bits: hits have it in fewer digits."""
    return struct.unpack("f", struct.pack("f", score))[0]
