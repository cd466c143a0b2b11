"""How many editorials choices leave, counted by the database: all of a question's by one query."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import CharField, Count, F, Q, QuerySet, Value

from archive import dates, issues
from archive.models import Editorial
from archive.models.editorials import in_issues, perhaps_of
from archive.search.question.query import FACETS, Question


class Issue(NamedTuple):
    """An issue that a text may name, and how many editorials of it a choice leaves."""

    magazine: str
    name: str  # of the magazine
    printed: str
    # mypy minds that it hides the method `tuple.count`.
    count: int  # type: ignore[assignment]

    @property
    def address(self) -> str:
        return issues.address(self.magazine, self.printed)


class Counts(NamedTuple):
    """How many editorials each question's choices leave, and the issues among those of another."""

    of: dict[Question, int]
    issues: list[Issue]


def counts(
    questions: Iterable[Question], among: Question, mentions: Sequence[issues.Mention]
) -> Counts:
    """Return how many editorials each question's choices leave, whatever its words are.

    Beside it stand the issues among those of another question that the mentions may mean.
    """
    distinct = list(dict.fromkeys(questions))
    parts = [_counted(number, question) for number, question in enumerate(distinct)]
    if mentions:
        parts.append(_issues(len(distinct), among, mentions))
    counted = Counts(dict.fromkeys(distinct, 0), [])
    if not parts:
        return counted
    for number, magazine, name, printed, count in parts[0].union(*parts[1:], all=True):
        if number < len(distinct):
            counted.of[distinct[number]] = count
        else:
            counted.issues.append(Issue(magazine, name, printed, count))
    return counted


def _text(text: str) -> Value:
    return Value(text, output_field=CharField())


def _counted(number: int, question: Question) -> QuerySet:
    rows = _chosen(question).annotate(number=Value(number)).values("number")
    counted = rows.annotate(count=Count("pk"))
    nothing = {name: _text("") for name in ("magazine", "name", "printed")}
    return counted.annotate(**nothing).values_list("number", *nothing, "count")


def _issues(number: int, question: Question, mentions: Sequence[issues.Mention]) -> QuerySet:
    likely = Q(pk__in=[])
    for mention in mentions:
        # Printed as it may be, it has this number, or these first letters.
        likely |= Q(issue__icontains=issues.number(mention.slug) or mention.slug[:3])
    rows = _chosen(question).filter(likely, publication__isnull=False, issue__gt="")
    named = rows.annotate(
        number=Value(number), magazine=F("publication__slug"), printed=F("issue")
    ).annotate(name=F("publication__name"))
    grouped = named.values("number", "magazine", "name", "printed").annotate(count=Count("pk"))
    return grouped.values_list("number", "magazine", "name", "printed", "count")


def _chosen(question: Question) -> QuerySet[Editorial]:
    """The published editorials that have what a question chooses, its words left aside."""
    editorials = Editorial.objects.published().order_by()
    if question.span is not None:
        editorials = editorials.filter(perhaps_of(*question.span))
    for facet in FACETS:
        chosen, excluded = question.chosen(facet), question.excluded(facet)
        if chosen:
            editorials = editorials.filter(_having(facet, chosen))
        if excluded:
            editorials = editorials.exclude(_having(facet, excluded))
    return editorials


def _having(facet: str, values: Sequence[str]) -> Q:
    if facet == "publication":
        return Q(publication__slug__in=values)
    if facet == "issue":
        return in_issues(values)
    if facet != "year":
        return Q(pk__in=Editorial.objects.having(facet, values).values("pk"))
    years: list[int] = []
    for edtf in values:
        years += dates.years(dates.valid_or_empty(edtf))
    return Q(pk__in=Editorial.objects.having(facet, years).values("pk"))
