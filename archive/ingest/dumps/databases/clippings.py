"""A document of a press database, and the labelled lines, blocks and feet that databases print."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

FOOT = re.compile(
    r"^(?:©|\(c\)|copyright\b|tous droits réservés|all rights reserved|ce certificat est émis"
    r"|(?:cet article est|aussi|également) paru dans\b|this certificate|certificat émis"
    r"|numéro de document|document number|news·"
    r"|(?:illustration|encadré)(?:s|\(s\))?\s*:|note\(s\)|load-date|classification(?:\s*:|$))",
    re.I,
)
HEADER = re.compile(
    r"^(?:europresse|factiva|lexisnexis|nexis)\b.*$"
    r"|^(?:page|document) \d+ (?:sur|of|de) \d+(?: ©.*)?$",
    re.I,
)
# Instead of the name of the field that goes on: none does, or one that is not taken.
CLOSED, PASSED_OVER = "", "passed over"
# « Opinions; Pg. 12 », « Idées ; 4 »
PAGE = re.compile(r"\s*;\s*(?:(?:pages?|pgs?|pp?)\b\.?\s*)?(\S*\d\S*)$", re.I)
PARAGRAPH = 6  # words of a line of the text
# A label of a line (its name, its text), by all lines, the line's index and the field that goes on.
Labels = Callable[[list[str], int, str | None], tuple[str, str] | None]


@dataclass
class Clipping:
    """A document of a press database: its fields as its head prints them, and its text."""

    title: str = ""
    author: str = ""
    date: str = ""
    publication: str = ""
    section: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    tags: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)


def blocks_of(part: str) -> list[list[str]]:
    """Return the lines of a part by blocks between blank lines, without the database's own."""
    blocks: list[list[str]] = [[]]
    for raw_line in part.split("\n"):
        line = " ".join(raw_line.split())
        if HEADER.match(line) or FOOT.match(line):
            line = ""
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return list(filter(None, blocks))


def with_gaps(blocks: list[list[str]]) -> list[str]:
    """Return the lines of blocks with a blank one between two."""
    spaced: list[str] = []
    for block in blocks:
        spaced += [*block, ""]
    return spaced


def read_fields(
    clipping: Clipping, part: str, label_of: Labels, fields: dict[str, str]
) -> list[str]:
    """Fill a clipping from labelled lines; return the lines above the first label, blank ones too.

    A field goes on over the lines below its label, up to a blank one; a text up to the next label.
    """
    preamble: list[str] = []
    name: str | None = None  # of the field that goes on
    raw_lines = part.split("\n")
    for index, raw_line in enumerate(raw_lines):
        line = " ".join(raw_line.split())
        if HEADER.match(line):
            continue
        label = label_of(raw_lines, index, name)
        if label:
            name, line = fields.get(label[0]) or PASSED_OVER, label[1]
        is_below_head = bool(clipping.title) or any(preamble)
        if name is None:
            preamble.append(line)
        elif name == "body":
            clipping.body.append(line)
        elif name == "place" and line:
            page = PAGE.search(line)
            clipping.page = page[1] if page else ""
            clipping.section = line[: page.start()] if page else line
            name = CLOSED
        elif not line:
            name = CLOSED
        elif name == CLOSED and is_below_head and len(line.split()) >= PARAGRAPH:
            name = "body"  # some sources have no label for their text
            clipping.body.append(line)
        elif name not in (CLOSED, PASSED_OVER):
            setattr(clipping, name, " ".join(filter(None, (getattr(clipping, name), line))))
    return preamble
