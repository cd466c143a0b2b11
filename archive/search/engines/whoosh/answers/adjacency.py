"""Which documents hold words beside each other: phrases, and neighbours in any order."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.answers.matching import (
    Hits,
    are_among,
    joined,
    nothing,
    postings,
    slices,
    starts_of_runs,
)
from archive.search.engines.whoosh.index.postings import PlacedPostings, ranges, stretches
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms

BLOCK = 1 << 17  # places that a phrase is looked for in at a time
FEW = 4  # stretches of terms that are read one by one: of more it is quicker at once
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
    return _by_segment(snapshot, field, slots, partial(_phrased, slops=slops))


def word_or_phrase(snapshot: Snapshot, field: str, slots: Sequence[Terms]) -> Hits:
    """Return the documents that hold a phrase, which may be one word alone, and how often."""
    if len(slots) == 1:
        return postings(snapshot, field, slots[0])
    return phrase(snapshot, field, slots)


def places(snapshot: Snapshot, field: str, terms: Terms, mask: np.ndarray) -> np.ndarray:
    """Return where any of the terms stands in documents of a mask, ascending int64.

    Document and place are one number each, the place in its low PLACE_BITS.
    """
    columns = []
    for segment, base, numbers in zip(snapshot.segments, snapshot.bases, terms, strict=True):
        lists = segment.placed(field)
        if lists is None:
            continue
        slot = gathered(lists, numbers, mask[base : base + segment.size])
        if not len(slot.docs):
            continue
        keys = _keys(slot)
        keys.sort(kind="stable")  # of ascending runs: that only merges them
        columns.append(keys + (base << PLACE_BITS) if base else keys)
    if len(columns) == 1:
        return columns[0]
    return np.concatenate([np.zeros(0, np.int64), *columns])


def number_of_places(snapshot: Snapshot, field: str, terms: Terms) -> int:
    """Return how many places `places` would give of all documents."""
    number = 0
    for segment, numbers in zip(snapshot.segments, terms, strict=True):
        lists = segment.placed(field)
        if lists is not None:
            number += int(lists.at[numbers + 1].sum(dtype=np.int64))
            number -= int(lists.at[numbers].sum(dtype=np.int64))
    return number


def near(slots: Sequence[np.ndarray], distance: int) -> Hits:
    """Return the documents in which words stand together, in any order, and how often.

    Each slot has the `places` of a word; they stand within `distance` of those of the first slot.
    """
    return _count_matches(_beside(slots, distance) >> PLACE_BITS)


def _beside(slots: Sequence[np.ndarray], distance: int) -> np.ndarray:
    """The places of the first slot that have one of each other slot within a distance."""
    first = slots[0]
    for neighbours in sorted(slots[1:], key=len):  # the rarest leave least to be looked for
        if not len(neighbours) or not len(first):
            return first[:0]
        least = first - distance
        nearest = neighbours.take(neighbours.searchsorted(least), mode="clip")
        first = first[(nearest >= least) & (nearest <= first + distance)]
    return first


def in_a_row(slots: Sequence[np.ndarray], slop: int) -> Hits:
    """Return the same of words in the order of their slots, each at most `slop` places on."""
    slops = [slop] * (len(slots) - 1)
    first = _beside(slots, sum(slops))  # a row begins at no other, and these are few
    return _count_matches(_chain([first, *slots[1:]], slops) >> PLACE_BITS)


class Occurrences(NamedTuple):
    """Where one term stands: documents, how often in each, and all its places there.

    The places in the first document come first.
    """

    docs: np.ndarray
    counts: np.ndarray
    places: np.ndarray


_NOWHERE = Occurrences(*[np.zeros(0, np.uint32)] * 3)
Slot = list[Occurrences]  # of each of the terms that may stand there
# Hits of a segment from its postings, the terms of each slot there, and its size in documents.
Search = Callable[[PlacedPostings, Terms, int], Hits]
# The document of each match, from the occurrences of each slot.
Match = Callable[[Sequence[Slot]], np.ndarray]


def _by_segment(snapshot: Snapshot, field: str, slots: Sequence[Terms], search: Search) -> Hits:
    docs: list[np.ndarray] = []
    counts: list[np.ndarray] = []
    for number, (segment, base) in enumerate(zip(snapshot.segments, snapshot.bases, strict=True)):
        lists = segment.placed(field)
        if lists is None or not slots:
            continue
        hits = search(lists, tuple(terms[number] for terms in slots), segment.size)
        if len(hits.docs):
            docs.append(hits.docs + base)
            counts.append(hits.counts)
    return joined(docs, counts)


class Shared(NamedTuple):
    """The documents that hold a term of every slot, as a mask; of each slot the terms there are.

    `rarest_first` are the numbers of the slots.
    """

    mask: np.ndarray
    slots: list[np.ndarray]
    rarest_first: list[int]


def _shared(lists: PlacedPostings, slots: Sequence[np.ndarray], size: int) -> Shared | None:
    """What all slots share; None where that is nothing, which most fields tell at once."""
    present, sizes = [], []
    for terms in slots:
        lengths = lists.start[terms + 1] - lists.start[terms]
        total = int(lengths.sum())
        if not total:
            return None
        present.append(terms if lengths.all() else terms[lengths > 0])
        sizes.append(total)
    mask = None
    rarest_first = sorted(range(len(slots)), key=sizes.__getitem__)
    for number in rarest_first:
        holding = holding_any(lists, present[number].tolist(), size)
        mask = holding if mask is None else mask & holding
        if not mask.any():
            return None
    assert mask is not None
    return Shared(mask, present, rarest_first)


def holding_any(lists: PlacedPostings, terms: Sequence[int], size: int) -> np.ndarray:
    """Return a mask of a segment's documents that hold any of these terms."""
    mask = np.zeros(size, bool)
    for term in terms:
        mask[lists.docs[lists.of(term)]] = True
    return mask


def _count_matches(docs: np.ndarray) -> Hits:
    """The documents of matches, ascending, and how many matches each has."""
    if not len(docs):
        return nothing()
    starts = starts_of_runs(docs)
    counts = np.empty(len(starts), np.uint32)
    counts[:-1] = starts[1:] - starts[:-1]
    counts[-1] = len(docs) - starts[-1]
    return Hits(docs[starts], counts)


# Phrases


def _phrased(
    lists: PlacedPostings, slots: Sequence[np.ndarray], size: int, slops: Sequence[int]
) -> Hits:
    shared = _shared(lists, slots, size)
    if shared is None:
        return nothing()
    if all(slop == 1 for slop in slops):
        return _in_a_row(lists, shared, size)
    words = [gathered(lists, terms, shared.mask) for terms in shared.slots]
    if _places_of(words) > BLOCK:
        return _in_blocks(lists, shared, size, partial(_chained, slops=slops))
    keys = [np.sort(_keys(word), kind="stable") for word in words]
    return _count_matches(_chain(keys, slops) >> PLACE_BITS)


def _in_a_row(lists: PlacedPostings, shared: Shared, size: int) -> Hits:
    """Slot after slot without a gap: each is looked for only where the rarer ones stand so."""
    mask, begun = shared.mask, None
    for number in shared.rarest_first:
        slot = gathered(lists, shared.slots[number], mask)
        if len(slot.places) > BLOCK:
            return _in_blocks(lists, shared._replace(mask=mask), size, _adjacent)
        # The place where the phrase begins, moved on so that none is below 0.
        begins = np.sort(_keys(slot) + (len(shared.slots) - number), kind="stable")
        begun = begins if begun is None else begun[are_among(begun, begins)]
        if not len(begun):
            return nothing()
        mask = np.zeros(size, bool)
        mask[begun >> PLACE_BITS] = True
    assert begun is not None
    # Two terms of a slot may stand at one place.
    return _count_matches(begun[starts_of_runs(begun)] >> PLACE_BITS)


def _keys(slot: Occurrences) -> np.ndarray:
    """Documents and places as one number each, as `pairs` has them, in the order of the slot."""
    return np.repeat(slot.docs.astype(np.int64) << PLACE_BITS, slot.counts) | slot.places


def _in_blocks(lists: PlacedPostings, shared: Shared, size: int, match: Match) -> Hits:
    """`match` gets the occurrences of each slot in the documents that hold all slots."""
    occurrences = []
    for terms in shared.slots:
        occurrences.append([occurrences_of(lists, term, shared.mask) for term in terms.tolist()])
    blocks = _blocks(occurrences, size)
    matches = np.concatenate([match(block) + start for start, block in blocks])
    return _count_matches(np.sort(matches, kind="stable"))


def gathered(lists: PlacedPostings, terms: np.ndarray, mask: np.ndarray) -> Occurrences:
    """Return where terms stand in documents of a mask, term after term."""
    start = lists.start
    used = []
    for term, end in stretches(terms):
        if start.item(term) < start.item(end):
            used.append((term, end))
    if not used:
        return _NOWHERE
    if len(used) == 1:
        return occurrences_of(lists, used[0][0], mask, used[0][1])
    if len(used) <= FEW:
        parts = [occurrences_of(lists, term, mask, end) for term, end in used]
        return Occurrences(*map(np.concatenate, zip(*parts, strict=True)))
    terms = terms[start[terms] < start[terms + 1]]
    runs = slices(start[terms], start[terms + 1])
    docs = np.concatenate([lists.docs[run] for run in runs])
    counts = np.concatenate([lists.counts[run] for run in runs]).astype(np.int64)
    firsts = lists.firsts_of_all(terms, counts)
    rows = np.flatnonzero(mask.take(docs))
    places = lists.places[ranges(firsts[rows], counts[rows])]
    return Occurrences(docs[rows], counts[rows], places)


def occurrences_of(
    lists: PlacedPostings, term: int, mask: np.ndarray, end: int | None = None
) -> Occurrences:
    """Return where a term, or each from it up to `end`, stands in the documents of a mask."""
    run = lists.of(term, end)
    docs, counts = lists.docs[run], lists.counts[run]
    places = lists.places[lists.at.item(term) : lists.at.item(end or term + 1)]
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
    return _chain(list(map(pairs, slots)), slops) >> PLACE_BITS


def _chain(keys: Sequence[np.ndarray], slops: Sequence[int]) -> np.ndarray:
    """Where such a chain ends, of the places of each slot in order; as `_keys` gives them."""
    reached = keys[0]
    for following, slop in zip(keys[1:], slops, strict=True):
        before = np.searchsorted(reached, following)
        reached = following[before > np.searchsorted(reached, following - slop)]
    return reached


def pairs(slot: Slot) -> np.ndarray:
    """Return documents and places as one number each, ascending; the place in the low bits."""
    columns = []
    for term in slot:
        docs = np.repeat(term.docs.astype(np.int64) << PLACE_BITS, term.counts)
        columns.append(docs | term.places)
    if len(columns) == 1:
        return columns[0]
    return np.sort(np.concatenate(columns), kind="stable")
