"""Every change of what readers may be shown leaves a stamp, by whatever way it is written.

So a page that was kept is known to be what the archive says now. It is the statements to the
database that are watched: no signal is sent for rows that are changed by the thousand.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from archive.models import stamps

WRITING = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"?archive_(\w+)', re.I)
# Models of which no page that is kept shows anything. Whatever is not named here is shown.
UNSHOWN = {
    "accesstoken",
    "accountevent",
    "accountlink",
    "arrival",
    "asking",
    "authordistinction",
    "candidate",
    "change",
    "columnmapping",
    "distinction",
    "datestamp",
    "follow",
    "import",
    "importitem",
    "importrule",
    "lease",
    "magazinedistinction",
    "manuscript",
    "newsletter",
    "openedhit",
    "opensession",
    "operation",
    "personrequest",
    "presence",
    "proof",
    "proposal",
    "recoverycode",
    "rejection",
    "savedlist",
    "schedule",
    "secondfactor",
    "settlement",
    "shingle",
    "shown",
    "soughtquery",
    "source",
    "tallied",
    "talliedauthor",
    "talliedpair",
    "talliedtag",
    "upload",
    "uploaditem",
}
FEW = 32  # of so many stamps, one looks whether there are too many
_page: ContextVar[stamps.State | None] = ContextVar("page", default=None)


class Shown(stamps.Stamp):
    """That something changed of what pages show."""


def state() -> stamps.State:
    """Return what tells what pages show now from what they showed before: one small query."""
    connection = connections[DEFAULT_DB_ALIAS]
    for noted in _notes(connection):
        noted.is_seen = True
    return Shown.state()


@contextmanager
def making_page(state: stamps.State) -> Iterator[None]:
    """Have what is read in this block, for a page that is kept, be of a state seen before."""
    token = _page.set(state)
    try:
        yield
    finally:
        _page.reset(token)


def state_of_page() -> stamps.State | None:
    """Return the state of which the page is that is being made; None where it is not kept."""
    return _page.get()


class _Noted:
    """That a transaction has left its stamp, and no other is needed unless somebody looked."""

    is_seen = False

    def __call__(self) -> None:
        if not secrets.randbelow(FEW):
            Shown.make_few()


def _notes(connection: BaseDatabaseWrapper) -> Iterator[_Noted]:
    """Yield the notes of the present transaction but for those that were rolled back."""
    for waiting in connection.run_on_commit:
        if isinstance(waiting[1], _Noted):
            yield waiting[1]


@receiver(connection_created)
def _watch(connection: BaseDatabaseWrapper, **_signal) -> None:
    if connection.alias == DEFAULT_DB_ALIAS and _stamped not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _stamped)


def _stamped(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    written = WRITING.match(sql)
    if written and written[1] not in UNSHOWN:
        _leave(context["connection"])
    return result


def _leave(connection: BaseDatabaseWrapper) -> None:
    for noted in _notes(connection):
        if not noted.is_seen:
            return
    if _is_kept_of(connection):
        Shown.leave()
        transaction.on_commit(_Noted(), robust=True)


def _is_kept_of(connection: BaseDatabaseWrapper) -> bool:
    """Return False for the database of an older archive, while it is migrated."""
    if not hasattr(connection, "has_stamps"):
        connection.has_stamps = Shown._meta.db_table in connection.introspection.table_names()  # type: ignore[attr-defined]
    return connection.has_stamps  # type: ignore[attr-defined]


@receiver(post_migrate)
def _look_again(sender, using: str, **_signal) -> None:
    """Look anew whether there are stamps, and leave one: a migration writes by itself, too."""
    if sender != apps.get_app_config("archive") or using != DEFAULT_DB_ALIAS:
        return
    connection = connections[using]
    if hasattr(connection, "has_stamps"):
        del connection.has_stamps
    if _is_kept_of(connection):
        Shown.leave()
