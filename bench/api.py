"""What the API adds to the search, and what an editorial by it takes, through Django's test client.

    python bench/api.py [--size 36141] [--rounds 3]

The search's part is `search.ask` with the texts and excerpts of the results, as in `speed.py`, for the same sixty questions
in turn with `/api/v1/search` and with the search page. Editorials are asked for once each, as nobody has asked for them before. Nothing is kept.
"""

import argparse
from statistics import median

import archives
import speed
import visits
from questions import questions

API, PAGE, PART = "/api/v1/search", "/search/", "the search’s part"
EDITORIAL = "/api/v1/editorials/<id>"
EDITORIALS = 400


def measured(size: int, rounds: int) -> dict[str, list[speed.Time]]:
    """The median times of each question by the API, on the page and of the search's part; the time of each editorial."""
    speed.opened(size)
    if not archives.indexed():
        archives.index()
    from archive.models import Editorial

    client = visits.visitor()
    times: dict[str, list[speed.Time]] = {API: [], PAGE: [], PART: [], EDITORIAL: []}
    for _kind, address in questions():
        question = speed.question_of(address)
        api, page = f"/api/v1/search{question.address()}", f"/search/{question.address()}"
        works = {
            API: lambda path=api: client.get(path),
            PAGE: lambda path=page: client.get(path),
            PART: lambda question=question: speed.page(question),
        }
        visits.cost(client, api)
        rows = [{name: speed.timed(work) for name, work in works.items()} for _ in range(rounds)]
        for name in works:
            times[name].append(middle([row[name] for row in rows]))
    numbers = list(Editorial.objects.published().order_by("pk").values_list("pk", flat=True))
    for number in numbers[:: max(len(numbers) // EDITORIALS, 1)]:
        path = f"/api/v1/editorials/{number}"
        times[EDITORIAL].append(speed.timed(lambda path=path: client.get(path)))
    return times


def middle(times: list[speed.Time]) -> speed.Time:
    return speed.Time(median(time.wall for time in times), median(time.cpu for time in times))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=36_141)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    times = archives.apart(measured, options.size, options.rounds)
    speed.table(f"{options.size} documents", "p50 ms [CPU]", "p95", "worst")
    for name, of_name in times.items():
        speed.row(name, *speed.spread(of_name))
    spent = {name: sum(time.cpu for time in of_name) for name, of_name in times.items()}
    print(
        f"\nCPU of all questions: {spent[API] / spent[PAGE]:.2f} of the page’s, {spent[API] / spent[PART]:.2f} of the search’s part"
    )


if __name__ == "__main__":
    main()
