"""The index compared with the database."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from haystack.constants import DJANGO_ID

from archive.models import Stale
from archive.search import documents
from archive.search.engine import Engine, current


class Differences(NamedTuple):
    """The ids of editorials by which the index differs from the database.

    `missing`: the published ones that it lacks; `superfluous`: what it should not have; `outdated`:
    what it holds otherwise, or twice.
    """

    missing: Sequence[int] = ()
    superfluous: Sequence[int] = ()
    outdated: Sequence[int] = ()

    def all(self) -> list[int]:
        """Return all of these ids, ascending."""
        return sorted({*self.missing, *self.superfluous, *self.outdated})

    def mark(self) -> None:
        """Note these editorials as stale, for `freshness.drain`."""
        Stale.objects.mark(self.all())


def differences() -> Differences:
    """Compare every document.

    Raises IndexDamaged where the index is not as it was written, IndexAway, OSError.
    """
    engine = current()
    engine.verify()
    differing = _different(engine)
    if not any(differing):
        return differing
    # What was saved while this ran is looked at again: it may be in the index by now.
    return _different(engine, set(differing.all()))


def differences_in_number() -> Differences:
    """Compare ids alone: quick, but blind to what changed. Raises as `differences`."""
    rows = _Rows(current())
    missing, superfluous = [], []
    for batch in documents.batches(documents.ids()):
        indexed = rows.up_to(batch[-1]).keys()
        missing += sorted(set(batch) - indexed)
        superfluous += sorted(indexed - set(batch))
    return Differences(missing, [*superfluous, *rows.up_to(None)])


class _Rows:
    """What the index holds, read as far as the database is: in bounded memory."""

    def __init__(self, engine: Engine, among: Collection[int] | None = None):
        self._rows = _among(engine.versions(), among)
        self._next = next(self._rows, None)

    def up_to(self, last: int | None) -> dict[int, list[int]]:
        """Return {id: versions} of what comes next, until an id or, for None, the end."""
        versions: dict[int, list[int]] = {}
        while self._next is not None and (last is None or self._next[0] <= last):
            number, version = self._next
            versions.setdefault(number, []).append(version)
            self._next = next(self._rows, None)
        return versions


def _among(
    rows: Iterator[tuple[int, int]], among: Collection[int] | None
) -> Iterator[tuple[int, int]]:
    for number, version in rows:
        if among is None or number in among:
            yield number, version


def _different(engine: Engine, among: Collection[int] | None = None) -> Differences:
    """Return the differences; `among` are the only ids that are looked at, None for all."""
    published = documents.ids()
    if among is not None:
        published = filter(among.__contains__, published)
    rows = _Rows(engine, among)
    missing, superfluous, outdated = [], [], []
    for batch in documents.batches(published):
        versions = {}
        for prepared in documents.prepared(batch):
            versions[int(prepared[DJANGO_ID])] = prepared["version"]
        indexed = rows.up_to(batch[-1])
        for number in batch:
            held = indexed.pop(number, [])
            if not held:
                missing.append(number)
            elif len(held) > 1 or versions.get(number, held[0]) != held[0]:
                outdated.append(number)
        superfluous += sorted(indexed)
    superfluous += rows.up_to(None)
    return Differences(missing, superfluous, outdated)
