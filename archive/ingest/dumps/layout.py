"""Which lines of a page dump are its text, which its headline, and which stand around it.

The text is the run of lines with the most prose: each line counts for it by its words where it
reads as sentences, against it where it is a menu's; headings of comments end it. The headline
stands above, nearest to the text and to the lines that say when and by whom it appeared.
"""

from dataclasses import dataclass, field

from archive import printed_dates
from archive.ingest.dumps import headline_signs, headlines, tag_lines
from archive.ingest.dumps.dump_lines import Line
from archive.ingest.dumps.judged_lines import (
    CLOSED,
    LONG,
    NO_PROSE,
    JudgedLine,
    is_bare_byline,
    is_credit,
    is_of_names,
    judge,
)
from archive.ingest.printed import bare_lines, mastheads, names
from archive.ingest.printed.label_line import LabelLine
from archive.ingest.printed.template_lines import is_caption, is_section

# How far below the text a signature is looked for, in lines.
BELOW = 14
# Prose, in words, that may stand above the line of author and date without being the text itself: a
# standfirst.
STANDFIRST = 150
# From which weight a line is prose.
PROSE = 8.0
LONGEST_BOX = 5  # lines of a box that offers a letter
JUST_OVER = 2  # lines above a headline, of which one may be its author's name
CLOSING = 6  # lines at a text's end
DASHES = ("-", "–", "—")
# The most weight of a line that greets a page's visitors.
GREETING = 14.0


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
    region = _region(judged)
    if region is None:
        return None
    if is_whole:
        region = _from_first_prose(judged)
    first, last = region
    if not is_whole:
        first = _below_greeting(judged, first, last)
        first, last = _of_one_part(judged, first, last)
    last = _with_closing_lines(judged, last)
    start = _with_salutation(judged, _below_credits(judged, first, last))
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
        if names.certainty(above.text) or names.is_role(above.text) or is_caption(above.text):
            break
        if is_bare_byline(judged[start - 2]) and not above.line.gap_before:
            break
        if not (0 <= above.weight < 8 or _is_crosshead(above, body_stems)):
            break
        if _names_a_day(above.text):
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


def _names_a_day(text: str) -> bool:
    """Return True for a line with a full day, or several."""
    days = printed_dates.find_french(text)
    return any(len(edtf) >= len("2010-05-18") for _start, _end, edtf in days)


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


def _region(judged: list[JudgedLine]) -> tuple[int, int] | None:
    """Return the first and the last index of the run with the greatest weight.

    None where no run has enough. Comments are none of it where a text stands above.
    """
    best, region = 0.0, (0, 0)
    total, start = 0.0, 0
    boxed = False
    for index, judged_line in enumerate(judged):
        weight = judged_line.weight
        if judged_line.kind == "comments":
            if best >= 40:
                break
            total = 0.0
            continue
        if judged_line.kind == "foot" and _is_within_text(judged, index):
            weight = NO_PROSE
        elif judged_line.kind in ("related", "foot"):
            weight, boxed = _weight_of_box(total), True
        elif weight >= 40:
            boxed = False
        elif boxed and weight > 0:
            weight /= 3
        if total <= 0:
            total, start = 0.0, index
        total += weight
        if total > best:
            best, region = total, (start, index)
    if best < PROSE:
        return None
    return region


def _is_within_text(judged: list[JudgedLine], index: int) -> bool:
    """Return True for a letter's box within a text: a paragraph stands below its few lines."""
    for judged_line in judged[index + 1 : index + LONGEST_BOX]:
        if judged_line.weight >= LONG:
            return True
        if judged_line.kind not in ("", "chrome"):
            return False
    return False


def _from_first_prose(judged: list[JudgedLine]) -> tuple[int, int]:
    """Return the first line that reads as a sentence, and the last of all."""
    first = 0
    while first < len(judged) - 1 and judged[first].weight < PROSE:
        first += 1
    return first, len(judged) - 1


def _below_greeting(judged: list[JudgedLine], first: int, last: int) -> int:
    """Return the first paragraph of a text rather than lines that greet far above it.

    « Bienvenue sur notre site ! » is parted from the text by buttons, counters and the headline.
    """
    if first < last and _calls(judged[first]):
        return first + 1
    greeting, parting = 0.0, 0
    for index in range(first, last + 1):
        judged_line = judged[index]
        if judged_line.weight >= LONG:
            break
        if judged_line.weight > GREETING:
            return first
        greeting += max(judged_line.weight, 0)
        parting += judged_line.weight < 0
    else:
        return first
    text = sum(max(judged_line.weight, 0) for judged_line in judged[index : last + 1])
    if parting < 2 or greeting > text / 3:
        return first
    return index


def _calls(judged_line: JudgedLine) -> bool:
    """Return True for « Salon de Lyon, 18-21 mai 2010 : venez ! » above a text."""
    is_short_call = judged_line.text[-1] == "!" and judged_line.weight <= GREETING
    return is_short_call and _names_a_day(judged_line.text)


def _of_one_part(judged: list[JudgedLine], first: int, last: int) -> tuple[int, int]:
    """Return the text's first and last line, up to the heading of another part of the page.

    It has the first level of headings, as one above the text has: a letter's « 2. BRÈVES ».
    """
    headed = any(judged_line.line.heading == 1 for judged_line in judged[:first])
    prose = judged[first].weight
    for index in range(first + 1, last + 1):
        if judged[index].line.heading == 1 and headed and prose >= LONG:
            return first, index - 1
        if judged[index].line.heading == 1 and not headed and prose < LONG:
            first, prose, headed = index + 1, 0.0, True
        prose += max(judged[index].weight, 0)
    return first, last


def _weight_of_box(total: float) -> float:
    """Return the weight of a heading of boxes, or of the foot, below a run of `total` weight."""
    if total < 150:
        return -40.0
    return -80.0


def _below_credits(judged: list[JudgedLine], first: int, last: int) -> int:
    """Return where the text starts.

    It is below the lines of author and date, if prose above them may be a standfirst.
    """
    prose, total = 0.0, 0.0
    for judged_line in judged[first : last + 1]:
        total += max(judged_line.weight, 0)
    boxed, start = False, first
    for index in range(first, last + 1):
        judged_line = judged[index]
        boxed = judged_line.kind == "related" or (boxed and judged_line.weight < 20)
        if not boxed and prose <= 0.3 * total and _credits_text(judged_line):
            start = index + 1
        prose += max(judged_line.weight, 0)
        if prose > STANDFIRST:
            break
    # The role below a name, the caption of a picture.
    while first < start < last and judged[start].weight <= 0:
        start += 1
    return start


def _credits_text(judged_line: JudgedLine) -> bool:
    return is_credit(judged_line.label) or is_bare_byline(judged_line)


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
        if judged_line.kind not in ("chrome", "foot", "imprint"):
            below.append(judged_line.line)
    return body, below
