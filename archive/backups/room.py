"""Whether there is room on a disk."""

import shutil
from pathlib import Path

from django.utils.translation import gettext as _

from archive import figures
from archive.backups import Refused

MARGIN = 2**24  # bytes beside what is copied: manifests, a database that grows meanwhile


def check(folder: Path, needed: int) -> None:
    """Raise Refused where so many bytes do not fit beside what is in a folder. Raises OSError."""
    needed += MARGIN
    free = shutil.disk_usage(folder).free
    if free < needed:
        message = _(
            "Pas assez de place dans %(folder)s : il faut %(needed)s Mo, il y en a %(free)s."
        )
        numbers = {"needed": figures.number(needed // 2**20), "free": figures.number(free // 2**20)}
        raise Refused(message % {"folder": folder, **numbers})


def size(folder: Path) -> int:
    """Return the bytes of all files in a folder. Raises OSError."""
    return sum(path.lstat().st_size for path in folder.rglob("*"))
