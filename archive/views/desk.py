"""Pages for editors."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import SoughtQuery
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


def _with_addresses(rows: QuerySet) -> list[tuple[SoughtQuery, str]]:
    """Each with the parameters that ask the same again."""
    return [(row, Question(q=row.text).address()) for row in rows[:MOST_SHOWN]]
