"""Before any page: whether the session that a request brings may go on.

It stands here rather than in `archive.middleware`, because it asks the models.
"""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from archive.models import AccountEvent, AccountEventKind, OpenSession
from archive.models.accounts import sessions


def gate(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Return middleware that ends sessions which are idle, too old or short of a second factor.

    Whoever brought one reads on as anybody does; the desk asks them to log in again. Readers
    without a cookie are asked nothing.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        user = _user(request)
        if user and not sessions.is_open(request, user):
            _end(request, user)
        return get_response(request)

    return respond


def _user(request: HttpRequest) -> User | None:
    """Return who is logged in; the session is not looked for where the browser sends none."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    try:
        return request.user if request.user.is_authenticated else None
    except DatabaseError:  # pages that need no database are still to be had, by anybody
        request.user = AnonymousUser()
        return None


def _end(request: HttpRequest, user: User) -> None:
    key = request.session.session_key
    with suppress(DatabaseError):  # a disk that is full or read-only stops no reader
        AccountEvent.objects.record(AccountEventKind.IDLE, request, user)
        OpenSession.objects.filter(session_key=key).delete()
        request.session.flush()
    request.user = AnonymousUser()
