"""How many editorials of some years there are: by the numbers that the database keeps, where these
tell."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, NullIf

from archive import tallies
from archive.models import Author, Tag, Tallied, TalliedAuthor, TalliedTag
from archive.tallies import Span
from archive.views.browse.periods.filters import MOST_COUNTED, Chosen
from archive.views.browse.published_names import NUMBERS


class Kept:
    """What is chosen of all years of which it is known, as spans.

    Those that may be of the asked years are by magazine, others are not.
    """

    def __init__(self, spans: Iterable[Span]):
        self._spans = [span for span in spans if not span.is_broad]
        self._years = tallies.tally(self._spans).slots()

    def between(self, first: int, last: int) -> list[Span]:
        """Return the spans that may be of the asked years, as `periods.within` has it."""
        years = range(first, last + 1)
        return [span for span in self._spans if not span.slots(1).isdisjoint(years)]

    def year_before(self, year: int) -> int | None:
        """Return the nearest earlier year that may have something."""
        return max((other for other in self._years if other < year), default=None)

    def year_after(self, year: int) -> int | None:
        return min((other for other in self._years if other > year), default=None)


def spans(states: Iterable[str], chosen: Chosen, first: int, last: int) -> Kept | None:
    """Return what is chosen, for these years to be asked of.

    None where no number is kept of what is chosen together.
    """
    narrowing = _magazine(chosen)
    kept: Any = Tallied
    if len(chosen.author) + len(chosen.tag) > 1:
        return None
    for person in chosen.author:
        kept, narrowing["author_id"] = TalliedAuthor, person.pk
    for tag in chosen.tag:
        kept, narrowing["tag_id"] = TalliedTag, tag.pk
    rows = kept.objects.filter(state__in=states, **narrowing).order_by()
    # By magazine the years of a large archive are very many rows.
    magazine = Case(When(_near(first, last), then="publication_id"))
    by_magazine = rows.annotate(of=magazine).values_list("of", "first", "last", "doubtful")
    counted = by_magazine.annotate(n=Sum("number")).filter(n__gt=0)
    return Kept(Span(*row) for row in counted)


def _near(first: int, last: int) -> Q:
    """Return the condition that rows may be of these years, unless they are broad."""
    soonest = _year(first - tallies.BROADEST)
    return Q(first__gt=soonest, first__lte=_year(last), last__gte=_year(first))


def names(states: Iterable[str], chosen: Chosen, year: int) -> dict[str, dict[int, int]] | None:
    """Return {"author": {number: how many editorials of the year}, "tag": …}, the most first.

    None where an author or a tag is chosen.
    """
    if chosen.author or chosen.tag:
        return None
    counts = {}
    for parameter, model in (("author", Author), ("tag", Tag)):
        kept, name = NUMBERS[model]
        rows = kept.objects.filter(state__in=states, **_magazine(chosen)).order_by()
        counted = _of_year(rows, year).values_list(name).annotate(n=Sum("number"))
        most = counted.filter(n__gt=0).order_by("-n", name)[:MOST_COUNTED]
        counts[parameter] = dict(most)
    return counts


def _magazine(chosen: Chosen) -> dict[str, Any]:
    narrowing = {}
    for magazine in chosen.publication:
        narrowing["publication_id"] = magazine.pk
    return narrowing


def _of_year(rows: QuerySet, year: int) -> QuerySet:
    """Return those that may be of the year, as `periods.within` has it."""
    breadth = _number("last") - _number("first")
    near = rows.filter(_near(year, year))
    return near.alias(breadth=breadth).filter(breadth__lt=tallies.BROADEST)


def _number(name: str) -> Cast:
    return Cast(NullIf(F(name), Value("")), IntegerField())


def _year(year: int) -> str:
    """Return a year as rows have it; of none before the first, the least."""
    return f"{max(year, 0):04}"
