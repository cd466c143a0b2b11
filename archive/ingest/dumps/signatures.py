"""The foot of a text: who signed it, with what role, and the notes below the signature."""

import re
from collections.abc import Container
from dataclasses import dataclass, field, replace

from archive import offices, printed_dates
from archive.ingest.dumps.body_html import is_note
from archive.ingest.dumps.dump_lines import Line
from archive.ingest.dumps.judged_lines import CLOSED, LONG, is_of_names
from archive.ingest.printed import labels, names
from archive.ingest.printed.label_line import LabelLine
from archive.ingest.printed.template_lines import is_section
from archive.ingest.records import Printed
from archive.text import name_key

# A signature stands among the last lines of a text, or the first below it,
TAIL = 6
# with at most so many characters of the text behind it.
LONGEST_NOTES = 600
# From how many words on a text may be signed within what seems to be all of it.
SHORTEST = 60
# Old print ends a signature with a full stop, which is no initial's: « R. DUMONTEIL. »
FULL_STOP = re.compile(r"(?<=\w{4})\.$")
PRESENTED = re.compile(
    r"\(?\*?\s?(?P<name>[A-ZÀ-Þ][\w’'.-]+(?: [\w’'.-]+){0,3}? [A-ZÀ-Þ][\w’'-]+)"
    r"(?:, [^,.]{3,60},)? (?:est|dirige|enseigne|travaille|préside|anime|is|teaches|runs)\b"
)
# « Pour le bureau, », « Au nom de l’équipe, »
ON_BEHALF = re.compile(r"(?:Pour|Au nom d|P/|P/o|P\.o\.)\b|(?:Les?|La|L[’'])\s?\w+$")
# « Adhésion : 20 € », at a line's start and behind a full stop.
FIELD = re.compile(r"[A-ZÀ-Þ][\w’' -]{2,30}?[ \u00a0]?: ?(?=[\w+«(])")
FIELDS = re.compile(rf"(?:^|(?<=[.;|–-] )){FIELD.pattern}")
LONGEST_FIELDS = 160
FARTHEST_FOOT = 6  # lines between a signature and the page's foot
LONGEST_BYLINE = 80
# A day, with its hour or a colon behind it, that opens a line.
ENTRY = re.compile(
    rf"(?:(?:{printed_dates.WEEKDAYS}) )?\d{{1,2}}(?:er)?"
    rf" (?:{'|'.join(printed_dates.FRENCH_MONTHS)})(?: (?:19|20)\d\d)?"
    r"(?:,? (?:à )?\d{1,2} ?h\b|[ \u00a0]?:)",
    re.I,
)
POSTSCRIPT = re.compile(r"p\.?-? ?s\.?|post-scriptum", re.I)
# What ends an entry of a table of contents, and the fewest entries of one.
OF_PAGE = re.compile(r"[\s,(]p(?:p?\.|ages?) ?\d{1,4}\)?$", re.I)
LEAST_ENTRIES = 2
MOST_LEADING_IN = 7  # spaces of what leads in to a name
INLINE = re.compile(r"(?<=[.!?…»\"”])\s+(\S+(?:\s\S+){1,3})$")


@dataclass
class Signature:
    """A text without its foot, and what the foot says.

    `label_lines` are those of the foot, `unsure` says that only its place makes a line a name,
    `left` are lines below it that are no notes: what comes next, who may use the text.
    """

    body: list[Line]
    bylines: list[Printed] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    label_lines: list[LabelLine] = field(default_factory=list)
    unsure: bool = False
    left: list[Line] = field(default_factory=list)


def find(body: list[Line], below: list[Line]) -> Signature:
    """Return the signature of a text whose lines are `body`; `below` are the lines below it."""
    lines = body + below
    for index in range(max(1, len(body) - TAIL), len(lines)):
        if sum(len(line.text) for line in body[index + 1 :]) > LONGEST_NOTES:
            continue
        bylines, label_line = _signed(lines, index, len(body))
        if bylines:
            return _read_foot(lines, index, len(body), bylines, label_line)
    signature = _presented(body, below) or _inline(body)
    signature.notes = _notes_below(below)
    signature.label_lines = _labels_below(below)
    return signature


def _notes_below(below: list[Line]) -> list[Line]:
    """Return the notes right below a text; several lines with stars are a list of other texts."""
    notes = list(filter(is_note, below[:3]))
    starred = [line for line in notes if line.mark == "*"]
    return [line for line in notes if line not in starred] if len(starred) > 1 else notes


def end_of_text(body: list[Line], signers: Container[str]) -> int:
    """Return where a text ends that is signed and may have other pieces below it.

    `signers` are the names above the text, by their keys. Those pieces begin with a heading of
    their own (« CONVOCATION », « Brèves ») right below the name: one that stands above too, or has
    its role below it, or the heading is in capitals or a section's. A name with prose below it
    signs nothing.
    """
    words = 0
    for index, line in enumerate(body[:-2]):
        bylines = []
        if line.gap_before and not line.mark and words >= SHORTEST:
            bylines = _names_alone(line)
        if not bylines:
            words += line.text.count(" ") + 1
            continue
        end = index + 1
        while end < len(body) - 1 and not body[end].gap_before and _may_be_role(body, end):
            end += 1
        is_sure = end > index + 1 or name_key(bylines[0].name) in signers
        rest = sum(line.text.count(" ") + 1 for line in body[end:])
        is_plain = body[end].text.isupper() or is_section(body[end].text)
        if (is_sure or (is_plain and rest <= 2 * words)) and _heads_a_piece(body[end]):
            return end
    ends = (
        *(_end_above_notice, _end_above_contents, _end_above_fields),
        *(_end_above_agenda, _end_above_postscript),
    )
    return min(end(body) for end in ends)


def _may_be_role(lines: list[Line], index: int) -> bool:
    """Return True for a role, or for a few words below a name with a comma: « votre recteur »."""
    text = lines[index].text
    if names.is_role(text):
        return True
    is_small = text[0].islower() and text.count(" ") < MOST_LEADING_IN and text[-1] not in "!?…"
    return is_small and lines[index - 1].text.endswith(",") and not lines[index].gap_before


def _names_alone(line: Line) -> list[Printed]:
    """Return the names on a line that holds nothing else: « Ada Nord », « Par Ada Nord »."""
    bylines = names.printed(line.text, least=2)
    label_line = None if bylines or len(line.text) > LONGEST_BYLINE else labels.read(line.text)
    if label_line and is_of_names(label_line):
        return label_line.bylines
    return bylines


def _end_above_contents(body: list[Line]) -> int:
    """Return where a text ends above a list of other articles: « Le cours du miel, p. 30 »."""
    end = len(body)
    while end and OF_PAGE.search(body[end - 1].text[-20:]):
        end -= 1
    if len(body) - end < LEAST_ENTRIES or not end:
        return len(body)
    heading = body[end - 1].text
    if end > 1 and (heading.isupper() or heading.endswith(":")) and len(heading) <= 80:
        return end - 1
    return end


def _end_above_fields(body: list[Line]) -> int:
    """Return where a text ends above lines of labels: « Adhésion : 20 €. Président : M. Nord ».

    They are its last lines, apart from it, and hold two labels or more; where lines of the text
    have such too it is a dialogue.
    """
    end = len(body)
    while end and FIELD.match(body[end - 1].text) and len(body[end - 1].text) < LONGEST_FIELDS:
        end -= 1
    fields = sum(len(FIELDS.findall(line.text)) for line in body[end:])
    is_apart = end < len(body) and body[end].gap_before
    if fields < 2 or not is_apart or any(FIELD.match(line.text) for line in body[:end]):
        return len(body)
    return end


def _end_above_agenda(body: list[Line]) -> int:
    """Return where a text ends above what is on: « DIMANCHE 4 MARS, 15 h : loto ».

    It is apart from the text, and no more than a fourth of it.
    """
    for index, line in enumerate(body[1:], start=1):
        if line.gap_before and not line.mark and ENTRY.match(line.text):
            rest = sum(map(_length, body[index:]))
            return index if 4 * rest <= sum(map(_length, body[:index])) else len(body)
    return len(body)


def _end_above_postscript(body: list[Line]) -> int:
    """Return where a text ends above what a site prints in a part of its own: « P.-S. »."""
    for index, line in enumerate(body[1:], start=1):
        if POSTSCRIPT.fullmatch(line.text) and 4 * sum(map(_length, body[index:])) <= sum(
            map(_length, body)
        ):
            return index
    return len(body)


def _end_above_notice(body: list[Line]) -> int:
    """Return where a text ends above a notice: a heading in capitals and a few short lines.

    No other line of the text has capitals, else they are its crossheads.
    """
    headings = [
        index for index, line in enumerate(body) if line.text.isupper() and " " in line.text
    ]
    if len(headings) != 1 or not _heads_a_piece(body[headings[0]]):
        return len(body)
    if names.certainty(body[headings[0]].text) == 2:
        return len(body)
    text, notice = body[: headings[0]], body[headings[0] + 1 :]
    longest = max((line.text.count(" ") + 1 for line in notice), default=0)
    is_short = len(notice) > 1 and sum(map(_length, notice)) <= sum(map(_length, text)) / 4
    return headings[0] if is_short and longest < LONG else len(body)


def _length(line: Line) -> int:
    return len(line.text)


def _heads_a_piece(line: Line) -> bool:
    """Return True for a line on its own that may be a headline."""
    if not line.gap_before or line.mark or is_note(line) or len(line.text) > 80:
        return False
    return line.text[-1] not in ".!?…,;»" and line.text[0].isupper()


def _presented(body: list[Line], below: list[Line]) -> Signature | None:
    """Return the signature in what presents the author below the text, as a note; else None.

    « Régine Cazenave est formatrice et romancière. » is such a line, and the last.
    """
    lines = body + below
    for index in range(max(1, len(body) - 1), min(len(lines), len(body) + 2)):
        line = lines[index]
        name = PRESENTED.match(line.text[:400])
        if name and len(line.text) < 400 and names.certainty(name["name"]) == 2:
            before = " ".join(earlier.text for earlier in body[:index])
            if name["name"].split()[-1] not in before:
                return Signature(body[:index], [Printed(name["name"])], [line])
    return None


def _labels_below(below: list[Line]) -> list[LabelLine]:
    """Return what labels below the text say.

    A day without a label, or further down, is that of another article, but right below the name.
    """
    label_lines: list[LabelLine] = []
    is_signed = False
    passed = 0  # lines without a label
    for line in below:
        if is_note(line):
            continue
        label_line = line.own_reference or labels.read(line.text)
        if not label_line:
            passed += 1
            is_signed = bool(names.printed(line.text, least=2)) or (
                is_signed and names.is_role(line.text)
            )
            continue
        is_below_name = is_signed and not line.gap_before
        is_signed = False
        is_of_issue = bool(label_line.issue and label_line.publication)
        is_sure = label_line.labelled or is_below_name or is_of_issue
        is_far = passed > (FARTHEST_FOOT if is_of_issue else 3) and not line.own_reference
        if label_line.date and (is_far or not is_sure):
            label_line.date = None
        label_lines.append(label_line)
    return label_lines


def _signed(lines: list[Line], index: int, end: int) -> tuple[list[Printed], LabelLine | None]:
    """Return the names on a line, if it is a signature, and what it says where labels say it.

    `end` is the index of the first line below the text.
    """
    line = lines[index]
    if (line.mark and line.mark not in "-–—") or len(line.text) > 160:
        return [], None
    label_line = labels.read(line.text)
    if label_line and label_line.bylines:
        return label_line.bylines, label_line
    # Right below the text, or above a role, any capitalised words may be a name; elsewhere only a
    # known given name.
    least = 2
    is_below_text = line.gap_before or CLOSED.search(lines[index - 1].text)
    if (
        _leads_in(lines, index)
        or (line.gap_before and index == end)
        or (is_below_text and (_is_above_role(lines, index) or _has_role(line)))
    ):
        least = 2 if line.text.isupper() else 1  # « FIND OUT MORE » is a button
    return names.printed(FULL_STOP.sub("", line.text), least), None


def _has_role(line: Line) -> bool:
    """Return True for « Ada Nord, présidente »."""
    _name, _comma, role = line.text.partition(", ")
    return names.is_role(role)


def _is_above_role(lines: list[Line], index: int) -> bool:
    return index + 1 < len(lines) and _may_be_role(lines, index + 1)


def _read_foot(
    lines: list[Line],
    index: int,
    end: int,
    bylines: list[Printed],
    label_line: LabelLine | None,
) -> Signature:
    """Return the signature that stands at an index, with what follows it: roles, notes, names."""
    bylines, top = _led_in(lines, index, bylines)
    signature = Signature(lines[: min(top, end)], bylines)
    if label_line:
        signature.label_lines.append(label_line)
    elif _is_by_place(bylines[0]):
        signature.unsure = True
    for number, line in enumerate(lines[index + 1 :], start=index + 1):
        signed = signature.bylines[-1]
        if not signature.notes and _may_be_role(lines, number) and not signed.role:
            signature.bylines = [*signature.bylines[:-1], Printed(signed.name, line.text)]
            signature.unsure = False
        elif is_note(line) or (number < end and signature.unsure):
            signature.notes.append(line)
        elif number < end:
            signature.left.append(line)
        elif more := names.printed(line.text, least=2):
            signature.bylines = signature.bylines + more
        else:
            break
    signature.label_lines += _labels_below(lines[end:])
    return signature


def _is_by_place(byline: Printed) -> bool:
    """Return True for what only its place below a text makes a name."""
    is_shape = names.certainty(byline.name) == 1
    return is_shape and not byline.role and not offices.is_office(byline.name)


def _led_in(lines: list[Line], index: int, bylines: list[Printed]) -> tuple[list[Printed], int]:
    """Return the names with what leads in to them, and the first line of both.

    « Pour le comité de rédaction, » or « Le secrétaire, » stands right above the name.
    """
    if not _leads_in(lines, index):
        return bylines, index
    text = lines[index - 1].text.removesuffix(",")
    first, *others = bylines
    return [Printed(first.name, first.role or text), *others], index - 1


def _leads_in(lines: list[Line], index: int) -> bool:
    """Return True for a name right below a role, or whom it signs for, with a comma behind it."""
    above = lines[index - 1].text
    text = above.removesuffix(",")
    if lines[index].gap_before or text == above or text.count(" ") >= MOST_LEADING_IN:
        return False
    return names.is_role(text) or bool(ON_BEHALF.match(text))


def _inline(body: list[Line]) -> Signature:
    """Return the signature behind the last sentence: « … Bonne lecture. François Rouffiac »."""
    last = body[-1]
    match = INLINE.search(last.text[-80:])
    if not match or names.certainty(match[1]) < 2:
        return Signature(body)
    end = len(last.text) - len(match.group())
    shortened = replace(last, text=last.text[:end], html="")
    return Signature([*body[:-1], shortened], [Printed(match[1])])
