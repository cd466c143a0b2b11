"""Which documents meet exact conditions: clauses that do not rank, dates, chosen facets."""

import datetime
from collections.abc import Sequence
from functools import reduce

import numpy as np

from archive import dates, issues
from archive.search.engines.whoosh.answers.adjacency import phrase
from archive.search.engines.whoosh.answers.matching import anywhere, between, postings
from archive.search.engines.whoosh.answers.meaning import beginning, meaning, slots
from archive.search.engines.whoosh.answers.typed_fields import EXACT_OF, FIELDS_OF
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.question.parsing import Clause, Days, Kind, Term
from archive.search.question.query import Question
from archive.search.words.analysis import single_tokens


def is_word(clause: Clause) -> bool:
    """Return True if a clause ranks: words asked of no field in particular.

    All other clauses are exact conditions.
    """
    if clause.excluded:
        return False
    return all(term.kind is Kind.WORD and not term.field for term in clause.terms)


def required(snapshot: Snapshot, question: Question) -> np.ndarray:
    """Return a mask of the live documents that meet every typed condition, and the dates."""
    mask = snapshot.all()
    for clause in question.typed.clauses:
        if is_word(clause):
            continue
        matching = reduce(np.logical_or, [_matching(snapshot, term) for term in clause.terms])
        mask &= ~matching if clause.excluded else matching
    if question.span is not None:
        mask &= may_be_of(snapshot, question.span)
    return mask


def _matching(snapshot: Snapshot, term: Term) -> np.ndarray:
    if term.kind is Kind.DATE:
        return may_be_of(snapshot, term.span)
    if term.field in EXACT_OF:
        return _having_exactly(snapshot, term)
    fields = FIELDS_OF[term.field]
    if term.kind is Kind.PHRASE:
        words = slots(snapshot, term.text)
        hits = [phrase(snapshot, name, words, term.slop + 1) for name in fields]
    elif term.kind is Kind.PREFIX:
        terms = beginning(snapshot, term.text)
        hits = [postings(snapshot, name, terms) for name in fields]
    else:
        return _having_words(snapshot, term.text, fields)
    return anywhere(snapshot, hits)


def exact_fields(question: Question) -> set[str]:
    """Return the fields of exact values that a question asks of: those of issues and pages."""
    fields = {facet for facet, _value in question.filters}
    for clause in question.typed.clauses:
        fields.update(EXACT_OF.get(term.field, "") for term in clause.terms)
    return fields


def _having_exactly(snapshot: Snapshot, term: Term) -> np.ndarray:
    """Return a mask of the documents of an issue or a page, or of all that begin so."""
    sought = issues.sought(term.field, term.text)
    column = snapshot.facet(EXACT_OF[term.field])
    if term.kind is not Kind.PREFIX:
        return column.having([sought])
    return column.having(value for value in column.values if value.startswith(sought))


def _having_words(snapshot: Snapshot, text: str, fields: Sequence[str]) -> np.ndarray:
    """A mask of the documents that have every word of a short text somewhere in these fields."""
    masks = []
    for token in single_tokens(text):
        word = meaning(snapshot, token.form)
        masks.append(anywhere(snapshot, [word.hits(snapshot, name) for name in fields]))
    if not masks:
        return snapshot.mask(np.zeros(0, np.intp))
    return reduce(np.logical_and, masks)


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
    mask = column.having(included) if included else np.ones(snapshot.size, bool)
    if excluded:
        mask &= ~column.having(excluded)
    return mask


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
