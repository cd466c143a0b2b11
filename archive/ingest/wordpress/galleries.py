"""Captions of a WordPress export's galleries, which stand in items of their own, anywhere in it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from archive.ingest.files import decoding, xml_parts
from archive.ingest.files.xml_parts import Element, Part
from archive.ingest.posts.wordpress_text import line
from archive.ingest.records import Rejected

MARK = b"[gallery"
ATTACHMENT = re.compile(rb"<wp:post_type>\s*(?:<!\[CDATA\[)?\s*attachment\b")
CAPTIONED = re.compile(rb"<excerpt:encoded>\s*(?:<!\[CDATA\[)?\s*[^\s<\]]")
NUMBER = re.compile(r"\d+")
LONGEST = 1000  # characters
MOST = 100_000  # captions; a file with more has its later galleries without


@dataclass
class Galleries:
    """Captions by the number of their picture, and pictures by that of the post they belong to.

    A picture belongs to the post that it was uploaded to.
    """

    captions: dict[str, str] = field(default_factory=dict)
    of_post: dict[str, list[str]] = field(default_factory=dict)

    def add(self, picture: Element) -> None:
        """Take in the caption of an item that is a picture, where it has one."""
        caption = line(picture.get("excerpt:encoded"))
        if caption and len(self.captions) < MOST:
            number = picture.get("wp:post_id")
            self.captions[number] = caption[:LONGEST]
            self.of_post.setdefault(picture.get("wp:post_parent"), []).append(number)

    def captions_of(self, attributes: dict[str, str], post_number: str) -> list[str]:
        """Return the captions of « [gallery ids="…"] » in the post of that number.

        They are those of all the post's pictures where the gallery names none.
        """
        numbers = self.of_post.get(post_number, [])
        listed = attributes.get("ids") or attributes.get("include")
        if listed:
            numbers = NUMBER.findall(listed)
        excluded = NUMBER.findall(attributes.get("exclude", ""))
        captions = []
        for number in numbers:
            if number in self.captions and number not in excluded:
                captions.append(self.captions[number])
        return captions


def read(path: Path) -> Galleries:
    """Return the captions of a file's pictures.

    Of a file without galleries there are none, after a look that costs little.
    """
    galleries = Galleries()
    if not _has_galleries(path):
        return galleries
    for part in xml_parts.parts(path):
        if not _is_captioned_picture(part):
            continue
        try:
            picture = xml_parts.parse(decoding.decode(part.content)[0])
        except (ValueError, Rejected):
            continue  # told when its turn comes
        galleries.add(picture)
    return galleries


def _is_captioned_picture(part: Part) -> bool:
    if part.kind != "item":
        return False
    return bool(ATTACHMENT.search(part.content) and CAPTIONED.search(part.content))


def _has_galleries(path: Path) -> bool:
    with open(path, "rb") as file:
        end_of_last = b""
        while chunk := file.read(xml_parts.CHUNK):
            if MARK in end_of_last + chunk:
                return True
            end_of_last = chunk[-len(MARK) :]
    return False
