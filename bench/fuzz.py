"""What becomes of bad input: a hundred thousand of them and more, each of which must end as an outcome.

    python bench/fuzz.py [--inputs 100000] [--minutes 60] [--seed 1] [--kinds query,html,import] [--fresh]
    python bench/fuzz.py --again KIND:NUMBER [--seed 1]     # one input once more; its traceback, and the file it was

What visitors type and dates (drawn by hypothesis), files of every format (real ones of ../shared after accidents: bytes
flipped, cut, spliced, encodings mixed, halves of surrogates, archives within) read and brought in, and every address of
the site by every role and method with odd parameters, forms and headers. A file ends as created, updated, unchanged,
duplicate or rejected with a reason, an address as a page below 500. A failure is anything else: what is raised, or logged with
a traceback, or not over after DEADLINE seconds of the processor, or takes more than MEMORY. The same seed gives the same
inputs. A run goes on where the last one of its seed stopped (`--fresh`: from the beginning). Exit status 1 where
anything failed.
"""

import argparse
import contextlib
import json
import logging
import os
import random
import resource
import select
import shutil
import signal
import sys
import threading
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import archives
import fuzz_addresses
import fuzz_inputs
import fuzz_site
import fuzz_trials
from speed import row, table

# Kind: its share of the inputs. Where most code reads what outsiders wrote there are most.
SHARES = {
    "query": 18, "date": 18, "html": 10, "text": 9, "feed": 9, "wxr": 6, "markdown": 5, "csv": 4,
    "jsonl": 4, "warc": 4, "archive": 3, "import": 3, "address": 7,
}  # fmt: skip
# Those that need the archive follow one another; the others are tried beside them, in two lanes.
OF_THE_ARCHIVE = ("query", "import", "address")
WRITING = ("import", "address")  # these have an archive of their own for each batch
BATCH = 250  # inputs of one process
# Seconds of the processor for one input, of 160 kB at most: what takes longer for so few takes for ever for a large file.
DEADLINE = 6.0
# The same, where the first document of a language has its lexicon written: two and a half seconds for German.
DEADLINES = {"import": 10.0}
INDEXING = 60.0  # the same, for all that a batch brought in
PATIENCE = 300.0  # seconds of the clock after which a process is ended that says nothing
MEMORY = 1_000  # MB that a process may take beyond what it began with
SHOWN = 40  # failures that are printed


class Late(BaseException):
    """No Exception: nothing on its way may take it for a fault of the input."""


class State:
    """What has been tried, in a file, so that a run goes on where the last one stopped."""

    def __init__(self, path: Path, seed: int, is_fresh: bool):
        self.path, self.lock = path, threading.Lock()
        self.tried: dict = {"seed": seed, "kinds": {}, "failures": []}
        if path.exists() and not is_fresh:
            self.tried = json.loads(path.read_text())
        for name in SHARES:  # all there before two lanes look at them at once
            self.kind(name)

    def kind(self, name: str) -> dict:
        nothing = dict.fromkeys(
            ("inputs", "next", "seconds", "slowest", "slowest_number", "memory"), 0
        )
        return self.tried["kinds"].setdefault(name, {**nothing, "outcomes": {}})

    def inputs(self) -> int:
        return sum(kind["inputs"] for kind in self.tried["kinds"].values())

    def write(self) -> None:
        with self.lock:
            unfinished = self.path.with_suffix(".new")
            unfinished.write_text(json.dumps(self.tried))
            unfinished.replace(self.path)


def main() -> None:
    options = arguments()
    warnings.simplefilter("ignore")  # the same name twice in an archive is one of the inputs
    folder = archives.open_archive("fuzz/data")
    prepare(folder)
    pool = fuzz_inputs.samples()
    trials = trials_of(pool)
    if options.again:
        kind, _colon, number = options.again.partition(":")
        once_more(trials[kind], kind, options.seed, int(number), folder)
        return
    state = State(folder.parent / f"seed-{options.seed}.json", options.seed, options.fresh)
    kinds = options.kinds.split(",") if options.kinds else list(SHARES)
    until = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
    once_mended(state, trials, folder)
    state.write()
    reading = [kind for kind in kinds if kind not in OF_THE_ARCHIVE]
    lanes = []
    for of_lane in ([*filter(OF_THE_ARCHIVE.__contains__, kinds)], reading[::2], reading[1::2]):

        def try_all(of_lane=of_lane) -> None:
            while of_lane and state.inputs() < options.inputs and time.monotonic() < until:
                kind = min(of_lane, key=lambda name: state.kind(name)["next"] / SHARES[name])
                batch(state, trials[kind], kind, options.seed, folder)
                state.write()

        lanes.append(threading.Thread(target=try_all))
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    print_table(state)
    sys.exit(bool(state.tried["failures"]))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000, help="of all runs with this seed")
    parser.add_argument(
        "--minutes", type=float, default=0, help="of this run; 0: as long as it takes"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="", help=f"of {', '.join(SHARES)}")
    parser.add_argument("--fresh", action="store_true", help="forget earlier runs of this seed")
    parser.add_argument("--again", default="", metavar="KIND:NUMBER")
    return parser.parse_args()


def trials_of(pool: fuzz_inputs.Samples) -> dict[str, Callable]:
    trials = {"query": fuzz_trials.queries, "date": fuzz_trials.times}
    for kind in (*pool, "archive"):
        trials[kind] = fuzz_trials.readers(pool, kind)
    return trials | {"import": fuzz_trials.imports(pool), "address": fuzz_addresses.addresses(pool)}


# The archive


def prepare(data: Path) -> None:
    """The demonstration with an account of each role, made once; batches begin with a copy of it."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from archive.search.words.lexicon import lexicon

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"  # needs no collecting
    settings.STORAGES["staticfiles"]["BACKEND"] = plain
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LOGGING_CONFIG = None
    kept = data.parent / "kept"
    if not kept.exists():
        call_command("prepare", verbosity=0)
        lexicon("fr")  # which the first to ask would write
        for name in fuzz_site.ROLES:
            fuzz_site.role(name)
        connections.close_all()
        shutil.copytree(data, kept)
    put_back(data)


def put_back(data: Path) -> None:
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(data.parent / "kept", data)


# A batch, in a process of its own


def batch(state: State, trial: Callable, kind: str, seed: int, data: Path) -> None:
    """Try the next inputs of a kind; note what became of them."""
    tried = state.kind(kind)
    first = tried["next"]
    last = first - 1
    for number, outcomes, seconds, memory, failure in tries(trial, kind, seed, first, BATCH, data):
        if number >= 0:
            last = max(last, number)
            tried["inputs"] += 1
        tried["seconds"] += seconds
        if seconds > tried["slowest"]:
            tried["slowest"], tried["slowest_number"] = seconds, number
        tried["memory"] = max(tried["memory"], memory)
        tried["outcomes"] = dict(Counter(tried["outcomes"]) + Counter(outcomes))
        if failure:
            fail(state, kind, first, number, failure)
    # hypothesis may run out of new inputs before a batch is full: the next one has its own numbers
    tried["next"] = first + BATCH if kind in ("query", "date") else max(last + 1, first + 1)


def once_mended(state: State, trials: dict[str, Callable], data: Path) -> None:
    """Try again what failed in earlier runs, behind what came before it in its batch; strike out what no longer does."""
    earlier, state.tried["failures"] = state.tried["failures"], []
    for failed in earlier:
        kind, first, number = failed["kind"], failed["first"], failed["number"]
        count = BATCH if number < 0 or kind in ("query", "date") else number - first + 1
        for reached, *_figures, failure in tries(
            trials[kind], kind, state.tried["seed"], first, count, data
        ):
            if failure and reached == number:
                fail(state, kind, first, number, failure)


def tries(trial: Callable, kind: str, seed: int, first: int, count: int, data: Path) -> Iterator:
    """Yield (number, outcomes, seconds, memory, failure) of each input, tried in a process of its own."""
    if kind in WRITING:
        put_back(data)
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        os.close(reading)
        os.setsid()
        work(trial, kind, seed, first, count, writing)
    os.close(writing)
    begun: list = []
    for note in notes(reading):
        if note[0] == "begun":
            begun = note
        else:
            begun = []
            yield note[1:]
    end(process)
    if begun:  # it never said what became of it
        failure = f"{begun[2]}\nthe process ended, or said nothing for {PATIENCE:.0f} s"
        yield begun[1], {}, 0.0, 0, failure


def fail(state: State, kind: str, first: int, number: int, failure: str) -> None:
    told = {"kind": kind, "first": first, "number": number, "what": failure}
    state.tried["failures"].append(told)
    place = failure.strip().splitlines()[-1][:300]
    print(f"{kind}:{number} of seed {state.tried['seed']}: {place}", file=sys.stderr, flush=True)


def notes(reading: int):
    """Yield what a process notes, until it ends or is silent for too long."""
    rest = b""
    while True:
        ready, _writing, _odd = select.select([reading], [], [], PATIENCE)
        content = os.read(reading, 65_536) if ready else b""
        if not content:
            os.close(reading)
            return
        *lines, rest = (rest + content).split(b"\n")
        yield from map(json.loads, lines)


def end(number: int) -> None:
    """End a process that this one began, if it has not ended."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)


def work(trial: Callable, kind: str, seed: int, first: int, count: int, writing: int) -> None:
    """Try a batch, and leave the process."""
    faults = Faults()
    logging.getLogger().handlers = [faults]
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    bound()
    signal.signal(signal.SIGPROF, late)
    deadline = DEADLINES.get(kind, DEADLINE)
    status = 1

    def note(*noted) -> None:
        os.write(writing, f"{json.dumps(noted)}\n".encode())

    def attempt(number: int, given: object, do: Callable[[], list[str]]) -> None:
        note("begun", number, repr(given)[:300])
        outcomes, failure, start = [], "", time.process_time()
        try:
            signal.setitimer(signal.ITIMER_PROF, deadline if number >= 0 else INDEXING)
            outcomes = do()
        except Late:
            failure = f"{traceback.format_exc(limit=-6)}not over in time"
        except Exception:
            failure = traceback.format_exc(limit=-8)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        failure = "\n".join([*faults.taken(), failure]).strip()
        if failure:
            failure = f"{repr(given)[:300]}\n{failure}"
        seconds = time.process_time() - start
        note("ended", number, Counter(outcomes), seconds, most_memory(), failure)

    try:
        trial(seed, first, count, attempt)
        status = 0
    except BaseException as error:
        note("ended", first, {}, 0.0, 0, f"the batch: {traceback.format_exc(limit=-8)}{error!r}")
    finally:
        os._exit(status)


class Faults(logging.Handler):
    """What the archive logs with a traceback: nobody foresaw it, whatever was answered."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] and getattr(record, "status_code", 500) == 500:
            lines = traceback.format_exception(record.exc_info[1], limit=-8)
            self.told.append("".join(lines))

    def taken(self) -> list[str]:
        told, self.told = self.told, []
        return told


def late(*_signal) -> None:
    raise Late


def bound() -> None:
    """Let this process take MEMORY more than it has, and no more."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def most_memory() -> int:
    """MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


# One more time


def once_more(trial: Callable, kind: str, seed: int, number: int, data: Path) -> None:
    """Try one input again, alone but for those that hypothesis draws before it; keep its file."""
    first = number - number % BATCH if kind in ("query", "date") else number

    def attempt(reached: int, given: object, do: Callable[[], list[str]]) -> None:
        if reached != number:
            return
        print(repr(given)[:3000])
        if isinstance(given, Path):
            kept = data.parent / f"{kind}-{number}"
            shutil.copy(given, kept)
            print(f"kept as {kept}")
        print(Counter(do()))

    random.seed(number)
    trial(seed, first, BATCH if first != number else 1, attempt)


def print_table(state: State) -> None:
    failures = Counter(failure["kind"] for failure in state.tried["failures"])
    table("kind", "inputs", "outcomes", "failures", "slowest, s", "most memory, MB", "CPU, s")
    for kind in SHARES:
        tried = state.kind(kind)
        outcomes = ", ".join(
            f"{name} {count:,}" for name, count in sorted(tried["outcomes"].items())
        )
        figures = (
            f"{tried['slowest']:.1f} (:{tried['slowest_number']})",
            tried["memory"],
            f"{tried['seconds']:.0f}",
        )
        row(kind, f"{tried['inputs']:,}", outcomes, failures[kind], *figures)
    row("all", f"{state.inputs():,}", f"seed {state.tried['seed']}", failures.total(), "", "", "")
    for failure in state.tried["failures"][:SHOWN]:
        print(f"\n{failure['kind']}:{failure['number']}\n{failure['what']}")


if __name__ == "__main__":
    main()
