"""Covers of issues: captured pictures that all may see, made small enough for a page."""

from io import BytesIO
from typing import IO

from django.db.models import Exists, OuterRef
from PIL import Image, ImageOps, UnidentifiedImageError

from archive.models import Capture, Editorial, Issue
from archive.models.editorial_queries import EditorialQuerySet

FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
}
MEDIA_TYPES = frozenset(FORMATS)
LARGEST = 40 * 2**20  # bytes
MOST_PIXELS = 40_000_000  # a page at 600 dots an inch
SIZE = 640, 960  # pixels, of which neither side has more
QUALITY = 82
VERSION = 1  # of how they are made small: one more where the same picture becomes other bytes
ORIENTATION = 0x0112  # the tag of EXIF
LYING = {5, 6, 7, 8}  # its values for a picture that is turned by a quarter
# What Pillow raises over bytes that are no picture, or not a whole one.
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
)


def shown(issue: Issue) -> Capture | None:
    """Return the capture of an issue's cover, None where there is none or it is lost.

    So, too, where its editorial is not open to all, which may have been thrown away.
    """
    if issue.cover_id is None:
        return None
    is_open = Exists(Editorial.objects.open_to_all().filter(pk=OuterRef("editorial")))
    captures = Capture.objects.filter(is_open, media_type__in=MEDIA_TYPES, lost_at=None)
    return captures.filter(pk=issue.cover_id).first()


def editorials(issue: Issue) -> EditorialQuerySet:
    """Return the editorials among whose captures is the cover of an issue, mostly one or none."""
    return Editorial.objects.filter(captures__in=[issue.cover_id])


def media_type(content: bytes) -> str:
    """Return the media type of a picture; "" for what is none of these."""
    try:
        with Image.open(BytesIO(content), formats=list(FORMATS.values())) as image:
            form = image.format
    except UNREADABLE:
        return ""
    for name, written in FORMATS.items():
        if written == form:
            return name
    return ""


def picture(content: bytes, size: tuple[int, int] = SIZE) -> bytes | None:
    """Return the picture as a JPEG of no more than that size, in pixels, with nothing else in it.

    What is transparent is white. None where it is no picture, or too large.
    """
    if len(content) > LARGEST:
        return None
    try:
        with Image.open(BytesIO(content), formats=list(FORMATS.values())) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            shown = fitted(_upright(image), size)
            image.draft("RGB", size)  # of a JPEG no more is read than is shown
            small = _opaque(ImageOps.exif_transpose(image))
    except UNREADABLE:
        return None
    if small.size != shown:
        small = small.resize(shown, Image.Resampling.BICUBIC, reducing_gap=2.0)
    written = BytesIO()
    small.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()


def dimensions(file: IO[bytes]) -> tuple[int, int] | None:
    """Return width and height in pixels of a picture as it is looked at, None for no picture.

    Of most formats the head alone is read.
    """
    try:
        with Image.open(file, formats=list(FORMATS.values())) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            return _upright(image)
    except UNREADABLE:
        return None


def fitted(dimensions: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    """Return the size in pixels at which a picture of these dimensions is shown within another."""
    width, height = dimensions
    scale = min(1, size[0] / width, size[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def bounds(width: int) -> tuple[int, int]:
    """Return what a picture of that width is made to fit into, in pixels."""
    return width, 4 * width


def _upright(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    if image.getexif().get(ORIENTATION) in LYING:
        return height, width
    return width, height


def _opaque(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer)
    return paper
