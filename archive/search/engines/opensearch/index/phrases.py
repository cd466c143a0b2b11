"""The frequent phrases of an archive, learned from its texts as the index keeps them.

It takes a minute of many texts: it belongs to rebuilding, and to a quiet moment after it.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from archive.search.engines.opensearch.index import bulk, reading
from archive.search.engines.opensearch.index.bulk import Action
from archive.search.engines.opensearch.index.connection import LONG, Cluster, Index
from archive.search.words.analysis import folded_words, positions, tokenize
from archive.search.words.phrases import (
    LEAST,
    LEAST_SHARE,
    LONGEST,
    MOST,
    TOGETHER,
    as_printed,
    tells,
    without_parts,
)

WORTH_LEARNING = 50  # editorials: in fewer hardly a phrase is in the LEAST
READ = 20_000  # texts that are read, evenly spaced
GROWN = 1.5  # times as many editorials as were there when phrases were learned last: once more
AT_ONCE = 1000  # texts in one request
MOST_SLICES = 1024  # that OpenSearch cuts an index into
KEEP = "2m"  # how long the cluster keeps a state of the index that is being read


def learn(cluster: Cluster, index: Index) -> None:
    """Have the index of words know the frequent phrases; nothing where it does, or of few texts."""
    editorials = reading.count(cluster, index)
    with cluster.answering():
        mappings = cluster.client.indices.get_mapping(index=index.words)
    about = mappings[index.words]["mappings"].get("_meta", {})
    learned = about.get("learned", 0)
    if editorials < WORTH_LEARNING or editorials < GROWN * learned:
        return
    actions = [_writing(*phrase) for phrase in learned_from(_texts(cluster, index, editorials))]
    with cluster.answering():
        cluster.client.delete_by_query(
            index=index.words,
            body={"query": {"exists": {"field": "phrase"}}},
            params={"conflicts": "proceed"},
            request_timeout=LONG,
        )
    bulk.require(bulk.send(cluster, index.words, actions))
    with cluster.answering():
        cluster.client.indices.put_mapping(
            index=index.words, body={"_meta": {**about, "learned": editorials}}
        )
        cluster.client.indices.refresh(index=index.words, request_timeout=LONG)


def _writing(phrase: str, editorials: int) -> Action:
    body = {"phrase": phrase, "words": folded_words(phrase), "editorials": editorials}
    return Action({"index": {"_id": phrase}}, body)  # no form has a space or a hyphen


def _texts(cluster: Cluster, index: Index, editorials: int) -> tuple[Iterator[str], float]:
    """Return the texts that are read, and what share they are of all."""
    slices = min(-(-editorials // READ), MOST_SLICES)
    return _slice(cluster, index, slices), 1 / slices


def _slice(cluster: Cluster, index: Index, slices: int) -> Iterator[str]:
    with cluster.answering():
        opened = cluster.client.create_pit(
            index=index.editorials,
            params={"keep_alive": KEEP, "allow_partial_pit_creation": "false"},
        )
    body = {
        "size": AT_ONCE,
        "_source": ["printed.text"],
        "track_total_hits": False,
        "pit": {"id": opened["pit_id"], "keep_alive": KEEP},
        "sort": [{"id": "asc"}],
    }
    if slices > 1:
        body["slice"] = {"id": 0, "max": slices}
    try:
        while True:
            with cluster.answering():
                answer = cluster.client.search(body=body, request_timeout=LONG)
            hits = answer["hits"]["hits"]
            for hit in hits:
                yield hit["_source"].get("printed", {}).get("text", "")
            if len(hits) < AT_ONCE:
                return
            body["search_after"] = hits[-1]["sort"]
    finally:
        with cluster.answering():
            cluster.client.delete_pit(body={"pit_id": [opened["pit_id"]]})


def learned_from(read: tuple[Iterable[str], float]) -> list[tuple[str, int]]:
    """Return (phrase as printed, editorials that have it) of some texts, in falling order.

    `read`: the texts, and what share they are of all.
    """
    texts, share = read
    numbers: dict[str, int] = {}
    documents: Counter[str] = Counter()
    rows = []
    for text in texts:
        forms = [token.form for token in tokenize(text) if token.span == 1]
        rows.append(array("I", [numbers.setdefault(form, len(numbers)) for form in forms]))
        documents.update(positions(text)[0].keys())
    forms = list(numbers)
    frequent = without_parts(_counted(rows, [tells(form) for form in forms]))
    best = sorted(frequent.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    phrases = []
    for words, count in best:
        printed = as_printed([forms[number] for number in words], count, documents)
        phrases.append((printed, round(count / share)))
    return phrases


def _counted(
    rows: Sequence[array], telling: Sequence[bool]
) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield each phrase that is frequent enough and the texts that have it, shorter ones first.

    A phrase cannot be frequent if its beginning is not, so each length is counted only where the
    one before was frequent.
    """
    often = Counter(chain.from_iterable(rows))
    total, least = often.total(), max(LEAST, LEAST_SHARE * len(rows))
    begun: set[tuple[int, ...]] = {(number,) for number in often if telling[number]}
    for length in range(2, LONGEST + 1):
        times, texts = _of_length(rows, length, begun)
        begun = {words for words, count in texts.items() if count >= least}
        for words in sorted(begun):
            chance = often[words[0]] * (often[words[-1]] / total)
            if telling[words[-1]] and times[words] >= TOGETHER * chance:
                yield words, texts[words]


def _of_length(
    rows: Sequence[array], length: int, begun: set[tuple[int, ...]]
) -> tuple[Counter[tuple[int, ...]], Counter[tuple[int, ...]]]:
    """Return how often each run of so many words comes that has begun so, and in how many texts."""
    times: Counter[tuple[int, ...]] = Counter()
    texts: Counter[tuple[int, ...]] = Counter()
    for row in rows:
        runs = []
        for start in range(len(row) - length + 1):
            run = tuple(row[start : start + length])
            if run[:-1] in begun:
                runs.append(run)
        times.update(runs)
        texts.update(set(runs))
    return times, texts
