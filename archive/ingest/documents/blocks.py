"""The HTML that a document became, as lines: a paragraph, a heading, a list's entry each."""

import html
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy
from lxml import etree
from lxml import html as lxml_html

from archive.ingest.dumps.dump_lines import Line
from archive.text import clean_html, plain

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {"p", "li", "td", "th", "pre", "dt", "dd", "address", "caption", "figcaption", *HEADINGS}
INSIDE = {*BLOCKS, "ul", "ol", "table", "blockquote", "div", "section", "article", "tr", "tbody"}
# What is told of as left out, and what is no part of the text at all.
LEFT_OUT = {
    "img": gettext_lazy("images"),
    "svg": gettext_lazy("images"),
    "object": gettext_lazy("objets incorporés"),
    "video": gettext_lazy("vidéos"),
    "audio": gettext_lazy("sons"),
}
UNSEEN = ("script", "style", "template", "head", "nav")
BREAK = re.compile(r"<br\b[^>]*>", re.I)
# Characters of a line that was ended where it was full, not where its sense was.
FULL = 60
# Words of a table's cell, on the whole, in a table of figures or names; more is a text set so.
SHORT_CELL = 12
LONGEST_TABLE = 20_000  # characters
DEEPEST = 200


@dataclass
class Blocks:
    """The lines of a document, its notes as HTML, and what was left out of it, by kind."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read(source: str) -> Blocks:
    """Return the blocks of HTML, in their order; those of the class "note" apart."""
    blocks = Blocks()
    if not source.strip():
        return blocks
    tree = lxml_html.fragment_fromstring(source, create_parent="div")
    etree.strip_elements(tree, *UNSEEN, with_tail=False)
    passed: set[etree._Element] = set()
    for element in list(tree.iter(etree.Element)):
        if element in passed or element.getparent() in passed:
            passed.add(element)
            continue
        kind = str(LEFT_OUT.get(element.tag, ""))
        if kind and kind not in blocks.left_out:
            blocks.left_out.append(kind)
        if element.tag == "table" and _is_of_figures(element):
            blocks.lines.append(_whole(element))
            passed.add(element)
        elif _is_block(element):
            _add(blocks, element)
            passed.add(element)
    _set_gaps(blocks.lines)
    return blocks


def _is_block(element: etree._Element) -> bool:
    """Return True for an element that holds a line's text and no other block."""
    if element.tag in ("div", "section", "blockquote", "article", "body"):
        if not _own_text(element):
            return False
    elif element.tag not in BLOCKS:
        return False
    return not any(inner.tag in INSIDE for inner in element.iterdescendants(etree.Element))


def _own_text(element: etree._Element) -> str:
    """Return the text that stands in an element outside of blocks."""
    texts = [element.text or ""]
    for child in element:
        texts.append(child.tail or "")
        if child.tag not in INSIDE:
            texts.append("".join(child.itertext()))
    return "".join(texts).strip()


def _add(blocks: Blocks, element: etree._Element) -> None:
    inner = _inner(element)
    if "note" in element.get("class", "").split():
        blocks.notes.append(f'<p class="note">{inner}</p>')
        return
    pieces = BREAK.split(inner)
    texts = [_plain(piece) for piece in pieces]
    full = [text for text in texts[:-1] if len(text) >= FULL]
    if len(pieces) > 1 and len(full) == len(pieces) - 1:
        pieces = [" ".join(pieces)]
    level = HEADINGS.get(element.tag, 0)
    if level:
        pieces = [" ".join(pieces)]
    for piece in pieces:
        text = _plain(piece)
        if text:
            blocks.lines.append(_line(element, text, piece.strip(), level))


def _line(element: etree._Element, text: str, inner: str, level: int) -> Line:
    line = Line(text, heading=level)
    if inner != html.escape(text, quote=False):
        line.html = inner
    above = _above(element)
    if "li" in (element.tag, *above[:1]):
        line.mark = "•"
        if "ol" in above[:2]:
            line.mark = "1."
    elif "blockquote" in (element.tag, *above) and not level:
        line.html = f"<blockquote><p>{inner}</p></blockquote>"
    return line


def _above(element: etree._Element) -> list[str]:
    """Return the names of the elements around one, the nearest first."""
    names: list[str] = []
    for around in element.iterancestors():
        names.append(around.tag)
        if len(names) > DEEPEST:
            break
    return names


def _inner(element: etree._Element) -> str:
    """Return what stands in an element as HTML: emphasis, links, raised numbers, breaks."""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        parts.append(etree.tostring(child, encoding="unicode", method="html"))
    return clean_html("".join(parts))


def _plain(inner: str) -> str:
    return " ".join(plain(inner).replace("\ufeff", "").split())


def _is_of_figures(table: etree._Element) -> bool:
    """Return True for a table that is one, not a way to set paragraphs beside each other."""
    rows = list(table.iter("tr"))
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        return False
    cells = list(table.iter("td", "th"))
    words = sum(len("".join(cell.itertext()).split()) for cell in cells)
    return words <= SHORT_CELL * len(cells)


def _whole(table: etree._Element) -> Line:
    """Return a table as one line."""
    whole = clean_html(etree.tostring(table, encoding="unicode", method="html", with_tail=False))
    if len(whole) > LONGEST_TABLE:
        return Line(_plain(whole))
    return Line(_plain(whole), html=whole)


def _set_gaps(lines: list[Line]) -> None:
    """Say of each line that blank ones surround it: a document parts its paragraphs by itself."""
    for line in lines:
        line.gap_before = line.gap_after = True
