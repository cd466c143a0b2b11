"""When editorials are of, counted by one query."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import CharField, Count, QuerySet
from django.db.models.expressions import Value
from django.db.models.functions import Cast, Coalesce, Right, Substr
from django.db.models.lookups import In

YEAR, MONTH, DAY = 4, 7, 10  # characters of an ISO date that tell them
BROADEST = 10  # years that a date may span and still be counted in each: `dates.years`


@dataclass(frozen=True)
class Span:
    """So many editorials that lie between two years, months or days.

    `first` and `last` are parts of ISO dates, "" where open or unknown. `of`: the number of what
    they were counted by; `doubtful`: the date itself says « vers » or « ? ».
    """

    of: int | None
    first: str
    last: str
    doubtful: bool
    count: int

    @property
    def is_broad(self) -> bool:
        """True where no year is known, nor a few that it may be."""
        if not self.first or not self.last:
            return True
        return int(self.last[:YEAR]) - int(self.first[:YEAR]) >= BROADEST

    def slots(self, unit: int) -> set[int]:
        """Return the years that the span touches, or the decades where `unit` is 10."""
        years = range(int(self.first[:YEAR]), int(self.last[:YEAR]) + 1)
        return {year // unit * unit for year in years}


def prefix(name: str, length: int) -> Substr:
    """Return the first characters of a date in the database, as the indexes hold it.

    So no year is taken out row by row.
    """
    return Substr(Cast(name, CharField()), 1, length)


def dated(editorials: QuerySet, length: int = YEAR) -> QuerySet:
    """Return them, in no order, with the columns `first`, `last` and `doubtful` of a Span."""
    empty = Value("")
    return editorials.order_by().annotate(
        first=Coalesce(prefix("earliest", length), empty),
        last=Coalesce(prefix("latest", length), empty),
        doubtful=In(Right("date", 1), ["?", "~", "%"]),
    )


def spans(editorials: QuerySet, length: int = YEAR, of: str = "publication") -> list[Span]:
    """Return all of the editorials as spans, counted by one aggregated query.

    `length`: of the parts of dates, YEAR, MONTH or DAY; `of`: the column that they are counted by.
    """
    columns = dated(editorials, length).values_list(of, "first", "last", "doubtful")
    return [Span(*row) for row in columns.annotate(n=Count("*"))]


def parts(editorials: QuerySet, length: int) -> list[Span]:
    """Return the same of no magazine, counted by dates alone."""
    columns = dated(editorials, length).values_list("first", "last", "doubtful")
    return [Span(None, *row) for row in columns.annotate(n=Count("*"))]


def total(spans: Iterable[Span]) -> int:
    """Return the number of editorials of the spans."""
    return sum(span.count for span in spans)


@dataclass(frozen=True)
class Tally:
    """Editorials by year or decade: those known to be of it, and those that perhaps are."""

    sure: Counter[int]
    perhaps: Counter[int]

    def __getitem__(self, slot: int) -> int:
        return self.sure[slot] + self.perhaps[slot]

    def slots(self) -> set[int]:
        return set(self.sure) | set(self.perhaps)


def tally(spans: Iterable[Span], unit: int = 1) -> Tally:
    """Count by year, or by decade where `unit` is 10; « 2003/2004 » is perhaps of both."""
    tally = Tally(Counter(), Counter())
    for span in spans:
        if span.is_broad:
            continue
        slots = span.slots(unit)
        counter = tally.sure
        if span.doubtful or len(slots) > 1:
            counter = tally.perhaps
        for slot in slots:
            counter[slot] += span.count
    return tally


def by(spans: Iterable[Span]) -> dict[int | None, list[Span]]:
    """Return the spans of each magazine, author or tag that they were counted by.

    The most frequent come first, of equals what was made first; None stands for what is of none.
    """
    groups: dict[int | None, list[Span]] = defaultdict(list)
    for span in spans:
        groups[span.of].append(span)
    return dict(sorted(groups.items(), key=lambda group: (-total(group[1]), group[0] or 0)))


def numbers(groups: dict[int | None, list[Span]]) -> list[int]:
    """Return the numbers of the magazines, authors or tags of `by`, in its order."""
    return [number for number in groups if number is not None]


def gaps(years: set[int]) -> list[tuple[int, int]]:
    """Return the runs of years of which there is nothing, as (first, last) of each.

    Only those between the first and the last year that has something.
    """
    gaps = []
    for before, after in pairwise(sorted(years)):
        if after > before + 1:
            gaps.append((before + 1, after - 1))
    return gaps
