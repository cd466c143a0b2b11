"""Which lines of a page dump are its text: the run of lines with the most prose.

Each line counts for a run by its words where it reads as sentences, against it where it is a
menu's; headings of comments and of boxes end it.
"""

from archive import printed_dates
from archive.ingest.dumps.judged_lines import (
    LONG,
    NO_PROSE,
    JudgedLine,
    is_bare_byline,
    is_credit,
)

# Prose, in words, that may stand above the line of author and date without being the text itself: a
# standfirst.
STANDFIRST = 150
# From which weight a line is prose.
PROSE = 8.0
LONGEST_BOX = 5  # lines of a box that offers a letter
# The most weight of a line that greets a page's visitors.
GREETING = 14.0


def region(judged: list[JudgedLine]) -> tuple[int, int] | None:
    """Return the first and the last index of the run with the greatest weight.

    None where no run has enough. Comments are none of it where a text stands above.
    """
    best, place = 0.0, (0, 0)
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
            best, place = total, (start, index)
    if best < PROSE:
        return None
    return place


def _is_within_text(judged: list[JudgedLine], index: int) -> bool:
    """Return True for a letter's box within a text: a paragraph stands below its few lines."""
    for judged_line in judged[index + 1 : index + LONGEST_BOX]:
        if judged_line.weight >= LONG:
            return True
        if judged_line.kind not in ("", "chrome"):
            return False
    return False


def _weight_of_box(total: float) -> float:
    """Return the weight of a heading of boxes, or of the foot, below a run of `total` weight."""
    if total < 150:
        return -40.0
    return -80.0


def from_first_prose(judged: list[JudgedLine]) -> tuple[int, int]:
    """Return the first line that reads as a sentence, and the last of all."""
    first = 0
    while first < len(judged) - 1 and judged[first].weight < PROSE:
        first += 1
    return first, len(judged) - 1


def below_greeting(judged: list[JudgedLine], first: int, last: int) -> int:
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
    return is_short_call and names_a_day(judged_line.text)


def of_one_part(judged: list[JudgedLine], first: int, last: int) -> tuple[int, int]:
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


def names_a_day(text: str) -> bool:
    """Return True for a line with a full day, or several."""
    days = printed_dates.find_french(text)
    return any(len(edtf) >= len("2010-05-18") for _start, _end, edtf in days)


def below_credits(judged: list[JudgedLine], first: int, last: int) -> int:
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
