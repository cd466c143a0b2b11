"""Whoosh's query trees as queries of OpenSearch: the same documents, with points alike.

What an index has where, and what its words are worth, is told by `Kept`.
"""

import datetime
import logging
from collections.abc import Iterable, Sequence
from functools import singledispatchmethod
from typing import Protocol

from haystack.constants import ID
from whoosh import fields, query
from whoosh.fields import Schema
from whoosh.query import qcore
from whoosh.query.terms import PatternQuery

from archive.search.engines.haystack.kinds import (
    DayNumber,
    Fraction,
    Moment,
    Number,
    is_text,
    kind_in,
)
from archive.search.engines.haystack.syntax import Forms, TypedWord, decoded
from archive.search.engines.opensearch.answers.queries import (
    ALL,
    ANY_LETTERS,
    NOTHING,
    UNMARKED,
    Query,
    any_of,
    constant,
    has_token,
    in_row,
    none_of,
)
from archive.search.engines.opensearch.index.encoding import BESIDE, FAMILY, FOLDED, STEM
from archive.search.words.analysis import MARK

log = logging.getLogger(__name__)
# OpenSearch refuses a query of too many clauses, and what would take it long to read. Of one query:
MOST_SCORED = 800  # clauses of words whose points are counted; further words are only to be there
MOST_STARS, LONGEST_PATTERN = 12, 200
CUT_BY_WHOOSH = fields.TEXT | fields.NGRAM  # by its analyzers, into words of its own or pieces
GAP = "\ue001"  # in a token, for what would end it
KEPT_AS_NUMBERS = Number | DayNumber | Moment | Fraction
# Where in the order of terms the forms are: between the marks of what is none.
MARKS = sorted((FAMILY, FOLDED, STEM, MARK))
WINDOWS = tuple(
    (chr(ord(mark) + 1), end) for mark, end in zip(MARKS, [*MARKS[1:], None], strict=True)
)


class Kept(Protocol):
    """An index, as queries for haystack ask it."""

    @property
    def schema(self) -> Schema:
        """How each field is read."""

    def path(self, field: str) -> str:
        """Return what a field of the schema is called in the index."""

    def identified(self, identifiers: Iterable[str]) -> Query:
        """Return the query of the documents with haystack's identifiers."""

    def identified_by(self, beginning: str) -> Query:
        """Return the query of the documents whose identifiers begin so."""

    def weighed(self, field: str, forms: Sequence[str], boost: float) -> Query:
        """Return the query that scores running text by how often it has any of some forms."""

    def word(self, typed: TypedWord) -> query.Query:
        """See `syntax.Lexicon`."""

    def tokens(self, typed: TypedWord) -> list[str]:
        """Return what stands where a typed word does that has not become forms."""

    def typed(self, typed: TypedWord) -> Query:
        """Return the query that scores such a word."""


class Translation:
    """Translates the trees of one search."""

    def __init__(self, kept: Kept):
        self._kept = kept
        self._room = MOST_SCORED

    @singledispatchmethod
    def of(self, tree: query.Query) -> Query:
        """Return the query that finds what a tree does."""
        log.warning("A query of the kind %s finds nothing here.", type(tree).__name__)
        return NOTHING

    def _kind(self, name: str | None) -> fields.FieldType | None:
        return kind_in(self._kept.schema, name or "")

    def _exactly(self, name: str, values: Iterable, boost: float) -> Query:
        """The documents that have one of some values, whatever kind of field it is."""
        kind = self._kind(name)
        if kind is None:
            return NOTHING
        written = [_written(kind, value) for value in values]
        written = [value for value in written if value is not None]
        if not written:
            return NOTHING
        if isinstance(kind, fields.ID) and kind.unique:
            return constant(self._kept.identified(written), boost)
        if isinstance(kind, CUT_BY_WHOOSH):
            return self._scored(name, map(token, written), boost)
        return constant({"terms": {self._kept.path(name): written}}, boost)

    def _scored(self, name: str, forms: Iterable[str | bytes], boost: float) -> Query:
        tokens = [token for token in map(_text, forms) if token]
        if not tokens:
            return NOTHING
        self._room -= len(tokens)
        if self._room < 0:
            return constant(has_token(self._kept.path(name), tokens), boost)
        return self._kept.weighed(name, tokens, boost)

    def _is_text(self, name: str | None) -> bool:
        return is_text(self._kept.schema, name)

    # Everything, nothing

    @of.register
    def _nothing(self, tree: qcore._NullQuery) -> Query:
        return NOTHING

    @of.register
    def _every(self, tree: query.Every) -> Query:
        if tree.fieldname is None:
            return constant(ALL, tree.boost)
        if self._kind(tree.fieldname) is None:
            return NOTHING
        return constant({"exists": {"field": self._kept.path(tree.fieldname)}}, tree.boost)

    # Terms

    @of.register
    def _term(self, tree: query.Term) -> Query:
        if self._is_text(tree.fieldname):
            return self._scored(tree.fieldname, [tree.text], tree.boost)
        return self._exactly(tree.fieldname, [tree.text], tree.boost)

    @of.register
    def _typed(self, tree: TypedWord) -> Query:
        if not self._is_text(tree.fieldname):
            return self._exactly(tree.fieldname, [tree.text], tree.boost)
        tokens = self._kept.tokens(tree)
        self._room -= len(tokens)
        if self._room < 0:
            return constant(has_token(self._kept.path(tree.fieldname), tokens), tree.boost)
        return self._kept.typed(tree)

    @of.register
    def _forms(self, tree: Forms) -> Query:
        if self._is_text(tree.fieldname):
            return self._scored(tree.fieldname, tree.forms, tree.boost)
        return self._exactly(tree.fieldname, tree.forms, tree.boost)

    @of.register
    def _prefix(self, tree: query.Prefix) -> Query:
        text = _text(tree.text)
        if tree.fieldname == ID:
            return constant(self._kept.identified_by(text), tree.boost)
        if not self._has_terms(tree.fieldname):
            return NOTHING
        return constant({"prefix": {self._kept.path(tree.fieldname): text}}, tree.boost)

    @of.register
    def _pattern(self, tree: PatternQuery) -> Query:
        text = _text(tree.text)
        if not self._has_terms(tree.fieldname):
            return NOTHING
        if text.count("*") > MOST_STARS or len(text) > LONGEST_PATTERN:
            log.warning("A pattern of %d characters finds nothing here.", len(text))
            return NOTHING
        path = self._kept.path(tree.fieldname)
        if self._is_text(tree.fieldname):
            return constant({"regexp": {path: _fitting(text)}}, tree.boost)
        value = text.replace("\\", "\\\\")
        return constant({"wildcard": {path: {"value": value}}}, tree.boost)

    @of.register
    def _fuzzy(self, tree: query.FuzzyTerm) -> Query:
        if not self._has_terms(tree.fieldname):
            return NOTHING
        fuzzy = {
            "value": _text(tree.text),
            "fuzziness": tree.maxdist,
            "prefix_length": tree.prefixlength,
            "transpositions": True,
            "boost": tree.boost,
        }
        return {"fuzzy": {self._kept.path(tree.fieldname): fuzzy}}

    def _has_terms(self, name: str) -> bool:
        """Whether a field has terms of letters."""
        kind = self._kind(name)
        if isinstance(kind, fields.ID):
            return not kind.unique
        return kind is not None and not isinstance(kind, fields.NUMERIC | fields.BOOLEAN)

    @of.register
    def _between(self, tree: query.TermRange) -> Query:
        if not self._has_terms(tree.fieldname):
            return NOTHING
        path = self._kept.path(tree.fieldname)
        asked: list[Query] = [_range(path, _edges(tree))]
        if self._is_text(tree.fieldname):
            asked = [_range(path, edges) for edges in _among_forms(_edges(tree))]
        return constant(any_of(asked), tree.boost)

    @of.register
    def _numbers(self, tree: query.NumericRange) -> Query:
        if not isinstance(self._kind(tree.fieldname), KEPT_AS_NUMBERS):
            return NOTHING
        edges = {}
        if tree.start is not None:
            edges["gt" if tree.startexcl else "gte"] = tree.start
        if tree.end is not None:
            edges["lt" if tree.endexcl else "lte"] = tree.end
        return constant(_range(self._kept.path(tree.fieldname), edges), tree.boost)

    @of.register
    def _phrase(self, tree: query.Phrase) -> Query:
        words = list(filter(None, map(_text, tree.words)))
        if not self._is_text(tree.fieldname) or not words:
            return NOTHING
        if len(words) > self._room // 2:
            log.warning("%d words of a phrase were left out.", len(words) - self._room // 2)
            words = words[: max(self._room // 2, 0)]
        if not words:
            return NOTHING
        self._room -= len(words)
        scored = [self._scored(tree.fieldname, [word], tree.boost) for word in words]
        if len(words) == 1:
            return scored[0]
        row = in_row(self._kept.path(tree.fieldname), [[word] for word in words], tree.slop)
        return {"bool": {"filter": [row], "should": scored}}

    # What is made of several queries

    @of.register
    def _all(self, tree: query.And) -> Query:
        if not tree.subqueries:
            return NOTHING
        return {"bool": {"must": self._each(tree.subqueries), "boost": tree.boost}}

    @of.register
    def _any(self, tree: query.Or) -> Query:
        parts = [part for part in self._each(tree.subqueries) if part != NOTHING]
        if not parts:
            return NOTHING
        return {"bool": {"should": parts, "minimum_should_match": 1, "boost": tree.boost}}

    @of.register
    def _best(self, tree: query.DisjunctionMax) -> Query:
        if not tree.subqueries:
            return NOTHING
        best = {"queries": self._each(tree.subqueries), "tie_breaker": tree.tiebreak}
        return {"dis_max": {**best, "boost": tree.boost}}

    @of.register
    def _not(self, tree: query.Not) -> Query:
        return constant(none_of([self.of(tree.query)]), 1.0)

    @of.register
    def _and_not(self, tree: query.AndNot) -> Query:
        wanted, unwanted = self._each(tree.subqueries)
        return {"bool": {"must": [wanted], "must_not": [unwanted]}}

    @of.register
    def _and_maybe(self, tree: query.AndMaybe) -> Query:
        wanted, better = self._each(tree.subqueries)
        return {"bool": {"must": [wanted], "should": [better]}}

    @of.register
    def _required(self, tree: query.Require) -> Query:
        scored, required = self._each(tree.subqueries)
        return {"bool": {"must": [scored], "filter": [required]}}

    @of.register
    def _constant(self, tree: query.ConstantScoreQuery) -> Query:
        return constant(self.of(tree.child), tree.score)

    def _each(self, trees: Iterable[query.Query]) -> list[Query]:
        return [self.of(tree) for tree in trees]


def _text(text: str | bytes) -> str:
    """A term as it can be sent: half a letter, which a browser may send, is none."""
    return decoded(text).encode(errors="replace").decode()


def token(text: str) -> str:
    """Return what an analyzer of Whoosh's gives, as a token of `encoding`."""
    return "".join(GAP if letter.isspace() or letter == BESIDE else letter for letter in text)


def _written(kind: fields.FieldType, value):
    """A value as the index has it; None for what the field cannot hold."""
    try:
        if isinstance(kind, Moment) and isinstance(value, datetime.date):
            return kind.prepare_datetime(value)
        if isinstance(kind, KEPT_AS_NUMBERS):
            if isinstance(value, bytes) and not isinstance(kind, Moment):
                return kind.from_bytes(value)
            return kind.prepare_number(value)
        if isinstance(kind, fields.BOOLEAN):
            return kind.to_bytes(value) == kind.bytestrings[True]
    except (ValueError, OverflowError, TypeError):
        return None
    return _text(value)


Edges = dict[str, str]


def _edges(tree: query.TermRange) -> Edges:
    edges = {}
    if tree.start is not None:
        edges["gt" if tree.startexcl else "gte"] = _text(tree.start)
    if tree.end is not None:
        edges["lt" if tree.endexcl else "lte"] = _text(tree.end)
    return edges


def _range(path: str, edges: dict) -> Query:
    return {"range": {path: edges}} if edges else {"exists": {"field": path}}


def _among_forms(edges: Edges) -> list[Edges]:
    """The same range without what is no form: see WINDOWS."""
    first = edges.get("gt", edges.get("gte", ""))
    last = edges.get("lt", edges.get("lte"))
    ranges = []
    for begin, end in WINDOWS:
        if (end is not None and first >= end) or (last is not None and last < begin):
            continue
        within = dict(edges)
        if first < begin:
            within.pop("gt", None)
            within["gte"] = begin
        if end is not None and (last is None or last >= end):
            within.pop("lte", None)
            within["lt"] = end
        ranges.append(within)
    return ranges


def _fitting(pattern: str) -> Query:
    """What the query language has for a pattern; no term that is marked fits it."""
    expression = ""
    for letter in pattern:
        if letter == "*":
            expression += ANY_LETTERS
        elif letter == "?":
            expression += "."
        else:
            expression += letter if letter.isalnum() else f"\\{letter}"
    if expression.startswith(ANY_LETTERS):
        expression = f"({UNMARKED}{ANY_LETTERS})?" + expression.removeprefix(ANY_LETTERS)
    elif expression.startswith("."):
        expression = UNMARKED + expression.removeprefix(".")
    return {"value": expression, "flags": "NONE"}
