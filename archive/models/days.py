"""Conditions on the days that an editorial is of, as far as is known."""

from datetime import date

from django.db.models import Q


def perhaps_of(first: date | None, last: date | None) -> Q:
    """Return the condition that an editorial may be of these days, as far as is known.

    None leaves that side open.
    """
    condition = Q(earliest__isnull=False)
    if first:
        condition &= Q(latest__gte=first)
    if last:
        condition &= Q(earliest__lte=last)
    return condition


def surely_of(first: date, last: date) -> Q:
    """Return the condition that an editorial is known to be of these days."""
    return Q(earliest__gte=first, latest__lte=last)
