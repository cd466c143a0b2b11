"""The values of one field, and the documents of a snapshot that have them."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from archive.search.engines.whoosh.index.mapped_segment import MappedSegment
from archive.search.engines.whoosh.index.postings import (
    Lexicon,
    Postings,
    ranges,
    stable_order,
    starts_of,
)

# Documents so small a part of a segment are counted one by one, others by all postings.
SPARSE = 4


class _ByDoc(NamedTuple):
    """The values of each document of a segment, by their numbers in its lexicon.

    Those of document d are `numbers[starts[d]:starts[d + 1]]`. `starts` is None where none has
    several: then document d has number d, or the number behind the last where it has no value.
    """

    starts: np.ndarray | None
    numbers: np.ndarray

    def of(self, docs: np.ndarray) -> np.ndarray:
        """Return the numbers of the values of some documents, document after document."""
        if self.starts is None:
            return self.numbers.take(docs)
        starts = self.starts.take(docs)
        return self.numbers.take(ranges(starts, self.starts.take(docs + 1) - starts))


class _Share(NamedTuple):
    """What one segment has of a column.

    Its documents are those from `base` on, `size` of them; `numbers` are those of its values in the
    segment's lexicon, `starts` where the postings of each begin, `places` those of the same values
    in the column; `is_whole` where both are all of them, in their order.
    """

    segment: MappedSegment
    base: int
    size: int
    postings: Postings
    numbers: np.ndarray
    starts: np.ndarray
    places: np.ndarray
    is_whole: bool


class _Values(NamedTuple):
    """The values of one segment's field, in their order, and the place of each."""

    values: list[str]
    places: dict[bytes, int]


# Those of the segment that has most: a commit leaves it as it is, and adds few to them.
_read: WeakKeyDictionary[MappedSegment, dict[str, _Values]] = WeakKeyDictionary()


def _values(segment: MappedSegment, field: str) -> _Values:
    of_segment = _read.setdefault(segment, {})
    if field not in of_segment:
        terms = list(segment.lexicon(field))
        values = [term.decode(errors="replace") for term in terms]
        of_segment[field] = _Values(values, dict(zip(terms, range(len(terms)), strict=True)))
    return of_segment[field]


_read_by_doc: WeakKeyDictionary[MappedSegment, dict[str, _ByDoc]] = WeakKeyDictionary()


def _by_doc(postings: Postings, size: int) -> _ByDoc:
    number = len(postings.start) - 1
    numbers = np.arange(number, dtype=np.min_scalar_type(number))
    of_postings = np.repeat(numbers, np.diff(postings.start))
    counts = np.bincount(postings.docs, minlength=size)
    if counts.max(initial=0) > 1:
        return _ByDoc(starts_of(counts), of_postings[stable_order(postings.docs)])
    single = np.full(size, number, numbers.dtype)
    single[postings.docs] = of_postings
    return _ByDoc(None, single)


class Documents:
    """Those of a mask, of which all facets are counted: how many and which, found once."""

    def __init__(self, mask: np.ndarray):
        self.mask = mask

    @cached_property
    def count(self) -> int:
        return int(np.count_nonzero(self.mask))

    @cached_property
    def numbers(self) -> np.ndarray:
        return self.mask.nonzero()[0]

    def between(self, start: int, end: int) -> "Documents":
        """Return those from a number up to another, counted from the first."""
        if not start and end == len(self.mask):
            return self
        return Documents(self.mask[start:end])


class FacetColumn:
    """A field whose values are single terms (author, tag, year).

    `segments` and `bases` are those of a snapshot of `size` documents.
    """

    def __init__(
        self, field: str, segments: Sequence[MappedSegment], bases: Sequence[int], size: int
    ):
        self._field, self._size = field, size
        self._most, self._others = _Values([], {}), dict[bytes, int]()
        self._shares: list[_Share] = []
        having = [segment for segment in segments if segment.postings(field) is not None]
        largest = max(having, key=lambda segment: len(segment.lexicon(field)), default=None)
        if largest is not None:
            self._most = _values(largest, field)
        for segment, base in zip(segments, bases, strict=True):
            postings = segment.postings(field)
            if postings is None:
                continue
            places = np.arange(len(self._most.values))
            if segment is not largest:
                places = self._places_of(segment.lexicon(field))
            numbers = np.flatnonzero(np.diff(postings.start))  # a shared lexicon has others too
            places = places[numbers]
            is_whole = segment is largest and len(numbers) == len(self._most.values)
            starts = postings.start[numbers]
            share = _Share(segment, base, segment.size, postings, numbers, starts, places, is_whole)
            self._shares.append(share)
        self.values: list[str] = self._most.values
        if self._others:
            others = [term.decode(errors="replace") for term in self._others]
            self.values = self._most.values + others

    def _places_of(self, lexicon: Lexicon) -> np.ndarray:
        """Return the place of each term of a lexicon; one that had none yet gets the next."""
        most, others, places = self._most.places, self._others, []
        for term in lexicon:
            place = most.get(term)
            if place is None:
                place = others.setdefault(term, len(most) + len(others))
            places.append(place)
        return np.array(places, np.intp)

    def place(self, value: str) -> int:
        """Return the place of a value in `values`, -1 where no document has it."""
        term = value.encode(errors="replace")
        return self._most.places.get(term, self._others.get(term, -1))

    def counts(self, documents: Documents | np.ndarray) -> np.ndarray:
        """Return how many of some documents, or of those of a mask, have each of `values`."""
        if not isinstance(documents, Documents):
            documents = Documents(documents)
        if len(self._shares) == 1 and self._shares[0].is_whole:
            return self._counted(self._shares[0], documents)
        counts = np.zeros(len(self.values), np.int64)
        for share in self._shares:
            of_share = self._counted(share, documents)
            if share.is_whole and len(of_share) == len(counts):
                counts += of_share
            else:
                counts[share.places] += of_share
        return counts

    def _counted(self, share: _Share, documents: Documents) -> np.ndarray:
        """How many documents have each of the values of a share, in their order.

        Beside a share that alone has values there may be segments that have none.
        """
        documents = documents.between(share.base, share.base + share.size)
        if documents.count * SPARSE > share.size and len(share.numbers):
            is_in = documents.mask.take(share.postings.docs)
            return np.add.reduceat(is_in, share.starts, dtype=np.int32)
        number = len(share.postings.start) - 1
        values = self._by_doc(share).of(documents.numbers)
        counts = np.bincount(values, minlength=number + 1)
        return counts[:-1] if share.is_whole else counts.take(share.numbers)

    def _by_doc(self, share: _Share) -> _ByDoc:
        of_segment = _read_by_doc.setdefault(share.segment, {})
        if self._field not in of_segment:
            of_segment[self._field] = _by_doc(share.postings, share.size)
        return of_segment[self._field]

    def top(
        self, documents: Documents | np.ndarray, most: int | None = None
    ) -> list[tuple[str, int]]:
        """Return the values that some documents, or those of a mask, have, with how many.

        They come by falling count, then by value.
        """
        if not self.values:
            return []
        counts = self.counts(documents)
        places = counts.nonzero()[0]
        if most is not None and len(places) > most:
            least = np.partition(counts[places], -most)[-most]
            places = places[counts[places] >= least]
        if self._others:  # which alone are not in their order
            places = np.array(sorted(places.tolist(), key=self.values.__getitem__), np.intp)
        counts = counts.take(places)
        order = (-counts).argsort(kind="stable")[:most]
        values = map(self.values.__getitem__, places.take(order).tolist())
        return list(zip(values, counts.take(order).tolist(), strict=True))

    def of(self, doc: int) -> list[str]:
        """Return the values of a document, in their order."""
        values = []
        for share in self._shares:
            if share.base <= doc < share.base + share.size:
                numbers = self._by_doc(share).of(np.array([doc - share.base]))
                numbers = numbers[numbers < len(share.postings.start) - 1]
                values += share.places[np.searchsorted(share.numbers, numbers)].tolist()
        return sorted(self.values[place] for place in values)

    def having(self, values: Iterable[str]) -> np.ndarray:
        """Return a mask of the documents that have any of these values, deleted ones included."""
        mask = np.zeros(self._size, bool)
        chosen = set(map(self.place, values))
        chosen.discard(-1)
        for share in self._shares:
            start, docs = share.postings.start, share.postings.docs
            for number in share.numbers[np.isin(share.places, list(chosen))].tolist():
                mask[share.base + docs[start[number] : start[number + 1]]] = True
        return mask

    def order(self) -> np.ndarray:
        """Return the rank of each document's value among all values, equal for equal ones.

        Those without value come last.
        """
        all_places = self._most.places | self._others
        ranked = list(map(all_places.__getitem__, sorted(all_places)))
        rank = np.empty(len(ranked), np.int64)
        rank[ranked] = np.arange(len(ranked))
        ranks = np.full(self._size, len(ranked), np.int64)
        for share in self._shares:
            lengths = np.diff(share.postings.start)[share.numbers]
            ranks[share.base + share.postings.docs] = np.repeat(rank[share.places], lengths)
        return ranks
