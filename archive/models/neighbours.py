"""The editorials before and after another in its magazine, or by its author."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from archive.models.editorial_queries import EditorialQuerySet
from archive.models.editorial_rows import Byline
from archive.models.editorials import Editorial
from archive.models.magazines import Publication
from archive.models.names import Author
from archive.models.prepared import Blank, Columns, Prepared, PreparedAmong

FEW = 100  # editorials of an author
# All that a link to an editorial shows of it.
_LINKED = Columns(Editorial, "title", "title_supplied", "slug", "language", "date")
_DAY, _NUMBER, _NAME = map(Blank, range(3))


class Beside(NamedTuple):
    """The editorials before and after another; None at an end."""

    before: Editorial | None
    after: Editorial | None


def _before(editorials: EditorialQuerySet) -> QuerySet:
    # The first condition is part of the second; it tells the database where in its index to begin.
    earlier = editorials.filter(Q(earliest__lte=_DAY), Q(earliest__lt=_DAY) | Q(pk__lt=_NUMBER))
    return earlier.order_by("-earliest", "-pk").values_list(*_LINKED.of())[:1]


def _after(editorials: EditorialQuerySet) -> QuerySet:
    later = editorials.filter(Q(earliest__gte=_DAY), Q(earliest__gt=_DAY) | Q(pk__gt=_NUMBER))
    return later.order_by("earliest", "pk").values_list(*_LINKED.of())[:1]


def _of_magazine() -> EditorialQuerySet:
    return Editorial.objects.published().filter(publication__pk=_NAME)


def _of_many() -> EditorialQuerySet:
    return Editorial.objects.published().filter(bylines__author__pk=_NAME)


def _of_few(numbers: list[Any]) -> EditorialQuerySet:
    return Editorial.objects.published().filter(pk__in=numbers)


_in_magazine = [Prepared(lambda: _before(_of_magazine())), Prepared(lambda: _after(_of_magazine()))]
_by_author_of_many = [Prepared(lambda: _before(_of_many())), Prepared(lambda: _after(_of_many()))]
_by_author_of_few = [
    PreparedAmong(lambda numbers: _before(_of_few(numbers)), others=2),
    PreparedAmong(lambda numbers: _after(_of_few(numbers)), others=2),
]
_signed = Prepared(
    lambda: (
        Byline.objects.filter(author__pk=Blank(0)).order_by().values_list("editorial_id")[: FEW + 1]
    )
)


def in_magazine(editorial: Editorial, magazine: Publication) -> Beside:
    """Return what lies beside a dated editorial among the published ones of a magazine."""
    return _beside([query.rows(*_place(editorial), magazine.pk) for query in _in_magazine])


def by_author(editorial: Editorial, author: Author) -> Beside:
    """Return what lies beside a dated editorial among the published ones of an author.

    An author of few is looked up by the numbers of their editorials, an author of many on the way
    through the dates: so the database finds neighbours soon.
    """
    numbers = [number for (number,) in _signed.rows(author.pk)]
    place = _place(editorial)
    if len(numbers) > FEW:
        return _beside([query.rows(*place, author.pk) for query in _by_author_of_many])
    return _beside([query.rows(numbers, *place) for query in _by_author_of_few])


def _place(editorial: Editorial) -> tuple[date, int]:
    assert editorial.earliest, "what has no day has no neighbours"
    return editorial.earliest, editorial.pk


def _beside(sides: list[list[tuple]]) -> Beside:
    before, after = [_LINKED.row(rows[0]) if rows else None for rows in sides]
    return Beside(before, after)
