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
    stable_order,
    starts_of,
)


class _Share(NamedTuple):
    """What one segment has of a column.

    Its documents are those from `base` on, `size` of them; `numbers` are those of its values in the
    segment's lexicon, `places` those of the same values in the column.
    """

    base: int
    size: int
    postings: Postings
    numbers: np.ndarray
    places: np.ndarray


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


class FacetColumn:
    """A field whose values are single terms (author, tag, year).

    `segments` and `bases` are those of a snapshot of `size` documents.
    """

    def __init__(
        self, field: str, segments: Sequence[MappedSegment], bases: Sequence[int], size: int
    ):
        self._size = size
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
            self._shares.append(_Share(base, segment.size, postings, numbers, places[numbers]))
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

    def _place(self, value: str) -> int:
        """Return the place of a value, -1 where no document has it."""
        term = value.encode(errors="replace")
        return self._most.places.get(term, self._others.get(term, -1))

    def counts(self, mask: np.ndarray) -> np.ndarray:
        """Return how many of the documents of a mask have each of `values`."""
        counts = np.zeros(len(self.values), np.int64)
        for base, size, postings, numbers, places in self._shares:
            is_in = mask[base : base + size].take(postings.docs)
            if len(is_in):
                counts[places] += np.add.reduceat(is_in, postings.start[numbers], dtype=np.int32)
        return counts

    def top(self, mask: np.ndarray, most: int | None = None) -> list[tuple[str, int]]:
        """Return the values that documents of the mask have, with how many.

        They come by falling count, then by value.
        """
        counts = self.counts(mask)
        places = np.flatnonzero(counts)
        if most is not None and len(places) > most:
            least = np.partition(counts[places], -most)[-most]
            places = places[counts[places] >= least]
        if self._others:  # which alone are not in their order
            places = np.array(sorted(places.tolist(), key=self.values.__getitem__), np.intp)
        places = places[np.argsort(-counts[places], kind="stable")][:most]
        values = map(self.values.__getitem__, places.tolist())
        return list(zip(values, counts[places].tolist(), strict=True))

    def of(self, doc: int) -> list[str]:
        """Return the values of a document, in their order."""
        values = []
        for share, (starts, of_docs) in zip(self._shares, self._by_doc, strict=True):
            if share.base <= doc < share.base + share.size:
                number = doc - share.base
                values += of_docs[starts[number] : starts[number + 1]].tolist()
        return sorted(self.values[place] for place in values)

    @cached_property
    def _by_doc(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Of each share where the values of each document start, and the places of all these."""
        columns = []
        for _base, size, postings, numbers, places in self._shares:
            lengths = np.diff(postings.start)[numbers]
            of_postings = np.repeat(places, lengths).astype(np.uint32)
            starts = starts_of(np.bincount(postings.docs, minlength=size))
            columns.append((starts, of_postings[stable_order(postings.docs)]))
        return columns

    def having(self, values: Iterable[str]) -> np.ndarray:
        """Return a mask of the documents that have any of these values, deleted ones included."""
        mask = np.zeros(self._size, bool)
        chosen = set(map(self._place, values))
        chosen.discard(-1)
        for base, _size, postings, numbers, places in self._shares:
            for number in numbers[np.isin(places, list(chosen))].tolist():
                docs = postings.docs[postings.start[number] : postings.start[number + 1]]
                mask[base + docs] = True
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
        for base, _size, postings, numbers, places in self._shares:
            ranks[base + postings.docs] = np.repeat(rank[places], np.diff(postings.start)[numbers])
        return ranks
