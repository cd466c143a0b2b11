"""Having what was written on the disk, so that a power cut does not take it."""

import os
from pathlib import Path

MOST = 500  # files one by one; beyond, once for the whole machine is quicker


def settle(folder: Path) -> None:
    """Return once all of a folder is on the disk. Raises OSError.

    A file that another bag has as well is there already.
    """
    paths = [folder, *folder.rglob("*")]
    new = [path for path in paths if path.is_dir() or path.lstat().st_nlink == 1]
    if len(new) > MOST:
        os.sync()
        return
    for path in new:
        sync(path)


def sync(path: Path) -> None:
    """Return once one file, or the names in one folder, are on the disk. Raises OSError."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
