"""What visitors sought."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from archive.models import SoughtQuery
from archive.search.question.query import Question
from archive.views.desk.access import DeskRequest, needs

MOST_SHOWN = 200  # searches of each kind


@needs("archive.edit")
def searches(request: DeskRequest) -> HttpResponse:
    """Show what visitors seek, most often first; before all, what they do not find."""
    context = {
        "unanswered": _with_addresses(SoughtQuery.objects.filter(results=0)),
        "answered": _with_addresses(SoughtQuery.objects.filter(results__gt=0)),
        "most": MOST_SHOWN,
    }
    return render(request, "desk/searches.html", context)


def _with_addresses(rows: QuerySet[SoughtQuery]) -> list[tuple[SoughtQuery, str]]:
    """Return each search with the parameters that ask the same again."""
    return [(row, Question(q=row.text).address()) for row in rows[:MOST_SHOWN]]
