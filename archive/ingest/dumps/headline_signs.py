"""By what a line of a page dump shows that it is the headline, and how much each sign weighs.

WEIGHTS were fitted (conditional logistic regression, one choice a page) on three dumps each of 213
real pages in twelve languages: what a browser copies, lynx and w3m. On 101 pages of other sites,
kept apart, they choose the right line for 80, 85 and 79 in a hundred, where points set by hand had
chosen it for 58, 58 and 55. Signs of printed magazines, which those pages lack, have weights by
judgement, at the table's end.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from archive import printed_dates
from archive.ingest.dumps import headline_pairs
from archive.ingest.dumps.judged_lines import JudgedLine, is_bare_byline, is_credit
from archive.ingest.printed import mastheads, names
from archive.ingest.printed.template_lines import is_caption, is_menu_word, is_section
from archive.text import fold

WEIGHTS = {
    "over standfirst": 2.4,
    "body": 2.0,
    "first paragraphs": 1.8,
    "alone": 1.3,
    "twin": 1.3,
    "10 words": 1.3,
    "colon": 1.2,
    "over credits": 1.2,
    "credits between": 1.1,
    "16 words": 1.1,
    "opening": 1.0,
    "apart": 0.4,
    "6 words": 0.7,
    "quotation": 0.6,
    "language": 0.5,
    "boxes between": 0.3,
    "all lines between": 0.3,
    "mark": -0.3,
    "lead-in": -0.5,
    "small letter": -0.5,
    "25 words": -0.5,
    "capitals": -0.6,
    "lines between": -0.7,
    "under another": -0.9,
    "under longer": -0.9,
    "name 1": -1.0,
    "goes on": -1.0,
    "day": -1.1,
    "repeated": -1.1,
    "address": -1.1,
    "in a list": -1.1,
    "more words": -1.1,
    "next": -1.3,
    "1 word": -1.4,
    "under credits": -1.5,
    "period": -3.2,
    # By judgement: those pages have few or none of these.
    "heading 1": 3.0,
    "heading 2": 2.0,
    "opens the page": -3.0,
    "next in a short page": 2.5,
    "under section": 1.5,
    "rubric": -2.0,
    "under issue": 2.0,
    "over issue": -2.0,
    "end of a path": 2.0,
    "name 2": -2.0,
    "under byline": -1.0,
    "author word": -1.0,
    "menu": -2.0,
    "masthead": -4.0,
    "section": -4.0,
    "kicker": -5.0,
    "in capitals over another": -1.5,
    "role": -4.0,
    "field": -3.0,
    "leads in": -2.5,
    "over parallel": 2.5,
    "parallel": -3.0,
    "over tagline": -4.0,
    "tagline": -3.0,
}
# The most words of a line of each class of lengths.
LENGTHS = ((1, "1 word"), (3, "3 words"), (6, "6 words"), (10, "10 words"), (16, "16 words"))
BESIDE = 4  # lines between a headline and the line of author and date that it stands with
FIRST_LINES = 3  # of a page: its site's name, a masthead
STANDFIRST = 13  # spaces, from which on what is no whole sentence may be a standfirst
READ = 4000  # lines of a page that are compared with each other
PATH_SIGN = re.compile(r"\s[>›»/]\s")
# What announces another article, or who made a picture.
LEAD_IN = re.compile(
    r"(?:read|also|related|see|watch|more|topics?|share|voir|lire|aussi|sources?|photos?|images?"
    r"|credits?|crédits?)\b[^:]{0,12}:",
    re.I,
)
# « L’invité de la rédaction », « Édito du mois », « Le mot du président ».
RUBRIC = re.compile(
    r"(?:l['’])?(?:l[ea] )?(?:édito(?:rial)?|edito(?:rial)?|invitée?|mot|billet|chronique|lettre"
    r"|avis|tribune|parole|humeur|point de vue|coin) (?:du|des|de la|de l['’]|de|d['’]|à)\b",
    re.I,
)
AUTHOR_WORD = re.compile(r"(?:by|par|von|por|di|de notre|propos recueillis) ", re.I)
# What a catalogue says of an issue: « ISBN : 978… », « Affiliation : … », one below the other.
FIELD = re.compile(r"[A-ZÀ-Þ][\w’' .-]{1,25} ?: \S")
WORD = re.compile(r"[^\W\d_]+")
LONG_WORD = re.compile(r"\b[^\W\d_]{4,}")


def stems_of(text: str) -> set[str]:
    """Return the longer words of a text, folded and cut.

    They are enough to see whether a headline speaks of it.
    """
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", fold(text))}


@dataclass(slots=True)
class Page:
    """A page's lines, and what a line of it is held against.

    `first`, `opening` and `body` are the stems of the text's first paragraphs, of its first lines,
    of all of it; `small_words` those that it uses most, by which its language shows.
    """

    judged: list[JudgedLine]
    start: int
    first: set[str]
    opening: set[str]
    body: set[str]
    small_words: set[str]
    counts: Counter[str]
    path_ends: set[str]
    others: list[tuple[int, set[str]]]


def page_of(judged: list[JudgedLine], start: int) -> Page:
    """Return the page whose text begins at the line `start`."""
    text = [judged_line.text for judged_line in judged[start:] if judged_line.weight > 8]
    opening = [judged_line.text[:2000] for judged_line in judged[start : start + 40]]
    first = [judged_line.text[:800] for judged_line in judged[start : start + 3]]
    return Page(
        judged=judged,
        start=start,
        first=stems_of(" ".join(first)),
        opening=stems_of(" ".join(opening)),
        body=stems_of(" ".join(text)[:100_000]),
        small_words=_most_used(" ".join(text[:60])),
        counts=Counter(judged_line.text for judged_line in judged[:READ]),
        path_ends=_path_ends(judged[:start]),
        others=_short_lines(judged, start),
    )


def _most_used(text: str) -> set[str]:
    counts = Counter(WORD.findall(fold(text)))
    return {word for word, _uses in counts.most_common(25)}


def _path_ends(judged: list[JudgedLine]) -> set[str]:
    """Return the last steps of paths: « Accueil > Édito > Mutation » ends in the headline."""
    path_ends = set()
    for judged_line in judged:
        _first_step, *steps = PATH_SIGN.split(judged_line.text)
        path_ends.update(steps[-1:])
    return path_ends


def _short_lines(judged: list[JudgedLine], start: int) -> list[tuple[int, set[str]]]:
    """Return the place and the stems of each line of some words that is no paragraph."""
    short_lines: list[tuple[int, set[str]]] = []
    for index, judged_line in enumerate(judged[:READ]):
        if len(judged_line.text) >= 300 or (index >= start and judged_line.weight >= 8):
            continue
        stems = stems_of(judged_line.text)
        if len(stems) > 2:
            short_lines.append((index, stems))
    return short_lines


def points(page: Page, index: int) -> float:
    """Return the sum of the weights of all signs of the line at `index`."""
    return sum(WEIGHTS.get(name, 0.0) * size for name, size in signs(page, index))


def signs(page: Page, index: int) -> Iterator[tuple[str, float]]:
    """Yield the signs of the line at `index`, each with its size, mostly 1."""
    yield from _looks(page.judged[index])
    yield from _wording(page.judged[index].text)
    yield from _likeness_to_byline(page.judged, index)
    yield from _echoes(page, index)
    yield from _beside(page, index)


def _looks(judged_line: JudgedLine) -> Iterator[tuple[str, float]]:
    line, text = judged_line.line, judged_line.text
    yield _length(text), 1.0
    if line.heading:
        yield f"heading {min(line.heading, 3)}", 1.0
    if line.gap_before and line.gap_after:
        yield "alone", 1.0
    if line.mark:
        yield "mark", 1.0
    if text[-1] == "." and not text.isupper():
        yield "period", 1.0
    if text[-1] in ":;,)":
        yield "goes on", 1.0
    if text[0].islower():
        yield "small letter", 1.0
    if text.startswith(("…", "...")):
        yield "leads in", 1.0
    if text[0] in "«“\"'‘":
        yield "quotation", 1.0
    if ": " in text:
        yield "colon", 1.0
    if headline_pairs.ADDRESS_SIGN.search(text):
        yield "address", 1.0
    long_words = LONG_WORD.findall(text)
    if long_words and not text.isupper():
        capitals = sum(word[0].isupper() for word in long_words)
        yield "capitals", capitals / len(long_words)


def _length(text: str) -> str:
    words = text.count(" ") + 1
    for most, name in LENGTHS:
        if words <= most:
            return name
    if words <= 25:
        return "25 words"
    return "more words"


def _wording(text: str) -> Iterator[tuple[str, float]]:
    """Yield signs of words that are something else's: a section's, a day's, a box's."""
    if is_section(text):
        yield "section", 1.0
    elif RUBRIC.match(text):
        yield "rubric", 1.0
    if is_menu_word(text):
        yield "menu", 1.0
    if mastheads.name(text):
        yield "masthead", 1.0
    if LEAD_IN.match(text):
        yield "lead-in", 1.0
    if AUTHOR_WORD.match(text):
        yield "author word", 1.0
    if any(len(edtf) == 10 for _start, _end, edtf in printed_dates.find_french(text)):
        yield "day", 1.0


def _likeness_to_byline(judged: list[JudgedLine], index: int) -> Iterator[tuple[str, float]]:
    """Yield signs of a line that a name or a role may be."""
    text = judged[index].text
    if not text.isupper():
        yield f"name {names.certainty(text)}", 1.0
    if FIELD.match(text) and any(
        map(_is_field, (judged[index - 1 : index], judged[index + 1 : index + 2]))
    ):
        yield "field", 1.0
    is_under_name = (
        index and not judged[index].line.gap_before and is_bare_byline(judged[index - 1])
    )
    if names.is_role(text) and (text.count(" ") < 5 or is_under_name):
        yield "role", 1.0
    if is_under_name:
        yield "under byline", 1.0


def _is_field(neighbours: list[JudgedLine]) -> bool:
    return any(FIELD.match(judged_line.text) for judged_line in neighbours)


def _echoes(page: Page, index: int) -> Iterator[tuple[str, float]]:
    """Yield how much a line shares with the text, and with the page's other lines."""
    text = page.judged[index].text
    stems = stems_of(text)
    if page.counts[text] > 3:
        yield "repeated", 1.0
    if text in page.path_ends:
        yield "end of a path", 1.0
    if page.small_words.intersection(WORD.findall(fold(text))):
        yield "language", 1.0
    if not stems:
        return
    yield "first paragraphs", len(stems & page.first) / len(stems)
    yield "opening", len(stems & page.opening) / len(stems)
    shared = len(stems & page.body)
    yield "body", math.log1p(shared)
    if not shared:
        yield "apart", 1.0
    is_twice = len(stems) == 2 and page.counts[text] == 2
    if is_twice or (len(stems) > 2 and _has_twin(page, index, stems)):
        yield "twin", 1.0


def _has_twin(page: Page, index: int, stems: set[str]) -> bool:
    """Return True where a line further off has nearly the same words: the page's own title."""
    for other, others_stems in page.others:
        if abs(other - index) > 1 and len(stems & others_stems) >= 0.7 * len(stems | others_stems):
            return True
    return False


def _beside(page: Page, index: int) -> Iterator[tuple[str, float]]:
    """Yield signs of the lines above and below."""
    judged, text = page.judged, page.judged[index].text
    below = judged[index + 1 : min(page.start, index + 1 + BESIDE)]
    above = judged[max(0, index - BESIDE) : index]
    if index < FIRST_LINES and index + 1 < page.start:
        yield "opens the page", 1.0
    for sign in headline_pairs.signs(judged, index, page.start, page.small_words):
        yield sign, 1.0
    if _is_under_section(judged, index) or (index and judged[index - 1].kind == "path"):
        yield "under section", 1.0
    if any(_credits(other) or is_bare_byline(other) for other in below):
        yield "over credits", 1.0
    if any(
        _credits(other) and not (headline_pairs.is_issue(other) or _is_section(other))
        for other in above
    ):
        yield "under credits", 1.0
    if above and headline_pairs.is_issue(above[-1]):
        yield "under issue", 1.0
    if _stands_over_longer(page, index):
        yield "over standfirst", 1.0
    is_under_text = bool(above) and not (above[-1].kind or above[-1].text.endswith(":"))
    if is_under_text and _is_longer(above[-1].text, text, 5):
        yield "under longer", 1.0
    if any(map(_may_be_headline, above)):
        yield "under another", 1.0
    if _is_in_list(page, index):
        yield "in a list", 1.0


def _is_under_section(judged: list[JudgedLine], index: int) -> bool:
    """Return True right under « Édito », « Le billet » or « L’éditorial de Sylvestre Angot »."""
    return bool(index) and _is_section(judged[index - 1])


def _is_section(judged_line: JudgedLine) -> bool:
    label = judged_line.label
    if is_section(judged_line.text):
        return True
    if not judged_line.kind and RUBRIC.match(judged_line.text):
        return True
    return bool(label and is_section(label.section))


def _credits(judged_line: JudgedLine) -> bool:
    label = judged_line.label
    return is_credit(label) and not label.today


def _is_longer(text: str, shorter: str, least: int) -> bool:
    """Return True for a text of more than `least` words that says more than another."""
    return len(text) > 1.2 * len(shorter) and text.count(" ") >= least


def _stands_over_longer(page: Page, index: int) -> bool:
    """Return True where the next line that is not the template's says more: a standfirst."""
    for judged_line in page.judged[index + 1 : page.start]:
        if judged_line.kind:
            continue
        if judged_line.line.mark or is_caption(judged_line.text):
            return False
        text = judged_line.text
        is_sentence = judged_line.weight > 0 or text.count(" ") >= STANDFIRST
        return is_sentence and _is_longer(text, page.judged[index].text, 8)
    return False


def _may_be_headline(judged_line: JudgedLine) -> bool:
    """Return True for some words without an end that are no name and no caption."""
    text = judged_line.text
    if judged_line.kind or not 3 <= text.count(" ") <= 25 or text[-1] in ".:":
        return False
    return not (
        is_bare_byline(judged_line) or is_caption(text) or headline_pairs.may_be_kicker(text)
    )


def _is_in_list(page: Page, index: int) -> bool:
    """Return True among lines that are headlines all: those of other articles."""
    before = page.judged[max(0, index - 2) : index]
    behind = page.judged[index + 1 : min(page.start, index + 3)]
    return any(len(side) == 2 and all(map(_is_entry, side)) for side in (before, behind))


def _is_entry(judged_line: JudgedLine) -> bool:
    return not judged_line.kind and judged_line.text.count(" ") >= 4 and judged_line.weight < 8
