"""Pages for editors."""

from collections.abc import Callable
from functools import wraps
from pathlib import PurePath

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.models import Capture, SoughtQuery
from archive.search.query import Question

MOST_SHOWN = 200  # searches of each kind


def for_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Asks whoever is not logged in to do so; who is, but is no editor, is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_staff:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_editors
def searches(request: HttpRequest) -> HttpResponse:
    """What visitors seek, most often first; before all, what they do not find."""
    context = {
        "unanswered": _with_addresses(SoughtQuery.objects.filter(results=0)),
        "answered": _with_addresses(SoughtQuery.objects.filter(results__gt=0)),
        "most": MOST_SHOWN,
    }
    return render(request, "desk/searches.html", context)


@for_editors
def capture(request: HttpRequest, number: int) -> FileResponse:
    """The bytes of a page as they came. They are saved rather than shown: nobody knows what is in them."""
    found = get_object_or_404(Capture, pk=number)
    try:
        content = found.content.open()
    except OSError:
        raise Http404 from None
    name = PurePath(found.origin).name or found.sha256
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/octet-stream")


def _with_addresses(rows: QuerySet) -> list[tuple[SoughtQuery, str]]:
    """Each with the parameters that ask the same again."""
    return [(row, Question(q=row.text).address()) for row in rows[:MOST_SHOWN]]
