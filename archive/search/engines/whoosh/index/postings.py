"""Postings as flat arrays: lexicons, the documents and places of each term, how they are gathered and merged."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.index.arrays import ArrayFile, ArrayFileWriter

CHUNK = 1 << 20  # postings sorted at a time: what bounds the memory of a merge


class Lexicon(Sequence):
    """The sorted terms (UTF-8) of one field, or of several that share it; the number of a term is its rank."""

    def __init__(self, text: np.ndarray, ends: np.ndarray):
        self._text, self._ends = memoryview(text), memoryview(ends)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        return self._text[self._ends[number] : self._ends[number + 1]].tobytes()

    def __iter__(self) -> Iterator[bytes]:
        return self.run(0, len(self))

    def run(self, start: int, end: int) -> Iterator[bytes]:
        """The terms from `start` up to `end`, not included: much faster than one by one."""
        text, ends = self._text.tobytes(), self._ends[start : end + 1].tolist()
        return (text[start:end] for start, end in pairwise(ends))

    def find(self, term: bytes) -> int:
        """The number of a term, or -1."""
        number = bisect_left(self, term)
        return number if number < len(self) and self[number] == term else -1

    def prefixed(self, prefix: bytes) -> tuple[int, int]:
        """The terms from `start` up to `end`, not included, begin with these bytes."""
        start = bisect_left(self, prefix)
        head = prefix.rstrip(b"\xff")
        return start, bisect_left(self, head[:-1] + bytes([head[-1] + 1]), start) if head else len(
            self
        )


class Postings(NamedTuple):
    """What one field of one segment holds, term after term in the order of its lexicon. The postings of term t are
    `docs[start[t]:start[t + 1]]`, ascending, with their `counts`; its places in the text, those of the first posting
    first, are `places[at[t]:at[t + 1]]`. `counts` is None where all are 1, `places` where the field keeps none."""

    start: np.ndarray
    docs: np.ndarray
    counts: np.ndarray | None
    at: np.ndarray | None
    places: np.ndarray | None


class Inverted:
    """The postings of a segment, or of a part of one, by field. A lexicon is shared by all fields of running text, so
    that one look-up serves them all; any other field has its own, by its own name."""

    def __init__(self, file: ArrayFile):
        self.file = file
        self.lexicon_of: dict[str, str] = file.about["fields"]
        self._lexicons = {
            name: Lexicon(file[f"{name}/terms"], file[f"{name}/ends"])
            for name in set(self.lexicon_of.values())
        }
        self._postings = {
            field: Postings(*(file.get(f"{field}:{part}") for part in Postings._fields))
            for field in self.lexicon_of
        }

    def lexicon(self, field: str) -> Lexicon:
        return self._lexicons[self.lexicon_of[field]]

    def postings(self, field: str) -> Postings:
        return self._postings[field]


class Gathered:
    """The postings of documents being added, in the order they come; `written` puts them in the order of the terms."""

    def __init__(self):
        self._lexicons: dict[str, dict[bytes, int]] = {}
        self._fields: dict[
            str, tuple[dict[bytes, int], array, array, array | None, bytearray | None]
        ] = {}
        self.lexicon_of: dict[str, str] = {}
        self.size = 0  # postings

    def open(self, field: str, lexicon: str, counted: bool, placed: bool) -> None:
        numbers = self._lexicons.setdefault(lexicon, {})
        self.lexicon_of[field] = lexicon
        parts = (
            numbers,
            array("I"),
            array("I"),
            array("I") if counted else None,
            bytearray() if placed else None,
        )
        self._fields[field] = parts

    def add(self, field: str, term: bytes, doc: int, count: int, places: bytes) -> None:
        """`places` are unsigned integers of 32 bits, little-endian, ascending, as many as `count`; or nothing."""
        numbers, terms, docs, counts, where = self._fields[field]
        number = numbers.get(term)
        if number is None:
            number = numbers[term] = len(numbers)
        terms.append(number)
        docs.append(doc)
        if counts is not None:
            counts.append(count)
        if where is not None:
            where += places
        self.size += 1

    def lexicon(self, field: str) -> list[bytes]:
        return sorted(self._lexicons[self.lexicon_of[field]])

    def postings(self, field: str) -> Postings:
        numbers, terms, docs, counts, where = self._fields[field]
        rank = np.empty(len(numbers), np.uint32)
        rank[[numbers[term] for term in sorted(numbers)]] = np.arange(len(numbers), dtype=np.uint32)
        ranks = rank[np.frombuffer(terms, np.uint32)]
        order = _stable_order(ranks)
        start = _starts(np.bincount(ranks, minlength=len(numbers)))
        docs = np.frombuffer(docs, np.uint32)[order]
        if counts is None:
            return Postings(start, docs, None, None, None)
        counts = np.frombuffer(counts, np.uint32)
        if where is None:
            return Postings(start, docs, counts[order], None, None)
        places = _reordered(np.frombuffer(where, "<u4"), counts, order)
        counts = counts[order]
        return Postings(start, docs, counts, _starts(counts)[start], places)


class Part(NamedTuple):
    """One of the things to merge, and how its documents are numbered in the whole: `shift` is added to each number;
    where documents were deleted, `shift` is an array with the new number of each, -1 for the deleted."""

    source: Inverted | Gathered
    shift: int | np.ndarray


def merge(parts: Sequence[Part], fields: Sequence[str], out: ArrayFileWriter) -> None:
    """Writes the postings of these fields, from all parts, as one file. The documents of a part come after those of the
    part before it. Memory: the lexicons, CHUNK postings with their places, and whole the parts with deletions."""
    fields = sorted(
        field for field in fields if any(field in part.source.lexicon_of for part in parts)
    )
    lexicon_of = {
        field: part.source.lexicon_of[field] for part in parts for field in part.source.lexicon_of
    }
    for lexicon in sorted({lexicon_of[field] for field in fields}):
        sharing = [field for field in fields if lexicon_of[field] == lexicon]
        _merge_lexicon(lexicon, sharing, parts, out)
    out.close(fields={field: lexicon_of[field] for field in fields})


def _merge_lexicon(
    name: str, fields: Sequence[str], parts: Sequence[Part], out: ArrayFileWriter
) -> None:
    held = []  # for each part its terms, without those that deletions emptied, and its postings by field
    for source, shift in parts:
        here = [field for field in fields if field in source.lexicon_of]
        if here:
            terms = list(source.lexicon(here[0]))
            held.append(
                (terms, *_live(terms, {field: source.postings(field) for field in here}, shift))
            )
    terms = held[0][1] if len(held) == 1 else sorted(set().union(*(live for _, live, _ in held)))
    text = b"".join(terms)
    out.add(f"{name}/terms", np.frombuffer(text, np.uint8))
    out.add(f"{name}/ends", _starts(np.fromiter(map(len, terms), np.int64, len(terms))))
    numbers = {term: number for number, term in enumerate(terms)}
    ranks = []
    for all_terms, _, _ in held:
        rank = np.fromiter((numbers.get(term, 0) for term in all_terms), np.int64, len(all_terms))
        ranks.append(
            np.maximum.accumulate(rank)
        )  # a term without postings counts as the one before it
    for field in fields:
        of_field = [
            (rank, *lists[field])
            for rank, (_, _, lists) in zip(ranks, held, strict=True)
            if field in lists
        ]
        _merge_field(field, len(terms), of_field, out)


def _live(terms: list[bytes], lists: dict[str, Postings], shift) -> tuple[list[bytes], dict]:
    """The terms that still have postings, and each field's postings with what is to be added to its documents."""
    if not isinstance(shift, np.ndarray):
        return terms, {field: (postings, shift) for field, postings in lists.items()}
    lists = {field: _without_deleted(postings, shift) for field, postings in lists.items()}
    used = np.logical_or.reduce([np.diff(postings.start) > 0 for postings in lists.values()])
    live = [terms[number] for number in np.flatnonzero(used)]
    return live, {field: (postings, 0) for field, postings in lists.items()}


def _without_deleted(postings: Postings, renumbered: np.ndarray) -> Postings:
    docs = renumbered[postings.docs]
    keep = docs >= 0
    start = _starts(keep)[postings.start]
    if postings.counts is None:
        return Postings(start, docs[keep], None, None, None)
    counts = postings.counts[keep]
    if postings.places is None:
        return Postings(start, docs[keep], counts, None, None)
    places = postings.places[np.repeat(keep, postings.counts)]
    return Postings(start, docs[keep], counts, _starts(counts)[start], places)


def _merge_field(field: str, terms: int, parts: Sequence[tuple], out: ArrayFileWriter) -> None:
    """`parts`: for each the rank of its terms in the whole, its postings, and what to add to its documents."""
    lists = [postings for _, postings, _ in parts]
    start = _totals(terms, [(rank, postings.start) for rank, postings, _ in parts])
    out.add(f"{field}:start", start)
    docs = out.reserve(f"{field}:docs", np.uint32, start[-1])
    counts = places = None
    if any(postings.counts is not None for postings in lists):
        counts = out.reserve(f"{field}:counts", _smallest([p.counts for p in lists]), start[-1])
    if any(postings.places is not None for postings in lists):
        at = _totals(terms, [(rank, postings.at) for rank, postings, _ in parts])
        out.add(f"{field}:at", at)
        places = out.reserve(f"{field}:places", _smallest([p.places for p in lists]), at[-1])
    cuts = np.unique(
        np.searchsorted(start, np.arange(0, int(start[-1]) + CHUNK, CHUNK)).clip(max=terms)
    )
    for first, last in pairwise(cuts):
        chunk = _merged_chunk(parts, first, last)
        docs.append(chunk.docs)
        if counts is not None:
            counts.append(chunk.counts)
        if places is not None:
            places.append(chunk.places)


def _merged_chunk(parts: Sequence[tuple], first: int, last: int) -> Postings:
    """The postings of the terms from `first` up to `last`, in the order of the terms, then of the documents."""
    ranks, docs, counts, places = [], [], [], []
    for rank, postings, shift in parts:
        low, high = np.searchsorted(rank, (first, last))
        here = slice(postings.start[low], postings.start[high])
        ranks.append(
            np.repeat(rank[low:high].astype(np.uint32), np.diff(postings.start[low : high + 1]))
        )
        docs.append(postings.docs[here] + np.asarray(shift, postings.docs.dtype))
        if postings.counts is not None:
            counts.append(postings.counts[here])
        if postings.places is not None:
            places.append(postings.places[postings.at[low] : postings.at[high]])
    whole = Postings(
        np.concatenate(ranks),
        np.concatenate(docs),
        np.concatenate(counts) if counts else None,
        None,
        np.concatenate(places) if places else None,
    )
    if len(parts) == 1:
        return whole
    order = _stable_order(whole.start)
    reordered = None if whole.places is None else _reordered(whole.places, whole.counts, order)
    return Postings(
        None,
        whole.docs[order],
        None if whole.counts is None else whole.counts[order],
        None,
        reordered,
    )


def _totals(terms: int, parts: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Where each term's share starts, all parts together, from the (rank of its terms, starts) of each part."""
    lengths = np.zeros(terms, np.int64)
    for rank, start in parts if terms else ():
        np.add.at(lengths, rank, np.diff(start))
    return _starts(lengths)


def _starts(lengths: np.ndarray) -> np.ndarray:
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts.astype(np.uint32) if starts[-1] < 1 << 32 else starts


def _stable_order(keys: np.ndarray) -> np.ndarray:
    """Like a stable argsort of unsigned 32-bit keys, by the much faster sort of plain integers."""
    keyed = keys.astype(np.uint64) << 32
    keyed |= np.arange(len(keys), dtype=np.uint64)
    keyed.sort()
    return (keyed & 0xFFFFFFFF).astype(np.intp)


def _reordered(places: np.ndarray, counts: np.ndarray, order: np.ndarray) -> np.ndarray:
    """The places of postings that were put in another order, `counts` of them each."""
    return places[ranges((np.cumsum(counts, dtype=np.int64) - counts)[order], counts[order])]


def ranges(starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The numbers start, start + 1, … of each range, one range after the other."""
    lengths = lengths.astype(np.int64)
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(total)


def _smallest(arrays: Sequence[np.ndarray | None]) -> np.dtype:
    """The smallest unsigned type that holds every value."""
    return np.min_scalar_type(
        max(
            (int(values.max()) for values in arrays if values is not None and len(values)),
            default=0,
        )
    )
