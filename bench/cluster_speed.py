"""How fast a cluster answers and takes in, beside the arrays of one machine: the same site over the same database.

    python bench/cluster_speed.py --cluster opensearch://127.0.0.1:9201,127.0.0.1:9202,127.0.0.1:9203
        [--sizes 36141,108423] [--shards 3] [--rounds 3] [--keep]

Printed are what indexing takes (editorials a second of this process's processor and of the nodes', bytes an editorial
and copy), then the sixty result pages of `bench/questions.py`: 20 ranked results, facets, years, excerpts. In each
round a fresh process of each engine asks all of them once without timing them, then once timed; each question counts
with the median of its rounds. Milliseconds by the clock, in brackets of this process's processor; the nodes' stands
in a column of its own, and how many requests a page costs them: median, the slowest twentieth, most. Last, all hits of
a search that finds most editorials, with their reasons (`search.ask_whole`).
"""

import argparse
import json
import logging
import os
import urllib.request
from statistics import median

import archives
from questions import questions
from speed import Time, opened, page, question_of, row, spread, table, timed

MOST_HAVE = "article"  # a word that most editorials of the corpus have
REQUESTS = ("requests p50", "p95", "most")


def address_of(cluster: str, size: int, shards: int) -> str:
    return f"{cluster}/speed-{size}-{shards}?shards={shards}"


def told(cluster: str, path: str) -> dict:
    """What the first node says."""
    host = cluster.partition("://")[2].split(",")[0]
    with urllib.request.urlopen(f"http://{host}/{path}", timeout=60) as answer:
        return json.load(answer)


def nodes_cpu(cluster: str) -> float:
    """Seconds that the nodes have had of the processors."""
    nodes = told(cluster, "_nodes/stats/process")["nodes"].values()
    return sum(node["process"]["cpu"]["total_in_millis"] for node in nodes) / 1000


# Each of these runs in a process of its own.


def indexed(size: int, cluster: str, shards: int, keep: bool) -> None:
    """Have both indexes of the archive; print what the cluster's takes."""
    address = address_of(cluster, size, shards)
    opened(size)
    if not (keep and archives.indexed() == size):
        archives.index()
    from haystack import connections

    from archive.search.engines.opensearch.engine import OpenSearchEngine
    from archive.settings import search_engine

    connections.connections_info["cluster"] = search_engine(address)
    engine = OpenSearchEngine(connections["cluster"].get_backend())
    if not (keep and engine.condition().editorials == size):
        before = nodes_cpu(cluster)
        use = archives.used(lambda: engine.rebuild(workers=1))
        cpu = nodes_cpu(cluster) - before
        rates = f"{size / use.cpu:.0f}", f"{size / cpu:.0f}", f"{use.wall:.0f}", f"{use.own:.0f}"
        row(size, *rates, *bytes_of(engine.cluster, cluster, size))
    else:
        row(size, *["kept"] * 4, *bytes_of(engine.cluster, cluster, size))


def bytes_of(kept, cluster: str, size: int) -> list[str]:
    """Bytes of one copy of the index, and of its words, an editorial."""
    index = kept.index()
    stores = told(cluster, f"{index.editorials}*/_stats/store")["indices"]
    sizes = []
    for name in (index.editorials, index.words):
        sizes.append(f"{stores[name]['primaries']['store']['size_in_bytes'] / size:.0f}")
    return sizes


def asked(size: int, address: str) -> tuple[list[Time], list[int]]:
    """The time of each question, asked of the engine at an address, and its requests to the nodes."""
    if address:
        os.environ["ARCHIVE_SEARCH_URL"] = address
    opened(size)
    logging.disable(logging.WARNING)  # what is slow stands in the table
    read = [question_of(address) for _kind, address in questions()]
    for question in read:
        page(question)
    requests = counter()
    times, numbers = [], []
    for question in read:
        before = len(requests)
        times.append(timed(lambda question=question: page(question)))
        numbers.append(len(requests) - before)
    return times, numbers


def counter() -> list[str]:
    """A list that grows by each search that the nodes are asked from now on."""
    from opensearchpy import Transport

    from archive.search.engines.opensearch.index.node_by_node import NodeByNode

    asked: list[str] = []
    perform = NodeByNode.perform_request

    def noted(self: Transport, method: str, url: str, *arguments, **names):
        if "search" in url or "_mget" in url:
            asked.append(url)
        return perform(self, method, url, *arguments, **names)

    NodeByNode.perform_request = noted  # type: ignore[method-assign]
    return asked


def walked(size: int, address: str) -> tuple[int, archives.Use]:
    """How many hits a search has that finds most editorials, and what it takes to have them all."""
    if address:
        os.environ["ARCHIVE_SEARCH_URL"] = address
    opened(size)
    from archive.search import Question, ask_whole

    hits = 0

    def walk() -> None:
        nonlocal hits
        _answer, all_hits = ask_whole(Question(q=MOST_HAVE), size)
        hits = sum(1 for _hit in all_hits)

    use = archives.used(walk)
    return hits, use


def pages(size: int, cluster: str, shards: int, rounds: int) -> None:
    """Print how long result pages take of both."""
    addresses = {"arrays": "", "cluster": address_of(cluster, size, shards)}
    times: dict[str, list[list[Time]]] = {name: [] for name in addresses}
    cpu = dict.fromkeys(addresses, 0.0)
    requests: dict[str, list[int]] = {}
    for _round in range(rounds):
        for name, address in addresses.items():
            before = nodes_cpu(cluster)
            of_round, requests[name] = archives.apart(asked, size, address)
            times[name].append(of_round)
            cpu[name] += nodes_cpu(cluster) - before
    for name, in_rounds in times.items():
        medians = []
        for of_question in zip(*in_rounds, strict=True):
            wall = median(time.wall for time in of_question)
            medians.append(Time(wall, median(time.cpu for time in of_question)))
        of_nodes = 1000 * cpu[name] / (2 * rounds * len(medians))
        counts = sorted(requests[name])
        told_counts = median(counts), counts[int(0.95 * len(counts))], counts[-1]
        row(size, name, *spread(medians), f"{of_nodes:.1f}", *(f"{n:.0f}" for n in told_counts))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cluster", required=True, help="its address without the index's name")
    parser.add_argument("--sizes", default="36141")
    parser.add_argument("--shards", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="indexes are kept from an earlier run")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    rates = "indexed per CPU s here", "per CPU s of the nodes", "wall s", "peak MB"
    table("documents", *rates, "bytes a copy", "of words")
    for size in sizes:
        archives.apart(indexed, size, options.cluster, options.shards, options.keep)
    table("documents", "result page", "p50 ms [CPU]", "p95", "worst", "nodes’ CPU ms", *REQUESTS)
    for size in sizes:
        pages(size, options.cluster, options.shards, options.rounds)
    table("documents", f"all hits of « {MOST_HAVE} »", "hits", "wall s", "CPU s", "MB")
    for size in sizes:
        cluster = address_of(options.cluster, size, options.shards)
        for name, address in {"arrays": "", "cluster": cluster}.items():
            hits, use = archives.apart(walked, size, address)
            row(size, name, hits, f"{use.wall:.1f}", f"{use.cpu:.1f}", f"{use.own:.0f}")


if __name__ == "__main__":
    main()
