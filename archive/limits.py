"""How much an address may ask: of dear searches SEARCH_LIMIT in a minute (0 for any number), of
other things so many in an hour.

They are counted in a file of their own in the data folder, which all processes of a machine share:
the archive's database has one writer, who must not wait for this. Where the file fails, nobody is
refused.
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

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
HOUR = 3600  # seconds
WAIT = 0.2  # seconds for another process's write of a row
RETRY_AFTER = "60"
SCHEMA = """CREATE TABLE IF NOT EXISTS asked (
    address TEXT NOT NULL, window INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (address, window)) WITHOUT ROWID"""
WISHES = """CREATE TABLE IF NOT EXISTS wished (
    what TEXT NOT NULL, address TEXT NOT NULL, hour INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (what, address, hour)) WITHOUT ROWID"""
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


def _counted(address: str, now: float) -> float:
    """Count one more; return how many the address has asked in the last minute.

    Of the minute of the clock before this one, as much counts as lies within the last sixty
    seconds.
    """
    window, passed = divmod(now, WINDOW)
    with _counts() as counts:
        counts.execute(SCHEMA)
        counts.execute("BEGIN IMMEDIATE")
        counts.execute("DELETE FROM asked WHERE window < ?", [window - 1])
        counts.execute(
            "INSERT INTO asked VALUES (?, ?, 1)"
            " ON CONFLICT (address, window) DO UPDATE SET number = number + 1",
            [address, window],
        )
        rows = counts.execute("SELECT window, number FROM asked WHERE address = ?", [address])
        numbers = dict(rows.fetchall())
        counts.execute("COMMIT")
    before = numbers.get(window - 1, 0)
    return numbers.get(window, 0) + before * (1 - passed / WINDOW)


def is_one_too_many(request: HttpRequest, what: str, most: int) -> bool:
    """Count something that an address asks for; return whether it is more than so many an hour.

    `what` names it. An hour is one of the clock. This machine is counted as any other address is:
    what is limited so writes to other people, whoever stands before the site.
    """
    return _is_over_in_the_hour(what, callers.address(request), most)


def is_used_up(whose: str, most: int) -> bool:
    """Count a request by the key of this name, from wherever; as `is_one_too_many`."""
    return _is_over_in_the_hour("request", whose, most)


def _is_over_in_the_hour(what: str, whose: str, most: int) -> bool:
    try:
        return _wished(what, whose, int(time.time() // HOUR)) > most
    except sqlite3.Error as error:
        _tell_once(f"What each address asks for ({what}) cannot be counted: {error}.")
        return False


def _wished(what: str, address: str, hour: int) -> int:
    """Count one more; return how many that are within the hour."""
    with _counts() as counts:
        counts.execute(WISHES)
        counts.execute("BEGIN IMMEDIATE")
        counts.execute("DELETE FROM wished WHERE hour < ?", [hour])
        counts.execute(
            "INSERT INTO wished VALUES (?, ?, ?, 1)"
            " ON CONFLICT (what, address, hour) DO UPDATE SET number = number + 1",
            [what, address, hour],
        )
        rows = counts.execute(
            "SELECT number FROM wished WHERE what = ? AND address = ? AND hour = ?",
            [what, address, hour],
        )
        (number,) = rows.fetchone()
        counts.execute("COMMIT")
    return number


@contextmanager
def _counts() -> Iterator[sqlite3.Connection]:
    """Yield the file, open. Raises sqlite3.Error."""
    path = settings.MEDIA_ROOT / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as counts:
        counts.execute("PRAGMA synchronous = OFF")  # of no worth after a crash
        yield counts


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
        "Trop de recherches coûteuses depuis cette adresse : réessayez dans une minute."
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
