"""Encoded XML as the HTML of a body: a table says what each element becomes."""

import html
import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from lxml import etree

from archive.ingest.files.xml_documents import local, text_in

WHITE = re.compile(r"[ \t\r\n]+")
DEEPEST = 200
WEBLIKE = ("http://", "https://", "mailto:")


class Markup:
    """The HTML of encoded elements.

    `tags` is {element: the element of HTML, "" for its text alone}, `aside` what is no part of the
    text, `notes` the elements of notes, which come behind the text.
    """

    def __init__(self, tags: Mapping[str, str], aside: frozenset[str], notes: frozenset[str]):
        self._tags, self._aside, self._note_names = tags, aside, notes
        self._noted: list[str] = []
        self.left_out: set[str] = set()

    def of(self, body: etree._Element, notes: Iterable[etree._Element] = ()) -> str:
        """Return a body as HTML; behind it the notes in it, and those that stand elsewhere."""
        self._noted = []
        text = self._inner(body, 1)
        for note in notes:
            self._note(note, 1)
        return "\n".join([text, *self._noted])

    def _inner(self, element: etree._Element, level: int) -> str:
        parts = [_text(element.text)]
        for child in element:
            if isinstance(child.tag, str):
                parts.append(self._element(child, level))
            parts.append(_text(child.tail))
        return "".join(parts)

    def _element(self, element: etree._Element, level: int) -> str:
        name = local(element)
        if name in self._aside or level > DEEPEST:
            return ""
        if name in self._note_names:
            return self._note(element, level)
        if name in ("graphic", "figure", "fig", "media", "inline-graphic"):
            self.left_out.add(_("images"))
            return ""
        if name in ("div", "sec", "div1", "div2", "div3"):
            return self._inner(element, min(level + 1, 6))
        inner = self._inner(element, level)
        if name == "head" or (name == "title" and local(element.getparent()) == "sec"):
            return f"<h{level}>{inner}</h{level}>"
        if name in ("ref", "ext-link", "uri", "a"):
            return _link(element, inner)
        if name in ("hi", "emph", "bold", "italic", "title"):
            tag = _emphasis(element, name)
            return f"<{tag}>{inner}</{tag}>" if tag else inner
        if name == "xref":
            return f"<sup>[{inner}]</sup>" if element.get("ref-type") == "fn" else inner
        if name in ("lb", "break"):
            return "" if element.get("break") == "no" else " "
        tag = self._tags.get(name, "")
        if tag == "ul" and element.get("rend") in ("numbered", "ordered"):
            tag = "ol"
        if not tag:
            return inner
        return f"<{tag}>{inner}</{tag}>"

    def _note(self, note: etree._Element, level: int) -> str:
        number = note.get("n") or str(len(self._noted) + 1)
        for child in note:
            if local(child) == "label":
                number = text_in(child).strip("[]().") or number
                note.remove(child)
        text = html.escape(text_in(note), quote=False)
        self._noted.append(f'<p class="note">{html.escape(number)}. {text}</p>')
        return f"<sup>[{html.escape(number)}]</sup>"


def _text(text: str | None) -> str:
    """Return a text as HTML: encoded files break lines where they like."""
    return html.escape(WHITE.sub(" ", text or ""), quote=False)


def _link(element: etree._Element, inner: str) -> str:
    for key, address in element.attrib.items():
        is_address = etree.QName(key).localname in ("target", "href")
        if is_address and address.startswith(WEBLIKE):
            return f'<a href="{html.escape(address)}">{inner}</a>'
    return inner


def _emphasis(element: etree._Element, name: str) -> str:
    styles = f"{name} {element.get('rend', '')} {element.get('rendition', '')}"
    if "bold" in styles:
        return "strong"
    if "sup" in styles:
        return "sup"
    if "ital" in styles or name in ("emph", "italic", "title"):
        return "em"
    return ""
