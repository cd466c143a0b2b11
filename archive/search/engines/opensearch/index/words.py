"""The words of an archive, as the index of words has them, and their counts kept right."""

from collections.abc import Iterable, Mapping, Sequence

from archive.search.engines.opensearch.index.bulk import Action
from archive.search.engines.opensearch.index.encoding import family_term, stem_term
from archive.search.engines.opensearch.index.mapping import TEXTS
from archive.search.words.analysis import DEFAULT_LANGUAGE, MARK
from archive.search.words.forms import ending_key, word_key
from archive.search.words.slips import sound
from archive.search.words.spelling import is_word
from archive.search.words.telling import idf
from archive.text import fold

# What an editorial adds to or takes from the uses of a form, or what they are where they are
# counted anew. What nothing uses any more goes.
CHANGE = """
    int left = 0;
    for (entry in params.by.entrySet()) {
        int before = 0;
        if (!params.anew && ctx._source[entry.getKey()] != null) {
            before = ctx._source[entry.getKey()];
        }
        ctx._source[entry.getKey()] = (int) Math.max(0, before + entry.getValue());
    }
    for (field in params.fields) {
        left += ctx._source[field] == null ? 0 : (int) ctx._source[field];
    }
    int title = ctx._source.title == null ? 0 : ctx._source.title;
    int text = ctx._source.text == null ? 0 : ctx._source.text;
    ctx._source.uses = Math.max(title, text);
    if (left == 0) { ctx.op = 'delete' }
"""
Uses = dict[str, int]  # field -> editorials


def word(form: str, uses: Mapping[str, int], languages: Iterable[str], printed: str = "") -> dict:
    """Return a form as the index of words has it."""
    body: dict = {"form": form}
    for field, count in uses.items():
        if count:
            body[field] = count
    body["uses"] = max(uses.get("title", 0), uses.get("text", 0))
    if form.startswith(MARK):
        body["key"] = [f"{DEFAULT_LANGUAGE}/{word_key(form, DEFAULT_LANGUAGE)}"]
        return body
    folded = fold(form)
    body["folded"] = folded
    body["key"] = keys(form, languages)
    body["ending"] = ending_key(form)
    if is_word(folded):
        body["spelling"] = folded
        body["sound"] = sound(folded)
    for name, term in (("stem", stem_term(form)), ("family", family_term(form))):
        if term:
            body[name] = term[1:]
    if printed and printed != form:
        body["printed"] = printed
    return body


def keys(form: str, languages: Iterable[str]) -> list[str]:
    """Return `LANGUAGE/key` of a form in each of some languages."""
    return [f"{language}/{word_key(form, language)}" for language in languages]


def counted(form: str, body: dict) -> Action:
    """Return that a form is to be written as it is."""
    return Action({"index": {"_id": form}}, body)


def changes(
    old: Iterable[Mapping[str, frozenset[str]]], new: Iterable[Mapping[str, frozenset[str]]]
) -> dict[str, Uses]:
    """Return {form: {field: by how many editorials its use changes}}."""
    changed: dict[str, Uses] = {}
    for by, states in ((1, new), (-1, old)):
        for state in states:
            for field, forms in state.items():
                for form in forms:
                    uses = changed.setdefault(form, {})
                    uses[field] = uses.get(field, 0) + by
    left = {}
    for form, uses in changed.items():
        if any(uses.values()):
            left[form] = {field: by for field, by in uses.items() if by}
    return left


def changing(
    changed: Mapping[str, Uses], languages: Sequence[str], joined: Mapping[str, str]
) -> Iterable[Action]:
    """Yield that the uses of forms are to change so."""
    return _written(changed, languages, joined, anew=False)


def setting(
    counted: Mapping[str, Uses], languages: Sequence[str], joined: Mapping[str, str]
) -> Iterable[Action]:
    """Yield that the uses of forms are to be these."""
    return _written(counted, languages, joined, anew=True)


def _written(
    of_forms: Mapping[str, Uses], languages: Sequence[str], joined: Mapping[str, str], anew: bool
) -> Iterable[Action]:
    for form, uses in of_forms.items():
        params = {"by": uses, "fields": TEXTS, "anew": anew}
        body: dict = {"script": {"source": CHANGE, "params": params}}
        if any(by > 0 for by in uses.values()):
            positive = {field: max(by, 0) for field, by in uses.items()}
            body["upsert"] = word(form, positive, languages, joined.get(form, ""))
        yield Action({"update": {"_id": form, "retry_on_conflict": 5}}, body)


def uses_of_keys(keys: Sequence[str]) -> dict:
    """Return what is to be asked of the index of words for `read_uses`."""
    wanted = sorted({f"{DEFAULT_LANGUAGE}/{key}" for key in keys})
    aggregation = {
        "terms": {"field": "key", "include": wanted or [""], "size": max(1, len(wanted))},
        "aggs": {"text": {"sum": {"field": "text"}}},
    }
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"terms": {"key": wanted}},
        "aggs": {"keys": aggregation},
    }


def read_uses(answer: Mapping, changed: Mapping[str, Uses]) -> dict[str, int]:
    """Return how many texts have the forms of each key, one by one, once they have changed so."""
    uses: dict[str, int] = {}
    for bucket in answer["aggregations"]["keys"]["buckets"]:
        uses[bucket["key"].partition("/")[2]] = int(bucket["text"]["value"])
    for form, by in changed.items():
        key = word_key(form, DEFAULT_LANGUAGE)
        uses[key] = uses.get(key, 0) + by.get("text", 0)
    return uses


def title_weight(keys: Iterable[str], uses: Mapping[str, int], editorials: int) -> float:
    """Return the sum of the idf of a title's words, by how many texts have each key."""
    return sum(idf(editorials, min(uses.get(key, 0), editorials)) for key in keys)
