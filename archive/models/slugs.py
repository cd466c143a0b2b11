"""Addresses made from names, each of one row alone."""

import re
from collections.abc import Sequence

from django.db import models

from archive import text
from archive.models.chunks import chunks


def unique_slug(named: models.Model, name: str) -> str:
    """Return a slug of `name` that no other row of the model has: `dupont`, then `dupont-2` …"""
    neighbours = type(named)._default_manager.exclude(pk=named.pk)
    return unique_slugs(neighbours.all(), [name])[0]


def unique_slugs(rows: models.QuerySet, names: Sequence[str]) -> list[str]:
    """Return a slug of each name that none of the rows has, nor a name before it."""
    bases = list(map(text.slug, names))
    taken: set[str] = set()
    for chunk in chunks(set(bases)):
        same = rows.filter(slug__in=chunk).order_by()
        taken.update(same.values_list("slug", flat=True))
    slugs = []
    for base in bases:
        slug, number = base, 1
        while slug in taken or (number > 1 and rows.filter(slug=slug).exists()):
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug)
        slugs.append(slug)
    return slugs


def telling_slug(name: str) -> str:
    """Return the slug of a title or name that tells all its letters and figures, else "".

    What is cut, or has letters of another alphabet, shares its slug with what is called otherwise.
    """
    whole = re.sub(r"[\W_]+", "-", text.fold(name)).strip("-")
    return whole if whole == text.slug(name) != text.UNTITLED else ""
