"""What the texts of an index say that acronyms stand for."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive.search.engines.opensearch.answers.reader import Reader

FIELD = "acronym"
MARK = "="  # between an acronym and what it stands for
MOST = 10_000  # pairs, the most said

Senses = list[tuple[str, int]]  # expansions of one acronym, each with its editorials


class _Read(NamedTuple):
    """What was read last: the pairs with their editorials, and what came of them."""

    pairs: list[tuple[str, int]]
    by_acronym: dict[str, Senses]


_latest = _Read([], {})


def expansions(reader: Reader) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Return {acronym as printed: [(expansion, editorials)]}, the most said first.

    It is the very object of the time before where no pair has changed: what is made of it lasts.
    """
    global _latest
    pairs = reader.values(FIELD, MOST)
    if pairs == _latest.pairs:
        return _latest.by_acronym
    by_acronym: dict[str, Senses] = {}
    for pair, count in pairs:
        acronym, _mark, words = pair.partition(MARK)
        by_acronym.setdefault(acronym, []).append((words, count))
    _latest = _Read(pairs, by_acronym)
    return by_acronym
