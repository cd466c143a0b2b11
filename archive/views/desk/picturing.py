"""A picture put into an editorial: kept as a capture of it, and shown by its text."""

import hashlib
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from archive import covers, pictures
from archive.models import Capture, Editorial, Operation, OperationKind, capture_files
from archive.writing import blocks, notes

LARGEST = 20 * 2**20  # bytes
LONGEST = 1000  # characters of what is said of it


class Refused(ValueError):
    """A picture that cannot be taken, with the reason."""


def add(
    user, editorial: Editorial, file: UploadedFile | None, alternative: str, caption: str
) -> str:
    """Keep a picture as a capture of the editorial; return what its text shows of it, as HTML.

    Raises Refused.
    """
    alternative, caption = " ".join(alternative.split()), " ".join(caption.split())
    content = _content(file)
    if not alternative:
        raise Refused(_("Décrivez l’image pour qui ne la voit pas : le texte de remplacement."))
    if max(len(alternative), len(caption)) > LONGEST:
        message = _("Ce qui est dit de l’image est trop long : %(longest)s caractères au plus.")
        raise Refused(message % {"longest": LONGEST})
    capture = Capture(
        editorial=editorial,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        origin=str(file.name if file else "")[:1000],
        media_type=covers.media_type(content),
    )
    with (
        Operation.objects.recording(OperationKind.WRITING, user, _("Image")) as operation,
        operation.changing([editorial], ["captures"]),
    ):
        capture_files.keep(capture, content)
        same = editorial.captures.filter(sha256=capture.sha256, origin=capture.origin)
        if not same.exists():
            capture.save()
    return pictures.figure(capture.sha256, _size(content), alternative, caption)


def _content(file: UploadedFile | None) -> bytes:
    """Return the bytes of a picture that can be shown. Raises Refused."""
    if file is None:
        raise Refused(_("Choisissez d’abord une image."))
    size = file.size or 0
    if size > LARGEST:
        message = _("Cette image est trop lourde : %(size)s Mo, pour %(largest)s Mo au plus.")
        raise Refused(message % {"size": size >> 20, "largest": LARGEST >> 20})
    content = file.read()
    if not covers.media_type(content):
        raise Refused(_("Ce n’est pas une image JPEG, PNG, WebP, GIF ou TIFF."))
    if covers.picture(content) is None:
        raise Refused(_("Cette image est abîmée, ou a plus de 40 millions de points."))
    return content


def _size(content: bytes) -> tuple[int, int]:
    """Return width and height in pixels, as it is turned for being seen."""
    with Image.open(BytesIO(content)) as image:
        return ImageOps.exif_transpose(image).size


def with_blocks(body: str, html: str, after: int | None) -> str:
    """Return a body with more behind so many of its blocks, in any case before its notes."""
    parts = blocks.blocks(body)
    first_note = len(parts)
    while first_note and notes.NOTE.fullmatch(parts[first_note - 1]):
        first_note -= 1
    place = first_note if after is None else min(after, first_note)
    return "\n".join([*parts[:place], html, *parts[place:]])
