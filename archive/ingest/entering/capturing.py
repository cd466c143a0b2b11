"""What an editorial was read from, kept: bytes of its own, or the file that it is a row of."""

import hashlib
from collections.abc import Iterable

from archive.ingest.records import Record, SourceFile
from archive.models import Capture, Editorial, capture_files


def keep(editorial: Editorial, record: Record, has_changed: bool) -> None:
    """Keep what a record was read from, once for each source; the same bytes share their file.

    Where the file of these bytes is lost, it is made good. A table that does not change an
    editorial which has a capture is not kept for it: most rows of a new version are as before.
    """
    if record.capture:
        _keep_bytes(editorial, record)
    elif record.file and (has_changed or not editorial.captures.exists()):
        _save(_of_file(editorial, record, record.file))


def keep_rows(rows: Iterable[tuple[Editorial, Record]]) -> None:
    """Keep the files that new editorials are rows of, in one query for all."""
    captures = []
    for editorial, record in rows:
        if record.file:
            captures.append(_of_file(editorial, record, record.file))
    Capture.objects.bulk_create(captures)


def _keep_bytes(editorial: Editorial, record: Record) -> None:
    capture = Capture(
        editorial=editorial,
        sha256=hashlib.sha256(record.capture).hexdigest(),
        size=len(record.capture),
        origin=record.source,
        media_type=record.media_type,
    )
    capture_files.keep(capture, record.capture)
    _save(capture)


def _of_file(editorial: Editorial, record: Record, file: SourceFile) -> Capture:
    """Return the capture of a row, not stored; its file is, once for all rows."""
    capture = Capture(
        editorial=editorial,
        sha256=file.sha256,
        size=file.size,
        origin=record.source,
        media_type=file.media_type,
    )
    if not file.name:
        with file.open() as content:
            capture_files.keep_file(capture, content)
        file.name = str(capture.content)
    capture.content = file.name
    return capture


def _save(capture: Capture) -> None:
    same = capture.editorial.captures.filter(sha256=capture.sha256, origin=capture.origin)
    if not same.exists():
        capture.save()
