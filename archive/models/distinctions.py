"""Pairs of tags whose names are nearly the same: which are one is for editors to say."""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.names import Tag
from archive.models.spellings import Pair, alike


class Distinction(models.Model):
    """That two tags with nearly the same name are not one. `first` has the lower id."""

    first = models.ForeignKey(Tag, models.CASCADE, related_name="+")
    second = models.ForeignKey(Tag, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_row_a_distinction")
        ]
        verbose_name = _("distinction")

    def __str__(self):
        return f"{self.first} ≠ {self.second}"


class Twins(NamedTuple):
    """Two tags with nearly the same name, each with its `uses`: the one that is used less first."""

    lesser: Tag
    greater: Tag


def undecided_pairs() -> list[Pair]:
    """Return the pairs of ids of tags of nearly the same name about which nobody has decided."""
    decided = set(Distinction.objects.values_list("first", "second"))
    names = dict(Tag.objects.values_list("pk", "name"))
    return [pair for pair in alike(names) if pair not in decided]


def twins(pairs: Iterable[Pair]) -> list[Twins]:
    """Return the tags of such pairs."""
    pairs = list(pairs)
    numbers = set(chain.from_iterable(pairs))
    tags = Tag.objects.annotate(uses=Count("taggings")).in_bulk(numbers)
    pairs_of_tags = []
    for first, second in pairs:
        lesser, greater = sorted([tags[first], tags[second]], key=_uses)
        pairs_of_tags.append(Twins(lesser, greater))
    return pairs_of_tags


def tell_apart(tag: Tag, other: Tag, by) -> None:
    """Note that two tags are not one: they are offered for merging no more."""
    first, second = sorted([tag.pk, other.pk])
    Distinction.objects.get_or_create(first_id=first, second_id=second, defaults={"by": by})


def _uses(tag: Tag) -> int:
    return tag.uses  # type: ignore[attr-defined] # the query counts it
