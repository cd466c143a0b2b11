"""Is a backup whole that is made while somebody writes? Beside it, the copy that `cp -r` makes at the same time.

    python bench/backups.py [--times 20] [--copies 6] [--size 500]

One process changes the database without pause. Each backup is verified, and its database asked by SQLite's integrity_check; of
each copy the database is. Seconds are those of `backup` alone, which verifies before it gives the bag its name. Exit status 1
where a backup is not whole.
"""

import argparse
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

import archives
from speed import row, table

# A transaction inserts rows and takes others away, so that pages of the file move all the time.
WRITER = """
import itertools, sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
for number in itertools.count():
    database.execute("BEGIN IMMEDIATE")
    for part in range(20):
        session = f"bench-{number}-{part}", str(number) * 900
        database.execute("INSERT INTO django_session VALUES (?, ?, '2026-01-01')", session)
    if number % 7 == 6:
        database.execute("DELETE FROM django_session WHERE session_key LIKE 'bench-%' AND rowid % 3 = 0")
    database.execute("COMMIT")
    if not number:
        print("writing", flush=True)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=20, help="backups")
    parser.add_argument("--copies", type=int, default=6, help="by cp -r")
    parser.add_argument("--size", type=int, default=500, help="editorials")
    options = parser.parse_args()
    data = archives.open_archive(f"backups-{options.size}")
    archives.fill(lambda: archives.corpus(options.size))
    table("made", "times", "whole", "median s", "longest s")
    with (
        tempfile.TemporaryDirectory(prefix="backups-") as folder,
        writing(data / "archive.sqlite3"),
    ):
        whole = [backed_up(Path(folder, f"bag-{number}")) for number in range(options.times)]
        copies = [copied(data, Path(folder, "copy")) for _number in range(options.copies)]
    for name, made in (("backup", whole), ("cp -r", copies)):
        if made:
            seconds = [taken for _is_whole, taken in made]
            count = sum(is_whole for is_whole, _taken in made)
            row(name, len(made), count, f"{median(seconds):.2f}", f"{max(seconds):.2f}")
    sys.exit(not all(is_whole for is_whole, _taken in whole))


@contextmanager
def writing(database: Path) -> Iterator[None]:
    """Have a process write into a database; what it wrote is taken away in the end."""
    command = [sys.executable, "-S", "-c", WRITER, database]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            if process.stdout is None or process.stdout.readline() != "writing\n":
                sys.exit("The process that is to write does not.")
            yield
        finally:
            process.kill()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM django_session WHERE session_key LIKE 'bench-%'")


def backed_up(bag: Path) -> tuple[bool, float]:
    """Return whether a backup is whole, and its seconds."""
    from archive.backups import making, verifying

    started = time.perf_counter()
    making.make(bag)
    taken = time.perf_counter() - started
    verifying.verify(bag, None)
    return is_sound(bag / "data" / "archive.sqlite3"), taken


def copied(data: Path, copy: Path) -> tuple[bool, float]:
    """Return whether the database of a plain copy is whole, and the seconds that it took."""
    started = time.perf_counter()
    subprocess.run(["cp", "-r", data, copy], check=True)
    taken = time.perf_counter() - started
    try:
        return is_sound(copy / "archive.sqlite3"), taken
    finally:
        shutil.rmtree(copy)


def is_sound(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except sqlite3.Error:
        return False


if __name__ == "__main__":
    main()
