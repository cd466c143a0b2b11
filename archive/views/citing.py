"""All editorials that refer to one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.crossreferences import showing
from archive.kept_pages import kept
from archive.models import Editorial, loading
from archive.views.errors import gone
from archive.views.paging import page_of_editorials


@require_safe
@kept
def citing(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Show what refers to an editorial, the oldest first; the number decides."""
    editorial = public(number)
    if editorial.is_withdrawn:
        return gone(request, editorial)
    if slug != editorial.slug:
        return redirect(reverse("citing", args=[number, editorial.slug]), permanent=True)
    numbers = showing.citing(number)
    context = {
        "editorial": editorial,
        "page": page_of_editorials(request, numbers, len(numbers)),
    }
    return render(request, "article/citing.html", context)


def public(number: int) -> Editorial:
    """Return an editorial that readers have, or had; raise Http404 where there is none."""
    editorial = loading.whole(number)
    if editorial is None or editorial.is_draft:
        raise Http404
    return editorial
