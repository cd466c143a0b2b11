"""Exact conditions as queries: clauses that do not rank, dates, chosen facets."""

from collections.abc import Collection, Mapping, Sequence

from archive import dates, issues
from archive.search.engines import typed_words
from archive.search.engines.opensearch.answers.queries import (
    ALL,
    NOTHING,
    Query,
    all_of,
    any_of,
    beginning,
    having,
    ids,
    in_row,
    may_be_of,
    none_of,
    pattern,
    within,
)
from archive.search.engines.opensearch.answers.words.lexicon import Lexicon
from archive.search.engines.opensearch.answers.words.meaning import Meaning, letters, meaning
from archive.search.engines.opensearch.answers.words.slots import (
    inflected,
    literal_slots,
    printed_slots,
    with_equivalents,
)
from archive.search.question.parsing import Kind, Term
from archive.search.question.query import FACETS, Question
from archive.search.question.typed_fields import EXACT_OF, FIELDS_OF
from archive.text import fold

AT_ONCE = 50_000  # numbers in one clause: the nodes take 65,536


def required(lexicon: Lexicon, question: Question) -> list[Query]:
    """Return the queries of every typed condition, and of the dates."""
    conditions = []
    for clause in question.typed.clauses:
        if clause.ranks and not clause.required:
            continue
        ways = [matching(lexicon, term) for term in clause.terms]
        ways += [none_of([matching(lexicon, term)]) for term in clause.lacking]
        met = any_of(ways)
        conditions.append(none_of([met]) if clause.excluded else met)
    if question.span is not None:
        conditions.append(may_be_of(*question.span))
    return conditions


def matching(lexicon: Lexicon, term: Term) -> Query:
    """Return the query of what meets a term."""
    if term.kind is Kind.DATE:
        return may_be_of(*term.span)
    if term.field in EXACT_OF:
        return having_exactly(term)
    if term.kind is Kind.WORD:
        return _having_words(lexicon, term)
    return any_of(list(in_fields(lexicon, term).values()))


def in_fields(lexicon: Lexicon, term: Term) -> Mapping[str, Query]:
    """Return {field: the query of it} for a phrase in any forms, a beginning or a pattern."""
    return lexicon.reader.once(("in fields", term), lambda: _in_fields(lexicon, term))


def _in_fields(lexicon: Lexicon, term: Term) -> Mapping[str, Query]:
    fields = FIELDS_OF[term.field]
    if term.kind is Kind.PREFIX:
        return {name: beginning(name, fold(term.text)) for name in fields}
    if term.kind is Kind.PATTERN:
        return {name: pattern(name, fold(term.text)) for name in fields}
    slots = slots_of(lexicon, term)
    return {name: in_row(name, slots, term.slop + 1) for name in fields}


def slots_of(lexicon: Lexicon, term: Term) -> Sequence[Sequence[str]]:
    """Return the tokens of each word of a phrase: in any form, or to the letter if so asked."""
    if term.literal:
        return literal_slots(term.text)
    return inflected(lexicon, term.text)


def as_printed(term: Term) -> Query:
    """Return the query of what has a phrase in its very words, case and accents aside."""
    slots = printed_slots(term.text)
    return any_of([in_row(name, slots, term.slop + 1) for name in FIELDS_OF[term.field]])


def having_exactly(term: Term) -> Query:
    """Return the query of the editorials of an issue or a page, or of all that begin so."""
    sought = issues.sought(term.field, term.text)
    field = EXACT_OF[term.field]
    if term.kind is not Kind.PREFIX:
        return having(field, [sought])
    return {"prefix": {field: {"value": sought}}}


def _having_words(lexicon: Lexicon, term: Term) -> Query:
    """The query of what has every word of a short text somewhere in its fields."""
    words = words_of(lexicon, term)
    if not words:
        return NOTHING
    return all_of([word.anywhere(FIELDS_OF[term.field]) for word in words])


def words_of(lexicon: Lexicon, term: Term) -> list[Meaning]:
    """Return what the words of a term mean in the archive, to the letter where it is so asked."""
    mean = letters if term.literal else meaning
    words = []
    for form in typed_forms(lexicon, term.text):
        words.append(with_equivalents(lexicon, mean(lexicon, form), term.also))
    return words


def typed_forms(lexicon: Lexicon, text: str, dated: Collection[str] = ()) -> list[str]:
    """Return the forms of what was typed as one word: see `typed_words.typed_forms`."""
    return typed_words.typed_forms(text, lambda form: bool(lexicon.spelled(form)), dated)


# Facets


def choices(question: Question) -> dict[str, Query]:
    """Return {facet: the query of what its own choice allows}, of those facets that have one."""
    chosen = {}
    for facet in FACETS:
        allowed = _chosen(question, facet)
        if allowed != ALL:
            chosen[facet] = allowed
    if question.among is not None:
        chosen["among"] = any_of([ids(portion) for portion in _portions(sorted(question.among))])
    return chosen


def _portions(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE)]


def _chosen(question: Question, facet: str) -> Query:
    included = _plain(facet, question.chosen(facet))
    excluded = _plain(facet, question.excluded(facet))
    conditions = []
    if included:
        conditions.append(having(facet, included))
    if excluded:
        conditions.append(none_of([having(facet, excluded)]))
    return all_of(conditions)


def _plain(facet: str, choice: list[str]) -> list[str]:
    """A choice as the index has it: a decade stands for its years."""
    if facet != "year":
        return choice
    years = []
    for year in choice:
        years += list(map(str, dates.years(dates.valid_or_empty(year)))) or [year]
    return years


# Times and issues among the words


def is_within(edtf: str) -> Query:
    """Return the query of the editorials that are of a date whatever day of their own is right."""
    return within(*dates.bounds(edtf))
