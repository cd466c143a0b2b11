"""What a visitor typed -> clauses.

Nothing that anyone types is an error, and what is printed parses to the same again.

centre appels          words                "centre d’appels"      a phrase (also « … » and “ … ”)
-salon                 without              qualité OU service     one of them (OR as well)
form*                  beginnings of words  "qualité service"~5    within five words of each other
auteur:dupont  titre:  tag:  revue:  texte: (author:, title:, magazine:, text:)      date:2001..2004
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from archive import dates
from archive.text import fold

LONGEST = 4_000  # characters of a query that are read
MOST_CLAUSES = 64
MOST_SLOP = 100
# Typed name -> field of the index; French is what the interface shows.
FIELDS = {
    "auteur": "author",
    "titre": "title",
    "tag": "tag",
    "mot-cle": "tag",
    "revue": "publication",
    "texte": "text",
    "date": "date",
    "author": "author",
    "title": "title",
    "publication": "publication",
    "magazine": "publication",
    "text": "text",
}
FRENCH = {
    "author": "auteur",
    "title": "titre",
    "tag": "tag",
    "publication": "revue",
    "text": "texte",
    "date": "date",
}


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


OPERATORS = (Term("OU"), Term("OR"))


@dataclass(frozen=True)
class Clause:
    """One of `terms` is asked for, or none of them where `excluded`."""

    terms: tuple[Term, ...]
    excluded: bool = False

    @property
    def is_choice(self) -> bool:
        """True for what is never loosened: an exclusion, a date."""
        return self.excluded or any(term.kind is Kind.DATE for term in self.terms)

    @property
    def is_condition(self) -> bool:
        """True for more than bare words, of which a search finds what has the most."""
        if self.is_choice:
            return False
        return any(term.kind is not Kind.WORD or term.field or term.literal for term in self.terms)

    def __str__(self):
        text = " OU ".join(map(str, self.terms))
        if self.excluded:
            text = f"-{text}"
        return text


@dataclass(frozen=True)
class Typed:
    """A parsed query: all of its clauses are asked for.

    `cut`: something beyond the limits was left unread; `undated`: what was asked for as a date and
    is none.
    """

    clauses: tuple[Clause, ...] = ()
    cut: bool = False
    undated: tuple[str, ...] = ()

    def __str__(self):
        return " ".join(map(str, self.clauses))

    def without(self, clause: Clause) -> "Typed":
        """Return the query without this very clause."""
        left = tuple(present for present in self.clauses if present is not clause)
        return Typed(left, self.cut, self.undated)


_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u201f": '"'})
_PIECE = re.compile(
    r"""(?P<minus>(?<!\S)[-−–])?
        (?:(?P<field>[^\W\d_]{1,12}(?:-[^\W\d_]{1,4})?)\s?:(?=[^\s:]))?
        (?:"(?P<phrase>[^"]*)(?:"|$)(?:~(?P<slop>\d{1,6}))?|(?P<word>[^\s"]+))""",
    re.VERBOSE,
)
_EDGES = "*()[]{},;!?~"
_NAMES_FIELD = re.compile(rf"(?:{'|'.join(FIELDS)})\s?:[^\s:]", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")


def parse(typed: str) -> Typed:
    """Return the clauses of any text at all."""
    text = _clean(typed)
    clauses: list[Clause] = []
    undated: list[str] = []
    joining = False
    for match in _PIECE.finditer(text[:LONGEST]):
        term = _term(match)
        if term is None:
            continue
        if _field(match) == "date" and term.field != "date":
            undated.append(match["word"] or match["phrase"])
        if clauses and term in OPERATORS and not match["minus"]:
            joining = True
            continue
        if len(clauses) == MOST_CLAUSES:
            return Typed(tuple(clauses), cut=True, undated=tuple(undated))
        if joining and not match["minus"] and not clauses[-1].excluded:
            _join(clauses, term)
        else:
            clauses.append(Clause((term,), excluded=bool(match["minus"])))
        joining = False
    return Typed(tuple(dict.fromkeys(clauses)), cut=len(text) > LONGEST, undated=tuple(undated))


def _join(clauses: list[Clause], term: Term) -> None:
    """Let the last clause ask for this term as well, where it has room for one more."""
    terms = clauses[-1].terms
    if term not in terms and len(terms) < MOST_CLAUSES:
        clauses[-1] = Clause((*terms, term))


def _clean(typed: str) -> str:
    """Leave out what no keyboard writes and make every quotation mark the same.

    No keyboard writes NUL, lone surrogates and direction marks.
    """
    text = "".join(char for char in typed[: LONGEST * 4] if char.isprintable() or char.isspace())
    return " ".join(text.translate(_QUOTES).split())


def _field(match: re.Match) -> str:
    """Return the field of the index that a piece names, "" where it names none."""
    return FIELDS.get(fold(match["field"] or ""), "")


def _term(match: re.Match) -> Term | None:
    field, word, phrase = _field(match), match["word"], match["phrase"]
    if match["field"] and not field:  # « 10:30 » and « http: » name no field: the words count
        if word:
            word = f"{match['field']}:{word}"
        else:
            phrase = f"{match['field']} {phrase}"
    if field == "date":
        return _date((word or phrase).strip())
    if phrase is None:
        return _word(word, field)
    phrase = phrase.strip()
    if not _LETTER.search(phrase):
        return None
    return Term(phrase, Kind.PHRASE, field, min(int(match["slop"] or 0), MOST_SLOP))


def _word(word: str, field: str = "") -> Term | None:
    kind = Kind.PREFIX if word.endswith("*") else Kind.WORD
    if field:
        word = word.strip(_EDGES)
    else:
        word = word.strip(_EDGES + "-−–")
        # « (auteur:dupont) »: what stood before it hid the name of the field.
        if _NAMES_FIELD.match(word) and (piece := _PIECE.match(word)):
            return _term(piece)
    if not _LETTER.search(word):
        return None
    return Term(word, kind, field)


def _date(text: str) -> Term | None:
    """`2001`, `2001-02`, `2001..2004`, `..2004`, `2001..`; what is no date stands as a word."""
    since, dots, until = text.partition("..")
    try:
        since, until = valid_or_open(since), valid_or_open(until)
    except ValueError:
        return _word(text.replace('"', " ").partition(" ")[0])
    if not since and not until:
        return None
    return Term(since + dots + until, Kind.DATE, "date")


def valid_or_open(typed: str) -> str:
    """Return a date as EDTF has it, "" for an open end. Raises ValueError where it is no date."""
    return dates.valid(typed) if typed else ""
