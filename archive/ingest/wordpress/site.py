"""What a WordPress export says of its site, and so of all its items."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.ingest.files import decoding, xml_parts
from archive.ingest.files.xml_parts import Element
from archive.ingest.posts.wordpress_text import line
from archive.ingest.records import Doubt, Rejected
from archive.ingest.wordpress.galleries import Galleries


@dataclass
class Site:
    """What an export says of all its items. `authors` are display names by login."""

    title: str = ""
    url: str = ""
    language: str = ""
    encoding: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    galleries: Galleries = field(default_factory=Galleries)
    seen: set[int] = field(default_factory=set)  # hashes of the source ids that are given out

    def decoded(self, content: bytes) -> tuple[str, list[Doubt]]:
        """Return a part of the export as text, and what is doubtful about its characters."""
        if self.encoding:
            with contextlib.suppress(UnicodeDecodeError):
                content = content.decode(self.encoding).encode()
        return decoding.decode(content)


def read(head: bytes) -> Site:
    """Return the site of an export by the elements that stand before the first item.

    Each is read on its own: one that is broken leaves the others.
    """
    site = Site(encoding=xml_parts.encoding(head))
    site.title = _first_line(site, head, "title")
    address = _first_line(site, head, "wp:base_blog_url", "link", "wp:base_site_url")
    site.url = address.rstrip("/")
    site.language = _first_line(site, head, "language")[:2].lower()
    for author in _elements(site, head, "wp:author"):
        full_name = line(
            f"{author.get('wp:author_first_name')} {author.get('wp:author_last_name')}"
        )
        display_name = line(author.get("wp:author_display_name"))
        site.authors[author.get("wp:author_login")] = display_name or full_name
    return site


def _first_line(site: Site, head: bytes, *tags: str) -> str:
    """Return the text of the first element of these tags that has any; "" if none has."""
    for tag in tags:
        for element in _elements(site, head, tag):
            text = line(element.text)
            if text:
                return text
    return ""


def _elements(site: Site, head: bytes, tag: str) -> Iterator[Element]:
    for start, end in xml_parts.elements(head, tag.encode()):
        try:
            yield xml_parts.parse(site.decoded(head[start:end])[0])
        except (ValueError, Rejected):
            continue
