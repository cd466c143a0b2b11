"""What the texts of an index say that acronyms stand for."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.index.snapshot import Snapshot

FIELD = "acronym"
MARK = "="  # between an acronym and what it stands for


def expansions(snapshot: Snapshot) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Return {acronym as printed: [(expansion, editorials)]}, the most said first.

    An index made without the field has none.
    """
    return snapshot.once(("expansions",), lambda: _expansions(snapshot))


Senses = list[tuple[str, int]]  # expansions of one acronym, each with its editorials


class _Read(NamedTuple):
    """What was read last: the pairs, how many editorials have each, and what came of them."""

    pairs: list[str]
    editorials: np.ndarray
    by_acronym: dict[str, Senses]


_latest = _Read([], np.zeros(0, np.int64), {})


def _expansions(snapshot: Snapshot) -> dict[str, Senses]:
    """Return what a snapshot has; the very object of the one before where no pair has changed.

    What is made of it lasts then: hardly a saved text has another acronym.
    """
    global _latest
    column, latest = snapshot.facet(FIELD), _latest
    editorials = column.counts(snapshot.all())
    if column.values == latest.pairs and np.array_equal(editorials, latest.editorials):
        return latest.by_acronym
    by_acronym: dict[str, Senses] = {}
    for pair, count in column.top(snapshot.all()):
        acronym, _mark, words = pair.partition(MARK)
        by_acronym.setdefault(acronym, []).append((words, count))
    _latest = _Read(column.values, editorials, by_acronym)
    return by_acronym
