"""The desk itself: what waits, and each list of it."""

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import (
    Editorial,
    EditorialYear,
    Likeness,
    Operation,
    Proposal,
    Publication,
    Tagging,
)
from archive.views.desk.access import needs
from archive.views.desk.worklists import WORKLISTS, Work, at_hand
from archive.views.paging import page_of_editorials

LATEST = 8  # operations


@needs("archive.propose")
def board(request: HttpRequest) -> HttpResponse:
    editorials = at_hand(request.user)
    context = {
        "lists": [(one, one.rows(editorials).count()) for one in WORKLISTS.values()],
        "alike": Likeness.objects.undecided().count(),
        "proposals": Proposal.objects.open().count(),
        "total": editorials.count(),
        "tagged": editorials.filter(pk__in=Tagging.objects.values("editorial")).count(),
        "latest": Operation.objects.select_related("by", "undoes")
        .annotate(size=Count("changes"))
        .order_by("-at", "-pk")[:LATEST],
    }
    return render(request, "desk/board.html", context)


@needs("archive.propose")
def worklist(request: HttpRequest, name: str) -> HttpResponse:
    work = Work.read(request.GET, name, request.user)
    rows = work.rows()
    context = {
        "work": work,
        "page": page_of_editorials(request, rows.order_by("pk")),
        "publications": _publications(rows),
        "years": _years(rows),
    }
    return render(request, "desk/worklist.html", context)


def _publications(rows: QuerySet) -> list[Publication]:
    """Those of the list, each with `count`, most first."""
    counts = dict(
        rows.order_by().exclude(publication=None).values_list("publication").annotate(Count("pk"))
    )
    found = Publication.objects.filter(pk__in=counts)
    for one in found:
        one.count = counts[one.pk]
    return sorted(found, key=lambda one: -one.count)


def _years(rows: QuerySet) -> list[tuple[int, int]]:
    """[(year, editorials of the list that may be of it)]"""
    years = EditorialYear.objects.filter(editorial__in=rows.order_by().values("pk")).order_by(
        "year"
    )
    return list(years.values_list("year").annotate(Count("pk")))


def next_of(rows: QuerySet, number: int) -> Editorial | None:
    """The one that comes after a number in a list, from its beginning again past its end."""
    ordered = rows.exclude(pk=number).order_by("pk").only("pk", "slug")
    return ordered.filter(pk__gt=number).first() or ordered.first()
