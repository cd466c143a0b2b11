"""Which of some words follow others in the texts, directly or with a word like « de » between."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from archive.search.engine import FollowingWord, WordUse
from archive.search.engines.whoosh.answers.adjacency import PLACE_BITS, occurrences_of, pairs
from archive.search.engines.whoosh.index.mapped_segment import MappedSegment
from archive.search.engines.whoosh.index.postings import PlacedPostings
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.engines.whoosh.index.words import wordlist
from archive.search.engines.whoosh.index.words.wordlist import SpelledWord

# What may stand between two words of one expression: « qualité du service », « mise en place ».
JOINTS = ("de", "d", "du", "des", "à", "au", "aux", "en", "et", "la", "le", "l", "of", "and", "the")

Numbers = Sequence[int]  # of the terms that are one word


def following(
    snapshot: Snapshot, fields: Sequence[str], before: Sequence[str], words: Sequence[SpelledWord]
) -> Iterator[FollowingWord]:
    """Yield the words that stand behind `before` in a text of these fields, as often as they do.

    `before` are folded words that follow each other. A word is given with what mostly stands
    between, "" for nothing.
    """
    counts: Counter[tuple[int, str]] = Counter()
    slots = [wordlist.terms(snapshot, word) for word in before]
    candidates = [wordlist.terms(snapshot, word.folded) for word in words]
    for number, segment in enumerate(snapshot.segments):
        chain = [slot[number].tolist() for slot in slots]
        numbers = [terms[number].tolist() for terms in candidates]
        for field in fields:
            lists = segment.placed(field)
            if lists is not None and all(chain):
                counts.update(_in_segment(segment, lists, chain, numbers))
    best: dict[int, tuple[int, str]] = {}
    for (place, joint), count in sorted(counts.items()):
        best[place] = max(best.get(place, (0, "")), (count, joint), key=lambda pair: pair[0])
    for place, (count, joint) in best.items():
        word = words[place]
        yield FollowingWord(joint, WordUse(word.folded, word.form, count))


def _in_segment(
    segment: MappedSegment,
    lists: PlacedPostings,
    chain: Sequence[Numbers],
    words: Sequence[Numbers],
) -> Counter[tuple[int, str]]:
    """{(place of a word, what stands between): documents} of one segment's field."""
    counts: Counter[tuple[int, str]] = Counter()
    mask = _having(lists, chain[0], segment.size)
    ends = _places(lists, chain[0], mask)
    for numbers in chain[1:]:
        ends = np.intersect1d(ends + 1, _places(lists, numbers, mask), assume_unique=True)
    if not len(ends):
        return counts
    between: list[tuple[int, np.ndarray]] = []
    for place, numbers in enumerate(words):
        stands = _places(lists, numbers, mask)
        direct = stands[_are_among(stands - 1, ends)]
        if len(direct):
            counts[place, ""] += _documents(direct)
        apart = stands[_are_among(stands - 2, ends)] - 1
        if len(apart):
            between.append((place, apart))
    if between:
        counts.update(_joined(segment, lists, between))
    return counts


def _joined(
    segment: MappedSegment, lists: PlacedPostings, between: Sequence[tuple[int, np.ndarray]]
) -> Counter[tuple[int, str]]:
    """The same of what stands in the places between two words, where that is a joint."""
    counts: Counter[tuple[int, str]] = Counter()
    mask = np.zeros(segment.size, bool)
    for _place, places in between:
        mask[places >> PLACE_BITS] = True
    lexicon = segment.lexicon(LEXICON)
    for joint in JOINTS:
        number = lexicon.find(joint.encode())
        if number < 0:
            continue
        stands = _places(lists, [number], mask)
        for place, places in between:
            here = places[_are_among(places, stands)]
            if len(here):
                counts[place, joint] += _documents(here)
    return counts


def _having(lists: PlacedPostings, numbers: Numbers, size: int) -> np.ndarray:
    """A mask of the documents that have any of these terms."""
    mask = np.zeros(size, bool)
    for number in numbers:
        mask[lists.docs[lists.of(number)]] = True
    return mask


def _places(lists: PlacedPostings, numbers: Numbers, mask: np.ndarray) -> np.ndarray:
    """Where any of these terms stand in documents of a mask, each as one number, ascending."""
    if not numbers:
        return np.zeros(0, np.int64)
    return pairs([occurrences_of(lists, number, mask) for number in numbers])


def _are_among(places: np.ndarray, ascending: np.ndarray) -> np.ndarray:
    if not len(ascending):
        return np.zeros(len(places), bool)
    at = np.searchsorted(ascending, places).clip(max=len(ascending) - 1)
    return ascending[at] == places


def _documents(places: np.ndarray) -> int:
    return len(np.unique(places >> PLACE_BITS))
