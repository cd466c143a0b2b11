"""What the editors say to a search: editorials that come first, what counts for more or less."""

from collections.abc import Sequence

import numpy as np
from haystack.constants import DJANGO_ID

from archive.search.engines.whoosh.index.snapshot import Snapshot


def pinned(snapshot: Snapshot, numbers: Sequence[int]) -> np.ndarray:
    """Return the documents of these editorials in their order, without those that are not there."""
    if not numbers:
        return np.zeros(0, np.intp)
    ids = snapshot.numbers(DJANGO_ID).values
    live = np.flatnonzero(snapshot.all())
    docs = []
    for number in numbers:
        docs += live[ids[live] == number][:1].tolist()
    return np.array(docs, np.intp)


def ranks(snapshot: Snapshot, docs: np.ndarray) -> np.ndarray:
    """Return a key for `matching.top` that puts these documents first, in their order."""
    ranks = np.zeros(snapshot.size, np.int32)
    ranks[docs] = np.arange(len(docs), 0, -1)
    return ranks


def weigh(
    snapshot: Snapshot, weights: Sequence[tuple[str, str, float]], scores: np.ndarray
) -> None:
    """Multiply the scores of what has a facet's value by the factor that editors gave it."""
    for facet, value, factor in weights:
        scores[snapshot.facet(facet).having([value])] *= np.float32(factor)
