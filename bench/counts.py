"""What counting costs where there is very much of it, beside what is kept in its place.

    python bench/counts.py kept [--size 1000000]
        how many editorials are published, and how many by magazine and year: counted, and kept by triggers. Of the
        database that DATABASE_URL names (`python bench/postgres_cluster.py python bench/counts.py kept`), else SQLite
    python bench/counts.py facet --cluster opensearch://127.0.0.1:9201 [--size 36141] [--authors 1000000]
        a question that finds all editorials, by so many authors: the first time and the second, seconds by the clock
        and the requests that it costs the nodes, and how many authors are listed

Each figure is the median of five, but for the first time.
"""

import argparse
from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

import archives
from cluster_speed import counter
from speed import table

TIMES = 5


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def kept(size: int) -> None:
    archives.open_archive(f"kept-{size}")
    archives.fill(lambda: archives.corpus(size))
    from django.db import connection

    from archive import tallies
    from archive.models import Editorial, Tallied

    published = [Editorial.State.PUBLISHED]
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "how many are published": (Editorial.objects.published().count, Tallied.objects.published),
        "by magazine and year": (
            lambda: tallies.spans(Editorial.objects.published()),
            lambda: Tallied.objects.spans(published),
        ),
    }
    table("editorials", "database", "what", "counted, ms", "kept, ms")
    for what, ways in pairs.items():
        times = []
        for way in ways:
            times.append(1000 * median(seconds(way) for _time in range(TIMES)))
        print(f"| {size} | {connection.vendor} | {what} | {times[0]:.1f} | {times[1]:.1f} |")


def facet(cluster: str, size: int, authors: int) -> None:
    archives.open_archive(f"authors-{size}-{authors}")
    archives.fill(lambda: archives.corpus(size))
    from haystack import connections

    from archive.models import Author, Byline
    from archive.search.engines.opensearch.engine import OpenSearchEngine
    from archive.search.question.query import Question
    from archive.settings import search_engine

    if not Author.objects.filter(slug=slug(authors - 1)).exists():
        made = (Author(name=name(number), slug=slug(number)) for number in range(authors))
        Author.objects.bulk_create(made, archives.BATCH, ignore_conflicts=True)
        numbers = Author.objects.filter(slug__startswith=SLUG).values_list("pk", "name")
        Byline.objects.bulk_create(bylines(numbers.iterator(), size), archives.BATCH)
    address = f"{cluster}/authors-{size}-{authors}"
    connections.connections_info["cluster"] = search_engine(address)
    engine = OpenSearchEngine(connections["cluster"].get_backend())
    if engine.condition().editorials != size:
        engine.rebuild(workers=1)
    asked = counter()
    table("editorials", "authors", "time", "s", "requests", "listed", "unlisted")
    for time in ("first", "second"):
        before = len(asked)
        start = perf_counter()
        answer = engine.answer(Question())
        took = perf_counter() - start
        listed, unlisted = len(answer.facets["author"]), answer.unlisted.get("author", 0)
        figures = f"{took:.2f} | {len(asked) - before} | {listed} | {unlisted}"
        print(f"| {size} | {authors} | {time} | {figures} |")


SLUG = "made-"


def slug(number: int) -> str:
    return f"{SLUG}{number}"


def name(number: int) -> str:
    return f"Auteur inventé {number}"


def bylines(authors: Iterator[tuple[int, str]], size: int) -> Iterator:
    """Each author signs one editorial; all editorials have as many, or one more."""
    from archive.models import Byline

    for place, (author, printed) in enumerate(authors):
        yield Byline(editorial_id=place % size + 1, author_id=author, name=printed)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["kept", "facet"])
    parser.add_argument("--size", type=int)
    parser.add_argument("--authors", type=int, default=1_000_000)
    parser.add_argument("--cluster", help="its address without the index's name")
    options = parser.parse_args()
    if options.what == "kept":
        archives.apart(kept, options.size or 1_000_000)
    elif options.cluster:
        archives.apart(facet, options.cluster, options.size or 36_141, options.authors)
    else:
        parser.error("facet wants --cluster")


if __name__ == "__main__":
    main()
