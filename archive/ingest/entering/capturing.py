"""What an editorial was read from, kept: bytes of its own, or the file that it is a row of."""

import hashlib

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
        _keep_file(editorial, record, record.file)


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


def _keep_file(editorial: Editorial, record: Record, file: SourceFile) -> None:
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
    _save(capture)


def _save(capture: Capture) -> None:
    same = capture.editorial.captures.filter(sha256=capture.sha256, origin=capture.origin)
    if not same.exists():
        capture.save()
