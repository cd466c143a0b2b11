"""The database as it was before it is brought to a later version: of the last few times, a copy."""

import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from archive.backups import database_copies, room
from archive.backups.settling import sync

FOLDER = "before-migrations"  # in the data folder
LEFT = 86_400.0  # seconds in which nobody wrote into a file that is being written
KEPT = 3  # copies; an older one goes when a new one is there


def keep() -> Path:
    """Copy the database into the data folder; return the copy. Raises Refused, OSError."""
    folder = Path(settings.DATA_DIR, FOLDER)
    folder.mkdir(mode=0o700, exist_ok=True)
    room.check(folder, database_copies.size())
    suffix = Path(database_copies.NAMES[connection.vendor]).suffix
    path = folder / f"{timezone.localtime():%Y-%m-%d-%H%M%S-%f}{suffix}"
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        database_copies.copy_alone(unfinished)
        sync(unfinished)
        unfinished.rename(path)
    finally:
        with suppress(OSError):
            unfinished.unlink()
    sync(folder)
    _keep_few(folder)
    return path


def _keep_few(folder: Path) -> None:
    """Remove all but the newest, and what a killed process left unfinished long ago.

    What is younger may be the copy of another container that is at it.
    """
    for left in folder.glob(".*.unfinished"):
        with suppress(FileNotFoundError):  # whose copy it was has just ended it
            if time.time() - left.stat().st_mtime > LEFT:
                left.unlink()
    copies: list[Path] = []
    for suffix in map(Path, database_copies.NAMES.values()):
        copies += folder.glob(f"[0-9]*{suffix.suffix}")
    for old in sorted(copies)[:-KEPT]:
        old.unlink(missing_ok=True)
