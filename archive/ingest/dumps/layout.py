"""Which lines of a page dump are its text, which its headline, and which stand around it.

The text is the run of lines with the most prose: each line counts for it by its words where it reads as sentences,
against it where it is a menu's; headings of comments end it. The headline stands above, nearest to the text and to the
lines that say when and by whom it appeared.
"""

from dataclasses import dataclass, field, replace

from archive.ingest.dumps import headlines
from archive.ingest.dumps.dump_lines import Line
from archive.ingest.dumps.judged_lines import CLOSED, LONG, Judged, credits, judge, names_alone
from archive.ingest.printed import labels, names
from archive.ingest.printed.labels import Said
from archive.ingest.printed.template_lines import is_caption

# How far below the text a signature is looked for, in lines.
BELOW = 14
# Prose, in words, that may stand above the line of author and date without being the text itself: a standfirst.
STANDFIRST = 150
# More lines under « Tags » are a cloud of the site's tags.
MOST_TAGS = 15


@dataclass
class Layout:
    """The lines of a page by what they are.

    `title` is None where no line stands as a headline, `sure` says that it stands plainly. `over` is what lines a
    little above it say, `above` what those between it and the text say; `names` are lines there that may be bylines;
    `head` and `foot` are the rest.
    """

    title: Line | None = None
    sure: bool = False
    over: list[Said] = field(default_factory=list)
    above: list[Said] = field(default_factory=list)
    names: list[Line] = field(default_factory=list)
    standfirst: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    head: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)


def find(lines: list[Line]) -> Layout | None:
    """The layout of a page; None where no run of lines reads as a text."""
    judged = _with_tags_on_one_line(judge(lines))
    first, last = _region(judged)
    if first is None:
        return None
    last = _with_closing_lines(judged, last)
    start = _with_salutation(judged, _below_credits(judged, first, last))
    told = headlines.stems_of(" ".join(one.line.text[:2000] for one in judged[start : start + 40]))
    title, points = headlines.find(judged, max(0, start - 240), start, told)
    start = _with_opening_lines(judged, title, start, told)
    top, end = (start, start) if title is None else headlines.whole(judged, title, start)
    layout = Layout(
        sure=points >= headlines.SURE,
        title=None if title is None else headlines.joined(judged[top : end + 1]),
    )
    between = [one for one in judged[end + 1 : start] if not is_caption(one.line.text)]
    layout.standfirst = [one.line for one in between if not one.kind and one.weight > 0]
    layout.names = [one.line for one in between if not one.kind and one.weight <= 0]
    layout.above = [one.said for one in between if one.said]
    layout.over = _over(judged, top)
    layout.body, layout.below = _body(judged, start, last)
    layout.head = [one.line for one in judged[:top]]
    layout.foot = [one.line for one in judged[last + 1 :]]
    return layout


def _with_tags_on_one_line(judged: list[Judged]) -> list[Judged]:
    """The lines with « Tags » and the tags below it, one a line, as « Tags : a, b, c »."""
    found, index = [], 0
    while index < len(judged):
        one, count = judged[index], 0
        if one.said and "tags" in one.said.awaits and one.said.tags:
            count = _listed_tags(judged, index)
        if count:
            listed = [item.line for item in judged[index + 1 : index + 1 + count]]
            text = f"{one.line.text.rstrip(' :')} : {', '.join(line.text for line in listed)}"
            line = replace(one.line, text=text, gap_after=listed[-1].gap_after)
            one = Judged(line, "meta", labels.read(text), -3.0)
        found.append(one)
        index += count + 1
    return found


def _listed_tags(judged: list[Judged], index: int) -> int:
    """How many lines below the label at `index`, which has got the first of them, are tags; 1 for no list."""
    first, end = judged[index + 1].line, index + 2
    while end < len(judged) and _may_be_tag(judged[end], first):
        end += 1
    # « lecture » among tags is one; at the end of them « imprimer » is a button.
    while end > index + 2 and judged[end - 1].kind:
        end -= 1
    beyond = judged[end] if end < len(judged) else None
    dated = any(credits(one.said) for one in judged[max(0, index - 4) : index])
    # Without a blank line, or right above the text, what has a capital may be the headline.
    if not judged[end - 1].line.gap_after or (beyond and beyond.weight >= LONG and not dated):
        while end > index + 2 and not judged[end - 1].line.text[0].islower():
            end -= 1
    return end - index - 1 if end - index - 1 <= MOST_TAGS else 1


def _may_be_tag(one: Judged, first: Line) -> bool:
    """True for a few words like the first tag: under the same mark, without a blank line, in lower case as it is."""
    line, lower = one.line, one.line.text[0].islower()
    if (
        one.said
        or one.kind not in ("", "chrome", "meta")
        or CLOSED.search(line.text)
        or line.mark != first.mark
    ):
        return False
    if (
        line.text.count(" ") > 3
        or names.certainty(line.text) == 2
        or (line.gap_before and not first.gap_before)
    ):
        return False
    return lower or not (
        one.kind or line.gap_before or (first.text[0].islower() and " " in line.text)
    )


def _with_closing_lines(judged: list[Judged], last: int) -> int:
    """The last line with the short sentences right below it: « Bonne lecture ! »."""
    while last + 1 < len(judged):
        after = judged[last + 1]
        if after.kind or after.weight < 0 or after.line.mark or not CLOSED.search(after.line.text):
            break
        last += 1
    return last


def _with_salutation(judged: list[Judged], start: int) -> int:
    """The first line of the text, or « Chers lecteurs, » right above it."""
    above = judged[start - 1] if start else None
    salutes = (
        above
        and not (above.kind or above.line.mark)
        and above.line.text[-1] == ","
        and len(above.line.text) < 60
    )
    return start - 1 if salutes else start


def _with_opening_lines(judged: list[Judged], title: int | None, start: int, told: set[str]) -> int:
    """The first line of the text with those right above it, below the headline, that open it.

    A short sentence, a crosshead that speaks of what follows.
    """
    while start - 1 > (start if title is None else title):
        above, text = judged[start - 1], judged[start - 1].line.text
        if (
            above.kind
            or above.line.mark
            or names_alone(above)
            or names.certainty(text)
            or names.is_role(text)
        ):
            break
        if is_caption(text) or (names_alone(judged[start - 2]) and not above.line.gap_before):
            break
        stems = headlines.stems_of(text)
        crosshead = above.line.gap_before and bool(stems) and 2 * len(stems & told) >= len(stems)
        if not (0 <= above.weight < 8 or (crosshead and len(text) < 100)):
            break
        start -= 1
    return start


def _over(judged: list[Judged], title: int) -> list[Said]:
    """What the few lines above the headline say of it; a bare day there may be the day of the visit."""
    found = []
    for index in range(max(0, title - 6), title):
        said = judged[index].said
        if not said:
            continue
        alone = not (said.labelled or said.bylines or said.section or said.issue)
        today = said.today or index < title - 3
        if alone and said.date and len(said.date) == 10 and index < title - 1 and today:
            continue
        if said.bylines and index < title - 4:
            continue
        found.append(said)
    return found


def _region(judged: list[Judged]) -> tuple[int | None, int]:
    """First and last index of the run with the greatest weight; comments are none of it where a text stands above."""
    best, span = 0.0, (None, 0)
    total, start = 0.0, 0
    boxed = False
    for index, one in enumerate(judged):
        weight = one.weight
        if one.kind == "comments":
            if best >= 40:
                break
            total = 0.0
            continue
        if one.kind in ("related", "foot"):
            weight, boxed = (-40.0 if total < 150 else -80.0), True
        elif weight >= 40:
            boxed = False
        elif boxed and weight > 0:
            weight /= 3
        if total <= 0:
            total, start = 0.0, index
        total += weight
        if total > best:
            best, span = total, (start, index)
    return span if best >= 8 else (None, 0)


def _below_credits(judged: list[Judged], first: int, last: int) -> int:
    """Where the text starts: below the lines of author and date, if prose above them may be a standfirst."""
    prose, total = 0.0, sum(max(one.weight, 0) for one in judged[first : last + 1])
    boxed, start = False, first
    for index in range(first, last + 1):
        one = judged[index]
        boxed = one.kind == "related" or (boxed and one.weight < 20)
        if not boxed and (credits(one.said) or names_alone(one)) and prose <= 0.3 * total:
            start = index + 1
        prose += max(one.weight, 0)
        if prose > STANDFIRST:
            break
    # The role below a name, the caption of a picture.
    while first < start < last and judged[start].weight <= 0:
        start += 1
    return start


def _body(judged: list[Judged], start: int, last: int) -> tuple[list[Line], list[Line]]:
    """(lines of the text, the few lines below it up to a heading that ends the page's own part)."""
    body, boxed = [], False
    for one in judged[start : last + 1]:
        if one.kind in ("related", "comments"):
            boxed = True
            continue
        boxed = boxed and one.weight < LONG
        if not one.kind and not boxed and not is_caption(one.line.text):
            body.append(one.line)
    below = []
    for one in judged[last + 1 : last + 1 + BELOW * 2]:
        if one.kind in ("comments", "related") or len(below) >= BELOW:
            break
        if one.kind not in ("chrome", "foot"):
            below.append(one.line)
    return body, below
