"""Which documents hold words and numbers, how well, and which come first, from a snapshot's arrays.

Documents are arrays of ascending numbers, or boolean masks over all documents of a snapshot.
The deleted ones are still among postings; a mask from `Snapshot.mask` or `Snapshot.all` is
without them.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.index.mapped_segment import NONE
from archive.search.engines.whoosh.index.postings import PlacedPostings, Postings
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.words import telling

K1, B = 1.2, 0.75  # Robertson and Walker's usual values for BM25
# Lists shorter than this part of all documents are sorted instead of spread over an array of all.
SPARSE = 100
GROUP = 32  # ranks of which only the highest is looked at first
MANY = 16  # terms, from which on it is quicker to look at all at once than one by one


class Hits(NamedTuple):
    """Documents, ascending, and how often each holds what was asked for.

    The documents' numbers are of the type that NumPy indexes by: any other it converts each time.
    """

    docs: np.ndarray
    counts: np.ndarray


def postings(snapshot: Snapshot, field: str, terms: Terms) -> Hits:
    """Return the documents that hold any of the terms, and how often they hold them together."""
    docs: list[np.ndarray] = []
    counts: list[np.ndarray] = []
    for segment, base, numbers in zip(snapshot.segments, snapshot.bases, terms, strict=True):
        lists = segment.postings(field)
        if lists is None or not len(numbers):
            continue
        runs = runs_of(lists, numbers)
        if runs:  # the lexicon is shared: a field may lack the terms
            hits = _union(lists, numbers, runs, segment.size)
            docs.append(hits.docs + base if base else hits.docs)
            counts.append(hits.counts)
    return joined(docs, counts)


_NOTHING = Hits(np.zeros(0, np.intp), np.zeros(0, np.uint32))


def nothing() -> Hits:
    """Return the hits of what no document holds."""
    return _NOTHING


def joined(docs: Sequence[np.ndarray], counts: Sequence[np.ndarray]) -> Hits:
    """Return the hits of several segments as one: those of each before those of the next."""
    if not docs:
        return nothing()
    if len(docs) == 1:
        return Hits(docs[0], counts[0])
    return Hits(np.concatenate(docs), np.concatenate(counts))


def _union(lists: Postings, numbers: np.ndarray, runs: Sequence[slice], size: int) -> Hits:
    docs = _rows(lists.docs, runs).astype(np.intp)
    counts = np.ones(len(docs), np.uint8) if lists.counts is None else _rows(lists.counts, runs)
    if len(numbers) == 1:
        return Hits(docs, counts)
    return _summed(docs, counts, size, np.uint32)


def runs_of(lists: Postings | PlacedPostings, numbers: np.ndarray) -> list[slice]:
    """Return where the postings of terms are, which are ascending; as few slices as can be."""
    start = lists.start
    first, last = numbers.item(0), numbers.item(-1)
    if last - first == len(numbers) - 1:  # their lists follow each other
        bounds = [(start.item(first), start.item(last + 1))]
    elif len(numbers) <= MANY:
        bounds = [(start.item(number), start.item(number + 1)) for number in numbers.tolist()]
    else:
        starts, ends = start[numbers].tolist(), start[numbers + 1].tolist()
        bounds = list(zip(starts, ends, strict=True))
    runs: list[slice] = []
    for begin, end in bounds:
        if begin == end:
            continue
        if runs and runs[-1].stop == begin:
            runs[-1] = slice(runs[-1].start, end)
        else:
            runs.append(slice(begin, end))
    return runs


def slices(starts: np.ndarray, ends: np.ndarray) -> list[slice]:
    """Return the slice from each start up to its end, not included."""
    return list(map(slice, starts.tolist(), ends.tolist()))


def _rows(column: np.ndarray, runs: Sequence[slice]) -> np.ndarray:
    if len(runs) == 1:
        return column[runs[0]]
    return np.concatenate([column[run] for run in runs])


def _summed(docs: np.ndarray, counts: np.ndarray, size: int, kind: type) -> Hits:
    """Each of some documents, all below `size`, once; its counts added, as numbers of a kind."""
    if len(docs) * SPARSE < size:
        order = docs.argsort(kind="stable")
        docs, counts = docs.take(order), counts.take(order)
        starts = starts_of_runs(docs)
        return Hits(docs.take(starts), np.add.reduceat(counts, starts, dtype=float).astype(kind))
    spread = np.bincount(docs, counts, minlength=size)
    distinct = (spread != 0).nonzero()[0]  # many times faster than on fractions
    return Hits(distinct, spread.take(distinct).astype(kind))


def together(kinds: Sequence[Hits]) -> Hits:
    """Return hits of several kinds as one: each document once, its counts added."""
    kinds = [hits for hits in kinds if len(hits.docs)]
    if not kinds:
        return nothing()
    if len(kinds) == 1:
        return kinds[0]
    docs, counts = zip(*kinds, strict=True)
    size = max(ascending.item(-1) for ascending in docs) + 1
    return _summed(np.concatenate(docs), np.concatenate(counts), size, np.float32)


def aligned(hits: Hits, docs: np.ndarray) -> np.ndarray:
    """Return the counts of hits at each of these documents, 0 at those without a hit."""
    counts = np.zeros(len(docs), hits.counts.dtype)
    places, is_there = looked_up(docs, hits.docs)
    counts[is_there] = hits.counts[places[is_there]]
    return counts


def looked_up(numbers: np.ndarray, ascending: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the place of each number among ascending ones, and whether it is there.

    The place of one that is not there means nothing.
    """
    if not len(ascending):
        return np.zeros(len(numbers), np.intp), np.zeros(len(numbers), bool)
    places = ascending.searchsorted(numbers)
    return places, ascending.take(places, mode="clip") == numbers


def are_among(numbers: np.ndarray, ascending: np.ndarray) -> np.ndarray:
    """Return which of the numbers are among ascending ones, as a mask."""
    return looked_up(numbers, ascending)[1]


def anywhere(snapshot: Snapshot, kinds: Sequence[Hits]) -> np.ndarray:
    """Return a mask of the documents that are among hits of any kind, without the deleted."""
    return snapshot.mask(np.concatenate([hits.docs for hits in kinds]))


# Numbers


def between(
    snapshot: Snapshot, field: str, least: int | None = None, most: int | None = None
) -> np.ndarray:
    """Return a mask of the documents whose number is known and within these bounds, included."""
    numbers, is_known = snapshot.numbers(field)
    mask = is_known.copy()
    if least is not None:
        mask &= numbers >= least
    if most is not None:
        mask &= numbers <= most
    return mask


# Scores


def idf(snapshot: Snapshot, documents: int) -> float:
    """Return how telling it is to be one of so many documents of a snapshot; see `telling.idf`."""
    return telling.idf(snapshot.size, documents)


def idfs(snapshot: Snapshot, documents: np.ndarray) -> np.ndarray:
    """Return the `idf` of each of many numbers of documents at once."""
    without = np.maximum(snapshot.size - documents, 0)
    return np.log1p((without + 0.5) / (documents + 0.5))


def bm25(
    snapshot: Snapshot, field: str, hits: Hits, weight: float = 1.0, k1: float = K1, b: float = B
) -> np.ndarray:
    """Return Okapi BM25 of each hit in one field, float32, times a weight (the idf, a boost)."""
    norm = snapshot.once(("norm", field, k1, b), lambda: _norm(snapshot, field, k1, b))
    counts = hits.counts.astype(np.float32)
    return np.float32(weight * (k1 + 1)) * counts / (counts + norm.take(hits.docs))


def bm25_of_all(
    snapshot: Snapshot, field: str, counts: np.ndarray, weight: float, k1: float, b: float
) -> np.ndarray:
    """Return the same of all documents, by how often each holds something, float32."""
    norm = snapshot.once(("norm", field, k1, b), lambda: _norm(snapshot, field, k1, b))
    return np.float32(weight * (k1 + 1)) * counts / (counts + norm)


def _norm(snapshot: Snapshot, field: str, k1: float, b: float) -> np.ndarray:
    """What a document's length does to its counts: k1 · (1 - b + b · length / average)."""
    lengths = snapshot.lengths(field) / np.float32(snapshot.average_length(field))
    return (k1 * (1 - b + b * lengths)).astype(np.float32)


# Orders


def top(mask: np.ndarray, keys: Sequence[np.ndarray], most: int) -> np.ndarray:
    """Return the first documents of a mask, at most so many.

    The highest first key comes first, ties go by the next key, at last by the document's number.
    """
    docs = np.flatnonzero(mask)
    sure: list[np.ndarray] = []
    for key in keys:
        if not 0 < most < len(docs):
            break
        ranks = key.take(docs)
        least = least_of_highest(ranks, most)
        sure.append(docs[ranks > least])
        docs = docs[ranks == least]
        most -= len(sure[-1])
    most += sum(map(len, sure))
    return in_order(np.concatenate([*sure, docs]), keys)[:most]


def least_of_highest(ranks: np.ndarray, most: int) -> float:
    """Return the least of so many of the highest ranks, of which there are as many at least."""
    groups = len(ranks) // GROUP
    if groups > most:
        # As many groups have one that is not less than this: so all of the highest are not less.
        heads = ranks[: groups * GROUP].reshape(GROUP, groups).max(axis=0)
        ranks = ranks[ranks >= np.partition(heads, -most)[-most]]
    return np.partition(ranks, -most)[-most]


def in_order(docs: np.ndarray, keys: Sequence[np.ndarray]) -> np.ndarray:
    """Return documents in the order of `top`."""
    if len(docs) < 2:
        return docs
    ranks = [key[docs] for key in reversed(keys)]
    return docs[np.lexsort([-docs, *ranks])[::-1]]


def starts_of_runs(numbers: np.ndarray) -> np.ndarray:
    """Return where in an array, which is not empty, each run of equal numbers begins."""
    is_first = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=is_first[1:])
    return np.flatnonzero(is_first)


def newest_first(snapshot: Snapshot, day: str, number: str) -> tuple[np.ndarray, np.ndarray]:
    """Return keys for `top`: later days first, unknown ones last; then the later entered.

    `day` and `number` are fields; the higher the number, the later the document was entered.
    """
    days = snapshot.numbers(day)
    return np.where(days.known, days.values, -NONE), snapshot.numbers(number).values


def oldest_first(snapshot: Snapshot, day: str, number: str) -> tuple[np.ndarray, np.ndarray]:
    """Return keys for `top`: earlier days first, unknown ones last; then the earlier entered."""
    return -snapshot.numbers(day).values, -snapshot.numbers(number).values
