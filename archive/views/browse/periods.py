"""Pages of decades, years, months and days."""

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Exists, F, IntegerField, OuterRef, Q
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive import dates, tallies
from archive.kept_pages import kept
from archive.models import Editorial, EditorialYear
from archive.models.editorials import EditorialQuerySet, perhaps_of, surely_of
from archive.tallies import DAY, MONTH, YEAR, Span, prefix
from archive.views.browse import timeline
from archive.views.browse.filters import MODELS, Chosen, Filter, filters
from archive.views.errors import Missing
from archive.views.paging import Chained, page_of_editorials

DECADE = 3  # characters of an ISO date that tell it
KINDS = {DECADE: "decade", YEAR: "year", MONTH: "month", DAY: "day"}
FEWEST_FILTERED = 3  # editorials; fewer are seen at a glance
WITHIN = {DECADE: YEAR, YEAR: MONTH, MONTH: DAY, DAY: DAY}  # what its editorials are grouped by


@dataclass(frozen=True)
class Period:
    """A decade (`start` "200"), a year ("2001"), a month ("2001-02") or a day."""

    start: str

    @property
    def length(self) -> int:
        return len(self.start)

    @property
    def kind(self) -> str:
        return KINDS[self.length]

    @property
    def edtf(self) -> str:
        if self.length == DECADE:
            return f"{self.start}X"
        return self.start

    @property
    def bounds(self) -> tuple[date, date]:
        """Return the first and the last day; raise ValueError where there is no such period."""
        first, last = dates.bounds(self.edtf)
        if first is None or last is None:
            raise ValueError(self.start)
        return first, last

    @property
    def exists(self) -> bool:
        """Return False for the thirtieth of February, the year 0, decades at the ends of time."""
        try:
            return bool(self.bounds)
        except ValueError:
            return False

    @property
    def first(self) -> date:
        return self.bounds[0]

    @property
    def last(self) -> date:
        return self.bounds[1]

    @property
    def in_words(self) -> str:
        """Return the period in words: « février 2001 »."""
        return dates.display(self.edtf)

    @property
    def title(self) -> str:
        return capfirst(self.in_words)

    @property
    def short(self) -> str:
        """Return the title within its year, where a month is a name."""
        if self.length == MONTH:
            return capfirst(MONTHS[self.first.month])
        return self.title

    @property
    def address(self) -> str:
        if self.length == DECADE:
            return reverse("decade", args=[int(self.start + "0")])
        return reverse(self.kind, args=[int(part) for part in self.start.split("-")])

    @property
    def around(self) -> list["Period"]:
        """Return the periods that it lies in, the widest first."""
        wider = [Period(self.start[:length]) for length in KINDS if length < self.length]
        return [period for period in wider if period.exists]

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of a search in it."""
        if self.length <= YEAR:
            return [("year", self.edtf)]
        return [("from", self.start), ("to", self.start)]


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
    spans = tallies.spans(editorials, max(WITHIN[period.length], YEAR))
    count = tallies.total(spans)
    if not count and not chosen and not _is_inside(visible, period):
        raise Missing(_("L’archive ne contient rien de cette date."))
    page = page_of_editorials(request, _in_order(editorials, period, spans))
    parameters = [*period.parameters, *chosen.parameters()]
    context = {
        "period": period,
        "count": count,
        "before": _beside(narrowed, period, -1),
        "after": _beside(narrowed, period, +1),
        "bars": _bars(spans, period, chosen),
        "weeks": _weeks(spans, period, chosen),
        "weekdays": list(zip(WEEKDAYS_ABBR.values(), WEEKDAYS.values(), strict=True)),
        "groups": _groups(page, period),
        "page": page,
        "chosen": chosen,
        "filters": _filters(chosen, editorials, period, spans),
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


# What a period holds


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


def _year(name: str) -> Cast:
    return Cast(prefix(name, YEAR), IntegerField())


def _in_order(editorials: EditorialQuerySet, period: Period, spans: list[Span]) -> Chained:
    """Return the numbers of the editorials by day.

    Those come last of which it is not known where in the period they lie.
    """
    length = WITHIN[period.length]
    by_part = editorials.alias(starts=prefix("earliest", length), ends=prefix("latest", length))
    numbers = by_part.order_by("earliest", "pk").values_list("pk", flat=True)
    inside = numbers.filter(earliest__gte=period.first, starts=F("ends"))
    outside = numbers.exclude(starts=F("ends"))
    inside_count = tallies.total(span for span in spans if span.first == span.last)
    return Chained((inside, outside), (inside_count, tallies.total(spans) - inside_count))


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
    chosen: Chosen, editorials: EditorialQuerySet, period: Period, spans: list[Span]
) -> list[Filter]:
    """Return the ways to narrow the list, none where there is little to narrow.

    Of a decade authors and tags are too many to be counted at each visit.
    """
    if not chosen and tallies.total(spans) < FEWEST_FILTERED:
        return []
    by_publication = {}
    for number, group in tallies.by(spans).items():
        by_publication[number] = tallies.total(group)
    if period.length == DECADE:
        return filters(chosen, None, by_publication)
    return filters(chosen, editorials, by_publication)


# Its neighbours


def _is_inside(visible: EditorialQuerySet, period: Period) -> bool:
    """Return whether the archive has something of its year, or of earlier and of later ones."""
    year = Period(period.start[:YEAR])
    dated = visible.filter(years__isnull=False)
    if period.length >= YEAR and dated.filter(years__year=int(year.start)).exists():
        return True
    return bool(_beside(visible, year, -1) and _beside(visible, year, +1))


def _beside(editorials: EditorialQuerySet, period: Period, step: int) -> Period | None:
    """Return the nearest period of the same length that holds something.

    Before this one where `step` is -1, after it where it is +1.
    """
    if step < 0:
        edge, comparison, direction = period.first, "lt", "-"
    else:
        edge, comparison, direction = period.last, "gt", ""
    if period.length <= YEAR:
        holding = Exists(editorials.filter(pk=OuterRef("editorial")))
        rows = EditorialYear.objects.filter(holding).filter(**{f"year__{comparison}": edge.year})
        year = rows.order_by(f"{direction}year").values_list("year", flat=True).first()
        if year is None:
            return None
        return Period(f"{year:04}"[: period.length])
    length = period.length
    by_part = editorials.alias(starts=prefix("earliest", length), ends=prefix("latest", length))
    inside = by_part.filter(**{f"earliest__{comparison}": edge, "starts": F("ends")})
    day = inside.order_by(f"{direction}earliest").values_list("earliest", flat=True).first()
    if day is None:
        return None
    return Period(day.isoformat()[:length])


# How it is drawn


def _bars(spans: list[Span], period: Period, chosen: Chosen) -> list[timeline.Bar]:
    """Return the years of a decade or the months of a year as bars, none of what is shorter."""

    def address(slot: int) -> str:
        start = f"{slot:04}"
        if period.length == YEAR:
            start = f"{period.start}-{slot:02}"
        return chosen.address(Period(start).address)

    if period.length == DECADE:
        whole = tallies.tally(spans)
        by_year = {year: whole[year] for year in whole.slots()}
        return timeline.years(by_year, period.first.year, address)
    if period.length == YEAR:
        by_month = {}
        for start, count in _by_part(spans).items():
            if start[:YEAR] == period.start:
                by_month[int(start[5:])] = count
        return timeline.months(by_month, address)
    return []


def _by_part(spans: list[Span]) -> Counter[str]:
    """Return {"2001-02": 4}, without those that may be of several parts."""
    counts: Counter[str] = Counter()
    for span in spans:
        if span.first == span.last:
            counts[span.first] += span.count
    return counts


def _weeks(spans: list[Span], period: Period, chosen: Chosen) -> list[list[tuple[int, int, str]]]:
    """Return the weeks of a month, from Monday on.

    Each day is (its number or 0 outside of the month, number of editorials, address).
    """
    if period.length != MONTH:
        return []
    year, month = map(int, period.start.split("-"))
    counts = _by_part(spans)
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
