"""Days: a date as people type it, and conditions on the days that an editorial is of."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive import printed_dates


def edtf(typed: str) -> str:
    """Return a date as EDTF has it; raise ValidationError of the field `date` where it is none."""
    read = printed_dates.as_edtf(typed)
    if typed and not read:
        message = _(
            "« %(date)s » n’est pas une date : écrivez par exemple 2001-02-12, 2001-02 ou"
            " « mai 2001 »."
        )
        raise ValidationError({"date": message % {"date": typed}})
    return read


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
