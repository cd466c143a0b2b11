"""What the API adds to the search, and what an editorial by it takes, through Django's test client.

    python bench/api.py [--size 36141] [--rounds 3]

The search's part is `search.ask` with the texts and excerpts of the results, as in `speed.py`, for the same sixty questions
in turn with `/api/v1/search`. Editorials are asked for once each, as nobody has asked for them before. Nothing is kept.
"""

import argparse
from statistics import median

import archives
import speed
import visits
from questions import questions

EDITORIALS = 400


def measured(size: int, rounds: int) -> tuple[list[speed.Time], list[speed.Time], list[speed.Time]]:
    """The median times of each question by the API and of the search's part in it; the time of each editorial."""
    speed.opened(size)
    if not archives.indexed():
        archives.index()
    from archive.models import Editorial

    client = visits.visitor()
    answers, parts = [], []
    for _kind, address in questions():
        question = speed.question_of(address)
        path = f"/api/v1/search{question.address()}"
        visits.cost(client, path)
        times = []
        for _round in range(rounds):
            whole = speed.timed(lambda path=path: client.get(path))
            part = speed.timed(lambda question=question: speed.page(question))
            times.append((whole, part))
        answers.append(middle([whole for whole, _part in times]))
        parts.append(middle([part for _whole, part in times]))
    numbers = list(Editorial.objects.published().order_by("pk").values_list("pk", flat=True))
    editorials = []
    for number in numbers[:: max(len(numbers) // EDITORIALS, 1)]:
        path = f"/api/v1/editorials/{number}"
        editorials.append(speed.timed(lambda path=path: client.get(path)))
    return answers, parts, editorials


def middle(times: list[speed.Time]) -> speed.Time:
    return speed.Time(median(time.wall for time in times), median(time.cpu for time in times))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=36_141)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    answers, parts, editorials = archives.apart(measured, options.size, options.rounds)
    speed.table(f"{options.size} documents", "p50 ms [CPU]", "p95", "worst")
    for name, times in (
        ("/api/v1/search", answers),
        ("the search's part", parts),
        ("/api/v1/editorials/<id>", editorials),
    ):
        speed.row(name, *speed.spread(times))
    spent, searching = (sum(time.cpu for time in times) for times in (answers, parts))
    print(f"\nthe API to the search's part, CPU: {spent / searching:.2f} of all questions together")


if __name__ == "__main__":
    main()
