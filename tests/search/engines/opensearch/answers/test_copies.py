"""Copies of one part of an index differ in what they still count of what was deleted."""

from collections import Counter

import pytest
from cluster import opensearch

from archive.search import Question
from archive.search.upkeep import freshness

TIMES = 12


def asked_of() -> Counter:
    """{((index, part), node): how many searches the copy there has answered}."""
    told = opensearch.ask("GET", f"{opensearch.NAME}/_stats/search?level=shards")
    counts = Counter()
    for name, index in told["indices"].items():
        for part, copies in index["shards"].items():
            for copy in copies:
                counts[(name, part), copy["routing"]["node"]] = copy["search"]["query_total"]
    return counts


@pytest.mark.skipif(not opensearch.HOSTS, reason="asks real nodes")
def test_the_same_words_are_asked_of_the_same_copies(engine, make_editorial):
    make_editorial("Un client attend")
    freshness.drain()
    opensearch.ask("GET", f"_cluster/health/{opensearch.NAME}?wait_for_status=green&timeout=60s")
    before = asked_of()
    for page in range(1, TIMES + 1):
        engine.answer(Question(q="client", page=page))
    copies = [part for part, _node in asked_of() - before]
    assert copies and len(copies) == len(set(copies))
