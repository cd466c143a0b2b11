"""The days of the calendar whatever the year: « ce jour-là », « il y a vingt ans »."""

import calendar
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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
from archive.models.editorial_queries import EditorialQuerySet
from archive.tallies import MONTH, prefix
from archive.views.errors import Missing
from archive.views.paging import page_of_editorials

LEAP = 2000  # a year that has all days
AGO = (5, 10, 15, 20, 25, 30, 40, 50, 75, 100)  # years
NEAR = 7  # days before and after today that are « ces jours-ci »
SHADES = 4  # of a day, by how many editorials it has


@dataclass(frozen=True)
class Anniversary:
    """Something of the days around this one, so many years ago."""

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
    largest = shades(sorted(counts.values()))
    address = reverse("calendar")
    months = []
    for month in range(1, 13):
        days = []
        for day in range(1, _length(date(LEAP, month, 1)) + 1):
            count = counts.get(f"{month:02}-{day:02}", 0)
            shade = bisect_left(largest, count) + 1
            days.append((day, count, f"{address}{month:02}/{day:02}/", shade))
        months.append((MONTHS[month], days, month))
    context = {
        "months": months,
        "count": sum(counts.values()),
        "shades": _bounds(largest),
        "today": timezone.localdate(),
    }
    return render(request, "browse/calendar.html", context)


def shades(counts: list[int]) -> list[int]:
    """Return the largest number of editorials of each shade, the lightest first.

    `counts` of days are in order. Each shade has as many days as another, or the one day of which
    most is known would leave all others the lightest.
    """
    largest = set(counts)
    if len(largest) > SHADES:
        places = [len(counts) * shade // SHADES - 1 for shade in range(1, SHADES + 1)]
        largest = {counts[place] for place in places}
    return sorted(largest)


def _bounds(largest: list[int]) -> list[tuple[int, int, int]]:
    """Return (shade, from how many editorials, to how many)."""
    bounds = []
    first = 1
    for shade, last in enumerate(largest, 1):
        bounds.append((shade, first, last))
        first = last + 1
    return bounds


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
    """Return for each number of years what is nearest to today, of the days around it.

    What is known to be of that month and no closer may be of these days as well; of two as near,
    the one with the lower number.
    """
    thens = [_years_before(today, years) for years in AGO if years < today.year]
    days: set[date] = set()
    for then in thens:
        days.update(_around(then))
        days.add(then.replace(day=1))
    of_a_month = editorials.alias(last_month=prefix("latest", MONTH)).filter(
        last_month=prefix("earliest", MONTH)
    )
    dated = of_a_month.filter(earliest__in=days).values_list("earliest", "latest", "pk")
    nearest: dict[date, tuple[int, int, date]] = {}
    for earliest, latest, number in dated:
        for then in thens:
            distance = _distance(earliest, latest, then)
            if earliest is not None and distance is not None:
                candidate = (distance, number, earliest.replace(day=1))
                nearest[then] = min(candidate, nearest.get(then, candidate))
    past = []
    for then in thens:
        if then in nearest:
            _days, number, month = nearest[then]
            past.append(Anniversary(today.year - then.year, month, number))
    return past


def _years_before(today: date, years: int) -> date:
    """Return the same day so many years before; the 28th of February for the 29th."""
    month = date(today.year - years, today.month, 1)
    return month.replace(day=min(today.day, _length(month)))


def _around(then: date) -> Iterator[date]:
    for distance in range(-NEAR, NEAR + 1):
        try:
            yield then + timedelta(days=distance)
        except OverflowError:  # before the first day of the calendar
            continue


def _distance(earliest: date | None, latest: date | None, then: date) -> int | None:
    """Return how many days lie between, NEAR for a month that is known no closer.

    None where it is not of these days.
    """
    if earliest is None or latest is None:
        return None
    if earliest == latest:
        distance = abs((earliest - then).days)
        return distance if distance <= NEAR else None
    month = then.replace(day=1)
    is_month = earliest == month and latest == month.replace(day=_length(month))
    return NEAR if is_month else None
