"""The page of an editorial."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.models import Editorial
from archive.search import Related, related
from archive.views import hits
from archive.views.errors import Missing, gone


def article(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    editorials = Editorial.objects.select_related("publication").prefetch_related("bylines__author", "tags")
    editorial = get_object_or_404(editorials, pk=number)
    if editorial.state == Editorial.State.WITHDRAWN:
        return gone(request, editorial)
    if editorial.state == Editorial.State.DRAFT and not request.user.is_staff:
        raise Missing(_("Il n’y a pas d’éditorial à cette adresse."))
    walk = hits.walk(request, editorial)
    if slug != editorial.slug:
        address = walk.here if walk else editorial.get_absolute_url()
        return redirect(address, permanent=editorial.state == Editorial.State.PUBLISHED)
    before, after = _neighbours(editorial)
    context = {
        "editorial": editorial,
        "period": _period(editorial),
        "before": before,
        "after": after,
        "walk": walk,
        "related": _related(editorial),
    }
    return render(request, "browse/article.html", context)


def _period(editorial: Editorial) -> str:
    """The address of the month, else of the year, that holds the editorial; empty where neither is known."""
    first, last = editorial.earliest, editorial.latest
    if not first or not last or first.year != last.year:
        return ""
    if first.month == last.month:
        return reverse("month", args=[first.year, first.month])
    return reverse("year", args=[first.year])


def _neighbours(editorial: Editorial) -> tuple[Editorial | None, Editorial | None]:
    """The published editorials before and after in the same magazine; none where magazine or date is unknown."""
    if not editorial.publication or not editorial.earliest:
        return None, None
    others = Editorial.objects.published().filter(publication=editorial.publication).defer("body", "text", "imported")
    day, number = editorial.earliest, editorial.pk
    before = others.filter(Q(earliest__lt=day) | Q(earliest=day, pk__lt=number)).order_by("-earliest", "-pk")
    after = others.filter(Q(earliest__gt=day) | Q(earliest=day, pk__gt=number)).order_by("earliest", "pk")
    return before.first(), after.first()


def _related(editorial: Editorial) -> list[tuple[Editorial, Related]]:
    """Editorials on the same matter, each with the reason why."""
    found = related(editorial)
    rows = Editorial.objects.published().for_list().in_bulk([one.id for one in found])
    return [(rows[one.id], one) for one in found if one.id in rows]
