"""Whether what the archive keeps can be written: a disk may be read-only, full, or another's.

A database on a server may not answer at all.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from archive.capture_storage import StorageAway

# Why something is not written now, by the system's numbers, SQLite's names and PostgreSQL's states.
REASONS: dict[str, set[int | str | None]] = {
    "full": {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, "SQLITE_FULL", "53100"},
    "read_only": {errno.EROFS, "SQLITE_READONLY", "25006"},
    "busy": {"SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40001", "40P01", "57P03", "53300", "57014"},
    # A disk that fails, or has no room for SQLite's own files.
    "failing": {errno.EIO, "SQLITE_IOERR", "SQLITE_CANTOPEN"},
    # A server that is being stopped; see also `_is_unreachable`.
    "unreachable": {"57P01", "57P02"},
}
# Bytes without which SQLite cannot even open its log, of which it maps 32 kB.
SMALLEST = 2**16
# Bytes: the index of 36,000 editorials, made anew beside itself, takes 350 MB.
LEAST_FREE = 500 * 2**20
LOST = (OperationalError, InterfaceError)
SQLITE_WAITS = 5.0  # seconds for its one writer, where the settings do not say how long
WAIT = 100  # milliseconds that what nobody needs waits for an import to let go of SQLite


def reason(error: BaseException) -> str:
    """Return why an error says that nothing is written now, a key of REASONS, or "away".

    "" for another.
    """
    if isinstance(error, StorageAway):
        return "away"
    cause = error.__cause__ or error
    codes: set[int | str | None] = {
        getattr(error, "errno", None),
        getattr(cause, "sqlstate", None),
        # « SQLITE_BUSY_SNAPSHOT » is one kind of SQLITE_BUSY.
        "_".join((getattr(cause, "sqlite_errorname", None) or "").split("_")[:2]),
    }
    for name, told in REASONS.items():
        if codes & told:
            # On a full disk the database is opened to be read: see `archive.sqlite`.
            return "full" if name == "read_only" and is_archive_full() else name
    return "unreachable" if _is_unreachable(error, cause) else ""


def _is_unreachable(error: BaseException, cause: BaseException) -> bool:
    """Return True where there is no connection to PostgreSQL: nobody has said why, or class 08."""
    if connection.vendor != "postgresql" or not isinstance(error, LOST) or cause is error:
        return False
    return (getattr(cause, "sqlstate", None) or "08").startswith("08")


def is_read_only(path: str) -> bool:
    """Return True for a file that is there and cannot be written, or nothing beside it."""
    if not os.path.isfile(path):
        return False
    return not (os.access(path, os.W_OK) and os.access(os.path.dirname(path) or ".", os.W_OK))


def is_full(path: str) -> bool:
    """Return True for a file that is there, on a disk without room for anything beside it."""
    if not os.path.isfile(path):
        return False
    try:
        room = os.statvfs(path)
    except OSError:
        return False
    blocks = room.f_bavail if os.geteuid() else room.f_bfree  # some are kept for root
    return blocks * room.f_frsize < SMALLEST


def is_archive_full() -> bool:
    """Return True where the archive's own database is a file on a disk that is full."""
    return is_full(_archive())


def is_archive_read_only() -> bool:
    """Return True where the archive's own database is a file that cannot be written."""
    path = _archive()
    return is_read_only(path) or is_full(path)


def _archive() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def has_content(path: str) -> bool:
    """Return True for a file that is there and not empty."""
    try:
        return os.path.getsize(path) > 0
    except OSError:
        return False


def free() -> int | None:
    """Return how many bytes the disk with the data folder has free; None where it does not tell."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


@contextmanager
def hardly_waiting() -> Iterator[None]:
    """Wait less for SQLite's one writer than the twenty seconds that saving an editorial may."""
    if connection.vendor != "sqlite":
        yield
        return
    seconds = connection.settings_dict["OPTIONS"].get("timeout", SQLITE_WAITS)
    patience = int(1000 * seconds)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {WAIT}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
