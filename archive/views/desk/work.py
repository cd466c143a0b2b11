"""What the team has done in the last twelve months."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.models.months_of_work import months_of_work
from archive.views.desk.access import DeskRequest, needs

MONTHS = 12  # the present one among them


@needs("archive.edit")
@require_safe
def work(request: DeskRequest) -> HttpResponse:
    """Show how many editorials each has entered, corrected, tagged and settled doubts of."""
    rows = months_of_work(_first_day())
    return render(request, "desk/work.html", {"rows": rows, "months": MONTHS})


def _first_day() -> datetime:
    """Return the beginning of the first of the months that are shown."""
    today = timezone.localtime()
    months = today.year * 12 + today.month - MONTHS  # since the year 0, counted from 0
    first = datetime(months // 12, months % 12 + 1, 1)
    return timezone.make_aware(first)
