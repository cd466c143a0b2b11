"""Three editorials of each year of a decade: the first, one of the middle, the last.

So a decade is seen at a glance. They are found where they stand in the index of dates: nothing is
weighed or counted for it, however many a year has.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from django.db.models import Q, QuerySet, Subquery

from archive.models import Editorial
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.prepared import Blank, Prepared

YEARS = 10
TITLES = 3  # of a year
DAYS = 3  # that a year is asked by: its first, the first of July, its last


def titles(states: Sequence[str], decade: int) -> dict[int, list[int]]:
    """Return {year: numbers of editorials of these states known to be of it}, in their order."""
    days: list[date] = []
    for year in range(decade, decade + YEARS):
        days += [date(year, 1, 1), date(year, 7, 1), date(year, 12, 31)]
    by_year: dict[int, list[int]] = defaultdict(list)
    for earliest, number in sorted(_at_places(*sorted(states)).rows(*days)):
        by_year[earliest.year].append(number)
    for numbers in by_year.values():
        if len(numbers) > TITLES:
            del numbers[1]  # the second, asked for where the year has none of its second half
    return dict(by_year)


@cache
def _at_places(*states: str) -> Prepared:
    """Return what asks for the first two, the first from July on, and the last of ten years."""

    def build() -> QuerySet:
        visible = Editorial.objects.filter(state__in=states)
        if len(states) == 1:
            visible = Editorial.objects.filter(state=states[0])
        places = Q()
        for year in range(YEARS):
            for row in _of_year(visible, DAYS * year):
                places |= Q(pk=row)
        return Editorial.objects.filter(places).order_by().values_list("earliest", "pk")

    return Prepared(build)


def _of_year(visible: EditorialQuerySet, place: int) -> Iterable[Subquery]:
    first, july, last = (Blank(place + day) for day in range(DAYS))
    of_year = visible.filter(earliest__gte=first, earliest__lte=last, latest__lte=last)
    in_order = of_year.order_by("earliest", "pk").values("pk")
    yield Subquery(in_order[:1])
    yield Subquery(in_order[1:2])
    yield Subquery(in_order.filter(earliest__gte=july)[:1])
    yield Subquery(of_year.order_by("-earliest", "-pk").values("pk")[:1])
