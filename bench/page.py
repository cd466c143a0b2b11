"""What the search page adds to the engine: the whole response at 36,141 documents, through Django's test client.

    python bench/page.py [--size 36141] [--rounds 5]

The engine's part is `search.ask` with the texts and excerpts of the page's results, as in `speed.py`, for the same
questions in turn with the pages. kB are those of the HTML before it is compressed.
"""

import argparse
from collections.abc import Callable
from statistics import median

import archives
import speed
import visits
from questions import questions


def measured(
    size: int, rounds: int
) -> tuple[list[str], list[list[tuple[speed.Time, ...]]], list[int], list[float]]:
    """The addresses; for each the times of page, engine's part and `ask` alone by round; its database queries; its kB."""
    speed.opened(size)
    if not archives.indexed():
        archives.index()
    from archive.search import ask

    client = visits.visitor()
    asking = [speed.question_of(address) for _kind, address in questions()]
    addresses = [f"/search/{question.address()}" for question in asking]
    costs = [visits.cost(client, address) for address in addresses]
    queries = [cost.queries for cost in costs]
    kilobytes = [cost.bytes / 1000 for cost in costs]
    times = [[] for _ in addresses]
    for _round in range(rounds):
        for number, question in enumerate(asking):
            works: list[Callable] = [
                lambda number=number: client.get(addresses[number]),
                lambda question=question: speed.page(question),
                lambda question=question: ask(question),
            ]
            times[number].append(tuple(map(speed.timed, works)))
    return addresses, times, queries, kilobytes


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=36_141)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    addresses, times, queries, kilobytes = archives.apart(measured, options.size, options.rounds)
    speed.table(f"{options.size} documents", "p50 ms [CPU]", "p95", "worst")
    parts = [
        [
            speed.Time(
                median(time[part].wall for time in visits),
                median(time[part].cpu for time in visits),
            )
            for visits in times
        ]
        for part in range(3)
    ]
    for name, part in zip(("whole response", "engine's part", "of it ask"), parts, strict=True):
        speed.row(name, *speed.spread(part))
    ratios = sorted(
        whole.cpu / engine.cpu for whole, engine in zip(parts[0], parts[1], strict=True)
    )
    medians = [median(time.cpu for time in part) for part in parts]
    print(
        f"\nwhole response to engine's part, CPU: {medians[0] / medians[1]:.2f} of the medians, ",
        end="",
    )
    print(
        f"{median(ratios):.2f} at the median, {ratios[-1]:.2f} at worst; to ask alone {medians[0] / medians[2]:.2f}"
    )
    most = max(range(len(queries)), key=queries.__getitem__)
    print(
        f"database queries: median {median(queries):.0f}, most {queries[most]} ({addresses[most]})"
    )
    largest = max(range(len(kilobytes)), key=kilobytes.__getitem__)
    print(
        f"HTML: median {median(kilobytes):.0f} kB, most {kilobytes[largest]:.0f} kB ({addresses[largest]})"
    )


if __name__ == "__main__":
    main()
