"""Which database a request reads from: a visitor's from the one for readers, else the first.

The readers' connection (`DATABASE_REPLICA_URL`, else the database itself) changes nothing and ends
what takes too long; where the copy cannot be read, one to the first does so. A copy of the database
is a moment behind: who may have changed something, or may look for what others just did, reads from
the first, without these bounds. That is whoever is logged in, sends a form or shows a token; a
request that has written, from then on; and every process and thread that answers no request.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

log = logging.getLogger(__name__)
READERS, OF_FIRST = "readers", "readers_of_first"
# They tell how that is; and a harvester is told of a change once: `bounded`.
ASKED_OF_FIRST = ("/healthz", "/readyz", "/metrics", "/oai")
# What somebody was just given, and the copy may not know yet.
INVITATIONS = ("/login/", "/follow/")
LATE = 30.0  # seconds behind the first, after which a person should look after a copy
AWAY = 5.0  # seconds in which a copy that did not answer is not asked again
# https://www.postgresql.org/docs/15/functions-admin.html#FUNCTIONS-RECOVERY-CONTROL
BEHIND = """
    SELECT CASE WHEN pg_last_wal_replay_lsn() >= %s::pg_lsn THEN 0
    ELSE coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0) END
"""
_alias: ContextVar[str] = ContextVar("alias", default=DEFAULT_DB_ALIAS)
_away_until = 0.0  # by time.monotonic
LOOK = 10.0  # seconds between two looks of a process at how far behind the copy is
_lock = threading.Lock()
_looked = -LOOK  # by time.monotonic
_is_far = False


class Router:
    """Django's router, which a setting names."""

    def db_for_read(self, model, **hints) -> str:
        if connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return DEFAULT_DB_ALIAS
        return _alias.get()

    def db_for_write(self, model, **hints) -> str:
        _alias.set(DEFAULT_DB_ALIAS)  # what was written is to be read
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first, second, **hints) -> bool:
        return True

    def allow_migrate(self, db, app_label, **hints) -> bool | None:
        return False if db in (READERS, OF_FIRST) else None


def reading(get_response):
    """Have the queries of a visitor's request asked where readers are to ask."""

    def respond(request):
        if READERS not in settings.DATABASES or not _is_a_readers(request):
            return get_response(request)
        token = _alias.set(_alias_of_readers())
        try:
            return get_response(request)
        finally:
            _alias.reset(token)

    return respond


@contextmanager
def bounded() -> Iterator[None]:
    """Have what is read asked of the first, where a query is ended as well that takes too long.

    For what has just been written, which a copy may not have yet.
    """
    alias = DEFAULT_DB_ALIAS
    if READERS in settings.DATABASES:
        alias = OF_FIRST if settings.HAS_REPLICA else READERS
    token = _alias.set(alias)
    try:
        yield
    finally:
        _alias.reset(token)


def _alias_of_readers() -> str:
    """Return the connection that a visitor's request reads by: to the copy where it can be read.

    Else it is one to the first, where a query is ended as well that takes too long.
    """
    _look_aside()
    if not _is_far and _answers():
        return READERS
    return OF_FIRST if settings.HAS_REPLICA else DEFAULT_DB_ALIAS


def behind() -> float | None:
    """Return by how many seconds the copy follows the first; None where it does not answer.

    0 where it has all that the first has: the time of its last change says nothing while nothing
    changes. Two queries. Raises DatabaseError where the first does not answer.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")
        written = cursor.fetchone()[0]
    if not _answers():
        return None
    try:
        with connections[READERS].cursor() as cursor:
            cursor.execute(BEHIND, [written])
            return float(cursor.fetchone()[0])
    except DatabaseError:
        return None


def _look_aside() -> None:
    """Have a thread look how far behind the copy is, unless that was done not long ago.

    No visitor waits for it: the first may be away.
    """
    global _looked
    if not settings.HAS_REPLICA:
        return
    with _lock:
        now = time.monotonic()
        if now - _looked < LOOK:
            return
        _looked = now
    threading.Thread(target=_look, daemon=True).start()


def _look() -> None:
    """Note whether the copy is too far behind to be read. Where the first is away, it is not."""
    global _is_far
    try:
        seconds = behind() or 0
    except DatabaseError:
        seconds = 0
    finally:
        connections.close_all()
    is_far = seconds > settings.REPLICA_SECONDS
    if is_far and not _is_far:
        log.error("The database for readers is %d seconds behind: the first is read.", seconds)
    _is_far = is_far


def _is_a_readers(request) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and request.path not in ASKED_OF_FIRST
        and not request.path.startswith(INVITATIONS)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
    )


def _answers() -> bool:
    """Return whether the readers' database can be asked; it is left alone for a while if not."""
    global _away_until
    if time.monotonic() < _away_until:
        return False
    connection = connections[READERS]
    try:
        connection.close_if_health_check_failed()
        connection.ensure_connection()
    except DatabaseError as error:
        is_news, _away_until = not _away_until, time.monotonic() + AWAY
        if is_news:
            log.error("The database for readers does not answer, the first one does: %s", error)
        connection.close()
        return False
    if _away_until:
        _away_until = 0.0
        log.warning("The database for readers answers again.")
    return True
