"""Pages of decades, years, months and days."""

import calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive import dates
from archive.models import Editorial, EditorialYear
from archive.views.browse import timeline
from archive.views.browse.filters import Chosen, Filter, filters
from archive.views.browse.timeline import DAY, MONTH, YEAR, Span, prefix
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
        return f"{self.start}X" if self.length == DECADE else self.start

    @property
    def exists(self) -> bool:
        """The thirtieth of February does not, nor do the years 0 and 9999, which stand for the ends of time."""
        try:
            return None not in dates.bounds(self.edtf)
        except ValueError:
            return False

    @property
    def first(self) -> date:
        return dates.bounds(self.edtf)[0]

    @property
    def last(self) -> date:
        return dates.bounds(self.edtf)[1]

    @property
    def said(self) -> str:
        return dates.display(self.edtf)

    @property
    def title(self) -> str:
        return capfirst(self.said)

    @property
    def short(self) -> str:
        """Within its year, a month is a name."""
        return capfirst(MONTHS[self.first.month]) if self.length == MONTH else self.title

    @property
    def address(self) -> str:
        if self.length == DECADE:
            return reverse("decade", args=[int(self.start + "0")])
        return reverse(self.kind, args=[int(part) for part in self.start.split("-")])

    @property
    def around(self) -> list["Period"]:
        """What it lies in, the widest first."""
        wider = [Period(self.start[:length]) for length in KINDS if length < self.length]
        return [period for period in wider if period.exists]

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Of a search in it."""
        return (
            [("year", self.edtf)]
            if self.length <= YEAR
            else [("from", self.start), ("to", self.start)]
        )


def decade(request: HttpRequest, decade: int) -> HttpResponse:
    return _show(request, Period(f"{decade // 10:03}"))


def year(request: HttpRequest, year: int) -> HttpResponse:
    return _show(request, Period(f"{year:04}"))


def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    return _show(request, Period(f"{year:04}-{month:02}"))


def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    return _show(request, Period(f"{year:04}-{month:02}-{day:02}"))


def _show(request: HttpRequest, period: Period) -> HttpResponse:
    if not period.exists:
        raise Missing(_("Le calendrier ne connaît pas cette date."))
    visible = Editorial.objects.visible_to(request.user)
    chosen = Chosen.read(request.GET)
    narrowed = chosen.apply(visible)
    held = within(narrowed, period)
    counted = timeline.spans(held, max(WITHIN[period.length], YEAR))
    count = sum(span.count for span in counted)
    if not count and not chosen and not _is_inside(visible, period):
        raise Missing(_("L’archive ne contient rien de cette date."))
    found = page_of_editorials(request, _in_order(held, period, counted))
    kept = [*period.parameters, *chosen.parameters()]
    context = {
        "period": period,
        "count": count,
        "before": _beside(narrowed, period, -1),
        "after": _beside(narrowed, period, +1),
        "bars": _bars(counted, period, chosen),
        "weeks": _weeks(counted, period, chosen),
        "weekdays": [(WEEKDAYS_ABBR[day], WEEKDAYS[day]) for day in range(7)],
        "groups": [
            (_group(start), list(items))
            for start, items in groupby(found, lambda one: _start(one, period))
        ],
        "page": found,
        "chosen": chosen,
        "filters": _filters(chosen, held, period, counted),
        "narrowing": chosen.address(""),
        "kept": kept,
        "searched": f"{reverse('search')}?{urlencode(kept)}",
    }
    return render(request, "browse/period.html", context)


# What a period holds


def within(editorials: QuerySet, period: Period) -> QuerySet:
    """Those that may be of that decade or year, as far as is known; those known to be of that month or day."""
    first, last = period.first, period.last
    if period.length > YEAR:
        return editorials.filter(earliest__gte=first, earliest__lte=last, latest__lte=last)
    # As their rows of years have it, but read from one index: from the earliest day that may still reach into the period.
    soonest = date(max(first.year - timeline.BROADEST, 1), 1, 1)
    breadth = _year("latest") - _year("earliest")
    near = editorials.filter(earliest__gte=soonest, earliest__lte=last, latest__gte=first)
    return near.alias(breadth=breadth).filter(
        Q(earliest__gte=first, latest__lte=last) | Q(breadth__lt=timeline.BROADEST)
    )


def _year(name: str) -> Cast:
    return Cast(prefix(name, YEAR), IntegerField())


def _in_order(held: QuerySet, period: Period, counted: list[Span]) -> Chained:
    """By day, those last of which it is not known where in the period they lie."""
    length, known = (
        WITHIN[period.length],
        sum(span.count for span in counted if span.first == span.last),
    )
    by_part = held.alias(starts=prefix("earliest", length), ends=prefix("latest", length))
    numbers = by_part.order_by("earliest", "pk").values_list("pk", flat=True)
    inside = numbers.filter(earliest__gte=period.first, starts=F("ends"))
    rest = sum(span.count for span in counted) - known
    return Chained((inside, numbers.exclude(starts=F("ends"))), (known, rest))


def _start(editorial: Editorial, period: Period) -> str:
    """The part of the period that it is known to lie in; "" where it may be of several, or lies partly outside."""
    length = WITHIN[period.length]
    start = editorial.earliest.isoformat()[:length]
    return start if start == editorial.latest.isoformat()[:length] else ""


def _group(start: str) -> Period | None:
    return Period(start) if start else None


def _filters(chosen: Chosen, held: QuerySet, period: Period, counted: list[Span]) -> list[Filter]:
    """None where there is little to narrow. Of a decade authors and tags are too many to be counted at each visit."""
    by_publication = _by_publication(counted)
    if not chosen and sum(by_publication.values()) < FEWEST_FILTERED:
        return []
    return filters(chosen, None if period.length == DECADE else held, by_publication)


def _by_publication(counted: list[Span]) -> dict[int | None, int]:
    return {pk: sum(span.count for span in own) for pk, own in timeline.by(counted).items()}


# Its neighbours


def _is_inside(visible: QuerySet, period: Period) -> bool:
    """Whether the archive has something of its year, or of earlier and of later ones."""
    own = Period(period.start[:YEAR])
    known = visible.filter(years__isnull=False)
    if period.length >= YEAR and known.filter(years__year=int(own.start)).exists():
        return True
    return bool(_beside(visible, own, -1) and _beside(visible, own, +1))


def _beside(editorials: QuerySet, period: Period, step: int) -> Period | None:
    """The nearest before or after of the same length that holds something."""
    sign, way = ("-", "lt") if step < 0 else ("", "gt")
    edge = period.first if step < 0 else period.last
    if period.length <= YEAR:
        of_year = EditorialYear.objects.filter(Exists(editorials.filter(pk=OuterRef("editorial"))))
        found = of_year.filter(**{f"year__{way}": edge.year}).order_by(f"{sign}year")
        near = found.values_list("year", flat=True).first()
        return None if near is None else Period(f"{near:04}"[: period.length])
    known = editorials.alias(
        starts=prefix("earliest", period.length), ends=prefix("latest", period.length)
    )
    found = known.filter(**{f"earliest__{way}": edge, "starts": F("ends")}).order_by(
        f"{sign}earliest"
    )
    near = found.values_list("earliest", flat=True).first()
    return None if near is None else Period(near.isoformat()[: period.length])


# How it is drawn


def _bars(counted: list[Span], period: Period, chosen: Chosen) -> list[timeline.Bar]:
    """The years of a decade, the months of a year."""
    if period.length == DECADE:
        whole = timeline.tally(counted)
        counts = {year: whole[year] for year in whole.slots()}
        return timeline.years(
            counts, period.first.year, lambda slot: chosen.address(Period(f"{slot:04}").address)
        )
    if period.length == YEAR:
        counts = {
            int(start[5:]): count
            for start, count in _known(counted).items()
            if start[:YEAR] == period.start
        }
        return timeline.months(
            counts, lambda slot: chosen.address(Period(f"{period.start}-{slot:02}").address)
        )
    return []


def _known(counted: list[Span]) -> Counter:
    """{"2001-02": 4}: without those that may be of several parts."""
    known: Counter = Counter()
    for span in counted:
        if span.first == span.last:
            known[span.first] += span.count
    return known


def _weeks(counted: list[Span], period: Period, chosen: Chosen) -> list[list[tuple[int, int, str]]]:
    """The weeks of a month, from Monday on: (day or 0 outside of the month, number of editorials, address)."""
    if period.length != MONTH:
        return []
    year, month = map(int, period.start.split("-"))
    counts = _known(counted)
    return [
        [
            (day, count, chosen.address(Period(start).address) if count else "")
            for day in week
            for start in [f"{period.start}-{day:02}"]
            for count in [counts[start] if day else 0]
        ]
        for week in calendar.Calendar().monthdayscalendar(year, month)
    ]
