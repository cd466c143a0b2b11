"""Captions of a WordPress export's galleries, which stand in items of their own, anywhere in the file."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from archive.ingest.files import decoding, xml_parts
from archive.ingest.records import Rejected
from archive.text import plain

MARK = b"[gallery"
ATTACHMENT = re.compile(rb"<wp:post_type>\s*(?:<!\[CDATA\[)?\s*attachment\b")
CAPTIONED = re.compile(rb"<excerpt:encoded>\s*(?:<!\[CDATA\[)?\s*[^\s<\]]")
LONGEST = 1000  # characters
MOST = 100_000  # captions; a file with more has its later galleries without


@dataclass
class Galleries:
    """Captions by the number of their picture, pictures by the number of the post they were uploaded to."""

    captions: dict[str, str] = field(default_factory=dict)
    of_post: dict[str, list[str]] = field(default_factory=dict)

    def shown(self, given: dict[str, str], post: str) -> list[str]:
        """The captions of « [gallery ids="…"] », or of all the post's pictures where it names none."""
        listed = given.get("ids") or given.get("include")
        left_out = re.findall(r"\d+", given.get("exclude", ""))
        numbers = re.findall(r"\d+", listed) if listed else self.of_post.get(post, [])
        return [
            self.captions[number]
            for number in numbers
            if number in self.captions and number not in left_out
        ]


def read(path: Path) -> Galleries:
    """The captions of a file's pictures; of one without galleries none, after a look that costs little."""
    galleries = Galleries()
    if not _has_galleries(path):
        return galleries
    for part in xml_parts.parts(path):
        if (
            part.kind != "item"
            or not ATTACHMENT.search(part.content)
            or not CAPTIONED.search(part.content)
        ):
            continue
        try:
            picture = xml_parts.parse(decoding.decode(part.content)[0])
        except (ValueError, Rejected):
            continue  # told when its turn comes
        number, caption = (
            picture.get("wp:post_id"),
            " ".join(plain(picture.get("excerpt:encoded")).split()),
        )
        if caption and len(galleries.captions) < MOST:
            galleries.captions[number] = caption[:LONGEST]
            galleries.of_post.setdefault(picture.get("wp:post_parent"), []).append(number)
    return galleries


def _has_galleries(path: Path) -> bool:
    with open(path, "rb") as file:
        last = b""
        while chunk := file.read(xml_parts.CHUNK):
            if MARK in last + chunk:
                return True
            last = chunk[-len(MARK) :]
    return False
