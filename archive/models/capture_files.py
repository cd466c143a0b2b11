"""The files of captures: written whole, looked for, compared with their hashes.

Captures that share their bytes share their file.
"""

import hashlib
from collections.abc import Iterable
from typing import IO, cast

from django.core.files.storage import storages
from django.utils import timezone

from archive.capture_storage import CapturesFolder, StorageAway
from archive.models.chunks import chunks
from archive.models.editorial_rows import Capture, capture_path

PIECE = 2**20  # bytes read at once: a capture may be a scan of hundreds of megabytes


def storage() -> CapturesFolder:
    """Return where the files are: a folder, or a bucket that does the same."""
    return cast(CapturesFolder, storages["default"])


def digest(name: str) -> str | None:
    """Return the SHA-256 of a file's bytes, in hexadecimal; None where it is not there.

    Raises OSError where it is there and cannot be read, StorageAway where nobody can tell.
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


def keep_file(capture: Capture, file: IO[bytes]) -> None:
    """Do as `keep` with the bytes of a file that is open at its beginning, never held as a whole.

    Many captures may be of it: it is looked for by its hash, not by their rows.
    """
    name = capture_path(capture, "")
    try:
        is_there = digest(name) == capture.sha256
    except StorageAway:
        if Capture.objects.exists():
            raise
        is_there = False
    if not is_there:
        storage().replace(name, file)
        Capture.objects.lost().filter(content=name).update(lost_at=None)
    capture.content = name


def write(name: str, content: bytes) -> None:
    """Have a file hold these bytes; one that does is left alone. Raises OSError.

    Into a storage that is away nothing is written but the first capture of all.
    """
    try:
        if holds(name, content):
            return
    except StorageAway:
        if Capture.objects.exists():
            raise
    storage().replace(name, content)


def holds(name: str, content: bytes) -> bool:
    """Return True if a file is there and has these bytes. Raises StorageAway."""
    try:
        with storage().open(name) as file:
            return file.size == len(content) and file.read() == content
    except StorageAway:
        raise
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
