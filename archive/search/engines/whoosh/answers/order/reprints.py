"""Texts that were printed again: the best of them keeps its score, the others are lowered."""

import numpy as np
from haystack.constants import DJANGO_ID

from archive.search.engines.whoosh.answers.matching import starts_of_runs
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.question.weights import REPRINT


def demote_reprints(snapshot: Snapshot, mask: np.ndarray, scores: np.ndarray) -> None:
    """Let one of a mask's documents of one title and text keep its score: the best.

    Of equals the first entered keeps it.
    """
    docs, twins = reprints(snapshot)
    is_chosen = np.flatnonzero(mask.take(docs))
    if not len(is_chosen):
        return
    docs, twins = docs[is_chosen], twins[is_chosen]
    ranks, starts = scores[docs], starts_of_runs(twins)
    best = np.repeat(np.maximum.reduceat(ranks, starts), np.diff(starts, append=len(docs)))
    rivals = np.flatnonzero(ranks == best)
    is_again = np.ones(len(docs), bool)
    is_again[rivals[starts_of_runs(twins[rivals])]] = False
    scores[docs[is_again]] *= np.float32(REPRINT)


def reprints(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray]:
    """Return the documents that have a twin, and beside each a number of its text.

    Those of one text come together, in the order they were entered.
    """
    return snapshot.once(("reprints",), lambda: _reprints(snapshot))


def _reprints(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray]:
    twins, is_known = snapshot.numbers("twin")
    _texts, place, counts = np.unique(twins, return_inverse=True, return_counts=True)
    docs = np.flatnonzero((counts[place] > 1) & is_known)
    docs = docs[np.lexsort((snapshot.numbers(DJANGO_ID).values[docs], place[docs]))]
    return docs, place[docs]
