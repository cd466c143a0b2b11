"""All editorials that refer to one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.crossreferences import showing
from archive.kept_pages import kept
from archive.models import loading
from archive.views.errors import gone
from archive.views.paging import page_of_editorials


@require_safe
@kept
def cited_by(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Show what refers to an editorial, the oldest first; the number decides."""
    editorial = loading.whole(number)
    if editorial is None or editorial.is_draft:
        raise Http404
    if editorial.is_withdrawn:
        return gone(request, editorial)
    if slug != editorial.slug:
        return redirect(reverse("cited_by", args=[number, editorial.slug]), permanent=True)
    numbers = showing.citing(number)
    context = {
        "editorial": editorial,
        "page": page_of_editorials(request, numbers, len(numbers)),
    }
    return render(request, "article/cited_by.html", context)
