"""What keeps search alive by itself, and never in a request's own time: a broken index is rebuilt by another process;
now and then a thread takes in what a crash left stale, or what came into the database by other ways (a backup)."""

import logging
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from django.db import DatabaseError, connections
from haystack import connections as engines

from archive.models import Stale
from archive.search.engines.whoosh.index import rebuilding
from archive.search.engines.whoosh.index.arrays import IndexDamaged
from archive.search.engines.whoosh.index.folder import IndexMissing
from archive.search.engines.whoosh.index.succession import is_running
from archive.search.upkeep import comparing, freshness

log = logging.getLogger(__name__)
PAUSE = 60.0  # seconds from one time that a process does something here to the next
_lock = threading.Lock()
_done: dict[Callable, float] = {}  # when each was begun last, by time.monotonic
_said = ""
_given_up: list[int] = []


class Condition(NamedTuple):
    """`state`: "ok", "missing" or "damaged"; `editorials`: how many the index holds."""

    state: str
    editorials: int
    rebuilding: bool


def condition() -> Condition:
    """How the index is; what is wrong with it is set about as if a search had met it."""
    backend, state, count = engines["default"].get_backend(), "ok", 0
    try:
        count = backend.snapshot().count
    except (IndexDamaged, OSError) as error:
        state = "missing" if isinstance(error, IndexMissing) else "damaged"
        is_broken(error)
    else:
        is_well()
    return Condition(state, count, is_running(backend.folder))


def is_well() -> None:
    """To be called where the index has answered."""
    global _said
    if _said:
        _said = ""
        log.warning("Search is answered by the index again.")
    aside(look)


def is_broken(error: Exception) -> None:
    """To be called where the index could not answer, and why: says so once, and has it rebuilt."""
    global _said
    if not isinstance(error, IndexDamaged | OSError):
        log.error("Search is answered by the database, by a fault of ours: %r", error, exc_info=error)
        aside(examine)
    else:
        if _said != str(error):
            _said = str(error)
            log.error("Search is answered by the database: %s", error)
        aside(rebuilding.begin)


def aside(work: Callable) -> None:
    """Has it done by a thread, unless it was in the last PAUSE seconds."""
    with _lock:
        now = time.monotonic()
        if now - _done.get(work, -PAUSE) < PAUSE:
            return
        _done[work] = now
    threading.Thread(target=_run, args=[work], daemon=True).start()


def _run(work: Callable) -> None:
    try:
        work()
    except (DatabaseError, IndexDamaged, OSError) as error:
        log.error("The index could not be looked after: %s", error)
    finally:
        connections.close_all()


def examine() -> None:
    """Has the index rebuilt if it is not as it was written."""
    try:
        engines["default"].get_backend().folder.verify()
    except IndexDamaged as error:
        log.error("%s", error)
        rebuilding.begin()


def look() -> int:
    """Takes in what is stale, and what the index lacks or has too much by number; returns how many that were. What a
    second look finds again is left: it cannot be indexed."""
    done = freshness.drain()
    backend = engines["default"].get_backend()
    if not Stale.objects.exists() and backend.search_index.index_queryset().count() != backend.snapshot().count:
        found = comparing.differences_in_number()
        if found.all() != _given_up:
            _given_up[:] = found.all()
            found.mark()
            done += freshness.drain()
    return done
