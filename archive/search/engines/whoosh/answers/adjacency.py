"""Which documents hold words beside each other: phrases, and neighbours in any order."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.answers.matching import (
    Hits,
    joined,
    nothing,
    postings,
    slices,
)
from archive.search.engines.whoosh.index.postings import PlacedPostings, ranges
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms

BLOCK = 1 << 17  # places that a phrase is looked for in at a time
PLACE_BITS = 32  # places have at most 32 bits, documents 31


def phrase(
    snapshot: Snapshot, field: str, slots: Sequence[Terms], slop: int | Sequence[int] = 1
) -> Hits:
    """Return the documents that hold one of the terms of each slot in this order, and how often.

    Each term stands at most `slop` places after the one before (1: directly after). There is one
    `slop` for all slots, or one for each but the first.
    """
    slops = slop
    if isinstance(slops, int):
        slops = [slops] * (len(slots) - 1)
    match: Match = _adjacent
    if any(slop != 1 for slop in slops):
        match = partial(_chained, slops=slops)
    return _by_segment(snapshot, field, slots, partial(_in_blocks, match=match))


def word_or_phrase(snapshot: Snapshot, field: str, slots: Sequence[Terms]) -> Hits:
    """Return the documents that hold a phrase, which may be one word alone, and how often."""
    if len(slots) == 1:
        return postings(snapshot, field, slots[0])
    return phrase(snapshot, field, slots)


def near(snapshot: Snapshot, field: str, slots: Sequence[Terms], distance: int) -> Hits:
    """Return the documents that hold one of the terms of each slot, in any order, and how often.

    The terms stand within `distance` places of that of the first slot.
    """
    return _by_segment(snapshot, field, slots, partial(_around, distance=distance))


class Occurrences(NamedTuple):
    """Where one term stands: documents, how often in each, and all its places there.

    The places in the first document come first.
    """

    docs: np.ndarray
    counts: np.ndarray
    places: np.ndarray


Slot = list[Occurrences]  # of each of the terms that may stand there
Numbers = list[int]  # of the terms that may stand in a slot
# Hits of a segment from its postings, the terms of each slot there, and its size in documents.
Search = Callable[[PlacedPostings, Sequence[Numbers], int], Hits]
# The document of each match, from the occurrences of each slot.
Match = Callable[[Sequence[Slot]], np.ndarray]


def _by_segment(snapshot: Snapshot, field: str, slots: Sequence[Terms], search: Search) -> Hits:
    docs: list[np.ndarray] = []
    counts: list[np.ndarray] = []
    for number, (segment, base) in enumerate(zip(snapshot.segments, snapshot.bases, strict=True)):
        numbers = [terms[number].tolist() for terms in slots]
        if not numbers or not all(numbers):
            continue
        lists = segment.placed(field)
        if lists is not None:
            hits = search(lists, numbers, segment.size)
            docs.append(hits.docs + base)
            counts.append(hits.counts)
    return joined(docs, counts)


def _holding_all(lists: PlacedPostings, slots: Sequence[Numbers], size: int) -> np.ndarray:
    """A mask of the documents that hold a term of every slot."""
    mask = np.ones(size, bool)
    for slot in slots:
        mask &= holding_any(lists, slot, size)
    return mask


def holding_any(lists: PlacedPostings, terms: Sequence[int], size: int) -> np.ndarray:
    """Return a mask of a segment's documents that hold any of these terms."""
    mask = np.zeros(size, bool)
    for term in terms:
        mask[lists.docs[lists.of(term)]] = True
    return mask


def _count_matches(docs: np.ndarray) -> Hits:
    """The documents of matches, which come in any order, and how many matches each has."""
    times = np.bincount(docs)
    distinct = np.flatnonzero(times)
    return Hits(distinct, times[distinct].astype(np.uint32))


# Phrases


def _in_blocks(lists: PlacedPostings, slots: Sequence[Numbers], size: int, match: Match) -> Hits:
    """`match` gets the occurrences of each slot in the documents that hold all slots."""
    mask = _holding_all(lists, slots, size)
    occurrences = []
    for slot in slots:
        occurrences.append([occurrences_of(lists, term, mask) for term in slot])
    blocks = _blocks(occurrences, size)
    return _count_matches(np.concatenate([match(block) + start for start, block in blocks]))


def occurrences_of(lists: PlacedPostings, term: int, mask: np.ndarray) -> Occurrences:
    """Return where a term stands in the documents of a mask."""
    run = lists.of(term)
    docs, counts = lists.docs[run], lists.counts[run]
    places = lists.places[lists.at[term] : lists.at[term + 1]]
    chosen = mask.take(docs)
    number = np.count_nonzero(chosen)
    if number == len(docs):
        return Occurrences(docs, counts, places)
    if number * 4 > len(docs):
        return Occurrences(docs[chosen], counts[chosen], places[np.repeat(chosen, counts)])
    rows = np.flatnonzero(chosen)
    starts = np.cumsum(counts, dtype=np.int64)[rows] - counts[rows]
    return Occurrences(docs[rows], counts[rows], places[ranges(starts, counts[rows])])


def _blocks(slots: Sequence[Slot], size: int) -> Iterator[tuple[int, list[Slot]]]:
    """The occurrences by ranges of documents, counted from the range's start.

    So what is made of them stays small: large new arrays cost more in fresh memory than in
    arithmetic.
    """
    count = sum(map(_places_of, slots)) // BLOCK + 1
    cuts = np.linspace(0, size, count + 1).astype(np.uint32)
    parted = []
    for slot in slots:
        parted.append([_parted(term, cuts) for term in slot])
    for number, cut in enumerate(cuts[:-1].tolist()):
        block = []
        for terms in parted:
            block.append([parts[number] for parts in terms])
        yield cut, block


def _places_of(slot: Slot) -> int:
    return sum(len(term.places) for term in slot)


def _parted(term: Occurrences, cuts: np.ndarray) -> list[Occurrences]:
    """A term's occurrences between each two cuts, the documents counted from the first cut."""
    rows = np.searchsorted(term.docs, cuts).tolist()
    places = np.concatenate([[0], np.cumsum(term.counts, dtype=np.int64)])[rows].tolist()
    parts = []
    bounds = zip(pairwise(rows), pairwise(places), cuts, strict=False)
    for (row, next_row), (place, next_place), cut in bounds:
        docs, counts = term.docs[row:next_row] - cut, term.counts[row:next_row]
        parts.append(Occurrences(docs, counts, term.places[place:next_place]))
    return parts


def _adjacent(slots: Sequence[Slot]) -> np.ndarray:
    """Slot after slot without a gap.

    Every place of every document has its address in one array, in which the places where a phrase
    can begin are counted up slot by slot.
    """
    room = _rooms(slots)
    address = np.cumsum(room) - room + len(slots)
    met = np.zeros(int(room.sum()) + len(slots), np.min_scalar_type(len(slots)))
    docs = np.zeros(0, np.int64)
    sizes = [_places_of(slot) for slot in slots]
    rarest_first = sorted(range(len(slots)), key=sizes.__getitem__)
    for step, slot in enumerate(rarest_first):
        matches = [docs]
        for term in slots[slot]:
            begins = np.repeat(address.take(term.docs) - slot, term.counts)
            begins += term.places
            goes_on = met.take(begins) == step
            met[begins[goes_on]] = step + 1
            if step == len(slots) - 1:
                matches.append(np.repeat(term.docs, term.counts)[goes_on])
        docs = np.concatenate(matches)
    return docs


def _rooms(slots: Sequence[Slot]) -> np.ndarray:
    """How many addresses the places of each document need."""
    terms = list(chain.from_iterable(slots))
    size = 0
    for term in terms:
        if len(term.docs):
            size = max(size, int(term.docs[-1]) + 1)
    room = np.zeros(size, np.int64)
    for term in terms:
        last = term.places[np.cumsum(term.counts, dtype=np.int64) - 1]
        room[term.docs] = np.maximum(room[term.docs], last.astype(np.int64) + 1 + len(slots))
    return room


def _chained(slots: Sequence[Slot], slops: Sequence[int]) -> np.ndarray:
    """A chain through all slots, each link at most so long."""
    reached = pairs(slots[0])
    for slot, slop in zip(slots[1:], slops, strict=True):
        following = pairs(slot)
        before = np.searchsorted(reached, following)
        reached = following[before > np.searchsorted(reached, following - slop)]
    return reached >> PLACE_BITS


def pairs(slot: Slot) -> np.ndarray:
    """Return documents and places as one number each, ascending; the place in the low bits."""
    columns = []
    for term in slot:
        docs = np.repeat(term.docs.astype(np.int64) << PLACE_BITS, term.counts)
        columns.append(docs | term.places)
    if len(columns) == 1:
        return columns[0]
    return np.sort(np.concatenate(columns))


# Neighbours


def _around(lists: PlacedPostings, slots: Sequence[Numbers], size: int, distance: int) -> Hits:
    """The first slot with all others around it.

    As in `_adjacent` every place has its address in one array; one byte a place is little enough
    for all documents at once.
    """
    mask = _holding_all(lists, slots, size)
    docs = np.flatnonzero(mask)
    if not len(docs):
        return nothing()
    number = np.cumsum(mask) - 1
    gathered = [_gathered(lists, np.array(terms), mask) for terms in slots]
    room = np.zeros(len(docs), np.int64)
    for slot in gathered:
        last = slot.places[np.cumsum(slot.counts) - 1].astype(np.int64)
        np.maximum.at(room, number.take(slot.docs), last + 1 + distance)
    address = np.cumsum(room) - room + distance
    addresses = []
    for slot in gathered:
        starts = address.take(number.take(slot.docs))
        addresses.append(np.repeat(starts, slot.counts) + slot.places)
    first = addresses[0]
    met = np.ones(len(first), bool)
    for neighbours in addresses[1:]:
        stands = np.zeros(int(room.sum()) + 2 * distance, bool)
        stands[neighbours] = True
        steps = range(-distance, distance + 1)
        met &= np.logical_or.reduce([stands.take(first + step) for step in steps])
    return _count_matches(np.repeat(gathered[0].docs, gathered[0].counts)[met])


def _gathered(lists: PlacedPostings, terms: np.ndarray, mask: np.ndarray) -> Occurrences:
    """The occurrences of all these terms in documents of a mask, one term after the other."""
    terms = terms[lists.start[terms] < lists.start[terms + 1]]
    runs = slices(lists.start[terms], lists.start[terms + 1])
    docs = np.concatenate([lists.docs[run] for run in runs])
    counts = np.concatenate([lists.counts[run] for run in runs]).astype(np.int64)
    firsts = lists.firsts_of_all(terms, counts)
    rows = np.flatnonzero(mask.take(docs))
    places = lists.places[ranges(firsts[rows], counts[rows])]
    return Occurrences(docs[rows], counts[rows], places)
