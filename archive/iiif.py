"""Pictures for the viewers of libraries: IIIF Presentation 3 and Image 3, level 0. Pure functions.

https://iiif.io/api/presentation/3.0/ and https://iiif.io/api/image/3.0/: every size of a picture is
one that the archive shows readers anyway.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PRESENTATION = "http://iiif.io/api/presentation/3/context.json"
IMAGE = "http://iiif.io/api/image/3/context.json"
MEDIA_TYPE = f'application/ld+json;profile="{PRESENTATION}"'
# The only terms that a manifest takes as an address; each is written without TLS.
RIGHTS = re.compile(
    r"https?://(creativecommons\.org/(?:licenses|publicdomain)/.+|rightsstatements\.org/vocab/.+)"
)
# What a viewer asks of an image: the whole of it, in one of its sizes, as it stands.
WHOLE, UPRIGHT = "full", "0/default.jpg"
Size = tuple[int, int]  # width and height in pixels


@dataclass(frozen=True)
class Picture:
    """A picture as a manifest shows it.

    `address` is what the addresses of it begin with, `image` that of its largest JPEG. `sizes` are
    all that it is to be had in, the largest last; `is_service` tells whether by IIIF's addresses.
    """

    address: str
    image: str
    label: str
    language: str
    sizes: Sequence[Size]
    is_service: bool


def manifest(
    address: str,
    heading: dict[str, list[str]],
    pictures: Sequence[Picture],
    properties: dict[str, Any],
) -> dict[str, Any]:
    """Return a manifest of pictures, of which there is one at least.

    `heading` is its label by language; of `properties` those that are empty are left out.
    """
    filled = {name: content for name, content in properties.items() if content}
    return {
        "@context": PRESENTATION,
        "id": address,
        "type": "Manifest",
        "label": heading,
        **filled,
        "thumbnail": [_thumbnail(pictures[0])],
        "items": [canvas(picture) for picture in pictures],
    }


def canvas(picture: Picture) -> dict[str, Any]:
    """Return the canvas that one picture fills, as large as its largest size."""
    address = canvas_address(picture)
    width, height = picture.sizes[-1]
    body = _image(picture.image, (width, height))
    if picture.is_service:
        body["service"] = [_service_of(picture)]
    painting = {
        "id": f"{address}#painting",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": address,
    }
    return {
        "id": address,
        "type": "Canvas",
        "label": in_language(picture.label, picture.language),
        "width": width,
        "height": height,
        "thumbnail": [_thumbnail(picture)],
        "items": [{"id": f"{address}#page", "type": "AnnotationPage", "items": [painting]}],
    }


def canvas_address(picture: Picture) -> str:
    """Return what names a canvas, and where it is."""
    return f"{picture.address}/canvas.json"


def service(address: str, sizes: Sequence[Size]) -> dict[str, Any]:
    """Return what an image is to be had in, as info.json says it; the largest size is last."""
    width, height = sizes[-1]
    return {
        "@context": IMAGE,
        "id": address,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level0",
        "width": width,
        "height": height,
        "sizes": [{"width": width, "height": height} for width, height in sizes],
    }


def in_language(words: str, language: str = "") -> dict[str, list[str]]:
    """Return words as IIIF has them, by their language; without one where none is known."""
    return {language or "none": [words]}


def rights(address: str) -> str:
    """Return the address of a licence as a manifest takes it, "" for any that it does not."""
    licence = RIGHTS.fullmatch(address)
    return f"http://{licence[1]}" if licence else ""


def _image(address: str, size: Size) -> dict[str, Any]:
    width, height = size
    return {
        "id": address,
        "type": "Image",
        "format": "image/jpeg",
        "width": width,
        "height": height,
    }


def _thumbnail(picture: Picture) -> dict[str, Any]:
    if not picture.is_service:
        return _image(picture.image, picture.sizes[-1])
    width, height = picture.sizes[0]
    image = _image(f"{picture.address}/{WHOLE}/{width},{height}/{UPRIGHT}", (width, height))
    return image | {"service": [_service_of(picture)]}


def _service_of(picture: Picture) -> dict[str, Any]:
    return {"id": picture.address, "type": "ImageService3", "profile": "level0"}
