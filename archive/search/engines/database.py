"""Answers from the database alone while the index cannot: less is recognised, nothing is ranked, all is there."""

from functools import reduce
from operator import and_, or_

from django.db.models import Count, F, Q

from archive import dates
from archive.models import Editorial
from archive.models.editorials import FACET_COLUMNS
from archive.search.question.answers import Answer, Hit, Value
from archive.search.question.parsing import Clause, Days, Kind, Term
from archive.search.question.query import DEEPEST, Question

ANYWHERE = ("title", "standfirst", "text", "bylines__name", "bylines__author__name", "tags__name")
LOOKUPS = {
    "title": ("title",),
    "text": ("text",),
    "author": ("bylines__name", "bylines__author__name"),
    "tag": ("tags__name",),
    "publication": ("publication__name",),
}
CANNOT = (
    "rank",
    "explain",
    "forms",
    "levels",
    "repair",
    "suggest",
    "complete",
    "relate",
    "suggest tags",
)
MOST_CLAUSES = 8  # of a query that are looked for: each costs a scan of the texts
ORDERS = {
    "oldest": [F("earliest").asc(nulls_last=True), "pk"],
    "title": ["title", "pk"],
}


def ask(question: Question) -> Answer:
    """The same Answer as the index's, in a bounded number of queries. All typed words have to be there."""
    found = _asked(question)
    chosen = found.filter(*[_filter(question, facet) for facet in FACET_COLUMNS])
    ids = chosen.values("pk").distinct()
    count = ids.count()
    order = ORDERS.get(question.sort, [F("earliest").desc(nulls_last=True), "-pk"])
    start = (question.page - 1) * question.page_size
    page = Editorial.objects.filter(pk__in=ids).order_by(*order)
    hits = (
        page.values_list("pk", flat=True)[start : start + question.page_size]
        if start < DEEPEST
        else []
    )
    years = _counts(_others(found, question, "year"), "year")
    return Answer(
        count=count,
        hits=[Hit(id=pk, score=0.0) for pk in hits],
        facets={
            facet: _values(_counts(_others(found, question, facet), facet))
            for facet in FACET_COLUMNS
        },
        years={int(year): n for year, n in sorted(years.items())},
        decades=_decades(_others(found, question, "year")),
        by="database",
        cut=len(question.typed.clauses) > MOST_CLAUSES,
    )


def _asked(question: Question):
    conditions = [_clause(clause) for clause in question.typed.clauses[:MOST_CLAUSES]]
    if question.span is not None:
        conditions.append(_within(question.span))
    editorials = Editorial.objects.published()
    # Each condition on rows of its own: two words may stand in the names of two authors.
    return reduce(
        lambda rows, condition: rows.filter(pk__in=_matching(condition)), conditions, editorials
    )


def _within(span: Days) -> Q:
    """Of that time, as far as is known; an end that is open (`../2001`) asks for nothing."""
    condition = Q(earliest__isnull=False)
    if span.first:
        condition &= Q(latest__gte=span.first)
    if span.last:
        condition &= Q(earliest__lte=span.last)
    return condition


def _matching(condition: Q):
    return Editorial.objects.filter(condition).values("pk")


def _clause(clause: Clause) -> Q:
    asked = reduce(or_, map(_term, clause.terms))
    return ~Q(pk__in=_matching(asked)) if clause.excluded else asked


def _term(term: Term) -> Q:
    if term.kind is Kind.DATE:
        return _within(term.span)
    return reduce(
        or_,
        (Q(**{f"{lookup}__icontains": term.text}) for lookup in LOOKUPS.get(term.field, ANYWHERE)),
    )


def _filter(question: Question, facet: str) -> Q:
    chosen, excluded = question.chosen(facet), question.excluded(facet)
    allowed = Q(pk__in=_matching(_any(facet, chosen))) if chosen else Q()
    return allowed & ~Q(pk__in=_matching(_any(facet, excluded))) if excluded else allowed


def _any(facet: str, values: list[str]) -> Q:
    if facet == "year":
        values = [year for value in values for year in _years(value)]
    return Q(pk__in=Editorial.objects.having(facet, values).values("pk"))


def _years(value: str) -> list[int]:
    try:
        return dates.years(dates.valid(value))
    except ValueError:
        return []


def _others(found, question: Question, facet: str):
    return found.filter(
        reduce(and_, (_filter(question, other) for other in FACET_COLUMNS if other != facet))
    )


def _counts(editorials, facet: str) -> dict[str, int]:
    column = FACET_COLUMNS[facet]
    rows = Editorial.objects.filter(pk__in=editorials.values("pk")).values_list(column).order_by()
    return {
        str(value): n
        for value, n in rows.annotate(n=Count("pk", distinct=True))
        if value not in (None, "")
    }


def _decades(editorials) -> dict[str, int]:
    """{`199X`: how many editorials may be of that decade}, each once, be it of several of its years."""
    dated = Editorial.objects.filter(pk__in=editorials.values("pk"), years__isnull=False)
    decades = (
        dated.annotate(decade=F("years__year") - F("years__year") % 10)
        .values_list("decade")
        .order_by("decade")
    )
    return {f"{first // 10:03}X": n for first, n in decades.annotate(n=Count("pk", distinct=True))}


def _values(counts: dict[str, int]) -> list[Value]:
    return [
        Value(value, n) for value, n in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]
