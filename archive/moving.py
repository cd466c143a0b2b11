"""The whole database moved into another of any kind, row by row, and compared field by field.

All or nothing: the other database gets its rows in one transaction, which ends only once every
field of every row has been read back and is the same. The first database is only read.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import CharField, Field, Model
from django.db.models.sql import InsertQuery

from archive import upgrading
from archive.models import Editorial, Operation, tallied, triggers
from archive.models.tallied import KEPT
from archive.postgresql.texts import held_as_json

OTHER = "other"  # the alias of the database that is moved to
AT_ONCE = 500  # rows
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
        _empty()
        for model in models():
            _copy(model)
        _go_on_numbering()
        for model in models():
            moved.append(_compared(model))
            progress(moved[-1])
        triggers.install(OTHER)
        tallied.recount(OTHER)
        if connections[OTHER].vendor == "postgresql":
            with connections[OTHER].cursor() as cursor:
                cursor.execute("ANALYZE")  # or the first pages would be planned as if it were empty
    return moved


def _empty() -> None:
    """Delete what the migrations have made; keys are looked at when the transaction ends."""
    quoted = connections[OTHER].ops.quote_name
    with connections[OTHER].cursor() as cursor:
        for model in models():
            cursor.execute(f"DELETE FROM {quoted(model._meta.db_table)}")


def _copy(model: type[Model]) -> None:
    fields = model._meta.local_concrete_fields
    compiler = connections[OTHER].ops.compiler("SQLInsertCompiler")
    size = connections[OTHER].ops.bulk_batch_size(fields, range(AT_ONCE)) or AT_ONCE
    for rows in _batches(model):
        _check_lengths(rows, fields)
        for start in range(0, len(rows), size):
            query = InsertQuery(model)
            # As they are: times of change are not those of the move.
            query.insert_values(fields, rows[start : start + size], raw=True)
            compiler(query, connections[OTHER], OTHER).execute_sql(None)


def _batches(model: type[Model]) -> Iterator[list[Model]]:
    """Yield the rows of the first database in lists, in the order of their keys."""
    every = model._base_manager.using(DEFAULT_DB_ALIAS).order_by("pk")
    batch = list(every[:AT_ONCE])
    while batch:
        yield batch
        batch = list(every.filter(pk__gt=batch[-1].pk)[:AT_ONCE])


def _check_lengths(rows: list[Model], fields: Iterable[Field]) -> None:
    """Raise Refused for a text that is longer than its column: SQLite minds none."""
    for field in fields:
        most = field.max_length if isinstance(field, CharField) else None
        for row in rows:
            if most and len(getattr(row, field.attname) or "") > most:
                raise Refused(
                    f"{row._meta.label} {row.pk}: {field.name} has more than {most} characters."
                    " Shorten it, and move again."
                )


def _compared(model: type[Model]) -> Moved:
    """Return what was moved of a model. Raises Refused where any field is another."""
    fields = [field.attname for field in model._meta.local_concrete_fields]
    there = model._base_manager.using(OTHER)
    number, differing = 0, []
    for batch in _batches(model):
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


def _go_on_numbering() -> None:
    """Have new rows numbered behind all that ever were: no address is given twice."""
    for statement in connections[OTHER].ops.sequence_reset_sql(no_style(), models()):
        with connections[OTHER].cursor() as cursor:
            cursor.execute(statement)
    for model in models():
        last = _last_number(model)
        if last:
            _number_behind(model, last)


def _last_number(model: type[Model]) -> int:
    """Return the last number that the first database has given; 0 where it numbers nothing."""
    if not model._meta.auto_field:
        return 0
    key: Any = model._meta.auto_field
    table, column = model._meta.db_table, key.column
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                [f'"{table}"', column],
            )
        row = cursor.fetchone()
    return row[0] or 0 if row else 0


def _number_behind(model: type[Model], last: int) -> None:
    table, column = model._meta.db_table, cast(Any, model._meta.auto_field).column
    with connections[OTHER].cursor() as cursor:
        if connections[OTHER].vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, last])
        else:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, last]
            )
