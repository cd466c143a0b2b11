"""Each type of page for readers at 36,141 editorials beside the same page at 60, in turn, through Django's test client.

    python bench/browse.py [--sizes 60,36141] [--rounds 11]

Of each type the heaviest page is asked for: the year, author, tag … that most editorials have; of the editorials the
one in the middle. One process an archive, asked in turn, so that what else the machine does falls on both. kB are those
of the HTML before it is compressed.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from urllib.parse import urlencode

import speed
import visits

CLIENT = []  # of this process, once its archive is open


def pages(size: int) -> dict[str, tuple[str, int, float]]:
    """{type of page: (its address, database queries, kB)}, each asked for once already."""
    speed.opened(size)
    client = visits.visitor()
    CLIENT.append(client)
    costs = {}
    for kind, address in addresses().items():
        client.get(address)
        cost = visits.cost(client, address, status=404 if kind == "lost" else 200)
        costs[kind] = address, cost.queries, cost.bytes / 1000
    return costs


def addresses() -> dict[str, str]:
    """Return the address of the heaviest page of each type."""
    from django.db.models import Count

    from archive.models import Author, Editorial, EditorialYear, Publication, Tag, Tagging

    def most(model, link: str) -> list:
        return list(model.objects.annotate(n=Count(link)).order_by("-n", "pk")[:2])

    (year, _n), *_rest = (
        EditorialYear.objects.values_list("year").annotate(n=Count("pk")).order_by("-n", "year")
    )
    day = (
        Editorial.objects.filter(earliest__year=year)
        .values_list("earliest")
        .annotate(n=Count("pk"))
        .order_by("-n")[0][0]
    )
    publications, authors, tags = (
        most(Publication, "editorials"),
        most(Author, "bylines"),
        most(Tag, "taggings"),
    )
    publication, author, tag = publications[0], authors[0], tags[0]
    beside = Tagging.objects.filter(editorial__tags=tag).exclude(tag=tag).values_list("tag__slug")
    slugs = sorted([tag.slug, beside.annotate(n=Count("pk")).order_by("-n")[0][0]])
    middle = Editorial.objects.order_by("pk")[Editorial.objects.count() // 2]
    return {
        "home": "/",
        "editorial": middle.get_absolute_url(),
        "decade": f"/{year // 10}0s/",
        "year": f"/{year}/",
        "year, last page": f"/{year}/?page={-(-Editorial.objects.in_year(year).count() // 30)}",
        "year, of a magazine": f"/{year}/?publication={publication.slug}",
        "year, of a tag": f"/{year}/?tag={tag.slug}",
        "month": f"/{year}/{day.month:02}/",
        "day": f"/{year}/{day.month:02}/{day.day:02}/",
        "almanac": "/calendar/",
        "day of all years": f"/calendar/{day.month:02}/{day.day:02}/",
        "without a year": "/undated/",
        "magazines": "/publications/",
        "magazine": publication.get_absolute_url(),
        "authors": "/authors/",
        "author": author.get_absolute_url(),
        "tags": "/tags/",
        "tag": tag.get_absolute_url(),
        "two tags": f"/tags/{'+'.join(slugs)}/",
        "two authors compared": compared("author", authors),
        "two magazines compared": compared("publication", publications),
        "two tags compared": compared("tag", tags),
        "to be compared": "/compare/",
        "trust": "/trust/",
        "lost": "/1066/une-page-perdue/",
    }


def compared(parameter: str, names: list) -> str:
    """Return the address that compares those that most editorials have."""
    return f"/compare/?{urlencode([(parameter, named.slug) for named in names])}"


def asked(address: str) -> speed.Time:
    return speed.timed(lambda: CLIENT[0].get(address))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sizes", type=lambda typed: [int(size) for size in typed.split(",")], default=[60, 36_141]
    )
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args()
    sizes = options.sizes
    processes = {size: ProcessPoolExecutor(1, mp_context=get_context("spawn")) for size in sizes}
    measured = {size: processes[size].submit(pages, size).result() for size in sizes}
    times: dict[tuple[str, int], list[speed.Time]] = {}
    for _round in range(options.rounds):
        for kind in measured[sizes[0]]:
            for size in sizes:
                took = processes[size].submit(asked, measured[size][kind][0]).result()
                times.setdefault((kind, size), []).append(took)
    head = [f"{size} editorials: p50 ms [CPU] | queries | kB" for size in sizes]
    speed.table("page", *" | ".join(head).split(" | "))
    for kind in measured[sizes[0]]:
        cells = []
        for size in sizes:
            _address, queries, kilobytes = measured[size][kind]
            cells += [speed.spread(times[kind, size])[0], queries, f"{kilobytes:.0f}"]
        speed.row(kind, *cells)
    for size in sizes:
        slowest = max(median(time.wall for time in times[kind, size]) for kind in measured[size])
        print(f"\n{size} editorials: slowest median {slowest:.1f} ms, most queries", end=" ")
        print(max(queries for _address, queries, _kilobytes in measured[size].values()), end="")
    print()


if __name__ == "__main__":
    main()
