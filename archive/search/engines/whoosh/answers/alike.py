"""The editorials that share most with given signs."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from haystack.constants import DJANGO_ID

from archive.search.engine import Candidate, Candidates, NameSign, Resemblance, Sign, WordSign
from archive.search.engines.whoosh.answers.matching import (
    Hits,
    aligned,
    bm25,
    idf,
    least_of_highest,
    newest_first,
    postings,
    top,
)
from archive.search.engines.whoosh.answers.words.meaning import language_key
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
    itself = np.flatnonzero(is_itself & snapshot.all())[:1]
    own = scores[itself]
    scores[is_itself] = 0
    if likeness.tagged:
        scores[~tagged(snapshot)] = 0
        best = _highest(scores, most)
    else:
        if snapshot.live is not None:
            scores[~snapshot.live] = 0
        best = _best(snapshot, likeness, scores, most)
    docs = np.concatenate([best, itself]).astype(np.intp)
    scores_of_docs = np.concatenate([scores[best], own])
    if not likeness.tagged:
        scores_of_docs *= _nearness(_days_apart(snapshot, likeness, docs), likeness)
    candidates = _candidates(snapshot, docs, additions, scores_of_docs, likeness)
    return Candidates(candidates[: len(best)], next(iter(candidates[len(best) :]), None))


def _best(snapshot: Snapshot, likeness: Resemblance, scores: np.ndarray, most: int) -> np.ndarray:
    """The best documents with nearness in time, which is looked at where it can decide alone.

    `scores` are those of the signs, 0 where a document is not to be among them.
    """
    could_be = scores > 0
    if 0 < most < len(scores):
        least = least_of_highest(scores, most)
        could_be &= scores * _nearness(np.zeros(1, np.float32), likeness) >= least
    docs = np.flatnonzero(could_be)
    near = scores[docs] * _nearness(_days_apart(snapshot, likeness, docs), likeness)
    newest = [key[docs] for key in newest_first(snapshot, "earliest", DJANGO_ID)]
    return docs[top(np.ones(len(docs), bool), [near, *newest], most)]


def _highest(scores: np.ndarray, most: int) -> np.ndarray:
    """The documents with the highest scores above 0; of equals the first in the index."""
    docs = np.flatnonzero(scores > 0)
    if 0 < most < len(docs):
        docs = docs[scores[docs] >= least_of_highest(scores[docs], most)]
    return docs[np.argsort(-scores[docs], kind="stable")[:most]]


def _nearness(days: np.ndarray, likeness: Resemblance) -> np.ndarray:
    """What the score of a document is multiplied by that lies so many days apart: 1 or more."""
    return 1 + np.float32(likeness.nearness) * np.exp(-days / np.float32(likeness.days))


def _candidates(
    snapshot: Snapshot,
    docs: np.ndarray,
    additions: Sequence[Additions],
    scores: np.ndarray,
    likeness: Resemblance,
) -> list[Candidate]:
    adds = _table([_sum_at(addition.adds, docs) for addition in additions], docs)
    words = [addition.counts for addition in additions if addition.counts is not None]
    counts = _table([aligned(hits, docs) for hits in words], docs)
    numbers = snapshot.numbers(DJANGO_ID).values[docs].tolist()
    lengths = snapshot.lengths(LEXICON)[docs].tolist()
    days = _days_apart(snapshot, likeness, docs).tolist()
    tags = snapshot.facet("tag")
    candidates = []
    for place, doc in enumerate(docs.tolist()):
        candidate = Candidate(
            id=numbers[place],
            score=float(scores[place]),
            adds=adds[place],
            counts=counts[place],
            length=lengths[place],
            days_apart=days[place],
            tags=tags.of(doc) if likeness.tagged else (),
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
    adds = [Hits(counts.docs, bm25(snapshot, LEXICON, counts, sign.weight))]
    if len(titles.docs):
        adds.append(Hits(titles.docs, bm25(snapshot, "title", titles, sign.title_weight)))
    return Additions(adds, counts)


def _of_name(snapshot: Snapshot, sign: NameSign) -> Additions:
    docs = np.flatnonzero(snapshot.facet(sign.facet).having([sign.slug]))
    weight = sign.weight * idf(snapshot, len(docs))
    return Additions([Hits(docs, np.full(len(docs), weight, np.float32))])


def _days_apart(snapshot: Snapshot, likeness: Resemblance, docs: np.ndarray) -> np.ndarray:
    """How many days lie between each of these documents and the day; infinite where unknown."""
    if likeness.day is None:
        return np.full(len(docs), np.inf, np.float32)
    earliest, is_known = snapshot.numbers("earliest")
    days = np.abs(earliest[docs] - likeness.day.toordinal())
    return np.where(is_known[docs], days, np.inf).astype(np.float32)


def tagged(snapshot: Snapshot) -> np.ndarray:
    """Return a mask of the documents that bear any tag."""
    tags = snapshot.facet("tag")
    return snapshot.once(("tagged",), lambda: tags.having(tags.values) & snapshot.all())
