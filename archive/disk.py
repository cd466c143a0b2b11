"""Whether what the archive keeps can be written: a disk may be read-only, full, or another's."""

import errno
import os
import shutil
from pathlib import Path

from django.conf import settings

# Why something is not written now, by the system's numbers, SQLite's names and PostgreSQL's states.
REASONS: dict[str, set[int | str | None]] = {
    "full": {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, "SQLITE_FULL", "53100"},
    "read_only": {errno.EROFS, "SQLITE_READONLY", "25006"},
    "busy": {"SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40001", "40P01", "57P03", "53300", "57014"},
    # A disk that fails, or has no room for SQLite's own files.
    "failing": {errno.EIO, "SQLITE_IOERR", "SQLITE_CANTOPEN"},
}
# Bytes: the index of 36,000 editorials, made anew beside itself, takes 350 MB.
LEAST_FREE = 500 * 2**20


def reason(error: BaseException) -> str:
    """Return why an error says that nothing is written now, a key of REASONS; "" for another."""
    cause = error.__cause__ or error
    codes: set[int | str | None] = {
        getattr(error, "errno", None),
        getattr(cause, "sqlstate", None),
        # « SQLITE_BUSY_SNAPSHOT » is one kind of SQLITE_BUSY.
        "_".join((getattr(cause, "sqlite_errorname", None) or "").split("_")[:2]),
    }
    for name, told in REASONS.items():
        if codes & told:
            return name
    return ""


def is_read_only(path: str) -> bool:
    """Return True for a file that is there and cannot be written, or nothing beside it."""
    if not os.path.isfile(path):
        return False
    return not (os.access(path, os.W_OK) and os.access(os.path.dirname(path) or ".", os.W_OK))


def is_archive_read_only() -> bool:
    """Return True where the archive's own database is a file that cannot be written."""
    return is_read_only(str(settings.DATABASES["default"]["NAME"]))


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
