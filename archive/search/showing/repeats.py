"""Sentences that a text says more than once, so that none is shown twice. Pure functions."""

from bisect import bisect_left
from collections.abc import Iterable

from archive.markup import Span

Match = tuple[int, int, str]  # where it starts, where it ends, which form it is of


def are_the_same(text: str, first: Span, second: Span) -> bool:
    """Return True of two stretches of a text that say the same."""
    return text[slice(*first)].strip() == text[slice(*second)].strip()


def outside(matches: Iterable[Match], text: str, stretch: Span) -> list[Match]:
    """Return the matches that stand where a text does not say what it says in a stretch."""
    said = text[slice(*stretch)].strip()
    ends = []
    at = text.find(said)
    while at >= 0:
        ends.append(at + len(said))
        at = text.find(said, ends[-1])
    elsewhere = []
    for match in matches:
        following = bisect_left(ends, match[1])
        if following == len(ends) or match[0] < ends[following] - len(said):
            elsewhere.append(match)
    return elsewhere
