"""Pictures of a portable archive, in the sizes that the site shows readers."""

import re
from collections import defaultdict
from pathlib import Path

from archive import covers, pictures
from archive.models import Capture, Editorial, Issue, capture_files
from archive.models.withholding import withheld
from archive.portable.places import PICTURES

_PLACED = re.compile(rf"\b{PICTURES}/([0-9a-f]{{64}})-(\d+)\.jpg")


def body_with_pictures(editorial: Editorial, folder: Path) -> str:
    """Return a body whose pictures are beside its page, and write them there, in `folder`.

    Those that cannot be read are left out; so are all of a text that is kept from search engines.
    Raises OSError where they cannot be written.
    """
    named = set(pictures.named(editorial.body))
    if not named or withheld(editorial) is not None:
        return pictures.without(editorial.body)
    captures = editorial.captures.filter(sha256__in=named, lost_at=None)
    captures = captures.filter(media_type__in=covers.MEDIA_TYPES).order_by("-pk")
    by_hash = {capture.sha256: capture for capture in captures}
    widths: dict[str, set[int]] = defaultdict(set)
    for sha256, width in _PLACED.findall(pictures.placed(editorial.body, f"{PICTURES}/")):
        widths[sha256].add(int(width))
    written = []
    for sha256, capture in by_hash.items():
        content = _content(capture)
        made = [(width, covers.picture(content, covers.bounds(width))) for width in widths[sha256]]
        for width, picture in made:
            if picture is not None:
                _write(folder / PICTURES / f"{sha256}-{width}.jpg", picture)
        if all(picture for _width, picture in made):
            written.append(sha256)
    return pictures.placed(pictures.among(editorial.body, written), f"{PICTURES}/")


def write_cover(issue: Issue, file: Path) -> bool:
    """Write the cover of an issue; return whether it has one that can be read. Raises OSError."""
    capture = covers.shown(issue)
    picture = covers.picture(_content(capture)) if capture else None
    if picture is None:
        return False
    _write(file, picture)
    return True


def _content(capture: Capture) -> bytes:
    """Return the bytes of a capture; none where its file cannot be read now."""
    try:
        with capture_files.storage().open(str(capture.content.name)) as file:
            return file.read(covers.LARGEST + 1)
    except OSError:
        return b""


def _write(file: Path, picture: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(picture)
