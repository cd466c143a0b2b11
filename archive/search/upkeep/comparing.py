"""The index compared with the database."""

from collections.abc import Collection, Sequence
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
    indexed = {number for number, _version in current().versions()}
    published = set(documents.published())
    return Differences(sorted(published - indexed), sorted(indexed - published))


def _different(engine: Engine, among: Collection[int] | None = None) -> Differences:
    """Return the differences; `among` are the only ids that are looked at, None for all."""
    published = documents.published()
    if among is not None:
        published = list(filter(among.__contains__, published))
    versions = {}
    for prepared in documents.prepared(published):
        versions[int(prepared[DJANGO_ID])] = prepared["version"]
    indexed: set[int] = set()
    outdated: set[int] = set()
    for number, version in engine.versions():
        if among is not None and number not in among:
            continue
        if number in indexed or versions.get(number, version) != version:
            outdated.add(number)
        indexed.add(number)
    return Differences(
        missing=sorted(set(published) - indexed),
        superfluous=sorted(indexed.difference(published)),
        outdated=sorted(outdated.intersection(published)),
    )
