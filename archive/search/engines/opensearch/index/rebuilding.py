"""The whole index made anew beside the one in use: sent, checked, then given its name.

Meanwhile search goes on with the old one, and what is saved goes there; it is stale once the new
one is in use. A crash leaves the old index as it is.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from math import ceil
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection, connections

from archive.models import Editorial, Stale
from archive.search import documents
from archive.search.engine import IndexDamaged, IndexMissing, NotRight, RebuildRunning
from archive.search.engines.opensearch.index import (
    leases,
    mapping,
    phrases,
    reading,
    spooling,
    succession,
)
from archive.search.engines.opensearch.index.connection import LONG, WORDS, Cluster, Index
from archive.search.engines.opensearch.index.spooling import Archive, Report, Share
from archive.search.engines.opensearch.index.together import done_together
from archive.search.engines.progress import Progress
from archive.search.words.analysis import DEFAULT_LANGUAGE, tokenize

BATCH = 500  # editorials read from the database at a time
WORTH_SHARING = 2000  # editorials from which on several processes write
LEASE, ASKED = "rebuilding", "asked"  # who rebuilds; when it was asked for last
CANARIES = 5  # editorials that the new index has to find by a word of their title
UNKNOWN = "zzqxzzq"  # a word that no archive has
# Editorials of one part of the index that are worth another node, and those that are its most.
WORTH_A_SHARD, MOST_OF_A_SHARD = 200_000, 8_000_000


def rebuild(backend, workers: int | None, batch: int, progress: bool) -> int:
    """Make the index anew and return the number of editorials in it.

    What was saved meanwhile is stale then, for `freshness.drain`. `workers`: processes that read
    and send; as many as there are processors where it is not said. `batch`: editorials that each
    reads at a time. Raises RebuildRunning, NotRight, IndexAway, OSError.
    """
    cluster: Cluster = backend.cluster
    cluster.forget()
    with leases.held(cluster, LEASE) as is_ours:
        if not is_ours:
            raise RebuildRunning(f"the index {cluster.name} is being rebuilt by another process")
        old = _in_use(cluster)
        succession.sweep(cluster)
        begun, taken_in = _begin()
        with _Spool(cluster) as folder:
            rebuilding = _Rebuilding(backend, folder, workers, batch)
            new = rebuilding.make(begun, progress)
            check(cluster, new)
        phrases.learn(cluster, new)
        succession.follow(cluster, old, new, begun, backend.connection_alias)
        Stale.objects.settle(taken_in)
        return reading.count(cluster, new)


def go_back(backend) -> int:
    """Put the previous index in use again and return the number of editorials in it.

    The one in use becomes the previous one. Raises RebuildRunning, IndexDamaged where there is none
    to go back to, IndexAway.
    """
    cluster: Cluster = backend.cluster
    cluster.forget()
    with leases.held(cluster, LEASE) as is_ours:
        if not is_ours:
            raise RebuildRunning(f"the index {cluster.name} is being rebuilt by another process")
        in_use, previous = _in_use(cluster), succession.previous(cluster)
        begun = previous.about.get("begun", 0)
        if in_use:
            begun = max(begun, in_use.about.get("begun", 0))
        succession.follow(cluster, in_use, previous, begun, backend.connection_alias)
        return reading.count(cluster, previous)


def resume(backend) -> None:
    """Finish what a rebuild that was cut short had still to do; nothing where another is at it.

    Raises IndexAway.
    """
    cluster: Cluster = backend.cluster
    index = _in_use(cluster)
    if index and index.about.get(succession.UNMARKED):
        with leases.held(cluster, LEASE) as is_ours:
            if is_ours:
                succession.finish(cluster, backend.connection_alias)


def clear(backend) -> None:
    """Put an empty index in the place of the one in use. Raises as `rebuild`."""
    cluster: Cluster = backend.cluster
    cluster.forget()
    with leases.held(cluster, LEASE) as is_ours, _Spool(cluster) as folder:
        if not is_ours:
            raise RebuildRunning(f"the index {cluster.name} is being rebuilt by another process")
        _in_use(cluster)
        begun, _taken_in = _begin()
        nothing = _Rebuilding(backend, folder, workers=1, batch=0)
        succession.take_place(cluster, nothing.make(begun, progress=False))


def _in_use(cluster: Cluster) -> Index | None:
    """Return the index in use; None where there is none, or one that cannot be used."""
    try:
        return cluster.index()
    except (IndexMissing, IndexDamaged):
        return None


def _begin() -> tuple[int, list[int]]:
    """Return the version of what is read from now on, and the rows that are taken in with it."""
    newest = Stale.objects.create(editorial_id=0)  # whatever comes later has a higher number
    rows = Stale.objects.filter(pk__lte=newest.pk)
    return newest.pk, list(rows.values_list("pk", flat=True))


class _Spool:
    """The folder of what is on its way, empty at the beginning and gone at the end."""

    def __init__(self, cluster: Cluster):
        self._path = Path(settings.DATA_DIR, f"opensearch-{cluster.name}-rebuilding")

    def __enter__(self) -> Path:
        shutil.rmtree(self._path, ignore_errors=True)
        self._path.mkdir(mode=0o700, parents=True)
        return self._path

    def __exit__(self, *_error) -> None:
        shutil.rmtree(self._path, ignore_errors=True)


class _Rebuilding:
    """One rebuild: its shares, and what the workers told."""

    def __init__(self, backend, folder: Path, workers: int | None, batch: int):
        self._backend, self._cluster = backend, backend.cluster
        self._folder = folder
        self._ranges = list(_ranges(backend.connection_alias, batch))
        self._total = documents.number(backend.connection_alias)
        workers = workers or _workers(self._total)
        self._shares = []
        for number in range(min(workers, max(1, len(self._ranges)))):
            self._shares.append(Share(backend.connection_alias, str(folder), number))

    def make(self, begun: int, progress: bool) -> Index:
        """Return the new index, with all that the database has."""
        written: Synchronized[int] = get_context("fork").Value("q", 0)
        with Progress(written, self._total if progress else 0):
            reports = self._all(spooling.spool, lambda number: (self._part(number), written))
        lengths, editorials = _lengths(reports)
        languages = sorted({DEFAULT_LANGUAGE}.union(*(report.languages for report in reports)))
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S") + uuid4().hex[:4]
        name = f"{self._cluster.name}-{stamp}"
        about = {
            "archive": self._cluster.archive,
            "edition": mapping.edition(),
            "generation": mapping.generation(),
            "begun": begun,
            "languages": languages,
            "lengths": lengths,
            "editorials": editorials,
        }
        new = Index(name, name + WORDS, about)
        self._create(new, editorials)
        uses = spooling.share_words(self._shares)
        options = self._backend.options
        self._all(spooling.send_words, lambda _number: (options, new.words, languages))
        archive = Archive(editorials, uses, spooling.printed_again(self._shares), begun)
        refused = self._all(
            spooling.send_editorials, lambda _number: (options, new.editorials, archive)
        )
        for refusals in refused:
            for refusal in refusals:
                raise NotRight(f"OpenSearch has not taken editorial {refusal.id}: {refusal.reason}")
        return new

    def _part(self, number: int) -> Sequence[spooling.Range]:
        return self._ranges[number :: len(self._shares)]

    def _all(self, work: Callable, given: Callable[[int], tuple]) -> list[Any]:
        """Have each share worked at, by processes of their own where there are several."""
        if len(self._shares) == 1 or connection.in_atomic_block:
            return [work(share, *given(share.number)) for share in self._shares]
        connections.close_all()  # what is open does not survive a fork
        return done_together([partial(work, share, *given(share.number)) for share in self._shares])

    def _create(self, new: Index, editorials: int) -> None:
        shards = self._cluster.shards or _shards(self._cluster, editorials)
        lengths = dict(mapping.LENGTHS) | new.about["lengths"]
        with self._cluster.answering():
            for name, body in (
                (new.words, mapping.words(new.about, 1)),
                (new.editorials, mapping.editorials(lengths, new.about, shards)),
            ):
                self._cluster.client.indices.create(index=name, body=body, request_timeout=LONG)


def _workers(editorials: int) -> int:
    if editorials < WORTH_SHARING:
        return 1
    return len(os.sched_getaffinity(0))


def _ranges(alias: str, batch: int) -> Iterator[spooling.Range]:
    """Yield the first and the last id of each batch of what is to be in the index.

    None where the batches are to hold nothing.
    """
    first = last = count = 0
    if not batch:
        return
    for number in documents.ids(alias):
        if not count:
            first = number
        last, count = number, count + 1
        if count == batch:
            yield first, last
            count = 0
    if count:
        yield first, last


def _lengths(reports: Sequence[Report]) -> tuple[dict[str, float], int]:
    """Return how many words each field has on average, and the number of editorials."""
    editorials = sum(report.editorials for report in reports)
    lengths = {}
    for field in mapping.TEXTS:
        if editorials:
            words = sum(report.lengths[field] for report in reports)
            lengths[field] = round(max(words / editorials, 1.0), 4)
    return lengths, editorials


def _shards(cluster: Cluster, editorials: int) -> int:
    """Return in how many parts an index is kept: one a node where they are worth it."""
    with cluster.answering():
        nodes = cluster.client.cluster.health()["number_of_data_nodes"]
    worth = ceil(editorials / WORTH_A_SHARD)
    return max(1, min(nodes, worth), ceil(editorials / MOST_OF_A_SHARD))


# Checking


def check(cluster: Cluster, new: Index) -> None:
    """Raise NotRight unless the new index holds what was sent, and finds it."""
    with cluster.answering():
        cluster.client.indices.refresh(index=f"{new.editorials},{new.words}", request_timeout=LONG)
    editorials = reading.count(cluster, new)
    if editorials != new.about["editorials"]:
        raise NotRight(
            f"the new index has {editorials} editorials of {new.about['editorials']} sent"
        )
    _look_for(cluster, new, _canaries(cluster, new))


def _canaries(cluster: Cluster, new: Index) -> dict[int, str]:
    """Return the longest word of the titles of some editorials, by their ids."""
    asked: list[tuple[str, dict]] = []
    for order in ("asc", "desc"):
        body = {"size": CANARIES, "_source": False, "sort": [{"id": order}]}
        asked.append((new.editorials, body))
    numbers = []
    for answer in reading.ask_together(cluster, asked):
        numbers += [int(hit["sort"][0]) for hit in answer["hits"]["hits"]]
    longest = {}
    for number, title in Editorial.objects.filter(pk__in=numbers).values_list("pk", "title"):
        forms = [token.form for token in tokenize(title) if token.form.isalpha()]
        if forms:
            longest[number] = max(forms, key=len)
    return longest


def _look_for(cluster: Cluster, new: Index, canaries: Mapping[int, str]) -> None:
    """Raise NotRight unless each editorial is found by its word, and the words are kept."""
    asked = [(new.editorials, {"size": 0, "query": {"term": {"text": UNKNOWN}}})]
    for number, form in canaries.items():
        sought = {"bool": {"filter": [{"term": {"id": number}}, {"term": {"title": form}}]}}
        asked.append((new.editorials, {"size": 0, "query": sought}))
        asked.append((new.words, {"size": 0, "query": {"term": {"form": form}}}))
    counts = []
    for answer in reading.ask_together(cluster, asked):
        counts.append(answer["hits"]["total"]["value"])
    if counts[0]:
        raise NotRight(f"the new index finds {UNKNOWN}")
    for place, (number, form) in enumerate(canaries.items()):
        in_editorial, among_words = counts[1 + 2 * place : 3 + 2 * place]
        if not in_editorial:
            raise NotRight(f"the new index does not find editorial {number} by titre:{form}")
        if not among_words:
            raise NotRight(f"the new index has no word {form}")
