"""What is made once for all tests, by whichever of the processes that run them needs it first."""

import fcntl
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MIGRATE = ("migrate", "--verbosity=0", "--no-input")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the file or folder of that name, which `make` has made at the path it was given.

    Nobody may change it: who wants to takes a copy.
    """
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of all workers
    path = folder / name
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = Path(tempfile.mkdtemp(dir=folder)) / name  # stays there where that fails
            make(unfinished)
            unfinished.rename(path)
    return path


def manage(data: Path, *command: str, database: str = "") -> str:
    """Run a command of manage.py on a data folder; return what it printed.

    `database` is the address of its database; without, that is an SQLite file in the folder.
    """
    environment = os.environ | {"ARCHIVE_DATA_DIR": str(data), "DATABASE_URL": database}
    line = [sys.executable, ROOT / "manage.py", *command]
    done = subprocess.run(line, env=environment, cwd="/", capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def migrated_once(factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file with the tables of an archive."""

    def migrate(path: Path) -> None:
        folder = path.parent / "data"
        manage(folder, *MIGRATE)
        file = folder / "archive.sqlite3"
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA journal_mode=DELETE")  # all of it is in that file
        file.rename(path)

    return made_once(factory, "migrated.sqlite3", migrate)


def prepared_once(factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a data folder as the first `manage.py prepare` leaves it, and what that said.

    It holds the demonstration, its index, the static files.
    """

    def prepare(folder: Path) -> None:
        folder.mkdir()
        (folder / "said").write_text(manage(folder / "l’archive", "prepare"))

    folder = made_once(factory, "prepared", prepare)
    return folder / "l’archive", (folder / "said").read_text()
