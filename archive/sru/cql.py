"""A query in CQL -> the same in the words of the site's own search. Pure functions.

https://docs.oasis-open.org/search-ws/searchRetrieve/v1.0/part5-cql/: indexes, relations, terms,
`and`, `or`, `not`, parentheses; what stands behind `sortBy`, `sorting` reads. What else CQL has is
refused by the diagnostic meant for it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from archive import dates
from archive.search.question.parsing import parse

LONGEST = 2_000  # characters of a query
MOST_NESTED = 8  # parentheses within each other
# Index -> the field as people type it; "" is all that is searched.
INDEXES: Mapping[str, str] = {
    "cql.serverChoice": "",
    "dc.title": "titre",
    "dc.creator": "auteur",
    "dc.subject": "tag",
    "dc.date": "date",
}
FIELDS = {index.lower(): field for index, field in INDEXES.items()}
OF_WORDS = ("=", "adj", "all", "any")
OF_DATES = ("=", "<", "<=", ">", ">=", "within")
RELATIONS = {*OF_WORDS, *OF_DATES, "==", "<>", "exact", "encloses"}
BOOLEANS = {"and": "ET", "or": "OU", "not": "SAUF"}
_TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|(==|<=|>=|<>|[()=<>/])|([^\s()=<>"/]+))', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_QUOTES = re.compile(r'["“”„«»‟]')
_WORD = re.compile(r"[^\W\d_]+")
# A hyphen before it would exclude what has it, in the site's language.
_MASKED = re.compile(r"(?!-)(?=[^*]*\*)[\w’'*-]+")
DAY = timedelta(days=1)


class Refusal(Exception):
    """A diagnostic of the standard, by its number, and what it is about."""

    def __init__(self, number: int, details: str = ""):
        super().__init__(number, details)
        self.number, self.details = number, details


class Translation(NamedTuple):
    """What asks the site's search for the same; the tokens behind `sortBy`, if there is one."""

    words: str
    sort: list[str]


def translated(query: str) -> Translation:
    """Return a query in the words of the site. Raises Refusal."""
    if len(query) > LONGEST:
        raise Refusal(12, str(LONGEST))
    reader = _Reader(_tokens(query))
    translation = reader.query()
    typed = parse(translation.words)
    if typed.cut or typed.plain or typed.slips:
        raise Refusal(38)
    for term in typed.undated:
        raise Refusal(36, term)
    return translation


def _tokens(query: str) -> list[str]:
    tokens, at, end = [], 0, len(query.rstrip())
    while at < end:
        match = _TOKEN.match(query, at)
        if match is None:
            raise Refusal(14 if '"' in query[at:] else 10, query[at : at + 40])
        tokens.append(match[0].lstrip())
        at = match.end()
    return tokens


class _Reader:
    """Reads tokens from left to right: no boolean goes before another, says the standard."""

    def __init__(self, tokens: list[str]):
        self.tokens, self.at = tokens, 0

    def query(self) -> Translation:
        if self.next == ">":
            raise Refusal(48, "prefix assignment")
        words = self._joined(0)
        sort: list[str] = []
        if self.next.lower() == "sortby":
            sort = self.tokens[self.at + 1 :]
            if not sort or _is_sign(sort[0]) or sort[-1] == "/":
                raise Refusal(10, self.next)
            if ")" in sort:  # none is open any more
                raise Refusal(13, ")")
            sort[0] = _unquoted(sort[0])
        elif self.next:
            raise Refusal(13 if self.next == ")" else 10, self.next)
        return Translation(words, sort)

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _taken(self) -> str:
        token = self.next
        self.at += 1
        return token

    def _joined(self, depth: int) -> str:
        words, sign = self._clause(depth), ""
        while (boolean := self.next.lower()) in BOOLEANS or boolean == "prox":
            if boolean == "prox":
                raise Refusal(39)
            self.at += 1
            if self.next == "/":
                raise Refusal(46, boolean)
            # In the site's own language OU joins before the others do.
            if boolean == "or" and sign not in ("", "or"):
                words = f"({words})"
            sign = boolean
            words = f"{words} {BOOLEANS[sign]} {self._clause(depth)}"
        return words

    def _clause(self, depth: int) -> str:
        token = self._taken()
        if token == "(":
            if depth >= MOST_NESTED:
                raise Refusal(13, "(")
            words = self._joined(depth + 1)
            if self._taken() != ")":
                raise Refusal(13, "(")
            return f"({words})"
        if _is_sign(token):
            raise Refusal(10, token)
        relation = self.next.lower()
        if relation not in RELATIONS:
            return _searched("cql.serverChoice", "=", token)
        self.at += 1
        if self.next == "/":
            raise Refusal(20, relation)
        term = self._taken()
        if _is_sign(term):
            raise Refusal(10, term)
        return _searched(_unquoted(token), relation, term)


def _is_sign(token: str) -> bool:
    return not token or token[0] in "()=<>/" or token.lower() in BOOLEANS


def _unquoted(token: str) -> str:
    return token[1:-1] if token[0] == '"' else token


def _searched(index: str, relation: str, token: str) -> str:
    """Return one search clause in the site's language. Raises Refusal."""
    name = index.lower()
    if name not in FIELDS:
        context, dot, _rest = name.partition(".")
        raise Refusal(15 if dot and context not in ("cql", "dc") else 16, index)
    relations = OF_DATES if name == "dc.date" else OF_WORDS
    if relation not in relations:
        raise Refusal(22 if relation in OF_DATES + OF_WORDS else 19, f"{index} {relation}")
    term = _unquoted(token)
    if not term.strip():
        raise Refusal(27, index)
    if name == "dc.date":
        return _of_time(relation, term)
    return _of_words(FIELDS[name], relation, term)


def _of_words(field: str, relation: str, term: str) -> str:
    plain = _ESCAPED.sub(" ", term)
    if "?" in plain:
        raise Refusal(28, "?")
    if "^" in plain:
        raise Refusal(31)
    pieces = [term]
    if relation in ("all", "any"):
        pieces = term.split()
    joint = " OU " if relation == "any" else " ET "
    words = joint.join(_word(field, piece) for piece in pieces)
    return f"({words})" if len(pieces) > 1 else words


def _word(field: str, term: str) -> str:
    """Return one word, one masked word or one phrase, of a field if one is given."""
    prefix = f"{field}:" if field else ""
    is_masked = "*" in _ESCAPED.sub(" ", term)
    if is_masked and not _MASKED.fullmatch(term):
        raise Refusal(33, term)
    text = _QUOTES.sub(" ", _ESCAPED.sub(r"\1", term)).strip()
    words = f'{prefix}"{text}"'
    if is_masked or _WORD.fullmatch(text):
        words = f"{prefix}{text.lower()}"
    typed = parse(words)
    if is_masked and "*" not in str(typed):
        raise Refusal(29, term)
    if not typed.clauses:
        raise Refusal(27, term)
    return words


def _of_time(relation: str, term: str) -> str:
    if relation == "within":
        since, _space, until = " ".join(term.split()).partition(" ")
        return f"date:{_edtf(since)}..{_edtf(until)}"
    edtf = _edtf(term)
    if relation == "=":
        return f"date:{edtf}"
    first, last = dates.bounds(edtf)
    if first is None or last is None:
        raise Refusal(24, term)
    return ENDS[relation](first, last)


ENDS: Mapping[str, Callable[[date, date], str]] = {
    "<": lambda first, _last: f"date:..{_moved(first, -DAY)}",
    "<=": lambda _first, last: f"date:..{last}",
    ">": lambda _first, last: f"date:{_moved(last, DAY)}..",
    ">=": lambda first, _last: f"date:{first}..",
}


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError as error:
        raise Refusal(36, str(day)) from error


def _edtf(term: str) -> str:
    try:
        return dates.valid(term)
    except ValueError as error:
        raise Refusal(36, term) from error
