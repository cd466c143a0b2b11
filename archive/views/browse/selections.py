"""Selections and series: all of them, and each with its editorials in the editors' order."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from archive import prose
from archive.kept_pages import kept
from archive.models import Selection
from archive.views.paging import loaded, page


@kept
def selections(request: HttpRequest) -> HttpResponse:
    """Show the selections that can be read, the last that was published first."""
    rows = Selection.objects.visible_to(request.user).newest()
    return render(request, "browse/selections.html", {"page": page(request, rows)})


@kept
def selection(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a selection: its title, its introduction, and a page of its editorials."""
    shown = Selection.objects.at(slug)
    if shown is None or not (shown.is_published or request.user.has_perm("archive.edit")):
        raise Http404
    if shown.slug != slug:
        return redirect(shown, permanent=True)
    entries = shown.entries.visible_to(request.user)
    listing = page(request, entries.values_list("editorial_id", flat=True), entries.count())
    listing.object_list = loaded(listing.object_list)
    context = {
        "selection": shown,
        "introduction": prose.html(shown.introduction, settings.LANGUAGE_CODE),
        "page": listing,
        "count": listing.paginator.count,
        "language": settings.LANGUAGE_CODE,
    }
    return render(request, "browse/selection.html", context)
