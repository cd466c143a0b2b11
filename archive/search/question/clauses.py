"""What is asked in words: clauses of terms, and how they are printed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from archive import dates

# Field of the index -> its name as it is printed: French is what the interface shows.
FRENCH = {
    "author": "auteur",
    "title": "titre",
    "tag": "tag",
    "publication": "revue",
    "text": "texte",
    "date": "date",
    "issue": "numéro",
    "page": "page",
}


_SIGN = re.compile(r"[^\W_][+#]|#[^\W_]|^\.[^\W_]")


class Kind(StrEnum):
    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"
    PATTERN = "pattern"
    DATE = "date"


class Days(NamedTuple):
    """The first and the last day of a time that is asked for; None for an open end."""

    first: date | None
    last: date | None


def days(since: str, until: str) -> Days:
    """Return the days from one EDTF date to another, either of them perhaps "".

    Raises ValueError where one is no EDTF.
    """
    return Days(dates.bounds(since)[0], dates.bounds(until)[1])


@dataclass(frozen=True)
class Term:
    """One word, phrase, beginning or date that is asked for.

    `slop` (phrases): how many further words may stand between; `field` "" means anywhere. A pattern
    has `*` within for any letters. `literal`: to the letter, no other form of it. `also` are words
    and phrases that count as it, for less: they are read into it, not typed.
    """

    text: str
    kind: Kind = Kind.WORD
    field: str = ""
    slop: int = 0
    literal: bool = False
    also: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """True for a word in any of its forms, asked of no field."""
        return self.kind is Kind.WORD and not self.field and not self.literal

    @property
    def ends(self) -> tuple[str, str]:
        """The two EDTF dates of a date: twice the same for a single one, "" for an open end."""
        if ".." not in self.text:
            return self.text, self.text
        since, _dots, until = self.text.partition("..")
        return since, until

    @cached_property
    def span(self) -> Days:
        """The days of a date."""
        return days(*self.ends)

    def __str__(self):
        text = self.text
        if self.kind is Kind.PREFIX:
            text = f"{text}*"
        elif self.kind is Kind.PHRASE:
            text = f'"{text}"'
            if self.slop:
                text += f"~{self.slop}"
        if self.literal:
            text = f"={text}"
        if self.field:
            text = f"{FRENCH[self.field]}:{text}"
        return text


@dataclass(frozen=True)
class Clause:
    """One of `terms` is asked for, or none of them where `excluded`.

    It is met as well where one of `lacking` is not there: `qualité OU -salon`. `required`: an
    operator says that it must be met, where plain words may be met in part.
    """

    terms: tuple[Term, ...]
    excluded: bool = False
    lacking: tuple[Term, ...] = ()
    required: bool = False

    @cached_property
    def ranks(self) -> bool:
        """True for words asked of no field in particular; all else are exact conditions."""
        if self.excluded or self.lacking:
            return False
        return all(term.is_plain for term in self.terms)

    @cached_property
    def is_choice(self) -> bool:
        """True for what is never loosened: an exclusion, a date."""
        if self.excluded or not self.terms:
            return True
        return any(term.kind is Kind.DATE for term in self.terms)

    @cached_property
    def is_condition(self) -> bool:
        """True for more than bare words, of which a search finds what has the most."""
        if self.is_choice:
            return False
        if self.required or self.lacking:
            return True
        return not all(term.is_plain for term in self.terms)

    @property
    def is_bare(self) -> bool:
        """True for bare words, neither a choice nor a condition."""
        return not self.is_choice and not self.is_condition

    def __str__(self):
        sign = "-" if self.excluded else ""
        parts = [f"{sign}{term}" for term in self.terms]
        parts += [f"-{term}" for term in self.lacking]
        return (" " if self.excluded else " OU ").join(parts)

    def within(self) -> str:
        """Return the clause as it stands among others, in parentheses where it is a choice."""
        is_choice = len(self.terms) + len(self.lacking) > 1 and not self.excluded
        if is_choice:
            return f"({self})"
        return str(self)


@dataclass(frozen=True)
class Typed:
    """A parsed query: all of its clauses are asked for.

    `cut`: something beyond the limits was left unread; `undated`: what was asked for as a date and
    is none; `slips`: operators and parentheses at no place of theirs, read as words or left out;
    `plain`: operators too entangled to be worked out, all of it is read as words. `printed` is the
    query with its parentheses, or the words as they were typed, where it has not been changed
    since.
    """

    clauses: tuple[Clause, ...] = ()
    cut: bool = False
    undated: tuple[str, ...] = ()
    slips: tuple[str, ...] = ()
    plain: bool = False
    printed: str = ""

    def __str__(self):
        if self.printed:
            return self.printed
        text = " ".join(map(str, self.clauses))
        is_strict = any(clause.required for clause in self.clauses)
        if len(self.clauses) == 1 or not (is_strict or text.isupper()):
            return text
        text = ""
        for clause in self.clauses:
            joint = " ET " if text and clause.required else " "
            text += f"{joint}{clause.within()}"
        return text.strip()

    @property
    def is_words(self) -> bool:
        """True for words alone, each in any of its forms: a title, a question, a sentence."""
        return all(clause.is_bare and len(clause.terms) == 1 for clause in self.clauses)

    def without(self, clause: Clause) -> "Typed":
        """Return the query without this very clause."""
        return self.with_clauses(present for present in self.clauses if present is not clause)

    def with_clauses(self, clauses: Iterable[Clause]) -> "Typed":
        """Return the query with other clauses."""
        return replace(self, clauses=tuple(clauses), printed="")

    @property
    def with_signs(self) -> list[str]:
        """The words with a sign that no index has, each once: « C++ », « C# », « .NET »."""
        words = [term.text for term in self.asked() if term.kind is Kind.WORD]
        return [word for word in dict.fromkeys(words) if _SIGN.search(word)]

    def asked(self) -> Iterator[Term]:
        """Yield the terms that are asked for, clause after clause: none that is excluded."""
        for clause in self.clauses:
            if not clause.excluded:
                yield from clause.terms


def valid_or_open(typed: str) -> str:
    """Return a date as EDTF has it, "" for an open end. Raises ValueError where it is no date."""
    return dates.valid(typed) if typed else ""
