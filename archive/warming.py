"""What a fresh process does before it takes visitors: the pages that they ask for most, once each.

The first question of a process maps the index and reads its words, the first page compiles its
templates: half a second to many, which no visitor is to wait for. What the server has read by then,
its workers share, but nothing of an index: whoever looks at it no more would hold its files on the
disk for as long as the server runs, whatever has taken their place.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import DatabaseError, connections
from django.urls import reverse

from archive import disk
from archive.journal.requests import OWN
from archive.models import Editorial
from archive.search.engine import current
from archive.search.upkeep import watching

log = logging.getLogger(__name__)
LONGEST = 60.0  # seconds: a process that is not warm by then takes visitors all the same
LONGEST_ALONE = 20.0  # seconds of the server, whose workers wait for it
NOTE = 1.0  # seconds from one sign of life to the next
AGENT = "archive-monitor"  # by its word nobody: its searches are not counted, yet answered in full


def share(application: Callable[..., Iterable[bytes]]) -> None:
    """Have the server answer the same before its workers are forked, and let go of the index.

    No page is begun after LONGEST_ALONE, for no worker begins before this ends. Raises nothing. The
    thread that calls answers by itself: what another had locked would stay locked in the workers.
    """
    until = time.monotonic() + LONGEST_ALONE
    try:
        with watching.idle():
            _answer_all(application, until)
        current().let_go()
    except Exception:  # of an engine that cannot be had: pages tell of it
        log.warning("The server may hold an index that is used no more.", exc_info=True)
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(max(until - time.monotonic(), 0))
            if thread.is_alive():
                log.warning("Workers are forked while %s is at work.", thread.name)


def warm(application: Callable[..., Iterable[bytes]], alive: Callable[[], None]) -> bool:
    """Have a WSGI application answer what is asked most; return whether it did all of it in time.

    `alive` is called meanwhile, every NOTE seconds. Raises nothing.
    """
    until = time.monotonic() + LONGEST
    thread = threading.Thread(target=_answer_all, args=[application, until], daemon=True)
    thread.start()
    while thread.is_alive() and time.monotonic() < until:
        alive()
        thread.join(NOTE)
    return not thread.is_alive()


def _answer_all(application: Callable[..., Iterable[bytes]], until: float) -> None:
    """Answer each, but begin none after a moment of time.monotonic."""
    try:
        for address in _addresses():
            if time.monotonic() >= until:
                break
            _answer(application, address)
    except Exception as error:  # no page is worth a process that does not start
        is_fault = not disk.reason(error)  # and no database that is away
        log.warning("This process takes visitors without being warm.", exc_info=is_fault)
    finally:
        connections.close_all()


def _addresses() -> Iterator[str]:
    """Yield the home page, what a word of the newest editorial is asked by, and its pages."""
    yield reverse("home")
    try:
        newest = Editorial.objects.published().order_by("-pk").first()
    except DatabaseError:  # which the pages tell of
        return
    if newest is None:
        return
    word = max(newest.title.split() or ["texte"], key=len)
    yield f"{reverse('search')}?q={quote(word)}"
    yield f"{reverse('search')}?q={quote(word[:-1])}"  # perhaps unknown: the spellings are read
    yield f"{reverse('search_complete')}?q={quote(word[:3])}"
    yield newest.get_absolute_url()
    yield from _rooms(newest)


def _rooms(editorial: Editorial) -> Iterator[str]:
    """Yield where an editorial is listed: of each kind of page one, so that it is compiled."""
    if editorial.earliest:
        first = editorial.earliest
        yield reverse("year", args=[first.year])
        yield reverse("day", args=[first.year, first.month, first.day])
    if editorial.publication:
        yield editorial.publication.get_absolute_url()
    for named in [*editorial.authors.all()[:1], *editorial.tags.all()[:1]]:
        yield named.get_absolute_url()
    yield reverse("calendar")
    yield reverse("feeds")


def _answer(application: Callable[..., Iterable[bytes]], address: str) -> None:
    path, _mark, query = address.partition("?")
    environ = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": _host(),
        "HTTP_USER_AGENT": AGENT,
        OWN: True,
        "HTTP_X_FORWARDED_PROTO": "https",  # heeded where it is to be: no page is moved then
        "REMOTE_ADDR": "127.0.0.1",
    }
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, headers, *_error: None)
    try:
        for _part in answer:
            pass
    finally:
        close = getattr(answer, "close", None)
        if close:
            close()


def _host() -> str:
    """Return a name by which the site lets itself be called."""
    for name in settings.ALLOWED_HOSTS:
        if name != "*":
            return f"www{name}" if name.startswith(".") else name
    return "localhost"
