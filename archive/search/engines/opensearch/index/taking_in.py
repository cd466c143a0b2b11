"""What changed is taken in: editorials as the database has them now, and what they do to words.

A state is written with the highest row of `Stale` that it was read for as its version, so that an
older one, read by another process, never lands on a newer.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db.models import Max
from haystack.constants import DJANGO_ID

from archive.models import Stale
from archive.search import documents
from archive.search.engine import IndexDamaged, IndexMissing, NotTaken
from archive.search.engines.opensearch.index import bulk, counting, reading, rebuilding, words
from archive.search.engines.opensearch.index.bulk import Action, Refusal
from archive.search.engines.opensearch.index.connection import Cluster, Index
from archive.search.engines.opensearch.index.mapping import WINDOW
from archive.search.engines.opensearch.index.sources import Source, forms_of, source
from archive.search.engines.opensearch.index.words import Uses

log = logging.getLogger(__name__)
MOST_TO_WAIT_FOR = 500  # editorials that saving one makes an index of, where there is none
CONFLICT = 409  # a newer state of it is there


class State(NamedTuple):
    """An editorial as the index has it."""

    version: int
    printed: Mapping[str, str]
    twin: int | None


def refresh(backend, ids: Collection[int]) -> None:
    """Take in these editorials as the database has them; drop those that are not published.

    Where there was no index yet, take in all, if they are not too many for somebody to wait for;
    raise IndexMissing if they are. Raises IndexDamaged, IndexAway, NotTaken, OSError.
    """
    cluster: Cluster = backend.cluster
    try:
        index = cluster.index()
    except IndexMissing:
        if documents.number(backend.connection_alias) > MOST_TO_WAIT_FOR:
            raise
        rebuilding.rebuild(backend, 1, rebuilding.BATCH, progress=False)
        return
    try:
        for batch in documents.batches(sorted(ids)):
            again = _take_in(backend, index, batch)
            # What was printed again is told by those of its text that were entered before.
            _take_in(backend, index, again)
    finally:
        cluster.taken_in += 1


def drop(backend, number: int) -> None:
    """Take an editorial out, whatever the database says of it; nothing where there is no index."""
    cluster: Cluster = backend.cluster
    try:
        index = cluster.index()
    except IndexMissing:
        return
    states = _states(cluster, index, [number])
    if number in states:
        action = bulk.dropping(number, states[number].version)
        bulk.require(bulk.send(cluster, index.editorials, [action], refresh=True))
        counting.change(cluster, index, _changes(states, {}), {})
        cluster.taken_in += 1


def _take_in(backend, index: Index, ids: Collection[int]) -> list[int]:
    """Take in these; return the ids of others of whose first printing this tells anew."""
    if not ids:
        return []
    cluster: Cluster = backend.cluster
    # First which rows there are: what is read after that is as new as they say, or newer.
    rows = Stale.objects.filter(editorial_id__in=ids).order_by()
    versions = dict(rows.values_list("editorial_id").annotate(Max("pk")))
    sources: dict[int, Source] = {}
    for prepared in backend.prepared(ids):
        sources[int(prepared[DJANGO_ID])] = source(prepared)
    states = _states(cluster, index, ids)
    _count_uncounted(cluster, index, states, sources, versions)
    keys = {editorial.id: editorial.title_keys for editorial in sources.values()}
    changed = _changes(states, sources)
    whole = _of_the_whole(cluster, index, keys, states, sources, changed)
    first_of = _first_of(whole.twins, ids, sources.values())
    editorials = whole.editorials + len(sources.keys() - states.keys())
    begun = index.about.get("begun", 0)
    actions = []
    for number in ids:
        before = states.get(number)
        version = versions.get(number) or max(begun, before.version if before else 0)
        if number in sources:
            body = sources[number].body
            body["change"] = version
            body["title_weight"] = words.title_weight(keys[number], whole.uses, editorials)
            body["again"] = first_of.get(body.get("twin"), number) < number
            actions.append(bulk.indexing(number, version, body))
        elif before or number in versions:
            # Even where it is not there: an older state of it may be on its way.
            actions.append(bulk.dropping(number, version))
    _send(cluster, index, actions, states, sources, changed)
    if cluster.looked_anew().editorials != index.editorials:
        # What took its place meanwhile may have been read before this was sent.
        Stale.objects.mark(ids)
    others = []
    for twin, number, is_again in whole.twins:
        if number not in ids and is_again != (first_of[twin] < number):
            others.append(number)
    return others


def _states(cluster: Cluster, index: Index, ids: Iterable[int]) -> dict[int, State]:
    body = {"ids": [str(number) for number in ids]}
    with cluster.answering():
        answer = cluster.client.mget(
            index=index.editorials, body=body, params={"_source_includes": "printed,twin"}
        )
    states = {}
    for document in answer["docs"]:
        if document.get("found"):
            content = document["_source"]
            state = State(document["_version"], content.get("printed", {}), content.get("twin"))
            states[int(document["_id"])] = state
    return states


# Words


def _changes(states: Mapping[int, State], sources: Mapping[int, Source]) -> dict[str, Uses]:
    """Return how the uses of forms change where these are there instead of those."""
    old = [forms_of(state.printed) for state in states.values()]
    return words.changes(old, [editorial.forms for editorial in sources.values()])


def _joined(sources: Mapping[int, Source]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for editorial in sources.values():
        joined.update(editorial.joined)
    return joined


def _count_uncounted(
    cluster: Cluster,
    index: Index,
    states: Mapping[int, State],
    sources: Mapping[int, Source],
    versions: Mapping[int, int],
) -> None:
    """Count anew what a request that failed may have left uncounted, or a process that died.

    Such a process has sent what it was to send, and its rows are there all the same.
    """
    forms = set(cluster.uncounted)
    for number, editorial in sources.items():
        if number in states and states[number].version == versions.get(number):
            forms.update(*editorial.forms.values())
    counting.recount(cluster, index, forms, _joined(sources))


# The whole archive


class Whole(NamedTuple):
    """What the whole archive tells of some editorials.

    `uses`: texts that have the keys of their titles' words; `twins`: (twin, id, whether it counts
    as printed again) of all that have their texts.
    """

    editorials: int
    uses: Mapping[str, int]
    twins: list[tuple[int, int, bool]]


def _of_the_whole(
    cluster: Cluster,
    index: Index,
    keys: Mapping[int, Iterable[str]],
    states: Mapping[int, State],
    sources: Mapping[int, Source],
    changed: Mapping[str, Uses],
) -> Whole:
    """Return it as it is once these are taken in, but for the twins, which are as they were."""
    wanted = [key for of_title in keys.values() for key in of_title]
    twins: set[int] = set()
    for twin in (
        *(state.twin for state in states.values()),
        *(editorial.body.get("twin") for editorial in sources.values()),
    ):
        if twin is not None:
            twins.add(twin)
    of_same_text = {
        "size": WINDOW,
        "track_total_hits": False,
        "_source": False,
        "query": {"bool": {"filter": {"terms": {"twin": sorted(twins)}}}},
        "docvalue_fields": ["twin", "id", "again"],
        "sort": ["_doc"],
    }
    uses, count, same = reading.ask_together(
        cluster,
        [
            (index.words, words.uses_of_keys(wanted)),
            (index.editorials, reading.COUNT),
            (index.editorials, of_same_text),
        ],
    )
    rows = []
    for hit in same["hits"]["hits"]:
        fields = hit["fields"]
        rows.append((fields["twin"][0], fields["id"][0], fields.get("again", [False])[0]))
    return Whole(count["hits"]["total"]["value"], words.read_uses(uses, changed), rows)


def _first_of(
    twins: Iterable[tuple[int, int, bool]], ids: Collection[int], sources: Iterable[Source]
) -> dict[int | None, int]:
    """Return {twin: the first entered of its editorials} as it is once these are taken in."""
    numbers: dict[int | None, list[int]] = {}
    for twin, number, _is_again in twins:
        numbers.setdefault(twin, [])
        if number not in ids:
            numbers[twin].append(number)
    for editorial in sources:
        text = editorial.body.get("twin")
        if text is not None:
            numbers.setdefault(text, []).append(editorial.id)
    return {twin: min(of_twin, default=0) for twin, of_twin in numbers.items()}


# What is sent


def _send(
    cluster: Cluster,
    index: Index,
    actions: Iterable[Action],
    states: Mapping[int, State],
    sources: Mapping[int, Source],
    changed: dict[str, Uses],
) -> None:
    """Send these, then count the words of those that were taken.

    To the very index that was read: the one that has taken its place is made from the database.
    Raises NotTaken where some may be tried again.
    """
    cluster.uncounted.update(changed)
    refusals = bulk.send(cluster, index.editorials, actions, refresh=True)
    cluster.uncounted.difference_update(changed)
    refused = {int(refusal.id): refusal for refusal in refusals}
    if refused:
        old = {number: state for number, state in states.items() if number not in refused}
        new = {number: editorial for number, editorial in sources.items() if number not in refused}
        changed = _changes(old, new)
    counting.change(cluster, index, changed, _joined(sources))
    _see_to(refused, states)


def _see_to(refused: Mapping[int, Refusal], states: Mapping[int, State]) -> None:
    """Have the refused tried again where that may help; raise NotTaken for what passes."""
    newer = [number for number, refusal in refused.items() if refusal.status == CONFLICT]
    _look_again(newer, states)
    passing = [number for number, refusal in refused.items() if refusal.is_passing]
    for number, refusal in refused.items():
        if number not in passing and number not in newer:
            log.error("Editorial %d is left out of the index: %s", number, refusal.reason)
    if passing:
        reason = refused[passing[0]].reason
        raise NotTaken(f"OpenSearch could not take in {len(passing)} editorials: {reason}", passing)


def _look_again(newer: Collection[int], states: Mapping[int, State]) -> None:
    """Have those taken in once more of which the index says that it has a newer state.

    Another process was quicker; or the database is an older one than the index was made from, so
    that nothing of it would ever be newer: then the index is of no use to it.
    """
    if not newer:
        return
    Stale.objects.mark(newer)
    marked = Stale.objects.filter(editorial_id__in=newer).order_by()
    rows = dict(marked.values_list("editorial_id").annotate(Max("pk")))
    for number in newer:
        if number in states and states[number].version > rows.get(number, 0):
            raise IndexDamaged("the index is of a later state of the archive than its database")
