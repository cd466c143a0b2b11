"""A session that ended while somebody wrote: what was sent is given back, and nothing is lost."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.csrf import csrf_failure as plain_failure

SIGNED_OUT, STALE = "signed out", "stale"
ROOMS = ("write", "rewrite", "correct", "desk_issue")  # names of addresses
DESK, ACCOUNTS = "desk/", "desk/account"  # what addresses begin with
TOKEN = "csrfmiddlewaretoken"
PASSING = (TOKEN, "do")
GOING_ON = "go_on"  # what the form of what is given back says is to be done
View = Callable[..., HttpResponseBase]


def kept_over_login(view: View) -> View:
    """Guard a view: a form that comes from somebody who is logged out is given back to them."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _typed(request) and not request.user.is_authenticated:
            return _given_back(request, SIGNED_OUT)
        return view(request, *args, **kwargs)

    return guarded


def is_given_back(request: HttpRequest) -> bool:
    """Return True for what was given back and comes again: to be shown before it is saved."""
    return request.POST.get("do") == GOING_ON


def deed_given_back(request: HttpRequest) -> HttpResponse | None:
    """Show that what was asked for at the desk is not done yet, with a button that asks it again.

    None where no form was sent, and of the pages of accounts: passwords are given back nowhere.
    """
    match = request.resolver_match
    if match is None or not match.route.startswith(DESK) or match.route.startswith(ACCOUNTS):
        return None
    if not request.POST:
        return None
    context = {
        "fields": _typed(request, (TOKEN,)),
        "is_signed_out": not request.user.is_authenticated,
        "has_file": any(request.FILES.values()),
    }
    return render(request, "desk/deed_again.html", context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form whose token is none: who has logged in again since it was shown loses nothing.

    What was to be done anywhere at the desk is asked once more; passwords are given back nowhere.

    Only what this site's own page has sent is given back. What was given back before is shown to be
    gone on with where the account is that which typed it: the login alone has made its token
    another. Nothing of it is kept or saved. Whoever else has logged in is given it back once more.
    """
    match = request.resolver_match
    own = f"{request.scheme}://{request.get_host()}"
    if match is None or request.headers.get("Origin") != own:
        return plain_failure(request, reason)
    if match.url_name not in ROOMS:
        return deed_given_back(request) or plain_failure(request, reason)
    if not _typed(request):
        return plain_failure(request, reason)
    if not request.user.is_authenticated:
        return _given_back(request, SIGNED_OUT)
    if is_given_back(request) and request.POST.get("account") == str(request.user.pk):
        return match.func(request, *match.args, **match.kwargs)
    return _given_back(request, STALE)


def _given_back(request: HttpRequest, why: str) -> HttpResponse:
    """Show what was sent, in a form that sends it again; nothing of it is saved or kept."""
    context = {
        "fields": _typed(request),
        "deed": GOING_ON,
        "is_signed_out": why == SIGNED_OUT,
        "has_file": any(request.FILES.values()),
    }
    return render(request, "desk/write_again.html", context, status=403)


def _typed(request: HttpRequest, passing: Collection[str] = PASSING) -> list[tuple[str, str]]:
    """Return (name, words) of each field of the form that was sent, none where there is no form."""
    fields: list[tuple[str, str]] = []
    for name, values in request.POST.lists():
        if name not in passing:
            fields += [(name, str(words)) for words in values]
    return fields
