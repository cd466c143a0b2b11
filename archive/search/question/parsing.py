"""What a visitor typed -> clauses.

Nothing that anyone types is an error, and what is printed parses to the same again.

centre appels  39 39   words, a number      "centre d’appels"      a phrase (also « … » and “ … ”)
-salon  SAUF  NOT      without              qualité OU service     one of them (OR as well)
form*                  beginnings of words  "qualité service"~5    within five words of each other
t*phone  *phone        parts of words       =mot  ="les mots"      to the letter
qualité ET service     both, in any case    (a ET b) OU c          parentheses, also titre:(a OU b)
auteur:dupont  titre:  tag:  revue:  texte: (author:, title:, magazine:, text:)      date:2001..2004
numéro:36  n°:36  page:20  (issue:)
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from archive import dates
from archive.search.question.clauses import (
    Clause,
    Days,
    Kind,
    Term,
    Typed,
    days,
    valid_or_open,
)
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
from archive.search.question.worded_fields import with_fields_named, worded_date
from archive.text import fold

__all__ = [
    "Clause",
    "Days",
    "Kind",
    "Term",
    "Typed",
    "days",
    "is_shouted",
    "parse",
    "valid_or_open",
]

LONGEST = 4_000  # characters of a query that are read
# Characters of a query whose clauses are kept, since a page asks for them often, and whose words
# print as they were typed.
LONGEST_KEPT = 200
MOST_CLAUSES = 64
MOST_SLOP = 100
FEWEST_LETTERS = 2  # of a pattern: `*e*` is in every text
MOST_STARS = 4  # of a pattern: each multiplies the ways in which a word may meet it
# Typed name, without case and accents -> field of the index.
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
EXACT = ("issue", "page")  # fields whose values are compared as a whole and are no running text
# In capitals only: small ones are words, as in « qualité et service ».
OPERATORS = {
    "ET": Sign.AND,
    "AND": Sign.AND,
    "OU": Sign.OR,
    "OR": Sign.OR,
    "SAUF": Sign.NOT,
    "NOT": Sign.NOT,
}


_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u201f": '"'})
_FIELD = r"(?P<field>n[°º]|[^\W\d_]{1,12}(?:-[^\W\d_]{1,4})?)\s?:(?=[^\s:)])"
_BEGINNING = rf"(?P<minus>(?<![^\s(])[-−–])?(?:{_FIELD})?"
_TERM = r"""(?P<literal>=)?
    (?:"(?P<phrase>[^"]*)(?:"|$)(?:~(?P<slop>\d{1,6}))?|(?P<word>(?:[^\s")]|\)(?!\())+))"""
_PIECE = re.compile(
    rf"(?P<close>\)(?=\())|{_BEGINNING}(?:(?P<open>\()|{_TERM})", re.VERBOSE | re.IGNORECASE
)
_WHOLE = re.compile(rf"(?P<close>(?!))?(?P<open>(?!))?{_BEGINNING}{_TERM}", _PIECE.flags)
_EDGES = "()[]{},;:!?~="
_DASHES = "-−–"
# Words alone, with the signs that a sentence has between them and at its end.
_SENTENCE = re.compile(r"[\s,;.…!?]*([^\W_](?:[\w\s'’.,;…!?-]*[\w.…!?])?)[\s,;-]*")
_NAMES_FIELD = re.compile(rf"{_FIELD}(?P<rest>.*)", _PIECE.flags)
_LETTER = re.compile(r"[^\W_]")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+")  # S.V.I.
# A number typed with spaces: 39 39, 10 000, 01 02 03 04.
_FIGURES = re.compile(
    r"(?<!\S)(?:\d{1,3}(?: \d{3})+|\d\d(?: \d\d)+(?! \d{3}(?!\S)))(?!\S)", re.ASCII
)


def parse(typed: str) -> Typed:
    """Return the clauses of any text at all."""
    text = _clean(typed)
    if len(text) <= LONGEST_KEPT:
        return _kept(text)
    return _parsed(text)


def is_shouted(typed: Typed) -> bool:
    """Return True where all of several plain words are in capitals, so that these tell nothing.

    Operators that are read as words are in small letters, and no sign of it.
    """
    words = 0
    for clause in typed.clauses:
        if clause.excluded:
            continue
        for term in clause.terms:
            is_plain = term.kind is Kind.WORD and not term.field
            if not is_plain or term.text.upper() in OPERATORS:
                continue
            if not term.text.isupper():
                return False
            words += 1
    return words > 1


@lru_cache(maxsize=1000)
def _kept(text: str) -> Typed:
    return _parsed(text)


def _parsed(text: str) -> Typed:
    """Return the clauses of a cleaned text.

    What is typed twice is asked for once, and figures that came side by side by that are one
    number: it is read again as it is printed, as often as there are fewer clauses.
    """
    typed = _read(text)
    while len(typed.clauses) > 1 and _FIGURES.search(str(typed)):
        again = _read(str(typed))
        if len(again.clauses) >= len(typed.clauses):
            break
        typed = replace(
            again, cut=typed.cut, undated=typed.undated, slips=typed.slips, plain=typed.plain
        )
    return _as_said(typed, text)


def _as_said(typed: Typed, text: str) -> Typed:
    """Return what is nothing but words so that it prints as it was typed: « qui répond ? ».

    What was said twice, and the signs between words, are asked for once or not at all. Of a long
    text, which every link of a page would repeat, no more is printed than is asked.
    """
    if len(text) > LONGEST_KEPT:
        return typed
    is_whole = typed.is_words and not (typed.cut or typed.slips or typed.undated)
    sentence = _SENTENCE.fullmatch(text) if is_whole else None
    if not sentence or _read(sentence[1]).clauses != typed.clauses:
        return typed
    return replace(typed, printed=sentence[1])


def _read(text: str) -> Typed:
    undated: list[str] = []
    pieces = _with_numbers(_pieces(with_fields_named(text[:LONGEST], FIELDS), undated))
    combined = combine(pieces, MOST_CLAUSES, all_capitals=text[:LONGEST].isupper())
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
    for match in _matches(text):
        is_excluded = bool(match["minus"])
        inherited = fields[-1] if fields else ""
        word, closing = _closed(match["word"] or match["close"])
        if match["open"]:
            field = _field(match) or inherited
            fields.append(field)
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


def _with_numbers(pieces: Iterable[Piece[Term]]) -> Iterator[Piece[Term]]:
    """Yield the pieces, a number that was typed with spaces as one word."""
    figures: list[Term] = []
    for piece in pieces:
        if isinstance(piece, Operand) and not piece.excluded and _is_figure(piece.what):
            figures.append(piece.what)
            continue
        yield from _numbers(figures)
        figures = []
        yield piece
    yield from _numbers(figures)


def _is_figure(term: Term) -> bool:
    return term.is_plain and term.text.isascii() and term.text.isdigit()


def _numbers(figures: Sequence[Term]) -> Iterator[Operand[Term]]:
    text, at = " ".join(term.text for term in figures), 0
    for match in _FIGURES.finditer(text):
        yield from _words(text[at : match.start()])
        yield Operand(Term(match[0]))
        at = match.end()
    yield from _words(text[at:])


def _words(text: str) -> Iterator[Operand[Term]]:
    for word in text.split():
        yield Operand(Term(word))


def _matches(text: str) -> Iterator[re.Match]:
    at = 0
    while match := _PIECE.search(text, at):
        if match["open"] and match["field"] and not _field(match):
            match = _WHOLE.match(text, match.start()) or match  # « http:(a) » names no field
        yield match
        at = match.end()


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
    term = Term(name.lower(), field=_of_words(field))
    if match["minus"]:
        return Operand(term, excluded=True)
    return Operator(OPERATORS[name], name, term)


def _field(match: re.Match) -> str:
    """Return the field of the index that a piece names, "" where it names none."""
    return FIELDS.get(fold(match["field"] or ""), "")


def _of_words(field: str) -> str:
    """Return the field that a word is asked of where a field was named before its parenthesis."""
    return "" if field == "date" else field


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
    phrase = " ".join(phrase.split())
    if not _LETTER.search(phrase):
        return None
    slop = min(int(match["slop"] or 0), MOST_SLOP)
    return Term(phrase, Kind.PHRASE, field, slop, is_literal)


def _word(word: str, field: str = "", is_literal: bool = False) -> Term | None:
    word = _stripped(word, _EDGES if field and not is_literal else _EDGES + _DASHES)
    if not _DOTTED.fullmatch(word):
        word = word.rstrip(".…")
    if not _LETTER.search(word):
        return None
    # « ,auteur:dupont »: what stood before it hid the name of the field.
    names = None if field or is_literal else _NAMES_FIELD.fullmatch(word.lstrip("*"))
    if names and (named := _field(names)):
        text = names["rest"]
        return _date(text) if named == "date" else _word(text, named)
    return _starred(word, field, is_literal)


def _stripped(word: str, edges: str) -> str:
    """Return a word without what is no part of it at its edges, the stars next to it kept."""
    core = word.strip(f"{edges}*")
    if not core:
        return ""
    start = word.index(core)
    before, after = word[:start], word[start + len(core) :]
    return "*" * before.endswith("*") + core + "*" * after.startswith("*")


def _starred(word: str, field: str, is_literal: bool) -> Term:
    """Return a word as what its stars make of it."""
    word = re.sub(r"\*{2,}", "*", word)
    bare = word.replace("*", "")
    letters, stars = len(_LETTER.findall(bare)), word.count("*")
    if stars and word == f"{bare}*":
        return Term(bare, Kind.PREFIX, field, literal=is_literal)
    if stars and letters >= FEWEST_LETTERS and stars <= MOST_STARS:
        return Term(word, Kind.PATTERN, field, literal=is_literal)
    if bare in OPERATORS and not field and not is_literal:
        bare = bare.lower()  # printed in capitals it would be an operator
    return Term(bare, Kind.WORD, field, literal=is_literal)


def _date(text: str) -> Term | None:
    """`2001`, `2001-02`, `2001..2004`, `..2004`, `2001..`, a date in words.

    What is no date stands as a word.
    """
    since, dots, until = text.partition("..")
    try:
        since, until = valid_or_open(since), valid_or_open(until)
    except ValueError:
        if worded := worded_date(text):
            return Term(worded, Kind.DATE, "date")
        return _word(text.replace('"', " ").replace(")(", " ").partition(" ")[0])
    if not since and not until:
        return None
    if since and until and dates.bounds(since) > dates.bounds(until):
        since, until = until, since
    return Term(since + dots + until, Kind.DATE, "date")
