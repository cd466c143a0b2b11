"""The days of the calendar whatever the year: « ce jour-là », « il y a vingt ans »."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, F
from django.db.models.functions import Cast, Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from archive import dates
from archive.kept_pages import kept
from archive.models import Editorial, EditorialYear
from archive.models.editorials import EditorialQuerySet
from archive.tallies import MONTH, prefix
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


@kept
def day_of_year(request: HttpRequest, month: int, day: int) -> HttpResponse:
    """Show what is known to be of this day, in all years."""
    try:
        day_in_words = dates.display(date(LEAP, month, day).isoformat()).removesuffix(f" {LEAP}")
    except ValueError:
        raise Missing(_("Le calendrier ne connaît pas cette date.")) from None
    years = EditorialYear.objects.values_list("year", flat=True).distinct()
    editorials = on_day(Editorial.objects.visible_to(request.user), month, day, years)
    context = {
        "day_in_words": day_in_words,
        "month": MONTHS[month],
        "page": page_of_editorials(request, editorials.in_order()),
    }
    return render(request, "browse/day_of_year.html", context)


@kept
def days_of_year(request: HttpRequest) -> HttpResponse:
    """Show all 366 days, those with editorials leading to them."""
    dated = Editorial.objects.visible_to(request.user).filter(earliest=F("latest")).order_by()
    by_day = dated.annotate(day=Substr(Cast("earliest", CharField()), 6, 5)).values_list("day")
    counts = dict(by_day.annotate(n=Count("pk")))
    address = reverse("calendar")
    months = []
    for month in range(1, 13):
        days = []
        for day in range(1, _length(date(LEAP, month, 1)) + 1):
            count = counts.get(f"{month:02}-{day:02}", 0)
            days.append((day, count, f"{address}{month:02}/{day:02}/"))
        months.append((MONTHS[month], days, month))
    context = {"months": months, "count": sum(counts.values()), "today": timezone.localdate()}
    return render(request, "browse/calendar.html", context)


def _length(month: date) -> int:
    """Return the number of days of a month."""
    return calendar.monthrange(month.year, month.month)[1]


def on_day(
    editorials: EditorialQuerySet, month: int, day: int, years: Iterable[int]
) -> EditorialQuerySet:
    """Return the editorials known to be of this day in one of the years."""
    days = [date(year, month, day) for year in years if day <= _length(date(year, month, 1))]
    return editorials.filter(earliest__in=days, latest=F("earliest"))


def anniversaries(editorials: EditorialQuerySet, today: date) -> list[Anniversary]:
    """Return for each number of years what is nearest to today in the same month.

    Only what is known to be of that month counts; of two as near, the one with the lower number.
    """
    months = [date(today.year - years, today.month, 1) for years in AGO if years < today.year]
    days: list[date] = []
    for month in months:
        days += [month.replace(day=day) for day in range(1, _length(month) + 1)]
    of_a_month = editorials.alias(last_month=prefix("latest", MONTH)).filter(
        last_month=prefix("earliest", MONTH)
    )
    nearest: dict[date, tuple[int, int]] = {}
    for day, number in of_a_month.filter(earliest__in=days).values_list("earliest", "pk"):
        if day is None:  # none is: the filter asks for days
            continue
        candidate = (abs(day.day - today.day), number)
        month = day.replace(day=1)
        nearest[month] = min(candidate, nearest.get(month, candidate))
    past = []
    for month in months:
        if month in nearest:
            _distance, number = nearest[month]
            past.append(Anniversary(today.year - month.year, month, number))
    return past
