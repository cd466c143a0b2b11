"""Whoosh's query language, as haystack's callers may write it, read into query trees on our schema.

The parser is Whoosh's; the plugins that take too long on odd input are replaced, and words are cut
by our own analyzer.
"""

import logging
import re
from collections.abc import Collection, Iterator
from typing import Protocol

from haystack.constants import DJANGO_CT, ID
from whoosh import query
from whoosh.fields import Schema
from whoosh.qparser import FuzzyTermPlugin, QueryParser, plugins
from whoosh.query.terms import MultiTerm

from archive.search.engines.haystack.kinds import ExactValue, is_text
from archive.search.words.analysis import (
    DEFAULT_LANGUAGE,
    is_function_word,
    single_tokens,
    tokenize,
)

log = logging.getLogger(__name__)
LONGEST = 40_000  # characters of a query that are read; Whoosh takes about 17 µs for each
MOST_PARTS = 500  # of one query that are looked for: words, values of several fields, conditions
DEEPEST = 100  # brackets within brackets
MOST_EDITS = 2  # letters of a fuzzy word that may be wrong
# Whoosh's own expressions need time by the square or the cube of the query's length: minutes for a
# page of « [to[to ».
FIELD = r"(?<!\w)(?P<text>\w{1,40}|[*]):"
_EDGE = r"[^\]\[{}]{1,64}?"
_TO = r"\b[Tt][Oo]\b"
RANGE = re.compile(
    rf"(?P<open>[{{\[])(?P<start>{_EDGE}(?={_TO}))?{_TO}(?P<end>{_EDGE})?(?P<close>[}}\]])"
)


class TypedWord(query.Term):
    """A word as typed, before the archive is asked what it means."""


class Forms(MultiTerm):
    """Several forms of running text, or several exact values, that count as one."""

    constantscore = False

    def __init__(self, fieldname: str, forms: Collection[str | bytes], boost: float = 1.0):
        self.fieldname, self.forms, self.boost = fieldname, forms, boost

    def _btexts(self, ixreader):
        for form in self.forms:
            if isinstance(form, str):
                form = form.encode(errors="replace")
            yield form


class Quoted(plugins.PhrasePlugin):
    """Between quotation marks: words in this order, each as it is printed, or a whole value.

    A backslash keeps the mark after it as it is.
    """

    def __init__(self):
        super().__init__(r'(?<!\\)"(?P<text>(?:[^"\\]|\\.)*)"(~(?P<slop>[1-9][0-9]{0,2}))?')

    def taggers(self, parser):
        return [(self.Tagger(self.expr), 0)]

    class Node(plugins.PhrasePlugin.PhraseNode):
        def query(self, parser):
            field = self.fieldname or parser.fieldname
            text = re.sub(r"\\(.)", r"\1", self.text)
            if not is_text(parser.schema, field):
                return parser.term_query(field, text, query.Term, boost=self.boost)
            words = [word.form for word in single_tokens(text)]
            if not words:
                return None
            return query.Phrase(field, words, slop=self.slop, boost=self.boost)

    class Tagger(plugins.PhrasePlugin.PhraseTagger):
        def create(self, parser, match):
            return Quoted.Node(match["text"], match.start("text"), int(match["slop"] or 1))


class Parser(QueryParser):
    """Any text -> a query tree. Words that are not quoted become `TypedWord`."""

    def __init__(self, schema, field: str):
        quotes = plugins.SingleQuotePlugin()
        quotes.expr = re.compile(r"(^|(?<=\W))'(?P<text>[^']{0,500})'(?=[\s\])}^]|$)")
        # The operators left out are read twice at each level of brackets.
        operators = plugins.OperatorsPlugin(AndNot=None, AndMaybe=None, Require=None)
        marks = [
            quotes,
            Quoted(),
            operators,
            plugins.FieldsPlugin(FIELD),
            plugins.WildcardPlugin(),
            plugins.RangePlugin(RANGE),
            plugins.GroupPlugin(),
            plugins.BoostPlugin(),
            plugins.EveryPlugin(),
            FuzzyTermPlugin(),
        ]
        schema = schema.copy()
        schema.add(DJANGO_CT, ExactValue())  # which no index keeps: identifiers begin with it
        super().__init__(field, schema, plugins=marks, termclass=TypedWord)

    def parse(self, text, normalize=False, debug=False):
        """Return a query tree: nothing that anyone writes is an error.

        What Whoosh cannot read counts as plain words.
        """
        if len(text) > LONGEST:
            log.warning("A query of %d characters was read up to character %d.", len(text), LONGEST)
            text = text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]
        if text.strip() == "*":
            return query.Every()
        try:
            tree = super().parse(text, normalize=False)
        except Exception:
            # RecursionError, IndexError and others: what odd syntax raises in Whoosh is not
            # documented.
            tree = None
        if tree is None or _is_deep(tree):
            return self.words(self.fieldname, text) or query.NullQuery
        return tree

    def term_query(self, fieldname, text, termclass, boost=1.0, tokenize=True, removestops=True):
        if not is_text(self.schema, fieldname):
            return super().term_query(fieldname, text, termclass, boost, tokenize, removestops)
        if not tokenize:
            return termclass(fieldname, text.lower(), boost=boost)
        return self.words(fieldname, text, termclass, boost)

    def words(
        self, field: str, text: str, termclass=TypedWord, boost: float = 1.0
    ) -> query.Query | None:
        """Return a query for all words of a text, None where it has none.

        « télé-usine » is also met by « téléusine ».
        """
        tokens = list(tokenize(text))
        parts: dict[int, query.Query] = {}
        for token in tokens:
            if token.span == 1:
                parts[token.position] = termclass(field, token.form, boost=boost)
        for token in tokens:
            if token.span > 1:
                positions = range(token.position, token.position + token.span)
                apart = query.And([parts.pop(position) for position in positions])
                joined = termclass(field, token.form, boost=boost)
                parts[token.position] = query.Or([apart, joined])
        if len(parts) > 1:
            return query.And(list(parts.values()))
        return next(iter(parts.values()), None)


def _is_deep(tree: query.Query) -> bool:
    """Whether whoever descends into the tree may not come to its ground."""
    level = [tree]
    for _depth in range(DEEPEST):
        deeper: list[query.Query] = []
        for node in level:
            deeper += node.children()
        level = deeper
    return bool(level)


class Lexicon(Protocol):
    """What an index tells of the words in it."""

    @property
    def schema(self) -> Schema:
        """How each field is read."""

    def word(self, typed: TypedWord) -> query.Query:
        """Return a query for a typed word in all its forms."""

    def near(self, field: str, form: str, most: int, same: int) -> query.Query:
        """Return a query for the forms of a field that are near to one.

        Near is what has at most so many letters added, left out, changed or swapped; so many
        letters at the beginning are the `same`.
        """


def understood(tree: query.Query, lexicon: Lexicon) -> query.Query:
    """Return the tree with each typed word as all forms that the archive has of it.

    Function words are asked for only where nothing else is.
    """
    reading = _Reading(lexicon)
    of_forms = reading.of(tree)
    if reading.left_out:
        log.warning("%d words of a query were left out.", reading.left_out)
    return of_forms


class _Reading:
    """Reads one query, at most MOST_PARTS of it; `left_out` counts the parts beyond these."""

    def __init__(self, lexicon: Lexicon):
        self._lexicon = lexicon
        self._room = MOST_PARTS
        self.left_out = 0

    def of(self, tree: query.Query) -> query.Query:
        if isinstance(tree, query.Term | Forms) and tree.fieldname == DJANGO_CT:
            return _of_models(tree)
        if isinstance(tree, TypedWord) and self._is_text(tree.fieldname):
            return self._lexicon.word(tree)
        if isinstance(tree, query.And | query.Or):
            return self._several(tree)
        if isinstance(tree, query.FuzzyTerm):
            most = min(tree.maxdist, MOST_EDITS)
            near = self._lexicon.near(tree.fieldname, tree.text, most, tree.prefixlength)
            near.boost = tree.boost
            return near
        if tree.is_leaf():
            return tree
        return tree.apply(self.of)

    def _is_text(self, field: str) -> bool:
        return is_text(self._lexicon.schema, field)

    def _several(self, tree: query.And | query.Or) -> query.Query:
        parts = list(dict.fromkeys(tree.subqueries))
        if isinstance(tree, query.And):
            parts = [part for part in parts if not self._is_function_word(part)] or parts
        else:
            parts = list(self._values_joined(parts))
        self.left_out += max(len(parts) - self._room, 0)
        parts = parts[: self._room]
        self._room -= len(parts)
        return type(tree)([self.of(part) for part in parts], boost=tree.boost)

    def _is_function_word(self, part: query.Query) -> bool:
        if not isinstance(part, TypedWord) or not self._is_text(part.fieldname):
            return False
        return is_function_word(part.text, DEFAULT_LANGUAGE)

    def _values_joined(self, parts: list[query.Query]) -> Iterator[query.Query]:
        """Many values of one field, as `__in` asks for them, become one part."""
        texts: dict[str, list[str]] = {}  # by field
        apart = []
        for part in parts:
            if type(part) in (query.Term, TypedWord) and not self._is_text(part.fieldname):
                texts.setdefault(part.fieldname, []).append(part.text)
            else:
                apart.append(part)
        for field, of_field in texts.items():
            yield Forms(field, of_field)
        yield from apart


def decoded(text: str | bytes) -> str:
    """Return the text of a term."""
    return text.decode(errors="replace") if isinstance(text, bytes) else text


def _of_models(tree: query.Term | Forms) -> query.Query:
    """What finds the documents of models, by the beginnings of haystack's identifiers."""
    names = tree.forms if isinstance(tree, Forms) else [tree.text]
    beginnings = [f"{decoded(name)}." for name in names]
    return query.Or([query.Prefix(ID, text) for text in beginnings], boost=tree.boost)


def words_of(tree: query.Query) -> Iterator[str]:
    """Yield the words typed, in their order."""
    for leaf in tree.leaves():
        if isinstance(leaf, TypedWord):
            yield leaf.text
