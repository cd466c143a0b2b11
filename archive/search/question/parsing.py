"""What a visitor typed -> clauses.

Nothing that anyone types is an error, and what is printed parses to the same again.

centre appels          words                "centre d’appels"      a phrase (also « … » and “ … ”)
-salon  SAUF  NOT      without              qualité OU service     one of them (OR as well)
form*                  beginnings of words  "qualité service"~5    within five words of each other
t*phone  *phone        parts of words       =mot  ="les mots"      to the letter
qualité ET service     both, in any case    (a ET b) OU c          parentheses, also titre:(a OU b)
auteur:dupont  titre:  tag:  revue:  texte: (author:, title:, magazine:, text:)      date:2001..2004
numéro:36  n°:36  page:20  (issue:)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from archive import dates
from archive.search.question.combining import (
    Closing,
    Combined,
    Opening,
    Operand,
    Operator,
    Piece,
    Sign,
    combine,
)
from archive.text import fold

LONGEST = 4_000  # characters of a query that are read
MOST_CLAUSES = 64
MOST_SLOP = 100
FEWEST_LETTERS = 2  # of a pattern: `*e*` is in every text
MOST_STARS = 4  # of a pattern: each multiplies the ways in which a word may meet it
# Typed name -> field of the index; French is what the interface shows.
FIELDS = {
    "auteur": "author",
    "titre": "title",
    "tag": "tag",
    "mot-cle": "tag",
    "revue": "publication",
    "texte": "text",
    "date": "date",
    "numero": "issue",
    "n°": "issue",
    "no": "issue",  # as « nº » is folded
    "page": "page",
    "author": "author",
    "title": "title",
    "publication": "publication",
    "magazine": "publication",
    "text": "text",
    "issue": "issue",
}
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
# In capitals only: small ones are words, as in « qualité et service ».
OPERATORS = {
    "ET": Sign.AND,
    "AND": Sign.AND,
    "OU": Sign.OR,
    "OR": Sign.OR,
    "SAUF": Sign.NOT,
    "NOT": Sign.NOT,
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

    def __str__(self):
        sign = "-" if self.excluded else ""
        parts = [f"{sign}{term}" for term in self.terms]
        parts += [f"-{term}" for term in self.lacking]
        return (" " if self.excluded else " OU ").join(parts)


@dataclass(frozen=True)
class Typed:
    """A parsed query: all of its clauses are asked for.

    `cut`: something beyond the limits was left unread; `undated`: what was asked for as a date and
    is none; `slips`: operators and parentheses at no place of theirs, read as words or left out;
    `plain`: operators too entangled to be worked out, all of it is read as words. `printed` is the
    query with its parentheses, where it has not been changed since.
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
        text = ""
        for clause in self.clauses:
            joint = " ET " if text and clause.required else " "
            text += f"{joint}{clause}"
        return text.strip()

    def without(self, clause: Clause) -> "Typed":
        """Return the query without this very clause."""
        left = tuple(present for present in self.clauses if present is not clause)
        return replace(self, clauses=left, printed="")


_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u201f": '"'})
_PIECE = re.compile(
    r"""(?P<close>\)(?=\())|
        (?P<minus>(?<![^\s(])[-−–])?
        (?:(?P<field>n[°º]|[^\W\d_]{1,12}(?:-[^\W\d_]{1,4})?)\s?:(?=[^\s:]))?
        (?:(?P<open>\()
        |(?P<literal>=)?
         (?:"(?P<phrase>[^"]*)(?:"|$)(?:~(?P<slop>\d{1,6}))?|(?P<word>(?:[^\s")]|\)(?!\())+)))""",
    re.VERBOSE | re.IGNORECASE,
)
_EDGES = "()[]{},;!?~="
_DASHES = "-−–"
_NAMES_FIELD = re.compile(rf"({'|'.join(FIELDS)})\s?:([^\s:].*)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")


def parse(typed: str) -> Typed:
    """Return the clauses of any text at all."""
    text = _clean(typed)
    undated: list[str] = []
    pieces = _pieces(text[:LONGEST], undated)
    combined = combine(pieces, MOST_CLAUSES, all_capitals=text.isupper())
    return Typed(
        clauses=_clauses(combined),
        cut=combined.cut or len(text) > LONGEST,
        undated=tuple(undated),
        slips=combined.slips,
        plain=combined.plain,
        printed=combined.printed,
    )


def _clauses(combined: Combined[Term]) -> tuple[Clause, ...]:
    clauses = []
    for choice in combined.choices:
        terms = tuple(operand.what for operand in choice if not operand.excluded)
        lacking = tuple(operand.what for operand in choice if operand.excluded)
        if len(lacking) == 1 and not terms:
            clauses.append(Clause(lacking, excluded=True))
        else:
            required = combined.strict and bool(terms)
            clauses.append(Clause(terms, lacking=lacking, required=required))
    return tuple(clauses)


# Pieces


def _clean(typed: str) -> str:
    """Leave out what no keyboard writes and make every quotation mark the same.

    No keyboard writes NUL, lone surrogates and direction marks.
    """
    text = "".join(char for char in typed[: LONGEST * 4] if char.isprintable() or char.isspace())
    return " ".join(text.translate(_QUOTES).split())


def _pieces(text: str, undated: list[str]) -> Iterator[Piece[Term]]:
    """Yield the terms, operators and parentheses of a text; note what is no date."""
    fields: list[str] = []  # of the parentheses that are open
    for match in _PIECE.finditer(text):
        is_excluded = bool(match["minus"])
        inherited = fields[-1] if fields else ""
        word, closing = _closed(match["word"] or match["close"])
        if match["open"]:
            field = _field(match) or inherited
            fields.append(field)
            if match["field"] and not _field(match) and (term := _word(match["field"], field)):
                yield Operand(term, is_excluded)
            yield Opening(is_excluded)
        elif operator := _operator(match, word, inherited):
            yield operator
        elif term := _term(match, word, inherited):
            if "date" in (_field(match), inherited) and term.field != "date":
                undated.append(word or match["phrase"])
            yield Operand(term, is_excluded)
        for _parenthesis in range(closing):
            if fields:
                fields.pop()
            yield Closing()


def _closed(word: str | None) -> tuple[str | None, int]:
    """Return a word without the parentheses that it closes but does not open, and how many."""
    if word is None:
        return None, 0
    head = word.rstrip(_EDGES + "*")
    tail = word[len(head) :]
    closing = min(word.count(")") - word.count("("), tail.count(")"))
    if closing <= 0:
        return word, 0
    return head + "*" * tail.startswith("*"), closing


def _operator(match: re.Match, word: str | None, field: str) -> Piece[Term] | None:
    """Return the operator that a piece is; as a word it is in small letters, which none is."""
    if not word or match["field"] or match["literal"]:
        return None
    name = word.strip(_EDGES + _DASHES)
    if name not in OPERATORS:
        return None
    term = Term(name.lower(), field=field if field != "date" else "")
    if match["minus"]:
        return Operand(term, excluded=True)
    return Operator(OPERATORS[name], name, term)


def _field(match: re.Match) -> str:
    """Return the field of the index that a piece names, "" where it names none."""
    return FIELDS.get(fold(match["field"] or ""), "")


def _term(match: re.Match, word: str | None, inherited: str) -> Term | None:
    """Return what a piece asks for: the word as it was closed, or its phrase."""
    field, phrase = _field(match), match["phrase"]
    is_literal = bool(match["literal"])
    if match["field"] and not field:  # « 10:30 » and « http: » name no field: the words count
        if word is not None:
            word = f"{match['field']}:{match['literal'] or ''}{word}"
            is_literal = False
        else:
            phrase = f"{match['field']} {phrase}"
    field = field or inherited
    if field == "date":
        return _date((word or phrase or "").strip())
    if word is not None:
        return _word(word, field, is_literal)
    phrase = phrase.strip()
    if not _LETTER.search(phrase):
        return None
    slop = min(int(match["slop"] or 0), MOST_SLOP)
    return Term(phrase, Kind.PHRASE, field, slop, is_literal)


def _word(word: str, field: str = "", is_literal: bool = False) -> Term | None:
    if field or is_literal:
        word = word.strip(_EDGES)
    else:
        word = word.strip(_EDGES + _DASHES)
        # « ,auteur:dupont »: what stood before it hid the name of the field.
        if names := _NAMES_FIELD.fullmatch(word):
            field = FIELDS[fold(names[1])]
            return _date(names[2]) if field == "date" else _word(names[2], field)
    if is_literal:
        word = word.strip(_EDGES + _DASHES)
    if not _LETTER.search(word):
        return None
    return _starred(word, field, is_literal)


def _starred(word: str, field: str, is_literal: bool) -> Term:
    """Return a word as what its stars make of it."""
    word = re.sub(r"\*{2,}", "*", word)
    bare = word.replace("*", "")
    if bare == word:
        return Term(word, Kind.WORD, field, literal=is_literal)
    if word == f"{bare}*":
        return Term(bare, Kind.PREFIX, field, literal=is_literal)
    letters, stars = len(_LETTER.findall(bare)), word.count("*")
    if letters < FEWEST_LETTERS or stars > MOST_STARS:
        return Term(bare, Kind.WORD, field, literal=is_literal)
    return Term(word, Kind.PATTERN, field, literal=is_literal)


def _date(text: str) -> Term | None:
    """`2001`, `2001-02`, `2001..2004`, `..2004`, `2001..`; what is no date stands as a word."""
    since, dots, until = text.partition("..")
    try:
        since, until = valid_or_open(since), valid_or_open(until)
    except ValueError:
        return _word(text.replace('"', " ").replace(")(", " ").partition(" ")[0])
    if not since and not until:
        return None
    return Term(since + dots + until, Kind.DATE, "date")


def valid_or_open(typed: str) -> str:
    """Return a date as EDTF has it, "" for an open end. Raises ValueError where it is no date."""
    return dates.valid(typed) if typed else ""
