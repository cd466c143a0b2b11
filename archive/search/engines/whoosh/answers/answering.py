"""A Question -> its Answer from a snapshot of the index.

It says which editorials, in what order, how many of each facet.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial, reduce
from itertools import groupby
from typing import NamedTuple

import numpy as np
from haystack.constants import DJANGO_ID

from archive.search.engines.whoosh.answers import narrowing
from archive.search.engines.whoosh.answers.matching import (
    in_order,
    newest_first,
    oldest_first,
    top,
)
from archive.search.engines.whoosh.answers.order import ranking, steering
from archive.search.engines.whoosh.answers.order.folding import Fold
from archive.search.engines.whoosh.answers.order.reprints import demote_reprints
from archive.search.engines.whoosh.answers.order.units import Unit
from archive.search.engines.whoosh.answers.reasons import of_exact_fields, reasons
from archive.search.engines.whoosh.answers.understanding import Understanding, understand
from archive.search.engines.whoosh.answers.words.corrections import correction
from archive.search.engines.whoosh.index.facet_column import Documents
from archive.search.engines.whoosh.index.schema import ORDER
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.question.answers import Answer, Hit, Value
from archive.search.question.query import DEEPEST, ENTERED, FACETS, Question
from archive.search.question.weights import ENOUGH, MOST_WORDS, TELLING

# Of hundreds on each page: without a step of Python for each, in a third of the time.
_VALUE = partial(tuple.__new__, Value)


class Answering(NamedTuple):
    """The documents that answer a question, as masks.

    `enough` have enough of what was typed, and `mask` all that was chosen, too: `choices` by facet.
    `levels` and `level` are those of the answer; `first` are the documents that editors put first.
    """

    mask: np.ndarray
    enough: np.ndarray
    choices: dict[str, np.ndarray | None]
    levels: dict[int, int]
    level: int
    first: np.ndarray


class List(NamedTuple):
    """All documents that answer, and by what they are put in order and are reasoned for.

    `reasoned` are the units that tell why; the highest of the first key comes first.
    """

    understood: Understanding
    answering: Answering
    scores: np.ndarray
    keys: Sequence[np.ndarray]
    is_ranked: bool
    reasoned: Sequence[Unit]


def answer(snapshot: Snapshot, question: Question) -> Answer:
    """Return all that a result page tells, but for the texts; raise nothing for any question."""
    understood = understand(snapshot, question.typed, mends=not question.literal)
    required = narrowing.required(snapshot, question)
    if not required.any() and not question.pinned:
        return _nothing(snapshot, question, understood)
    listed = _listed(snapshot, question, understood, required)
    answering = listed.answering
    fold = Fold(snapshot, answering.mask, listed.keys, question.fold)
    page = _page(question, fold.mask, listed.keys)
    counted = _counted(answering.enough, answering.choices)
    facets = {facet: _values(snapshot, facet, docs) for facet, docs in counted.items()}
    return Answer(
        count=int(np.count_nonzero(answering.mask)),
        hits=_hits(snapshot, page, listed, fold),
        listed=fold.count,
        is_ranked=listed.is_ranked,
        facets=facets,
        years=_in_order(facets["year"]),
        decades=_decades(snapshot, counted["year"].mask),
        levels=answering.levels,
        level=answering.level,
        words=understood.words,
        phrases=understood.phrases,
        suggestion=_suggestion(snapshot, question, understood.units),
        cut=_is_cut(question),
    )


def _nothing(snapshot: Snapshot, question: Question, understood: Understanding) -> Answer:
    """What is told where nothing has what is required: there is nothing to score and to count.

    A search that is loosened has several such answers.
    """
    levels = {}
    if understood.units:
        levels = dict.fromkeys(range(understood.telling, 0, -1), 0)
    return Answer(
        listed=0,
        is_ranked=False,
        facets={facet: [] for facet in FACETS},
        levels=levels,
        level=min(question.words or 0, len(levels)),
        words=understood.words,
        phrases=understood.phrases,
        suggestion=_suggestion(snapshot, question, understood.units),
        cut=_is_cut(question),
    )


def _is_cut(question: Question) -> bool:
    return sum(clause.ranks for clause in question.typed.clauses) > MOST_WORDS


def hits(snapshot: Snapshot, question: Question, at_once: int) -> Iterator[list[Hit]]:
    """Yield all hits of a question in its order, so many at a time; nothing is folded."""
    understood = understand(snapshot, question.typed, mends=not question.literal)
    required = narrowing.required(snapshot, question)
    listed = _listed(snapshot, question, understood, required)
    fold = Fold(snapshot, listed.answering.mask, listed.keys, folds=None)
    docs = in_order(np.flatnonzero(fold.mask), listed.keys)
    for start in range(0, len(docs), at_once):
        yield _hits(snapshot, docs[start : start + at_once], listed, fold)


def _listed(
    snapshot: Snapshot, question: Question, understood: Understanding, required: np.ndarray
) -> List:
    ranked = [*understood.units, *understood.conditions]
    scored = ranking.score(snapshot, understood.units, understood.conditions)
    answering = _answering(snapshot, question, understood, required, scored)
    steering.weigh(snapshot, question.weights, scored.scores)
    demote_reprints(snapshot, answering.mask, scored.scores)
    is_ranked = bool(ranked) and _differ(scored.scores[answering.mask])
    keys = _keys(snapshot, question.sort, scored.scores, is_ranked)
    if len(answering.first) and question.sort == "relevance":
        keys = [steering.ranks(snapshot, answering.first), *keys]
    reasoned = [*ranked, *of_exact_fields(snapshot, question.typed)]
    return List(understood, answering, scored.scores, keys, is_ranked, reasoned)


def _answering(
    snapshot: Snapshot,
    question: Question,
    understood: Understanding,
    required: np.ndarray,
    scored: ranking.Scores,
) -> Answering:
    """The documents that have what is required, enough of the words, and what was chosen."""
    choices = {facet: narrowing.chosen(snapshot, question, facet) for facet in FACETS}
    choices["among"] = narrowing.among(snapshot, question)
    levels: dict[int, int] = {}
    if understood.units:
        everything = _all_of(required, *choices.values())
        levels = _levels(scored.levels, everything, understood.telling)
    level = min(question.words or 0, len(levels))
    if level:
        enough = required & (scored.levels >= level)
    else:
        enough = required & _telling(scored, required, understood)
    first = steering.pinned(snapshot, question.pinned)
    enough[first] = True
    mask = _all_of(enough, *choices.values())
    return Answering(mask, enough, choices, levels, level, first)


def years(snapshot: Snapshot) -> dict[int, int]:
    """Return {year: how many of all editorials may be of it}, in order."""
    return snapshot.once(("years",), lambda: _in_order(snapshot.facet("year").top(snapshot.all())))


def _in_order(counts: Iterable[tuple[str, int]]) -> dict[int, int]:
    """{year: editorials}, the first year first."""
    return {int(year): count for year, count in sorted(counts, key=_year)}


def _year(pair: tuple[str, int]) -> int:
    return int(pair[0])


def _all_of(*masks: np.ndarray | None) -> np.ndarray:
    return reduce(np.logical_and, [mask for mask in masks if mask is not None])


def _suggestion(snapshot: Snapshot, question: Question, units: Sequence[Unit]) -> str:
    for unit in units:
        if any(word.dated is not None for word in unit.meanings):
            return ""
    return correction(snapshot, question.typed)


# How much of what was typed


def _levels(levels: np.ndarray, mask: np.ndarray, most: int) -> dict[int, int]:
    """{level: documents of the mask that have at least so many units}, from all down to one."""
    counts = np.bincount(levels[mask], minlength=most + 1)
    return {level: int(counts[level:].sum()) for level in range(most, 0, -1)}


def _telling(scored: ranking.Scores, mask: np.ndarray, understood: Understanding) -> np.ndarray:
    """The documents with enough of the query’s weight.

    Those that share one common word of many with it are left out, unless too few were left.
    """
    if not understood.units:
        # None was typed, or none that the archive knows.
        return np.zeros_like(mask) if understood.telling else mask
    is_telling = scored.shares >= TELLING
    if np.count_nonzero(is_telling & mask) >= ENOUGH:
        return is_telling
    return scored.levels > 0


# Facets


def _counted(mask: np.ndarray, choices: dict[str, np.ndarray | None]) -> dict[str, Documents]:
    """{facet: the documents that its values are counted in}: those of all other choices."""
    everywhere = Documents(mask)
    counted = {}
    for facet in FACETS:
        others = [choice for name, choice in choices.items() if name != facet]
        counted[facet] = everywhere
        if any(choice is not None for choice in others):
            counted[facet] = Documents(_all_of(mask, *others))
    return counted


def _values(snapshot: Snapshot, facet: str, documents: Documents) -> list[Value]:
    return list(map(_VALUE, snapshot.facet(facet).top(documents)))


def _decades(snapshot: Snapshot, mask: np.ndarray) -> dict[str, int]:
    """{`199X`: documents of the mask that may be of that decade}.

    Each is counted once, be it of several of its years.
    """
    decades = snapshot.once(("decades",), lambda: _docs_of_decades(snapshot))
    counts = {}
    for decade, docs in decades.items():
        count = int(np.count_nonzero(mask.take(docs)))
        if count:
            counts[decade] = count
    return counts


def _docs_of_decades(snapshot: Snapshot) -> dict[str, np.ndarray]:
    facet = snapshot.facet("year")
    docs = {}
    for decade, years in groupby(sorted(facet.values, key=int), lambda year: int(year) // 10):
        docs[f"{decade:03}X"] = np.flatnonzero(facet.having(list(years)))
    return docs


# The page


def _page(question: Question, mask: np.ndarray, keys: Sequence[np.ndarray]) -> np.ndarray:
    start = (question.page - 1) * question.page_size
    if start >= DEEPEST:
        return np.zeros(0, np.intp)
    return top(mask, keys, min(start + question.page_size, DEEPEST))[start:]


def _differ(scores: np.ndarray) -> bool:
    return len(scores) > 0 and bool(scores.max() > scores.min())


def _keys(
    snapshot: Snapshot, sort: str, scores: np.ndarray, is_ranked: bool
) -> Sequence[np.ndarray]:
    if sort == "oldest":
        return oldest_first(snapshot, "earliest", DJANGO_ID)
    if sort == ENTERED:
        return [snapshot.numbers(DJANGO_ID).values]
    if sort == "relevance" and is_ranked:
        # Of equals the first entered: another page must not show one of them again.
        return [scores, -snapshot.numbers(DJANGO_ID).values]
    newest = newest_first(snapshot, "earliest", DJANGO_ID)
    if sort == "title":
        return [-snapshot.facet("title" + ORDER).order(), *newest]
    return newest


def _hits(snapshot: Snapshot, docs: np.ndarray, listed: List, fold: Fold) -> list[Hit]:
    ids = snapshot.numbers(DJANGO_ID).values
    pinned = set(ids[listed.answering.first].tolist())
    why = reasons(snapshot, docs, listed.reasoned)
    scores = listed.scores[docs].tolist()
    columns = zip(ids[docs].tolist(), scores, why, fold.under(docs), strict=True)
    hits = []
    for number, score, words, under in columns:
        parts: tuple[int, ...] = ()
        if len(under):
            parts = tuple(ids[under].tolist())
        hits.append(Hit(number, round(score, 4), words, number in pinned, parts))
    return hits
