"""Pages of decades, years, months and days."""

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from urllib.parse import urlencode

from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from archive import tallies
from archive.kept_pages import kept
from archive.models import Editorial
from archive.models.days import perhaps_of, surely_of
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.tallied import states_visible_to
from archive.tallies import DAY, MONTH, YEAR, Span, prefix
from archive.views.browse.charts import bars
from archive.views.browse.periods import beside, kept_numbers, year_titles
from archive.views.browse.periods.filters import MODELS, Chosen, Filter, counted_names, filters
from archive.views.browse.periods.kept_numbers import Kept
from archive.views.browse.periods.period import DECADE, Period
from archive.views.errors import Missing
from archive.views.paging import PER_PAGE, Chained, loaded, page_of_editorials

FEWEST_FILTERED = 3  # editorials; fewer are seen at a glance
WITHIN = {DECADE: YEAR, YEAR: MONTH, MONTH: DAY, DAY: DAY}  # what its editorials are grouped by


@kept
def decade(request: HttpRequest, decade: int) -> HttpResponse:
    return _show(request, Period(f"{decade // 10:03}"))


@kept
def year(request: HttpRequest, year: int) -> HttpResponse:
    return _show(request, Period(f"{year:04}"))


@kept
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    return _show(request, Period(f"{year:04}-{month:02}"))


@kept
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    return _show(request, Period(f"{year:04}-{month:02}-{day:02}"))


def _show(request: HttpRequest, period: Period) -> HttpResponse:
    """Show a period; raise Missing where the calendar or the archive has none such."""
    if not period.exists:
        raise Missing(_("Le calendrier ne connaît pas cette date."))
    visible = Editorial.objects.visible_to(request.user)
    chosen = Chosen.read(request.GET, request.user.has_perm("archive.edit"))
    if not chosen.is_as_sent(request.GET):
        return redirect(_in_order_of_addresses(request, chosen), permanent=True)
    narrowed = chosen.apply(visible)
    editorials = within(narrowed, period)
    states = states_visible_to(request.user)
    kept_spans = _kept_spans(states, chosen, period)
    spans, parts = _counted(period, narrowed, kept_spans)
    count = tallies.total(spans)
    if not count and not chosen and not beside.is_inside(visible, period):
        raise Missing(_("L’archive ne contient rien de cette date."))
    numbers = _in_order(narrowed, period, parts, count)
    years: list[YearAtAGlance] = []
    if period.length == DECADE and not chosen:
        if _is_beyond(request, numbers.lengths[1]):
            return redirect(period.address, permanent=True)
        years = _at_a_glance(states, period, spans)
        page = page_of_editorials(request, numbers.lists[1], numbers.lengths[1])
    else:
        page = page_of_editorials(request, numbers)
    parameters = [*period.parameters, *chosen.parameters()]
    context = {
        "period": period,
        "count": count,
        "before": beside.nearest(narrowed, period, -1, kept_spans),
        "after": beside.nearest(narrowed, period, +1, kept_spans),
        "years": years,
        **_drawn(parts, period, chosen, count),
        "groups": _groups(page, period),
        "page": page,
        "chosen": chosen,
        "filters": _filters(chosen, editorials, period, spans, states),
        "narrowing": chosen.address(""),
        "hidden_fields": parameters,
        "search_address": f"{reverse('search')}?{urlencode(parameters)}",
    }
    return render(request, "browse/period.html", context)


def _in_order_of_addresses(request: HttpRequest, chosen: Chosen) -> str:
    """Return the one address of what is asked; what is asked besides stays."""
    parameters = request.GET.copy()
    for name in MODELS:
        parameters.pop(name, None)
    pairs = [*chosen.parameters(), *parameters.items()]
    return f"{request.path}?{urlencode(pairs)}" if pairs else request.path


def _is_beyond(request: HttpRequest, count: int) -> bool:
    """Return whether an address asks for a page of the list that a decade had once."""
    return "page" in request.GET and count <= PER_PAGE


# What a period holds


@dataclass(frozen=True)
class YearAtAGlance:
    """A year of a decade: how many editorials it has, and three of them."""

    period: Period
    count: int
    editorials: list[Editorial]


def _at_a_glance(states: list[str], decade: Period, spans: list[Span]) -> list[YearAtAGlance]:
    """Return the years of a decade that have something."""
    titles = year_titles.titles(states, decade.first.year)
    rows = {row.pk: row for row in loaded(list(chain.from_iterable(titles.values())))}
    whole = tallies.tally(spans)
    years = []
    for year in sorted(titles):
        editorials = [rows[number] for number in titles[year] if number in rows]
        years.append(YearAtAGlance(Period(f"{year:04}"), whole[year], editorials))
    return years


def within(editorials: EditorialQuerySet, period: Period) -> EditorialQuerySet:
    """Return the editorials of a period.

    Of a decade or a year those that may be of it, as far as is known; of a month or a day those
    known to be of it.
    """
    first, last = period.bounds
    if period.length > YEAR:
        return editorials.filter(surely_of(first, last))
    # As their rows of years have it, but read from one index: from the earliest day that may still
    # reach into the period.
    soonest = date(max(first.year - tallies.BROADEST, 1), 1, 1)
    breadth = _year("latest") - _year("earliest")
    near = editorials.filter(perhaps_of(first, last), earliest__gte=soonest)
    return near.alias(breadth=breadth).filter(
        surely_of(first, last) | Q(breadth__lt=tallies.BROADEST)
    )


def _kept_spans(states: list[str], chosen: Chosen, period: Period) -> Kept | None:
    """Return the kept numbers of the years of a period; None where these do not tell it."""
    if period.length > YEAR:
        return None
    return kept_numbers.spans(states, chosen, period.first.year, period.last.year)


def _counted(
    period: Period, narrowed: EditorialQuerySet, kept_spans: Kept | None
) -> tuple[list[Span], list[Span]]:
    """Return what a period holds as spans by magazine, and by the parts that it is grouped by.

    Of what may lie outside of the period, these parts may lack some.
    """
    length = WITHIN[period.length]
    if kept_spans is None:
        counted = tallies.spans(within(narrowed, period), length)
        return counted, counted
    spans = kept_spans.between(period.first.year, period.last.year)
    if length == YEAR:
        return spans, spans
    return spans, tallies.parts(narrowed.filter(surely_of(*period.bounds)), length)


def _year(name: str) -> Cast:
    return Cast(prefix(name, YEAR), IntegerField())


def _in_order(
    narrowed: EditorialQuerySet, period: Period, parts: list[Span], count: int
) -> Chained:
    """Return the numbers of the editorials of a period by day.

    Those come last of which it is not known where in the period they lie.
    """
    # What lies in one part, and begins in the period, is of the period.
    begun = narrowed.filter(earliest__range=period.bounds)
    inside = _numbers(begun, period).filter(starts=F("ends"))
    outside = _numbers(within(narrowed, period), period).exclude(starts=F("ends"))
    inside_count = tallies.total(span for span in parts if span.first == span.last)
    return Chained((inside, outside), (inside_count, count - inside_count))


def _numbers(editorials: EditorialQuerySet, period: Period) -> QuerySet:
    """Return their numbers by day, with the parts in which they begin and end."""
    length = WITHIN[period.length]
    by_part = editorials.alias(starts=prefix("earliest", length), ends=prefix("latest", length))
    return by_part.order_by("earliest", "pk").values_list("pk", flat=True)


def _groups(
    editorials: Iterable[Editorial], period: Period
) -> list[tuple[Period | None, list[Editorial]]]:
    """Return the editorials by the part of the period that they lie in, None where unknown."""
    groups = []
    for start, members in groupby(editorials, key=lambda editorial: _start(editorial, period)):
        part = None
        if start:
            part = Period(start)
        groups.append((part, list(members)))
    return groups


def _start(editorial: Editorial, period: Period) -> str:
    """Return the part of the period that an editorial is known to lie in.

    "" where it may be of several, or lies partly outside.
    """
    if editorial.earliest is None or editorial.latest is None:
        return ""
    length = WITHIN[period.length]
    start = editorial.earliest.isoformat()[:length]
    if start != editorial.latest.isoformat()[:length]:
        return ""
    return start


def _filters(
    chosen: Chosen,
    editorials: EditorialQuerySet,
    period: Period,
    spans: list[Span],
    states: list[str],
) -> list[Filter]:
    """Return the ways to narrow the list, none where there is little to narrow.

    Of a decade authors and tags are too many to be offered.
    """
    if not chosen and tallies.total(spans) < FEWEST_FILTERED:
        return []
    counts: dict[str, dict[int, int]] = {}
    if period.length != DECADE:
        counts |= _names(chosen, editorials, period, states)
    by_magazine = tallies.by(spans)
    counts["publication"] = {
        number: tallies.total(by_magazine[number]) for number in tallies.numbers(by_magazine)
    }
    return filters(chosen, counts)


def _names(
    chosen: Chosen, editorials: EditorialQuerySet, period: Period, states: list[str]
) -> dict[str, dict[int, int]]:
    """Return the authors and tags that most of the editorials have."""
    kept = None
    if period.length == YEAR:
        kept = kept_numbers.names(states, chosen, period.first.year)
    return counted_names(editorials) if kept is None else kept


# How it is drawn


def _drawn(parts: list[Span], period: Period, chosen: Chosen, count: int) -> dict[str, object]:
    """Return what the page draws of a period, by the names that its template has for it."""
    return {
        "bars": _bars(parts, period, chosen),
        "bands": _bands(parts, period, count),
        "weeks": _weeks(parts, period, chosen),
        "weekdays": list(zip(WEEKDAYS_ABBR.values(), WEEKDAYS.values(), strict=True)),
    }


def _bars(spans: list[Span], period: Period, chosen: Chosen) -> bars.Bars | None:
    """Return the years of a decade or the months of a year as bars, None of what is shorter."""

    def address(slot: int) -> str:
        start = f"{slot:04}"
        if period.length == YEAR:
            start = f"{period.start}-{slot:02}"
        return chosen.address(Period(start).address)

    if period.length == DECADE:
        return bars.years(tallies.tally(spans), period.first.year, address)
    if period.length == YEAR:
        return bars.months(bars.by_month(spans, period.start), address)
    return None


def _bands(parts: list[Span], period: Period, count: int) -> list[bars.Band]:
    """Return what is of no single month of a year as bands, none of other periods."""
    if period.length != YEAR:
        return []
    return bars.bands(parts, period.start, count)


def _by_part(spans: list[Span]) -> Counter[str]:
    """Return {"2001-02": 4}, without those that may be of several parts."""
    counts: Counter[str] = Counter()
    for span in spans:
        if span.first == span.last:
            counts[span.first] += span.count
    return counts


def _weeks(spans: list[Span], period: Period, chosen: Chosen) -> list[list[tuple[int, int, str]]]:
    """Return the weeks of a month, from Monday on.

    Each day is (its number or 0 outside of the month, number of editorials, address). There are
    none where no day is known.
    """
    counts = _by_part(spans)
    if period.length != MONTH or not counts:
        return []
    year, month = map(int, period.start.split("-"))
    weeks = []
    for week in calendar.Calendar().monthdayscalendar(year, month):
        days = []
        for day in week:
            start = f"{period.start}-{day:02}"
            if day and counts[start]:
                days.append((day, counts[start], chosen.address(Period(start).address)))
            else:
                days.append((day, 0, ""))
        weeks.append(days)
    return weeks
