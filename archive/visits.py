"""Since when things are new to a reader who has chosen to be told, kept in a cookie of their own.

It holds the hour of the last page of the visit before and that of the last page of all, nothing
else; so pages that are kept are the same for all who came last in that hour.
"""

import re
import time
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

COOKIE = "visit"
HOURS = re.compile(r"(\d{6,7})\.(\d{6,7})", re.ASCII)  # since 1970
HOUR = 3600  # seconds
PAUSE = 4  # hours without a page, after which a visit is another
YEAR = 366 * 24  # hours


def marking(get_response):
    """Say as `request.new_since` from when on things are new to who asks; None for most."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        since, seen = _hours(request.COOKIES.get(COOKIE, ""))
        request.new_since = None  # type: ignore[attr-defined]
        if not since:
            return get_response(request)
        now = _this_hour()
        if now - seen >= PAUSE:
            since = seen
        moment = datetime.fromtimestamp(since * HOUR, UTC)
        request.new_since = moment  # type: ignore[attr-defined]
        response = get_response(request)
        if now != seen and COOKIE not in response.cookies:
            _keep(response, since, now)
        return response

    return respond


def new_since(request: HttpRequest | None) -> datetime | None:
    """Return from when on things are new to who asks; None where nobody chose to be told."""
    return getattr(request, "new_since", None)


def begin(response: HttpResponse) -> None:
    """Have what comes from now on be marked in this browser."""
    now = _this_hour()
    _keep(response, now, now)


def end(response: HttpResponse) -> None:
    """Have nothing marked any more, and nothing kept."""
    response.delete_cookie(COOKIE)


def _hours(sent: str) -> tuple[int, int]:
    """Return since when things are new and when a page was asked for last; 0, 0 for never."""
    hours = HOURS.fullmatch(sent)
    if not hours:
        return 0, 0
    since, seen = int(hours[1]), int(hours[2])
    now = _this_hour()
    if not now - YEAR <= since <= seen <= now:
        return 0, 0
    return since, seen


def _this_hour() -> int:
    return int(time.time()) // HOUR


def _keep(response: HttpResponseBase, since: int, seen: int) -> None:
    response.set_cookie(
        COOKIE,
        f"{since}.{seen}",
        YEAR * HOUR,
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )
