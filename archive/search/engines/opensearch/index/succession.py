"""Which index is in use, and how a new one takes its place."""

import re
from collections.abc import Iterator, Mapping

from archive.models import Stale
from archive.search import documents
from archive.search.engine import IndexDamaged
from archive.search.engines.opensearch.index import reading
from archive.search.engines.opensearch.index.connection import (
    LONG,
    PREVIOUS,
    WORDS,
    Cluster,
    Index,
)
from archive.search.engines.opensearch.index.mapping import WINDOW
from archive.search.engines.opensearch.index.reading import WHOLE

# Of an index in use: a second copy of each part where there is a second node.
IN_USE = {"index": {"auto_expand_replicas": "0-1", "refresh_interval": "5s"}}
UNMARKED = "unmarked"  # what an index says of itself until all that it lacks is noted as stale
STAMP = r"-\d{14}[0-9a-f]{4}"  # behind the archive's name in that of an index


def follow(
    cluster: Cluster, old: Index | None, new: Index, begun: int, alias: str = "default"
) -> None:
    """Put an index in use; note as stale what the old one took in since a version, and it has not.

    What is still to be noted stands in the new index itself: who is cut short is followed by
    `finish`.
    """
    unmarked = {"begun": begun, "old": old.editorials if old else ""}
    _tell(cluster, new, {**new.about, UNMARKED: unmarked})
    take_place(cluster, new)
    finish(cluster, alias)


def finish(cluster: Cluster, alias: str = "default") -> None:
    """Note as stale what whoever put the index in use has not noted; nothing where nothing is."""
    new = cluster.looked_anew()
    unmarked = new.about.get(UNMARKED)
    if not unmarked:
        return
    name = unmarked["old"]
    old = Index(name, name + WORDS, {}) if name and name in _indices(cluster) else None
    mark_changed(cluster, old, new, unmarked["begun"], alias)
    _tell(cluster, new, {key: new.about[key] for key in new.about if key != UNMARKED})
    cluster.forget()


def _tell(cluster: Cluster, index: Index, about: Mapping) -> None:
    """Have an index say this of itself."""
    with cluster.answering():
        cluster.client.indices.put_mapping(index=index.editorials, body={"_meta": dict(about)})


def take_place(cluster: Cluster, new: Index) -> None:
    """Put an index in use, and keep the one that was; one before that goes."""
    with cluster.answering():
        cluster.client.indices.put_settings(
            index=f"{new.editorials},{new.words}", body=IN_USE, request_timeout=LONG
        )
        cluster.client.cluster.health(
            index=f"{new.editorials},{new.words}",
            params={"wait_for_no_initializing_shards": "true", "timeout": "30s"},
            request_timeout=LONG,
        )
    indices = _indices(cluster)
    in_use = _named(indices, cluster.name)
    previous = _named(indices, cluster.name + PREVIOUS)
    actions: list[dict] = []
    for name in in_use:
        actions.append({"remove": {"index": name, "alias": cluster.name}})
    for name in previous:
        actions.append({"remove": {"index": name, "alias": cluster.name + PREVIOUS}})
    whole = [name for name in in_use if name + WORDS in indices and name != new.editorials]
    for name in whole[-1:]:
        actions.append({"add": {"index": name, "alias": cluster.name + PREVIOUS}})
    actions.append({"add": {"index": new.editorials, "alias": cluster.name}})
    with cluster.answering():
        cluster.client.indices.update_aliases(body={"actions": actions}, request_timeout=LONG)
    cluster.forget()
    sweep(cluster)


def previous(cluster: Cluster) -> Index:
    """Return the index that was in use before. Raises IndexDamaged where there is none."""
    names = _named(_indices(cluster), cluster.name + PREVIOUS)
    if not names:
        raise IndexDamaged(f"there is no index in {cluster.name}{PREVIOUS} to go back to")
    with cluster.answering():
        mappings = cluster.client.indices.get_mapping(index=names[0])
        if not cluster.client.indices.exists(index=names[0] + WORDS):
            raise IndexDamaged(f"{names[0]} has no index of words beside it")
    about = mappings[names[0]]["mappings"].get("_meta", {})
    return Index(names[0], names[0] + WORDS, about)


def _indices(cluster: Cluster) -> dict:
    """Return {index: its aliases} of what may be the archive's."""
    with cluster.answering():
        return cluster.client.indices.get_alias(index=f"{cluster.name}-*")


def _named(indices: Mapping, alias: str) -> list[str]:
    """Return the names of the indices that an alias stands for."""
    return sorted(name for name, own in indices.items() if alias in own["aliases"])


def sweep(cluster: Cluster) -> None:
    """Delete what rebuilds left that were cut short, and what is neither in use nor before it."""
    indices = _indices(cluster)
    ours = re.compile(re.escape(cluster.name) + STAMP)
    named = {name for name, own in indices.items() if own["aliases"]}
    for name in indices:
        of = name.removesuffix(WORDS)
        if ours.fullmatch(of) and of not in named:
            with cluster.answering():
                cluster.client.indices.delete(index=name, ignore=[404])


# What changed while the new one was made


def mark_changed(
    cluster: Cluster, old: Index | None, new: Index, begun: int, alias: str = "default"
) -> None:
    """Note as stale what the old index took in since a version, and what the new one lacks."""
    if old is not None:
        with cluster.answering():
            cluster.client.indices.refresh(index=old.editorials)
        for changed in _changed(cluster, old, begun):
            Stale.objects.mark(changed)
    indexed = (number for number, _version in reading.versions(cluster, new))
    for some in documents.batches(_in_one_alone(documents.ids(alias), indexed)):
        Stale.objects.mark(some)


def _changed(cluster: Cluster, index: Index, begun: int) -> Iterator[list[int]]:
    after = None
    while True:
        body = {
            "size": WINDOW,
            "_source": False,
            "query": {"range": {"change": {"gt": begun}}},
            "sort": [{"id": "asc"}],
        }
        if after is not None:
            body["search_after"] = after
        with cluster.answering():
            answer = cluster.client.search(index=index.editorials, body=body, params=WHOLE)
        hits = answer["hits"]["hits"]
        if not hits:
            return
        yield [int(hit["sort"][0]) for hit in hits]
        after = hits[-1]["sort"]


def _in_one_alone(left: Iterator[int], right: Iterator[int]) -> Iterator[int]:
    """Yield the numbers that one of two ascending rows has and the other lacks."""
    first, second = next(left, None), next(right, None)
    while first is not None or second is not None:
        if first == second:
            first, second = next(left, None), next(right, None)
        elif second is None or (first is not None and first < second):
            yield first  # type: ignore[misc]
            first = next(left, None)
        else:
            yield second
            second = next(right, None)
