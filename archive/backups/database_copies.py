"""The database as one file, out of the site and into it: whole at one moment, whoever writes."""

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.db import connection, transaction
from django.utils.translation import gettext as _

from archive import disk
from archive.backups import Refused, bags
from archive.sqlite.base import NO_ROOM, address

SQLITE = "archive.sqlite3"  # its name in a bag and, unless the settings say otherwise, in use
POSTGRESQL = "archive.pgdump"
NAMES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}  # by the vendor that Django names
WAIT = 60.0  # seconds for a database that somebody has locked
CAPTURES = "SELECT content, sha256 FROM archive_capture ORDER BY content"
UPLOADS = "SELECT key FROM archive_upload WHERE state <> 'done' ORDER BY key"
EDITORIALS = "SELECT count(*) FROM archive_editorial"
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
SCHEMA = "SELECT count(*) FROM sqlite_master"
DUMP = ("--format=custom", "--no-owner", "--no-privileges")  # options of pg_dump
SECURED_BY = ("sslmode", "sslrootcert")  # options of a connection, as libpq has them
# Those of PostgreSQL that are the archive's: of its schema, and of no extension.
FUNCTIONS = """SELECT oid::regprocedure::text FROM pg_proc
    WHERE prokind = 'f' AND pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"""
# Of PostgreSQL's tables without their indexes, which a dump does not hold.
TABLES_SIZE = """SELECT coalesce(sum(pg_table_size(oid)), 0) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"""

Rows = list[tuple[Any, ...]]


class Copy:
    """A copy of the database and what it names, of the same moment."""

    def __init__(self, name: str, ask) -> None:
        self.name = name
        self.captures: Rows = ask(CAPTURES)  # name of the file, SHA-256
        self.uploads: list[str] = [key for (key,) in ask(UPLOADS)]
        self.editorials: int = ask(EDITORIALS)[0][0]
        self.migrations: list[list[str]] = [[app, name] for app, name in ask(MIGRATIONS)]


def copy_into(folder: Path) -> Copy:
    """Put a copy of the site's database into a folder. Raises Refused, OSError."""
    if connection.vendor == "sqlite":
        return _copy_sqlite(live_path(), folder / SQLITE)
    return _dump(folder / POSTGRESQL)


def copy_alone(path: Path) -> None:
    """Put a proved copy of the site's database into a file, of whatever version its tables are.

    Raises Refused, OSError.
    """
    if connection.vendor != "sqlite":
        with bags.create(path):
            pass
        _run(["pg_dump", *DUMP, f"--file={path}"])
        check_dump(path)
        return
    with _copied(live_path(), path):
        pass
    with _unless_damaged(), reading(path) as copy:
        _check_integrity(copy)


def live_path() -> Path:
    """Return where the site's SQLite database is."""
    return Path(connection.settings_dict["NAME"])


def size() -> int:
    """Return how many bytes a copy of the site's database takes, at most; 0 where nobody knows."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(TABLES_SIZE)
            return int(cursor.fetchone()[0])
    try:
        return live_path().stat().st_size
    except OSError:
        return 0


def _copy_sqlite(source: Path, target: Path) -> Copy:
    with _copied(source, target) as copy:
        return Copy(SQLITE, lambda query: copy.execute(query).fetchall())


@contextmanager
def _copied(source: Path, target: Path) -> Iterator[sqlite3.Connection]:
    """Copy a database; yield the copy, still open. Raises Refused, OSError."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with (
            closing(_live(source)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            # In one step: stepwise it would begin anew at each commit of another process.
            live.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a -wal beside it
            yield copy
    except sqlite3.Error as error:
        raise Refused(_("La base de données ne peut pas être copiée : %s.") % error) from None


def _live(path: Path) -> sqlite3.Connection:
    """Return the site's database, open to be read: where nothing can be written beside it, too.

    Raises sqlite3.Error: after WAIT where the copying would wait for ever.
    """
    if not disk.is_read_only(str(path)):
        live = _opened(path, "mode=rw")
        try:
            live.execute(SCHEMA)
            return live
        except sqlite3.OperationalError as error:
            live.close()
            if disk.reason(error) not in NO_ROOM:
                raise
    return sqlite3.connect(address(str(path)), uri=True, timeout=WAIT)


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?{mode}", uri=True, timeout=WAIT)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a copy of an SQLite database, open to be read; nothing is written beside it."""
    with closing(_opened(path, "mode=ro&immutable=1")) as copy:
        yield copy


def captures_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the file and the hash of each capture that a copy names, once it is known to be whole.

    Raises Refused.
    """
    if path.name != SQLITE:
        check_dump(path)
        yield from _captures_of_dump(path)
        return
    with _unless_damaged(), reading(path) as copy:
        _check_integrity(copy)
        yield from copy.execute(CAPTURES)


def _check_integrity(copy: sqlite3.Connection) -> None:
    faults = copy.execute("PRAGMA integrity_check(1)").fetchall()
    if faults != [("ok",)]:
        raise sqlite3.DatabaseError(str(faults[0][0]).splitlines()[-1])


@contextmanager
def _unless_damaged() -> Iterator[None]:
    """Raise Refused for what SQLite says of a copy that cannot be read to its end."""
    try:
        yield
    except sqlite3.Error as error:
        raise Refused(_("La base de données copiée est endommagée : %s.") % error) from None


# PostgreSQL


def _dump(target: Path) -> Copy:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()

        def ask(query: str) -> Rows:
            cursor.execute(query)
            return cursor.fetchall()

        with bags.create(target):
            pass
        _run(["pg_dump", *DUMP, f"--snapshot={snapshot}", f"--file={target}"])
        return Copy(POSTGRESQL, ask)


def check_dump(path: Path) -> None:
    """Read a dump of PostgreSQL to its end. Raises Refused where that cannot be."""
    _run(["pg_restore", f"--file={os.devnull}", str(path)], connected=False)


def _captures_of_dump(path: Path) -> Iterator[tuple[str, str]]:
    only = ["--data-only", "--table=archive_capture", "--file=-"]
    columns: list[str] = []
    for line in _lines(["pg_restore", *only, str(path)]):
        # COPY public.archive_capture (id, content, …) FROM stdin;
        if line.startswith("COPY "):
            columns = re.findall(r"\w+", line.partition("(")[2].partition(")")[0])
        elif line == "\\.":  # so they end
            columns = []
        elif columns:
            row = dict(zip(columns, line.split("\t"), strict=True))
            yield row["content"], row["sha256"]


def _lines(command: list[str]) -> Iterator[str]:
    """Yield what one of PostgreSQL's programs says of a file, line by line. Raises Refused."""
    with _output(command) as output:
        for line in output:
            yield line.decode(errors="replace").removesuffix("\n")


@contextmanager
def _output(command: list[str]) -> Iterator[IO[bytes]]:
    """Yield what one of PostgreSQL's programs writes of a file. Raises Refused where it fails."""
    with (
        tempfile.TemporaryFile("w+") as complaints,
        _begun(
            command,
            connected=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
        ) as process,
    ):
        assert process.stdout is not None, "it is a pipe"
        yield process.stdout
        if process.wait():
            complaints.seek(0)
            raise _failure(command[0], complaints.read())


def fill(name: str, dump: Path) -> None:
    """Fill an empty database of this name with what a dump of PostgreSQL holds. Raises Refused."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run(["pg_restore", *options, f"--dbname={name}", str(dump)])


@dataclass
class _Psql:
    """A session of PostgreSQL's shell, and the file into which it complains."""

    process: subprocess.Popen
    complaints: IO[str]

    def tell(self, lines: str, then: str) -> None:
        """Have it do what the lines say, and say the word `then`. Raises Refused."""
        assert self.process.stdin is not None and self.process.stdout is not None, "they are pipes"
        with suppress(BrokenPipeError):  # it ends at the first error
            self.process.stdin.write(f"{lines}\n\\echo {then}\n".encode())
            self.process.stdin.flush()
        if self.process.stdout.readline() != f"{then}\n".encode():
            self.process.wait()
            self.complaints.seek(0)
            raise _failure("psql", self.complaints.read())

    def read(self, dump: Path) -> None:
        """Have it do what a dump holds. Raises Refused."""
        assert self.process.stdin is not None, "it is a pipe"
        with suppress(BrokenPipeError):  # `tell` says why
            _write_out(dump, self.process.stdin)


@contextmanager
def _psql() -> Iterator[_Psql]:
    """Yield a session on the site's database; what it has not committed is undone at the end."""
    command = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--output={os.devnull}"]
    pipe = subprocess.PIPE
    with (
        tempfile.TemporaryFile("w+") as complaints,
        _begun(command, stdin=pipe, stdout=pipe, stderr=complaints) as process,
    ):
        yield _Psql(process, complaints)


@contextmanager
def loaded(dump: Path) -> Iterator[Callable[[], None]]:
    """Yield what puts a dump of PostgreSQL in the place of all that the database holds.

    All of it is loaded by then. Where that is not called, or this process is killed before, the
    database is as it was. Raises Refused.
    """
    drops = ["BEGIN;", "SET client_min_messages = error;", *_drops()]
    connection.close()
    with _psql() as psql:
        psql.tell("\n".join(drops), "dropped")
        psql.read(dump)
        psql.tell("ANALYZE;", "loaded")  # or the first pages would be planned as if it were empty
        yield lambda: psql.tell("COMMIT;", "committed")


def _drops() -> list[str]:
    """Return the commands that take away all tables, and the functions of their triggers."""
    drops = []
    for table in connection.introspection.table_names():
        drops.append(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE;")
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        for (function,) in cursor.fetchall():
            drops.append(f"DROP FUNCTION IF EXISTS {function} CASCADE;")
    return drops


def _write_out(dump: Path, target: IO[bytes]) -> None:
    """Write a dump of PostgreSQL as commands. Raises Refused, BrokenPipeError."""
    options = ["--no-owner", "--no-privileges", "--file=-"]
    with _output(["pg_restore", *options, str(dump)]) as output:
        shutil.copyfileobj(output, target)


def others() -> int:
    """Return how many other clients are connected to the database of PostgreSQL.

    What the server does there by itself (autovacuum) is nobody's use of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def _run(command: list[str], connected: bool = True) -> str:
    """Run one of PostgreSQL's programs, on the site's database if connected; return what it says.

    Raises Refused.
    """
    pipe = subprocess.PIPE
    streams = {"stdin": subprocess.DEVNULL, "stdout": pipe, "stderr": pipe}
    with _begun(command, connected, **streams) as process:
        told, complaints = process.communicate()
        if process.returncode:
            raise _failure(command[0], complaints.decode(errors="replace"))
    return told.decode(errors="replace")


def _begun(command: list[str], connected: bool = True, **streams: Any) -> subprocess.Popen:
    """Begin one of PostgreSQL's programs. Raises Refused where it is not installed."""
    database = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = dict(os.environ)
    for variable, setting in (named | {"PGDATABASE": "NAME"}).items():
        if connected and database[setting]:
            environment[variable] = str(database[setting])
    for option in SECURED_BY:
        if connected and option in database["OPTIONS"]:
            environment[f"PG{option.upper()}"] = database["OPTIONS"][option]
    try:
        return subprocess.Popen(command, env=environment, **streams)
    except FileNotFoundError:
        message = _("%(program)s manque : installez les programmes clients de PostgreSQL.")
        raise Refused(message % {"program": command[0]}) from None


def _failure(program: str, complaints: str) -> Refused:
    """Return why a program failed: the first line that it said."""
    first = (complaints.strip().splitlines() or ["?"])[0]
    message = _("%(program)s a échoué : %(error)s.")
    return Refused(message % {"program": program, "error": first})
