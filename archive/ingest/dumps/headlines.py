"""Which line of a page dump is the headline: its looks, and where it stands."""

import re
from collections import Counter
from dataclasses import replace

from archive import printed_dates
from archive.ingest.dumps.dump_lines import Line
from archive.ingest.dumps.judged_lines import CLOSED, JudgedLine, is_bare_byline, is_credit
from archive.ingest.printed import mastheads, names
from archive.ingest.printed.labels import LabelLine
from archive.ingest.printed.template_lines import is_caption, is_menu_word, is_section
from archive.text import fold

# How many lines of text above the body are looked at, and how many characters a headline may have.
ABOVE, LONGEST = 60, 300
# Points that a line must pass to be a headline at all.
LEAST = 2.0
# Points below which a headline is doubted: in 614 dumps of real pages 24 % of those were right,
# 67 % of the others.
SURE = 6.0
PATH_SIGN = re.compile(r"\s[>›»/]\s")


def stems_of(text: str) -> set[str]:
    """Return the longer words of a text, folded and cut.

    They are enough to see whether a headline speaks of it.
    """
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", fold(text))}


def find(
    judged: list[JudgedLine], first: int, start: int, body_stems: set[str]
) -> tuple[int | None, float]:
    """Return the index of the line most like a headline, or None, and its points.

    The text starts at `start` with words of `body_stems`; lines from `first` on are looked at. Far
    is what stands lines away from the text and from every line of author and date on the way up.
    """
    counts = Counter(judged_line.text for judged_line in judged[:4000])
    path_ends = _path_ends(judged[:start])
    best, chosen = LEAST, None
    distance = 0.0  # lines of no prose and boxes since the text or the last line of author and date
    anchors = 0  # lines of author and date
    passed = 0  # lines that are not the template's
    for index in range(start - 1, first - 1, -1):
        judged_line = judged[index]
        label, text = judged_line.label, judged_line.text
        if judged_line.kind == "meta" and is_credit(label) and not label.today:
            distance = min(distance, 1.0 * anchors)
            anchors += 1
        if judged_line.kind == "related":
            distance += 3
        if judged_line.kind:
            continue
        if len(text) > LONGEST or is_caption(text) or is_bare_byline(judged_line):
            passed += 1
            continue
        stems = stems_of(text)
        score = _headline(judged, index, start) - (0.5 * distance + 0.05 * passed)
        score += _echo(stems, body_stems)
        if counts[text] > 1 and len(stems) > 2:
            score += 2
        score += _place(text in path_ends, is_next=not (passed or anchors))
        if score > best:
            best, chosen = score, index
        distance += judged_line.weight < 8
        passed += 1
        if passed > ABOVE:
            break
    return _without_site(judged, chosen, start), best


def _path_ends(judged: list[JudgedLine]) -> set[str]:
    """Return the last steps of paths: « Accueil > Édito > Mutation » ends in the headline."""
    path_ends = set()
    for judged_line in judged:
        _first_step, *steps = PATH_SIGN.split(judged_line.text)
        path_ends.update(steps[-1:])
    return path_ends


def _echo(stems: set[str], body_stems: set[str]) -> float:
    """Return up to three points for a line of whose stems the text's opening holds some or all."""
    if not stems:
        return 0.0
    return 3 * len(stems & body_stems) / len(stems)


def _place(ends_path: bool, is_next: bool) -> float:
    """Return points for the end of a path, and for what stands right above the text."""
    points = 0.0
    if ends_path:
        points += 3
    if is_next:
        points += 2
    return points


def _without_site(judged: list[JudgedLine], chosen: int | None, start: int) -> int | None:
    """Return the place of « Mutation » rather than « Mutation | Centres d’Appels ».

    The first is chosen where the page prints both.
    """
    if chosen is None:
        return None
    short = re.split(r"\s[|–—-]\s", judged[chosen].text)[0]
    for index in range(start - 1, -1, -1):
        if judged[index].text == short:
            return index
    return chosen


def _headline(judged: list[JudgedLine], index: int, start: int) -> float:
    """Return points for a line as the headline, from its looks and from what stands beside it."""
    above = None
    if index:
        above = judged[index - 1].label
    score = _shape(judged[index].line) + _wording(judged[index].text)
    score += _beside_credits(above, judged[index + 1].label)
    score -= _likeness_to_byline(judged, index)
    return score + _over_standfirst(judged, index, start)


def _shape(line: Line) -> float:
    """Return points for a line's marks, its length and its signs."""
    text = line.text
    words = text.count(" ") + 1
    score = {1: 5.0, 2: 3.0}.get(line.heading, 0.0) + _length_points(words)
    if line.gap_before and line.gap_after:
        score += 2.0
    if line.mark:
        score -= 5.0
    if text[-1] in ":;,)":
        score -= 4.0
    if text[-1] == "." and words > 8:
        score -= 5.0
    elif text[-1] == "." and words > 3:
        score -= 3.0
    if text[0].islower():
        score -= 1.0
    if re.search(r"[|›>@]|https?:|www\.", text):
        score -= 3.0
    return score


def _length_points(words: int) -> float:
    if words > 28:
        return -6.0
    if words > 20 or words < 4:
        return 1.0
    if words > 14:
        return 2.0
    return 3.0


def _wording(text: str) -> float:
    """Return points, 0 or fewer, for words of something else: a section, a day, a number."""
    score = 0.0
    if is_section(text) or is_caption(text) or mastheads.name(text):
        score -= 6.0
    if is_menu_word(text):
        score -= 3.0
    if _holds_day(text):
        score -= 4.0
    if text[0].isdigit() and not stems_of(text):
        score -= 2.0
    return score


def _holds_day(text: str) -> bool:
    """Return True where a date to the day stands in a text (YYYY-MM-DD, as against YYYY-MM)."""
    return any(len(edtf) == 10 for _start, _end, edtf in printed_dates.find_french(text))


def _likeness_to_byline(judged: list[JudgedLine], index: int) -> float:
    """Return the points against a line that a name or a role may be."""
    line, text = judged[index].line, judged[index].text
    if is_bare_byline(judged[index]):
        return 8.0
    if names.is_role(text) and text.count(" ") < 5:
        return 8.0
    if index and not line.gap_before and is_bare_byline(judged[index - 1]):
        return 8.0
    if text.isupper():
        return 0.0
    return 4.0 * names.certainty(text)


def _beside_credits(above: LabelLine | None, below: LabelLine | None) -> float:
    """Return points for standing over the author and date, or under them.

    An issue's name and number stand over a headline.
    """
    if is_credit(below) and below.today and not below.bylines:
        return 1.0
    if is_credit(below) and (below.bylines or not (below.issue or below.publication)):
        return 4.0
    if is_credit(above) and (above.issue or above.publication):
        return 4.0
    if is_credit(above):
        return 2.0
    return 0.0


def _over_standfirst(judged: list[JudgedLine], index: int, start: int) -> float:
    """Return points where the next line of text says more than this one.

    Author and date, or the text, must stand further down.
    """
    beyond = index + 1
    while beyond < start and judged[beyond].kind:
        beyond += 1
    below = judged[beyond].line
    if beyond == start or below.mark or is_caption(below.text):
        return 0.0
    if len(below.text) < 1.2 * len(judged[index].text) or below.text.count(" ") < 8:
        return 0.0
    return max(2.0, _beside_credits(None, judged[beyond + 1].label))


def whole(judged: list[JudgedLine], title: int, start: int) -> tuple[int, int]:
    """Return the first and the last line of a headline printed over several.

    It goes on where a line begins in lower case right below another.
    """
    first = last = title
    while first and _goes_on(judged[first - 1], judged[first]):
        first -= 1
    while last + 1 < start and _goes_on(judged[last], judged[last + 1]):
        last += 1
    return first, last


def _goes_on(above: JudgedLine, below: JudgedLine) -> bool:
    if above.kind or below.kind or above.line.mark or below.line.gap_before:
        return False
    if CLOSED.search(above.text) or not below.text[0].islower():
        return False
    return max(len(above.text), len(below.text)) < 150


def joined(judged: list[JudgedLine]) -> Line:
    """Return the lines of a headline as one."""
    text = " ".join(judged_line.text for judged_line in judged)
    return replace(judged[0].line, text=text)
