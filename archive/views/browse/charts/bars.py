"""The months of a year and the years of a decade as bars with a label each.

What is of no single month, a season or a whole year, is a band across the months that it may be of.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.dates import MONTHS, MONTHS_AP
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from archive import dates
from archive.tallies import YEAR, Span, Tally
from archive.views.browse.charts import heights
from archive.views.browse.charts.heights import Stacked

Address = Callable[[int], str]
MONTH_WIDTH = 10  # in the drawing of a band, of which there are twelve
MOST_BANDS = 6  # more are one: a reader compares no more of them


@dataclass(frozen=True)
class Bar(Stacked):
    """A year or a month, how many editorials it has, and its height in percent of the tallest.

    `initial`: the label where there is little room, "" where it is the same.
    """

    slot: int
    label: str
    name: str
    address: str = ""
    initial: str = ""


@dataclass(frozen=True)
class Bars:
    """Bars side by side on one scale."""

    bars: list[Bar]
    is_rooted: bool

    def __bool__(self) -> bool:
        """Return False where there is nothing to draw."""
        return any(bar.count for bar in self.bars)

    @property
    def has_doubtful(self) -> bool:
        return any(bar.perhaps for bar in self.bars)


def months(whole: Tally, address: Address) -> Bars:
    """Return the twelve months of a year, empty ones included; `whole` counts by 1 to 12."""
    slots = []
    for month in range(1, 13):
        name = str(MONTHS[month])
        slots.append((month, str(MONTHS_AP[month]), name, capfirst(name[:1])))
    return _bars(whole, slots, address)


def years(whole: Tally, decade: int, address: Address) -> Bars:
    """Return the ten years of a decade."""
    slots = []
    for year in range(decade, decade + 10):
        slots.append((year, f"{year:04}", f"{year:04}", ""))
    return _bars(whole, slots, address)


def _bars(whole: Tally, slots: list[tuple[int, str, str, str]], address: Address) -> Bars:
    counts = [whole[slot] for slot, *_names in slots]
    scale = heights.scale(counts, heights.need_roots(counts))
    bars = []
    for slot, label, name, initial in slots:
        bar = Bar(
            slot=slot,
            sure=whole.sure[slot],
            perhaps=whole.perhaps[slot],
            sure_height=scale.height(whole.sure[slot]),
            height=scale.height(whole[slot]),
            label=label,
            name=name,
            address=address(slot),
            initial=initial,
        )
        bars.append(bar)
    return Bars(bars, scale.is_rooted)


def by_month(parts: Iterable[Span], year: str) -> Tally:
    """Return what is of each month of a year, from 1 to 12; `parts` are counted by month.

    A month that the date itself doubts is perhaps the one.
    """
    whole = Tally(Counter(), Counter())
    for part in parts:
        if part.first != part.last or part.first[:YEAR] != year:
            continue
        counter = whole.sure
        if part.doubtful:
            counter = whole.perhaps
        counter[int(part.first[YEAR + 1 :])] += part.count
    return whole


# What is of no single month


@dataclass(frozen=True)
class Band:
    """Months of a year, from `first` to `last`, of one of which so many editorials are."""

    first: int
    last: int
    name: str
    count: int

    @property
    def x(self) -> int:
        return MONTH_WIDTH * (self.first - 1) + 1

    @property
    def width(self) -> int:
        return MONTH_WIDTH * (self.last - self.first + 1) - 2


def bands(parts: Iterable[Span], year: str, count: int) -> list[Band]:
    """Return what is of no single month of a year, the narrowest span first.

    `count`: of all that may be of the year; what `parts` lack of it is perhaps of another.
    """
    spans: Counter[tuple[int, int]] = Counter()
    of_the_year = 0
    for part in parts:
        if part.first[:YEAR] != year or part.last[:YEAR] != year:
            continue
        of_the_year += part.count
        if part.first != part.last:
            spans[int(part.first[YEAR + 1 :]), int(part.last[YEAR + 1 :])] += part.count
    drawn = []
    for first, last in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        drawn.append(Band(first, last, _in_words(first, last, year), spans[first, last]))
    if len(drawn) > MOST_BANDS:
        fewer = drawn[MOST_BANDS - 1 :]
        name = _("sur plusieurs mois")
        count_of_fewer = sum(band.count for band in fewer)
        first = min(band.first for band in fewer)
        last = max(band.last for band in fewer)
        drawn[MOST_BANDS - 1 :] = [Band(first, last, name, count_of_fewer)]
    if count > of_the_year:
        drawn.append(Band(1, 12, _("peut-être d’une autre année"), count - of_the_year))
    return drawn


def _in_words(first: int, last: int, year: str) -> str:
    """Return « mars-mai », without the year."""
    if (first, last) == (1, 12):
        return _("mois inconnu")
    interval = dates.display(f"{year}-{first:02}/{year}-{last:02}")
    return interval.removesuffix(f" {year}")
