"""An editorial at random."""

import secrets

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.models import Editorial
from archive.views.errors import Missing

DRAWN = 16  # numbers, of which one is likely to be that of a published editorial


@require_safe
@never_cache
def random(request: HttpRequest) -> HttpResponse:
    """Lead to some published editorial, to another each time; raise Missing where there is none."""
    editorial = _drawn()
    if editorial is None:
        raise Missing(_("L’archive ne contient encore aucun éditorial."))
    response = redirect(editorial.get_absolute_url())
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _drawn() -> Editorial | None:
    """Return one of all published editorials, each as likely; None where there are none.

    Numbers are drawn, and looked up: to have the database put a million in some order would take
    it a second. Where hardly any number is that of a published one, it is the next to a number.
    """
    bounds = Editorial.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if bounds["first"] is None:
        return None
    numbers = [_number(bounds["first"], bounds["last"]) for _draw in range(DRAWN)]
    linked = Editorial.objects.only("slug", "state")
    published = linked.published_among(numbers)
    for number in numbers:
        if number in published:
            return published[number]
    in_order = linked.published().order_by("pk")
    return in_order.filter(pk__gte=numbers[0]).first() or in_order.first()


def _number(first: int, last: int) -> int:
    return first + secrets.randbelow(last - first + 1)
