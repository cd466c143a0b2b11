"""What keeps search alive by itself, and never in a request's own time.

A broken index is rebuilt by another process; now and then a thread takes in what a crash left
stale, or what came into the database by other ways (a backup).
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connections

from archive import processes, workers
from archive.concordance import keeping as concordance
from archive.habits import keeping as habits
from archive.models import Stale, tallied
from archive.search import absence, documents
from archive.search.engine import (
    UNREADABLE,
    Condition,
    IndexAway,
    IndexDamaged,
    IndexMissing,
    current,
)
from archive.search.upkeep import comparing, freshness

log = logging.getLogger(__name__)
REBUILDING = "rebuild_index"  # the command that a process of its own is begun with
CONCORDANCE = "build_concordance"
HABITS = "learn_tags"
REBUILDING_PAUSE = 300.0  # seconds from one rebuild that nobody asked for to the next
NICENESS = 10  # of such a rebuild, so that the processes that serve pages come first
# Seconds from one time that a process does something here to the next: what a disk alters is to be
# noticed within a minute.
PAUSE = 50.0
_lock = threading.Lock()
_begun: dict[Callable, float] = {}  # when each work was begun last, by time.monotonic
_complaint = ""  # the last that the log was told of a broken index; "" while it answers
_is_idle = False
_given_up: list[int] = []  # editorials that could not be indexed


def condition() -> Condition:
    """Return how the index is; what is wrong with it is set about as if a search had met it.

    An engine that was away some seconds ago still is: it is not asked.
    """
    reason = absence.reason()
    if reason:
        return Condition("away", 0, rebuilding=False, error=reason)
    condition = current().condition()
    if condition.error:
        is_broken(condition.error)
    else:
        is_well()
    return condition


def is_well() -> None:
    """Note that the index has answered, and have a look at what it lacks."""
    global _complaint
    was_away = absence.end()
    if was_away or _complaint:
        _complaint = ""
        log.warning("Search is answered by the index again.")
    aside(look)


def is_broken(error: Exception) -> None:
    """Note that the index could not answer, and why.

    The log is told once, and the index rebuilt where that may help.
    """
    global _complaint
    if not isinstance(error, UNREADABLE):
        log.error(
            "Search is answered by the database, by a fault of ours: %r", error, exc_info=error
        )
        aside(examine)
        return
    if isinstance(error, IndexAway):
        absence.begin(error)
        return
    if _complaint != str(error):
        _complaint = str(error)
        log.error("Search is answered by the database: %s", error)
    aside(begin_rebuilding)


def begin_rebuilding() -> bool:
    """Have the index rebuilt, off the request; return at once whether it was begun.

    None is begun while another is at it or was not long ago. Raises OSError where the index cannot
    be written.
    """
    if processes.is_running(REBUILDING) or not current().may_rebuild(REBUILDING_PAUSE):
        return False
    is_begun = workers.begin(REBUILDING, "--noinput", "--verbosity=0", niceness=NICENESS)
    if is_begun:
        log.warning("The index is being rebuilt.")
    return is_begun


def begin_concordance() -> None:
    """Have the words through time made anew, off the request, unless another process is at it."""
    if not processes.is_running(CONCORDANCE):
        workers.begin(CONCORDANCE, niceness=NICENESS)


def begin_learning() -> None:
    """Have it learned anew how texts are tagged, off the request.

    What fails is not begun again by this process within the hour.
    """
    now = time.monotonic()
    with _lock:
        if now - _begun.get(begin_learning, -habits.PAUSE) < habits.PAUSE:
            return
        _begun[begin_learning] = now
    workers.begin(HABITS, niceness=NICENESS)


@contextmanager
def idle() -> Iterator[None]:
    """Have this process look after nothing in this block, whatever it meets."""
    global _is_idle
    _is_idle = True
    try:
        yield
    finally:
        _is_idle = False


def aside(work: Callable) -> None:
    """Have a work done by a thread, unless it was begun in the last PAUSE seconds."""
    if _is_idle:
        return
    with _lock:
        now = time.monotonic()
        if now - _begun.get(work, -PAUSE) < PAUSE:
            return
        _begun[work] = now
    threading.Thread(target=_run, args=[work], daemon=True).start()


def _run(work: Callable) -> None:
    try:
        work()
    except (DatabaseError, *UNREADABLE) as error:
        log.error("The index could not be looked after: %s", error)
    finally:
        connections.close_all()


def examine() -> bool:
    """Return whether the index is as it was written.

    It is rebuilt where it is not, and answers no more until then.
    """
    try:
        current().verify()
    except IndexMissing:
        return True
    except IndexDamaged as error:
        log.error("%s", error)
        begin_rebuilding()
        return False
    return True


def look() -> int:
    """Take in what is stale, and what the index lacks or has too much by number.

    Return how many editorials that were. What a second look finds again is left: it cannot be
    indexed. An index that an earlier version made is begun to be made anew, and so is one that is
    not as it was written: every byte is read, which no question does.
    """
    if not examine():
        return 0
    current().resume()
    count = freshness.drain(wait=freshness.PATIENCE)
    condition = current().condition()
    if condition.is_outdated:
        begin_rebuilding()
    if not Stale.objects.exists() and documents.number() != condition.editorials:
        differing = comparing.differences_in_number()
        if differing.all() != _given_up:
            _given_up[:] = differing.all()
            differing.mark()
            count += freshness.drain(wait=freshness.PATIENCE)
    if not Stale.objects.exists() and concordance.is_to_be_made():
        begin_concordance()
    habits.forget_masked()
    if habits.are_to_be_learned():
        begin_learning()
    tallied.fold()
    # What came by the requests of editors makes new parts of the index, whose phrases nobody has
    # waited for.
    current().prepare()
    return count
