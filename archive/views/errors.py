"""Pages that say what went wrong. 400, 403 and 500 need only their templates."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


class Missing(Http404):
    """A 404 whose page gives this reason (translated text, shown to the reader)."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Other exceptions carry Django's own words, in English and not meant for readers.
    reason = str(exception) if isinstance(exception, Missing) else ""
    return render(request, "404.html", {"reason": reason}, status=404)


def gone(request: HttpRequest, editorial) -> HttpResponse:
    """For a withdrawn editorial: that it was here, and nothing of what it said."""
    return render(request, "410.html", {"editorial": editorial}, status=410)
