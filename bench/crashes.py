"""Is anything lost when the machine stops in the middle? Each work of the archive is killed (SIGKILL, with the processes
that it began) at many moments: before one of its statements to the database, evenly spread over all of them (so between
two commits, too), and after a share of its time. Then the site is asked one question, as a visitor would, and judged.

    python bench/crashes.py [--moments 12] [--works import,bulk,rebuild,migration,backup,restore]
                            [--editorials 120] [--postgres] [--deadline 900]

`--postgres` starts a cluster of its own in a temporary folder (Debian's package, psycopg for Python) and ends it.
Judged: what was acknowledged is there and whole, nothing is there by half, the work done again ends as if it had never
been cut short, and the index equals the database without a command. Exit status 1 where anything is lost.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import crash_backups
import postgres_cluster
from crash_evidence import JUDGES, healed, of_import, state

ROOT = Path(__file__).resolve().parent.parent
BAGS = "bags"  # the folder of backups
EARLIER = "0008_plain_names_of_fields"  # of the migrations that are done again


def main() -> None:
    options = arguments()
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    signal.signal(signal.SIGALRM, out_of_time)
    signal.alarm(options.deadline)
    with (
        tempfile.TemporaryDirectory(prefix="crashes-") as name,
        database(options.postgres, Path(name)) as server,
    ):
        sys.exit(not conduct(options, Path(name), server))


def database(is_postgres: bool, folder: Path) -> AbstractContextManager:
    return postgres_cluster.cluster(folder) if is_postgres else nullcontext()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--moments", type=int, default=12)
    parser.add_argument("--works", default="import,bulk,rebuild,migration,backup,restore")
    parser.add_argument("--editorials", type=int, default=120)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--deadline", type=int, default=900, help="seconds")
    return parser.parse_args()


def out_of_time(*_signal) -> None:
    sys.exit("The deadline is over: something hangs.")


# Where it happens


class Place:
    """The data folder and the database of the runs, as they were kept under a name."""

    def __init__(self, folder: Path, server: postgres_cluster.Server | None):
        self.data, self._kept = folder / "data", folder / "kept"
        self._server = server
        self._kept.mkdir()
        os.environ["ARCHIVE_DATA_DIR"] = str(self.data)
        if server:
            os.environ["DATABASE_URL"] = server.url()

    def keep(self, name: str) -> None:
        shutil.copytree(self.data, self._kept / name)
        if self._server:
            self._server.sql(f"CREATE DATABASE {name} TEMPLATE archive")

    def put_back(self, name: str) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(self._kept / name, self.data)
        if self._server:
            self._server.sql("DROP DATABASE archive WITH (FORCE)")
            self._server.sql(f"CREATE DATABASE archive TEMPLATE {name}")


# What is done, each by a process of its own


def apart(work: Callable[..., object], *given, after: float = 0.0) -> tuple[int, float, list]:
    """Have a process do a work; kill it, and what it began, `after` so many seconds where that is said.

    Returns (its exit status or -9, its seconds, what it noted as JSON, line by line).
    """
    reading, writing = os.pipe()
    started = time.perf_counter()
    number = os.fork()
    if not number:
        signal.alarm(0)
        os.setsid()
        os.close(reading)
        status = 1
        try:
            work(lambda noted: os.write(writing, f"{json.dumps(noted)}\n".encode()), *given)
            status = 0
        except BaseException as error:
            os.write(writing, f"{json.dumps(['failed', repr(error)])}\n".encode())
        finally:
            os._exit(status)
    os.close(writing)
    if after:
        until = started + after
        while time.perf_counter() < until and not os.waitid(
            os.P_PID, number, os.WEXITED | os.WNOHANG | os.WNOWAIT
        ):
            time.sleep(0.002)
        kill(number)
    with os.fdopen(reading, "rb") as notes:
        content = notes.read()
    _number, status = os.waitpid(number, 0)
    seconds = time.perf_counter() - started
    lines = [json.loads(line) for line in content.split(b"\n") if line]
    return os.waitstatus_to_exitcode(status), seconds, lines


def kill(number: int) -> None:
    try:
        os.killpg(number, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(number, signal.SIGKILL)


def counting(note, work: Callable[..., object], kill_before: int, *given) -> None:
    """Do a work; note how many statements it took, or end everything before one of them."""
    from django.db import connection

    count = 0

    def heed(execute, *statement):
        nonlocal count
        count += 1
        if count == kill_before:
            os.killpg(0, signal.SIGKILL)
        return execute(*statement)

    with connection.execute_wrapper(heed):
        work(note, *given)
    note(["statements", count])


def import_rows(note, path: str) -> None:
    from archive.ingest import running
    from archive.search.upkeep import freshness

    with freshness.deferred():
        for outcome in running.run(running.begun([path])):
            note(["done", outcome.editorial.source_id])


def change_many(note) -> None:
    from archive.models import Editorial, Operation
    from archive.models.bulk import Bulk
    from archive.models.operations import OperationKind

    Bulk(add=["Neuf", "Ancien"], values={"section": "Tribune"}).apply(
        list(Editorial.objects.values_list("pk", flat=True))
    )
    assert OperationKind.BULK and Operation.objects.exists()
    note(["done", "bulk"])


def rebuild(note) -> None:
    from archive.search.engine import current

    current().rebuild(workers=2, batch=20)
    note(["done", "rebuild"])


def migrate(note) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    note(["done", "migration"])


# What is found afterwards


def judge(note, work: str, acknowledged: list, path: str, before: str) -> None:
    """Note what is lost or by half, as sentences; then how long the index took to equal the database."""
    complaints = []
    if work == "migration":
        migrate(lambda _noted: None)  # the next start does it
    elif work in crash_backups.JUDGES:
        complaints = crash_backups.JUDGES[work](acknowledged, Path(path).with_name(BAGS), before)
    else:
        complaints = JUDGES[work](acknowledged)
    complaints += healed()
    if work == "import":
        import_rows(lambda _noted: None, path)
        complaints += of_import(
            [
                ["done", json.loads(line)["source_id"]]
                for line in Path(path).read_text().splitlines()
            ]
        )
    if work in ("rebuild", "migration") and state() != before:
        complaints.append("the database is not what it was")
    complaints += healed()
    for complaint in complaints:
        note(["lost", complaint])


# The run


def set_up(note, rows: str) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    note(["done", "empty"])
    if rows:
        import_rows(lambda _noted: None, rows)
        rebuild(lambda _noted: None)


def go_back(note) -> None:
    from django.core.management import call_command

    note(["state", state()])
    call_command("migrate", "archive", EARLIER, verbosity=0)


def conduct(
    options: argparse.Namespace, folder: Path, server: postgres_cluster.Server | None
) -> bool:
    place = Place(folder, server)
    import django

    django.setup()
    for number, name in enumerate(("first", "rows")):
        lines = []
        for row in range(options.editorials):
            facts = {
                "source_id": f"row-{number}-{row}",
                "title": f"Titre {number} {row}",
                "date": "2001-02",
            }
            facts |= {"authors": [f"Ada Nord{row % 7}"], "tags": ["Voix", f"Mot {row % 5}"]}
            facts["text"] = (
                f"Texte {number} {row} {' '.join(f'mot{word * row % 97}' for word in range(60))}"
            )
            lines.append(json.dumps(facts))
        (folder / f"{name}.jsonl").write_text("\n".join(lines))
    first, rows = str(folder / "first.jsonl"), str(folder / "rows.jsonl")
    done(apart(set_up, first))
    place.keep("filled")
    before = done(apart(go_back))[0][1]
    place.keep("earlier")
    place.put_back("filled")
    bags = str(folder / BAGS)
    done(apart(crash_backups.keep_bag, bags))
    done(apart(change_many))
    done(apart(crash_backups.note_changed, bags))
    place.keep("changed")
    works = {
        "import": (import_rows, "filled", (rows,)),
        "bulk": (change_many, "filled", ()),
        "rebuild": (rebuild, "filled", ()),
        "migration": (migrate, "earlier", ()),
        "backup": (crash_backups.back_up, "filled", (bags,)),
        "restore": (crash_backups.restore, "changed", (bags,)),
    }
    print(
        f"{'work':10} {'killed':>7} {'before statement':>17} {'after a time':>13} {'acknowledged':>13} {'lost':>5}"
    )
    is_well = True
    for work in options.works.split(","):
        is_well &= try_all(place, work, *works[work], options.moments, rows, before)
    return is_well


def done(outcome: tuple[int, float, list]) -> list:
    status, _seconds, notes = outcome
    if status:
        sys.exit(f"What is to be killed does not end by itself: {notes}")
    return notes


def try_all(
    place: Place, work: str, do, kept: str, given: tuple, moments: int, rows: str, before: str
) -> bool:
    place.put_back(kept)
    status, seconds, notes = apart(counting, do, 0, *given)
    notes = done((status, seconds, notes))
    [statements] = [note[1] for note in notes if note[0] == "statements"]
    killed = by_statement = by_time = acknowledged = lost = 0
    for moment in range(moments):
        share = (moment + 0.5) / moments
        for way in ("statement", "time"):
            place.put_back(kept)
            if way == "statement":
                status, _seconds, notes = apart(
                    counting, do, max(1, round(share * statements)), *given
                )
            else:
                status, _seconds, notes = apart(do, *given, after=share * seconds)
            if status not in (0, -signal.SIGKILL):
                sys.exit(f"{work} failed: {notes}")
            if status:
                killed += 1
                by_statement += way == "statement"
                by_time += way == "time"
            said = [note for note in notes if note[0] == "done"]
            acknowledged += len(said)
            status, _seconds, notes = apart(judge, work, said, rows, before)
            found = [note[1] for note in notes]
            if status:
                found.append(f"the judge ended with {status}")
            for complaint in found:
                print(f"{work}, {way} {share:.2f}: {complaint}", file=sys.stderr)
            lost += len(found)
    print(
        f"{work:10} {killed:7} {by_statement:17} {by_time:13} {acknowledged:13} {lost:5}",
        flush=True,
    )
    return not lost


if __name__ == "__main__":
    main()
