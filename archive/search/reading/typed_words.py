"""The words of a question that may name something, as one text in which each clause has its place.

Only words and phrases that are asked of no field are looked at. What stands between them (an
exclusion, a field) parts them: no name goes across it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archive import asked_dates, issues
from archive.search.question.parsing import Clause, Kind, Typed
from archive.search.words.leading import is_leading, is_little
from archive.text import fold

BREAK = " ; "  # between what does not belong together
LONGEST_NAME = 8  # words
LONGEST_FILLED = 4  # words of a name in which
MOST_VARIANTS = 3  # little words may have been left out
MOST_WORDS = 24  # that names are looked for in; nobody types a date behind more
# What stands before a word within a clause and is no part of a name.
_EDGE = re.compile(r"[^\w#]*(?:(?:[cdjlmnst]|qu)['’](?=\w))?", re.IGNORECASE)
_PUNCTUATION = ".,:;!?)»'\""
_WORD = re.compile(r"[^\W_]+")


class Span(NamedTuple):
    """A part of the text, from `start` to `end`."""

    start: int
    end: int

    @classmethod
    def of(cls, mention: issues.Mention | asked_dates.Mention) -> "Span":
        """Return where a time or an issue is named."""
        return cls(mention.start, mention.end)

    def overlaps(self, span: "Span") -> bool:
        return self.start < span.end and span.start < self.end

    def holds(self, span: "Span") -> bool:
        return self.start <= span.start and span.end <= self.end


class Words(NamedTuple):
    """Words side by side: where they stand, and as they are compared."""

    span: Span
    folded: tuple[str, ...]


@dataclass
class Text:
    """The text, and the clauses of it with their places, without what is before the word."""

    text: str = ""
    clauses: list[tuple[Span, Clause]] = field(default_factory=list)

    @classmethod
    def of(cls, typed: Typed) -> "Text":
        whole = cls()
        for clause in typed.clauses:
            if not _may_name(clause):
                whole.text += BREAK
                continue
            is_phrase = clause.terms[0].kind is Kind.PHRASE
            whole.text += BREAK if is_phrase else " "
            whole._add(clause)
            if is_phrase:
                whole.text += BREAK
        return whole

    def _add(self, clause: Clause) -> None:
        term = clause.terms[0].text
        start = len(self.text)
        self.text += term
        edge = _EDGE.match(term)
        first = start + (edge.end() if edge else 0)
        last = start + len(term.rstrip(_PUNCTUATION))
        self.clauses.append((Span(first, max(first, last)), clause))

    def is_whole(self, span: Span) -> bool:
        """Return True if no clause is only in part within a span."""
        return all(span.holds(place) or not span.overlaps(place) for place, _clause in self.clauses)

    def within(self, spans: Sequence[Span]) -> list[Clause]:
        """Return the clauses that stand within one of these spans."""
        within = []
        for place, clause in self.clauses:
            if any(span.holds(place) for span in spans):
                within.append(clause)
        return within

    def runs(self) -> list[Words]:
        """Return all words and runs of words that a name may be.

        A query has each word once: « éditoriaux de Bruno La Fresnaye » was typed with « de » twice.
        So a little word before a run may also stand within it.
        """
        runs = []
        little: dict[str, None] = {}
        for group in self._groups():
            for first, (_span, word) in enumerate(group):
                for last in range(first, min(first + LONGEST_NAME, len(group))):
                    span = Span(group[first][0].start, group[last][0].end)
                    folded = tuple(word for _span, word in group[first : last + 1])
                    runs.append(Words(span, folded))
                    for again in list(little)[:MOST_VARIANTS]:
                        runs += _with_word(span, folded, again)
                if is_little(word):
                    little[word] = None
        return runs

    def _groups(self) -> list[list[tuple[Span, str]]]:
        groups: list[list[tuple[Span, str]]] = []
        at = count = 0
        for part in self.text.split(BREAK):
            group = []
            for match in _WORD.finditer(part):
                if count < MOST_WORDS:
                    group.append((Span(at + match.start(), at + match.end()), fold(match[0])))
                    count += 1
            groups.append(group)
            at += len(part) + len(BREAK)
        return groups


def _with_word(span: Span, folded: tuple[str, ...], word: str) -> Iterator[Words]:
    """Yield a run of words with another one at each place within it."""
    if word in folded or len(folded) > LONGEST_FILLED:
        return
    for place in range(1, len(folded)):
        yield Words(span, (*folded[:place], word, *folded[place:]))


def _may_name(clause: Clause) -> bool:
    if clause.excluded or len(clause.terms) != 1:
        return False
    [term] = clause.terms
    if term.field or term.literal or term.slop:
        return False
    return term.kind in (Kind.WORD, Kind.PHRASE)


def tells(clause: Clause) -> bool:
    """Return True unless a clause is a word that only leads to others: « de », « éditoriaux »."""
    if clause.excluded or len(clause.terms) != 1 or not clause.terms[0].is_plain:
        return True
    return not is_leading(clause.terms[0].text.strip(_PUNCTUATION))
