"""How many dear searches an address may ask in a minute: SEARCH_LIMIT, 0 for any number; and how
many letters it may send in an hour.

They are counted in a file of their own in the data folder, which all processes of a machine share:
the archive's database has one writer, who must not wait for this. Where the file fails, nobody is
refused.
"""

import logging
import sqlite3
import threading
import time
from contextlib import closing

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from archive import callers
from archive.search.question.dearness import is_dear
from archive.search.question.query import Question

log = logging.getLogger(__name__)
FILE = "limits.sqlite3"
WINDOW = 60  # seconds
WAIT = 0.2  # seconds for another process's write of a row
RETRY_AFTER = "60"
LETTERS = 20  # of one address
HOUR = 3600  # seconds
# A table for each kind of what is counted, so that each has windows of its own length.
SCHEMA = """CREATE TABLE IF NOT EXISTS {table} (
    address TEXT NOT NULL, window INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (address, window)) WITHOUT ROWID"""
_told: set[str] = set()  # what this process has told the log
_told_lock = threading.Lock()


def is_over(request: HttpRequest, question: Question, takes_all: bool = False) -> bool:
    """Count a search if it is dear, and return whether it is one more than its address may ask.

    `takes_all`: all that is found is asked for at once, which is dear whatever the words.
    """
    if not settings.SEARCH_LIMIT or not (takes_all or is_dear(question)):
        return False
    if not settings.TRUSTED_PROXIES and callers.is_this_machine(request):
        _tell_once(
            "Searches from this machine are not limited. Where a proxy stands before the site, "
            "TRUSTED_PROXIES=1 has each visitor limited (SEARCH_LIMIT) and not all as one."
        )
        return False
    try:
        return _counted(callers.address(request), time.time()) > settings.SEARCH_LIMIT
    except sqlite3.Error as error:
        _tell_once(f"Dear searches cannot be counted, and are not limited: {error}.")
        return False


def has_written_enough(request: HttpRequest) -> bool:
    """Count a letter that is sent; return whether it is one more than its address may send.

    This machine is limited as any address is: behind a proxy that nobody declared, all readers are
    one, and a site that has more letters than that an hour declares it.
    """
    try:
        sent = _counted(callers.address(request), time.time(), "letters", HOUR)
    except sqlite3.Error as error:
        _tell_once(f"Letters cannot be counted, and are not limited: {error}.")
        return False
    return sent > LETTERS


def _counted(address: str, now: float, table: str = "asked", seconds: int = WINDOW) -> float:
    """Count one more; return how many the address has asked in the last so many seconds.

    Of the window of the clock before this one, as much counts as lies within them.
    """
    window, passed = divmod(now, seconds)
    path = settings.MEDIA_ROOT / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as counts:
        counts.execute("PRAGMA synchronous = OFF")  # of no worth after a crash
        counts.execute(SCHEMA.format(table=table))
        counts.execute("BEGIN IMMEDIATE")
        counts.execute(f"DELETE FROM {table} WHERE window < ?", [window - 1])
        counts.execute(
            f"INSERT INTO {table} VALUES (?, ?, 1)"
            " ON CONFLICT (address, window) DO UPDATE SET number = number + 1",
            [address, window],
        )
        rows = counts.execute(f"SELECT window, number FROM {table} WHERE address = ?", [address])
        numbers = dict(rows.fetchall())
        counts.execute("COMMIT")
    before = numbers.get(window - 1, 0)
    return numbers.get(window, 0) + before * (1 - passed / seconds)


def _tell_once(message: str) -> None:
    with _told_lock:
        if message in _told:
            return
        _told.add(message)
    log.warning(message)


def page(request: HttpRequest) -> HttpResponse:
    """Return the page that asks a reader to wait a minute."""
    return _waiting(render(request, "429.html", status=429))


def line(_request: HttpRequest) -> HttpResponse:
    """Return the same for programs that read text."""
    words = gettext(
        "Trop de recherches coûteuses depuis cette adresse : réessayez dans une minute."
    )
    return _waiting(HttpResponse(f"{words}\n", "text/plain; charset=utf-8", status=429))


def problem(_request: HttpRequest) -> HttpResponse:
    """Return the same for programs that read JSON."""
    detail = "Too many dear searches from this address: try again in a minute."
    return _waiting(JsonResponse({"detail": detail}, status=429))


def _waiting(response: HttpResponse) -> HttpResponse:
    response.headers["Retry-After"] = RETRY_AFTER
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
