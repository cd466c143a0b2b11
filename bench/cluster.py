"""Does the archive hold while nodes of its cluster die? Three nodes of OpenSearch on loopback, a site over them.

    python bench/cluster.py [--version 2.19.6] [--port 9600] [--saves 200] [--deadline 900]

First the cluster's manager is killed (SIGKILL) while one thread asks and another saves: no request may fail or be
answered by the database, every acknowledged save is found, index and database are equal, and the node comes back.
Then two of three are killed: the database answers within 10 seconds, what is saved is found, and within 60 seconds of
the nodes' return the index answers again, with all of it. Exit status 1 where anything of that does not hold. Needs
Java and Maven (tests/cluster/nodes.py).
"""

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
from cluster.nodes import FLOOR, VERSIONS, Cluster, NotStarted  # noqa: E402

TO_THE_DATABASE, TO_THE_INDEX = 10, 60  # seconds
SAVED_AWAY = 5  # editorials that are saved while the cluster is away
LETTERS = "bcdfghjklm"


def main() -> None:
    options = arguments()
    signal.signal(signal.SIGALRM, out_of_time)
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit("Ended."))  # with its nodes
    signal.alarm(options.deadline)
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        nodes = Cluster(Path(folder, "nodes"), 3, options.port, options.version, brief=True)
        try:
            begun = time.monotonic()
            nodes.start()
            print(f"three nodes of {options.version}: {time.monotonic() - begun:.1f} s")
            sys.exit(not conduct(nodes, Path(folder), options.saves))
        except NotStarted as error:
            sys.exit(str(error))
        finally:
            nodes.stop()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--version", choices=VERSIONS, default=FLOOR)
    parser.add_argument("--port", type=int, default=9600)
    parser.add_argument("--saves", type=int, default=200)
    parser.add_argument("--deadline", type=int, default=900, help="seconds")
    return parser.parse_args()


def out_of_time(*_signal) -> None:
    sys.exit("The deadline is over: something hangs.")


def conduct(nodes: Cluster, folder: Path, saves: int) -> bool:
    hosts = ",".join(nodes.hosts)
    os.environ |= {
        "ARCHIVE_DATA_DIR": str(folder / "data"),
        "ARCHIVE_SEARCH_URL": f"opensearch://{hosts}/editorials?shards=3",
        "DJANGO_SETTINGS_MODULE": "archive.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    call_command("rebuild_index", interactive=False, verbosity=0)
    nodes.wait(3, "green")
    judged = [manager_killed(nodes, saves), two_killed(nodes)]
    return all(judged)


# The site


class Asking(threading.Thread):
    """Somebody who asks without end; what went wrong is in `failures`."""

    def __init__(self):
        super().__init__()
        self.failures: list[str] = []
        self.asked, self.slowest = 0, 0.0
        self.over = threading.Event()

    def run(self) -> None:
        from django.db import connections
        from django.test import Client

        from archive.search import Question, ask

        client = Client(HTTP_HOST="localhost")
        while not self.over.is_set():
            begun = time.monotonic()
            status = client.get("/api/v1/search", {"q": "service client"}).status_code
            answer = ask(Question(q="accueil client"))
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.asked += 2
            if status != 200 or answer.by != "index" or not answer.count:
                self.failures.append(f"status {status}, {answer.count} by {answer.by}")
            time.sleep(0.02)
        connections.close_all()


def word_of(number: int) -> str:
    """A word that no other editorial has."""
    return "zw" + "".join(LETTERS[int(digit)] for digit in str(number))


class Saving(threading.Thread):
    """Somebody who saves so many editorials, each with a word of its own."""

    def __init__(self, numbers: range):
        super().__init__()
        self.numbers, self.saved = numbers, dict[str, int]()
        self.failures: list[str] = []
        self.slowest = 0.0

    def run(self) -> None:
        from django.db import connections

        for number in self.numbers:
            begun = time.monotonic()
            try:
                self.saved[word_of(number)] = save(number)
            except Exception as error:
                self.failures.append(repr(error))
            self.slowest = max(self.slowest, time.monotonic() - begun)
            time.sleep(0.02)
        connections.close_all()


def save(number: int) -> int:
    from archive.models import Editorial

    editorial = Editorial(title=f"Numéro {word_of(number)}", body="<p>Un client attend.</p>")
    editorial.save()
    return editorial.pk


def are_found(saved: dict[str, int], by: str) -> bool:
    from archive.search import Question, ask

    lost = []
    for word, number in saved.items():
        answer = ask(Question(q=word), loosen=False)
        if answer.by != by or [hit.id for hit in answer.hits] != [number]:
            lost.append(word)
    if lost:
        print(f"  not found by the {by}: {len(lost)}, {lost[:3]}")
    return not lost


def answered_by() -> str:
    from archive.search import Question, ask

    return ask(Question(q="client")).by


def seconds_until(is_so: Callable[[], bool], most: float) -> float | None:
    """How long it takes until something is so; None where it is not within `most` seconds."""
    begun = time.monotonic()
    while time.monotonic() - begun < most:
        if is_so():
            return time.monotonic() - begun
        time.sleep(0.2)
    return None


def nothing_is_stale() -> bool:
    from archive.models import Stale

    return not Stale.objects.exists()


def is_equal() -> bool:
    from archive.search.upkeep.comparing import differences

    return not any(differences())


def told(what: str, holds: bool) -> bool:
    print(f"  {'yes' if holds else 'NO '} {what}", flush=True)
    return holds


# What befalls it


def manager_killed(nodes: Cluster, saves: int) -> bool:
    asking, saving = Asking(), Saving(range(saves))
    asking.start()
    saving.start()
    time.sleep(3)
    manager = nodes.manager()
    nodes.kill(manager)
    saving.join()
    time.sleep(1)
    asking.over.set()
    asking.join()
    print(
        f"the manager killed: {asking.asked} asked (slowest {asking.slowest:.1f} s),"
        f" {len(saving.saved)} saved (slowest {saving.slowest:.1f} s)"
    )
    failures = asking.failures + saving.failures
    holds = [told(f"no failed request {failures[:3] or ''}", not failures)]
    settled = seconds_until(nothing_is_stale, TO_THE_INDEX)
    holds.append(told(f"nothing waits ({settled} s)", settled is not None))
    holds.append(told("every save is found", are_found(saving.saved, "index")))
    holds.append(told("index and database are equal", is_equal()))
    begun = time.monotonic()
    nodes.start_node(manager)
    try:
        nodes.wait(3, "green")
        holds.append(told(f"the node is back, green, in {time.monotonic() - begun:.1f} s", True))
    except NotStarted as error:
        holds.append(told(f"the node is back: {error}", False))
    return all(holds)


def two_killed(nodes: Cluster) -> bool:
    print("two of three killed")
    manager = nodes.manager()
    gone = [manager, manager % 3 + 1]
    for number in gone:
        nodes.kill(number)
    took = seconds_until(lambda: answered_by() == "database", 3 * TO_THE_DATABASE)
    holds = [told(f"the database answers after {took} s", (took or 99) < TO_THE_DATABASE)]
    saving = Saving(range(10_000, 10_000 + SAVED_AWAY))
    saving.run()
    print(f"  slowest save {saving.slowest:.1f} s")
    holds.append(told(f"saves succeed {saving.failures[:1] or ''}", not saving.failures))
    holds.append(told("they are found", are_found(saving.saved, "database")))
    for number in gone:
        nodes.start_node(number)
    try:
        nodes.wait(3)
    except NotStarted as error:
        return told(f"the nodes are back: {error}", False)
    took = seconds_until(lambda: answered_by() == "index", 2 * TO_THE_INDEX)
    holds.append(told(f"the index answers again after {took} s", (took or 999) < TO_THE_INDEX))
    # Visitors go on asking, by which the archive looks after itself.
    settled = seconds_until(lambda: answered_by() and nothing_is_stale(), 2 * TO_THE_INDEX)
    holds.append(told(f"what was saved is taken in after {settled} s more", settled is not None))
    holds.append(told("it is found", are_found(saving.saved, "index")))
    holds.append(told("index and database are equal", is_equal()))
    return all(holds)


if __name__ == "__main__":
    main()
