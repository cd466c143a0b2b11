"""Parts of one document, reprints and near copies, folded under the best of them.

Which editorials belong together is found once for a snapshot, from three fields: `group` (parts),
`twin` (the same title and text) and `original` (nearly a copy of that). An answer then keeps of
each group the first in its order.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from haystack.constants import DJANGO_ID

from archive.search.engines.whoosh.answers.matching import in_order, starts_of_runs
from archive.search.engines.whoosh.answers.order.sharing import shared
from archive.search.engines.whoosh.index.snapshot import Snapshot

# Of one document. What is more is no document, but an address that a whole site prints.
MOST_PARTS = 200


class Pairs(NamedTuple):
    """Documents, and for each another that belongs to it."""

    docs: np.ndarray
    others: np.ndarray


class Groups(NamedTuple):
    """The documents that belong to others, those of one group together, by the group's number.

    `number_of` has for each document of the snapshot the number of its group, or its own.
    """

    docs: np.ndarray
    numbers: np.ndarray
    number_of: np.ndarray

    def among(self, mask: np.ndarray) -> "Groups":
        """Return what a mask has of the groups."""
        places = np.flatnonzero(mask.take(self.docs))
        return Groups(self.docs.take(places), self.numbers.take(places), self.number_of)


class Fold:
    """An answer's documents as a list shows them: all of a mask, or of each group the first.

    `mask` has those that the list shows.
    """

    def __init__(
        self, snapshot: Snapshot, mask: np.ndarray, keys: Sequence[np.ndarray], folds: bool | None
    ):
        self._keys = keys
        self._groups: Groups | None = None
        self.mask = mask
        if not folds:
            return
        members = groups(snapshot).among(mask)
        if len(members.docs):
            self._groups = members
            self.mask = mask.copy()
            self.mask[members.docs] = False
            self.mask[_first(members.docs, members.numbers, keys)] = True

    @property
    def count(self) -> int:
        """How many documents the list shows on all of its pages."""
        return int(np.count_nonzero(self.mask))

    def under(self, docs: np.ndarray) -> list[np.ndarray]:
        """Return for each shown document those that are folded under it, in the answer's order."""
        if self._groups is None:
            return [docs[:0]] * len(docs)
        members, numbers, number_of = self._groups
        bounds = np.searchsorted(numbers, number_of[docs] + np.arange(2)[:, np.newaxis])
        folded = []
        for doc, first, last in zip(docs.tolist(), *bounds.tolist(), strict=True):
            group = members[first:last]
            folded.append(in_order(group[group != doc], self._keys))
        return folded


def _first(docs: np.ndarray, numbers: np.ndarray, keys: Sequence[np.ndarray]) -> np.ndarray:
    """Return of each group the document that `matching.top` puts first by these keys."""
    for key in keys:
        starts = starts_of_runs(numbers)
        if len(starts) == len(docs):
            break
        ranks = key.take(docs)
        best = np.maximum.reduceat(ranks, starts)
        is_best = ranks == np.repeat(best, np.diff(starts, append=len(docs)))
        places = np.flatnonzero(is_best)
        docs, numbers = docs.take(places), numbers.take(places)
    return docs[starts_of_runs(numbers)]


# What belongs together


def groups(snapshot: Snapshot) -> Groups:
    """Return all that a snapshot holds of groups of two and more, without the deleted."""
    return snapshot.once(("groups",), lambda: _groups(snapshot))


def _groups(snapshot: Snapshot) -> Groups:
    parts = _parts(snapshot)
    is_part = np.zeros(snapshot.size, bool)
    is_part[parts.docs] = True
    pairs = [parts, _sharing(snapshot, "twin"), _copies(snapshot, ~is_part)]
    numbers = _joined(snapshot.size, pairs)
    is_alone = np.bincount(numbers, minlength=snapshot.size) < 2
    docs = np.flatnonzero(~is_alone[numbers])
    docs = docs[np.argsort(numbers[docs], kind="stable")]
    return Groups(docs, numbers[docs], numbers)


def _parts(snapshot: Snapshot) -> Pairs:
    pairs = _sharing(snapshot, "group")
    sizes = np.bincount(pairs.others, minlength=snapshot.size)
    is_document = sizes[pairs.others] <= MOST_PARTS
    return Pairs(pairs.docs[is_document], pairs.others[is_document])


def _copies(snapshot: Snapshot, mask: np.ndarray) -> Pairs:
    """Return the near copies among a mask with their originals, or one of those beside them.

    A part is no copy: else two documents with one part alike would be one.
    """
    originals, is_known = snapshot.numbers("original")
    copies = np.flatnonzero(is_known & snapshot.all() & mask)
    ids = snapshot.numbers(DJANGO_ID).values
    present = np.flatnonzero(np.isin(ids, originals[copies]) & snapshot.all())
    of_group = np.concatenate([ids[present], originals[copies]])
    return _paired(np.concatenate([present, copies]), of_group)


def _sharing(snapshot: Snapshot, field: str) -> Pairs:
    numbers, docs = shared(snapshot, field)
    is_live = snapshot.all().take(docs)
    return _paired(docs[is_live], numbers[is_live])


def _paired(docs: np.ndarray, numbers: np.ndarray) -> Pairs:
    """Return the documents that share their number with another, each with the first of them."""
    order = np.argsort(numbers, kind="stable")
    docs, numbers = docs[order], numbers[order]
    if not len(docs):
        return Pairs(docs, docs)
    starts = starts_of_runs(numbers)
    sizes = np.diff(starts, append=len(docs))
    firsts = np.repeat(docs[starts], sizes)
    is_shared = np.repeat(sizes > 1, sizes)
    return Pairs(docs[is_shared], firsts[is_shared])


def _joined(size: int, pairs: Sequence[Pairs]) -> np.ndarray:
    """Return for each document the lowest of all that it is joined to by pairs, or itself."""
    docs = np.concatenate([pair.docs for pair in pairs])
    others = np.concatenate([pair.others for pair in pairs])
    lowest = np.arange(size)
    while True:
        lower = np.minimum(lowest[docs], lowest[others])
        lowered = lowest.copy()
        np.minimum.at(lowered, docs, lower)
        np.minimum.at(lowered, others, lower)
        lowered = lowered[lowered]
        if np.array_equal(lowered, lowest):
            return lowest
        lowest = lowered
