"""The days of the calendar whatever the year: « ce jour-là », « il y a vingt ans »."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, F, QuerySet
from django.db.models.functions import Cast, Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from archive import dates
from archive.models import Editorial, EditorialYear
from archive.views.browse.timeline import MONTH, prefix
from archive.views.errors import Missing
from archive.views.paging import page_of_editorials

LEAP = 2000  # a year that has all days
AGO = (5, 10, 15, 20, 25, 30, 40, 50, 75, 100)  # years


@dataclass(frozen=True)
class Anniversary:
    """Something of the same month so many years ago."""

    years: int
    month: date
    number: int  # of the editorial


def day_of_year(request: HttpRequest, month: int, day: int) -> HttpResponse:
    """What is known to be of this day, in all years."""
    try:
        said = dates.display(date(LEAP, month, day).isoformat()).removesuffix(f" {LEAP}")
    except ValueError:
        raise Missing(_("Le calendrier ne connaît pas cette date.")) from None
    years = EditorialYear.objects.values_list("year", flat=True).distinct()
    held = on_day(Editorial.objects.visible_to(request.user), month, day, years)
    found = page_of_editorials(request, held.in_order())
    return render(
        request, "browse/day_of_year.html", {"said": said, "month": MONTHS[month], "page": found}
    )


def days_of_year(request: HttpRequest) -> HttpResponse:
    """All 366 days, those with editorials leading to them."""
    known = Editorial.objects.visible_to(request.user).filter(earliest=F("latest")).order_by()
    by_day = (
        known.annotate(day=Substr(Cast("earliest", CharField()), 6, 5))
        .values_list("day")
        .annotate(n=Count("pk"))
    )
    counts = dict(by_day)
    here = reverse("calendar")
    months = [
        (
            MONTHS[month],
            [
                (day, counts.get(f"{month:02}-{day:02}", 0), f"{here}{month:02}/{day:02}/")
                for day in range(1, days + 1)
            ],
            month,
        )
        for month in range(1, 13)
        for days in [_length(date(LEAP, month, 1))]
    ]
    context = {"months": months, "count": sum(counts.values()), "today": timezone.localdate()}
    return render(request, "browse/calendar.html", context)


def _length(month: date) -> int:
    """In days."""
    return calendar.monthrange(month.year, month.month)[1]


def on_day(editorials: QuerySet, month: int, day: int, years: Iterable[int]) -> QuerySet:
    """Those known to be of this day in one of the years."""
    days = [date(year, month, day) for year in years if day <= _length(date(year, month, 1))]
    return editorials.filter(earliest__in=days, latest=F("earliest"))


def anniversaries(editorials: QuerySet, today: date) -> list[Anniversary]:
    """For each number of years what is nearest to today in the same month, if anything is known to be of it."""
    months = {
        years: date(today.year - years, today.month, 1) for years in AGO if today.year > years
    }
    days = [
        first.replace(day=day) for first in months.values() for day in range(1, _length(first) + 1)
    ]
    same_month = editorials.alias(last_month=prefix("latest", MONTH)).filter(
        last_month=prefix("earliest", MONTH)
    )
    found = same_month.filter(earliest__in=days).values_list("earliest", "pk")
    nearest: dict[date, tuple[int, int]] = {}
    for day, number in found:
        near = (abs(day.day - today.day), number)
        month = day.replace(day=1)
        nearest[month] = min(near, nearest.get(month, near))
    return [
        Anniversary(years, month, nearest[month][1])
        for years, month in months.items()
        if month in nearest
    ]
