"""The lines of a page dump, each with what it is: template, label, or prose of some weight."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeGuard

from archive.ingest.dumps import references
from archive.ingest.dumps.dump_lines import Line
from archive.ingest.printed import imprints, labels, names, others_days
from archive.ingest.printed.label_line import LabelLine
from archive.ingest.printed.template_lines import CAPTURES, kind

CLOSED = re.compile(r"[.!?…][\s»”\"'’)\]*\d]{0,4}$")
ABSTRACT = re.compile(
    r"(?:Abstract|Resumen|Zusammenfassung|Riassunto)(?=$|[ \u00a0]?[.:—–-])", re.I
)
# Words from which a line is a paragraph.
LONG = 25
# The weight of a line of labels or of the template.
NO_PROSE = -3.0
COUNT = -5.0  # of a time of reading, or how many commented
# « https://doi.org/10.4000/x.12 » alone on its line
ADDRESS = re.compile(r"(?:doi ?: ?)?(?:(?:https?|ftp)://|www\.|10\.\d{4,9}/)\S+", re.I)
NUMBER_FIELD = re.compile(r"(?:num[ée]ro|n ?[°o]) ?: ?\d", re.I)
LONGEST_LABEL = 30  # characters of a label with its colon: « Date de publication : »
# Lines of a block without blank ones, and how many of an imprint make all of it one.
LONGEST_BLOCK, LEAST_IMPRINT = 12, 2
LONGEST_IMPRINT = 300  # characters of a line of one that is known by the lines beside it


@dataclass(slots=True)
class JudgedLine:
    """A line with its kind, what it says as a label, and its weight as prose.

    The kind is one of template_lines, "meta" for a line of labels, "" for what may be text.
    """

    line: Line
    kind: str
    label: LabelLine | None
    weight: float

    @property
    def text(self) -> str:
        """Return the line without its mark."""
        return self.line.text


def judge(lines: list[Line]) -> list[JudgedLine]:
    """Return each line with what it is; a line that is printed several times is read once."""
    readings: dict[str, tuple[str, LabelLine | None]] = {}
    judged: list[JudgedLine] = []
    in_list = False
    for line in lines:
        in_list = in_list and not line.heading
        judged.append(_judge(line, in_list, readings))
        in_list = line.text.endswith(":") or (in_list and bool(line.mark))
    _tell_captures(judged)
    _tell_affiliations(judged)
    _tell_abstracts(judged)
    _tell_imprints(judged)
    _tell_magazines(judged)
    references.tell_own(lines)
    for judged_line in judged:
        if judged_line.line.own_reference:
            judged_line.kind, judged_line.label = "meta", judged_line.line.own_reference
            judged_line.weight = NO_PROSE
    for before, after, beyond in zip(judged, judged[1:], [*judged[2:], None], strict=False):
        if before.label and before.label.awaits:
            _hand_over(before.label, after, beyond)
    return judged


def _tell_affiliations(judged: list[JudgedLine]) -> None:
    """Tell where authors work: lines below their names with the numbers that these have."""
    for index, judged_line in enumerate(judged):
        calls = set("".join(names.NOTE_CALL.findall(judged_line.text)))
        if len(calls) < 2 or not names.printed(judged_line.text, least=2):
            continue
        for below in judged[index + 1 : index + LONGEST_BLOCK]:
            sign = (below.line.mark or below.text)[0]
            if sign not in calls or below.weight >= LONG:
                break
            below.kind, below.label, below.weight = "chrome", None, NO_PROSE


def _tell_abstracts(judged: list[JudgedLine]) -> None:
    """Tell the abstract in another language that stands above a learned article, or its heading."""
    for judged_line, below in pairwise(judged):
        abstract = ABSTRACT.match(judged_line.text)
        if not abstract or judged_line.kind:
            continue
        if judged_line.weight >= LONG:
            judged_line.kind, judged_line.weight = "chrome", NO_PROSE
        elif abstract.end() == len(judged_line.text) and below.weight >= LONG:
            for abstract_line in (judged_line, below):
                abstract_line.kind, abstract_line.weight = "chrome", NO_PROSE


def _tell_captures(judged: list[JudgedLine]) -> None:
    """Tell the days between which an archive of the web took a page: below « 17 captures »."""
    for above, judged_line in pairwise(judged):
        if CAPTURES.fullmatch(above.text) and judged_line.label and judged_line.label.date:
            judged_line.kind, judged_line.label = "chrome", None


def _tell_imprints(judged: list[JudgedLine]) -> None:
    """Tell the lines of an imprint that stand below another of it: « Maquette : X »."""
    for above, judged_line in pairwise(judged):
        texts = (above.text, judged_line.text)
        if judged_line.kind or max(map(len, texts)) > LONGEST_IMPRINT:
            continue
        if all(map(imprints.may_be_imprint, texts)):
            judged_line.kind, judged_line.weight = "imprint", NO_PROSE
    for block in _short_blocks(judged):
        if sum(imprints.may_be_imprint(judged_line.text) for judged_line in block) < LEAST_IMPRINT:
            continue
        for judged_line in block:
            if not judged_line.kind and judged_line.weight < LONG:
                judged_line.kind, judged_line.weight = "imprint", NO_PROSE


def _short_blocks(judged: list[JudgedLine]) -> Iterator[list[JudgedLine]]:
    """Yield the lines between blank ones where they are few."""
    block: list[JudgedLine] = []
    for judged_line in judged:
        if judged_line.line.gap_before:
            block = []
        block.append(judged_line)
        if judged_line.line.gap_after and len(block) <= LONGEST_BLOCK:
            yield block


def _tell_magazines(judged: list[JudgedLine]) -> None:
    """Tell the lines that name a magazine beside another field: « Revue : X », « Date : Y »."""
    fields = [_is_field(judged_line) for judged_line in judged]
    for index, judged_line in enumerate(judged):
        beside = [*fields[max(0, index - 1) : index], *fields[index + 1 : index + 2]]
        if judged_line.kind or ":" not in judged_line.text[:LONGEST_LABEL] or not any(beside):
            continue
        label = labels.read(judged_line.text, is_beside_field=True)
        if label and label.publication:
            judged_line.kind, judged_line.label, judged_line.weight = "meta", label, NO_PROSE


def _is_field(judged_line: JudgedLine) -> bool:
    """Return True for a label with a colon and the author, the day or the issue behind it."""
    if NUMBER_FIELD.match(judged_line.text):
        return True
    label = judged_line.label
    has_colon = ":" in judged_line.text[:LONGEST_LABEL]
    return has_colon and label is not None and bool(label.bylines or label.date or label.issue)


def _judge(
    line: Line, in_list: bool, readings: dict[str, tuple[str, LabelLine | None]]
) -> JudgedLine:
    """Return a line with what it is; `readings` are those of the lines before it."""
    if len(line.text) > 700:
        return JudgedLine(line, "", None, _weight(line, in_list))
    line_kind, label = readings.get(line.text, ("", None))
    # A label without a text gets one of its own from below, so it is no other line's.
    if line.text not in readings or (label and label.awaits):
        line_kind, label = readings[line.text] = _reading(line.text)
    if line_kind:
        is_count = label is not None and not label
        return JudgedLine(line, line_kind, label, COUNT if is_count else NO_PROSE)
    return JudgedLine(line, "", label, _weight(line, in_list))


def _reading(text: str) -> tuple[str, LabelLine | None]:
    """Return the kind of a line and what it says as a label."""
    line_kind = kind(text)
    if line_kind in ("comments", "related"):
        return line_kind, None
    label = labels.read(text)
    if label is not None:
        return "meta", label
    if not line_kind and others_days.tells_alone(text):
        return "chrome", None
    return line_kind, None


def _hand_over(label: LabelLine, after: JudgedLine, beyond: JudgedLine | None) -> None:
    """Give a label that stands alone on its line what the next one says.

    « Publié par », then « François Rouffiac ».
    """
    text = after.text
    if after.kind or len(text) > 120:
        return
    if "bylines" in label.awaits and (bylines := names.printed(text)):
        label.bylines = bylines
    elif "tags" in label.awaits and _are_tags(text, beyond):
        label.tags = _tags_in(text)
    elif "section" in label.awaits and after.weight < 0:
        label.section = text
    else:
        return
    after.kind, after.label, after.weight = "meta", LabelLine(), NO_PROSE


def _tags_in(text: str) -> list[str]:
    return list(filter(None, map(str.strip, text.split(","))))


def _are_tags(text: str, beyond: JudgedLine | None) -> bool:
    """Return True if a line holds tags: they are short and leave a headline before the text.

    Where none would be left, the line is the headline.
    """
    tags = _tags_in(text)
    if text[-1] in ".!?…" or any(tag.count(" ") > 3 for tag in tags):
        return False
    return beyond is None or beyond.weight < LONG or (len(tags) > 1 and text == text.lower())


def _weight(line: Line, in_list: bool) -> float:
    """Return how much a line speaks for prose.

    Its words where it reads as sentences, a few points against it otherwise.
    """
    text = line.text
    if is_address(text):
        return NO_PROSE
    words = text.count(" ") + 1
    if words < LONG and len(text) > 12 * words:
        words = len(text) // 6
    closed = bool(CLOSED.search(text[-8:]))
    if words >= LONG:
        return _weight_of_paragraph(text, words, closed)
    if closed and words >= 9:
        return words
    is_cry = text[-1] in "!." and text.isupper()  # a headline, rather than prose
    if closed and words >= 4 and text[-1] not in "?…" and not is_cry:
        return words * 0.5
    if in_list and line.mark and words >= 6:
        return words * 0.5
    if in_list and line.mark:
        return 0.0
    if text[-1] in ":;," and words >= 6:
        return words * 0.3
    if closed or text[-1] in ":»":
        return 0.0
    return -5.0


def _weight_of_paragraph(text: str, words: int, closed: bool) -> float:
    if closed or (words >= 40 and re.search(r"[,;.:]\s", text)):
        return min(words, 120)
    # A long headline or a row of links as well as a paragraph cut short.
    if re.search(r"[.;:]\s", text):
        return words * 0.3
    return -5.0


def on_one_line(judged_lines: list[JudgedLine]) -> JudgedLine:
    """Return lines that are halves of one as it."""
    first, last = judged_lines[0].line, judged_lines[-1].line
    text = " ".join(judged_line.text for judged_line in judged_lines)
    line = replace(first, text=text, gap_after=last.gap_after)
    return _judge(line, False, {})


def is_address(text: str) -> bool:
    """Return True for a web address or a DOI that stands alone on its line."""
    return bool(ADDRESS.fullmatch(text))


def is_bare_byline(judged_line: JudgedLine) -> bool:
    """Return True for a byline without a label: « Claire Abgrall et Luc d’Astrée »."""
    if judged_line.kind or judged_line.line.mark or judged_line.weight >= 8:
        return False
    return bool(names.printed(judged_line.text, least=2))


def is_of_names(label: LabelLine) -> bool:
    """Return True where a line says who wrote a text, and nothing else."""
    return bool(label.bylines) and label == LabelLine(bylines=label.bylines)


def is_credit(label: LabelLine | None) -> TypeGuard[LabelLine]:
    """Return True where a line says when or by whom the text appeared, or has the labels for it."""
    if not label:
        return False
    return bool(label.date or label.bylines or label.awaits & {"date", "bylines"})
