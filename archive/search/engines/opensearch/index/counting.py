"""How often the words of an archive are used, kept as its editorials come, change and go.

The counts change by what an editorial adds and takes away, which is done once: no request of these
is sent again. Where one failed nobody can tell whether it was done, so these words are counted
anew from the editorials of the index, before the next change; and now and then some others.
"""

import logging
import time
from collections.abc import Collection, Iterable, Mapping

from archive.search.engines.opensearch.index import bulk, reading, words
from archive.search.engines.opensearch.index.connection import Cluster, Index
from archive.search.engines.opensearch.index.mapping import TEXTS
from archive.search.engines.opensearch.index.words import Uses

log = logging.getLogger(__name__)
AT_ONCE = 100  # forms whose uses are counted by one request
SAMPLE = 50  # forms that are counted now and then
LONGEST = 100  # characters of these
SETTLED = 1.0  # seconds in which a change that is under way has been counted
GONE = 404  # the status of a form that is not there, from which nothing can be taken


def change(
    cluster: Cluster, index: Index, changed: Mapping[str, Uses], joined: Mapping[str, str]
) -> None:
    """Change the uses of these forms. Raises IndexAway, OSError; they are `uncounted` then."""
    languages = sorted(index.about.get("languages", ()))
    cluster.uncounted.update(changed)
    refusals = bulk.send(
        cluster,
        index.words,
        words.changing(changed, languages, joined),
        refresh=True,
        once=True,
    )
    bulk.require(refusal for refusal in refusals if refusal.status != GONE)
    cluster.uncounted.difference_update(changed)


def recount(
    cluster: Cluster, index: Index, forms: Collection[str], joined: Mapping[str, str]
) -> None:
    """Set the uses of these forms to what the editorials of the index have. Raises IndexAway."""
    if not forms:
        return
    languages = sorted(index.about.get("languages", ()))
    actions = words.setting(counted(cluster, index, forms), languages, joined)
    refusals = bulk.send(cluster, index.words, actions, refresh=True)
    bulk.require(refusal for refusal in refusals if refusal.status != GONE)
    cluster.uncounted.difference_update(forms)


def counted(cluster: Cluster, index: Index, forms: Iterable[str]) -> dict[str, Uses]:
    """Return {form: {field: editorials that have it there}}, counted in the editorials."""
    wanted = sorted(forms)
    uses: dict[str, Uses] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        answer = reading.search(cluster, index.editorials, {"size": 0, "aggs": _by_field(some)})
        for number, form in enumerate(some):
            uses[form] = {}
            for field in TEXTS:
                buckets = answer["aggregations"][field]["buckets"]
                uses[form][field] = buckets[str(number)]["doc_count"]
    return uses


def _by_field(forms: Iterable[str]) -> dict:
    counts = {}
    for field in TEXTS:
        terms = {str(number): {"term": {field: form}} for number, form in enumerate(forms)}
        counts[field] = {"filters": {"filters": terms}}
    return counts


def verify(cluster: Cluster, index: Index) -> int:
    """Count some words anew, put right those that were counted wrongly; return how many.

    What is under way while this looks is not taken for wrong. Raises IndexAway.
    """
    drawn = _drawn(cluster, index)
    wrong = _wrong(cluster, index, drawn)
    if wrong:
        time.sleep(SETTLED)
        again = _wrong(cluster, index, wrong)
        wrong = {form: seen for form, seen in wrong.items() if again.get(form) == seen}
    if wrong:
        log.warning(
            "Of %d words %d were counted wrongly and are put right: rebuild_index counts all anew.",
            len(drawn),
            len(wrong),
        )
        recount(cluster, index, wrong, {})
    return len(wrong)


def _drawn(cluster: Cluster, index: Index) -> list[str]:
    body = {
        "size": SAMPLE,
        "_source": ["form"],
        "query": {"function_score": {"query": {"exists": {"field": "form"}}, "random_score": {}}},
    }
    hits = reading.search(cluster, index.words, body)["hits"]["hits"]
    forms = [hit["_source"]["form"] for hit in hits]
    return [form for form in forms if len(form) <= LONGEST]


def _wrong(cluster: Cluster, index: Index, forms: Collection[str]) -> dict[str, tuple[Uses, Uses]]:
    """Return {form: (its uses as they are kept, those that the editorials have)} that differ."""
    if not forms:
        return {}
    uses_of = reading.uses(cluster, index, forms, TEXTS)
    wrong = {}
    for form, uses in counted(cluster, index, forms).items():
        as_kept = {field: uses_of.get(form, {}).get(field, 0) for field in TEXTS}
        if as_kept != uses:
            wrong[form] = (as_kept, uses)
    return wrong
