"""How much the words of a question are used: in how many editorials, and each of their forms."""

from collections.abc import Sequence
from dataclasses import replace

from archive.search.engines.opensearch.answers.narrowing import as_printed, in_fields
from archive.search.engines.opensearch.answers.order.ranking import counted_of
from archive.search.engines.opensearch.answers.order.units import Unit
from archive.search.engines.opensearch.answers.queries import Query, any_of
from archive.search.engines.opensearch.answers.words.lexicon import Lexicon
from archive.search.engines.opensearch.answers.words.meaning import Meaning, word_or_row
from archive.search.engines.typed_words import by_use, text_terms
from archive.search.question.answers import Word
from archive.search.question.parsing import Kind, Typed
from archive.search.question.typed_fields import FIELDS
from archive.search.question.weights import MOST_FORMS
from archive.search.words.analysis import in_capitals


def count(lexicon: Lexicon, words: Sequence[Meaning], units: Sequence[Unit], typed: Typed) -> None:
    """Have all counted at once that is told of words, and that units are weighed by."""
    queries: list[Query] = []
    for word in words:
        queries += [*_uses(word).values(), _undated(word)]
    for term in text_terms(typed):
        if term.kind in (Kind.PHRASE, Kind.PREFIX, Kind.PATTERN):
            queries.append(any_of(list(in_fields(lexicon, term).values())))
        if term.kind is Kind.PHRASE and not term.literal:
            queries.append(as_printed(term))
    lexicon.reader.counts([*queries, *counted_of(units)])


def described(lexicon: Lexicon, word: Meaning, counts: bool) -> Word:
    """Return what is told of a word, once it is counted."""
    forms, editorials = _usage(lexicon, word)
    return Word(word.typed, forms, editorials, word.read_as, counts)


def _usage(lexicon: Lexicon, word: Meaning) -> tuple[list[tuple[str, int]], int]:
    """A word's forms with the number of editorials that hold each, the most used first.

    Phrases that count as it are told like forms. Beside them: how many editorials hold any.
    """
    queries = _uses(word)
    *counts, editorials = lexicon.reader.counts([*queries.values(), _undated(word)])
    forms = [pair for pair in zip(queries, counts, strict=True) if pair[1]]
    forms.sort(key=by_use)
    return forms, editorials


def _uses(word: Meaning) -> dict[str, Query]:
    """The query of the editorials that have each form of a word, or phrase that counts as it."""
    queries: dict[str, Query] = {}
    for form in word.forms()[:MOST_FORMS]:
        term = in_capitals(form) if form.isupper() else form
        queries[form] = any_of([word_or_row(name, [(term,)]) for name in FIELDS])
    for text, slots in zip(word.also_texts, word.also, strict=True):
        if len(slots) > 1:
            queries[text] = any_of([word_or_row(name, slots) for name in FIELDS])
    return queries


def _undated(word: Meaning) -> Query:
    return replace(word, dated=None).anywhere()
