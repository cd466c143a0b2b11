"""How long the database may work at one thing, so that what is dear does not take the site down."""

import contextlib
import time
from collections.abc import Iterator

from django.db import OperationalError, connection, transaction

STEPS = 100_000  # of SQLite's machine, some milliseconds, from one look at the clock to the next


class TooLong(Exception):
    """The database was stopped: it would have taken longer than it may."""


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let the database work so long: SQLite at all of it, PostgreSQL at each query.

    Raises TooLong.
    """
    limited = _postgresql if connection.vendor == "postgresql" else _sqlite
    until = time.monotonic() + seconds
    try:
        with limited(seconds):
            yield
    except OperationalError as error:
        if time.monotonic() < until:
            raise
        raise TooLong(f"the database would take longer than {seconds:g} seconds") from error


@contextlib.contextmanager
def _sqlite(seconds: float) -> Iterator[None]:
    until = time.monotonic() + seconds
    connection.ensure_connection()
    file = connection.connection
    file.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    try:
        yield
    finally:
        file.set_progress_handler(None, 0)


@contextlib.contextmanager
def _postgresql(seconds: float) -> Iterator[None]:
    with transaction.atomic():
        _set_timeout(str(int(1000 * seconds)))
        yield
        _set_timeout("DEFAULT")  # of a transaction around it


def _set_timeout(limit: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {limit}")
