"""What the visible lines of a page say that no markup tells: « Par Anne Martin le 7 mai 2004 », « Auteur : … »."""

import re
from collections.abc import Iterator

from lxml import etree

from archive.ingest.pages.claims import AROUND, JOINED, Claim, is_elsewhere, tidy
from archive.ingest.printed import labels, names
from archive.ingest.printed.labels import LabelLine

BLOCKS = {
    *(
        "p",
        "div",
        "li",
        "td",
        "dd",
        "dt",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "address",
        "center",
    ),
    *(
        "tr",
        "table",
        "tbody",
        "ul",
        "ol",
        "dl",
        "figure",
        "main",
        "aside",
        "footer",
        "nav",
        "form",
        "blockquote",
        "body",
    ),
}
# Lines after the headline, and before it, in which a label without a colon counts.
AFTER, BEFORE = 40, 8
# A page has some hundred lines; a list of links has more, and says nothing about the text.
MOST_LINES = 1_500
NAMED = re.compile(
    r"\b(?:auteure?s?|autrice|authors?|par|by|date|publié|parue?|mise? en ligne|published|posted)\b[^:]{0,20}:",
    re.I,
)


def find(tree: etree._Element, heading: etree._Element | None) -> Iterator[Claim]:
    """Claims on author and date from the lines around the heading, and from labels with a colon anywhere."""
    lines, place = _lines(tree, heading)
    for number, line in enumerate(lines):
        near = place is None or -BEFORE <= number - place <= AFTER
        if not near and not NAMED.match(line):
            continue
        said = _said(line, lines[number + 1] if number + 1 < len(lines) else "")
        if said:
            yield from _claims(said)
        elif (
            near and place is not None and 0 < number - place <= 4 and names.printed(line, least=2)
        ):
            yield Claim("author", line, "signature")


def _lines(tree: etree._Element, heading: etree._Element | None) -> tuple[list[str], int | None]:
    """The lines that are no paragraphs, with the place of the heading among them.

    A line is what stands between two edges of blocks, also beside blocks in one parent.
    """
    lines: list[str] = []
    parts: list[str] = []
    place = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in BLOCKS or element.tag == "br":
            line = tidy("".join(parts))
            parts.clear()
            if 3 < len(line) < 200 and len(lines) < MOST_LINES and _is_near(element):
                lines.append(line)
        elif element.tag not in JOINED:
            parts.append(" ")
        if event == "start" and element is heading:
            place = len(lines)
        parts.append((element.text if event == "start" else element.tail) or "")
    return lines, place


def _is_near(element: etree._Element) -> bool:
    """True for what speaks of the text: in its own <article> also a column at the side, with credits in it."""
    own = any(AROUND in one.attrib for one in element.iterancestors("article"))
    return own or not is_elsewhere(element)


def _said(line: str, below: str) -> LabelLine | None:
    """What a line says, with the next where its label has no value of its own."""
    said = labels.read(line)
    if (
        said
        and said.awaits & {"date", "bylines"}
        and not (said.date or said.bylines)
        and len(below) < 80
    ):
        return labels.read(f"{line} {below}") or said
    return said


def _claims(said: LabelLine) -> Iterator[Claim]:
    if said.bylines:
        together = " | ".join(one.name for one in said.bylines)
        yield Claim("author", together, "signature" if said.poster else "label")
    if said.date and not said.today:
        yield Claim("date", said.date, "label" if said.labelled or said.bylines else "printed")
    if said.updated:
        yield Claim("updated", said.updated, "label")
