"""What the pages for readers cost at 36,141 documents, beside the same pages with 60.

    python bench/reading.py [--sizes 60,36141] [--rounds 7]

Whole responses through Django's test client: milliseconds at the median by the clock, then in brackets of the processor,
which is what tells on a busy machine; database queries; kB of HTML before it is compressed. An editorial is one of thirty,
taken evenly; of authors, magazines, tags and years the one with the most editorials is asked.
"""

import argparse
from statistics import median

import archives
import speed
import visits

EDITORIALS = 30


def measured(size: int, rounds: int) -> dict[str, tuple[speed.Time, int, float]]:
    """{page: (its time, its database queries, its kB)}"""
    speed.opened(size)
    if not archives.indexed():
        archives.index()
    client, timings = visits.visitor(), {}
    for name, addresses in _pages().items():
        for address in addresses:  # once, so that what is kept between requests is there
            if client.get(address).status_code != 200:
                raise SystemExit(f"{address}: no page")
        times = [
            speed.timed(lambda address=address: client.get(address))
            for _ in range(rounds)
            for address in addresses
        ]
        cost = visits.cost(client, addresses[0])
        time = speed.Time(
            median(visit.wall for visit in times), median(visit.cpu for visit in times)
        )
        timings[name] = (time, cost.queries, cost.bytes / 1000)
    return timings


def _pages() -> dict[str, list[str]]:
    from django.db.models import Count
    from django.urls import reverse

    from archive.models import Author, Editorial, Publication, Tag

    by_year = Editorial.objects.published().by_year()
    year = max(by_year, key=by_year.__getitem__)
    numbers = list(Editorial.objects.published().order_by("pk").values_list("pk", flat=True))
    taken = Editorial.objects.filter(
        pk__in=numbers[:: max(1, len(numbers) // EDITORIALS)][:EDITORIALS]
    )
    pages = {
        "home": [reverse("home")],
        "decade": [reverse("decade", args=[year // 10 * 10])],
        "year": [reverse("year", args=[year])],
        "month": [reverse("month", args=[year, 6])],
        "editorial": [editorial.get_absolute_url() for editorial in taken],
        "authors": [reverse("authors")],
        "tags": [reverse("tags")],
        "sitemap": [reverse("sitemap_index")],
    }
    for name, model, link in (
        ("author", Author, "bylines"),
        ("magazine", Publication, "editorials"),
        ("tag", Tag, "taggings"),
    ):
        most = model.objects.annotate(held=Count(link)).order_by("-held").first()
        if most:
            pages[name] = [most.get_absolute_url()]
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="60,36141")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    timings = {size: archives.apart(measured, size, options.rounds) for size in sizes}
    print(f"{'p50 ms [CPU]':12}" + "".join(f"{f'{size} documents':>32}" for size in sizes))
    for name in timings[sizes[-1]]:
        cells = [timings[size].get(name) for size in sizes]
        rows = [
            f"{measure[0].wall:6.1f} [{measure[0].cpu:5.1f}] {measure[1]:2} q {measure[2]:5.0f} kB"
            if measure
            else ""
            for measure in cells
        ]
        print(f"{name:12}" + "".join(f"{cell:>32}" for cell in rows))


if __name__ == "__main__":
    main()
