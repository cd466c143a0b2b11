"""The periods beside one that hold something."""

from django.db.models import Exists, F, OuterRef

from archive.models import EditorialYear
from archive.models.editorial_queries import EditorialQuerySet
from archive.tallies import YEAR, prefix
from archive.views.browse.periods.kept_numbers import Kept
from archive.views.browse.periods.period import Period


def is_inside(visible: EditorialQuerySet, period: Period) -> bool:
    """Return whether the archive has something of its year, or of earlier and of later ones."""
    year = Period(period.start[:YEAR])
    dated = visible.filter(years__isnull=False)
    if period.length >= YEAR and dated.filter(years__year=int(year.start)).exists():
        return True
    return bool(_beside(visible, year, -1) and _beside(visible, year, +1))


def nearest(
    editorials: EditorialQuerySet, period: Period, step: int, kept_spans: Kept | None
) -> Period | None:
    """Return the nearest period of the same length that holds something, None for none.

    Before this one where `step` is -1, after it where it is +1; by the kept numbers where they
    tell.
    """
    if kept_spans is None:
        return _beside(editorials, period, step)
    year = kept_spans.year_before(period.first.year)
    if step > 0:
        year = kept_spans.year_after(period.last.year)
    return _around(year, period)


def _around(year: int | None, period: Period) -> Period | None:
    """Return the period of the same length, a year or a decade, that a year lies in."""
    if year is None:
        return None
    return Period(f"{year:04}"[: period.length])


def _beside(editorials: EditorialQuerySet, period: Period, step: int) -> Period | None:
    """Return the same by the editorials themselves."""
    if step < 0:
        edge, comparison, direction = period.first, "lt", "-"
    else:
        edge, comparison, direction = period.last, "gt", ""
    if period.length <= YEAR:
        holding = Exists(editorials.filter(pk=OuterRef("editorial")))
        rows = EditorialYear.objects.filter(holding).filter(**{f"year__{comparison}": edge.year})
        year = rows.order_by(f"{direction}year").values_list("year", flat=True).first()
        return _around(year, period)
    length = period.length
    by_part = editorials.alias(starts=prefix("earliest", length), ends=prefix("latest", length))
    inside = by_part.filter(**{f"earliest__{comparison}": edge, "starts": F("ends")})
    day = inside.order_by(f"{direction}earliest").values_list("earliest", flat=True).first()
    if day is None:
        return None
    return Period(day.isoformat()[:length])
