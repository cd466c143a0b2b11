"""The index compared with the database."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from haystack import connections
from haystack.constants import DJANGO_ID

from archive.models import Stale


class Differences(NamedTuple):
    """The ids of published editorials that the index has not, of what it has but should not, and of those that it holds
    in another state, or twice."""

    missing: Sequence[int] = ()
    superfluous: Sequence[int] = ()
    outdated: Sequence[int] = ()

    def all(self) -> list[int]:
        return sorted({*self.missing, *self.superfluous, *self.outdated})

    def mark(self) -> None:
        """Notes them as stale, for `freshness.drain`."""
        Stale.objects.mark(self.all())


def differences() -> Differences:
    """Every document compared, in bounded memory. Raises IndexDamaged where the index cannot be read or is not as it
    was written."""
    backend = connections["default"].get_backend()
    backend.folder.verify()
    found = _different(backend)
    # What was saved while this ran is looked at again: it may be in the index by now.
    return _different(backend, found.all()) if any(found) else found


def differences_in_number() -> Differences:
    """What is missing and what is superfluous, by ids alone: quick, but blind to what changed."""
    backend = connections["default"].get_backend()
    snapshot = backend.snapshot()
    there = snapshot.numbers(DJANGO_ID).values[snapshot.all()]
    wanted = backend.published()
    return Differences(np.setdiff1d(wanted, there).tolist(), np.setdiff1d(there, wanted).tolist())


def _different(backend, among: Sequence[int] | None = None) -> Differences:
    """`among`: the only ids that are looked at; None for all."""
    wanted = backend.published() if among is None else np.intersect1d(backend.published(), among)
    versions = {int(one[DJANGO_ID]): one["version"] for one in backend.prepared(wanted.tolist())}
    snapshot = backend.snapshot()
    live = snapshot.all()
    if among is not None:
        live &= np.isin(snapshot.numbers(DJANGO_ID).values, among)
    there, held = snapshot.numbers(DJANGO_ID).values[live], snapshot.numbers("version").values[live]
    pairs = zip(there.tolist(), held.tolist(), strict=True)
    outdated = {pk for pk, version in pairs if versions.get(pk, version) != version}
    numbers, counts = np.unique(there, return_counts=True)
    return Differences(
        missing=np.setdiff1d(wanted, there).tolist(),
        superfluous=np.setdiff1d(there, wanted).tolist(),
        outdated=sorted(outdated | set(np.intersect1d(numbers[counts > 1], wanted).tolist())),
    )
