"""Rows as they are, between databases and files: read in order, written without any derivation."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.core.management.color import no_style
from django.db import connections
from django.db.models import CharField, Field, Model, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.db.models.sql import InsertQuery

AT_ONCE = 500  # rows


class TooLong(ValueError):
    """A text that is longer than its column, which SQLite does not mind: one line, for people."""


def objects(model: type[Model], using: str) -> Iterator[list[Model]]:
    """Yield all rows of a model in lists, in the order of their keys."""
    every = model._base_manager.using(using).order_by("pk")
    batch = list(every[:AT_ONCE])
    while batch:
        yield batch
        batch = list(every.filter(pk__gt=batch[-1].pk)[:AT_ONCE])


def values(model: type[Model], using: str) -> Iterator[tuple]:
    """Yield the columns of all rows of a model, in the order of their keys."""
    names = [field.attname for field in model._meta.local_concrete_fields]
    place = names.index(cast(Any, model._meta.pk).attname)
    every = model._base_manager.using(using).order_by("pk").values_list(*names)
    batch = list(every[:AT_ONCE])
    while batch:
        yield from batch
        batch = list(every.filter(pk__gt=batch[-1][place])[:AT_ONCE])


def insert(model: type[Model], rows: list[Model], using: str) -> None:
    """Write rows as they are: times of change are not those of the writing. Raises TooLong."""
    connection = connections[using]
    fields = model._meta.local_concrete_fields
    _check_lengths(rows, fields)
    compiler = connection.ops.compiler("SQLInsertCompiler")
    size = connection.ops.bulk_batch_size(fields, range(AT_ONCE)) or AT_ONCE
    for start in range(0, len(rows), size):
        query = InsertQuery(model)
        query.insert_values(fields, rows[start : start + size], raw=True)
        compiler(query, connection, using).execute_sql(None)


def _check_lengths(rows: Iterable[Model], fields: Iterable[Field]) -> None:
    for field in fields:
        most = field.max_length if isinstance(field, CharField) else None
        for row in rows:
            if most and len(getattr(row, field.attname) or "") > most:
                raise TooLong(
                    f"{row._meta.label} {row.pk}: {field.name} has more than {most} characters."
                )


def overlong(model: type[Model], using: str) -> str:
    """Return what `insert` would refuse of the rows that are there, a line; "" for nothing."""
    limited = []
    longer = Q()
    for field in model._meta.local_concrete_fields:
        if isinstance(field, CharField) and field.max_length:
            limited.append(field)
            longer |= Q(GreaterThan(Length(field.attname), field.max_length))
    if not limited:
        return ""
    row = model._base_manager.using(using).order_by("pk").filter(longer).first()
    try:
        _check_lengths([row] if row else [], limited)
    except TooLong as error:
        return str(error)
    return ""


def empty(models: Iterable[type[Model]], using: str) -> None:
    """Delete all rows of these models; keys are looked at when the transaction ends."""
    quoted = connections[using].ops.quote_name
    with connections[using].cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {quoted(model._meta.db_table)}")


def last_number(model: type[Model], using: str) -> int:
    """Return the last number that a database has given; 0 where it numbers nothing."""
    if not model._meta.auto_field:
        return 0
    key: Any = model._meta.auto_field
    table, column = model._meta.db_table, key.column
    with connections[using].cursor() as cursor:
        if connections[using].vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                [f'"{table}"', column],
            )
        row = cursor.fetchone()
    return row[0] or 0 if row else 0


def go_on_numbering(last_numbers: dict[type[Model], int], using: str) -> None:
    """Have new rows numbered behind all that ever were: no address is given twice."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(last_numbers)):
            cursor.execute(statement)
        for model, last in last_numbers.items():
            if last:
                _number_behind(cursor, connection.vendor, model, last)


def _number_behind(cursor, vendor: str, model: type[Model], last: int) -> None:
    table, column = model._meta.db_table, cast(Any, model._meta.auto_field).column
    if vendor == "sqlite":
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, last])
    else:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, last]
        )
