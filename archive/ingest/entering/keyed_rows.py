"""Which editorial a row of a table is that bears an id.

An id counts within its magazine. The row is the editorial of that id if it shares its title, a
paragraph or nearly all its text; only by the last if another row of the same import is that
editorial, and with a doubt. What shares none of it comes in on its own, with a doubt: an id may be
mistyped, and no text is lost for it. Where the magazine was mended, the row is met in a file of the
same name by its id and its text, with a doubt as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import PurePath
from typing import NamedTuple

from django.db.models import Q

from archive import text
from archive.ingest.entering import identity, likeness
from archive.ingest.entering.comparable import SOURCE
from archive.ingest.entering.keyless_rows import HasPassed
from archive.ingest.entering.told_once import PLACE
from archive.ingest.records import Record, Rejected
from archive.models import Editorial
from archive.models.doubts import Doubt
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.editorials import derived

MOST = 20  # editorials of one id in one magazine that are compared with a row
MOST_ELSEWHERE = 100  # of one id in other magazines
# How near a row is to an editorial: the same text, nearly all of it, something of it, nothing.
SAME, NEARLY, SOMETHING, NOTHING = 3, 2, 1, 0


class Meeting(NamedTuple):
    """The editorial that a row is, None if it is new; and what is unsure about that."""

    editorial: Editorial | None = None
    doubt: Doubt | None = None


def is_keyed(record: Record) -> bool:
    return record.file is not None and bool(record.source_id)


def met(record: Record, has_passed: HasPassed) -> Meeting:
    """Return the editorial that a row is, see `identity.locked`. The record's `html` is clean."""
    if not is_keyed(record):
        return Meeting()
    editorials = identity.locked().filter(source_id=record.source_id)
    of_magazine = identity.of_magazine(editorials, record.publication)
    nearest = _nearest(of_magazine, record, has_passed)
    if nearest:
        return Meeting(nearest, _shared(record) if has_passed(nearest.pk) else None)
    elsewhere = _elsewhere(editorials, record, has_passed)
    if len(elsewhere) == 1:
        return Meeting(elsewhere[0], Doubt("text", "moved", record.source_id))
    return Meeting(None, _shared(record) if of_magazine.exists() else None)


def leave_doubt(editorial: Editorial, doubt: Doubt) -> None:
    """Have an editor check whether the editorial is the one that the row means."""
    if asdict(doubt) not in editorial.doubts:
        editorial.doubts = [*editorial.doubts, asdict(doubt)]
        editorial.save()


def with_shared(
    records: Iterable[Record | Rejected], publication: str
) -> Iterator[Record | Rejected]:
    """Yield records that are only tried, rows with the doubt that one before has the same id.

    Each is taken back, so that it is not in the archive for the next. `publication` serves where a
    record names none.
    """
    passed: set[tuple[str, str]] = set()
    for record in records:
        if isinstance(record, Rejected) or not is_keyed(record):
            yield record
            continue
        key = (text.fold(record.publication or publication), record.source_id)
        if key in passed:
            record = replace(record, doubts=[*record.doubts, _shared(record)])
        passed.add(key)
        yield record


def _shared(record: Record) -> Doubt:
    return Doubt("source_id", "shared", record.source_id)


def _nearest(
    of_magazine: EditorialQuerySet, record: Record, has_passed: HasPassed
) -> Editorial | None:
    """Return the one that is nearest to a row, the first among equals; None if none is near."""
    fingerprint = derived(record.html).fingerprint
    alike = of_magazine.filter(Q(fingerprint=fingerprint) | Q(slug=text.slug(record.title)))
    for editorials in (alike, of_magazine):
        nearest, most = None, NOTHING
        for editorial in editorials[:MOST]:
            nearness = _nearness(editorial, record)
            if nearness > most and (nearness >= NEARLY or not has_passed(editorial.pk)):
                nearest, most = editorial, nearness
        if nearest:
            return nearest
    return None


def _elsewhere(
    editorials: EditorialQuerySet, record: Record, has_passed: HasPassed
) -> list[Editorial]:
    """Return those of other magazines that came in a file of that name with nearly the text."""
    near = []
    for editorial in editorials[:MOST_ELSEWHERE]:
        printed = editorial.imported.get("publication", "")
        is_of_magazine = text.fold(printed) == text.fold(record.publication)
        if is_of_magazine or has_passed(editorial.pk):
            continue
        is_of_file = _file(editorial.imported.get(SOURCE, "")) == _file(record.source)
        if is_of_file and _is_same_printing(editorial, record):
            near.append(editorial)
    return near


def _is_same_printing(editorial: Editorial, record: Record) -> bool:
    """Return True where a row has nearly all of a text; of one cut as well, with title and date."""
    if _nearness(editorial, record) >= NEARLY:
        return True
    has_title = bool(record.title) and editorial.slug == text.slug(record.title)
    has_date = bool(record.date) and editorial.date == record.date
    return has_title and has_date and likeness.is_near(derived(record.html).plain, editorial.text)


def _nearness(editorial: Editorial, record: Record) -> int:
    """Return how near a row is to an editorial, as it stands or as it was imported."""
    row = derived(record.html)
    if editorial.fingerprint == row.fingerprint:
        return SAME
    texts = (editorial.text, text.plain(identity.imported_body(editorial)))
    if any(likeness.is_nearly_all(row.plain, other) for other in texts):
        return NEARLY
    has_title = bool(record.title) and editorial.slug == text.slug(record.title)
    if has_title or identity.shares(editorial, record):
        return SOMETHING
    return NOTHING


def _file(source: str) -> str:
    """Return the name of the file that a row is of."""
    return PurePath(PLACE.sub("", source)).name
