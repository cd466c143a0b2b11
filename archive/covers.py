"""Covers of issues: a picture that was captured, made small enough for a page."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

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
# What Pillow raises over bytes that are no picture, or not a whole one.
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
)


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
            image.draft("RGB", size)  # of a JPEG no more is read than is shown
            small = _opaque(ImageOps.exif_transpose(image))
    except UNREADABLE:
        return None
    small.thumbnail(size)
    written = BytesIO()
    small.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()


def _opaque(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer)
    return paper
