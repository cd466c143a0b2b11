"""Who may read the archive's files: the site's own user alone."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

FOLDER = 0o700
FILE = 0o600
OTHERS = 0o077  # what a mode must have none of


def close(data: Path, databases: Iterable[Path]) -> int:
    """Take the data folder, the databases and the captures from everybody but their owner.

    Return how many modes were changed. Only what belongs to this user is, and a folder that others
    share (`/tmp`, a home) stays as it is. Raises OSError.
    """
    closed = 0
    if not _is_shared(data):
        closed += _close(data)
    for database in databases:
        for suffix in ("", "-wal", "-shm", "-journal"):
            closed += _close(database.with_name(database.name + suffix))
    captures = data / "captures"
    if _is_open(captures):
        # Last the folder itself: as long as it is open to others, what is in it may be, too.
        for path in _within(captures):
            closed += _close(path)
        closed += _close(captures)
    return closed


def _is_shared(folder: Path) -> bool:
    """Return True for a folder that is not the archive's alone."""
    is_sticky = folder.stat().st_mode & stat.S_ISVTX
    return bool(is_sticky) or folder in (Path.home(), Path(folder.anchor))


def _within(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            yield Path(parent, name)


def _is_open(path: Path) -> bool:
    """Return True if others may look into what is this user's own."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return False
    is_plain = stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)
    return is_plain and status.st_uid == os.geteuid() and bool(status.st_mode & OTHERS)


def _close(path: Path) -> bool:
    """Close one file or folder; return False where it is closed, is not there, or is not ours."""
    if not _is_open(path):
        return False
    path.chmod(FOLDER if path.is_dir() else FILE)
    return True
