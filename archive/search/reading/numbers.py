"""Numbers as they are also written: « 35h » as « 35 heures » and « trente-cinq heures »."""

import re
from collections.abc import Sequence
from dataclasses import replace

from archive import issues
from archive.search.question.answers import Reading
from archive.search.question.clauses import Clause
from archive.search.reading.read import Read
from archive.search.words.analysis import single_tokens
from archive.search.words.numerals import from_words, in_words, is_numeral

SMALLEST = 10  # that is read in words or from them: smaller ones are articles, versions, ranks
YEARS = range(1800, 2100)  # which are printed in figures
LONGEST = 6  # words of a number
GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")
HOURS = re.compile(r"(\d{1,2}) ?h", re.IGNORECASE)
OF_HOURS = {"h", "heure", "heures"}


def with_numbers(read: Read) -> Read:
    """Return a question whose numbers are also met as they are otherwise written."""
    typed = read.question.typed
    clauses = list(typed.clauses)
    readings = []
    at = 0
    while at < len(clauses):
        length, texts = _number(clauses[at : at + LONGEST])
        if texts and at and _names_an_issue(clauses[at - 1], clauses[at]):
            texts = []
        if texts:
            printed = " ".join(map(str, clauses[at : at + length]))
            texts = [text for text in texts if text != printed.lower()]
        if texts:
            readings.append(Reading("number", printed, tuple(texts)))
            for place in range(at, at + length):
                clauses[place] = _with(clauses[place], texts)
        at += length
    if not readings:
        return read
    return read.understood(typed.with_clauses(clauses), readings)


def _number(clauses: Sequence[Clause]) -> tuple[int, list[str]]:
    """Return how many clauses a number takes that begins here, and how else it is written."""
    words: list[str] = []
    for clause in clauses:
        if not _is_plain(clause):
            break
        word = clause.terms[0].text.lower()
        if not words and not _may_begin(word):
            break
        words.append(_figures(word))
    if not words:
        return 1, []
    if hours := HOURS.fullmatch(words[0]):
        return 1, _hours(int(hours[1]), shortened=False)
    length, number = _first_number(words)
    if not number:
        return 1, []
    if words[length : length + 1] and words[length] in OF_HOURS:
        return length + 1, _hours(number, in_figures=not words[0].isdecimal())
    if words[0].isdecimal():
        return length, [in_words(number)]
    return length, [str(number)]


def _may_begin(word: str) -> bool:
    """Whether a number may begin with a word; of most it is told at once."""
    if word.isalpha():
        return is_numeral(word)
    return word[:1].isdecimal() or any(is_numeral(token.form) for token in single_tokens(word)[:1])


def _names_an_issue(before: Clause, clause: Clause) -> bool:
    """Whether a number is that of an issue: nobody prints « n° trente-six » for « n° 36 »."""
    leading = str(before)
    mentions = issues.mentions(f"{leading} {clause}")
    return any(mention.start < len(leading) < mention.end for mention in mentions)


def _figures(word: str) -> str:
    """Return « 2 500 » without its space; a telephone number stays as it is typed."""
    if GROUPED.fullmatch(word):
        return word.replace(" ", "")
    return word


def _first_number(words: Sequence[str]) -> tuple[int, int]:
    """Return how many words the longest number at their beginning takes, and its value."""
    if words[0].isdecimal():
        is_counted = len(words[0]) <= LONGEST and words[0][0] != "0"  # not « 0800 »
        number = int(words[0]) if is_counted else 0
        if number in YEARS or number < SMALLEST or not in_words(number):
            return 1, 0
        return 1, number
    for length in range(len(words), 0, -1):
        tokens = single_tokens(" ".join(words[:length]))
        number = from_words([token.form for token in tokens]) or 0
        if number >= SMALLEST:
            return length, number
    return 1, 0


def _hours(number: int, shortened: bool = True, in_figures: bool = True) -> list[str]:
    texts = [f"{in_words(number)} heures"]
    if shortened:
        texts.insert(0, f"{number}h")
    if in_figures:
        texts.insert(0, f"{number} heures")
    return texts


def _is_plain(clause: Clause) -> bool:
    """Whether a clause is one word, asked of no field."""
    return not clause.excluded and len(clause.terms) == 1 and clause.terms[0].is_plain


def _with(clause: Clause, texts: Sequence[str]) -> Clause:
    term = clause.terms[0]
    also = tuple(dict.fromkeys([*term.also, *texts]))
    return replace(clause, terms=(replace(term, also=also),))
