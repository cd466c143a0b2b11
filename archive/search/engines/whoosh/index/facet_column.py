"""The values of one field, and the documents of a snapshot that have them."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

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


class FacetColumn:
    """A field whose values are single terms (author, tag, year).

    `segments` and `bases` are those of a snapshot of `size` documents.
    """

    def __init__(
        self, field: str, segments: Sequence[MappedSegment], bases: Sequence[int], size: int
    ):
        self._size = size
        self._place: dict[bytes, int] = {}
        self._shares: list[_Share] = []
        for segment, base in zip(segments, bases, strict=True):
            postings = segment.postings(field)
            if postings is None:
                continue
            places = self._places_of(segment.lexicon(field))
            numbers = np.flatnonzero(np.diff(postings.start))  # a shared lexicon has others too
            self._shares.append(_Share(base, segment.size, postings, numbers, places[numbers]))
        self.values: list[str] = [term.decode(errors="replace") for term in self._place]

    def _places_of(self, lexicon: Lexicon) -> np.ndarray:
        """Return the place of each term of a lexicon; one that had none yet gets the next."""
        place, places = self._place, []
        for term in lexicon:
            places.append(place.setdefault(term, len(place)))
        return np.array(places, np.intp)

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
        values = map(self.values.__getitem__, places.tolist())
        ordered = sorted(zip((-counts[places]).tolist(), values, strict=True))[:most]
        return [(value, -count) for count, value in ordered]

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
        chosen = set()
        for term in values:
            chosen.add(self._place.get(term.encode(errors="replace"), -1))
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
        ranked = list(map(self._place.__getitem__, sorted(self._place)))
        rank = np.empty(len(ranked), np.int64)
        rank[ranked] = np.arange(len(ranked))
        ranks = np.full(self._size, len(ranked), np.int64)
        for base, _size, postings, numbers, places in self._shares:
            ranks[base + postings.docs] = np.repeat(rank[places], np.diff(postings.start)[numbers])
        return ranks
