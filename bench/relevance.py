"""How well search ranks: three judged French collections, asked as visitors ask, beside FTS5 and stock haystack.

    python bench/relevance.py [--collections cdtn,piaf,cnil] [--peers fts5,stock] [--keep]

nDCG@10, recall@100 and MRR@10 are averaged within a topic, then over topics; in brackets 95 % of 2,000 bootstrap
samples of the topics. `none` is the share of queries without any result.
"""

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlencode

import archives
import numpy as np

RUNS = {
    "cdtn": [
        ("one query a topic", "queries_one_per_topic.jsonl"),
        ("all wordings", "queries.jsonl"),
    ],
    "piaf": [("questions", "queries.jsonl")],
    "cnil": [("questions", "queries.jsonl")],
}
DEPTH = 100  # results asked for
STOCK_MOST = 400  # queries that stock haystack is asked, spread evenly: a second each
SAMPLES = 2000


class Measures(NamedTuple):
    ndcg: float
    recall: float
    mrr: float


class Run(NamedTuple):
    """Of one engine on one set of queries: measures per topic, the share without result, median milliseconds."""

    topics: list[list[Measures]]
    none: float
    queries: int
    milliseconds: float

    def averages(self) -> Measures:
        """Return the measures averaged within a topic, then over topics."""
        return Measures(*np.mean([np.mean(topic, axis=0) for topic in self.topics], axis=0))


def measures(ranking: list[str], relevant: dict[str, int]) -> Measures:
    gains = [relevant.get(number, 0) for number in ranking]
    ideal = sorted(relevant.values(), reverse=True)
    first = next((1 / rank for rank, gain in enumerate(gains[:10], 1) if gain), 0.0)
    return Measures(_dcg(gains) / _dcg(ideal), sum(map(bool, gains)) / len(relevant), first)


def _dcg(gains: list[int]) -> float:
    """With gains of 2^relevance - 1, at ten."""
    return sum((2**gain - 1) / math.log2(rank + 1) for rank, gain in enumerate(gains[:10], 1))


def judged(name: str, documents: set[str]) -> dict[str, dict[str, int]]:
    """{query: {document: relevance}} of the documents that there are."""
    judgements: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder_of(name) / "qrels.tsv").read_text().splitlines():
        query, document, relevance = line.split("\t")[:3]
        if document in documents and int(relevance):
            judgements[query][document] = int(relevance)
    return judgements


def judged_queries(name: str, file: str, relevant: dict) -> list[dict]:
    """Return the queries of a file, {id, text, …}, that have a relevant document."""
    lines = (folder_of(name) / file).read_text().splitlines()
    return [query for query in map(json.loads, lines) if query["id"] in relevant]


def folder_of(name: str) -> Path:
    return archives.SHARED / "data/relevance" / name


def measured(name: str, peers: list[str], keep: bool) -> list[tuple[str, str, Run]]:
    """[(queries, engine, what it gave)] on one collection."""
    folder = archives.open_archive(name)
    archives.fill(lambda: archives.collection(name))
    if not (keep and archives.indexed()):
        archives.index()
    from peers import PEERS

    from archive.models import Editorial

    names = dict(Editorial.objects.values_list("pk", "source_id"))
    engines = {"this archive": ours}
    for peer in [PEERS[peer](folder) for peer in peers]:
        built = peer.is_built()
        if not built:
            peer.build()
        engines[peer.name + (" (index kept)" if built else "")] = peer.ids
    relevant = judged(name, set(names.values()))
    runs = []
    for title, file in RUNS[name]:
        queries = judged_queries(name, file, relevant)
        for engine, ids in engines.items():
            asking = (
                queries[:: -(-len(queries) // STOCK_MOST)]
                if engine.startswith("stock")
                else queries
            )
            runs.append((title, engine, run(ids, asking, names, relevant)))
    return runs


def ours(question) -> list[int]:
    """Return the ids that the site's own search gives, the best first."""
    from archive.search import ask

    answer = ask(question)
    if answer.by != "index":
        raise SystemExit("The index did not answer.")
    return [hit.id for hit in answer.hits]


def run(ids, queries: list[dict], names: dict[int, str], relevant: dict) -> Run:
    """Ask each query of an engine, `ids(question)`; `names`: the collection's id of each editorial."""
    from django.http import QueryDict

    from archive.search.question.query import Question

    topics, none, times = defaultdict(list), 0, []
    for query in queries:
        question = Question.read(QueryDict(urlencode({"q": query["text"], "page_size": DEPTH})))
        start = perf_counter()
        ranking = ids(question)
        times.append(perf_counter() - start)
        none += not ranking
        topics[query.get("topic") or query["id"]].append(
            measures([names[pk] for pk in ranking], relevant[query["id"]])
        )
    return Run(
        list(topics.values()), none / len(queries), len(queries), float(np.median(times)) * 1000
    )


def row(name: str, title: str, engine: str, run: Run) -> str:
    averages = np.array([np.mean(topic, axis=0) for topic in run.topics])
    samples = np.random.default_rng(1).integers(len(averages), size=(SAMPLES, len(averages)))
    low, high = np.percentile(averages[samples].mean(axis=1), (2.5, 97.5), axis=0)
    cells = [
        f"{mean:.3f} [{least:.3f}, {most:.3f}]"
        for mean, least, most in zip(averages.mean(axis=0), low, high, strict=True)
    ]
    queries = (
        f"{run.queries} of {len(run.topics)} topics"
        if run.queries > len(run.topics)
        else str(run.queries)
    )
    return f"| {name}, {title} | {queries} | {engine} | {' | '.join(cells)} | {run.none:.3f} | {run.milliseconds:.1f} |"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--collections", default=",".join(RUNS))
    parser.add_argument(
        "--peers", default="fts5", help="of fts5, stock; stock indexes 12 documents a second, once"
    )
    parser.add_argument(
        "--keep", action="store_true", help="our index too is kept from an earlier run"
    )
    options = parser.parse_args()
    print("| queries | number | engine | nDCG@10 | recall@100 | MRR@10 | none | median ms |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for name in options.collections.split(","):
        for runs in archives.apart(
            measured, name, [peer for peer in options.peers.split(",") if peer], options.keep
        ):
            print(row(name, *runs), flush=True)


if __name__ == "__main__":
    main()
