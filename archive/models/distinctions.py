"""Pairs of tags, authors or magazines of nearly the same name: which are one is for editors."""

from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.magazines import Publication
from archive.models.names import Author, Named, Tag
from archive.models.spellings import Pair, alike, alike_magazines, alike_people


class ToldApart(models.Model):
    """That two rows with nearly the same name are not one. `first` has the lower id."""

    first: Any
    second: Any
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        verbose_name = _("distinction")

    def __str__(self):
        return f"{self.first} ≠ {self.second}"


class Distinction(ToldApart):
    """Of two tags."""

    first = models.ForeignKey(Tag, models.CASCADE, related_name="+")
    second = models.ForeignKey(Tag, models.CASCADE, related_name="+")

    class Meta(ToldApart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_row_a_distinction")
        ]


class AuthorDistinction(ToldApart):
    """Of two authors."""

    first = models.ForeignKey(Author, models.CASCADE, related_name="+")
    second = models.ForeignKey(Author, models.CASCADE, related_name="+")

    class Meta(ToldApart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_row_two_authors")
        ]


class MagazineDistinction(ToldApart):
    """Of two magazines."""

    first = models.ForeignKey(Publication, models.CASCADE, related_name="+")
    second = models.ForeignKey(Publication, models.CASCADE, related_name="+")

    class Meta(ToldApart.Meta):
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_row_two_magazines")
        ]


class Judging(NamedTuple):
    """Where it is noted that two are not one, and which pairs are alike of {id: name}."""

    distinctions: type[ToldApart]
    alike: Any


JUDGED: dict[type[Named], Judging] = {
    Tag: Judging(Distinction, alike),
    Author: Judging(AuthorDistinction, alike_people),
    Publication: Judging(MagazineDistinction, alike_magazines),
}


class Twins(NamedTuple):
    """Two with nearly the same name, each with its `uses`: the one that is used less first."""

    lesser: Any
    greater: Any


def undecided_pairs(model: type[Named] = Tag) -> list[Pair]:
    """Return the pairs of ids of nearly the same names about which nobody has decided."""
    judging = JUDGED[model]
    told: Any = judging.distinctions._default_manager
    decided = set(told.values_list("first", "second"))
    names = dict(model._default_manager.order_by("pk").values_list("pk", "name"))
    return [pair for pair in judging.alike(names) if pair not in decided]


def twins(pairs: Iterable[Pair], model: type[Named] = Tag) -> list[Twins]:
    """Return the rows of such pairs."""
    pairs = list(pairs)
    numbers = set(chain.from_iterable(pairs))
    counted = model._default_manager.annotate(uses=Count(model.LINK, distinct=True))
    rows = counted.in_bulk(numbers)
    pairs_of_rows = []
    for first, second in pairs:
        lesser, greater = sorted([rows[first], rows[second]], key=_uses)
        pairs_of_rows.append(Twins(lesser, greater))
    return pairs_of_rows


def tell_apart(row: Named, other: Named, by) -> None:
    """Note that two are not one: they are offered for merging no more."""
    first, second = sorted([row.pk, other.pk])
    rows: Any = JUDGED[type(row)].distinctions._default_manager
    rows.get_or_create(first_id=first, second_id=second, defaults={"by": by})


def _uses(row: Any) -> int:
    return row.uses
