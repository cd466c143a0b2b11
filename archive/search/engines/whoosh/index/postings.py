"""Postings as flat arrays: lexicons, the documents and places of each term.

They are mapped from a file or gathered in memory; `merging` puts those of several sources together.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.arrays import ArrayFile

TOO_LARGE = 1 << 32  # the first number that does not fit into 32 bits


STEP = 16  # terms of a lexicon of which the first is kept at hand


class Lexicon:
    """The sorted terms (UTF-8) of one field, or of several that share it.

    The number of a term is its rank.
    """

    def __init__(self, text: np.ndarray, ends: np.ndarray):
        self._text = text.data
        self._ends = ends.data

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        return self._text[self._ends[number] : self._ends[number + 1]].tobytes()

    def __iter__(self) -> Iterator[bytes]:
        return self.run(0, len(self))

    def run(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the terms from `start` up to `end`, not included: much faster than one by one."""
        text, ends = self._text.tobytes(), self._ends[start : end + 1].tolist()
        return (text[start:end] for start, end in pairwise(ends))

    @cached_property
    def _steps(self) -> list[bytes]:
        """Every so many terms one: what is looked up is found among these first, much faster."""
        return [self[number] for number in range(0, len(self), STEP)]

    def _place(self, term: bytes) -> int:
        """Return the number of the first term that does not come before this one."""
        step = bisect_left(self._steps, term)
        return bisect_left(self, term, max(step - 1, 0) * STEP, min(step * STEP, len(self)))

    def find(self, term: bytes) -> int:
        """Return the number of a term, or -1."""
        number = self._place(term)
        if number < len(self) and self[number] == term:
            return number
        return -1

    def prefixed(self, prefix: bytes) -> tuple[int, int]:
        """Return `start` and `end`: the terms between, without that at `end`, begin so."""
        start = self._place(prefix)
        head = prefix.rstrip(b"\xff")
        if not head:
            return start, len(self)
        following = head[:-1] + bytes([head[-1] + 1])
        return start, self._place(following)

    def holding(self, piece: bytes) -> Iterator[int]:
        """Yield the number of each term that has a piece in it, in order."""
        text, ends = self._text.tobytes(), self._ends
        start = text.find(piece)
        while start >= 0:
            number = bisect_right(ends, start) - 1
            end = ends[number + 1]
            if start + len(piece) <= end:
                yield number
                start = text.find(piece, end)
            else:  # it lies across two terms
                start = text.find(piece, start + 1)


EMPTY_LEXICON = Lexicon(np.zeros(0, np.uint8), np.zeros(1, np.uint32))


class Postings(NamedTuple):
    """What one field of one segment holds, term after term in the order of its lexicon.

    The postings of term t are `docs[start[t]:start[t + 1]]`, ascending, with their `counts`; its
    places in the text, those of the first posting first, are `places[at[t]:at[t + 1]]`. `counts`
    is None where all are 1, `places` and `at` where the field keeps none.
    """

    start: np.ndarray
    docs: np.ndarray
    counts: np.ndarray | None
    at: np.ndarray | None
    places: np.ndarray | None


class PlacedPostings(NamedTuple):
    """The postings of a field of running text: see `Postings`; it keeps counts and places."""

    start: np.ndarray
    docs: np.ndarray
    counts: np.ndarray
    at: np.ndarray
    places: np.ndarray

    def of(self, term: int, end: int | None = None) -> slice:
        """Return where in `docs` and `counts` the postings of a term are.

        Or those of all terms from it up to `end`, not included.
        """
        return slice(self.start.item(term), self.start.item(end or term + 1))

    def firsts(self, term: int, end: int | None = None) -> np.ndarray:
        """Return where in `places` those of each posting of a term begin, or of terms, int64."""
        counts = self.counts[self.of(term, end)]
        firsts = counts.cumsum(dtype=np.int64)
        firsts -= counts
        firsts += self.at.item(term)
        return firsts

    def firsts_of_all(self, terms: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """Return the same of many terms, each with a posting, one term after the other, int64.

        `counts` are those of all their postings, as int64.
        """
        lengths = (self.start[terms + 1] - self.start[terms]).astype(np.int64)
        before = np.cumsum(counts) - counts  # the places of the postings before each
        shift = self.at[terms].astype(np.int64) - before[np.cumsum(lengths) - lengths]
        return before + np.repeat(shift, lengths)


class Inverted:
    """The postings of a segment, or of a part of one, by field.

    A lexicon is shared by all fields of running text, so that one look-up serves them all; any
    other field has its own, by its own name.
    """

    def __init__(self, file: ArrayFile):
        self.file = file
        self.lexicon_of: dict[str, str] = file.about["fields"]
        self._lexicons = {}
        for name in set(self.lexicon_of.values()):
            self._lexicons[name] = Lexicon(file[f"{name}/terms"], file[f"{name}/ends"])
        self._postings = {field: _mapped(file, field) for field in self.lexicon_of}

    def lexicon(self, field: str) -> Lexicon:
        return self._lexicons[self.lexicon_of[field]]

    def postings(self, field: str) -> Postings:
        return self._postings[field]

    def placed(self, field: str) -> PlacedPostings:
        """Return the postings of a field of running text. Raises IndexDamaged for another."""
        start, docs, counts, at, places = self._postings[field]
        if counts is None or at is None or places is None:
            raise IndexDamaged(f"{self.file.name} has no places of {field}")
        return PlacedPostings(start, docs, counts, at, places)


def _mapped(file: ArrayFile, field: str) -> Postings:
    return Postings(
        file[f"{field}:start"],
        file[f"{field}:docs"],
        file.get(f"{field}:counts"),
        file.get(f"{field}:at"),
        file.get(f"{field}:places"),
    )


# Of one field that is gathered: the number of each term by its coming; of each posting the number
# of its term, its document, its count and the bytes of its places, where the field keeps these.
# A plain tuple: it is taken apart for every posting, and that is quicker than for a named one.
GatheredField = tuple[
    dict[bytes, int], "array[int]", "array[int]", "array[int] | None", bytearray | None
]


class Gathered:
    """The postings of documents being added, in the order they come.

    `lexicon` and `postings` put them in the order of the terms.
    """

    def __init__(self) -> None:
        self._lexicons: dict[str, dict[bytes, int]] = {}
        self._fields: dict[str, GatheredField] = {}
        self.lexicon_of: dict[str, str] = {}
        self.size = 0  # postings

    def open(self, field: str, lexicon: str, counted: bool, placed: bool) -> None:
        numbers = self._lexicons.setdefault(lexicon, {})
        self.lexicon_of[field] = lexicon
        counts = places = None
        if counted:
            counts = array("I")
        if placed:
            places = bytearray()
        self._fields[field] = (numbers, array("I"), array("I"), counts, places)

    def add(self, field: str, term: bytes, doc: int, count: int, places: bytes) -> None:
        """Add a posting.

        `places` are unsigned integers of 32 bits, little-endian, ascending, as many as `count`; or
        nothing.
        """
        numbers, terms, docs, counts, field_places = self._fields[field]
        number = numbers.get(term)
        if number is None:
            number = numbers[term] = len(numbers)
        terms.append(number)
        docs.append(doc)
        if counts is not None:
            counts.append(count)
        if field_places is not None:
            field_places += places
        self.size += 1

    def add_terms(self, field: str, terms: Sequence[bytes], docs: Sequence[int]) -> None:
        """Add postings of a field that keeps neither counts nor places."""
        numbers, gathered_terms, gathered_docs, _counts, _places = self._fields[field]
        for term in terms:
            gathered_terms.append(numbers.setdefault(term, len(numbers)))
        gathered_docs.extend(docs)
        self.size += len(terms)

    def add_all(
        self,
        field: str,
        terms: Sequence[bytes],
        of_terms: np.ndarray,
        docs: np.ndarray,
        counts: np.ndarray,
        places: np.ndarray,
    ) -> None:
        """Add many postings of a field that keeps counts and places, in the order given.

        Of each its term, as its place among `terms`, its document and its count; then all their
        places. No term may come twice, nor one in a document before those that were added.
        """
        numbers, gathered_terms, gathered_docs, gathered_counts, field_places = self._fields[field]
        assert gathered_counts is not None and field_places is not None
        of_term = np.empty(len(terms), np.uint32)
        for place, term in enumerate(terms):
            of_term[place] = numbers.setdefault(term, len(numbers))
        gathered_terms.frombytes(of_term[of_terms].tobytes())
        gathered_docs.frombytes(docs.astype(np.uint32).tobytes())
        gathered_counts.frombytes(counts.astype(np.uint32).tobytes())
        field_places += places.astype("<u4").tobytes()
        self.size += len(docs)

    def lexicon(self, field: str) -> list[bytes]:
        return sorted(self._lexicons[self.lexicon_of[field]])

    def postings(self, field: str) -> Postings:
        numbers, gathered_terms, gathered_docs, gathered_counts, places = self._fields[field]
        rank = np.empty(len(numbers), np.uint32)
        in_order = list(map(numbers.__getitem__, sorted(numbers)))
        rank[in_order] = np.arange(len(numbers), dtype=np.uint32)
        ranks = rank[np.frombuffer(gathered_terms, np.uint32)]
        order = stable_order(ranks)
        start = starts_of(np.bincount(ranks, minlength=len(numbers)))
        docs = np.frombuffer(gathered_docs, np.uint32)[order]
        if gathered_counts is None:
            return Postings(start, docs, None, None, None)
        counts = np.frombuffer(gathered_counts, np.uint32)
        if places is None:
            return Postings(start, docs, counts[order], None, None)
        ordered_places = reordered(np.frombuffer(places, "<u4"), counts, order)
        counts = counts[order]
        return Postings(start, docs, counts, starts_of(counts)[start], ordered_places)


# Arithmetic of arrays that hold the shares of many terms, one after the other


def starts_of(lengths: np.ndarray) -> np.ndarray:
    """Return where each share starts, and at last where the last one ends; uint32 if it fits."""
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    if starts[-1] < TOO_LARGE:
        return starts.astype(np.uint32)
    return starts


def stable_order(keys: np.ndarray) -> np.ndarray:
    """Return a stable argsort of unsigned 32-bit keys.

    By the sort of plain integers, which is much faster.
    """
    keyed = keys.astype(np.uint64) << 32
    keyed |= np.arange(len(keys), dtype=np.uint64)
    keyed.sort()
    return (keyed & 0xFFFFFFFF).astype(np.intp)


def reordered(places: np.ndarray, counts: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return the places of postings that were put in another order, `counts` of them each."""
    return places[ranges((np.cumsum(counts, dtype=np.int64) - counts)[order], counts[order])]


def stretches(numbers: np.ndarray) -> list[tuple[int, int]]:
    """Return ascending numbers as stretches that follow each other: of each the first, the end."""
    stretches: list[tuple[int, int]] = []
    for number in numbers.tolist():
        if stretches and stretches[-1][1] == number:
            stretches[-1] = stretches[-1][0], number + 1
        else:
            stretches.append((number, number + 1))
    return stretches


def ranges(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return the numbers start, start + 1, … of each range, one range after the other."""
    lengths = lengths.astype(np.int64)
    ends = np.cumsum(lengths)
    total = 0
    if len(ends):
        total = int(ends[-1])
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(total)
