"""The look of an archive: logo, icon and accent, from `look/` in its data folder.

What cannot be used is told once in the log, and by `manage.py check`; the site goes on without it.
"""

import hashlib
import logging
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

from archive.appearance import colours, drawings, files
from archive.appearance.colours import Accent
from archive.appearance.files import Refused, State

log = logging.getLogger(__name__)

FOLDER = "look"
COLOURS = "colours.toml"
LARGEST = 64_000  # bytes of a picture: a first view has a hundred thousand for all
LARGEST_TEXT = 10_000
WIDEST = 4096  # pixels
# By how a file's name ends: its type, and what Pillow calls it.
KINDS = {
    "svg": ("image/svg+xml", ""),
    "png": ("image/png", "PNG"),
    "webp": ("image/webp", "WEBP"),
}


class Picture(NamedTuple):
    """A picture to be served: `ratio` is how many times as wide as high it is."""

    name: str
    media_type: str
    content: bytes
    ratio: float
    sizes: str  # « 192x192 », « any » of a drawing

    @property
    def version(self) -> str:
        """What tells it from any other picture, for addresses."""
        return hashlib.sha256(self.content).hexdigest()[:12]


class Look(NamedTuple):
    """What the operator put into `look/`, and a line for each file that is of no use."""

    logo: Picture | None = None
    icon: Picture | None = None
    accent: Accent | None = None
    refusals: tuple[str, ...] = ()


def state() -> tuple[State, ...]:
    """Return what tells the present look from any other: the states of its files."""
    return files.states(FOLDER)


def current() -> Look:
    """Return the look as its files tell it now."""
    return _read(state(), str(settings.MEDIA_ROOT))


# By the states of the files: they are read again once one is another.
@lru_cache(maxsize=4)
def _read(present: tuple[State, ...], _folder: str) -> Look:
    by_name = {file.name: file for file in present}
    refusals: list[str] = []
    look = Look(
        _picture("logo", by_name, refusals),
        _picture("icon", by_name, refusals),
        _accent(by_name, refusals),
    )
    for line in refusals:
        log.warning("%s", line)
    return look._replace(refusals=tuple(refusals))


def _picture(stem: str, by_name: dict[str, State], refusals: list[str]) -> Picture | None:
    """Return the first picture of that name that can be used."""
    for ending in KINDS:
        file = by_name.get(f"{stem}.{ending}")
        if file is None:
            continue
        try:
            content = files.read(FOLDER, file, LARGEST)
            picture = _drawing(file.name, content) if ending == "svg" else _photo(file, content)
            if stem == "icon" and not 0.95 <= picture.ratio <= 1.05:
                raise Refused(_("une icône est carrée."))
        except Refused as refusal:
            refusals.append(f"{FOLDER}/{file.name} : {refusal}")
        else:
            return picture
    return None


def _drawing(name: str, content: bytes) -> Picture:
    drawing = drawings.clean(content)
    return Picture(name, KINDS["svg"][0], drawing.content, drawing.ratio, "any")


def _photo(file: State, content: bytes) -> Picture:
    media_type, kind = KINDS[file.name.rpartition(".")[2]]
    try:
        with Image.open(BytesIO(content), formats=[kind]) as image:
            width, height = image.size
            image.verify()
    except Exception as error:  # Pillow raises many kinds for damaged files
        message = _("ce n’est pas une image %(kind)s.")
        raise Refused(message % {"kind": kind}) from error
    if max(width, height) > WIDEST:
        message = _("elle a plus de %(most)s points de côté.")
        raise Refused(message % {"most": WIDEST})
    return Picture(file.name, media_type, content, width / height, f"{width}x{height}")


def _accent(by_name: dict[str, State], refusals: list[str]) -> Accent | None:
    file = by_name.get(COLOURS)
    if file is None:
        return None
    try:
        return colours.read(files.as_text(files.read(FOLDER, file, LARGEST_TEXT)))
    except Refused as refusal:
        refusals.append(f"{FOLDER}/{COLOURS} : {refusal}")
        return None
