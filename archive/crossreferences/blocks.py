"""The paragraphs of a body as plain text with its italics, and links put into them.

Pure functions. A place is a paragraph's number, from 0, and characters in its plain text.
"""

import html as entities
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.html import format_html

from archive.typesetting import TAG, WITHIN

ITALIC = ("<em>", "<i>", "<cite>")
ITALIC_ENDS = ("</em>", "</i>", "</cite>")
_HEADINGS = r"(?:h[1-6]|figcaption|caption|th|pre)\b"
HEADING = re.compile(f"<{_HEADINGS}")
HEADING_END = re.compile(f"</{_HEADINGS}")


class Block(NamedTuple):
    """A paragraph, heading or item: its plain text, and where its italics begin and end."""

    plain: str
    italics: list[tuple[int, int]]
    is_quoted: bool  # it stands in a quotation of its own
    is_heading: bool = False  # or a caption, or lines of a program: no prose


class Place(NamedTuple):
    """Where something stands in a body."""

    block: int
    start: int
    end: int


class Link(NamedTuple):
    """An address for what is printed at a place; `style` is the class that its looks are of."""

    place: Place
    printed: str
    address: str
    label: str
    style: str = "renvoi"


def blocks(body: str) -> list[Block]:
    """Return the paragraphs of clean HTML in their order, but for empty ones."""
    read = []
    for tokens in _runs(TAG.split(body)):
        if plain := "".join(token.plain for token in tokens):
            first = tokens[0]
            read.append(Block(plain, _italics(tokens), first.is_quoted, first.is_heading))
    return read


def linked(body: str, links: Iterable[Link]) -> str:
    """Return the body with these links.

    One is left out where the text is another by now, where a link stands already, and where it
    would begin within an element and end without.
    """
    of_blocks: dict[int, list[Link]] = {}
    for link in links:
        of_blocks.setdefault(link.place.block, []).append(link)
    if not of_blocks:
        return body
    tokens = TAG.split(body)
    number = 0
    for run in _runs(tokens):
        plain = "".join(token.plain for token in run)
        if plain:
            _link(tokens, run, plain, of_blocks.get(number, ()))
            number += 1
    return "".join(tokens)


class _Token(NamedTuple):
    """A run of characters between two tags: where it is among the tokens, and in its paragraph."""

    at: int
    start: int
    plain: str
    is_italic: bool
    is_linked: bool
    is_quoted: bool
    is_heading: bool

    @property
    def end(self) -> int:
        return self.start + len(self.plain)


def _runs(tokens: list[str]) -> Iterator[list[_Token]]:
    """Yield the texts of each paragraph; every second token is a tag."""
    run: list[_Token] = []
    start = italic = linked = quoted = heading = 0
    for at in range(0, len(tokens), 2):
        tag = tokens[at - 1] if at else ""
        if tag and not WITHIN.match(tag):
            if run:
                yield run
            run, start, italic, linked = [], 0, 0, 0
            heading += HEADING.match(tag) is not None
            heading -= HEADING_END.match(tag) is not None
            quoted += tag.startswith("<blockquote")
            quoted -= tag.startswith("</blockquote")
        italic += tag in ITALIC
        italic -= tag in ITALIC_ENDS
        linked += tag.startswith("<a ")
        linked -= tag == "</a>"
        plain = entities.unescape(tokens[at])
        if plain and (plain.strip() or run):
            token = _Token(at, start, plain, italic > 0, linked > 0, quoted > 0, heading > 0)
            run.append(token)
            start += len(plain)
    if run:
        yield run


def _italics(run: list[_Token]) -> list[tuple[int, int]]:
    return [(token.start, token.end) for token in run if token.is_italic and token.plain.strip()]


def _link(tokens: list[str], run: list[_Token], plain: str, links: Iterable[Link]) -> None:
    """Put the links of a paragraph into its tokens."""
    marks: dict[int, list[tuple[int, str]]] = {}  # of a token: where in its text, what is put there
    reached = 0
    for link in sorted(links, key=lambda link: link.place):
        _block, start, end = link.place
        if start < reached or plain[start:end] != link.printed or not link.printed:
            continue
        touched = [token for token in run if token.start < end and token.end > start]
        first, last = touched[0], touched[-1]
        is_linked = any(token.is_linked for token in touched)
        if is_linked or not _is_balanced(tokens[first.at + 1 : last.at : 2]):
            continue
        opening = format_html(
            '<a class="{}" href="{}" title="{}">', link.style, link.address, link.label
        )
        marks.setdefault(first.at, []).append((start - first.start, opening))
        marks.setdefault(last.at, []).append((end - last.start, "</a>"))
        reached = end
    for at, put in marks.items():
        tokens[at] = _marked(entities.unescape(tokens[at]), put)


def _marked(plain: str, put: Iterable[tuple[int, str]]) -> str:
    """Return a text as HTML with what is put at some of its characters, in their order."""
    parts = []
    written = 0
    for at, html in put:
        parts += [entities.escape(plain[written:at], quote=False), html]
        written = at
    parts.append(entities.escape(plain[written:], quote=False))
    return "".join(parts)


def _is_balanced(tags: Iterable[str]) -> bool:
    """Return True where each element that begins among these tags ends among them."""
    depth = 0
    for tag in tags:
        depth += -1 if tag.startswith("</") else 1
        if depth < 0:
            return False
    return depth == 0
