"""What the visible lines of a page say that no markup tells: « Par Anne Martin le 7 mai 2004 »."""

import re
from collections.abc import Iterator

from lxml import etree

from archive.ingest.pages.claims import Claim
from archive.ingest.pages.element_text import JOINED, tidy
from archive.ingest.pages.surroundings import AROUND, is_elsewhere
from archive.ingest.printed import labels, names
from archive.ingest.printed.label_line import LabelLine

BLOCKS = {
    *("p", "div", "li", "td", "dd", "dt", "h2", "h3", "h4", "h5", "h6", "section", "article"),
    *("header", "address", "center", "tr", "table", "tbody", "ul", "ol", "dl", "figure", "main"),
    *("aside", "footer", "nav", "form", "blockquote", "body"),
}
# Lines after the headline, and before it, in which a label without a colon counts.
AFTER, BEFORE = 40, 8
# Lines below the headline that may be nothing but the author's name.
SIGNED = 4
# A label in an element of its own: bold before what it says, or in the line above it.
SET_APART = re.compile(
    r"(?:auteure?s?|autrices?|authors?|autor(?:in)?(?:/autor(?:in)?)?"
    r"|date(?: de (?:publication|parution))?|(?:publiée?|parue?|mise? en ligne)(?: le)?"
    r"|published(?: on)?|posted(?: on)?)",
    re.I,
)
LABELS = {"strong", "b", "em", "i", "span"}
# A page has some hundred lines; a list of links has more, and says nothing about the text.
MOST_LINES = 1_500
LABELLED = re.compile(
    r"\b(?:auteure?s?|autrice|authors?|par|by|date|publié|parue?|mise? en ligne|published|posted)"
    r"\b[^:]{0,20}:",
    re.I,
)


def find(tree: etree._Element, heading: etree._Element | None) -> Iterator[Claim]:
    """Yield claims on author and date from the lines around the heading.

    Labels with a colon (« Auteur : … ») count anywhere on the page.
    """
    lines, place = _lines(tree, heading)
    for number, line in enumerate(lines):
        is_near = place is None or -BEFORE <= number - place <= AFTER
        if not is_near and not LABELLED.match(line) and not SET_APART.fullmatch(line):
            continue
        below = "".join(lines[number + 1 : number + 2])
        label = _label(line, below)
        is_below = place is not None and 0 < number - place <= SIGNED
        if label:
            yield from _claims(label, is_below)
        elif is_below and names.printed(line, least=2):
            yield Claim("author", line, "signature")


def _lines(tree: etree._Element, heading: etree._Element | None) -> tuple[list[str], int | None]:
    """Return the lines that are no paragraphs, with the place of the heading among them.

    A line is what stands between two edges of blocks, also beside blocks in one parent.
    """
    lines: list[str] = []
    parts: list[str] = []
    place = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in BLOCKS or element.tag == "br":
            line = tidy("".join(parts))
            parts.clear()
            if 3 < len(line) < 200 and len(lines) < MOST_LINES and _may_speak_of_text(element):
                lines.append(line)
        elif element.tag not in JOINED:
            parts.append(" ")
        if event == "start":
            parts.append(element.text or "")
            if element is heading:
                place = len(lines)
        else:
            if element.tag in LABELS and SET_APART.fullmatch("".join(parts).strip()):
                parts.append(" : ")
            parts.append(element.tail or "")
    return lines, place


def _may_speak_of_text(element: etree._Element) -> bool:
    """Return True for what stands in the text's own <article>, or at least not elsewhere.

    In that <article>, a column at the side speaks of the text as well: it holds credits.
    """
    if any(AROUND in article.attrib for article in element.iterancestors("article")):
        return True
    return not is_elsewhere(element)


def _label(line: str, below: str) -> LabelLine | None:
    """Return what a line says, with the next where its label has no value of its own."""
    label = labels.read(line)
    if not label or label.date or label.bylines or len(below) >= 80:
        return label
    if label.awaits & {"date", "bylines"}:
        return labels.read(f"{line} {below}") or label
    return label


def _claims(label: LabelLine, is_below: bool) -> Iterator[Claim]:
    """Yield what a label claims, a day with its weekday right below the headline as well.

    Elsewhere that may be the day on which the page was looked at. `is_below` tells where it is.
    """
    if label.bylines:
        line = " | ".join(byline.name for byline in label.bylines)
        yield Claim("author", line, "signature" if label.poster else "label")
    if label.date and (is_below or not label.today):
        is_labelled = label.labelled or label.bylines
        origin = "label" if is_labelled else "printed"
        yield Claim("date", label.date, origin, printed=label.printed)
    if label.updated:
        yield Claim("updated", label.updated, "label")
