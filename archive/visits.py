"""Since when things are new to a reader who has chosen to be told, kept in a cookie of their own.

It holds two minutes and nothing else: since when, and when a page was asked for last, which is as
far as the next visit looks back.
"""

import re
import time
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

COOKIE = "visit"
MINUTES = re.compile(r"(\d{8,9})\.(\d{8,9})", re.ASCII)  # since 1970
MINUTE = 60  # seconds
PAUSE = 4 * 60  # minutes without a page, after which a visit is another
NOTED = 5  # minutes until it is noted again that a page was asked for
YEAR = 366 * 24 * 60  # minutes


def marking(get_response):
    """Say as `request.new_since` from when on things are new to who asks; None for most."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        since, seen = _minutes(request.COOKIES.get(COOKIE, ""))
        request.new_since = None  # type: ignore[attr-defined]
        if not since:
            return get_response(request)
        now = _this_minute()
        if now - seen >= PAUSE:
            since = seen
        moment = datetime.fromtimestamp(since * MINUTE, UTC)
        request.new_since = moment  # type: ignore[attr-defined]
        response = get_response(request)
        if now - seen >= NOTED and COOKIE not in response.cookies:
            _keep(response, since, now)
        return response

    return respond


def new_since(request: HttpRequest | None) -> datetime | None:
    """Return from when on things are new to who asks; None where nobody chose to be told."""
    return getattr(request, "new_since", None)


def begin(response: HttpResponse) -> None:
    """Have what comes from now on be marked in this browser; nothing yet."""
    now = _this_minute()
    _keep(response, now + 1, now)


def end(response: HttpResponse) -> None:
    """Have nothing marked any more, and nothing kept."""
    response.delete_cookie(COOKIE)


def _minutes(sent: str) -> tuple[int, int]:
    """Return since when things are new and when a page was asked for last; 0, 0 for never."""
    minutes = MINUTES.fullmatch(sent)
    if not minutes:
        return 0, 0
    since, seen = int(minutes[1]), int(minutes[2])
    now = _this_minute()
    if not (now - YEAR <= since <= now + 1 and since <= seen + 1 <= now + 1):
        return 0, 0
    return since, seen


def _this_minute() -> int:
    return int(time.time()) // MINUTE


def _keep(response: HttpResponseBase, since: int, seen: int) -> None:
    response.set_cookie(
        COOKIE,
        f"{since}.{seen}",
        YEAR * MINUTE,
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )
