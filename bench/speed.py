"""How fast search is and what it costs at several sizes of archive, beside FTS5, Tantivy and stock haystack.

    python bench/speed.py [--sizes 1000,10000,36141,108423] [--peers fts5,tantivy,stock] [--rounds 5] [--keep] [--cold]

A page is the whole work of one: 20 ranked results, their number, all facets, years, and excerpts from the texts.
Milliseconds by the clock, then in brackets of the processor, which is what tells on a busy machine. Each question
counts with the median of its rounds, in which the engines take turns; p50, p95 and worst are over the questions.

`--cold` times the first asking alone. In each round two fresh processes ask one half of the questions without
timing them, then each question of the other half once, in an order of the round's own; pages only, no indexing.
"""

import argparse
import math
import random
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import NamedTuple

import archives
from questions import questions

STOCK_LARGEST = 1000  # documents that stock haystack is asked to index: 12 a second
SAVED = 40  # editorials saved and found again
NAME = "this archive"


class Time(NamedTuple):
    """Milliseconds by the clock and of the processor."""

    wall: float
    cpu: float


class Pages(NamedTuple):
    """The time of each question by engine, that of the first of a new process, and MB: own, with mapped files."""

    times: dict[str, list[Time]]
    first: Time
    memory: tuple[float, float]


def timed(work: Callable[[], object]) -> Time:
    wall, cpu = perf_counter(), thread_time()
    work()
    return Time((perf_counter() - wall) * 1000, (thread_time() - cpu) * 1000)


def opened(size: int) -> Path:
    folder = archives.open_archive(str(size))
    archives.fill(lambda: archives.corpus(size))
    return folder


# Each of these runs in a process of its own.


def indexed(size: int, keep: bool) -> tuple[archives.Use, float] | None:
    """What it takes to index the archive; None where the index of an earlier run is kept."""
    folder = opened(size)
    if keep and archives.indexed() == size:
        return None
    return archives.used(archives.index), archives.size_on_disk(folder / "index")


def peer_indexed(size: int, name: str) -> tuple[archives.Use, float] | None:
    folder = opened(size)
    from peers import PEERS

    peer = PEERS[name](folder)
    return (
        None if peer.is_built() else (archives.used(peer.build), archives.size_on_disk(peer.path))
    )


def asked(size: int, peers: Sequence[str], rounds: int) -> Pages:
    folder = opened(size)
    read = [question_of(address) for _kind, address in questions()]
    first = timed(lambda: page(read[0]))
    for question in read:
        page(question)
    archives.spare_collector()
    memory = archives.memory()
    engines = engines_of(folder, peers)
    times = {engine: [[] for _ in read] for engine in engines}
    for _round in range(rounds):
        for number, question in enumerate(read):
            for engine, time in in_turn(engines, question):
                times[engine][number].append(time)
    return Pages(_medians(times), first, memory)


def asked_first(
    size: int, peers: Sequence[str], number_of_round: int, half: int
) -> tuple[dict[str, dict[int, Time]], Time, tuple[float, float]]:
    """The time of the first asking of each question of a half, by engine, after all of the other half."""
    engines = engines_of(opened(size), peers)
    read = [question_of(address) for _kind, address in questions()]
    order = list(range(len(read)))
    random.Random(number_of_round).shuffle(order)
    first = timed(lambda: page(read[order[half]]))
    for number in order[half::2]:
        for work in engines.values():
            work(read[number])
    archives.spare_collector()
    times: dict[str, dict[int, Time]] = {engine: {} for engine in engines}
    for number in order[1 - half :: 2]:
        for engine, time in in_turn(engines, read[number]):
            times[engine][number] = time
    return times, first, archives.memory()


def cold(size: int, peers: Sequence[str], rounds: int) -> Pages:
    """As `asked`, of first askings, each round in fresh processes."""
    times: dict[str, list[list[Time]]] = {}
    for number_of_round in range(rounds):
        for half in (0, 1):
            of_half, first, memory = archives.apart(asked_first, size, peers, number_of_round, half)
            for engine, by_question in of_half.items():
                of_engine = times.setdefault(engine, [[] for _ in questions()])
                for number, time in by_question.items():
                    of_engine[number].append(time)
    return Pages(_medians(times), first, memory)


def engines_of(folder: Path, peers: Sequence[str]) -> dict[str, Callable]:
    """{name: what makes a page} of the archive itself and of its peers."""
    from peers import PEERS

    return {NAME: page} | {PEERS[peer].name: PEERS[peer](folder).page for peer in peers}


def in_turn(engines: dict[str, Callable], question) -> Iterator[tuple[str, Time]]:
    """Each engine with the time that it takes for a question."""
    for engine, work in engines.items():
        yield engine, timed(lambda work=work: work(question))


def question_of(address: str):
    from django.http import QueryDict

    from archive.search.question.query import Question

    return Question.read(QueryDict(address))


def page(question) -> None:
    """What the search page does before it is written out."""
    from archive.search import ask
    from archive.search.showing import excerpts, marks

    answer = ask(question)
    if answer.by != "index":
        raise SystemExit("The index did not answer.")
    texts = texts_of([hit.id for hit in answer.hits])
    marked = marks.forms(question, answer), marks.phrases(question)
    for hit in answer.hits:
        excerpts.passages(texts[hit.id], *marked)


def texts_of(ids: Sequence[int]) -> dict[int, str]:
    """{id: text}, read as the peers read theirs: what models cost besides is of `bench/page.py`."""
    from django.db import connection

    places = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, text FROM archive_editorial WHERE id IN ({places})", ids)
        return dict(cursor.fetchall())


def saved(size: int) -> list[Time]:
    """The time from saving an editorial until it is found by its new word, on a copy of the archive."""
    copy = f"{size}-saving"
    shutil.rmtree(archives.FOLDER / copy, ignore_errors=True)
    original = archives.FOLDER / str(size)
    others = shutil.ignore_patterns("fts5*", "tantivy", "stock*", "archive.sqlite3*")
    shutil.copytree(original, archives.FOLDER / copy, ignore=others)
    copy_database(original, archives.FOLDER / copy)
    archives.open_archive(copy)
    from archive.models import Editorial

    _find("travail", None)
    times = []
    for number in range(SAVED):
        editorial = Editorial.objects.get(pk=1 + number * size // SAVED)
        editorial.title, word = f"{editorial.title} ornithorynque{number}", f"ornithorynque{number}"
        times.append(
            timed(
                lambda editorial=editorial, word=word: (editorial.save(), _find(word, editorial.pk))
            )
        )
    shutil.rmtree(archives.FOLDER / copy)
    return times


def copy_database(original: Path, copy: Path) -> None:
    """Copy the database of one archive's folder into another's, with what its log still holds."""
    with (
        closing(sqlite3.connect(original / "archive.sqlite3")) as source,
        closing(sqlite3.connect(copy / "archive.sqlite3")) as target,
    ):
        source.backup(target)


def _find(word: str, pk: int | None) -> None:
    from archive.search import ask

    numbers = [hit.id for hit in ask(question_of(f"q={word}")).hits]
    if pk is not None and numbers != [pk]:
        raise SystemExit(f"{word} was saved and not found: {numbers}")


def _medians(times: dict[str, list[list[Time]]]) -> dict[str, list[Time]]:
    return {engine: [_median(rounds) for rounds in parts] for engine, parts in times.items()}


def _median(rounds: list[Time]) -> Time:
    return Time(median(time.wall for time in rounds), median(time.cpu for time in rounds))


# Tables


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def spread(times: list[Time]) -> list[str]:
    """p50, p95 and worst, each by the clock and [of the processor]."""
    return [
        f"{quantile([time.wall for time in times], share):.1f} [{quantile([time.cpu for time in times], share):.1f}]"
        for share in (0.5, 0.95, 1.0)
    ]


def table(*head: str) -> None:
    print(f"\n| {' | '.join(head)} |\n|{'---|' * len(head)}", flush=True)


def row(*cells) -> None:
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def indexing(size: int, engine: str, built: tuple[archives.Use, float] | None) -> None:
    if built is None:
        row(size, engine, "kept", *["–"] * 6)
    else:
        use, disk = built
        rates = (
            f"{size / use.cpu:.0f}",
            f"{use.wall:.1f}",
            f"{use.cpu:.1f}",
            f"{use.cpu / use.wall:.2f}",
        )
        row(size, engine, *rates, f"{use.own:.0f}", f"{use.mapped:.0f}", f"{disk:.0f}")


def kinds(pages: dict[int, Pages]) -> None:
    """Medians of each kind of question, by size and engine."""
    by_kind = defaultdict(list)
    for number, (kind, _address) in enumerate(questions()):
        by_kind[kind].append(number)
    for size, measured in pages.items():
        table(f"{size} documents, median ms [CPU]", *measured.times)
        for kind, numbers in by_kind.items():
            of_kind = [
                _median([times[number] for number in numbers]) for times in measured.times.values()
            ]
            row(kind, *(f"{time.wall:.1f} [{time.cpu:.1f}]" for time in of_kind))
        slowest = sorted(zip(measured.times[NAME], questions(), strict=True), reverse=True)[:5]
        told = (f"{address} {time.wall:.0f} ms" for time, (_kind, address) in slowest)
        print("\nslowest here:", ", ".join(told))


def growth(pages: dict[int, Pages]) -> None:
    small, large = min((size for size in pages if size >= 10_000), default=0), max(pages)
    if small < large and small:
        for engine in pages[large].times.keys() & pages[small].times.keys():
            exponents = [
                math.log(ratio) / math.log(large / small)
                for share in (0.5, 0.95)
                for ratio in [
                    quantile([t.cpu for t in pages[large].times[engine]], share)
                    / quantile([t.cpu for t in pages[small].times[engine]], share)
                ]
            ]
            print(
                f"growth {small} → {large}, {engine}: p50 n^{exponents[0]:.2f}, p95 n^{exponents[1]:.2f}"
            )


def all_indexed(peers: dict[int, list[str]], keep: bool) -> None:
    """The table of what indexing costs."""
    table(
        "documents",
        "indexing",
        "per CPU s",
        "wall s",
        "CPU s",
        "cores",
        "peak MB",
        "with mapped files",
        "disk MB",
    )
    for size in peers:
        indexing(size, NAME, archives.apart(indexed, size, keep))
        for peer in peers[size]:
            indexing(size, peer, archives.apart(peer_indexed, size, peer))


def all_asked(peers: dict[int, list[str]], rounds: int, is_cold: bool) -> dict[int, Pages]:
    """The table of result pages; what it was made of."""
    asking = "first asking" if is_cold else "result page"
    columns = ("p50 ms [CPU]", "p95", "worst", "first of a process", "own MB", "with mapped")
    table("documents", asking, *columns)
    pages = {}
    for size in peers:
        if is_cold:
            measured = cold(size, peers[size], rounds)
        else:
            measured = archives.apart(asked, size, peers[size], rounds)
        pages[size] = measured
        for engine, times in measured.times.items():
            about = [
                f"{measured.first.wall:.0f} [{measured.first.cpu:.0f}]",
                *(f"{mb:.0f}" for mb in measured.memory),
            ]
            row(size, engine, *spread(times), *(about if engine == NAME else "–––"))
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="1000,10000,36141,108423")
    parser.add_argument(
        "--peers",
        default="fts5,tantivy,stock",
        help=f"of fts5, tantivy, stock (up to {STOCK_LARGEST} documents)",
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", action="store_true", help="indexes are kept from an earlier run")
    parser.add_argument("--cold", action="store_true", help="first askings alone")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    names = [peer for peer in options.peers.split(",") if peer]
    peers = {
        size: [peer for peer in names if peer != "stock" or size <= STOCK_LARGEST] for size in sizes
    }
    if not (options.cold and options.keep):
        all_indexed(peers, options.keep)
    pages = all_asked(peers, options.rounds, options.cold)
    kinds(pages)
    growth(pages)
    if options.cold:
        return
    table("documents", "saved and found again", "p50 ms [CPU]", "p95", "worst")
    for size in sizes:
        row(size, NAME, *spread(archives.apart(saved, size)))


if __name__ == "__main__":
    main()
