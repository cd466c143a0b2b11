"""The signature below a page's text, which is none of it: a name, a role and a day, one a line."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from lxml import etree

from archive import offices
from archive.ingest.pages.element_text import CLOSED
from archive.ingest.printed import labels, names
from archive.ingest.records import Printed
from archive.text import fold, name_key

# Lines of a signature, and characters of each.
FEWEST, MOST, LONGEST = 2, 4, 80
# What somebody does, by how French makes such words: « Conservateur général », « Libraire ».
TRADE = re.compile(
    r"[^\W\d_]+(?:eure?|trice|euse|i[eè]re?|ien(?:ne)?|iste|logue|graphe|aire|ente?)s?\b(?!['’])",
    re.I,
)


@dataclass(frozen=True)
class Signature:
    """Who signs in the last blocks of a body, and the day (EDTF) that stands there, "" for none."""

    blocks: list[etree._Element]
    bylines: list[Printed]
    day: str


def find(body: etree._Element, authors: Collection[Printed]) -> Signature | None:
    """Return the signature at the end of a body; None for none.

    A line there is the name of one of the page's authors, or has a known given name. Below it stand
    a role, a day or both: in the name's own paragraph, or in the next ones.
    """
    keys = {name_key(author.name) for author in authors}
    for count in (1, 3, 2):
        blocks = list(body[-count:])
        lines = [line for block in blocks for line in _lines(block)]
        is_cut = len(blocks) < count or len(body) == count or len(lines) < max(count, FEWEST)
        if is_cut or len(lines) > (MOST if count == 1 else count):
            continue
        if any(block.tag != "p" for block in blocks):
            continue
        signed = _read(lines, keys, is_one=count == 1)
        if signed:
            bylines, day = signed
            return Signature(blocks, bylines, day)
    return _role_alone(body, authors)


def _role_alone(body: etree._Element, authors: Collection[Printed]) -> Signature | None:
    """Return the last block where it is the role that the page gives an author elsewhere.

    The name above it may have gone with the page's own parts.
    """
    blocks = list(body[-1:])
    lines = [line for block in blocks for line in _lines(block)]
    if len(body) < 2 or len(lines) != 1:
        return None
    roles = {fold(author.role) for author in authors}
    if fold(lines[0]) not in roles:
        return None
    return Signature(blocks, list(authors), "")


def _lines(block: etree._Element) -> list[str]:
    """Return the lines of a block between its breaks."""
    parts = [""]
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if event == "start":
            if element.tag == "lb":
                parts.append("")
            parts[-1] += element.text or ""
        elif element is not block:
            parts[-1] += element.tail or ""
    return list(filter(None, (" ".join(part.split()) for part in parts)))


def _read(lines: list[str], authors: set[str], is_one: bool) -> tuple[list[Printed], str] | None:
    """Return who signs in these lines and the day there; None where they are no signature.

    `authors` are the keys of the names that the page gives elsewhere. `is_one` is True for lines of
    one paragraph: a role needs less there to be one.
    """
    if any(len(line) > LONGEST for line in lines):
        return None
    bylines = names.printed(lines[0], least=2) or _of_page(names.printed(lines[0]), authors)
    if not bylines or any(offices.is_office(byline.name) for byline in bylines):
        return None
    roles = [line.strip(names.MARKS) or line for line in lines[1:]]
    day = _day(roles[-1])
    if day:
        roles = roles[:-1]
    if any(CLOSED.search(role) or not role[0].isalpha() for role in roles):
        return None
    is_trade = is_one and roles and TRADE.match(roles[0])
    if roles and not (day or is_trade or names.is_role(roles[0])):
        return None
    if roles and not bylines[-1].role:
        bylines[-1] = replace(bylines[-1], role=", ".join(roles))
    return bylines, day


def _of_page(bylines: list[Printed], authors: set[str]) -> list[Printed]:
    """Return the bylines where all are authors that the page gives elsewhere; else []."""
    if all(name_key(byline.name) in authors for byline in bylines):
        return bylines
    return []


def _day(line: str) -> str:
    """Return the day that a line is, « Nantes, le 16 janvier 2019 » as well; "" for any other."""
    label = labels.read(line)
    if label and label.date and len(label.date) == 10 and not label.bylines:
        return label.date
    return ""
