"""Database queries as they pass: counted for their request, and told where they are slow."""

import logging
import time
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from archive.journal import counts
from archive.journal.lines import Facts

log = logging.getLogger("archive.slow")
LONGEST = 1_000  # characters of a statement that the log is told


@dataclass
class Tally:
    """How many queries one request has asked, and the seconds that they took."""

    number: int = 0
    seconds: float = 0.0


tally: ContextVar[Tally | None] = ContextVar("tally", default=None)


def watch_all() -> None:
    """Watch the connections that this thread has open already."""
    for connection in connections.all(initialized_only=True):
        _watch(connection)


@receiver(connection_created)
def _watch(connection, **_signal) -> None:
    if _timed not in connection.execute_wrappers:
        # Around all others, of which Django takes the last away when it is done with it.
        connection.execute_wrappers.insert(0, _timed)


def _timed(execute, sql, params, many, context):
    start = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        _note(sql, time.perf_counter() - start)


def _note(sql: str, seconds: float) -> None:
    own = tally.get()
    if own is not None:
        own.number += 1
        own.seconds += seconds
    milliseconds = round(1000 * seconds)
    slow = settings.SLOW_QUERY_MS
    if slow and milliseconds >= slow:
        counts.slow.labels("query").inc()
        # The statement alone: what was typed and what is kept stand in its parameters.
        log.warning("slow query %s", Facts(ms=milliseconds, sql=str(sql)[:LONGEST]))
