"""Answers from the database alone while the index cannot answer.

Less is recognised, nothing is ranked, all is there.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import starmap
from typing import TypeVar

from django.db.models import CharField, Count, F, Lookup, Q, QuerySet, TextField
from django.db.models.expressions import OrderBy

from archive import dates, issues
from archive.models import Editorial
from archive.models.days import perhaps_of
from archive.models.editorial_queries import FACET_COLUMNS, EditorialQuerySet
from archive.search.engine import Unanswered
from archive.search.engines import time_limit
from archive.search.question.answers import Answer, Hit, Value
from archive.search.question.parsing import Clause, Kind, Term
from archive.search.question.query import CITED, DEEPEST, ENTERED, FACETS, FILTERS, Question
from archive.search.words import letters

ANYWHERE = ("title", "standfirst", "text", "bylines__name", "bylines__author__name", "tags__name")
LOOKUPS = {
    "title": ("title",),
    "text": ("text",),
    "author": ("bylines__name", "bylines__author__name"),
    "tag": ("tags__name",),
    "publication": ("publication__name",),
}
# Columns that are compared by what they may be found by.
KEYS = {"issue": issues.keys, "page": issues.page_keys}
# What only an index can do; tests/contract/asking/ says what each means.
CANNOT = frozenset(
    (
        *("ranking", "forms", "dates", "reasons", "words", "acronyms", "names", "spelling"),
        *("years", "completion", "related", "tags", "keeping", "folding", "passages"),
    )
)
MOST_LETTERS = 200  # of what is typed that are compared: no word and few phrases have more
MOST_GIVEN = 30_000  # ids in one query: SQLite takes 32,766 values
WITHIN_WORD = r"\w{0,40}"  # what a star stands for; longer words are none
PATIENCE = 4.0  # seconds that the database may take for an answer
REST = 30.0
MOST_CLAUSES = 8  # of a query that are looked for: each costs a scan of the texts
ORDERS: dict[str, list[OrderBy | str]] = {
    "newest": [F("earliest").desc(nulls_last=True), "-pk"],
    ENTERED: ["-pk"],
    "oldest": [F("earliest").asc(nulls_last=True), "pk"],
    "title": ["title", "pk"],
}


Result = TypeVar("Result")

_asked_again_at = 0.0  # by time.monotonic: when typed words are looked for again


def ask(question: Question) -> Answer:
    """Return the same Answer as the index's, in a bounded number of queries.

    All typed words have to be in an editorial. Raises Unanswered where that takes longer than
    PATIENCE: of a million texts the database reads each. Then nobody's words are looked for in the
    next REST seconds, so that the database has time for everything else.
    """
    return _in_time(question, _answer)


def hits(question: Question, at_once: int) -> Iterator[list[Hit]]:
    """Yield all hits of a question in its order, so many at a time. Raises as `ask`."""
    ids = _in_time(question, _every_id)
    for start in range(0, len(ids), at_once):
        yield _as_hits(ids[start : start + at_once])


def _in_time(question: Question, derive: Callable[[Question], Result]) -> Result:
    global _asked_again_at
    if question.typed.clauses and time.monotonic() < _asked_again_at:
        raise Unanswered("the database is too slow to look for words")
    try:
        with time_limit.within(PATIENCE):
            return derive(question)
    except time_limit.TooLong as error:
        _asked_again_at = time.monotonic() + REST
        raise Unanswered(str(error)) from error


def _answer(question: Question) -> Answer:
    matching, choices = _matching(question), _all_choices(question)
    ids = _narrowed(matching, choices).values("pk").distinct()
    but_for_year = _narrowed(matching, choices, but_for="year")
    count = ids.count()
    years = _counts(but_for_year, "year")
    hits = _page(Editorial.objects.filter(pk__in=ids), question)
    facets = {}
    for facet in FACETS:
        facets[facet] = _values(_narrowed(matching, choices, but_for=facet), facet)
    return Answer(
        count=count,
        hits=hits,
        facets=facets,
        years={int(year): years[year] for year in sorted(years)},
        decades=_decades(but_for_year),
        by="database",
        cut=len(question.typed.clauses) > MOST_CLAUSES,
    )


def _every_id(question: Question) -> list[int]:
    ids = _narrowed(_matching(question), _all_choices(question)).values("pk").distinct()
    return list(_in_order(Editorial.objects.filter(pk__in=ids), question))


def _page(editorials: EditorialQuerySet, question: Question) -> list[Hit]:
    """Return the page of hits that is asked for."""
    start = (question.page - 1) * question.page_size
    if start >= DEEPEST:
        return []
    return _as_hits(_in_order(editorials, question)[start : start + question.page_size])


def _in_order(editorials: EditorialQuerySet, question: Question) -> QuerySet[Editorial, int]:
    """Return their ids in the order of the question."""
    order = ORDERS.get(question.sort, ORDERS["newest"])
    return editorials.order_by(*order).values_list("pk", flat=True)


def _as_hits(ids: Iterable[int]) -> list[Hit]:
    return [Hit(id=pk, score=0.0, why={}) for pk in ids]


# Conditions


def _matching(question: Question) -> EditorialQuerySet:
    """Return the published editorials that have the typed words and may be of the time.

    They are looked for once, where the page's other queries can be given their ids.
    """
    conditions = [_clause(clause) for clause in question.typed.clauses[:MOST_CLAUSES]]
    if question.span is not None:
        conditions.append(perhaps_of(*question.span))
    editorials = Editorial.objects.published()
    # Each condition on rows of its own: two words may stand in the names of two authors.
    for condition in conditions:
        editorials = editorials.filter(_of_rows(condition))
    if question.typed.clauses:
        ids = list(editorials.order_by().values_list("pk", flat=True)[: MOST_GIVEN + 1])
        if len(ids) <= MOST_GIVEN:
            return Editorial.objects.filter(pk__in=ids)
    return editorials


def _of_rows(condition: Q) -> Q:
    return Q(pk__in=Editorial.objects.filter(condition).values("pk"))


def _clause(clause: Clause) -> Q:
    condition = Q()
    for term in clause.terms:
        condition |= _term(term)
    if clause.excluded:
        return ~_of_rows(condition)
    for term in clause.lacking:
        condition |= ~_of_rows(_term(term))
    return condition


def _term(term: Term) -> Q:
    if term.kind is Kind.DATE:
        return perhaps_of(*term.span)
    if term.field in KEYS:
        return _printed_as(term)
    condition = Q()
    for column in LOOKUPS.get(term.field, ANYWHERE):
        condition |= _in_column(term, column)
    return condition


def _in_column(term: Term, column: str) -> Q:
    """Return the condition that a term stands in a column, whatever its accents.

    It is told by expressions, dear in SQLite, on those texts alone that have nearly its letters.
    """
    is_pattern = term.kind is Kind.PATTERN
    condition = Q()
    for part in filter(None, term.text.split("*") if is_pattern else [term.text]):
        part = part[:MOST_LETTERS]
        if column == "text":
            condition &= Q(**{f"{column}__like": letters.like(part)})
        condition &= Q(**{f"{column}__regex": letters.expression(part)})
    if term.literal:
        condition &= Q(**{f"{column}__iregex": _expression(term, re.escape)})
    elif is_pattern:
        condition &= Q(**{f"{column}__iregex": _expression(term, letters.expression)})
    return condition


@CharField.register_lookup
@TextField.register_lookup
class Like(Lookup):
    """SQL's own pattern, whatever the capitals of ASCII's letters: `_` is any character."""

    lookup_name = "like"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, of_column = self.process_lhs(compiler, connection)
        pattern, of_pattern = self.process_rhs(compiler, connection)
        operator = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
        return f"{column} {operator} {pattern} ESCAPE '\\'", [*of_column, *of_pattern]


def _expression(term: Term, of_part: Callable[[str], str]) -> str:
    """Return the regular expression of whole words, as SQLite and PostgreSQL both read it."""
    parts = [of_part(part[:MOST_LETTERS]) for part in term.text.split("*")]
    ending = "" if term.kind is Kind.PREFIX else r"(\W|$)"
    return rf"(^|\W){WITHIN_WORD.join(parts)}{ending}"


def _printed_as(term: Term) -> Q:
    """Return the condition to be of an issue, or on a page, however that is printed."""
    sought = issues.sought(term.field, term.text)
    column = Editorial.objects.exclude(**{term.field: ""}).order_by()
    matching = []
    for printed in column.values_list(term.field, flat=True).distinct():
        keys = KEYS[term.field](printed)
        if term.kind is Kind.PREFIX:
            is_sought = any(key.startswith(sought) for key in keys)
        else:
            is_sought = sought in keys
        if is_sought:
            matching.append(printed)
    return Q(**{f"{term.field}__in": matching})


# Facets


def _all_choices(question: Question) -> dict[str, list[Q]]:
    return {facet: _choices(question, facet) for facet in FILTERS}


def _choices(question: Question, facet: str) -> list[Q]:
    """Return the conditions that are chosen of a facet."""
    conditions = []
    chosen, excluded = question.chosen(facet), question.excluded(facet)
    if chosen:
        conditions.append(_of_rows(_having(facet, chosen)))
    if excluded:
        conditions.append(~_of_rows(_having(facet, excluded)))
    return conditions


def _narrowed(
    editorials: EditorialQuerySet, choices: Mapping[str, Sequence[Q]], but_for: str = ""
) -> EditorialQuerySet:
    """Return the editorials that have what is chosen of each facet, but for one facet."""
    for facet, conditions in choices.items():
        if facet != but_for:
            editorials = editorials.filter(*conditions)
    return editorials


def _having(facet: str, values: Iterable[str]) -> Q:
    if facet == CITED:
        return Q(pk__in=Editorial.objects.citing(values).values("pk"))
    if facet != "year":
        return Q(pk__in=Editorial.objects.having(facet, values).values("pk"))
    years: list[int] = []
    for date in values:
        years += _years(date)
    return Q(pk__in=Editorial.objects.having(facet, years).values("pk"))


def _years(date: str) -> list[int]:
    """Return the years that an EDTF date may be of; none for another text."""
    return dates.years(dates.valid_or_empty(date))


def _counts(editorials: EditorialQuerySet, facet: str) -> dict[str, int]:
    """Return {value of a facet: how many of the editorials have it}."""
    if facet == "issue":
        return _counts_of_issues(editorials)
    column = FACET_COLUMNS[facet]
    rows = Editorial.objects.filter(pk__in=editorials.values("pk")).values_list(column).order_by()
    counts = {}
    for slug, count in rows.annotate(n=Count("pk", distinct=True)):
        if slug not in (None, ""):
            counts[str(slug)] = count
    return counts


def _counts_of_issues(editorials: EditorialQuerySet) -> dict[str, int]:
    rows = Editorial.objects.filter(pk__in=editorials.values("pk"), issue_slug__gt="")
    numbered = rows.order_by().values_list("publication__slug", "issue_slug")
    counts = {}
    for magazine, slug, count in numbered.annotate(n=Count("pk", distinct=True)):
        if magazine:
            counts[f"{magazine}/{slug}"] = count
    return counts


def _decades(editorials: EditorialQuerySet) -> dict[str, int]:
    """Return {`199X`: how many editorials may be of that decade}.

    Each counts once in a decade, be it of several of its years.
    """
    dated = Editorial.objects.filter(pk__in=editorials.values("pk"), years__isnull=False)
    decades = (
        dated.annotate(decade=F("years__year") - F("years__year") % 10)
        .values_list("decade")
        .order_by("decade")
    )
    counts = {}
    for first, count in decades.annotate(n=Count("pk", distinct=True)):
        counts[f"{first // 10:03}X"] = count
    return counts


def _values(editorials: EditorialQuerySet, facet: str) -> list[Value]:
    """Return the values of a facet by falling count."""
    pairs = sorted(_counts(editorials, facet).items(), key=lambda pair: (-pair[1], pair[0]))
    return list(starmap(Value, pairs))
