"""Files that the operator puts into the data folder, read again once they are others."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from archive import figures


class Refused(ValueError):
    """Why a file is not shown, in a sentence for whoever put it there."""


class State(NamedTuple):
    """What tells a file as it is from what it was before."""

    name: str
    changed: int  # nanoseconds
    size: int  # bytes
    is_regular: bool = True


def state(folder: str, name: str) -> State | None:
    """Return the state of a file in a folder of the data folder; None where it is not there."""
    try:
        status = Path(settings.MEDIA_ROOT, folder, name).stat()
    except (OSError, ValueError):
        return None
    return _state(name, status)


def states(folder: str) -> tuple[State, ...]:
    """Return the states of all files in a folder of the data folder, by their names."""
    present = []
    try:
        with os.scandir(Path(settings.MEDIA_ROOT, folder)) as entries:
            for entry in entries:
                present.append(_state(entry.name, entry.stat()))
    except OSError:  # it is not there, or not for the site to read
        return ()
    return tuple(sorted(present))


def _state(name: str, status: os.stat_result) -> State:
    return State(name, status.st_mtime_ns, status.st_size, stat.S_ISREG(status.st_mode))


def read(folder: str, file: State, most: int) -> bytes:
    """Return what a file holds. Raises Refused where it is no file, too large or unreadable."""
    if not file.is_regular:
        raise Refused(_("ce n’est pas un fichier."))
    if file.size > most:
        raise Refused(_too_large(file.size, most))
    try:
        with Path(settings.MEDIA_ROOT, folder, file.name).open("rb") as opened:
            content = opened.read(most + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        message = _("le site ne peut pas le lire (%(why)s).")
        raise Refused(message % {"why": reason}) from error
    if len(content) > most:  # it grew meanwhile
        raise Refused(_too_large(len(content), most))
    return content


def _too_large(size: int, most: int) -> str:
    message = _("il pèse %(size)s ko, pour %(most)s au plus.")
    return message % {"size": figures.number(size // 1000), "most": figures.number(most // 1000)}


def as_text(content: bytes) -> str:
    """Return a text file's text. Raises Refused where it is not in UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("il n’est pas en UTF-8 (octet %(place)s) : enregistrez-le en UTF-8.")
        raise Refused(message % {"place": error.start + 1}) from error
