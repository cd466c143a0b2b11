"""Which lines of a page dump are its text, which its headline, and which stand around it.

The text is the run of lines with the most prose: each line counts for it by its words where it reads as sentences,
against it where it is a menu's; headings of comments end it. The headline stands above, nearest to the text and to the
lines that say when and by whom it appeared.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from archive import dates
from archive.ingest import labels, names
from archive.ingest.dump_lines import Line
from archive.ingest.labels import Said
from archive.ingest.template_lines import is_caption, is_menu_word, is_section, kind
from archive.text import fold

END = ".!?…"
CLOSED = re.compile(r"[.!?…][\s»”\"'’)\]*\d]{0,4}$")
# How far above the text a headline is looked for, and how far below a signature, in lines.
ABOVE, BELOW = 60, 14
LONG, LONGEST_TITLE = 25, 300
# Prose, in words, that may stand above the line of author and date without being the text itself: a standfirst.
STANDFIRST = 150


@dataclass
class Layout:
    """The lines of a page by what they are.

    `title` is None where no line stands as a headline; `over` is what lines a little above it say, `above` what those
    between it and the text say; `names` are lines there that may be bylines; `head` and `foot` are the rest.
    """

    title: Line | None = None
    over: list[Said] = field(default_factory=list)
    above: list[Said] = field(default_factory=list)
    names: list[Line] = field(default_factory=list)
    standfirst: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    head: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Judged:
    """A line with its kind (of template_lines), what it says as a label, and its weight as prose."""

    line: Line
    kind: str
    said: Said | None
    weight: float


def judge(lines: list[Line]) -> list[Judged]:
    seen: dict[str, tuple[str, Said | None]] = {}
    judged = []
    in_list = False
    for line in lines:
        text = line.text
        if len(text) > 700:
            judged.append(Judged(line, "", None, _weight(line, in_list)))
        else:
            if text not in seen:
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
    if text[-1] in END or any(tag.count(" ") > 3 for tag in tags):
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


def find(lines: list[Line]) -> Layout | None:
    """The layout of a page; None where no run of lines reads as a text."""
    judged = judge(lines)
    first, last = _region(judged)
    if first is None:
        return None
    last = _with_closing_lines(judged, last)
    start = _with_salutation(judged, _below_credits(judged, first, last))
    told = _stems(" ".join(one.line.text[:2000] for one in judged[start : start + 40]))
    title = _title(judged, max(0, start - ABOVE * 4), start, told)
    start = _with_opening_lines(judged, title, start, told)
    top, end = (start, start) if title is None else _title_lines(judged, title, start)
    layout = Layout(title=None if title is None else _joined(judged[top : end + 1]))
    between = [one for one in judged[end + 1 : start] if not is_caption(one.line.text)]
    layout.standfirst = [one.line for one in between if not one.kind and one.weight > 0]
    layout.names = [one.line for one in between if not one.kind and one.weight <= 0]
    layout.above = [one.said for one in between if one.said]
    layout.over = _over(judged, top)
    layout.body, layout.below = _body(judged, start, last)
    layout.head = [one.line for one in judged[:top]]
    layout.foot = [one.line for one in judged[last + 1 :]]
    return layout


def _title_lines(judged: list[Judged], title: int, start: int) -> tuple[int, int]:
    """First and last line of a headline printed over several, where one goes on in lower case right below another."""
    first = last = title
    while first and _goes_on(judged[first - 1], judged[first]):
        first -= 1
    while last + 1 < start and _goes_on(judged[last], judged[last + 1]):
        last += 1
    return first, last


def _goes_on(one: Judged, below: Judged) -> bool:
    if one.kind or below.kind or one.line.mark or below.line.gap_before or CLOSED.search(one.line.text):
        return False
    return below.line.text[0].islower() and max(len(one.line.text), len(below.line.text)) < 150


def _joined(judged: list[Judged]) -> Line:
    return replace(judged[0].line, text=" ".join(one.line.text for one in judged))


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
    salutes = above and not (above.kind or above.line.mark) and above.line.text[-1] == "," and len(above.line.text) < 60
    return start - 1 if salutes else start


def _with_opening_lines(judged: list[Judged], title: int | None, start: int, told: set[str]) -> int:
    """The first line of the text with those right above it, below the headline, that open it.

    A short sentence, a crosshead that speaks of what follows.
    """
    while start - 1 > (start if title is None else title):
        above, text = judged[start - 1], judged[start - 1].line.text
        if above.kind or above.line.mark or _names_alone(above) or names.certainty(text) or names.is_role(text):
            break
        if is_caption(text) or (_names_alone(judged[start - 2]) and not above.line.gap_before):
            break
        stems = _stems(text)
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
        if not boxed and (_credits(one.said) or _names_alone(one)) and prose <= 0.3 * total:
            start = index + 1
        prose += max(one.weight, 0)
        if prose > STANDFIRST:
            break
    # The role below a name, the caption of a picture.
    while first < start < last and judged[start].weight <= 0:
        start += 1
    return start


def _names_alone(one: Judged) -> bool:
    """True for a byline without a label: « Claire Abgrall et Luc d’Astrée »."""
    return not one.kind and not one.line.mark and one.weight < 8 and bool(names.printed(one.line.text, least=2))


def _credits(said: Said | None) -> bool:
    return bool(said and (said.date or said.bylines or "date" in said.awaits or "bylines" in said.awaits))


def _stems(text: str) -> set[str]:
    """The longer words of a text, folded and cut: enough to see whether a headline speaks of it."""
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", fold(text))}


def _title(judged: list[Judged], first: int, start: int, told: set[str]) -> int | None:
    """The index of the line most like a headline between two indexes; None where none is like one.

    Far is what stands lines away from the text and from every line of author and date on the way up.
    """
    counts = Counter(one.line.text for one in judged[:4000])
    # « Accueil > Édito > Mutation » ends in the headline.
    paths = {
        re.split(r"\s[>›»/]\s", one.line.text)[-1] for one in judged[:start] if re.search(r"\s[>›»/]\s", one.line.text)
    }
    best, chosen = 2.0, None
    distance, anchors, passed = 0.0, 0, 0
    for index in range(start - 1, first - 1, -1):
        one = judged[index]
        if one.kind:
            if one.kind == "meta" and _credits(one.said) and not one.said.today:
                distance, anchors = min(distance, 1.0 * anchors), anchors + 1
            elif one.kind == "related":
                distance += 3
            continue
        if len(one.line.text) > LONGEST_TITLE or is_caption(one.line.text) or _names_alone(one):
            passed += 1
            continue
        far = 0.5 * distance + 0.05 * passed
        stems = _stems(one.line.text)
        score = _headline(judged, index, start) - far + (3 * len(stems & told) / len(stems) if stems else 0)
        score += 2 if counts[one.line.text] > 1 and len(stems) > 2 else 0
        score += (2 if not (passed or anchors) else 0) + (3 if one.line.text in paths else 0)
        if score > best:
            best, chosen = score, index
        distance, passed = distance + (one.weight < 8), passed + 1
        if passed > ABOVE:
            break
    return _without_site(judged, chosen, start)


def _without_site(judged: list[Judged], chosen: int | None, start: int) -> int | None:
    """« Mutation » rather than « Mutation | Centres d’Appels », where the page prints both."""
    if chosen is None:
        return None
    short = re.split(r"\s[|–—-]\s", judged[chosen].line.text)[0]
    alone = (index for index in range(start - 1, -1, -1) if judged[index].line.text == short)
    return next(alone, chosen)


def _headline(judged: list[Judged], index: int, start: int) -> float:
    """Points for a line as the headline, from what it looks like and what stands beside it."""
    line = judged[index].line
    words = line.text.count(" ") + 1
    score = {1: 5.0, 2: 3.0}.get(line.heading, 0.0)
    score += 3.0 if 4 <= words <= 14 else 2.0 if 14 < words <= 20 else 1.0 if words <= 28 else -6.0
    score += 2.0 if line.gap_before and line.gap_after else 0.0
    score += _beside_credits(judged[index - 1].said if index else None, judged[index + 1].said)
    score -= 5.0 if line.mark else 0.0
    score -= 4.0 if line.text[-1] in ":;,)" else 0.0
    score -= 5.0 if line.text[-1] == "." and words > 8 else 3.0 if line.text[-1] == "." and words > 3 else 0.0
    score -= 1.0 if line.text[:1].islower() else 0.0
    score -= 3.0 if re.search(r"[|›>@]|https?:|www\.", line.text) else 0.0
    score -= 6.0 if is_section(line.text) or is_caption(line.text) or masthead(line.text) else 0.0
    score -= 3.0 if is_menu_word(line.text) else 0.0
    score -= 4.0 if any(len(edtf) == 10 for _, _, edtf in dates.find_french(line.text)) else 0.0
    role = (names.is_role(line.text) and words < 6) or (
        index and not line.gap_before and _names_alone(judged[index - 1])
    )
    score -= (
        8.0 if role or _names_alone(judged[index]) else 0.0 if line.text.isupper() else 4.0 * names.certainty(line.text)
    )
    score -= 2.0 if line.text[0].isdigit() and not _stems(line.text) else 0.0
    return score + _over_standfirst(judged, index, start)


def _beside_credits(above: Said | None, below: Said | None) -> float:
    """Points for standing over the author and date, or under them; an issue's name and number stand over a headline."""
    if _credits(below) and below.today and not below.bylines:
        return 1.0
    if _credits(below) and (below.bylines or not (below.issue or below.publication)):
        return 4.0
    return (4.0 if above.issue or above.publication else 2.0) if _credits(above) else 0.0


def _over_standfirst(judged: list[Judged], index: int, start: int) -> float:
    """Points where the next line of text says more than this one, and author and date or the text are further down."""
    beyond = next((near for near in range(index + 1, start) if not judged[near].kind), start)
    below = judged[beyond].line
    if beyond == start or below.mark or is_caption(below.text):
        return 0.0
    if len(below.text) < 1.2 * len(judged[index].line.text) or below.text.count(" ") < 8:
        return 0.0
    return max(2.0, _beside_credits(None, judged[beyond + 1].said))


def masthead(text: str) -> bool:
    """True for « Magazine Relation Client », « La Revue des abonnés », « Ligne ouverte – le magazine de … »."""
    found = MASTHEAD.match(text) if len(text) <= 90 else None
    return bool(found) and not (found["name"] and kind(found["name"]))


_PAPER = "(?i:magazine|revue|journal|mensuel|hebdomadaire|bimestriel|trimestriel|gazette|lettre|cahiers)"
MASTHEAD = re.compile(
    rf"(?:(?i:le|la|les)\s|(?i:l['’]))?{_PAPER}\s(?:(?i:du|de la|des|de)\s|(?i:de l|d|l)['’])?[A-ZÀ-Þ][^.!?:]{{1,50}}$"
    rf"|(?P<name>[A-ZÀ-Þ0-9][^.!?:;|]{{1,40}}?)\s?[-–—|:,]\s?(?i:le|la|votre|un)\s(?:\w+\s)?{_PAPER}s?\s(?i:de|des|du|d['’]|dédié|consacré|pour|sur|qui|francophone|indépendant)"
)


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
