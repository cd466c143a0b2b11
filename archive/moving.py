"""The whole database moved into another of any kind, row by row, and compared field by field.

All or nothing: the other database gets its rows in one transaction, which ends only once every
field of every row has been read back and is the same. The first database is only read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from archive import upgrading
from archive.models import Editorial, Operation, raw_rows, tallied, triggers
from archive.models.tallied import KEPT
from archive.postgresql.texts import held_as_json

OTHER = "other"  # the alias of the database that is moved to
MOST_NAMED = 5  # rows


class Refused(Exception):
    """Why nothing was moved, in one line."""


@dataclass(frozen=True)
class Moved:
    """What was moved of one model: its rows, each compared in so many fields."""

    name: str
    rows: int
    fields: int


def move(settings: dict[str, Any], progress: Callable[[Moved], None]) -> list[Moved]:
    """Move all rows into the database of these settings, which is to be empty.

    Raises Refused, DatabaseError.
    """
    _check_first()
    whole = connections.configure_settings({DEFAULT_DB_ALIAS: settings})[DEFAULT_DB_ALIAS]
    connections.databases[OTHER] = whole
    connections[OTHER] = connections.create_connection(OTHER)
    try:
        _check_other()
        _make_tables(whole)
        return _moved(progress)
    finally:
        connections[OTHER].close()
        del connections[OTHER]
        del connections.databases[OTHER]


def _check_first() -> None:
    _check_version()
    if upgrading.missing():
        raise Refused("The database is of an earlier version: run manage.py prepare first.")


def _check_version() -> None:
    """Raise Refused where the database in use is of a later version."""
    refusal = upgrading.refusal()
    if refusal:
        raise Refused(refusal)


def _check_other() -> None:
    """Raise Refused unless the other database is empty, or has an archive's tables alone.

    Those are there where a move failed or was killed: tables are made before its transaction.
    """
    first, other = (connections[alias].settings_dict for alias in (DEFAULT_DB_ALIAS, OTHER))
    where = ("ENGINE", "NAME", "HOST", "PORT")
    if [first[part] for part in where] == [other[part] for part in where]:
        raise Refused("That is the database that the archive is in.")
    tables = set(connections[OTHER].introspection.table_names())
    of_archive = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    if tables - of_archive - {MigrationRecorder.Migration._meta.db_table}:
        raise Refused("The other database is something else’s already: an empty one is needed.")
    for model in (Editorial, Operation, get_user_model()):
        if model._meta.db_table in tables and model._base_manager.using(OTHER).exists():
            raise Refused("The other database is an archive’s already: an empty one is needed.")


def _make_tables(settings: dict[str, Any]) -> None:
    """Migrate the other database as if it were the first: migrations write into no other."""
    usual, usual_settings = connections[DEFAULT_DB_ALIAS], connections.databases[DEFAULT_DB_ALIAS]
    connections.databases[DEFAULT_DB_ALIAS] = settings
    connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        _check_version()
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        connections.databases[DEFAULT_DB_ALIAS] = usual_settings
        connections[DEFAULT_DB_ALIAS] = usual


def models() -> list[type[Model]]:
    """Return all that is moved: every table but what the database counts by itself."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and model not in KEPT]


def _moved(progress: Callable[[Moved], None]) -> list[Moved]:
    moved = []
    with transaction.atomic(OTHER):
        triggers.remove(OTHER)  # it is counted once all is there
        raw_rows.empty(models(), OTHER)  # of what the migrations have made
        last_numbers = {}
        for model in models():
            _copy(model)
            last_numbers[model] = raw_rows.last_number(model, DEFAULT_DB_ALIAS)
        raw_rows.go_on_numbering(last_numbers, OTHER)
        for model in models():
            moved.append(_compared(model))
            progress(moved[-1])
        triggers.install(OTHER)
        tallied.recount(OTHER)
        if connections[OTHER].vendor == "postgresql":
            with connections[OTHER].cursor() as cursor:
                cursor.execute("ANALYZE")  # or the first pages would be planned as if it were empty
    return moved


def _copy(model: type[Model]) -> None:
    for rows in raw_rows.objects(model, DEFAULT_DB_ALIAS):
        try:
            raw_rows.insert(model, rows, OTHER)
        except raw_rows.TooLong as error:
            raise Refused(f"{error} Shorten it, and move again.") from None


def _compared(model: type[Model]) -> Moved:
    """Return what was moved of a model. Raises Refused where any field is another."""
    fields = [field.attname for field in model._meta.local_concrete_fields]
    there = model._base_manager.using(OTHER)
    number, differing = 0, []
    for batch in raw_rows.objects(model, DEFAULT_DB_ALIAS):
        copies = there.in_bulk([row.pk for row in batch])
        for row in batch:
            copy = copies.get(row.pk)
            if copy is None or _values(row, fields) != _values(copy, fields):
                differing.append(str(row.pk))
        number += len(batch)
    if differing or there.count() != number:
        named = ", ".join(differing[:MOST_NAMED]) or "rows that the archive has not"
        raise Refused(f"{model._meta.label} is not the same in both: {named}. Nothing was moved.")
    return Moved(model._meta.label, number, len(fields))


def _values(row: Model, fields: list[str]) -> list[Any]:
    return [_comparable(getattr(row, field)) for field in fields]


def _comparable(value: Any) -> Any:
    """Return a value as both databases have it: PostgreSQL holds U+FFFD for NUL."""
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, str | dict | list):
        return held_as_json(value)
    return value
