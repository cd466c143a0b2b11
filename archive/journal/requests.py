"""Each request has an id, a line in the log and its place in the counts.

What the line tells: when, which page, how long, from which network. Never what was typed into a
search, a form or an address after its « ? », nor a browser, nor where somebody came from.
"""

import logging
import re
import time
import uuid

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from archive import callers, origins
from archive.journal import counts, lines, queries

log = logging.getLogger("archive.requests")
HEADER = "X-Request-ID"
MAY_BE_ID = re.compile(r"[A-Za-z0-9_.-]{8,100}")  # UUIDs, and what proxies number by
LONGEST_PATH = 300  # characters
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
NONE = "none"  # where an address leads to no view
STATIC = "static"
# Files of the interface are asked by the dozen, and these by a clock: each is counted, and told
# only where it fails.
UNTOLD = {STATIC, "health", "ready", "metrics"}
OWN = "archive.own"  # in the WSGI environment of what the site asks itself


def journal(get_response):
    """Number a request, time it, tell it. Stands first, so that nothing is answered past it."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        number = _number(request)
        request.journal_id = number  # type: ignore[attr-defined]
        own = queries.Tally()
        of_request, of_queries = lines.request_id.set(number), queries.tally.set(own)
        queries.watch_all()
        start = time.perf_counter()
        try:
            response = get_response(request)
            if OWN not in request.META:
                _note(request, response, time.perf_counter() - start, own)
        finally:
            lines.request_id.reset(of_request)
            queries.tally.reset(of_queries)
        response.headers[HEADER] = number
        return response

    return respond


def _number(request: HttpRequest) -> str:
    """Return the id that a declared proxy has given to a request, else a new one."""
    given = request.META.pop("HTTP_X_REQUEST_ID", "")
    if settings.TRUSTED_PROXIES and MAY_BE_ID.fullmatch(given):
        return given
    return uuid.uuid4().hex


def _note(
    request: HttpRequest, response: HttpResponseBase, seconds: float, own: queries.Tally
) -> None:
    view, status = _view(request), response.status_code
    method = request.method if request.method in METHODS else "other"
    counts.requests.labels(view, method, status).inc()
    counts.request_seconds.labels(view).observe(seconds)
    counts.queries.inc(own.number)
    counts.query_seconds.inc(own.seconds)
    counts.note_memory()
    is_fault = status >= 500
    if view in UNTOLD and not is_fault:
        return
    level = logging.WARNING if is_fault else logging.INFO
    if not log.isEnabledFor(level):
        return
    facts = lines.Facts(
        method=method,
        path=request.path[:LONGEST_PATH],
        view=view,
        status=status,
        ms=round(1000 * seconds, 1),
        queries=own.number,
        queries_ms=round(1000 * own.seconds, 1),
        origin=origins.truncated(callers.address(request)),
    )
    if not response.streaming:
        facts["bytes"] = len(response.content)  # type: ignore[attr-defined]
    log.log(level, "request %s", facts)


def _view(request: HttpRequest) -> str:
    """Return the name of what answered: one of those in `archive.urls`, or the admin's."""
    if request.path.startswith(settings.STATIC_URL):
        return STATIC
    match = request.resolver_match
    if match is None:
        return NONE
    return match.view_name or NONE
