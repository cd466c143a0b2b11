"""A restore tried where it disturbs nobody: a bag served by a site of its own, and compared."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from archive.backups import Refused, bags, restoring, room
from archive.backups.contents import KEY
from archive.backups.trials import Trial, trial
from archive.backups.verifying import Verified

# What tells of a site at work rather than of the archive: `prepare` may change it.
AT_WORK = {
    *("django_migrations", "sqlite_sequence", "sqlite_stat1"),
    *("archive_proof", "archive_shown", "archive_stale"),
    *("archive_tallied", "archive_talliedauthor", "archive_talliedpair", "archive_talliedtag"),
}
OWN = ("DATABASE_URL", "DATABASE_REPLICA_URL", "ARCHIVE_SEARCH_URL", "CAPTURES_URL", "SECRET_KEY")
CHECKS = ("prepare", "check_captures", "check_index")


@dataclass
class Drill:
    """`rows`: how many of the database were compared, `captures`: how many were proved."""

    rows: int
    captures: int


def drill(verified: Verified, progress: bags.Progress = str) -> Drill:
    """Restore a bag into a folder that is thrown away, have a site made of it, and compare.

    On PostgreSQL its database is one that is thrown away as well. Raises Refused where something is
    not as it was, OSError.
    """
    contents = restoring.readable(verified)
    restoring.check_kind(contents)
    with tempfile.TemporaryDirectory(prefix="archive-drill-") as scratch:
        room.check(Path(scratch), 2 * room.size(verified.bag))
        folder = Path(scratch, "data")
        restoring.unpack(verified, contents, folder, progress)
        with trial(contents.database, folder) as database:
            for command in CHECKS:
                # Captures that were lost when the bag was made are lost here as well.
                if command != "check_captures" or not contents.lost:
                    _run(command, folder, database.address())
            rows = _compare(database)
        if not (folder / KEY).exists():
            raise Refused(_("La restauration a perdu %(name)s.") % {"name": KEY})
    return Drill(rows, contents.captures - len(contents.lost))


def _run(command: str, folder: Path, database: str) -> None:
    """Run a command on the restored folder alone. Raises Refused where it fails."""
    environment = {name: text for name, text in os.environ.items() if name not in OWN}
    environment["ARCHIVE_DATA_DIR"] = str(folder)
    if database:
        environment["DATABASE_URL"] = database
    manage = str(settings.BASE_DIR / "manage.py")
    done = subprocess.run(
        [sys.executable, manage, command], env=environment, capture_output=True, text=True
    )
    if done.returncode:
        complaint = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        message = _("L’exercice a échoué à %(command)s : %(error)s")
        raise Refused(message % {"command": command, "error": "".join(complaint)})


def _compare(database: Trial) -> int:
    """Return how many rows there are. Raises Refused where one is gone or has changed."""
    count = 0
    served = database.columns(database.served)
    for table, columns in database.columns("bag").items():
        shared = [name for name in columns if name in served.get(table, ())]
        if table in AT_WORK or not shared:
            continue
        listed = ", ".join(f'"{name}"' for name in shared)
        [(lost,)] = database.ask(
            f'SELECT count(*) FROM (SELECT {listed} FROM bag."{table}"'
            f' EXCEPT SELECT {listed} FROM {database.served}."{table}") AS lost'
        )
        if lost:
            raise Refused(_("La restauration a changé %(table)s.") % {"table": table})
        [(rows,)] = database.ask(f'SELECT count(*) FROM bag."{table}"')
        count += rows
    return count
