"""How well editorials answer typed words.

The score of a document is the sum, over the words that count and the fields that hold them, of
Okapi BM25 (see `matching.bm25`). To it is added what was found to help on three judged French
collections (`bench/relevance.py`): the word in its very form, its family, a place near the
beginning, the share of the title that is asked for, neighbours in the query that are neighbours in
the text, and all the words at once.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.answers.adjacency import in_a_row, near
from archive.search.engines.whoosh.answers.matching import Hits, bm25, idf
from archive.search.engines.whoosh.answers.order.standing import Standing
from archive.search.engines.whoosh.answers.order.titles import title_weights
from archive.search.engines.whoosh.answers.order.units import Unit
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.question.weights import (
    ALL_WORDS,
    DATED,
    DATED_ALONE,
    DATED_BESIDE,
    LEAST_TITLE,
    NEIGHBOUR_DISTANCE,
    NEIGHBOURS,
    ROW,
    ROW_SHARE,
    SENTENCE,
    SENTENCE_SHARE,
    TITLE_SHARE,
    TOGETHER_IN,
    WEIGHTS,
)


class Scores(NamedTuple):
    """For each document its score, and how much of what was typed it has.

    `levels` tell how many of the units it has, `shares` what part of their weight (idf) these make.
    """

    scores: np.ndarray
    levels: np.ndarray
    shares: np.ndarray


def score(snapshot: Snapshot, units: Sequence[Unit], conditions: Sequence[Unit] = ()) -> Scores:
    """Return scores of all documents, deleted ones included, in one pass over the postings.

    The conditions add to the scores; levels and shares are of the units alone.
    """
    scores, levels = np.zeros(snapshot.size, np.float32), np.zeros(snapshot.size, np.uint8)
    titles, shares = np.zeros(snapshot.size, np.float32), np.zeros(snapshot.size, np.float32)
    for unit in units:
        unit.find(snapshot)
    dated = DATED
    if all("date" in unit.hits or unit.is_leading for unit in units):
        dated = DATED_ALONE
    for unit in units:
        levels += unit.mask
        _raise(shares, unit.mask, unit.telling(snapshot))
        _add_word(snapshot, unit, dated, scores, titles)
    for condition in conditions:
        condition.find(snapshot)
        _add_condition(snapshot, condition, scores, titles)
    if len(units) > 1:
        standing = Standing(snapshot, units)
        _add_neighbours(standing, scores)
        _add_together(standing, scores)
    _add_title_share(snapshot, scores, titles)
    if len(units) > 1:
        scores[levels == len(units)] *= 1 + ALL_WORDS
        scores[_dated_beside(units, levels)] *= 1 + DATED_BESIDE
    for condition in conditions:
        if condition.printed is not None and len(condition.printed):
            scores[condition.printed] += scores.max() + 1
    whole = sum(unit.telling(snapshot) for unit in units)
    return Scores(scores, levels, shares / np.float32(whole or 1))


def _dated_beside(units: Sequence[Unit], levels: np.ndarray) -> np.ndarray:
    """The documents of the date that was typed beside other words, where they have all of these."""
    dated = [unit.hits["date"].docs for unit in units if "date" in unit.hits]
    if not dated or len(dated) == len(units):
        return np.zeros(0, np.intp)
    docs = np.unique(np.concatenate(dated))
    return docs[levels[docs] == len(units)]


def _raise(scores: np.ndarray, mask: np.ndarray, amount: float) -> None:
    """Raise the scores of a mask's documents by so much."""
    scores += mask * np.float32(amount)


def _add_word(
    snapshot: Snapshot, unit: Unit, dated: float, scores: np.ndarray, titles: np.ndarray
) -> None:
    points = unit.points
    assert points is not None  # as of each that was looked for
    if points.having.dated is not None:
        scores[points.having.dated.docs] += np.float32(dated * unit.telling(snapshot))
    points.scores.add_to(scores)
    points.titles.add_to(titles)


def _add_condition(
    snapshot: Snapshot, condition: Unit, scores: np.ndarray, titles: np.ndarray
) -> None:
    if condition.meanings:
        _add_word(snapshot, condition, DATED, scores, titles)
        return
    telling = condition.telling(snapshot)
    for name, hits in condition.hits.items():
        _add(snapshot, name, hits, telling, scores)
    if "title" in condition.hits:
        titles[condition.hits["title"].docs] += telling


def _add(snapshot: Snapshot, name: str, hits: Hits, boost: float, scores: np.ndarray) -> None:
    """Add BM25 of hits in a field, times its weight and a boost."""
    if len(hits.docs):
        weight, k1, b = WEIGHTS[name]
        scores[hits.docs] += bm25(snapshot, name, hits, boost * weight, k1, b)


def _add_neighbours(standing: Standing, scores: np.ndarray) -> None:
    snapshot = standing.snapshot
    for number, (left, right) in enumerate(pairwise(standing.units)):
        telling = idf(snapshot, left.documents) + idf(snapshot, right.documents)
        for name in ("title", "text"):
            pair = standing.places((number, number + 1), name)
            if pair:
                hits = near(pair, NEIGHBOUR_DISTANCE)
                _add(snapshot, name, hits, NEIGHBOURS * telling, scores)


def _add_together(standing: Standing, scores: np.ndarray) -> None:
    """Raise what has all words of a short query together: in a sentence, and in their order.

    It is raised by the field in which they tell most.
    """
    if not standing.words:
        return
    snapshot = standing.snapshot
    telling = sum(standing.units[number].telling(snapshot) for number in standing.words)
    best = np.zeros(snapshot.size, np.float32)
    for name, weight in TOGETHER_IN.items():
        slots = standing.places(standing.words, name)
        if not slots:
            continue
        around = near(slots, SENTENCE)
        if not len(around.docs):
            continue
        share = weight * SENTENCE_SHARE
        best[around.docs] = np.maximum(best[around.docs], np.float32(share * telling))
        row = in_a_row(slots, ROW)
        share = weight * (SENTENCE_SHARE + ROW_SHARE)
        best[row.docs] = np.maximum(best[row.docs], np.float32(share * telling))
    scores += best


def _add_title_share(snapshot: Snapshot, scores: np.ndarray, titles: np.ndarray) -> None:
    docs = (titles != 0).nonzero()[0]  # many times faster than on fractions
    asked = titles.take(docs)
    share = asked / np.maximum(title_weights(snapshot).take(docs), np.float32(LEAST_TITLE))
    scores[docs] += np.float32(TITLE_SHARE) * asked * np.minimum(share, 1)
