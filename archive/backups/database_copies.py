"""The database as one file, out of the site and into it: whole at one moment, whoever writes."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
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


def live_path() -> Path:
    """Return where the site's SQLite database is."""
    return Path(connection.settings_dict["NAME"])


def size() -> int:
    """Return how many bytes the site's database takes, about; 0 where that is not known."""
    if connection.vendor != "sqlite":
        return 0
    try:
        return live_path().stat().st_size
    except OSError:
        return 0


def _copy_sqlite(source: Path, target: Path) -> Copy:
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with (
            closing(_live(source)) as live,
            closing(sqlite3.connect(target)) as copy,
        ):
            # In one step: stepwise it would begin anew at each commit of another process.
            live.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a -wal beside it
            return Copy(SQLITE, lambda query: copy.execute(query).fetchall())
    except sqlite3.Error as error:
        raise Refused(_("La base de données ne peut pas être copiée : %s.") % error) from None


def _live(path: Path) -> sqlite3.Connection:
    """Return the site's database, open to be read: where nothing can be written beside it, too.

    Raises sqlite3.Error: after WAIT where the copying would wait for ever.
    """
    if not disk.is_read_only(str(path)):
        live = _opened(path, "mode=rw")
        try:
            live.execute(EDITORIALS)
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


def check_sqlite(path: Path) -> Copy:
    """Return what a copy names, once it is known to be whole. Raises Refused."""
    try:
        with reading(path) as copy:
            faults = copy.execute("PRAGMA integrity_check(1)").fetchall()
            if faults == [("ok",)]:
                return Copy(SQLITE, lambda query: copy.execute(query).fetchall())
            complaint = str(faults[0][0]).splitlines()[-1]
    except sqlite3.Error as error:
        complaint = str(error)
    raise Refused(_("La base de données copiée est endommagée : %s.") % complaint)


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
        options = ["--format=custom", "--no-owner", "--no-privileges"]
        _run(["pg_dump", *options, f"--snapshot={snapshot}", f"--file={target}"])
        return Copy(POSTGRESQL, ask)


def check_dump(path: Path) -> None:
    """Raise Refused where a dump of PostgreSQL cannot be read to its end."""
    _run(["pg_restore", f"--file={os.devnull}", str(path)], connected=False)


def load(dump: Path) -> None:
    """Put a dump of PostgreSQL in the place of what the database holds: all of it or, where that
    fails or is killed, nothing. Raises Refused."""
    drops = ["SET client_min_messages = error;"]
    for table in connection.introspection.table_names():
        drops.append(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE;")
    connection.close()
    script = dump.with_name(f"{dump.name}.sql")
    options = ["--no-owner", "--no-privileges", f"--file={script}"]
    _run(["pg_restore", *options, str(dump)], connected=False)
    begin = "\n".join(["BEGIN;", *drops, ""]).encode()
    with (
        open(script, "rb") as commands,
        tempfile.TemporaryFile("w+") as complaints,
        _begun(
            ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--output={os.devnull}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
        ) as psql,
    ):
        assert psql.stdin is not None and psql.stdout is not None, "they are pipes"
        with suppress(BrokenPipeError), psql.stdin as pipe:  # it ends at the first error
            pipe.write(begin)
            shutil.copyfileobj(commands, pipe)
            pipe.write(b"\n\\echo loaded\n")
            pipe.flush()
            # Only when all is done: should this process be killed before, nothing is committed.
            if psql.stdout.readline() == b"loaded\n":
                pipe.write(b"COMMIT;\n")
        if psql.wait():
            complaints.seek(0)
            raise _failure("psql", complaints.read())
    script.unlink()


def others() -> int:
    """Return how many other processes are connected to the database of PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def _run(command: list[str], connected: bool = True) -> None:
    """Run one of PostgreSQL's programs, on the site's database if connected. Raises Refused."""
    nothing = subprocess.DEVNULL
    streams = {"stdin": nothing, "stdout": nothing, "stderr": subprocess.PIPE}
    with _begun(command, connected, **streams) as process:
        _nothing, complaints = process.communicate()
        if process.returncode:
            raise _failure(command[0], complaints.decode(errors="replace"))


def _begun(command: list[str], connected: bool = True, **streams: Any) -> subprocess.Popen:
    """Begin one of PostgreSQL's programs. Raises Refused where it is not installed."""
    database = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = dict(os.environ)
    for variable, setting in (named | {"PGDATABASE": "NAME"}).items():
        if connected and database[setting]:
            environment[variable] = str(database[setting])
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
