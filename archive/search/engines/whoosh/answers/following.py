"""Which of some words follow others in the texts, directly or with a word like « de » between."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from archive.search.engine import FollowingWord, WordUse
from archive.search.engines.whoosh.answers.adjacency import (
    PLACE_BITS,
    holding_any,
    occurrences_of,
    pairs,
)
from archive.search.engines.whoosh.answers.matching import are_among, starts_of_runs
from archive.search.engines.whoosh.index.mapped_segment import MappedSegment
from archive.search.engines.whoosh.index.postings import PlacedPostings, ranges
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.engines.whoosh.index.words import wordlist
from archive.search.mending.repair import SpelledWord
from archive.search.words.analysis import JOINTS

Numbers = Sequence[int]  # of the terms that are one word


def following(
    snapshot: Snapshot, before: Sequence[str], words: Sequence[SpelledWord]
) -> Iterator[FollowingWord]:
    """Yield the words that stand behind `before` in a text, as often as they do.

    `before` are folded words that follow each other. A word is given with what mostly stands
    between, "" for nothing.
    """
    counts: Counter[tuple[int, str]] = Counter()
    slots = [wordlist.terms(snapshot, word) for word in before]
    candidates = [wordlist.terms(snapshot, word.folded) for word in words]
    for number, segment in enumerate(snapshot.segments):
        chain = [slot[number].tolist() for slot in slots]
        numbers = [terms[number].tolist() for terms in candidates]
        lists = segment.placed(LEXICON)
        if lists is not None and all(chain):
            counts.update(_in_segment(segment, lists, chain, numbers))
    best: dict[int, tuple[int, str]] = {}
    for (place, joint), count in sorted(counts.items()):
        best[place] = max(best.get(place, (0, "")), (count, joint), key=lambda pair: pair[0])
    for place, (count, joint) in best.items():
        word = words[place]
        yield FollowingWord(joint, WordUse(word.folded, word.form, count))


class Standing(NamedTuple):
    """Where words stand: which word, and document and place as one number."""

    words: np.ndarray
    places: np.ndarray

    def where(self, chosen: np.ndarray) -> "Standing":
        return Standing(self.words[chosen], self.places[chosen])

    def documents(self) -> Iterator[tuple[int, int]]:
        """Yield each word that stands anywhere, and in how many documents."""
        if not len(self.words):
            return iter(())
        docs = np.sort(self.words.astype(np.int64) << PLACE_BITS | self.places >> PLACE_BITS)
        words = docs[starts_of_runs(docs)] >> PLACE_BITS
        starts = starts_of_runs(words)
        counts = np.diff(starts, append=len(words))
        return zip(words[starts].tolist(), counts.tolist(), strict=True)


def _in_segment(
    segment: MappedSegment,
    lists: PlacedPostings,
    chain: Sequence[Numbers],
    words: Sequence[Numbers],
) -> Counter[tuple[int, str]]:
    """{(place of a word, what stands between): documents} of one segment's texts."""
    counts: Counter[tuple[int, str]] = Counter()
    mask = holding_any(lists, chain[0], segment.size)
    ends = _places(lists, chain[0], mask)
    for numbers in chain[1:]:
        ends = np.intersect1d(ends + 1, _places(lists, numbers, mask), assume_unique=True)
    stand = _standing(lists, words, mask)
    if not len(ends) or not len(stand.words):
        return counts
    for word, count in stand.where(are_among(stand.places - 1, ends)).documents():
        counts[word, ""] += count
    apart = stand.where(are_among(stand.places - 2, ends))
    if len(apart.words):
        counts.update(_joined(segment, lists, apart))
    return counts


def _joined(
    segment: MappedSegment, lists: PlacedPostings, apart: Standing
) -> Counter[tuple[int, str]]:
    """The same of words that stand two places behind, where a joint stands between."""
    counts: Counter[tuple[int, str]] = Counter()
    mask = np.zeros(segment.size, bool)
    mask[apart.places >> PLACE_BITS] = True
    lexicon = segment.lexicon(LEXICON)
    for joint in JOINTS:
        number = lexicon.find(joint.encode())
        if number < 0:
            continue
        stands = _places(lists, [number], mask)
        for word, count in apart.where(are_among(apart.places - 1, stands)).documents():
            counts[word, joint] += count
    return counts


def _standing(lists: PlacedPostings, words: Sequence[Numbers], mask: np.ndarray) -> Standing:
    """Where words stand in documents of a mask: all at once, since there are dozens."""
    owners = np.repeat(np.arange(len(words)), list(map(len, words)))
    numbers = np.array(list(chain.from_iterable(words)), np.intp)
    starts = lists.start[numbers].astype(np.int64)
    lengths = lists.start[numbers + 1].astype(np.int64) - starts
    used = lengths > 0
    owners, numbers, starts, lengths = owners[used], numbers[used], starts[used], lengths[used]
    if not len(numbers):
        return Standing(np.zeros(0, np.intp), np.zeros(0, np.int64))
    rows = ranges(starts, lengths)
    docs, counts = lists.docs[rows], lists.counts[rows].astype(np.int64)
    firsts = lists.firsts_of_all(numbers, counts)
    chosen = np.flatnonzero(mask.take(docs))
    counts = counts[chosen]
    places = lists.places[ranges(firsts[chosen], counts)].astype(np.int64)
    places |= np.repeat(docs[chosen].astype(np.int64) << PLACE_BITS, counts)
    return Standing(np.repeat(np.repeat(owners, lengths)[chosen], counts), places)


def _places(lists: PlacedPostings, numbers: Numbers, mask: np.ndarray) -> np.ndarray:
    """Where any of these terms stand in documents of a mask, each as one number, ascending."""
    if not numbers:
        return np.zeros(0, np.int64)
    return pairs([occurrences_of(lists, number, mask) for number in numbers])
