"""Sentences that the foot of a page and the head of the next break off."""

import re
from collections import Counter
from functools import lru_cache

from archive.ingest.dumps.dump_lines import BYLINE
from archive.ingest.dumps.mending import divided_words
from archive.ingest.printed import labels
from archive.ingest.printed.template_lines import is_caption, is_section
from archive.text import fold

LONGEST_HEAD = 100  # characters of a page's running head
PROSE = 9  # words of a line of a text
LEAST_WORDS = 3  # of a sentence that a page breaks off
LONGEST_BREAK = 8  # lines between two pages
LONGEST_LINE = 20_000  # characters: a longer one is no paragraph over a page break
FOLIO = re.compile(r"[-–—\s|\[]*(?:page\s+)?\d{1,4}(?:\s*(?:/|sur|of)\s*\d{1,4})?[-–—\s|\]]*", re.I)
# A page's foot may be the magazine's addresses: « courrier@revue.example – www.revue.example ».
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+|(?:https?://|www\.)\S+|[-–—|/•·]")
MOST_BEFORE = 4  # words before them
NUMBERED_PAGE = re.compile(r"^\d{1,3}\s*[|/•·–—-]?\s|(?<!n°)(?<!no)\s[|/•·–—-]?\s*\d{1,3}$", re.I)
OF_PAGES = re.compile(r"\bpage\s{1,9}\d{1,3}\s{0,9}(?:/|sur|of|de)\s{0,9}\d{1,3}\)?$", re.I)
ENDS_COUNT, LONGEST_COUNT = tuple("0123456789)"), 40  # characters of « Page 2/3 » at a line's end
BEFORE_COUNT = "-–—|( \t\u00a0"
FIGURES = re.compile(r"\d+")
ADDRESS_SIGN = re.compile(r"@|://|www\.", re.I)
CLOCK = re.compile(r"\b\d{1,2}[:h]\d\d\b")
# « Sommaire ........ 3 », and no sentence that halts.
LEADER = re.compile(r"\s(?:\.{4,}|(?:\. ){4,})\s*[^.\s].*(?<![.!?…])$")
RULE = re.compile(r"[-_=*~\u2500-\u257f]+")
RIGHTS = re.compile(r"©|\(c\)|copyright\b", re.I)
COLUMNS = re.compile(r"\S {3,}\S.*\S {3,}\S")  # of a menu
WIDE_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
# The end of a line within a sentence: a word, with a closing sign behind it or not.
UNCLOSED = re.compile(r"(?:[\w,;:’'-]|(?<=[\w,;]) ?[»”\")])$")
# A number and a running title, far from each other: « 4          Anne VERDIER ».
FAR_FOLIO = re.compile(r"\d{1,4}(?: {3,}|\t+) *[A-ZÀ-Þ].*|[A-ZÀ-Þ].*?(?: {3,}|\t+) *\d{1,4}")
BY = re.compile(r"^(?:par|by) ", re.I)
# What libraries print on each page that they hand out.
STAMP = re.compile(
    r"(?:document|article|fichier|this content|texte) (?:téléchargé|downloaded)"
    r" (?:depuis|from|le|on)\b",
    re.I,
)


def closed(text: str) -> str:
    """Return a text in which sentences go on over the numbers and running heads of pages.

    Those go to its top, where they still say of what issue it is; whose rights they name, to its
    end.
    """
    raw_lines = text.split("\n")
    counts = Counter(raw_line.strip() for raw_line in raw_lines)
    counts.update(_titles_of_pages(raw_lines))
    running = _running_lines(raw_lines)
    heads: list[str] = []
    joined: list[str] = []
    index = 0
    while index < len(raw_lines):
        before = last_line(joined)
        end = 0
        if before >= 0 and is_open(joined[before]):
            end = _end_of_break(raw_lines, index, counts, running)
        if end and goes_on(joined[before], raw_lines[end]):
            heads += raw_lines[index:end]
            joined[before:] = [over_break(joined[before], raw_lines[end].strip())]
            index = end
        elif index in running:
            heads.append(raw_lines[index])
            joined.append("")
        else:
            joined.append(raw_lines[index])
        index += 1
    heads, joined = _with_feet([*_telling(heads, joined), *_at_edges(raw_lines)], joined)
    feet = [head for head in heads if RIGHTS.match(head)]
    heads = [head for head in heads if head not in feet]
    return "\n".join([*dict.fromkeys(heads), *joined, *dict.fromkeys(feet)])


def _titles_of_pages(raw_lines: list[str]) -> list[str]:
    """Return what stands beside the numbers of pages in capitals: « 12   LA PÉNICHE »."""
    lines = [raw_line.strip() for raw_line in raw_lines]
    titles = [NUMBERED_PAGE.sub("", line).strip() for line in lines if _is_numbered(line)]
    return [title for title in titles if title.isupper()]


def goes_on(before: str, raw_line: str) -> bool:
    """Return True for a line that goes on with the sentence of the line before the break.

    Of that there are several words, or half of one: a name alone is no sentence.
    """
    line = raw_line.strip()
    if len(before) <= LONGEST_HEAD and labels.read(before.strip()):
        return False
    if BYLINE.match(line) or not divided_words.SMALL_WORD.match(line[: divided_words.LONGEST_WORD]):
        return False
    return len(before.split()) >= LEAST_WORDS or divided_words.is_divided(before, line)


def _telling(heads: list[str], lines: list[str]) -> list[str]:
    """Return the heads and feet of pages that may tell of the text, without « Page 2/3 ».

    What holds a clock tells of a visit, dots lead to another page, and one of the other `lines`
    needs no telling.
    """
    telling: list[str] = []
    stripped = set(map(str.strip, lines))
    behind_by = {BY.sub("", line) for line in stripped}
    for head in heads:
        line = head.strip()
        if STAMP.match(line) or NUMBERED_PAGE.sub("", line).strip() in behind_by:
            continue
        if count := _count_of_pages(line):
            line = line[: count.start()].rstrip(BEFORE_COUNT)
        if not line or line in stripped or _is_drawn(line):
            continue
        if not CLOCK.search(line):
            telling.append(line)
    return telling


def _count_of_pages(line: str) -> re.Match[str] | None:
    """Return « Page 2/3 » at the end of a line without spaces behind it."""
    if not line.endswith(ENDS_COUNT):  # as most
        return None
    return OF_PAGES.search(line, max(0, len(line) - LONGEST_COUNT))


def _running_lines(raw_lines: list[str]) -> set[int]:
    """Return the places of « Page 2/3 », and of what stands around it on each page.

    Such lines are the same but for their figures, on most pages, and stand nowhere else in the
    text. One without figures is the text's where it stands first, or above all prose: its title.
    """
    counted = []
    for index, raw_line in enumerate(raw_lines):
        if _count_of_pages(raw_line.rstrip()):
            counted.append(index)
    if len(counted) < 2:
        return set()
    masked = [FIGURES.sub("#", raw_line.strip()) for raw_line in raw_lines]
    counts = Counter(masked)
    pages = [index for index in counted if counts[masked[index]] > 1]
    prose = _first_prose(raw_lines)
    may_run = {line for line in masked if _may_run(line, counts)}
    runs = _on_most_pages(masked, _around(masked, pages, may_run), prose)
    running = set(pages).union(*_around(masked, pages, runs))
    firsts = {line: index for index, line in reversed(list(enumerate(masked)))}
    for index, line in enumerate(masked):
        may_be_title = line and "#" not in line and not _is_drawn(line)
        if may_be_title and (index < prose or index == firsts[line]):
            running.discard(index)
    return running


def _around(masked: list[str], pages: list[int], may_run: set[str]) -> list[set[int]]:
    """Return for each number of a page the places of the lines around it, up to the next number.

    They are lines of `may_run`, blank ones, rules, and dots that lead to another page.
    """
    numbered = set(pages)
    around: list[set[int]] = []
    for page in pages:
        places = {page}
        for step in (-1, 1):
            place = page + step
            while 0 <= place < len(masked) and place not in numbered:
                line = masked[place]
                if line and line not in may_run and not _is_drawn(line):
                    break
                places.add(place)
                place += step
        around.append(places)
    return around


def _on_most_pages(masked: list[str], around: list[set[int]], prose: int) -> set[str]:
    """Return the lines that stand around the numbers of most pages and nowhere else in the text.

    The text begins at the place `prose`.
    """
    counts: Counter[str] = Counter()
    for places in around:
        counts.update({masked[place] for place in places})
    beside = set().union(*around)
    apart = {line for index, line in enumerate(masked) if index >= prose and index not in beside}
    most = max(2, len(around) // 2 + 1)
    return {line for line, count in counts.items() if count >= most} - apart


def _first_prose(raw_lines: list[str]) -> int:
    """Return the index of the first line of several words that is no menu and no label."""
    for index, raw_line in enumerate(raw_lines):
        line = raw_line[:LONGEST_HEAD].strip()
        is_long = len(line.split()) >= PROSE and not WIDE_GAP.search(line)
        if is_long and not labels.read(line):
            return index
    return len(raw_lines)


def _may_run(line: str, counts: Counter[str]) -> bool:
    """Return True for a line that returns and is short and no sentence."""
    return bool(line) and counts[line] > 1 and len(line) <= LONGEST_HEAD and line[-1] not in ".!?…"


def _is_drawn(line: str) -> bool:
    """Return True for a rule, and for dots that lead to another page."""
    return bool(RULE.fullmatch(line) or (len(line) <= LONGEST_HEAD and LEADER.search(line)))


def _at_edges(raw_lines: list[str]) -> list[str]:
    """Return the first and the last line where a page's number stands beside a magazine's issue."""
    filled = list(filter(None, map(str.strip, raw_lines)))
    return [line for line in filled[:1] + filled[-1:] if _is_numbered(line) and _issue_in(line)]


def _is_numbered(line: str) -> bool:
    if len(line) > LONGEST_HEAD or not (line[:1].isdigit() or line[-1:].isdigit()):
        return False
    return bool(NUMBERED_PAGE.search(line))


def _with_feet(heads: list[str], lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the heads of pages with the lines that are such, and the other lines.

    Those name the same magazine (the last page's foot may be the only place of the month), or say
    the same of an issue several times. What lists issues says something else on each line.
    """
    readings = [_issue_in(line.strip()) for line in lines]
    titles = {reading[0] for reading in map(_issue_in, heads) if reading}
    counts = Counter(readings)
    feet: list[str] = []
    others: list[str] = []
    for line, reading in zip(lines, readings, strict=True):
        if reading and (reading[0] in titles or counts[reading] > 1):
            feet.append(line.strip())
        else:
            others.append(line)
    return heads + feet, others


def _issue_in(line: str) -> tuple[str, str, str] | None:
    """Return magazine, issue and date of a running head; None where a line names no magazine."""
    if not line or len(line) > LONGEST_HEAD or not FIGURES.search(line):
        return None
    label = labels.read(line)
    if not label or not label.publication:
        return None
    return fold(label.publication), label.issue, label.date or ""


def is_open(line: str) -> bool:
    """Return True for a line that ends within a sentence; false for one of very many, a menu's."""
    if len(line) >= LONGEST_LINE or COLUMNS.search(line[:LONGEST_HEAD]):
        return False
    return bool(UNCLOSED.search(line.rstrip()[-3:]))


def over_break(line: str, following: str) -> str:
    """Return a line and the one that goes on with it as one, half a word at its end made whole."""
    if divided_words.halves(line, following):
        return divided_words.stem(line, following) + following
    return f"{line.rstrip()} {following}"


def last_line(lines: list[str]) -> int:
    """Return the index of the last line that is not blank; -1 where it is far or there is none."""
    for index in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
        if lines[index].strip():
            return index
    return -1


def _end_of_break(raw_lines: list[str], index: int, counts: Counter[str], running: set[int]) -> int:
    """Return the index of the first line below a page's number or head; 0 where none stands."""
    end, heads, last = index, 0, index + LONGEST_BREAK
    while end < len(raw_lines) and (end < last or end in running):
        line = raw_lines[end].strip()
        is_head = end in running or bool(line and _is_running_head(line, counts))
        is_head = is_head or bool(heads and is_section(line))
        is_apart = not raw_lines[end - 1].strip()
        is_head = is_head or (is_apart and is_folio(line))
        if line and not is_head and not (is_apart and is_caption(line)):
            break
        heads += is_head
        end += 1
    if heads and end < len(raw_lines):
        return end
    return 0


def is_folio(raw_line: str) -> bool:
    """Return True for the number of a page, alone or far from a running title or an issue."""
    line = raw_line.strip()
    is_far = len(line) <= LONGEST_HEAD and FAR_FOLIO.fullmatch(line)
    return bool(FOLIO.fullmatch(line) or is_far) or (_is_numbered(line) and _names_an_issue(line))


def _is_running_head(line: str, counts: Counter[str]) -> bool:
    if FOLIO.fullmatch(line) or STAMP.match(line):
        return True
    if len(line) > LONGEST_HEAD or line[-1] in ".!?…":
        return False
    if counts[line] > 1 and line.isupper():
        return True
    # « 12   LA PÉNICHE », « LA PÉNICHE   13 »
    title = NUMBERED_PAGE.sub("", line) if _is_numbered(line) else line
    if title != line and counts[title.strip()] > 1:
        return True
    cells = WIDE_GAP.split(line)
    if len(cells) > 1 and all(counts[cell] for cell in cells):
        return True
    if _are_addresses(line):
        return True
    return bool(FIGURES.search(line)) and _names_an_issue(line)


def _are_addresses(line: str) -> bool:
    """Return True for addresses and the strokes between them, with a few words before them."""
    if not ADDRESS_SIGN.search(line):
        return False
    words = line.split()
    are_addresses = [bool(ADDRESS.fullmatch(word)) for word in words]
    if not any(
        is_address and len(word) > 1 for is_address, word in zip(are_addresses, words, strict=True)
    ):
        return False
    first = are_addresses.index(True)
    return first <= MOST_BEFORE and all(are_addresses[first:])


@lru_cache(maxsize=16)  # lines that are looked at again from each of those above
def _names_an_issue(line: str) -> bool:
    label = labels.read(line)
    if not label or not (label.issue or (label.publication and _is_numbered(line))):
        return False
    return bool(label.date or label.page or label.publication)
