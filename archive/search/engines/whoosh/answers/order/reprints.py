"""Texts that were printed again: the best of them keeps its score, the others are lowered."""

import numpy as np
from haystack.constants import DJANGO_ID

from archive.search.engines.whoosh.answers.matching import starts_of_runs
from archive.search.engines.whoosh.answers.order.sharing import shared
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.question.weights import REPRINT


def demote_reprints(snapshot: Snapshot, mask: np.ndarray, scores: np.ndarray) -> None:
    """Let one of a mask's documents of one title and text keep its score: the best.

    Of equals the first entered keeps it.
    """
    twins, docs = shared(snapshot, "twin")
    is_chosen = np.flatnonzero(mask.take(docs))
    if not len(is_chosen):
        return
    twins, docs = twins[is_chosen], docs[is_chosen]
    best = _of_runs(np.maximum, scores[docs], twins)
    rivals = np.flatnonzero(scores[docs] == best)
    entered = snapshot.numbers(DJANGO_ID).values.take(docs[rivals])
    is_again = np.ones(len(docs), bool)
    is_again[rivals[entered == _of_runs(np.minimum, entered, twins[rivals])]] = False
    scores[docs[is_again]] *= np.float32(REPRINT)


def _of_runs(extreme: np.ufunc, values: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Return for each value the extreme one of its run of equal numbers."""
    starts = starts_of_runs(numbers)
    return np.repeat(extreme.reduceat(values, starts), np.diff(starts, append=len(numbers)))
