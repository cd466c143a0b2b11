"""What pages of other sites may read: pictures, manifests, the vocabulary."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

REVALIDATED = "no-cache"  # kept, and asked for again each time: what is withdrawn goes at once
View = Callable[..., HttpResponse]


def for_other_sites(view: View) -> View:
    """Have what a view answers read by pages of other sites, which ask for it again each time."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments, **names) -> HttpResponse:
        response = view(request, *arguments, **names)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers.setdefault("Cache-Control", REVALIDATED)
        return response

    return answer
