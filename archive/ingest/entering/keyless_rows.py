"""Which editorial a row of a table is that bears neither a number nor an address.

Its place in the file is another's as soon as a row is put in, so it is met by what is printed of
it: magazine, date and title, with nearly the same text; else by its text and one of date and title,
where the file has the same name. Neither is sure, so a doubt is left. What did not come from a row
of a table is never met: a page, a text of the desk.
"""

import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import PurePath

from django.db.models import Exists, OuterRef, Q

from archive import text
from archive.ingest import tables
from archive.ingest.entering import identity, likeness
from archive.ingest.entering.comparable import SOURCE
from archive.ingest.records import Record
from archive.models import Capture, Editorial
from archive.models.doubts import Doubt
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.editorials import derived

ROW = r":\d+$"  # at the end of a source
MOST = 20  # editorials of one title and day, or of one text; among more, none is told
HasPassed = Callable[[int], bool]  # whether another row of the same import is that editorial


def is_keyless(record: Record) -> bool:
    return record.file is not None and not (record.source_id or record.url)


def met(record: Record, has_passed: HasPassed) -> Editorial | None:
    """Return the editorial that a row seems to be, see `identity.locked`; None where it is unclear.

    The record's `html` is clean.
    """
    if not (is_keyless(record) and record.title):
        return None
    editorials = _of_rows()
    _cleaned, plain, _words, fingerprint = derived(record.html)
    same_printing = _of_same_printing(editorials, record, has_passed)
    exact = [row for row in same_printing if row.fingerprint == fingerprint]
    near = exact or [row for row in same_printing if likeness.is_near(plain, row.text)]
    if not near and fingerprint:
        same_text = editorials.filter(fingerprint=fingerprint)
        near = [row for row in _of_magazine(same_text, record, has_passed) if _agrees(row, record)]
    return near[0] if len(near) == 1 else None


def leave_doubt(editorial: Editorial, record: Record) -> None:
    """Have an editor check whether the editorial is the one that the row means."""
    doubt = asdict(Doubt("text", "met", record.title))
    if doubt not in editorial.doubts:
        editorial.doubts = [*editorial.doubts, doubt]
        editorial.save()


def _of_rows() -> EditorialQuerySet:
    """Return the editorials that rows without a key have made, to be locked as they are read.

    Their source tells a line, as that of other files of several texts does; but of those the
    captures are of another kind. Formerly rows had none.
    """
    captures = Capture.objects.filter(editorial=OuterRef("pk"), media_type__in=tables.OF_ROWS)
    of_rows = identity.locked().filter(source_id="", source_url="", imported__source__regex=ROW)
    return of_rows.filter(Q(Exists(captures)) | Q(is_captured=False))


def _of_same_printing(
    editorials: EditorialQuerySet, record: Record, has_passed: HasPassed
) -> list[Editorial]:
    if not record.date:
        return []
    same_printing = editorials.filter(slug=text.slug(record.title), date=record.date)
    return _of_magazine(same_printing, record, has_passed)


def _of_magazine(
    editorials: EditorialQuerySet, record: Record, has_passed: HasPassed
) -> list[Editorial]:
    """Return those that are, or were as they were imported, of the magazine that a row names.

    None where they are MOST or more.
    """
    of_magazine = Q(imported__publication=record.publication)
    if record.publication:
        of_magazine |= Q(publication__key=text.fold(record.publication))
    else:
        of_magazine |= Q(publication=None)
    rows = list(editorials.filter(of_magazine)[:MOST])
    if len(rows) == MOST:
        return []
    return [editorial for editorial in rows if not has_passed(editorial.pk)]


def _agrees(editorial: Editorial, record: Record) -> bool:
    """Return True where a row of a file of that name has the title or the date of an editorial."""
    if _file(editorial.imported.get(SOURCE, "")) != _file(record.source):
        return False
    has_title = editorial.slug == text.slug(record.title)
    return has_title or editorial.date == record.date


def _file(source: str) -> str:
    """Return the name of the file that a row is of."""
    return PurePath(re.sub(ROW, "", source)).name
