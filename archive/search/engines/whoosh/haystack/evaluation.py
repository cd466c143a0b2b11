"""Whoosh's query trees over arrays: the same documents as by Whoosh's own matchers, all of them at once.

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

from archive.search.engines.whoosh.answers.adjacency import phrase
from archive.search.engines.whoosh.answers.matching import Hits, bm25, idf, postings
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms

Weigh = Callable[
    [Snapshot, str, Hits], np.ndarray
]  # the score of each hit of one term in one field


class Found(NamedTuple):
    """A mask of the documents found, deleted ones included, and the score of each document, 0 where it is not found."""

    mask: np.ndarray
    scores: np.ndarray


def evaluate(snapshot: Snapshot, wanted: query.Query, weigh: Weigh | None = None) -> Found:
    """The documents that a query finds, without deleted ones, and their scores: float32, BM25 unless weighed otherwise.
    A field that the schema does not have holds nothing."""
    mask, scores = _find(wanted, snapshot, weigh or _bm25)
    mask = mask if snapshot.live is None else mask & snapshot.live
    return Found(mask, np.where(mask, scores, np.float32(0)))


def _bm25(snapshot: Snapshot, field: str, hits: Hits) -> np.ndarray:
    if not snapshot.schema[field].scorable:
        return hits.counts.astype(np.float32)
    return bm25(snapshot, field, hits, idf(snapshot, len(hits.docs)))


def _nowhere(snapshot: Snapshot) -> Found:
    return Found(np.zeros(snapshot.size, bool), np.zeros(snapshot.size, np.float32))


def _constant(mask: np.ndarray, score: float) -> Found:
    return Found(mask, mask * np.float32(score))


def _scored(snapshot: Snapshot, docs: np.ndarray, scores: np.ndarray, boost: float) -> Found:
    found = _nowhere(snapshot)
    found.mask[docs] = True
    found.scores[docs] = scores * np.float32(boost)
    return found


@singledispatch
def _find(wanted: query.Query, snapshot: Snapshot, weigh: Weigh) -> Found:
    hits = snapshot.searcher().search(wanted, limit=None).top_n
    scores = np.array([score for score, _ in hits], np.float32)
    return _scored(snapshot, np.array([doc for _, doc in hits], np.intp), scores, 1.0)


@_find.register
def _null(wanted: qcore._NullQuery, snapshot, weigh):
    return _nowhere(snapshot)


@_find.register
def _every(wanted: query.Every, snapshot, weigh):
    if wanted.fieldname is None:
        return _constant(np.ones(snapshot.size, bool), wanted.boost)
    mask = np.zeros(snapshot.size, bool)
    for segment, base in zip(snapshot.segments, snapshot.bases, strict=True):
        lists = segment.postings(wanted.fieldname)
        if lists is not None:
            mask[base + lists.docs] = True
    return _constant(mask, wanted.boost)


# Terms


@_find.register
def _term(wanted: query.Term, snapshot, weigh):
    texts = _in_bytes(snapshot, wanted.fieldname, wanted.text)
    hits = postings(snapshot, wanted.fieldname, snapshot.terms(wanted.fieldname, texts))
    scores = weigh(snapshot, wanted.fieldname, hits) if texts else hits.counts
    return _scored(snapshot, hits.docs, scores, wanted.boost)


def _in_bytes(snapshot: Snapshot, field: str, text) -> list[bytes]:
    """The text as the field writes it; nothing where the field cannot hold such a text."""
    try:
        return [snapshot.schema[field].to_bytes(text)] if field in snapshot.schema else []
    except (ValueError, OverflowError):
        return []


@_find.register
def _several_terms(wanted: MultiTerm, snapshot, weigh):
    if wanted.fieldname not in snapshot.schema:
        return _nowhere(snapshot)
    terms = _meant(wanted, snapshot)
    hits = postings(snapshot, wanted.fieldname, terms)
    scores = np.ones(1) if wanted.constantscore else weigh(snapshot, wanted.fieldname, hits)
    return _scored(snapshot, hits.docs, scores, wanted.boost)


@singledispatch
def _meant(wanted: MultiTerm, snapshot: Snapshot) -> Terms:
    """The terms that a query of several terms stands for."""
    leaves = [leaf for leaf, _ in snapshot.reader.leaf_readers()] if snapshot.segments else []
    found = []
    for leaf, segment in zip(leaves, snapshot.segments, strict=True):
        lexicon = segment.lexicon(wanted.fieldname)
        texts = wanted._btexts(leaf) if lexicon else ()
        numbers = {
            lexicon.find(text if isinstance(text, bytes) else text.encode()) for text in texts
        }
        found.append(np.array(sorted(numbers - {-1}), np.intp))
    return tuple(found)


@_meant.register
def _pattern(wanted: PatternQuery, snapshot):
    beginning = snapshot.beginning(wanted.fieldname, wanted._find_prefix(wanted.text))
    matches = re.compile(wanted._get_pattern()).match
    found = []
    for numbers, segment in zip(beginning, snapshot.segments, strict=True):
        texts = (
            segment.lexicon(wanted.fieldname).run(numbers[0], numbers[-1] + 1)
            if len(numbers)
            else ()
        )
        found.append(
            numbers[[matches(text.decode(errors="replace")) is not None for text in texts]]
        )
    return tuple(found)


@_meant.register
def _prefix(wanted: query.Prefix, snapshot):
    return snapshot.beginning(wanted.fieldname, wanted.text)


@_meant.register
def _range(wanted: query.TermRange, snapshot):
    start = (
        _in_bytes(snapshot, wanted.fieldname, wanted.start) if wanted.start is not None else [b""]
    )
    end = _in_bytes(snapshot, wanted.fieldname, wanted.end) if wanted.end is not None else [None]
    if not start or not end:
        return tuple(np.arange(0) for _ in snapshot.segments)
    return snapshot.within(wanted.fieldname, start[0], end[0], wanted.startexcl, wanted.endexcl)


@_find.register
def _numbers(wanted: query.NumericRange, snapshot, weigh):
    if wanted.fieldname not in snapshot.schema:
        return _nowhere(snapshot)
    try:
        return _find(wanted._compile_query(snapshot.reader), snapshot, weigh)
    except (ValueError, OverflowError):  # a bound that the field cannot hold
        return _nowhere(snapshot)


@_find.register
def _phrase(wanted: query.Phrase, snapshot, weigh):
    words = [query.Term(wanted.fieldname, word) for word in wanted.words]
    if len(words) < 2 or wanted.fieldname not in snapshot.schema:
        return _find(query.And(words, boost=wanted.boost), snapshot, weigh)
    slots = [
        snapshot.terms(wanted.fieldname, _in_bytes(snapshot, wanted.fieldname, word))
        for word in wanted.words
    ]
    hits = phrase(snapshot, wanted.fieldname, slots, wanted.slop)
    scores = sum(_find(word, snapshot, weigh).scores[hits.docs] for word in words)
    return _scored(snapshot, hits.docs, scores, wanted.boost)


# What is made of several queries


def _boosted(found: Found, boost: float) -> Found:
    return found if boost == 1 else Found(found.mask, found.scores * np.float32(boost))


def _all_of(parts: Sequence[query.Query], snapshot: Snapshot, weigh: Weigh) -> list[Found]:
    return [_find(part, snapshot, weigh) for part in parts]


@_find.register
def _and(wanted: query.And, snapshot, weigh):
    if not wanted.subqueries:
        return _nowhere(snapshot)
    parts = _all_of(wanted.subqueries, snapshot, weigh)
    mask = reduce(np.logical_and, (part.mask for part in parts))
    return _boosted(Found(mask, sum(part.scores for part in parts) * mask), wanted.boost)


@_find.register
def _or(wanted: query.Or, snapshot, weigh):
    found = _nowhere(snapshot)
    for part in wanted.subqueries:
        mask, scores = _find(part, snapshot, weigh)
        np.logical_or(found.mask, mask, out=found.mask)
        np.add(found.scores, scores, out=found.scores)
    return _boosted(found, wanted.boost)


@_find.register
def _best_of(wanted: query.DisjunctionMax, snapshot, weigh):
    parts = _all_of(wanted.subqueries, snapshot, weigh) or [_nowhere(snapshot)]
    best = reduce(np.maximum, (part.scores for part in parts))
    rest = sum(part.scores for part in parts) - best
    return Found(
        reduce(np.logical_or, (part.mask for part in parts)),
        (best + wanted.tiebreak * rest) * wanted.boost,
    )


@_find.register
def _not(wanted: query.Not, snapshot, weigh):
    return _constant(~_find(wanted.query, snapshot, weigh).mask, 1.0)


@_find.register
def _and_not(wanted: query.AndNot, snapshot, weigh):
    a, b = _all_of(wanted.subqueries, snapshot, weigh)
    mask = a.mask & ~b.mask
    return Found(mask, a.scores * mask)


@_find.register
def _and_maybe(wanted: query.AndMaybe, snapshot, weigh):
    a, b = _all_of(wanted.subqueries, snapshot, weigh)
    return Found(a.mask, a.scores + b.scores * a.mask)


@_find.register
def _require(wanted: query.Require, snapshot, weigh):
    a, b = _all_of(wanted.subqueries, snapshot, weigh)
    mask = a.mask & b.mask
    return Found(mask, a.scores * mask)


@_find.register
def _constant_score(wanted: query.ConstantScoreQuery, snapshot, weigh):
    return _constant(_find(wanted.child, snapshot, weigh).mask, wanted.score)
