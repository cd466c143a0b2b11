"""Whether a cluster answers as the arrays do: the judged collections asked of both, from one database.

    python bench/parity.py --cluster opensearch://127.0.0.1:9201 [--shards 3]
        [--collections cnil,piaf,cdtn] [--most 300] [--keep]

Printed are the share of queries with the same first result, what of the first ten results both have, nDCG@10 of both
and its difference with 95 % of 2,000 bootstrap samples; then the share of queries for which counts, levels, years,
facets, the words' forms and the reasons of the hits that both show are equal, the median milliseconds, and for each
other order whether the first LISTED editorials of the whole collection come in the same one.
"""

import argparse
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlencode

import archives
import numpy as np
from relevance import judged, judged_queries, measures

FILES = {
    "cdtn": "queries_one_per_topic.jsonl",
    "cnil": "queries.jsonl",
    "piaf": "queries.jsonl",
}
FIRST = 10
EQUAL = ("count", "levels", "level", "years", "decades", "facets", "words", "phrases", "suggestion")
SAMPLES = 2000
ORDERS = ("newest", "oldest", "title")
LISTED, PAGE = 1000, 100


class Compared(NamedTuple):
    """One query asked of both: nDCG of each, what of the first ten is shared, what is equal, seconds."""

    arrays: float
    cluster: float
    overlap: float
    same_first: bool
    equal: dict[str, bool]
    seconds: tuple[float, float]


def engines(cluster: str, name: str, keep: bool, shards: int = 1):
    """Return the engine of the arrays and that of the cluster, both with all of the archive."""
    from haystack import connections

    from archive.search.engine import current
    from archive.search.engines.opensearch.engine import OpenSearchEngine
    from archive.settings import search_engine

    connections.connections_info["cluster"] = search_engine(
        f"{cluster}/parity-{name}-{shards}?shards={shards}"
    )
    on_cluster = OpenSearchEngine(connections["cluster"].get_backend())
    if not (keep and archives.indexed()):
        archives.index()
    if not (keep and on_cluster.condition().state == "ok"):
        start = perf_counter()
        number = on_cluster.rebuild(workers=1)
        print(f"{name}: {number} on the cluster in {perf_counter() - start:.1f} s", flush=True)
    return current(), on_cluster


def compared(arrays, cluster, question, names: dict[int, str], relevant: dict) -> Compared:
    start = perf_counter()
    ours = arrays.answer(question)
    between = perf_counter()
    theirs = cluster.answer(question)
    end = perf_counter()
    mine, other = ([hit.id for hit in answer.hits] for answer in (ours, theirs))
    shared = set(mine[:FIRST]) & set(other[:FIRST])
    equal = {name: getattr(ours, name) == getattr(theirs, name) for name in EQUAL}
    why = {hit.id: hit.why for hit in ours.hits}
    equal["reasons"] = all(why.get(hit.id, hit.why) == hit.why for hit in theirs.hits)
    return Compared(
        arrays=measures([names[number] for number in mine], relevant).ndcg,
        cluster=measures([names[number] for number in other], relevant).ndcg,
        overlap=len(shared) / (len(mine[:FIRST]) or 1) if mine else float(not other),
        same_first=mine[:1] == other[:1],
        equal=equal,
        seconds=(between - start, end - between),
    )


def parity(name: str, cluster: str, shards: int, most: int, keep: bool, show: bool) -> list[str]:
    """Return the lines that tell how far both agree on one collection."""
    archives.open_archive(name)
    archives.fill(lambda: archives.collection(name))
    arrays, on_cluster = engines(cluster, name, keep, shards)
    from django.http import QueryDict

    from archive.models import Editorial
    from archive.search import reading
    from archive.search.question.query import Question

    names = dict(Editorial.objects.values_list("pk", "source_id"))
    relevant = judged(name, set(names.values()))
    queries = judged_queries(name, FILES[name], relevant)
    rows = []
    for query in queries[:: max(-(-len(queries) // most), 1)]:
        asked = Question.read(QueryDict(urlencode({"q": query["text"], "page_size": 20})))
        question = reading.read(asked).question
        row = compared(arrays, on_cluster, question, names, relevant[query["id"]])
        if show and (not row.same_first or not all(row.equal.values())):
            differing = [what for what, is_equal in row.equal.items() if not is_equal]
            print(f"  {query['text']!r}: first {row.same_first}, differing {differing}", flush=True)
        rows.append(row)
    orders = []
    for sort in ORDERS:
        is_same = listed(arrays, sort) == listed(on_cluster, sort)
        orders.append(f"{sort} {'equal' if is_same else 'DIFFERENT'}")
    return [*told(name, rows), f"  orders: {', '.join(orders)}"]


def listed(engine, sort: str) -> list[int]:
    """The first LISTED editorials in an order."""
    from archive.search.question.query import Question

    numbers = []
    for page in range(1, LISTED // PAGE + 1):
        asked = Question(sort=sort, page=page, page_size=PAGE)
        numbers += [hit.id for hit in engine.answer(asked).hits]
    return numbers


def told(name: str, rows: list[Compared]) -> list[str]:
    ours = np.array([row.arrays for row in rows])
    theirs = np.array([row.cluster for row in rows])
    difference = theirs - ours
    samples = np.random.default_rng(1).integers(len(rows), size=(SAMPLES, len(rows)))
    low, high = np.percentile(difference[samples].mean(axis=1), (2.5, 97.5))
    first = np.mean([row.same_first for row in rows])
    overlap = np.mean([row.overlap for row in rows])
    milliseconds = 1000 * np.median([row.seconds for row in rows], axis=0)
    equal = [f"{what} {np.mean([row.equal[what] for row in rows]):.3f}" for what in rows[0].equal]
    return [
        f"{name}, {len(rows)} queries: same first {first:.3f}, overlap@{FIRST} {overlap:.3f},"
        f" nDCG {ours.mean():.4f} -> {theirs.mean():.4f}"
        f" ({difference.mean():+.4f} [{low:+.4f}, {high:+.4f}])",
        f"  equal: {', '.join(equal)}",
        f"  median ms: arrays {milliseconds[0]:.1f}, cluster {milliseconds[1]:.1f}",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cluster", required=True, help="its address without the index's name")
    parser.add_argument("--shards", type=int, default=1, help="that the index is cut into")
    parser.add_argument("--collections", default="cnil,piaf,cdtn")
    parser.add_argument("--most", type=int, default=300, help="queries of each collection")
    parser.add_argument("--keep", action="store_true", help="both indexes are kept")
    parser.add_argument("--show", action="store_true", help="the queries that differ")
    options = parser.parse_args()
    for name in options.collections.split(","):
        for line in archives.apart(
            parity,
            name,
            options.cluster,
            options.shards,
            options.most,
            options.keep,
            options.show,
        ):
            print(line, flush=True)


if __name__ == "__main__":
    main()
