"""Which editorial, if any, a record is: the same source item again, or the same text from elsewhere."""

import hashlib
from pathlib import PurePath

from archive import addresses, text
from archive.ingest.records import Record
from archive.models import Editorial
from archive.models.editorials import derived

SOURCE = "source"  # key of `Editorial.imported`: where the record came from, which is no part of what it said
TELLING = 40  # characters: a paragraph as long as this is one page's own


def known(record: Record) -> Editorial | None:
    """The editorial that an earlier import made of the same source item: of its lasting key; else of its address in any
    variant; else of the same bytes or path. Locked until the transaction ends."""
    editorials = Editorial.objects.order_by("pk").select_for_update(of=("self",))
    if record.source_id:
        return editorials.filter(
            source_id=record.source_id, imported__publication=record.publication
        ).first()
    if record.url:
        there = editorials.filter(address=addresses.canonical(record.url)).exclude(address="")
        return next((one for one in there if _is_same_page(one, record)), None)
    same_bytes = editorials.filter(captures__sha256=hashlib.sha256(record.capture).hexdigest())
    name = PurePath(record.source).name
    moved = (one for one in same_bytes.prefetch_related("captures") if _came_as(one, name))
    there = (
        one
        for one in editorials.filter(captures__origin=record.source)
        if _is_of(one, record.source)
    )
    return next((one for one in there if _is_same_page(one, record)), None) or next(moved, None)


def twin(record: Record) -> Editorial | None:
    """An editorial with the same text. If both bear a title, or a date, and these differ, it was printed twice."""
    _cleaned, _plain, fingerprint = derived(record.html)
    editorials = (
        Editorial.objects.filter(fingerprint=fingerprint).order_by("pk") if fingerprint else ()
    )
    return next((one for one in editorials if _agree(one, record)), None)


def _is_same_page(editorial: Editorial, record: Record) -> bool:
    """False for a capture that came under the path or address of another page, with which it shares nothing: a file's
    name may serve again, and an address may be printed on every page of a site."""
    before = editorial.imported
    if not record.capture or (
        record.title and text.slug(record.title) == text.slug(before.get("title", ""))
    ):
        return True
    return not _paragraphs(record.html).isdisjoint(_paragraphs(before.get("body", "")))


def _paragraphs(html: str) -> set[str]:
    return {paragraph for paragraph in text.plain(html).split("\n") if len(paragraph) >= TELLING}


def _agree(editorial: Editorial, record: Record) -> bool:
    said = [
        (text.slug(editorial.title), text.slug(record.title))
        if editorial.title and record.title
        else ("", "")
    ]
    said += [(editorial.date, record.date)] if editorial.date and record.date else []
    return all(ours == theirs for ours, theirs in said)


def _is_of(editorial: Editorial, source: str) -> bool:
    """False where only the capture of a duplicate came from there. Formerly the source was not kept."""
    return editorial.imported.get(SOURCE, source) == source


def _came_as(editorial: Editorial, name: str) -> bool:
    """Whether a file of that name was its source."""
    if SOURCE in editorial.imported:
        return PurePath(editorial.imported[SOURCE]).name == name
    return any(PurePath(capture.origin).name == name for capture in editorial.captures.all())
