"""Which lines of a page dump are its text, which its headline, and which stand around it.

The text is the run of lines with the most prose: each line counts for it by its words where it
reads as sentences, against it where it is a menu's; headings of comments end it. The headline
stands above, nearest to the text and to the lines that say when and by whom it appeared.
"""

import re
from dataclasses import dataclass, field

from archive.ingest.dumps import headline_signs, headlines, regions, tag_lines
from archive.ingest.dumps.dump_lines import Line
from archive.ingest.dumps.judged_lines import (
    CLOSED,
    LONG,
    JudgedLine,
    is_bare_byline,
    is_of_names,
    judge,
)
from archive.ingest.printed import bare_lines, mastheads, names
from archive.ingest.printed.label_line import LabelLine
from archive.ingest.printed.template_lines import is_caption, is_section

# How far below the text a signature is looked for, in lines.
BELOW = 14
JUST_OVER = 2  # lines above a headline, of which one may be its author's name
CLOSING = 6  # lines at a text's end
BIBLIOGRAPHY = re.compile(r"(?:bibliographie|références?|references?)\b", re.I)
DASHES = ("-", "–", "—")


@dataclass
class Layout:
    """The lines of a page by what they are.

    `title` is None where no line stands as a headline, `sure` says that it stands plainly. `over`
    is what lines a little above it say, `above` what those between it and the text say; `names` are
    lines there that may be bylines, `just_over` those right above it; `closing` says where and when
    the text was signed; `head` and `foot` are the rest.
    """

    title: Line | None = None
    sure: bool = False
    over: list[LabelLine] = field(default_factory=list)
    above: list[LabelLine] = field(default_factory=list)
    names: list[Line] = field(default_factory=list)
    between: list[JudgedLine] = field(default_factory=list)
    just_over: list[JudgedLine] = field(default_factory=list)
    standfirst: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    closing: list[LabelLine] = field(default_factory=list)
    head: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)


def layout_of(lines: list[Line], is_whole: bool = False) -> Layout | None:
    """Return the layout of a page; None where no run of lines reads as a text.

    `is_whole`: the text goes from the first prose to the last line.
    """
    judged = headlines.joined_above_text(tag_lines.on_one_line(judge(lines)))
    region = regions.region(judged)
    if region is None:
        return None
    if is_whole:
        region = regions.from_first_prose(judged)
    first, last = region
    if not is_whole:
        first = regions.below_greeting(judged, first, last)
        first, last = regions.of_one_part(judged, first, last)
    last = _with_closing_lines(judged, last)
    start = _with_salutation(judged, regions.below_credits(judged, first, last))
    headlines.tell_ways(judged[:start])
    page = headline_signs.page_of(judged, start)
    title, lead = headlines.find(page)
    layout = Layout(sure=lead >= headlines.SURE)
    top = end = start
    if title is not None:
        start = _with_opening_lines(judged, title, start, page.opening)
        top, end = headlines.whole(judged, title, start)
        layout.title = headlines.joined(judged[top : end + 1])
    _sort_between(layout, judged[end + 1 : start])
    layout.over = _labels_over(judged, top)
    if title is not None:
        layout.just_over = judged[max(0, top - JUST_OVER) : top]
    layout.body, layout.below = _body(judged, start, last)
    layout.closing = _datelines(judged[max(start, last - CLOSING) : last + CLOSING])
    layout.head = _lines(judged[:top])
    layout.foot = _lines(judged[last + 1 :])
    return layout


def _lines(judged: list[JudgedLine]) -> list[Line]:
    return [judged_line.line for judged_line in judged]


def _sort_between(layout: Layout, between: list[JudgedLine]) -> None:
    """Put the lines between headline and text where they belong: standfirst, labels, names."""
    for judged_line in between:
        if is_caption(judged_line.text):
            continue
        layout.between.append(judged_line)
        if judged_line.label:
            layout.above.append(judged_line.label)
        if judged_line.kind:
            continue
        if judged_line.weight > 0:
            layout.standfirst.append(judged_line.line)
        else:
            layout.names.append(judged_line.line)


def _with_closing_lines(judged: list[JudgedLine], last: int) -> int:
    """Return the last line with the short sentences right below it: « Bonne lecture ! »."""
    while last + 1 < len(judged):
        after = judged[last + 1]
        if after.kind or after.weight < 0 or after.line.mark or not CLOSED.search(after.text):
            break
        last += 1
    return last


def _with_salutation(judged: list[JudgedLine], start: int) -> int:
    """Return the first line of the text, or « Chers lecteurs, » right above it."""
    if not start:
        return start
    above = judged[start - 1]
    if above.kind or above.line.mark or above.text[-1] != "," or len(above.text) >= 60:
        return start
    return start - 1


def _with_opening_lines(
    judged: list[JudgedLine], title: int, start: int, body_stems: set[str]
) -> int:
    """Return the first line of the text with those right above it that open it.

    They stand below the headline: a short sentence, a crosshead that speaks of what follows.
    """
    while start - 1 > title:
        above = judged[start - 1]
        # Dashes of one talk.
        goes_on = above.line.mark in DASHES and above.line.mark == judged[start].line.mark
        if above.kind or (above.line.mark and not goes_on) or is_bare_byline(above):
            break
        if is_section(above.text):
            break
        if names.certainty(above.text) or names.is_role(above.text) or is_caption(above.text):
            break
        if is_bare_byline(judged[start - 2]) and not above.line.gap_before:
            break
        if not (0 <= above.weight < 8 or _is_crosshead(above, body_stems)):
            break
        if regions.names_a_day(above.text):
            break
        start -= 1
    return start


def _datelines(judged: list[JudgedLine]) -> list[LabelLine]:
    """Return what « Fait à Nantes, le 3 mai 2001 » says at a text's end."""
    datelines: list[LabelLine] = []
    for judged_line in judged:
        if judged_line.label and bare_lines.DATELINE.fullmatch(judged_line.text.rstrip(".")):
            datelines.append(judged_line.label)
    return datelines


def _is_crosshead(judged_line: JudgedLine, body_stems: set[str]) -> bool:
    """Return True for a line on its own half of whose stems stand in the text, or more."""
    stems = headline_signs.stems_of(judged_line.text)
    if not judged_line.line.gap_before or not stems or len(judged_line.text) >= 100:
        return False
    return 2 * len(stems & body_stems) >= len(stems)


def _labels_over(judged: list[JudgedLine], title: int) -> list[LabelLine]:
    """Return what the few lines above the headline say of it.

    A bare day there may be the day of the visit.
    """
    label_lines: list[LabelLine] = []
    right_above = title - 1
    while right_above > 0 and is_section(judged[right_above].text):
        right_above -= 1
    for index in range(max(0, title - 6), title):
        label = judged[index].label
        if not label or _lists_issues(judged, index):
            continue
        alone = not (label.labelled or label.bylines or label.section or label.issue)
        today = (label.today or index < title - 3) and not _is_under_masthead(judged, index)
        if alone and label.date and len(label.date) == 10 and index < right_above and today:
            continue
        if label.bylines and index < title - 4:
            continue
        label_lines.append(label)
    return label_lines


def _lists_issues(judged: list[JudgedLine], index: int) -> bool:
    """Return True for a line of an issue beside that of another one: a list of them."""
    label = judged[index].label
    beside = judged[max(0, index - 1) : index] + judged[index + 1 : index + 2]
    others = {other.label.issue for other in beside if other.label and other.label.issue}
    return bool(label and label.issue and others - {label.issue})


def _is_under_masthead(judged: list[JudgedLine], index: int) -> bool:
    """Return True right below a magazine's title, where its day of issue is printed."""
    if not index or judged[index].line.gap_before:
        return False
    above, label = judged[index - 1].text, judged[index - 1].label
    if judged[index - 1].kind:
        return bool(label and label.issue and label.publication)
    return bool(mastheads.name(above)) or (above.isupper() and " " in above)


def _is_signed(judged_line: JudgedLine) -> bool:
    """Return True for « Par Ada Nord » and nothing else, which may end a text."""
    label = judged_line.label
    return label is not None and is_of_names(label)


def _body(judged: list[JudgedLine], start: int, last: int) -> tuple[list[Line], list[Line]]:
    """Return the lines of the text, and the few lines below it.

    The latter end at a heading that ends the page's own part.
    """
    body: list[Line] = []
    boxed = False
    sections = {above.text for above in judged[:start] if is_section(above.text)}
    for judged_line in judged[start : last + 1]:
        if judged_line.text in sections:
            continue  # the head of the next page
        if judged_line.kind in ("related", "comments", "foot"):
            boxed = True
            continue
        boxed = boxed and judged_line.weight < LONG
        # Prose stands below these lines: they may be its own.
        is_text = judged_line.kind in ("", "imprint") or (bool(body) and _is_signed(judged_line))
        if is_text and not boxed and not is_caption(judged_line.text):
            body.append(judged_line.line)
    below: list[Line] = []
    for judged_line in judged[last + 1 : last + 1 + BELOW * 2]:
        if judged_line.kind in ("comments", "related") or len(below) >= BELOW:
            break
        if judged_line.kind == "foot" and BIBLIOGRAPHY.match(judged_line.text):
            break
        if judged_line.kind not in ("chrome", "foot", "imprint"):
            below.append(judged_line.line)
    return body, below
