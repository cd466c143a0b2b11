"""The editorials that share most with given signs, and what names of tags in texts are worth."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from haystack.constants import DJANGO_ID

from archive.search.engine import Candidate, Candidates, NameSign, Resemblance, Sign, WordSign
from archive.search.engines.whoosh.answers.adjacency import word_or_phrase
from archive.search.engines.whoosh.answers.matching import (
    Hits,
    aligned,
    bm25,
    idf,
    newest_first,
    postings,
    top,
)
from archive.search.engines.whoosh.answers.words.meaning import language_key
from archive.search.engines.whoosh.answers.words.slots import slots
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot


class Additions(NamedTuple):
    """What a sign adds to scores, field by field; of a word also how often texts hold it."""

    adds: Sequence[Hits]
    counts: Hits | None = None


def alike(snapshot: Snapshot, likeness: Resemblance, most: int) -> Candidates:
    """See `engine.Engine.alike`."""
    additions = [_additions(snapshot, sign, likeness.language) for sign in likeness.signs]
    scores = np.zeros(snapshot.size, np.float32)
    for addition in additions:
        for hits in addition.adds:
            scores[hits.docs] += hits.counts
    is_itself = snapshot.numbers(DJANGO_ID).values == likeness.itself
    days = _days_apart(snapshot, likeness)
    if likeness.tagged:
        scores[~tagged(snapshot) | is_itself] = 0
        best = np.argsort(-scores, kind="stable")[:most]
        best = best[scores[best] > 0]
    else:
        nearness = np.exp(-days / np.float32(likeness.days))
        scores *= 1 + np.float32(likeness.nearness) * nearness
        is_alike = snapshot.all() & (scores > 0) & ~is_itself
        best = top(is_alike, [scores, *newest_first(snapshot, "earliest", DJANGO_ID)], most)
    itself = np.flatnonzero(is_itself & snapshot.all())[:1]
    docs = np.concatenate([best, itself]).astype(np.int64)
    candidates = _candidates(snapshot, docs, additions, scores, days, likeness.tagged)
    return Candidates(candidates[: len(best)], next(iter(candidates[len(best) :]), None))


def _candidates(
    snapshot: Snapshot,
    docs: np.ndarray,
    additions: Sequence[Additions],
    scores: np.ndarray,
    days: np.ndarray,
    with_tags: bool,
) -> list[Candidate]:
    adds = _table([_sum_at(addition.adds, docs) for addition in additions], docs)
    words = [addition.counts for addition in additions if addition.counts is not None]
    counts = _table([aligned(hits, docs) for hits in words], docs)
    numbers = snapshot.numbers(DJANGO_ID).values
    lengths = snapshot.lengths(LEXICON)
    tags = snapshot.facet("tag")
    candidates = []
    for place, doc in enumerate(docs.tolist()):
        candidate = Candidate(
            id=int(numbers[doc]),
            score=float(scores[doc]),
            adds=adds[place],
            counts=counts[place],
            length=float(lengths[doc]),
            days_apart=float(days[doc]),
            tags=tags.of(doc) if with_tags else (),
        )
        candidates.append(candidate)
    return candidates


def _table(rows: Sequence[np.ndarray], docs: np.ndarray) -> list[list[float]]:
    """A row of each sign -> a list of each document."""
    return np.array(rows, np.float32).reshape(len(rows), len(docs)).T.tolist()


def _sum_at(parts: Sequence[Hits], docs: np.ndarray) -> np.ndarray:
    total = np.zeros(len(docs), np.float32)
    for hits in parts:
        total += aligned(hits, docs)
    return total


# What signs add


def _additions(snapshot: Snapshot, sign: Sign, language: str) -> Additions:
    if isinstance(sign, NameSign):
        return _of_name(snapshot, sign)
    return _of_word(snapshot, sign, language)


def _of_word(snapshot: Snapshot, sign: WordSign, language: str) -> Additions:
    terms = snapshot.alike(LEXICON, sign.forms[0], language_key(language))
    counts = postings(snapshot, LEXICON, terms)
    titles = postings(snapshot, "title", terms)
    in_text = Hits(counts.docs, bm25(snapshot, LEXICON, counts, sign.weight))
    in_title = Hits(titles.docs, bm25(snapshot, "title", titles, sign.title_weight))
    return Additions([in_text, in_title], counts)


def _of_name(snapshot: Snapshot, sign: NameSign) -> Additions:
    docs = np.flatnonzero(snapshot.facet(sign.facet).having([sign.slug]))
    weight = sign.weight * idf(snapshot, len(docs))
    return Additions([Hits(docs, np.full(len(docs), weight, np.float32))])


def _days_apart(snapshot: Snapshot, likeness: Resemblance) -> np.ndarray:
    """How many days lie between each document and the day; infinite where one is not known."""
    if likeness.day is None:
        return np.full(snapshot.size, np.inf, np.float32)
    earliest, is_known = snapshot.numbers("earliest")
    days = np.abs(earliest - likeness.day.toordinal())
    return np.where(is_known, days, np.inf).astype(np.float32)


# Names of tags in texts


def tagged(snapshot: Snapshot) -> np.ndarray:
    """Return a mask of the documents that bear any tag."""
    tags = snapshot.facet("tag")
    return snapshot.once(("tagged",), lambda: tags.having(tags.values) & snapshot.all())


def naming(snapshot: Snapshot, slug: str, name: str) -> tuple[int, int]:
    """Return how many tagged documents say a name, and how many of these bear the tag."""
    counts: dict[tuple[str, str], tuple[int, int]] = snapshot.once(("naming",), dict)
    if (slug, name) not in counts:
        saying = _saying(snapshot, name)
        saying = saying[tagged(snapshot)[saying]]
        bearing = snapshot.facet("tag").having([slug])[saying]
        counts[slug, name] = len(saying), int(np.count_nonzero(bearing))
    return counts[slug, name]


def _saying(snapshot: Snapshot, name: str) -> np.ndarray:
    """The documents whose text says a name."""
    return word_or_phrase(snapshot, "text", slots(snapshot, name)).docs
