"""Lines of a page's head that belong together: a headline in two languages, a title and tagline."""

import re
from collections.abc import Iterator

from archive.ingest.dumps.judged_lines import JudgedLine, is_bare_byline
from archive.ingest.printed import mastheads, names
from archive.ingest.printed.template_lines import is_caption, is_section
from archive.text import fold

ADDRESS_SIGN = re.compile(r"[|›>@]|https?:|www\.|\w\.(?:fr|com|org|net|info|eu|be|ch|ca)\b")
# Words of a kicker in capitals, and of the headline below it.
MOST_OF_KICKER, LEAST_OF_HEADLINE, MOST_OF_HEADLINE = 5, 3, 14
WORD = re.compile(r"[^\W\d_]+")


def signs(judged: list[JudgedLine], index: int, start: int, small_words: set[str]) -> Iterator[str]:
    """Yield the signs of a line that is half of a pair.

    The text begins at the line `start`; `small_words` are those that it uses most.
    """
    is_over_another = index + 1 < start
    if is_over_another and _is_tagline(judged[index + 1]):
        yield "over tagline"
    if _is_tagline(judged[index]):
        yield "tagline"
    if is_in_capitals_over_another(judged, index, start):
        yield "in capitals over another"
    if _stands_over_issue(judged, index, start):
        yield "over issue"
    if is_over_another and _is_parallel(judged, index + 1, small_words):
        yield "over parallel"
    if index and _is_parallel(judged, index, small_words):
        yield "parallel"
    if may_be_kicker(judged[index].text) and any(map(_is_free, judged[index + 1 : start])):
        yield "kicker"


def is_in_capitals_over_another(judged: list[JudgedLine], index: int, start: int) -> bool:
    """Return True for a few words in capitals right above a headline that has none."""
    text = judged[index].text
    if not text.isupper() or len(text.split()) > MOST_OF_KICKER:
        return False
    for below in judged[index + 1 : start]:
        if below.kind and not below.label:
            continue
        words = below.text.split()
        is_plain = not below.kind and not below.text.isupper() and _is_free(below)
        return is_plain and LEAST_OF_HEADLINE <= len(words) <= MOST_OF_HEADLINE
    return False


def may_be_kicker(text: str) -> bool:
    """Return True for a section and what it treats: « DOSSIER : LES MÉTIERS DU FROID »."""
    return ":" in text and is_section(text.partition(":")[0])


def _is_free(judged_line: JudgedLine) -> bool:
    """Return True for a line that may be the headline below a kicker."""
    text = judged_line.text
    if judged_line.kind or judged_line.label or text[-1] in ".,;:":
        return False
    return not (is_section(text) or is_bare_byline(judged_line) or is_caption(text))


def _is_tagline(judged_line: JudgedLine) -> bool:
    return not judged_line.line.gap_before and mastheads.is_tagline(judged_line.text)


def _is_parallel(judged: list[JudgedLine], index: int, small_words: set[str]) -> bool:
    """Return True for the headline in another language, right below that in the text's own.

    They stand apart from other lines, but for a name.
    """
    above, below, behind = judged[index - 1 : index + 2]
    if above.kind or below.kind or below.line.gap_before or not below.text[0].isupper():
        return False
    if not above.line.gap_before or not (below.line.gap_after or is_bare_byline(behind)):
        return False
    if not 0.5 < len(below.text) / len(above.text) < 2 or names.certainty(below.text) == 2:
        return False
    in_own, in_other = (
        small_words.intersection(WORD.findall(fold(line.text))) for line in (above, below)
    )
    # Short words are of several languages: « a ».
    return len(in_own) > 2 * len(in_other)


def _stands_over_issue(judged: list[JudgedLine], index: int, start: int) -> bool:
    """Return True for what stands above the line of an issue that has a headline below it."""
    is_below_issue = False
    for judged_line in judged[index + 1 : start]:
        text = judged_line.text
        is_other = judged_line.kind or is_section(text) or ADDRESS_SIGN.search(text)
        if is_below_issue and not is_other and text[-1] not in ".,:":
            return not is_bare_byline(judged_line)
        is_below_issue = is_below_issue or is_issue(judged_line)
    return False


def is_issue(judged_line: JudgedLine) -> bool:
    label = judged_line.label
    if not label:
        return False
    if label.issue or label.publication:
        return True
    is_of_month = 4 < len(label.date or "") <= len("2012-05")
    return is_of_month and not (label.labelled or label.bylines)
