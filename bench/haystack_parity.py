"""Whether haystack's SearchQuerySet gives the same on a cluster as on the arrays: one archive asked of both.

    python bench/haystack_parity.py --cluster opensearch://127.0.0.1:9201 [--collection cnil] [--most 60] [--keep] [--show]

Each judged query of the collection is asked in all ways of WAYS. Printed are, for each way, the share of queries with
the same count, the same first result, what of the first ten results both have, and the median milliseconds of both.
"""

import argparse
from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

import archives
import numpy as np
from parity import FILES, FIRST, engines
from relevance import judged, judged_queries

# Ways to ask, by their names: a SearchQuerySet and the words -> a SearchQuerySet.
WAYS: dict[str, Callable] = {
    "filter(content=…)": lambda sqs, words: sqs.filter(content=words),
    "auto_query(…)": lambda sqs, words: sqs.auto_query(words),
    "filter_or, word by word": lambda sqs, words: _any(sqs, words),
    "filter(title=…)": lambda sqs, words: sqs.filter(title=words.split()[-1]),
    "exclude(content=…)": lambda sqs, words: sqs.exclude(content=words.split()[-1]),
    "content__exact, two words": lambda sqs, words: sqs.filter(
        content__exact=" ".join(words.split()[-2:])
    ),
    "content__startswith": lambda sqs, words: sqs.filter(content__startswith=words.split()[-1][:5]),
    "content__contains": lambda sqs, words: sqs.filter(content__contains=words.split()[-1][:5]),
    "content__fuzzy": lambda sqs, words: sqs.filter(content__fuzzy=words.split()[-1]),
    "order_by(title)": lambda sqs, words: sqs.filter(content=words.split()[-1]).order_by("title"),
}


class Compared(NamedTuple):
    """One query asked of both in one way."""

    same_count: bool
    same_first: bool
    overlap: float
    seconds: tuple[float, float]


def _any(sqs, words: str):
    for word in words.split():
        sqs = sqs.filter_or(content=word)
    return sqs


def asked(connection: str, way: Callable, words: str) -> tuple[int, list[str], float]:
    """Return how many are found, the first ten, and the seconds that it took."""
    from haystack.query import SearchQuerySet

    start = perf_counter()
    results = way(SearchQuerySet(using=connection), words)
    found = [row[0] for row in results.values_list("pk")[:FIRST]]
    return results.count(), found, perf_counter() - start


def compared(way: Callable, words: str) -> Compared:
    count, ours, seconds = asked("default", way, words)
    other_count, theirs, other_seconds = asked("cluster", way, words)
    shared = len(set(ours) & set(theirs)) / len(ours) if ours else float(not theirs)
    return Compared(count == other_count, ours[:1] == theirs[:1], shared, (seconds, other_seconds))


def parity(name: str, cluster: str, most: int, keep: bool, show: bool) -> list[str]:
    """Return a line for each way to ask, and those of more_like_this and of facets."""
    archives.open_archive(name)
    archives.fill(lambda: archives.collection(name))
    engines(cluster, name, keep)
    from archive.models import Editorial

    names = set(Editorial.objects.values_list("source_id", flat=True))
    queries = judged_queries(name, FILES[name], judged(name, names))
    texts = [query["text"] for query in queries[:: max(-(-len(queries) // most), 1)]]
    lines = []
    for title, way in WAYS.items():
        rows = []
        for text in texts:
            row = compared(way, text)
            if show and not (row.same_count and row.same_first):
                print(f"  {title}: {text!r}: {row}", flush=True)
            rows.append(row)
        lines.append(told(title, rows))
    alike = []
    for editorial in Editorial.objects.order_by("pk")[:most]:
        alike.append(compared(lambda sqs, _words, to=editorial: sqs.more_like_this(to), ""))
    lines.append(told("more_like_this", alike))
    lines.append(
        f"facets of all: {'the same' if facets('default') == facets('cluster') else 'DIFFER'}"
    )
    return lines


def facets(connection: str) -> dict:
    from haystack.query import SearchQuerySet

    results = SearchQuerySet(using=connection).facet("publication").facet("year").facet("language")
    return results.query_facet("content", "données").facet_counts()


def told(title: str, rows: list[Compared]) -> str:
    milliseconds = 1000 * np.median([row.seconds for row in rows], axis=0)
    return (
        f"{title:28} {len(rows):4} queries: same count {np.mean([row.same_count for row in rows]):.3f},"
        f" same first {np.mean([row.same_first for row in rows]):.3f},"
        f" overlap@{FIRST} {np.mean([row.overlap for row in rows]):.3f},"
        f" ms {milliseconds[0]:.1f} / {milliseconds[1]:.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cluster", required=True, help="its address without the index's name")
    parser.add_argument("--collection", default="cnil", choices=FILES)
    parser.add_argument("--most", type=int, default=60, help="queries")
    parser.add_argument("--keep", action="store_true", help="both indexes are kept")
    parser.add_argument("--show", action="store_true", help="the queries that differ")
    options = parser.parse_args()
    for line in archives.apart(
        parity, options.collection, options.cluster, options.most, options.keep, options.show
    ):
        print(line, flush=True)


if __name__ == "__main__":
    main()
