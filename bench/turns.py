"""Two checkouts asked the same in turn, in one run: what a result page costs, and whether answers are equal.

    python bench/turns.py OTHER [--sizes 300,10000,36141] [--rounds 3]
    python bench/turns.py OTHER --answers 1000 [--sizes 36141]

OTHER is the folder of the checkout that this one is compared with. The archives are those that `speed.py` has made in
BENCH_FOLDER; both read the same, so their indexes have to be of one kind. Milliseconds of the processor: p50, p95 and
mean of the sixty questions, of the first asking and of the median of the further ones. On a busy machine their
quotient tells more than any of them.

`--answers`: so many of the thousand questions of `same.py`, and how many are answered otherwise, scores told to three
figures; 1 where any is.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from time import thread_time

HERE = Path(__file__).resolve()
SCORE = re.compile(r"score=([-\d.]+)")
SHOWN = 5  # answers that differ
AROUND = 60  # characters before the place where two answers part, and twice as many behind


def asked(checkout: str, size: str) -> None:
    """Answer what is asked line by line: an address, and whether its cost or its answer is wanted."""
    answers = os.fdopen(os.dup(1), "w")
    sys.stdout = sys.stderr
    sys.path.insert(0, f"{checkout}/bench")
    import archives
    import speed

    archives.open_archive(size)
    from archive.search import ask

    speed.page(speed.question_of("q=archive"))
    archives.spare_collector()
    for line in sys.stdin:
        wanted, address = json.loads(line)
        question = speed.question_of(address)
        start = thread_time()
        if wanted == "cost":
            speed.page(question)
            told: object = (thread_time() - start) * 1000
        else:
            told = repr(ask(question))
        print(json.dumps(told), file=answers, flush=True)


class Asked:
    """A checkout in a process of its own."""

    def __init__(self, checkout: Path, size: int):
        command = [sys.executable, str(HERE), "--asked", str(checkout), str(size)]
        environment = os.environ | {"PYTHONHASHSEED": "0"}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, cwd=checkout, env=environment, stdin=pipe, stdout=pipe, text=True
        )

    def __call__(self, wanted: str, address: str):
        self._process.stdin.write(json.dumps([wanted, address]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def end(self) -> None:
        self._process.stdin.close()
        self._process.wait()


def costs(size: int, checkouts: dict[str, Path], rounds: int) -> None:
    from questions import questions
    from speed import quantile, row

    addresses = [address for _kind, address in questions()]
    processes = {name: Asked(checkout, size) for name, checkout in checkouts.items()}
    times = {name: [[] for _address in addresses] for name in processes}
    for _round in range(rounds + 1):
        for number, address in enumerate(addresses):
            for name, process in processes.items():
                times[name][number].append(process("cost", address))
    for name, by_question in times.items():
        first = [taken[0] for taken in by_question]
        again = [median(taken[1:]) for taken in by_question]
        cells = []
        for values in (first, again):
            cells += [quantile(values, 0.5), quantile(values, 0.95), mean(values)]
        row(size, name, *(f"{value:.2f}" for value in cells))
        processes[name].end()


def differing(size: int, checkouts: dict[str, Path], most: int) -> int:
    """Print how many answers differ, and the first of them; return how many."""
    from archives import SHARED
    from same_questions import questions

    addresses = questions(SHARED)
    addresses = addresses[:: max(len(addresses) // most, 1)]
    processes = [Asked(checkout, size) for checkout in checkouts.values()]
    number = 0
    for address in addresses:
        this, other = (_comparable(process("answer", address)) for process in processes)
        if this != other:
            number += 1
            if number <= SHOWN:
                print(address, *_parting(this, other), sep="\n    ")
    print(f"{size}: {len(addresses)} questions, {number} answered otherwise", flush=True)
    for process in processes:
        process.end()
    return number


def _comparable(answer: str) -> str:
    """An answer with its scores told to three figures: sums in another order differ in the last."""
    return SCORE.sub(lambda score: f"score={float(score[1]):.3g}", answer)


def _parting(this: str, other: str) -> Iterator[str]:
    pairs = enumerate(zip(this, other, strict=False))
    start = max(next((at for at, (left, right) in pairs if left != right), 0) - AROUND, 0)
    for answer in (this, other):
        yield answer[start : start + 3 * AROUND]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("other", type=Path)
    parser.add_argument("--sizes", default="300,10000,36141")
    parser.add_argument("--rounds", type=int, default=3, help="after the first asking")
    parser.add_argument("--answers", type=int, default=0)
    options = parser.parse_args()
    checkouts = {"this": HERE.parent.parent, "other": options.other.resolve()}
    sizes = [int(size) for size in options.sizes.split(",")]
    if options.answers:
        sys.exit(sum(differing(size, checkouts, options.answers) for size in sizes) > 0)
    from speed import table

    first = ["first asking: p50 ms CPU", "p95", "mean"]
    table("documents", "checkout", *first, "again: p50", "p95", "mean")
    for size in sizes:
        costs(size, checkouts, options.rounds)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--asked"]:
        asked(*sys.argv[2:])
    else:
        main()
