"""A row as a line of JSON, and back: the same line, byte for byte, from whatever database.

Fields stand in the order of the model. What SQLite and PostgreSQL keep in orders of their own, the
keys of JSON within a field, is sorted.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import JSONField, Model

from archive.leaving.nouns import Noun
from archive.models import raw_rows
from archive.postgresql.texts import held_as_json

LONGEST = 2**28  # bytes of a line: a change of a book has a hundredth of it
_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_ascii = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


class NotOurs(ValueError):
    """A line that is no row of its noun."""


def of(noun: Noun) -> Iterator[bytes]:
    """Yield all rows of a noun as lines, in the order of their numbers."""
    names = [field.name for field in noun.fields]
    keys = [f"{_json(name)}:" for name in names]
    blanks = [(place, noun.blanks[name]) for place, name in enumerate(names) if name in noun.blanks]
    for row in raw_rows.values(noun.model, DEFAULT_DB_ALIAS):
        columns = list(row)
        for place, blank in blanks:
            columns[place] = blank
        yield _line(keys, columns)


def _line(keys: list[str], columns: list[Any]) -> bytes:
    parts = [key + _written(column) for key, column in zip(keys, columns, strict=True)]
    return ("{" + ",".join(parts) + "}\n").encode()


def _written(column: Any) -> str:
    if isinstance(column, datetime):
        return _json(column.astimezone(UTC).isoformat())
    if isinstance(column, date):
        return _json(column.isoformat())
    if isinstance(column, UUID):
        return _json(str(column))
    written = _json(column)
    if written.isascii():
        return written
    try:
        written.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can write and UTF-8 cannot
        return _ascii(column)
    return written


class Reading:
    """The lines of a noun as rows of its model."""

    def __init__(self, noun: Noun) -> None:
        self._model = noun.model
        self._names = [field.name for field in noun.fields]
        self._keys = [f"{_json(name)}:" for name in self._names]
        self._attributes = [field.attname for field in noun.fields]
        self._columns: list[Callable[[Any], Any]] = []
        for field in noun.fields:
            as_it_is = isinstance(field, JSONField)
            self._columns.append(_same if as_it_is else field.to_python)

    def row(self, line: bytes) -> Model:
        """Return the row of a line, not saved. Raises NotOurs."""
        try:
            fields = json.loads(line)
            if not isinstance(fields, dict) or list(fields) != self._names:
                raise NotOurs
            columns = []
            for read, value in zip(self._columns, fields.values(), strict=True):
                columns.append(read(value))
        except (ValueError, TypeError, ValidationError, RecursionError, OverflowError):
            raise NotOurs from None
        return self._model.from_db(DEFAULT_DB_ALIAS, self._attributes, columns)

    def held(self, line: bytes) -> bytes:
        """Return a line as it will be once the database in use has held its row."""
        if connection.vendor != "postgresql" or b"\\u" not in line:
            return line
        return _line(self._keys, [held_as_json(value) for value in json.loads(line).values()])


def _same(value: Any) -> Any:
    return value
