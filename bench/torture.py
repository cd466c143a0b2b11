"""Does search hold when everything happens at once? Processes that write, processes that read, one killed every few
seconds, rebuild after rebuild in the second half; on SQLite and the index as the site uses them, in a data folder of its own.

    python bench/torture.py [--seconds 60] [--writers 4] [--readers 4] [--every 3] [--editorials 500] [--deadline 300]

Every process notes what it has done, after it is done, in a file of its own: so it is known what must be there.
Exit status 1 if a read failed, an editorial was lost, the index differs from the database at the end, or not all is
over `--deadline` seconds after its beginning.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
WORDS = [
    "accueil",
    "appel",
    "attente",
    "client",
    "écoute",
    "formation",
    "métier",
    "qualité",
    "service",
    "temps",
    "voix",
]
TAGS = ["Accueil", "Qualité", "Formation", "Métier", "Automates", "Écoute", "Horaires", "Coûts"]


def main() -> None:
    options = arguments()
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    if options.role:
        return part(options)
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        os.environ["ARCHIVE_DATA_DIR"] = folder
        # Whatever hangs: the process ends here, those that it began with it.
        signal.signal(signal.SIGALRM, out_of_time)
        signal.alarm(options.deadline)
        if not judge(Path(folder), conduct(options, Path(folder))):
            sys.exit(1)


def out_of_time(*_signal) -> None:
    sys.exit("The deadline is over: something hangs.")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name, default in {
        "seconds": 60,
        "writers": 4,
        "readers": 4,
        "every": 3,
        "editorials": 500,
        "deadline": 300,
    }.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--role", choices=["writer", "reader"], help=argparse.SUPPRESS)
    parser.add_argument("--notes", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


# The one that conducts


class One(NamedTuple):
    role: str
    notes: Path
    process: subprocess.Popen

    def is_at_work(self) -> bool:
        return self.notes.stat().st_size > 0

    def silent_for(self) -> float:
        """Seconds since it noted something: of a writer, how long what it does now has taken."""
        return time.time() - self.notes.stat().st_mtime


class Conductor:
    def __init__(self, notes: Path):
        self.notes, self.counts = notes, Counter()
        self.longest_silence = 0.0  # seconds, of a writer that was killed or ended in its work
        self.running: list[One] = []
        self.rebuild: subprocess.Popen | None = None
        notes.mkdir()

    def begin(self, role: str) -> None:
        path = self.notes / f"{role}-{len(list(self.notes.iterdir()))}"
        path.touch()
        command = [sys.executable, __file__, "--role", role, "--notes", path]
        self.running.append(One(role, path, subprocess.Popen(command)))

    def kill_one(self) -> None:
        if at_work := [worker for worker in self.running if worker.is_at_work()]:
            worker = random.choice(at_work)
            self.running.remove(worker)
            self.heed(worker)
            worker.process.kill()
            self.counts["died by themselves"] += worker.process.wait() != -signal.SIGKILL
            self.counts["kills"] += 1
            self.begin(worker.role)
        if self.rebuild and random.random() < 0.25:
            self.rebuild.kill()
            self.counts["rebuilds killed"] += self.rebuild.wait() == -signal.SIGKILL

    def heed(self, worker: One) -> None:
        if worker.role == "writer" and worker.is_at_work():
            self.longest_silence = max(self.longest_silence, worker.silent_for())

    def rebuild_again(self) -> None:
        if self.rebuild is None or self.rebuild.poll() is not None:
            self.count_rebuild()
            command = [
                sys.executable,
                ROOT / "manage.py",
                "rebuild_index",
                "--noinput",
                "-v0",
                "-w2",
            ]
            self.rebuild = subprocess.Popen(command)
            self.counts["rebuilds"] += 1

    def count_rebuild(self) -> None:
        self.counts["failed rebuilds"] += bool(
            self.rebuild and self.rebuild.wait() not in (0, -signal.SIGKILL)
        )

    def end(self) -> None:
        for worker in self.running:
            self.heed(worker)
            worker.process.terminate()
        for worker in self.running:
            try:
                self.counts["died by themselves"] += worker.process.wait(10) not in (
                    0,
                    -signal.SIGTERM,
                )
            except subprocess.TimeoutExpired:
                worker.process.kill()
                self.counts["died by themselves"] += 1
        self.count_rebuild()
        self.running, self.rebuild = [], None


def conduct(options: argparse.Namespace, folder: Path) -> Conductor:
    prepare(options.editorials)
    conductor = Conductor(folder / "notes")
    try:
        for role in ["writer"] * options.writers + ["reader"] * options.readers:
            conductor.begin(role)
        while not all(worker.is_at_work() for worker in conductor.running):
            time.sleep(0.1)
        started = killed = time.monotonic()
        while (now := time.monotonic()) - started < options.seconds:
            time.sleep(0.1)
            if now - killed >= options.every:
                killed = now
                conductor.kill_one()
            if now - started > options.seconds / 2:
                conductor.rebuild_again()
    finally:
        conductor.end()
    return conductor


def prepare(editorials: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from archive.search.upkeep import freshness

    call_command("migrate", verbosity=0)
    with freshness.deferred():
        for number in range(editorials):
            make(f"Début {number}")
    from django.db import connections

    connections.close_all()


class Noted(NamedTuple):
    """What the processes said that they did. `written`: the last number in the title of each editorial; `deleted`:
    those that somebody was about to delete; `reads`, `saves`: milliseconds of each."""

    counts: Counter
    written: dict[int, int]
    deleted: set[int]
    reads: list[float]
    saves: list[float]


def noted(notes: Path) -> Noted:
    record = Noted(Counter(), {}, set(), [], [])
    for path in notes.iterdir():
        for line in path.read_text().splitlines():
            what, *rest = line.split()
            record.counts[what] += 1
            if what == "wrote":
                record.written[int(rest[0])] = int(rest[1])
            elif what == "deleting":
                record.deleted.add(int(rest[0]))
            elif what in ("index", "database"):
                record.reads.append(float(rest[0]))
            elif what == "save":
                record.saves.append(float(rest[0]))
            elif what in ("failed", "refused"):
                print(path.name, line, file=sys.stderr)
    record.reads.sort()
    record.saves.sort()
    return record


def judge(folder: Path, conductor: Conductor) -> bool:
    from archive.models import Editorial, Stale
    from archive.search.upkeep import comparing, freshness

    said, counts = noted(folder / "notes"), conductor.counts
    known = {
        pk: int(title.rpartition(" ")[2])
        for pk, title in Editorial.objects.values_list("pk", "title")
    }
    lost = [
        pk
        for pk, number in said.written.items()
        if pk not in said.deleted and known.get(pk, -1) < number
    ]
    waiting = Stale.objects.count()
    freshness.drain(patient=True)  # what the next start does
    differing = comparing.differences()
    for name, value in {
        "reads answered by the index": said.counts["index"],
        "reads answered by the database": said.counts["database"],
        "reads failed": said.counts["failed"],
        "read, median and worst, ms": f"{said.reads[len(said.reads) // 2]:.1f} {said.reads[-1]:.0f}",
        "a save, median and longest, s": f"{said.saves[len(said.saves) // 2] / 1000:.2f} {said.saves[-1] / 1000:.2f}",
        "longest not over at an end or kill, s": f"{conductor.longest_silence:.2f}",
        "writes": said.counts["wrote"] + said.counts["tagged"] + said.counts["deleted"],
        "writes refused": said.counts["refused"],
        "processes killed and replaced": counts["kills"],
        "processes that died by themselves": counts["died by themselves"],
        "rebuilds meanwhile, those killed": f"{counts['rebuilds']} {counts['rebuilds killed']}",
        "rebuilds that failed": counts["failed rebuilds"],
        "editorials at the end": len(known),
        "editorials lost": len(lost),
        "left stale, for the next start": waiting,
        "differences of the index at the end": differing if any(differing) else 0,
    }.items():
        print(f"{name:38} {value}")
    bad = (
        said.counts["failed"]
        + said.counts["refused"]
        + counts["died by themselves"]
        + counts["failed rebuilds"]
    )
    return not (bad or lost or any(differing))


# Those who write and read


def part(options: argparse.Namespace) -> None:
    import django

    django.setup()
    out = os.open(options.notes, os.O_WRONLY | os.O_APPEND)
    os.write(out, b"ready\n")
    act = writing() if options.role == "writer" else reading()
    while True:
        started = time.perf_counter()
        try:
            outcome = next(act)
            if outcome.startswith(("wrote", "tagged", "deleted")):
                outcome += f"\nsave {1000 * (time.perf_counter() - started):.1f}"
        except Exception as error:
            act = writing() if options.role == "writer" else reading()
            outcome = f"{'refused' if options.role == 'writer' else 'failed'} {error!r}".replace(
                "\n", " "
            )
        os.write(out, f"{outcome}\n".encode())


def make(title: str):
    from archive.models import Editorial

    body = f"<p>{' '.join(random.choices(WORDS, k=80))}</p>"
    editorial = Editorial.objects.create(
        title=f"{title} 0", body=body, date=str(random.randint(1995, 2010))
    )
    editorial.add_tags(random.sample(TAGS, 2), origin="import")
    return editorial


def writing():
    """Yields what was done, or what is about to be where it takes something away."""
    from django.db import transaction

    from archive.models import Editorial, Tag

    own, edited = [], 0
    while True:
        what = random.choice(["make", "edit", "edit", "tag", "rename", "delete"])
        if what == "make" or len(own) < 3:
            with transaction.atomic():
                own.append(make(f"Numéro {os.getpid()}"))
            yield f"wrote {own[-1].pk} 0"
        elif what == "edit":
            edited += 1
            editorial = random.choice(own)
            editorial.title = f"Numéro {os.getpid()} {edited}"
            editorial.save()
            yield f"wrote {editorial.pk} {edited}"
        elif what == "tag":
            with transaction.atomic():
                editorial = Editorial.objects.order_by("?").first()
                editorial.taggings.all().delete()
                editorial.add_tags(random.sample(TAGS, 3), origin="editor")
            yield f"tagged {editorial.pk}"
        elif what == "rename" and random.random() < 0.1:
            tag = Tag.objects.order_by("?").first()
            tag.name = tag.name.swapcase()
            tag.save()
            yield "tagged 0"
        elif what == "delete":
            editorial = own.pop(random.randrange(len(own)))
            yield f"deleting {editorial.pk}"
            editorial.delete()
            yield "deleted"


def reading():
    from archive.search import ask
    from archive.search.question.query import Question

    while True:
        words = random.sample(WORDS, random.randint(0, 3))
        started = time.perf_counter()
        answer = ask(Question(q=" ".join(words), page=random.randint(1, 3)))
        assert answer.count and answer.facets, f"nothing for {words}"
        yield f"{answer.by} {1000 * (time.perf_counter() - started):.2f}"


if __name__ == "__main__":
    main()
