"""Whoosh's query trees over arrays: the same documents as by its own matchers, all of them at once.

A kind of query that is not known here is left to Whoosh itself.
"""

import re
from collections.abc import Callable, Sequence
from functools import reduce, singledispatch
from typing import NamedTuple

import numpy as np
from whoosh import query
from whoosh.query import qcore
from whoosh.query.terms import MultiTerm, PatternQuery

from archive.search.engines.haystack.kinds import is_text
from archive.search.engines.whoosh.answers.adjacency import phrase
from archive.search.engines.whoosh.answers.matching import Hits, bm25, idf, postings
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.question.weights import WEIGHTS

# The score of each hit of one term in one field.
Weigh = Callable[[Snapshot, str, Hits], np.ndarray]


class Evaluation(NamedTuple):
    """A mask of the documents that a query finds, deleted ones included, and each one's score.

    The score of a document that is not found is 0.
    """

    mask: np.ndarray
    scores: np.ndarray


def evaluate(snapshot: Snapshot, tree: query.Query, weigh: Weigh | None = None) -> Evaluation:
    """Return the documents that a query finds, without deleted ones, and their scores, float32.

    The scores are BM25 unless weighed otherwise. A field that the schema does not have holds
    nothing.
    """
    mask, scores = _find(tree, snapshot, weigh or _bm25)
    if snapshot.live is not None:
        mask = mask & snapshot.live
    return Evaluation(mask, np.where(mask, scores, np.float32(0)))


def _bm25(snapshot: Snapshot, field: str, hits: Hits) -> np.ndarray:
    if not snapshot.schema[field].scorable:
        return hits.counts.astype(np.float32)
    return bm25(snapshot, field, hits, idf(snapshot, len(hits.docs)))


def weigh_editorials(snapshot: Snapshot, field: str, hits: Hits) -> np.ndarray:
    """Return BM25 by the constants that the archive's own search has for each field."""
    if field not in WEIGHTS:
        return _bm25(snapshot, field, hits)
    _weight, k1, b = WEIGHTS[field]
    return bm25(snapshot, field, hits, idf(snapshot, len(hits.docs)), k1, b)


def _nowhere(snapshot: Snapshot) -> Evaluation:
    return Evaluation(np.zeros(snapshot.size, bool), np.zeros(snapshot.size, np.float32))


def _constant(mask: np.ndarray, score: float) -> Evaluation:
    return Evaluation(mask, mask * np.float32(score))


def _scored(snapshot: Snapshot, docs: np.ndarray, scores: np.ndarray, boost: float) -> Evaluation:
    evaluation = _nowhere(snapshot)
    evaluation.mask[docs] = True
    evaluation.scores[docs] = scores * np.float32(boost)
    return evaluation


@singledispatch
def _find(tree: query.Query, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    hits = snapshot.searcher().search(tree, limit=None).top_n
    scores = np.array([score for score, _doc in hits], np.float32)
    docs = np.array([doc for _score, doc in hits], np.intp)
    return _scored(snapshot, docs, scores, 1.0)


@_find.register
def _find_null(tree: qcore._NullQuery, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    return _nowhere(snapshot)


@_find.register
def _find_every(tree: query.Every, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    if tree.fieldname is None:
        return _constant(np.ones(snapshot.size, bool), tree.boost)
    mask = np.zeros(snapshot.size, bool)
    for segment, base in zip(snapshot.segments, snapshot.bases, strict=True):
        lists = segment.postings(tree.fieldname)
        if lists is not None:
            mask[base + lists.docs] = True
    return _constant(mask, tree.boost)


# Terms


@_find.register
def _find_term(tree: query.Term, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    terms = _exactly(snapshot, tree.fieldname, tree.text)
    if not any(map(len, terms)):
        return _nowhere(snapshot)
    hits = postings(snapshot, tree.fieldname, terms)
    return _scored(snapshot, hits.docs, weigh(snapshot, tree.fieldname, hits), tree.boost)


def _exactly(snapshot: Snapshot, field: str, text: str | bytes) -> Terms:
    """The one term that a text is in a field; none where the field cannot hold such a text."""
    term = _in_bytes(snapshot, field, text)
    if term is None:
        return snapshot.terms(field, [])
    return snapshot.terms(field, [term])


def _in_bytes(snapshot: Snapshot, field: str, text: str | bytes) -> bytes | None:
    """The text as the field writes it; None where the field cannot hold such a text."""
    if field not in snapshot.schema:
        return None
    try:
        return snapshot.schema[field].to_bytes(text)
    except (ValueError, OverflowError):
        return None


@_find.register
def _find_terms(tree: MultiTerm, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    if tree.fieldname not in snapshot.schema:
        return _nowhere(snapshot)
    hits = postings(snapshot, tree.fieldname, _terms(tree, snapshot))
    scores = np.ones(1) if tree.constantscore else weigh(snapshot, tree.fieldname, hits)
    return _scored(snapshot, hits.docs, scores, tree.boost)


@singledispatch
def _terms(tree: MultiTerm, snapshot: Snapshot) -> Terms:
    """The terms that a query of several terms stands for."""
    if not snapshot.segments:
        return ()
    texts: set[str | bytes] = set()
    leaves = [leaf for leaf, _base in snapshot.reader.leaf_readers()]
    for leaf, segment in zip(leaves, snapshot.segments, strict=True):
        if segment.postings(tree.fieldname) is not None:
            texts.update(tree._btexts(leaf))
    return snapshot.terms(tree.fieldname, texts)


@_terms.register
def _terms_of_pattern(tree: PatternQuery, snapshot: Snapshot) -> Terms:
    beginning = snapshot.beginning(tree.fieldname, tree._find_prefix(tree.text))
    matches = re.compile(tree._get_pattern()).match
    terms = []
    for numbers, segment in zip(beginning, snapshot.segments, strict=True):
        lexicon = segment.lexicon(tree.fieldname)
        if len(numbers):
            run = lexicon.run(numbers[0], numbers[-1] + 1)
            numbers = numbers[[bool(matches(text.decode(errors="replace"))) for text in run]]
        terms.append(numbers)
    return tuple(terms)


@_terms.register
def _terms_of_prefix(tree: query.Prefix, snapshot: Snapshot) -> Terms:
    return snapshot.beginning(tree.fieldname, tree.text)


@_terms.register
def _terms_of_range(tree: query.TermRange, snapshot: Snapshot) -> Terms:
    field = tree.fieldname
    start: bytes | None = b""
    end: bytes | None = None
    if tree.start is not None:
        start = _in_bytes(snapshot, field, tree.start)
    if tree.end is not None:
        end = _in_bytes(snapshot, field, tree.end)
    if start is None or (end is None and tree.end is not None):
        return snapshot.terms(field, [])
    return snapshot.within(field, start, end, tree.startexcl, tree.endexcl)


@_find.register
def _find_numbers(tree: query.NumericRange, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    if tree.fieldname not in snapshot.schema:
        return _nowhere(snapshot)
    try:
        return _find(tree._compile_query(snapshot.reader), snapshot, weigh)
    except (ValueError, OverflowError):  # a bound that the field cannot hold
        return _nowhere(snapshot)


@_find.register
def _find_phrase(tree: query.Phrase, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    field = tree.fieldname
    words = [query.Term(field, word) for word in tree.words]
    if len(words) < 2 or field not in snapshot.schema:
        return _find(query.And(words, boost=tree.boost), snapshot, weigh)
    if not is_text(snapshot.schema, field):  # it keeps no places
        return _nowhere(snapshot)
    slots = [_exactly(snapshot, field, word) for word in tree.words]
    docs = phrase(snapshot, field, slots, tree.slop).docs
    _masks, scores = _each(words, snapshot, weigh)
    return _scored(snapshot, docs, reduce(np.add, scores)[docs], tree.boost)


# What is made of several queries


class _Parts(NamedTuple):
    """The masks and the scores of the parts of a query."""

    masks: list[np.ndarray]
    scores: list[np.ndarray]


def _each(queries: Sequence[query.Query], snapshot: Snapshot, weigh: Weigh) -> _Parts:
    parts = _Parts([], [])
    for part in queries:
        mask, scores = _find(part, snapshot, weigh)
        parts.masks.append(mask)
        parts.scores.append(scores)
    return parts


def _both(tree: query.Query, snapshot: Snapshot, weigh: Weigh) -> tuple[Evaluation, Evaluation]:
    """The left and the right side of a query that joins two."""
    left, right = tree.subqueries
    return _find(left, snapshot, weigh), _find(right, snapshot, weigh)


def _boosted(evaluation: Evaluation, boost: float) -> Evaluation:
    if boost == 1:
        return evaluation
    return Evaluation(evaluation.mask, evaluation.scores * np.float32(boost))


@_find.register
def _find_all(tree: query.And, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    if not tree.subqueries:
        return _nowhere(snapshot)
    masks, scores = _each(tree.subqueries, snapshot, weigh)
    mask = reduce(np.logical_and, masks)
    return _boosted(Evaluation(mask, reduce(np.add, scores) * mask), tree.boost)


@_find.register
def _find_any(tree: query.Or, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    whole = _nowhere(snapshot)
    for part in tree.subqueries:
        mask, scores = _find(part, snapshot, weigh)
        np.logical_or(whole.mask, mask, out=whole.mask)
        np.add(whole.scores, scores, out=whole.scores)
    return _boosted(whole, tree.boost)


@_find.register
def _find_best(tree: query.DisjunctionMax, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    if not tree.subqueries:
        return _nowhere(snapshot)
    masks, scores = _each(tree.subqueries, snapshot, weigh)
    best = reduce(np.maximum, scores)
    weaker = reduce(np.add, scores) - best
    total = (best + tree.tiebreak * weaker) * tree.boost
    return Evaluation(reduce(np.logical_or, masks), total)


@_find.register
def _find_not(tree: query.Not, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    return _constant(~_find(tree.query, snapshot, weigh).mask, 1.0)


@_find.register
def _find_and_not(tree: query.AndNot, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    left, right = _both(tree, snapshot, weigh)
    mask = left.mask & ~right.mask
    return Evaluation(mask, left.scores * mask)


@_find.register
def _find_and_maybe(tree: query.AndMaybe, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    left, right = _both(tree, snapshot, weigh)
    return Evaluation(left.mask, left.scores + right.scores * left.mask)


@_find.register
def _find_required(tree: query.Require, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    left, right = _both(tree, snapshot, weigh)
    mask = left.mask & right.mask
    return Evaluation(mask, left.scores * mask)


@_find.register
def _find_constant(tree: query.ConstantScoreQuery, snapshot: Snapshot, weigh: Weigh) -> Evaluation:
    return _constant(_find(tree.child, snapshot, weigh).mask, tree.score)
