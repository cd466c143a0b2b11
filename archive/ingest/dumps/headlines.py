"""Which line of a page dump is the headline: what one looks like, and where it stands."""

import re
from collections import Counter
from dataclasses import replace

from archive import dates
from archive.ingest.dumps.dump_lines import Line
from archive.ingest.dumps.judged_lines import CLOSED, Judged, credits, names_alone
from archive.ingest.printed import mastheads, names
from archive.ingest.printed.labels import Said
from archive.ingest.printed.template_lines import is_caption, is_menu_word, is_section
from archive.text import fold

# How many lines of text above the body are looked at, and how many characters a headline may have.
ABOVE, LONGEST = 60, 300
# Points below which a headline is doubted: in 614 dumps of real pages 24 % of those were right, 67 % of the others.
SURE = 6.0


def stems_of(text: str) -> set[str]:
    """The longer words of a text, folded and cut: enough to see whether a headline speaks of it."""
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", fold(text))}


def find(judged: list[Judged], first: int, start: int, told: set[str]) -> tuple[int | None, float]:
    """The index of the line most like a headline between two indexes, and its points; None where none is like one.

    Far is what stands lines away from the text and from every line of author and date on the way up.
    """
    counts = Counter(one.line.text for one in judged[:4000])
    # « Accueil > Édito > Mutation » ends in the headline.
    paths = {
        re.split(r"\s[>›»/]\s", one.line.text)[-1]
        for one in judged[:start]
        if re.search(r"\s[>›»/]\s", one.line.text)
    }
    best, chosen = 2.0, None
    distance, anchors, passed = 0.0, 0, 0
    for index in range(start - 1, first - 1, -1):
        one = judged[index]
        if one.kind:
            if one.kind == "meta" and credits(one.said) and not one.said.today:
                distance, anchors = min(distance, 1.0 * anchors), anchors + 1
            elif one.kind == "related":
                distance += 3
            continue
        if len(one.line.text) > LONGEST or is_caption(one.line.text) or names_alone(one):
            passed += 1
            continue
        far = 0.5 * distance + 0.05 * passed
        stems = stems_of(one.line.text)
        score = (
            _headline(judged, index, start)
            - far
            + (3 * len(stems & told) / len(stems) if stems else 0)
        )
        score += 2 if counts[one.line.text] > 1 and len(stems) > 2 else 0
        score += (2 if not (passed or anchors) else 0) + (3 if one.line.text in paths else 0)
        if score > best:
            best, chosen = score, index
        distance, passed = distance + (one.weight < 8), passed + 1
        if passed > ABOVE:
            break
    return _without_site(judged, chosen, start), best


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
    score -= (
        5.0
        if line.text[-1] == "." and words > 8
        else 3.0
        if line.text[-1] == "." and words > 3
        else 0.0
    )
    score -= 1.0 if line.text[:1].islower() else 0.0
    score -= 3.0 if re.search(r"[|›>@]|https?:|www\.", line.text) else 0.0
    score -= (
        6.0 if is_section(line.text) or is_caption(line.text) or mastheads.name(line.text) else 0.0
    )
    score -= 3.0 if is_menu_word(line.text) else 0.0
    score -= 4.0 if any(len(edtf) == 10 for _, _, edtf in dates.find_french(line.text)) else 0.0
    role = (names.is_role(line.text) and words < 6) or (
        index and not line.gap_before and names_alone(judged[index - 1])
    )
    score -= (
        8.0
        if role or names_alone(judged[index])
        else 0.0
        if line.text.isupper()
        else 4.0 * names.certainty(line.text)
    )
    score -= 2.0 if line.text[0].isdigit() and not stems_of(line.text) else 0.0
    return score + _over_standfirst(judged, index, start)


def _beside_credits(above: Said | None, below: Said | None) -> float:
    """Points for standing over the author and date, or under them; an issue's name and number stand over a headline."""
    if credits(below) and below.today and not below.bylines:
        return 1.0
    if credits(below) and (below.bylines or not (below.issue or below.publication)):
        return 4.0
    return (4.0 if above.issue or above.publication else 2.0) if credits(above) else 0.0


def _over_standfirst(judged: list[Judged], index: int, start: int) -> float:
    """Points where the next line of text says more than this one, and author and date or the text are further down."""
    beyond = next((near for near in range(index + 1, start) if not judged[near].kind), start)
    below = judged[beyond].line
    if beyond == start or below.mark or is_caption(below.text):
        return 0.0
    if len(below.text) < 1.2 * len(judged[index].line.text) or below.text.count(" ") < 8:
        return 0.0
    return max(2.0, _beside_credits(None, judged[beyond + 1].said))


def whole(judged: list[Judged], title: int, start: int) -> tuple[int, int]:
    """First and last line of a headline printed over several, where one goes on in lower case right below another."""
    first = last = title
    while first and _goes_on(judged[first - 1], judged[first]):
        first -= 1
    while last + 1 < start and _goes_on(judged[last], judged[last + 1]):
        last += 1
    return first, last


def _goes_on(one: Judged, below: Judged) -> bool:
    if (
        one.kind
        or below.kind
        or one.line.mark
        or below.line.gap_before
        or CLOSED.search(one.line.text)
    ):
        return False
    return below.line.text[0].islower() and max(len(one.line.text), len(below.line.text)) < 150


def joined(judged: list[Judged]) -> Line:
    return replace(judged[0].line, text=" ".join(one.line.text for one in judged))
