"""What print sets within a sentence and is none of it: footnotes, pull quotes, jumps to pages.

A footnote goes below the paragraph that calls it, what stands between two jumps to the text's end,
and a pull quote, whose words are the text's own, goes.
"""

import re
from collections import Counter
from difflib import SequenceMatcher

from archive.ingest.dumps.mending import page_breaks
from archive.text import fold

# « (suite page 4) », and « (suite de la page 1) » where the text goes on.
JUMP_TO = re.compile(
    r"\W*(?:lire la |voir la )?suite (?:en |à la |au verso, )?(?:page|p\.) ?\d{1,3}\W*", re.I
)
JUMP_FROM = re.compile(r"\W*suite de (?:la )?(?:page|p\.) ?\d{1,3}\W*", re.I)
FOOTNOTE = re.compile(r"\s*[(\[]?(?P<number>\d{1,2})[.)\]]? {1,3}[A-ZÀ-Þ«]")
# The number of a note right behind a word: « dépenses1 ; », « « de justesse » 1. »
CALL = re.compile(r"(?:[^\W\d_]{3}|») ?[(\[]?(\d{1,2})(?![\w%]| [^\W_])")
QUOTE_LINES, QUOTE_WORDS = 6, (5, 40)  # the most lines of a pull quote, its least and most words
REPEATED = 0.7  # of its words stand in one run in the text
NEAR = 12  # lines from a footnote to where the sentence goes on
LEAST_ABOVE = 25  # words of the text that a pull quote breaks off
WORD = re.compile(r"[^\W_]+")
LONGEST_TEXT = 60_000  # characters: a longer file is no page of print


def moved(text: str) -> str:
    """Return a text whose sentences go on over such lines; other texts are as they were."""
    if len(text) > LONGEST_TEXT:
        return text
    raw_lines = _below_paragraphs(_without_jumps(text.split("\n")))
    return "\n".join(_without_pull_quotes(raw_lines))


def _without_jumps(raw_lines: list[str]) -> list[str]:
    """Return the lines with those between « suite page 4 » and « suite de la page 1 » last."""
    leaving = [index for index, line in enumerate(raw_lines) if JUMP_TO.fullmatch(line)]
    arriving = [index for index, line in enumerate(raw_lines) if JUMP_FROM.fullmatch(line)]
    if len(leaving) != 1 or len(arriving) != 1 or leaving[0] > arriving[0]:
        return raw_lines
    above, between = raw_lines[: leaving[0]], raw_lines[leaving[0] + 1 : arriving[0]]
    return [*_on(above, raw_lines[arriving[0] + 1 :]), "", *between]


def _on(above: list[str], below: list[str]) -> list[str]:
    """Return lines that go on with others; where a sentence does, on one line."""
    last = page_breaks.last_line(above)
    first = next((index for index, line in enumerate(below) if line.strip()), 0)
    if last < 0 or not below or not _breaks_off(above[last], below[first]):
        return [*above, "", *below]
    whole = page_breaks.over_break(above[last], below[first].strip())
    return [*above[:last], whole, *below[first + 1 :]]


def _breaks_off(line: str, following: str) -> bool:
    """Return True where a line ends within a sentence and another one goes on with it."""
    return page_breaks.is_open(line) and page_breaks.goes_on(line, following)


def _blocks(raw_lines: list[str]) -> list[tuple[int, int]]:
    """Return the first line and the end of each run of lines that are not blank."""
    places: list[tuple[int, int]] = []
    start = None
    for index, line in enumerate([*raw_lines, ""]):
        if line.strip() and start is None:
            start = index
        elif not line.strip() and start is not None:
            places.append((start, index))
            start = None
    return places


def _below_paragraphs(raw_lines: list[str]) -> list[str]:
    """Return the lines with footnotes that break off a sentence below its paragraph."""
    called = set(CALL.findall("\n".join(raw_lines)))
    for first, end in reversed(_blocks(raw_lines)):
        place = first + _is_rule(raw_lines[first])  # a rule may stand above the notes
        note = FOOTNOTE.match(raw_lines[place]) if place < end else None
        if not note or note["number"] not in called:
            continue
        last = page_breaks.last_line(raw_lines[:first])
        below = _going_on(raw_lines, end)
        if last < 0 or not below or not _breaks_off(raw_lines[last], raw_lines[below]):
            continue
        between = raw_lines[place:below]
        heads = [line for line in between if page_breaks.is_folio(line)]
        notes = [line for line in between if line.strip() and line not in heads]
        paragraph_end = below
        while paragraph_end < len(raw_lines) and raw_lines[paragraph_end].strip():
            paragraph_end += 1
        paragraph, others = raw_lines[below:paragraph_end], raw_lines[paragraph_end:]
        above = [*raw_lines[:first], "", *heads, ""]
        raw_lines = [*above, *paragraph, "", *notes, "", *others]
    return raw_lines


def _is_rule(line: str) -> bool:
    return bool(page_breaks.RULE.fullmatch(line.strip()))


def _going_on(raw_lines: list[str], index: int) -> int:
    """Return the index of the next line in lower case below notes and heads of pages; 0 for none.

    A block of anything else ends the search.
    """
    starts = [start for start, _end in _blocks(raw_lines[index : index + NEAR])]
    for start in starts:
        line = raw_lines[index + start]
        if line.strip()[0].islower():
            return index + start
        if not (FOOTNOTE.match(line) or page_breaks.is_folio(line)):
            return 0
    return 0


def _without_pull_quotes(raw_lines: list[str]) -> list[str]:
    """Return the lines without those that break off a sentence and whose words the text has."""
    words = _words(raw_lines)
    blocks = _blocks(raw_lines)
    counts = Counter(" ".join(_words(raw_lines[first:end])) for first, end in blocks)
    alone = {block for block, count in counts.items() if count > 1}
    for first, end in reversed(blocks):
        quote = _words(raw_lines[first:end])
        least, most = QUOTE_WORDS
        # Running heads have figures, or stand alone elsewhere as well.
        is_running = " ".join(quote) in alone or any(map(str.isdigit, "".join(quote)))
        if is_running or not least <= len(quote) <= most or end - first > QUOTE_LINES:
            continue
        last = page_breaks.last_line(raw_lines[:first])
        following = next(filter(str.strip, raw_lines[end : end + 3]), "")
        if last < 0 or not _breaks_off(raw_lines[last], following):
            continue
        above = " ".join(raw_lines[max(0, last - NEAR) : last + 1])
        if raw_lines[first].lstrip().startswith("#") or len(above.split()) < LEAST_ABOVE:
            continue
        before = len(_words(raw_lines[:first]))
        others = words[:before] + words[before + len(quote) :]
        if _longest_run(quote, others) >= REPEATED * len(quote):
            raw_lines = _on(raw_lines[:first], raw_lines[end:])
            words = others
    return raw_lines


def _words(lines: list[str]) -> list[str]:
    return WORD.findall(fold(" ".join(lines)))


def _longest_run(quote: list[str], words: list[str]) -> int:
    """Return how many words of a quote stand one behind the other among others."""
    matcher = SequenceMatcher(None, quote, words, autojunk=False)
    return matcher.find_longest_match().size
