"""Which line of a page dump is the headline."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace

from archive.ingest.dumps import headline_signs
from archive.ingest.dumps.dump_lines import Line
from archive.ingest.dumps.headline_signs import WEIGHTS, Page
from archive.ingest.dumps.judged_lines import (
    CLOSED,
    LONG,
    JudgedLine,
    is_bare_byline,
    is_credit,
    on_one_line,
)
from archive.ingest.printed import mastheads, names, paths
from archive.ingest.printed.template_lines import is_caption, is_section

# How many lines above the body are looked at, those of the template and others alone, and how many
# characters a headline may have.
FARTHEST, ABOVE, LONGEST = 400, 90, 300
WEB_ADDRESS = re.compile(r"https?://")
# « Chers amis, » opens a letter's text.
SALUTATION = re.compile(
    r"(?:mes |bien )?(?:chère?s?|madame|messieurs|mesdames|monsieur|bonjour|amie?s)\b.{0,50},$",
    re.I,
)
# Small words that no headline ends in: it goes on below.
JOINT = re.compile(
    r"(?:\s|^)(?:à|a|au|aux|de|du|des|le|la|les|un|une|et|ou|où|en|dans|par|pour|sur|sous|sans|avec"
    r"|entre|vers|chez|que|qui|dont|ce|cette|ces|son|sa|ses|nos|notre|leurs?|ne|se|est|ni|mais|the"
    r"|of|and|to|for|in|on)$",
    re.I,
)
ENTRIES = re.compile(r"\s[|·•]\s")
LEAST_ENTRIES = 4  # side by side, of a menu
MOST_LINES = 5  # between blank ones, among which a headline is put together
PROSE = 8.0  # the weight of a sentence
# « ÉDITO – », « L’éditorial : », « [Édito] », « 1. EDITO. » and a headline behind it.
KICKER = re.compile(
    r"(?:\d{1,2}[.)] )?(?:\[(?P<boxed>[^\[\]]{4,20})\] |(?P<open>[^:.|–—-]{4,20}?)"
    r"(?:[ \u00a0]?[:|][ \u00a0]?|\. | [–—-] ))(?=[\w«“\"‘])"
)
# Lines above the text of a page that is hardly more than it.
SHORT = 15
# Points that a line must have to be a headline at all.
LEAST = 0.5
# How far it must lead to be beyond doubt: in 939 dumps of real pages 52 % of those that led by less
# were right, 87 % of the others.
SURE = 1.0


def tell_ways(judged: list[JudgedLine]) -> None:
    """Tell of the lines above a text those that are ways and menus: they are no headline."""
    _tell_paths(judged)
    _tell_menus(judged)


def _tell_paths(judged: list[JudgedLine]) -> None:
    """Tell the lines that are the way to a text.

    The way may stand on a line, or take one for each step.
    """
    is_below_step = False
    for index, judged_line in enumerate(judged):
        leads_on = paths.leads_on(judged_line.text)
        is_last_step = is_below_step and any(not below.kind for below in judged[index + 1 :][:1])
        if not judged_line.kind and (leads_on or is_last_step or paths.is_path(judged_line.text)):
            judged_line.kind = "path"
        is_below_step = leads_on


def _tell_menus(judged: list[JudgedLine]) -> None:
    """Tell the lines with several words or phrases side by side: menus."""
    for judged_line in judged:
        entries = max(judged_line.line.cells, len(ENTRIES.split(judged_line.text)))
        if not judged_line.kind and entries >= LEAST_ENTRIES:
            judged_line.kind = "chrome"


def find(page: Page) -> tuple[int | None, float]:
    """Return the index of the line most like a headline, or None, and its lead in points."""
    best, second, chosen = LEAST, 0.0, None
    for index, distance in candidates(page):
        points = headline_signs.points(page, index)
        points += sum(WEIGHTS.get(name, 0.0) * size for name, size in distance.items())
        if points > best:
            best, second, chosen = points, best, index
        else:
            second = max(second, points)
    return _without_site(page.judged, chosen, page.start), best - second


def candidates(page: Page) -> Iterator[tuple[int, dict[str, float]]]:
    """Yield the lines above the text that may be its headline, with how far each stands from it."""
    passed = template = boxes = credits = 0
    for index in range(page.start - 1, max(0, page.start - FARTHEST) - 1, -1):
        judged_line = page.judged[index]
        boxes += judged_line.kind == "related"
        credits += judged_line.kind == "meta" and _credits(judged_line)
        if judged_line.kind:
            template += 1
            continue
        if _may_be_headline(judged_line):
            yield (
                index,
                {
                    "lines between": math.log1p(passed),
                    "all lines between": math.log1p(passed + template),
                    "boxes between": min(boxes, 3),
                    "credits between": float(credits > 0),
                    "next": float(not (passed or credits)),
                    "next in a short page": float(not passed and page.start <= SHORT),
                },
            )
        if _stands_beside(judged_line):
            template += 1
        else:
            passed += 1
        if passed > ABOVE:
            return


def _stands_beside(judged_line: JudgedLine) -> bool:
    """Return True for what may stand between any headline and its text: kicker, caption, byline."""
    text = judged_line.text
    return is_section(text) or is_caption(text) or is_bare_byline(judged_line)


def _credits(judged_line: JudgedLine) -> bool:
    return is_credit(judged_line.label) and not judged_line.label.today


def _may_be_headline(judged_line: JudgedLine) -> bool:
    text = judged_line.text
    if len(text) > LONGEST or WEB_ADDRESS.search(text):
        return False
    if SALUTATION.fullmatch(text):
        return False
    return not (is_bare_byline(judged_line) or is_caption(text))


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


def joined_above_text(judged: list[JudgedLine]) -> list[JudgedLine]:
    """Return the lines with those joined, above the first paragraph, over which a headline goes.

    Half of it would weigh less than it. It is one of a few lines between blank ones.
    """
    joined: list[JudgedLine] = []
    for index, judged_line in enumerate(judged):
        if judged_line.weight >= LONG:
            return joined + judged[index:]
        is_apart = _stands_over_text(judged, index) or _is_in_short_block(judged, index)
        if joined and is_apart and _is_rest(joined[-1], judged_line):
            joined[-1] = on_one_line([joined[-1], judged_line])
        else:
            joined.append(judged_line)
    return joined


def _is_rest(above: JudgedLine, below: JudgedLine) -> bool:
    if names.certainty(above.text) == 2 or names.is_role(below.text) or above.weight >= PROSE:
        return False
    is_tagline = above.text.isupper() and not below.text.isupper()
    is_broken_off = below.text[0].islower() and not is_tagline
    is_broken_off = is_broken_off or bool(JOINT.search(above.text))
    return is_broken_off and _goes_on(above, below)


def _stands_over_text(judged: list[JudgedLine], index: int) -> bool:
    """Return True right above the first paragraph or the line of author and date."""
    return any(
        below.weight >= PROSE or is_credit(below.label) or is_bare_byline(below)
        for below in judged[index + 1 : index + 2]
    )


def _is_in_short_block(judged: list[JudgedLine], index: int) -> bool:
    first, end = index, index + 1
    while first and not judged[first].line.gap_before:
        first -= 1
    while end < len(judged) and not judged[end].line.gap_before:
        end += 1
    return end - first <= MOST_LINES


def whole(judged: list[JudgedLine], title: int, start: int) -> tuple[int, int]:
    """Return the first and the last line of a headline printed over several.

    It goes on where a line begins in lower case right below another, and over lines of capitals.
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
    if CLOSED.search(above.text) or mastheads.is_tagline(below.text):
        return False
    goes_on = below.text[0].islower() or JOINT.search(above.text)
    if not goes_on and not _are_capitals(above, below):
        return False
    return max(len(above.text), len(below.text)) < 150


def _are_capitals(above: JudgedLine, below: JudgedLine) -> bool:
    """Return True for two lines in capitals that may be one headline: no section, no name."""
    for judged_line in (above, below):
        text = judged_line.text
        if not text.isupper() or is_section(text) or mastheads.name(text):
            return False
        if names.certainty(text) == 2:
            return False
    return True


def without_kicker(text: str) -> tuple[str, str]:
    """Return a headline without the section before it, and that: « Édito : Les lits d’à côté ».

    The section is "" where none stands there.
    """
    kicker = KICKER.match(text)
    section = (kicker["boxed"] or kicker["open"]).strip() if kicker else ""
    if kicker and is_section(section) and not text[kicker.end()].islower():
        return text[kicker.end() :], section
    return text, ""


def joined(judged: list[JudgedLine]) -> Line:
    """Return the lines of a headline as one."""
    text = " ".join(judged_line.text for judged_line in judged)
    return replace(judged[0].line, text=text)
