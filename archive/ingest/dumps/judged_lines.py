"""The lines of a page dump, each with what it is: template, label, or prose of some weight."""

import re
from dataclasses import dataclass

from archive.ingest.dumps.dump_lines import Line
from archive.ingest.printed import labels, names
from archive.ingest.printed.labels import Said
from archive.ingest.printed.template_lines import kind

CLOSED = re.compile(r"[.!?…][\s»”\"'’)\]*\d]{0,4}$")
# Words from which a line is a paragraph.
LONG = 25


@dataclass(slots=True)
class Judged:
    """A line with its kind (of template_lines), what it says as a label, and its weight as prose."""

    line: Line
    kind: str
    said: Said | None
    weight: float


def judge(lines: list[Line]) -> list[Judged]:
    """Each line with what it is; the same lines are read once."""
    seen: dict[str, tuple[str, Said | None]] = {}
    judged = []
    in_list = False
    for line in lines:
        text = line.text
        if len(text) > 700:
            judged.append(Judged(line, "", None, _weight(line, in_list)))
        else:
            # A label without a value gets one of its own below, so it is no other line's.
            if text not in seen or (seen[text][1] and seen[text][1].awaits):
                seen[text] = _read(text)
            name, said = seen[text]
            judged.append(Judged(line, name, said, -3.0 if name else _weight(line, in_list)))
        in_list = text.endswith(":") or (in_list and bool(line.mark))
    for before, after, beyond in zip(judged, judged[1:], [*judged[2:], None], strict=False):
        if before.said and before.said.awaits:
            _hand_over(before.said, after, beyond)
    return judged


def _hand_over(said: Said, after: Judged, beyond: Judged | None) -> None:
    """Gives a label that stands alone on its line the value on the next: « Publié par », then « François Rouffiac »."""
    text = after.line.text
    if after.kind or len(text) > 120:
        return
    if "bylines" in said.awaits and (bylines := names.printed(text)):
        said.bylines = bylines
    elif "tags" in said.awaits and _are_tags(text, beyond):
        said.tags = [tag.strip() for tag in text.split(",") if tag.strip()]
    elif "section" in said.awaits and after.weight < 0:
        said.section = text
    else:
        return
    after.kind, after.said, after.weight = "meta", Said(), -3.0


def _are_tags(text: str, beyond: Judged | None) -> bool:
    """Tags are short and leave a headline before the text; where none would be left, the line is the headline."""
    tags = [tag.strip() for tag in text.split(",") if tag.strip()]
    if text[-1] in ".!?…" or any(tag.count(" ") > 3 for tag in tags):
        return False
    return beyond is None or beyond.weight < LONG or (len(tags) > 1 and text == text.lower())


def _read(text: str) -> tuple[str, Said | None]:
    name = kind(text)
    if name in ("comments", "related"):
        return name, None
    said = labels.read(text)
    return ("meta", said) if said is not None else (name, None)


def _weight(line: Line, in_list: bool) -> float:
    """How much a line speaks for prose: its words where it reads as sentences, a few points against it otherwise."""
    text = line.text
    words = text.count(" ") + 1
    if words < LONG and len(text) > 12 * words:
        words = len(text) // 6
    closed = bool(CLOSED.search(text[-8:]))
    if words >= LONG and (closed or (words >= 40 and re.search(r"[,;.:]\s", text))):
        return min(words, 120)
    if words >= LONG:
        # A long headline or a row of links as well as a paragraph cut short.
        return words * 0.3 if re.search(r"[.;:]\s", text) else -5.0
    if closed and words >= 9:
        return words
    if closed and words >= 4 and text[-1] not in "?…":
        return words * 0.5
    if in_list and line.mark:
        return words * 0.5 if words >= 6 else 0.0
    if text[-1] in ":;," and words >= 6:
        return words * 0.3
    if closed or text[-1] in ":»":
        return 0.0
    return -5.0


def names_alone(one: Judged) -> bool:
    """True for a byline without a label: « Claire Abgrall et Luc d’Astrée »."""
    return (
        not one.kind
        and not one.line.mark
        and one.weight < 8
        and bool(names.printed(one.line.text, least=2))
    )


def credits(said: Said | None) -> bool:
    """True where a line says when or by whom the text appeared, or has the labels for it."""
    return bool(
        said and (said.date or said.bylines or "date" in said.awaits or "bylines" in said.awaits)
    )
