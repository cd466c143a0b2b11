"""What a snapshot's arrays answer: which documents hold words, phrases and ranges, how well, and which come first.

Documents are arrays of ascending numbers, or boolean masks over all documents of a snapshot. The deleted ones are still
among postings; a mask from `Snapshot.mask` or `Snapshot.all` is without them.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.index.mapped_segment import NONE
from archive.search.engines.whoosh.index.postings import Postings, ranges
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms

K1, B = 1.2, 0.75  # Robertson and Walker's usual values for BM25
BLOCK = 1 << 17  # places that a phrase is looked for in at a time
SPARSE = 32  # lists shorter than this part of all documents are sorted instead of spread over an array of all


class Hits(NamedTuple):
    """Documents, ascending, and how often each holds what was asked for. The numbers are of the type that NumPy indexes
    by: any other it converts each time."""

    docs: np.ndarray
    counts: np.ndarray


def postings(snapshot: Snapshot, field: str, terms: Terms) -> Hits:
    """The documents that hold any of the terms, and how often they hold them together."""
    docs, counts = [], []
    for segment, base, numbers in zip(snapshot.segments, snapshot.bases, terms, strict=True):
        lists = segment.postings(field)
        if lists is not None and len(numbers):
            part = _union(lists, numbers, segment.size)
            docs.append(part.docs + base if base else part.docs)
            counts.append(part.counts)
    if len(docs) == 1:
        return Hits(docs[0], counts[0])
    return Hits(np.concatenate(docs), np.concatenate(counts)) if docs else _nothing()


def _nothing() -> Hits:
    return Hits(np.zeros(0, np.intp), np.zeros(0, np.uint32))


def _union(lists: Postings, numbers: np.ndarray, size: int) -> Hits:
    starts, ends = lists.start[numbers], lists.start[numbers + 1]
    held = starts != ends
    if not held.all():  # the lexicon is shared: this field lacks some of the terms
        numbers, starts, ends = numbers[held], starts[held], ends[held]
        if not len(numbers):
            return _nothing()
    if len(numbers) == 1 or np.array_equal(
        starts[1:], ends[:-1]
    ):  # one list, or lists that follow each other
        here = slice(starts[0], ends[-1])
        docs, counts = lists.docs[here], None if lists.counts is None else lists.counts[here]
    else:
        where = [
            slice(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
        docs = np.concatenate([lists.docs[here] for here in where])
        counts = (
            None if lists.counts is None else np.concatenate([lists.counts[here] for here in where])
        )
    docs = docs.astype(np.intp)
    if counts is None:
        counts = np.ones(len(docs), np.uint8)
    return Hits(docs, counts) if len(numbers) == 1 else _summed(docs, counts, size)


def _summed(docs: np.ndarray, counts: np.ndarray, size: int) -> Hits:
    """Each document once, its counts added."""
    if len(docs) * SPARSE < size:
        found, place = np.unique(docs, return_inverse=True)
        return Hits(found, np.bincount(place, counts).astype(np.uint32))
    spread = np.bincount(docs, counts, minlength=size)
    found = np.flatnonzero(spread != 0)  # many times faster than on fractions
    return Hits(found, spread.take(found).astype(np.uint32))


def aligned(hits: Hits, docs: np.ndarray) -> np.ndarray:
    """The counts of hits at each of these ascending documents, 0 where they are not among them."""
    counts = np.zeros(len(docs), hits.counts.dtype)
    if len(hits.docs) and len(docs):
        place = np.searchsorted(docs, hits.docs).clip(max=len(docs) - 1)
        there = docs[place] == hits.docs
        counts[place[there]] = hits.counts[there]
    return counts


# Phrases


def phrase(
    snapshot: Snapshot, field: str, slots: Sequence[Terms], slop: int | Sequence[int] = 1
) -> Hits:
    """The documents that hold one of the terms of each slot in this order, each at most `slop` places after the one
    before (1: directly after); one `slop` for all, or one for each slot but the first. The counts say how often."""
    slops = [slop] * (len(slots) - 1) if isinstance(slop, int) else list(slop)
    matched = _adjacent if all(slop == 1 for slop in slops) else partial(_chained, slops=slops)
    return _by_segment(snapshot, field, slots, partial(_in_blocks, matched=matched))


def near(snapshot: Snapshot, field: str, slots: Sequence[Terms], distance: int) -> Hits:
    """The documents that hold one of the terms of each slot, in any order, within `distance` places of the first."""
    return _by_segment(snapshot, field, slots, partial(_around, distance=distance))


class Occurrences(NamedTuple):
    """Where one term stands: documents, how often in each, and all its places there, those of the first one first."""

    docs: np.ndarray
    counts: np.ndarray
    places: np.ndarray


Slot = list[Occurrences]  # of each of the terms that may stand there


def _by_segment(snapshot: Snapshot, field: str, slots: Sequence[Terms], found) -> Hits:
    """`found` gets the postings of a segment, the terms of each slot there, and how many documents it has."""
    parts = []
    for number, (segment, base) in enumerate(zip(snapshot.segments, snapshot.bases, strict=True)):
        lists = segment.postings(field)
        here = [terms[number].tolist() for terms in slots]
        if lists is not None and lists.places is not None and here and all(here):
            docs, counts = found(lists, here, segment.size)
            parts.append((docs + base, counts))
    return Hits(*map(np.concatenate, zip(*parts, strict=True))) if parts else _nothing()


def _in_blocks(lists: Postings, slots: Sequence[Sequence[int]], size: int, matched) -> Hits:
    """`matched` gets the occurrences of each slot, in the documents that hold all slots; it gives the document of each
    match."""
    wanted = _holding_all(lists, slots, size)
    found = [[_occurrences(lists, term, wanted) for term in slot] for slot in slots]
    often = np.bincount(
        np.concatenate([matched(part) + start for start, part in _blocks(found, size)])
    )
    docs = np.flatnonzero(often)
    return Hits(docs, often[docs].astype(np.uint32))


def _holding_all(lists: Postings, slots: Sequence[Sequence[int]], size: int) -> np.ndarray:
    wanted = None
    for slot in slots:
        docs = np.zeros(size, bool)
        for term in slot:
            docs[lists.docs[lists.start[term] : lists.start[term + 1]]] = True
        wanted = docs if wanted is None else wanted & docs
    return wanted


def _occurrences(lists: Postings, term: int, wanted: np.ndarray) -> Occurrences:
    here = slice(lists.start[term], lists.start[term + 1])
    docs, counts, places = (
        lists.docs[here],
        lists.counts[here],
        lists.places[lists.at[term] : lists.at[term + 1]],
    )
    keep = wanted.take(docs)
    kept = np.count_nonzero(keep)
    if kept == len(docs):
        return Occurrences(docs, counts, places)
    if kept * 4 > len(docs):
        return Occurrences(docs[keep], counts[keep], places[np.repeat(keep, counts)])
    keep = np.flatnonzero(keep)
    starts = np.cumsum(counts, dtype=np.int64)[keep] - counts[keep]
    return Occurrences(docs[keep], counts[keep], places[ranges(starts, counts[keep])])


def _blocks(slots: Sequence[Slot], size: int) -> Iterator[tuple[int, list[Slot]]]:
    """The occurrences by ranges of documents, counted from the range's start, so that what is made of them stays small:
    large new arrays cost more in fresh memory than in arithmetic."""
    cuts = np.linspace(
        0, size, sum(len(term.places) for slot in slots for term in slot) // BLOCK + 2
    ).astype(np.uint32)
    split = []
    for slot in slots:
        split.append([])
        for docs, counts, places in slot:
            first = np.searchsorted(docs, cuts).tolist()
            place = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])[first].tolist()
            parts = zip(pairwise(first), pairwise(place), cuts, strict=False)
            split[-1].append(
                [
                    Occurrences(docs[a:b] - cut, counts[a:b], places[c:d])
                    for (a, b), (c, d), cut in parts
                ]
            )
    for number, cut in enumerate(cuts[:-1].tolist()):
        yield cut, [[term[number] for term in slot] for slot in split]


def _adjacent(slots: Sequence[Slot]) -> np.ndarray:
    """Slot after slot without a gap. Every place of every document has its address in one array, in which the places
    where a phrase can begin are counted up slot by slot."""
    room = np.zeros(
        max(int(term.docs[-1]) + 1 if len(term.docs) else 0 for slot in slots for term in slot),
        np.int64,
    )
    for term in (term for slot in slots for term in slot):
        last = term.places[np.cumsum(term.counts, dtype=np.int64) - 1]
        room[term.docs] = np.maximum(room[term.docs], last.astype(np.int64) + 1 + len(slots))
    address = np.cumsum(room) - room + len(slots)
    met = np.zeros(int(room.sum()) + len(slots), np.min_scalar_type(len(slots)))
    docs = np.zeros(0, np.int64)
    rarest_first = sorted(
        range(len(slots)), key=lambda slot: sum(len(term.places) for term in slots[slot])
    )
    for step, slot in enumerate(rarest_first):
        found = [docs]
        for term in slots[slot]:
            begins = np.repeat(address.take(term.docs) - slot, term.counts)
            begins += term.places
            there = met.take(begins) == step
            met[begins[there]] = step + 1
            if step == len(slots) - 1:
                found.append(np.repeat(term.docs, term.counts)[there])
        docs = np.concatenate(found)
    return docs


_PLACE_BITS = 32  # places have at most 32 bits, documents 31


def _chained(slots: Sequence[Slot], slops: Sequence[int]) -> np.ndarray:
    """A chain through all slots, each link at most so long."""
    reached = _pairs(slots[0])
    for slot, slop in zip(slots[1:], slops, strict=True):
        following = _pairs(slot)
        before = np.searchsorted(reached, following)
        reached = following[before > np.searchsorted(reached, following - slop)]
    return reached >> _PLACE_BITS


def _around(lists: Postings, slots: Sequence[Sequence[int]], size: int, distance: int) -> Hits:
    """The first slot with all others around it. As in `_adjacent` every place has its address in one array; one byte a
    place is little enough for all documents at once."""
    wanted = _holding_all(lists, slots, size)
    docs = np.flatnonzero(wanted)
    if not len(docs):
        return _nothing()
    number = np.cumsum(wanted) - 1
    found = [_gathered(lists, np.array(terms), wanted) for terms in slots]
    room = np.zeros(len(docs), np.int64)
    for slot in found:
        last = slot.places[np.cumsum(slot.counts) - 1].astype(np.int64)
        np.maximum.at(room, number.take(slot.docs), last + 1 + distance)
    address = np.cumsum(room) - room + distance
    first, *others = (
        np.repeat(address.take(number.take(s.docs)), s.counts) + s.places for s in found
    )
    met = np.ones(len(first), bool)
    for other in others:
        there = np.zeros(int(room.sum()) + 2 * distance, bool)
        there[other] = True
        met &= np.logical_or.reduce(
            [there.take(first + step) for step in range(-distance, distance + 1)]
        )
    often = np.bincount(np.repeat(found[0].docs, found[0].counts)[met])
    docs = np.flatnonzero(often)
    return Hits(docs, often[docs].astype(np.uint32))


def _gathered(lists: Postings, terms: np.ndarray, wanted: np.ndarray) -> Occurrences:
    """The occurrences of all these terms in wanted documents, one term after the other."""
    terms = terms[lists.start[terms] < lists.start[terms + 1]]
    starts, ends = lists.start[terms], lists.start[terms + 1]
    where = [slice(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    docs = np.concatenate([lists.docs[here] for here in where])
    counts = np.concatenate([lists.counts[here] for here in where]).astype(np.int64)
    before = np.cumsum(counts) - counts  # of each posting's places, those of the postings before it
    lengths = (ends - starts).astype(np.int64)
    shift = lists.at[terms].astype(np.int64) - before[np.cumsum(lengths) - lengths]
    before += np.repeat(shift, lengths)
    keep = np.flatnonzero(wanted.take(docs))
    return Occurrences(docs[keep], counts[keep], lists.places[ranges(before[keep], counts[keep])])


def _pairs(slot: Slot) -> np.ndarray:
    """Documents and places as one number each, ascending; the place in the low bits."""
    pairs = [np.repeat(t.docs.astype(np.int64) << _PLACE_BITS, t.counts) | t.places for t in slot]
    return pairs[0] if len(pairs) == 1 else np.sort(np.concatenate(pairs))


# Numbers


def between(
    snapshot: Snapshot, field: str, least: int | None = None, most: int | None = None
) -> np.ndarray:
    """A mask of the documents whose number is known and within these bounds, both included."""
    values, known = snapshot.numbers(field)
    mask = known.copy()
    if least is not None:
        mask &= values >= least
    if most is not None:
        mask &= values <= most
    return mask


# Scores


def idf(snapshot: Snapshot, documents: int) -> float:
    """How telling it is to be one of so many documents: ln(1 + (N - n + ½) / (n + ½)), as Lucene has it."""
    return float(np.log1p((max(snapshot.size - documents, 0) + 0.5) / (documents + 0.5)))


def bm25(
    snapshot: Snapshot, field: str, hits: Hits, weight: float = 1.0, k1: float = K1, b: float = B
) -> np.ndarray:
    """Okapi BM25 of each hit in one field, float32, times a weight (the idf, a boost)."""
    norm = snapshot.once(("norm", field, k1, b), lambda: _norm(snapshot, field, k1, b))
    counts = hits.counts.astype(np.float32)
    return np.float32(weight * (k1 + 1)) * counts / (counts + norm.take(hits.docs))


def _norm(snapshot: Snapshot, field: str, k1: float, b: float) -> np.ndarray:
    """What a document's length does to its counts: k1 · (1 - b + b · length / average)."""
    lengths = snapshot.lengths(field) / np.float32(snapshot.average_length(field))
    return (k1 * (1 - b + b * lengths)).astype(np.float32)


def top(mask: np.ndarray, keys: Sequence[np.ndarray], most: int) -> np.ndarray:
    """The first documents of a mask, at most so many: highest first key first, ties by the next, then by number."""
    docs = np.flatnonzero(mask)
    sure: list[np.ndarray] = []
    for key in keys:
        if not 0 < most < len(docs):
            break
        values = key.take(docs)
        least = np.partition(values, -most)[-most]
        sure.append(docs[values > least])
        docs, most = docs[values == least], most - len(sure[-1])
    most += sum(map(len, sure))
    docs = np.concatenate([*sure, docs])
    order = np.lexsort([-docs, *(key[docs] for key in reversed(keys))])[::-1]
    return docs[order][:most]


def newest_first(snapshot: Snapshot, day: str, number: str) -> tuple[np.ndarray, np.ndarray]:
    """Keys for `top`: later days first, unknown ones last; then the higher number (the later entered)."""
    days, numbers = snapshot.numbers(day), snapshot.numbers(number).values
    return np.where(days.known, days.values, -NONE), numbers


def oldest_first(snapshot: Snapshot, day: str, number: str) -> tuple[np.ndarray, np.ndarray]:
    """Keys for `top`: earlier days first, unknown ones last; then the lower number."""
    return -snapshot.numbers(day).values, -snapshot.numbers(number).values
