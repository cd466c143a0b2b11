"""The sentences of texts as numbers, by which one that stands in several texts is found again.

A sentence is known by its words alone: signs, capitals and apostrophes do not count. Where one word
is another, its first or its last half is still the same; so three numbers are kept of each: of the
whole, of the first half of its words and of the last.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from archive.concordance.pieces import PARAGRAPH

SHORTEST = 8  # words: fewer are said again by chance
LONGEST = 400
# What ends at a paragraph's end without a sign is a heading or an item where it is shorter.
SHORTEST_UNSIGNED = 12
ENDS = frozenset((".", "!", "?", "…", "؟", "۔", "。", "！", "？", PARAGRAPH))
POINT = "."
# Behind these, and behind a letter alone, a point ends no sentence: « M. », « art. L. 122 ».
SHORTENED = frozenset(
    ("mm", "mme", "mlle", "dr", "pr", "st", "art", "cf", "pp", "vol", "chap", "fig", "éd", "env")
)
# Odd numbers, as any that has an inverse modulo 2^64: of words in order a polynomial is made.
_OF_BYTES, _OF_WORDS = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_MODULUS = 1 << 64


class Sentences(NamedTuple):
    """Sentences in the order of the stream, from `starts` to `ends` of it.

    `words` how many each has; `wholes`, `heads`, `tails` its numbers; `by_whole`, … their order.
    """

    starts: np.ndarray
    ends: np.ndarray
    words: np.ndarray
    wholes: np.ndarray
    heads: np.ndarray
    tails: np.ndarray
    by_whole: np.ndarray
    by_head: np.ndarray
    by_tail: np.ndarray


def hashed(text: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return a number for each term, the same in each volume: terms as bytes, one after the other.

    `ends` begins with 0, as `Volume.ends` does.
    """
    if len(ends) < 2:
        return np.zeros(0, np.uint64)
    starts = ends[:-1].astype(np.int64)
    lengths: np.ndarray = ends[1:].astype(np.int64) - starts
    place = np.arange(len(text)) - np.repeat(starts, lengths)
    powers = _powers(_OF_BYTES, int(lengths.max()) + 1)
    weighted = (text.astype(np.uint64) + np.uint64(1)) * powers[place]
    return _mixed(np.add.reduceat(weighted, starts))


class _Terms(NamedTuple):
    """Which terms end sentences, and how; which are followed by a point that ends none."""

    ends: np.ndarray
    points: np.ndarray
    paragraphs: np.ndarray
    shortened: np.ndarray


def _terms(printed: Sequence[str]) -> _Terms:
    columns = []
    for is_of_kind in (ENDS.__contains__, POINT.__eq__, PARAGRAPH.__eq__, _is_shortened):
        columns.append(np.fromiter(map(is_of_kind, printed), bool, len(printed)))
    return _Terms(*columns)


def _is_shortened(term: str) -> bool:
    return (len(term) == 1 and term.isalpha()) or term in SHORTENED


def sentences(
    stream: np.ndarray, is_word: np.ndarray, printed: Sequence[str], hashes: np.ndarray
) -> Sentences:
    """Return the sentences of a stream of terms, which are numbers of what is printed."""
    terms = _terms(printed)
    words = np.flatnonzero(is_word[stream])
    ends = np.flatnonzero(terms.ends[stream])
    is_none = terms.points[stream[ends]] & terms.shortened[stream[np.maximum(ends - 1, 0)]]
    ends = ends[~is_none]
    # How many words stand before each end: between two of these a sentence has its words.
    until = np.searchsorted(words, ends)
    since = np.concatenate([[0], until[:-1]]) if len(until) else until
    count = until - since
    fewest = np.where(terms.paragraphs[stream[ends]], SHORTEST_UNSIGNED, SHORTEST)
    chosen = (count >= fewest) & (count <= LONGEST)
    since, until, ends, count = since[chosen], until[chosen], ends[chosen], count[chosen]
    summed = _Summed(hashes[stream[words]])
    half = count // 2
    wholes = summed.between(since, until)
    heads = summed.between(since, since + half)
    tails = summed.between(until - half, until)
    return Sentences(
        starts=words[since].astype(np.uint32) if len(since) else np.zeros(0, np.uint32),
        ends=ends.astype(np.uint32),
        words=count.astype(np.uint16),
        wholes=wholes,
        heads=heads,
        tails=tails,
        by_whole=np.argsort(wholes, kind="stable").astype(np.uint32),
        by_head=np.argsort(heads, kind="stable").astype(np.uint32),
        by_tail=np.argsort(tails, kind="stable").astype(np.uint32),
    )


class _Summed:
    """Sums of words in order, from which that of any stretch follows."""

    def __init__(self, hashes: np.ndarray):
        weighted = hashes * _powers(_OF_WORDS, len(hashes))
        self._sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(weighted, dtype=np.uint64)])
        self._back = _powers(pow(_OF_WORDS, -1, _MODULUS), len(hashes) + 1)

    def between(self, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        return _mixed((self._sums[ends] - self._sums[starts]) * self._back[starts])


def _powers(base: int, count: int) -> np.ndarray:
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """Return numbers whose last bits depend on all of theirs (as splitmix64 ends)."""
    mixed = (numbers ^ (numbers >> np.uint64(30))) * _MIX
    return mixed ^ (mixed >> np.uint64(31))
