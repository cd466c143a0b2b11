"""The editorials that share most with given signs."""

from collections.abc import Sequence
from dataclasses import replace
from math import exp, inf
from typing import NamedTuple

from archive.search.engine import Candidate, Candidates, NameSign, Resemblance, Sign, WordSign
from archive.search.engines.opensearch.answers.order.page import newest_first
from archive.search.engines.opensearch.answers.queries import (
    Query,
    constant,
    having,
    ids,
    synonyms,
)
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.answers.words.lexicon import TEXT, Lexicon
from archive.search.engines.opensearch.answers.words.meaning import union
from archive.search.words.analysis import positions
from archive.search.words.forms import word_key
from archive.search.words.telling import idf

K1, B = 1.2, 0.75  # Robertson and Walker's usual values for BM25
# Candidates looked at for each that is wanted: the index orders them by a BM25 of its own.
LOOKED_AT = 1.5
TAGGED: Query = {"exists": {"field": "tag"}}
NEARNESS = """
    if (doc['earliest'].size() == 0) { return 1.0; }
    double days = Math.abs(doc['earliest'].value - params.day);
    return 1.0 + params.nearness * Math.exp(-days / params.days);
"""


class Weighed(NamedTuple):
    """A sign, the forms of a word or the editorials of a name, and its query."""

    sign: Sign
    forms: Sequence[str]
    weight: float
    query: Query


class Kept(NamedTuple):
    """What the index keeps of a candidate that is looked at closely."""

    id: int
    text: dict[str, int]  # form -> how often
    title: dict[str, int]
    words: int
    title_words: int
    day: int | None
    values: dict[str, list[str]]


def alike(reader: Reader, likeness: Resemblance, most: int) -> Candidates:
    """See `engine.Engine.alike`."""
    signs = _weighed(reader, likeness)
    shown = _best(reader, likeness, signs, most)
    candidates = [_candidate(reader, likeness, signs, kept) for kept in shown]
    candidates = [candidate for candidate in candidates if candidate.score > 0]
    newest = {kept.id: (kept.day if kept.day is not None else -inf, kept.id) for kept in shown}
    if likeness.tagged:
        candidates.sort(key=lambda candidate: (-candidate.score, candidate.id))
    else:
        candidates.sort(key=lambda candidate: newest[candidate.id], reverse=True)
        candidates.sort(key=lambda candidate: -candidate.score)
    itself = None
    if likeness.itself is not None:
        for kept in _kept(reader, {"query": ids([likeness.itself]), "size": 1}):
            itself = _candidate(reader, likeness, signs, kept)
    return Candidates(candidates[:most], itself)


def _weighed(reader: Reader, likeness: Resemblance) -> list[Weighed]:
    lexicon = Lexicon(reader)
    names = [sign for sign in likeness.signs if isinstance(sign, NameSign)]
    size, *counts = reader.counts(
        [{"match_all": {}}, *(having(sign.facet, [sign.slug]) for sign in names)]
    )
    having_name = dict(zip(names, counts, strict=True))
    lexicon.look_up(sign.forms[0] for sign in likeness.signs if isinstance(sign, WordSign))
    weighed = []
    for sign in likeness.signs:
        if isinstance(sign, NameSign):
            weight = sign.weight * idf(size, having_name[sign])
            query = constant(having(sign.facet, [sign.slug]), weight)
            weighed.append(Weighed(sign, (), weight, query))
            continue
        form = sign.forms[0]
        key = word_key(form, likeness.language)
        forms = union([form], lexicon.of_word(key, likeness.language))
        both = [
            synonyms(TEXT, forms, sign.weight),
            synonyms("title", forms, sign.title_weight),
        ]
        weighed.append(Weighed(sign, forms, sign.weight, {"bool": {"should": both}}))
    return weighed


def _best(reader: Reader, likeness: Resemblance, signs: Sequence[Weighed], most: int) -> list[Kept]:
    """The candidates that the index puts first."""
    if not signs:
        return []
    query: Query = {"bool": {"should": [sign.query for sign in signs]}}
    if likeness.day is not None and not likeness.tagged:
        script = {
            "source": NEARNESS,
            "params": {
                "nearness": likeness.nearness,
                "day": likeness.day.toordinal(),
                "days": likeness.days,
            },
        }
        query = {"function_score": {"query": query, "script_score": {"script": script}}}
    asked: dict = {"must": [query]}
    if likeness.tagged:
        asked["filter"] = [TAGGED]
    if likeness.itself is not None:
        asked["must_not"] = [ids([likeness.itself])]
    body = {
        "query": {"bool": asked},
        "size": int(LOOKED_AT * most),
        "sort": [{"_score": "desc"}, *newest_first()],
    }
    return _kept(reader, body)


def _kept(reader: Reader, body: dict) -> list[Kept]:
    fields = ["id", "length", "earliest", "tag", "author"]
    body = body | {"_source": ["printed.text", "printed.title"], "docvalue_fields": fields}
    kept = []
    for hit in reader.search(body)["hits"]["hits"]:
        values = hit["fields"]
        printed = hit["_source"].get("printed", {})
        text, _words = _counted(printed.get("text") or "")
        title, title_words = _counted(printed.get("title") or "")
        kept.append(
            Kept(
                id=values["id"][0],
                text=text,
                title=title,
                words=values.get("length", [0])[0],
                title_words=title_words,
                day=values.get("earliest", [None])[0],
                values={name: values.get(name, []) for name in ("tag", "author")},
            )
        )
    return kept


def _counted(text: str) -> tuple[dict[str, int], int]:
    places, words = positions(text)
    return {form: len(of_form) for form, of_form in places.items()}, words


def _candidate(
    reader: Reader, likeness: Resemblance, signs: Sequence[Weighed], kept: Kept
) -> Candidate:
    adds, counts = [], []
    for sign, forms, weight, _query in signs:
        if isinstance(sign, NameSign):
            adds.append(weight if sign.slug in kept.values[sign.facet] else 0.0)
            continue
        count = sum(kept.text.get(form, 0) for form in forms)
        in_title = sum(kept.title.get(form, 0) for form in forms)
        counts.append(float(count))
        adds.append(
            bm25(count, kept.words, reader.average_length(TEXT), sign.weight)
            + bm25(in_title, kept.title_words, reader.average_length("title"), sign.title_weight)
        )
    days = inf
    if kept.day is not None and likeness.day is not None:
        days = float(abs(kept.day - likeness.day.toordinal()))
    candidate = Candidate(
        id=kept.id,
        score=sum(adds),
        adds=adds,
        counts=counts,
        length=float(kept.words),
        days_apart=days,
        tags=tuple(kept.values["tag"]) if likeness.tagged else (),
    )
    if likeness.tagged:
        return candidate
    nearness = 1 + likeness.nearness * exp(-days / likeness.days)
    return replace(candidate, score=candidate.score * nearness)


def bm25(count: float, length: float, average: float, weight: float) -> float:
    """Return Okapi BM25 of a word in a field that has so many words, times a weight."""
    if not count:
        return 0.0
    return weight * (K1 + 1) * count / (count + K1 * (1 - B + B * length / max(average, 1.0)))
