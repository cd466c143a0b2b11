"""The database of a restore that is only tried: filled from a bag, served, compared with the bag.

Each kind keeps what the bag held beside what is served, so that one query compares them.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from archive.backups import Refused, database_copies
from archive.backups.database_copies import POSTGRESQL, SECURED_BY, SQLITE

Rows = Iterable[tuple[Any, ...]]


class Trial(Protocol):
    """`served`: the schema of the tables that a site serves; those of the bag are in `bag`.

    `address` gives its DATABASE_URL, "" where it is in the data folder; `ask` the rows of a query;
    `columns` {table: its columns} of a schema.
    """

    served: str

    def address(self) -> str: ...

    def ask(self, query: str) -> Rows: ...

    def columns(self, schema: str) -> dict[str, list[str]]: ...


@contextmanager
def trial(database: str, folder: Path) -> Iterator[Trial]:
    """Yield the database of a bag that was unpacked into a folder; nothing of it stays.

    `database`: « sqlite » or « postgresql ». Raises Refused.
    """
    if database == "sqlite":
        yield SqliteTrial(folder / SQLITE)
        return
    trial = PostgresqlTrial(folder / POSTGRESQL)
    try:
        trial.fill()
        yield trial
    except DatabaseError as error:
        reason = str(error).splitlines()[0]
        raise Refused(_("L’exercice a échoué : %(error)s") % {"error": reason}) from None
    finally:
        trial.end()


class SqliteTrial:
    served = "main"

    def __init__(self, path: Path):
        self._path = path
        self._kept = path.with_name("bag.sqlite3")
        shutil.copyfile(path, self._kept)

    def address(self) -> str:
        return ""

    def ask(self, query: str) -> Rows:
        with closing(sqlite3.connect(self._path)) as database:
            database.execute("ATTACH ? AS bag", [str(self._kept)])
            return database.execute(query).fetchall()

    def columns(self, schema: str) -> dict[str, list[str]]:
        columns: dict[str, list[str]] = {}
        for (table,) in self.ask(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'"):
            rows = self.ask(f'PRAGMA {schema}.table_info("{table}")')
            columns[table] = [row[1] for row in rows]
        return columns


class PostgresqlTrial:
    """A database of its own on the site's server, for which its role wants CREATEDB."""

    served = "public"

    def __init__(self, dump: Path):
        self._dump = dump
        self._name = f"{connection.settings_dict['NAME']}_drill"
        self._connection = connection.copy()
        self._connection.settings_dict["NAME"] = self._name

    def address(self) -> str:
        settings = connection.settings_dict
        who = ":".join(quote(settings[part], safe="") for part in ("USER", "PASSWORD"))
        host = f"[{settings['HOST']}]" if ":" in settings["HOST"] else settings["HOST"]
        where = f"{host}:{settings['PORT']}".removesuffix(":")
        options = {}
        for name in SECURED_BY:
            if name in settings["OPTIONS"]:
                options[name] = settings["OPTIONS"][name]
        return f"postgres://{who}@{where}/{quote(self._name, safe='')}?{urlencode(options)}"

    def fill(self) -> None:
        """Make the database, fill it, and keep its tables a second time. Raises DatabaseError."""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {self._quoted}")  # of a drill that was killed
            cursor.execute(f"CREATE DATABASE {self._quoted}")
        database_copies.fill(self._name, self._dump)
        self._dump.unlink()
        with self._connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA bag")
            for table in self.columns(self.served):
                cursor.execute(f'CREATE TABLE bag."{table}" AS TABLE public."{table}"')
        self._connection.close()

    def end(self) -> None:
        """Remove the database."""
        self._connection.close()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {self._quoted} WITH (FORCE)")

    def ask(self, query: str) -> Rows:
        with self._connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def columns(self, schema: str) -> dict[str, list[str]]:
        columns: dict[str, list[str]] = {}
        rows = self.ask(
            "SELECT table_name, column_name FROM information_schema.columns"
            f" WHERE table_schema = '{schema}' ORDER BY table_name, ordinal_position"
        )
        for table, column in rows:
            columns.setdefault(table, []).append(column)
        return columns

    @property
    def _quoted(self) -> str:
        return connection.ops.quote_name(self._name)
