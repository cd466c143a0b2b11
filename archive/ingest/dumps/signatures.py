"""The foot of a text: who signed it, with what role, and the notes below the signature."""

import re
from dataclasses import dataclass, field

from archive.ingest.dumps.body_html import is_note
from archive.ingest.dumps.dump_lines import Line
from archive.ingest.printed import labels, names
from archive.ingest.printed.labels import Said
from archive.ingest.records import Printed

# A signature stands among the last lines of a text, or the first below it.
TAIL = 6
INLINE = re.compile(r"(?<=[.!?…»\"”])\s+(\S+(?:\s\S+){1,3})$")


@dataclass
class Signature:
    """A text without its foot, and what the foot says; `unsure` where only its place makes a line a name."""

    body: list[Line]
    bylines: list[Printed] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    unsure: bool = False


def find(body: list[Line], below: list[Line]) -> Signature:
    lines = body + below
    for index in range(max(1, len(body) - TAIL), len(lines)):
        if index < len(body) and sum(len(line.text) for line in lines[index + 1 : len(body)]) > 600:
            continue
        bylines, said = _signed(lines, index, len(body))
        if bylines:
            return _read_foot(lines, index, len(body), bylines, said)
    found = _inline(body)
    rest = [line for line in below[:3] if is_note(line)]
    found.notes = rest
    found.said = _told(below)
    return found


def _told(below: list[Line]) -> list[Said]:
    """What labels below the text say; a day without one, or further down, is that of another article."""
    told = []
    for number, line in enumerate(below):
        said = None if is_note(line) else _said(line)
        if said and said.date and (number > 3 or not said.labelled):
            said.date = None
        if said:
            told.append(said)
    return told


def _said(line: Line) -> Said | None:
    return labels.read(line.text) or None


def _signed(lines: list[Line], index: int, end: int) -> tuple[list[Printed], Said | None]:
    """The names on a line, if it is a signature there."""
    line = lines[index]
    if (line.mark and line.mark not in "-–—") or len(line.text) > 160:
        return [], None
    said = _said(line)
    if said and said.bylines:
        return said.bylines, said
    after = lines[index + 1] if index + 1 < len(lines) else None
    # Right below the text, or above a role, any capitalised words may be a name; elsewhere only a known given name.
    placed = line.gap_before and (index == end or bool(after and names.is_role(after.text)))
    return names.printed(line.text, least=1 if placed else 2), None


def _read_foot(
    lines: list[Line], index: int, end: int, bylines: list[Printed], said: Said | None
) -> Signature:
    found = Signature(lines[: min(index, end)], bylines, said=[said] if said else [])
    found.unsure = not said and names.certainty(bylines[0].name) == 1 and not bylines[0].role
    for number, line in enumerate(lines[index + 1 :], start=index + 1):
        if not found.notes and names.is_role(line.text) and not found.bylines[-1].role:
            found.bylines = [*found.bylines[:-1], Printed(found.bylines[-1].name, line.text)]
            found.unsure = False
        elif is_note(line) or number < end:
            found.notes.append(line)
        elif more := names.printed(line.text, least=2):
            found.bylines = found.bylines + more
        else:
            break
    found.said += _told(lines[end:])
    return found


def _inline(body: list[Line]) -> Signature:
    """« … Bonne lecture. François Rouffiac »: a name behind the last sentence."""
    last = body[-1]
    match = INLINE.search(last.text[-80:])
    if not match or names.certainty(match[1]) < 2:
        return Signature(body)
    cut = len(last.text) - len(match.group())
    shortened = Line(last.text[:cut], last.mark, last.heading, last.gap_before, last.gap_after)
    return Signature([*body[:-1], shortened], [Printed(match[1])])
