"""Which editorial, if any, a record is: the same document of the source again, or the same text
from elsewhere."""

import hashlib
from pathlib import PurePath
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from archive import addresses, text
from archive.ingest.entering.comparable import SOURCE
from archive.ingest.records import Record
from archive.models import Capture, Editorial
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.editorials import derived
from archive.models.states import is_digest

TELLING = 40  # characters: a paragraph as long as this is one page's own


class Printing(NamedTuple):
    """What tells one printing of a text from another; empty where it is not known."""

    title: str | None
    date: str | None


def same_document(record: Record) -> Editorial | None:
    """Return the editorial that an earlier import made of the same document of the source.

    It is known by its lasting key; else by its address in any variant; else by the same path or
    bytes. It stays locked until the transaction ends, and has `is_captured`.
    """
    editorials = locked()
    if record.source_id:
        if record.file:  # whoever typed a table may have given an id twice: see `keyed_rows`
            return None
        return _of_key(editorials.filter(source_id=record.source_id), record)
    if record.url:
        return _at_address(editorials, record)
    if record.file:  # a row's place in its file is another one's as soon as one is put in
        return None
    moved = _of_same_bytes(editorials, record)
    return _at_path(editorials, record) or moved


def locked() -> EditorialQuerySet:
    """Return all editorials, to be locked as they are read, each with `is_captured`."""
    captured = Exists(Capture.objects.filter(editorial=OuterRef("pk")))
    editorials = Editorial.objects.annotate(is_captured=captured).order_by("pk")
    return editorials.select_for_update(of=("self",))


def twin(record: Record) -> Editorial | None:
    """Return an editorial with the same text, if there is one that nobody threw away.

    If both bear a title, or a date, and these differ, it was printed twice.
    """
    fingerprint = derived(record.html).fingerprint
    if not fingerprint:
        return None
    same_text = Editorial.objects.except_trashed().filter(fingerprint=fingerprint)
    for editorial in same_text.order_by("pk"):
        if agree(_printing(editorial), _printing(record)):
            return editorial
    return None


def of_magazine(editorials: EditorialQuerySet, publication: str) -> EditorialQuerySet:
    """Return those whose source named this magazine, whatever the capitals and accents of it."""
    key = text.fold(publication)
    rows = editorials.select_for_update()  # `of` wants a column of the model
    printed = set(rows.values_list("imported__publication", flat=True))
    spellings = [name for name in printed if text.fold(name or "") == key]
    return editorials.filter(imported__publication__in=spellings)


def _of_key(editorials: EditorialQuerySet, record: Record) -> Editorial | None:
    """Return the editorial of a source's key: a key counts within its magazine.

    A program may have left the magazine out, then or now, or names it as it read it here, which an
    editor had mended.
    """
    if record.unsaid and "publication" in record.unsaid:
        return editorials.first()
    editorial = of_magazine(editorials, record.publication).first()
    if editorial or record.unsaid is None:
        return editorial
    for mended in editorials.filter(publication__key=text.fold(record.publication)):
        if shares(mended, record):
            return mended
    return of_magazine(editorials, "").first()


def _at_address(editorials: EditorialQuerySet, record: Record) -> Editorial | None:
    at_address = editorials.filter(address=addresses.canonical(record.url)).exclude(address="")
    for editorial in at_address:
        if _is_same_page(editorial, record):
            return editorial
    return None


def _at_path(editorials: EditorialQuerySet, record: Record) -> Editorial | None:
    for editorial in editorials.filter(captures__origin=record.source):
        if _is_of(editorial, record.source) and _is_same_page(editorial, record):
            return editorial
    return None


def _of_same_bytes(editorials: EditorialQuerySet, record: Record) -> Editorial | None:
    """Return the editorial of a file of that name that was moved to another folder."""
    sha256 = hashlib.sha256(record.capture).hexdigest()
    name = PurePath(record.source).name
    for editorial in editorials.filter(captures__sha256=sha256).prefetch_related("captures"):
        if _came_as(editorial, name):
            return editorial
    return None


def _is_same_page(editorial: Editorial, record: Record) -> bool:
    """Return False for a capture of another page, with which the editorial's shares nothing.

    It may come under the same path or address: a file's name may serve again, and an address may be
    printed on every page of a site.
    """
    return not record.capture or shares(editorial, record)


def shares(editorial: Editorial, record: Record) -> bool:
    """Return True where a record has the title or a paragraph of what was last imported."""
    title = editorial.imported.get("title", "")
    if record.title and text.slug(record.title) == text.slug(title):
        return True
    return not _paragraphs(record.html).isdisjoint(_paragraphs(imported_body(editorial)))


def imported_body(editorial: Editorial) -> str:
    """Return the HTML of an editorial's text as it was last imported."""
    body = editorial.imported.get("body", "")
    return editorial.body if is_digest(body) else body


def _paragraphs(html: str) -> set[str]:
    return {paragraph for paragraph in text.plain(html).split("\n") if len(paragraph) >= TELLING}


def agree(first: Printing, second: Printing) -> bool:
    """Return False where both printings bear a title, or both a date, and these differ."""
    if first.title and second.title and text.slug(first.title) != text.slug(second.title):
        return False
    return not first.date or not second.date or first.date == second.date


def _printing(document: Editorial | Record) -> Printing:
    return Printing(document.title, document.date)


def _is_of(editorial: Editorial, source: str) -> bool:
    """Return False where only the capture of a duplicate came from that source.

    Formerly the source was not kept.
    """
    return editorial.imported.get(SOURCE, source) == source


def _came_as(editorial: Editorial, name: str) -> bool:
    """Return True if a file of that name was the editorial's source."""
    if SOURCE in editorial.imported:
        return PurePath(editorial.imported[SOURCE]).name == name
    return any(PurePath(capture.origin).name == name for capture in editorial.captures.all())
