"""The files of captures: written whole, looked for, compared with their hashes.

Captures that share their bytes share their file.
"""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.utils import timezone

from archive.models.chunks import chunks
from archive.models.editorial_rows import Capture, capture_path

PIECE = 2**20  # bytes read at once: a capture may be a scan of hundreds of megabytes


def storage() -> Storage:
    """Return where the files are."""
    return Capture._meta.get_field("content").storage


def digest(name: str) -> str | None:
    """Return the SHA-256 of a file's bytes, in hexadecimal; None where it is not there.

    Raises OSError where it is there and cannot be read.
    """
    sha256 = hashlib.sha256()
    try:
        with storage().open(name) as file:
            while piece := file.read(PIECE):
                sha256.update(piece)
    except FileNotFoundError:
        return None
    return sha256.hexdigest()


def keep(capture: Capture, content: bytes) -> None:
    """Have the capture's bytes in a file, and name it; the capture itself is not saved.

    Where these bytes came before, their file is used again, and made good should it be lost.
    """
    twins = Capture.objects.filter(sha256=capture.sha256).order_by()
    rows = set(twins.values_list("content", "lost_at"))
    names = {name for name, _lost_at in rows}
    # The file of the first may be there already, left by an import that was killed at it.
    names = names or {capture_path(capture, "")}
    for name in names:
        write(name, content)
    if any(lost_at for _name, lost_at in rows):
        twins.update(lost_at=None)
    capture.content = min(names)


def write(name: str, content: bytes) -> None:
    """Have a file hold these bytes; one that does is left alone."""
    files = storage()
    if holds(name, content):
        return
    files.delete(name)
    written = files.save(name, ContentFile(content))
    assert written == name, "nothing else has that name: it was deleted"


def holds(name: str, content: bytes) -> bool:
    """Return True if a file is there and has these bytes."""
    try:
        with storage().open(name) as file:
            return file.size == len(content) and file.read() == content
    except OSError:
        return False


def note_lost(names: Iterable[str]) -> int:
    """Note that these files are gone or have other bytes.

    Return how many captures are lost by it that were not before.
    """
    lost = 0
    for portion in chunks(names):
        captures = Capture.objects.filter(content__in=portion, lost_at=None)
        lost += captures.update(lost_at=timezone.now())
    return lost


def note_whole(names: Iterable[str]) -> None:
    """Note that these files are there as they came, if they were lost before."""
    for portion in chunks(names):
        Capture.objects.lost().filter(content__in=portion).update(lost_at=None)
