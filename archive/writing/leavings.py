"""What cleaning leaves aside of the Markdown that somebody typed: told, so that nothing goes
unseen. And signs that look like HTML, and are none."""

import re
from html import escape
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from lxml.html import defs

from archive import pictures, text

ELEMENTS = defs.tags | text.KEPT | text.PARAGRAPHS | text.UNSEEN_ELEMENTS
ELEMENTS |= {"picture", "dialog", "slot"}
TAG = re.compile(r"(?<!\\)<(?=/?([^\W\d_][\w-]*)(?:[\s/>]|$))")
# Beside `text.UNSEEN_ELEMENTS`, elements of which readers would have seen something.
SHOWING = {"video", "audio", "embed", "input", "canvas", "frame"}
MOST_TOLD = 5  # pieces that the sentence names
LONGEST_TOLD = 60  # characters of each


def without_false_tags(markdown: str) -> str:
    """Return Markdown in which « <truc> », which is no element of HTML, is text."""

    def escaped(sign: re.Match) -> str:
        return sign[0] if sign[1].lower() in ELEMENTS else "&lt;"

    return TAG.sub(escaped, markdown)


def told(html: str) -> list[str]:
    """Return a sentence that names what cleaning takes out of this HTML; none for nothing."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    pieces = list(dict.fromkeys(reader.pieces))
    if not pieces:
        return []
    named = ", ".join(_shortened(piece) for piece in pieces[:MOST_TOLD])
    if len(pieces) > MOST_TOLD:
        named += "…"
    return [_("Laissé de côté : %(pieces)s") % {"pieces": named}]


def _shortened(piece: str) -> str:
    line = " ".join(piece.split())
    return line if len(line) <= LONGEST_TOLD else f"{line[: LONGEST_TOLD - 1]}…"


class _Reader(HTMLParser):
    """Notes what cleaning takes out, as it would be typed."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "img":
            address = attributes.get("src") or ""
            if not pictures.known(self.get_starttag_text() or "") or not address:
                self.pieces.append(f"![{attributes.get('alt') or ''}]({address})")
        elif tag in text.UNSEEN_ELEMENTS or tag in SHOWING:
            self.pieces.append(f"<{tag}>")
        elif tag == "a" and "href" in attributes and not _leads(attributes["href"] or ""):
            self.pieces.append(attributes["href"] or "<a>")

    def handle_comment(self, data: str) -> None:
        self.pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.pieces.append(f"<?{data}>")


def _leads(address: str) -> bool:
    """Return True for an address that a link of a body may lead to."""
    return "<a href=" in text.clean_html(f'<a href="{escape(address)}">x</a>')
