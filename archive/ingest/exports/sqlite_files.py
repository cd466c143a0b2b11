"""Databases as a file of SQLite: their rows, and nothing that such a file could have run (views,
triggers, virtual tables)."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from django.utils.translation import gettext as _

from archive.ingest.exports.tables import ODD, Tables
from archive.ingest.records import Rejected

LARGEST = 64 << 20  # bytes of a cell
DAMAGED = (sqlite3.DatabaseError, sqlite3.DataError, OverflowError, ValueError)
REMARKS = rb"(?:\s|/\*.*?\*/|--[^\n]*\n)*+"
VIRTUAL = re.compile(REMARKS + rb"CREATE" + REMARKS + rb"VIRTUAL", re.S | re.I)
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA}


def load(path: Path, tables: Tables, is_wanted: Callable[[str], bool]) -> Iterator[Rejected]:
    """Keep the rows of the tables whose names are wanted; yield what of the file is damaged.

    Raises Rejected where nothing of it can be read.
    """
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    try:
        connection.text_factory = bytes
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        connection.set_authorizer(_authorized)
        most = path.stat().st_size  # rows: each takes some bytes, and a damaged tree may be endless
        try:
            names = list(_tables(connection))
        except DAMAGED as error:
            raise Rejected(
                _("Base de données abîmée ou protégée (%(error)s).") % {"error": error}
            ) from None
        for name in names:
            if not is_wanted(name):
                continue
            try:
                most = _copy(connection, name, tables, most)
            except DAMAGED as error:
                reason = _("Base de données abîmée : la suite de « %(table)s » manque (%(error)s).")
                yield Rejected(reason % {"table": name, "error": error})
    finally:
        connection.close()


def _authorized(action: int, *_names: str | None) -> int:
    return sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY


def _tables(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the names of what is a plain table."""
    for name, definition in connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
    ):
        if isinstance(definition, bytes) and not VIRTUAL.match(definition):
            yield _text(name) or ""


def _copy(connection: sqlite3.Connection, name: str, tables: Tables, most: int) -> int:
    escaped = name.replace('"', '""')
    cursor = connection.execute(f'SELECT * FROM "{escaped}"')
    columns = [description[0] for description in cursor.description]
    for cells in cursor:
        most -= 1
        if most < 0:
            raise ValueError("endless")
        tables.add(name, columns, list(map(_text, cells)))
    return most


def _text(cell: object) -> str | None:
    if cell is None:
        return None
    if not isinstance(cell, bytes):
        return str(cell)
    try:
        return cell.decode("utf-8")
    except UnicodeDecodeError:
        return ODD + cell.decode("cp1252", "replace")
