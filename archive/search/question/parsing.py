"""What a visitor typed -> clauses. Nothing that anyone types is an error, and what is printed parses to the same again.

centre appels          words                "centre d’appels"      a phrase (also « … » and “ … ”)
-salon                 without              qualité OU service     one of them (OR as well)
form*                  beginnings of words  "qualité service"~5    within five words of each other
auteur:dupont  titre:  tag:  revue:  texte: (author:, title:, magazine:, text:)      date:2001..2004
"""

import re
from dataclasses import dataclass
from enum import StrEnum

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
    DATE = "date"


@dataclass(frozen=True)
class Term:
    """One thing asked for. `slop` (phrases): how many other words may stand between; `field` "" means anywhere."""

    text: str
    kind: Kind = Kind.WORD
    field: str = ""
    slop: int = 0

    def __str__(self):
        field = f"{FRENCH[self.field]}:" if self.field else ""
        if self.kind is Kind.PHRASE:
            return f'{field}"{self.text}"' + (f"~{self.slop}" if self.slop else "")
        return field + self.text + ("*" if self.kind is Kind.PREFIX else "")


OPERATORS = (Term("OU"), Term("OR"))


@dataclass(frozen=True)
class Clause:
    """One of `terms` is asked for, or none of them where `excluded`."""

    terms: tuple[Term, ...]
    excluded: bool = False

    def __str__(self):
        return ("-" if self.excluded else "") + " OU ".join(map(str, self.terms))


@dataclass(frozen=True)
class Typed:
    """A parsed query: all of its clauses are asked for. `cut`: something beyond the limits was left unread; `undated`:
    what was asked for as a date and is none."""

    clauses: tuple[Clause, ...] = ()
    cut: bool = False
    undated: tuple[str, ...] = ()

    def __str__(self):
        return " ".join(map(str, self.clauses))

    def without(self, clause: Clause) -> "Typed":
        return Typed(
            tuple(other for other in self.clauses if other is not clause), self.cut, self.undated
        )


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
    """Any text at all -> Typed."""
    text = _clean(typed)
    clauses: list[Clause] = []
    undated: list[str] = []
    joining = False
    for match in _PIECE.finditer(text[:LONGEST]):
        term = _term(match)
        if term is None:
            continue
        if term.field != "date" and FIELDS.get(fold(match["field"] or "")) == "date":
            undated.append(match["word"] or match["phrase"])
        if clauses and term in OPERATORS and not match["minus"]:
            joining = True
            continue
        if len(clauses) == MOST_CLAUSES:
            return Typed(tuple(clauses), cut=True, undated=tuple(undated))
        if joining and not match["minus"] and not clauses[-1].excluded:
            if term not in clauses[-1].terms and len(clauses[-1].terms) < MOST_CLAUSES:
                clauses[-1] = Clause((*clauses[-1].terms, term))
        else:
            clauses.append(Clause((term,), excluded=bool(match["minus"])))
        joining = False
    return Typed(tuple(dict.fromkeys(clauses)), cut=len(text) > LONGEST, undated=tuple(undated))


def _clean(typed: str) -> str:
    """Without what no keyboard writes (NUL, lone surrogates, direction marks), every quotation mark one."""
    text = "".join(char for char in typed[: LONGEST * 4] if char.isprintable() or char.isspace())
    return " ".join(text.translate(_QUOTES).split())


def _term(match: re.Match) -> Term | None:
    field, word, phrase = FIELDS.get(fold(match["field"] or ""), ""), match["word"], match["phrase"]
    if match["field"] and not field:  # « 10:30 » and « http: » name no field: the words count
        word, phrase = (
            (f"{match['field']}:{word}", None) if word else (None, f"{match['field']} {phrase}")
        )
    if field == "date":
        return _date((word or phrase).strip())
    if phrase is not None:
        phrase = phrase.strip()
        slop = min(int(match["slop"] or 0), MOST_SLOP)
        return Term(phrase, Kind.PHRASE, field, slop) if _LETTER.search(phrase) else None
    return _word(word, field)


def _word(word: str, field: str = "") -> Term | None:
    kind = Kind.PREFIX if word.endswith("*") else Kind.WORD
    word = word.strip(_EDGES if field else _EDGES + "-−–")
    if (
        _NAMES_FIELD.match(word) and not field
    ):  # « (auteur:dupont) »: what stood before it hid the name of the field
        return _term(_PIECE.match(word))
    return Term(word, kind, field) if _LETTER.search(word) else None


def _date(text: str) -> Term | None:
    """`2001`, `2001-02`, `2001..2004`, `..2004`, `2001..`; what is no date is looked for as words."""
    first, dots, last = text.partition("..")
    try:
        first, last = (dates.valid(part) if part else "" for part in (first, last))
    except ValueError:
        return _word(text.replace('"', " ").partition(" ")[0])
    return Term(first + dots + last, Kind.DATE, "date") if first or last else None
