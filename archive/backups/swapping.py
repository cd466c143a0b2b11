"""One folder in the place of another, at one moment."""

import ctypes
import errno
import os
import re
from contextlib import suppress
from pathlib import Path

AT_FDCWD = -100  # paths are from where the process stands (fcntl.h)
RENAME_EXCHANGE = 2  # linux/fs.h
# What a disk, or a system, answers that cannot do it.
UNABLE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV}


def is_mounted(folder: Path) -> bool:
    """Return True for a folder at which a disk, or another folder, is mounted: its name stays."""
    if os.path.ismount(folder):
        return True
    with suppress(OSError):  # no Linux; a folder of the same disk is told here alone
        for line in Path("/proc/self/mountinfo").read_text().splitlines():
            place = re.sub(r"\\(\d{3})", lambda escape: chr(int(escape[1], 8)), line.split()[4])
            if place == str(folder):
                return True
    return False


def exchange(folder: Path, other: Path) -> None:
    """Have each of two folders of one disk bear the other's name.

    On Linux at one moment, so that whoever is killed leaves one or the other; where the disk
    cannot, by two renamings, the first of which is taken back if the second fails. Raises OSError.
    """
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2:
        names = os.fsencode(folder), os.fsencode(other)
        if renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0:
            return
        number = ctypes.get_errno()
        if number not in UNABLE:
            raise OSError(number, os.strerror(number), str(folder))
    _rename_both(folder, other)


def _rename_both(folder: Path, other: Path) -> None:
    between = other.with_name(f"{other.name}~")
    os.rename(folder, between)
    try:
        os.rename(other, folder)
    except OSError:
        os.rename(between, folder)
        raise
    os.rename(between, other)
