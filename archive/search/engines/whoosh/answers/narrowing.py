"""Which documents meet exact conditions: clauses that do not rank, dates, chosen facets."""

import datetime
from collections.abc import Collection
from functools import reduce

import numpy as np
from haystack.constants import DJANGO_ID

from archive import dates, issues
from archive.search.engines import typed_words
from archive.search.engines.whoosh.answers.adjacency import phrase
from archive.search.engines.whoosh.answers.matching import Hits, anywhere, between, postings
from archive.search.engines.whoosh.answers.words.meaning import FOLDED, Meaning, letters, meaning
from archive.search.engines.whoosh.answers.words.slots import (
    fitting,
    inflected_slots,
    literal_slots,
    slots,
    with_equivalents,
)
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.engines.whoosh.index.words.wordlist import terms_beginning
from archive.search.question.parsing import Days, Kind, Term
from archive.search.question.query import Question
from archive.search.question.typed_fields import EXACT_OF, FIELDS_OF
from archive.text import fold


def required(snapshot: Snapshot, question: Question) -> np.ndarray:
    """Return a mask of the live documents that meet every typed condition, and the dates."""
    mask = snapshot.all()
    for clause in question.typed.clauses:
        if clause.ranks and not clause.required:
            continue
        masks = [_matching(snapshot, term) for term in clause.terms]
        masks += [~_matching(snapshot, term) for term in clause.lacking]
        matching = reduce(np.logical_or, masks)
        if clause.excluded:
            matching = ~matching
        mask &= matching
    if question.span is not None:
        mask &= may_be_of(snapshot, question.span)
    return mask


def _matching(snapshot: Snapshot, term: Term) -> np.ndarray:
    if term.kind is Kind.DATE:
        return may_be_of(snapshot, term.span)
    if term.field in EXACT_OF:
        return having_exactly(snapshot, term)
    if term.kind is Kind.WORD:
        return _having_words(snapshot, term)
    return anywhere(snapshot, list(hits_of(snapshot, term).values()))


def hits_of(snapshot: Snapshot, term: Term) -> dict[str, Hits]:
    """Return {field: its hits} of a phrase in any forms, of a beginning or of a pattern.

    They are kept for the question: the condition and its score ask for the same.
    """
    return snapshot.once(("hits", term), lambda: _hits_of(snapshot, term))


def _hits_of(snapshot: Snapshot, term: Term) -> dict[str, Hits]:
    fields = FIELDS_OF[term.field]
    if term.kind is Kind.PHRASE:
        slots_of = inflected_slots
        if term.literal:
            slots_of = literal_slots
        words = slots_of(snapshot, term.text)
        return {name: phrase(snapshot, name, words, term.slop + 1) for name in fields}
    terms = terms_of(snapshot, term)
    return {name: postings(snapshot, name, terms) for name in fields}


def terms_of(snapshot: Snapshot, term: Term) -> Terms:
    """Return the terms that begin as a term says, or fit its pattern, whatever their accents."""
    if term.kind is Kind.PREFIX:
        return terms_beginning(snapshot, fold(term.text))
    return fitting(snapshot, term.text)


def as_printed(snapshot: Snapshot, term: Term) -> np.ndarray:
    """Return the documents that hold a phrase in its very words, case and accents aside.

    They are kept for the question: they are told, and come first.
    """
    return snapshot.once(("printed", term), lambda: _as_printed(snapshot, term))


def _as_printed(snapshot: Snapshot, term: Term) -> np.ndarray:
    words = slots(snapshot, term.text)
    hits = []
    for name in FIELDS_OF[term.field]:
        hits.append(phrase(snapshot, name, words, term.slop + 1))
    return np.flatnonzero(anywhere(snapshot, hits))


def exact_fields(question: Question) -> set[str]:
    """Return the fields of exact values that a question asks of: those of issues and pages."""
    fields = {facet for facet, _value in question.filters}
    for clause in question.typed.clauses:
        fields.update(EXACT_OF.get(term.field, "") for term in clause.terms)
    return fields


def having_exactly(snapshot: Snapshot, term: Term) -> np.ndarray:
    """Return a mask of the documents of an issue or a page, or of all that begin so."""
    sought = issues.sought(term.field, term.text)
    column = snapshot.facet(EXACT_OF[term.field])
    if term.kind is not Kind.PREFIX:
        return column.having([sought])
    return column.having(value for value in column.values if value.startswith(sought))


def _having_words(snapshot: Snapshot, term: Term) -> np.ndarray:
    """A mask of the documents that have every word of a short text somewhere in its fields."""
    masks = []
    for word in words_of(snapshot, term):
        hits = [word.hits(snapshot, name) for name in FIELDS_OF[term.field]]
        masks.append(anywhere(snapshot, hits))
    if not masks:
        return snapshot.mask(np.zeros(0, np.intp))
    return reduce(np.logical_and, masks)


def words_of(snapshot: Snapshot, term: Term) -> list[Meaning]:
    """Return what the words of a term mean in the archive, to the letter where it is so asked."""
    mean = meaning
    if term.literal:
        mean = letters
    words = []
    for form in typed_forms(snapshot, term.text):
        words.append(with_equivalents(snapshot, mean(snapshot, form), term.also))
    return words


def typed_forms(snapshot: Snapshot, text: str, dated: Collection[str] = ()) -> list[str]:
    """Return the forms of what was typed as one word: see `typed_words.typed_forms`."""
    return typed_words.typed_forms(
        text, lambda form: any(map(len, snapshot.alike(LEXICON, form, FOLDED))), dated
    )


# Dates


def may_be_of(snapshot: Snapshot, span: Days) -> np.ndarray:
    """Return a mask of the dated documents that may be of a time.

    The latest day possible is not before it, the earliest not after.
    """
    mask = between(snapshot, "earliest")
    if span.first:
        mask &= between(snapshot, "latest", least=span.first.toordinal())
    if span.last:
        mask &= between(snapshot, "earliest", most=span.last.toordinal())
    return mask


def is_within(snapshot: Snapshot, edtf: str) -> np.ndarray:
    """Return a mask of the documents that are of a date whatever day of their own is right."""
    first, last = map(_ordinal, dates.bounds(edtf))
    starts_within = between(snapshot, "earliest", least=first)
    return starts_within & between(snapshot, "latest", most=last)


def _ordinal(day: datetime.date | None) -> int | None:
    if day is None:
        return None
    return day.toordinal()


# Facets


def chosen(snapshot: Snapshot, question: Question, facet: str) -> np.ndarray | None:
    """Return a mask of what a facet's own choice allows; None where nothing is chosen."""
    included = _plain(facet, question.chosen(facet))
    excluded = _plain(facet, question.excluded(facet))
    if not included and not excluded:
        return None
    column = snapshot.facet(facet)
    mask = np.ones(snapshot.size, bool)
    if included:
        mask = column.having(included)
    if excluded:
        mask &= ~column.having(excluded)
    return mask


def among(snapshot: Snapshot, question: Question) -> np.ndarray | None:
    """Return a mask of the editorials that alone may answer; None where all may."""
    if question.among is None:
        return None
    numbers = np.fromiter(question.among, np.int64, len(question.among))
    return np.isin(snapshot.numbers(DJANGO_ID).values, numbers)


def _plain(facet: str, choice: list[str]) -> list[str]:
    """A choice as the index has it: a decade stands for its years."""
    if facet != "year":
        return choice
    years = []
    for year in choice:
        years += _years_of(year)
    return years


def _years_of(choice: str) -> list[str]:
    years = dates.years(dates.valid_or_empty(choice))
    return list(map(str, years)) or [choice]
