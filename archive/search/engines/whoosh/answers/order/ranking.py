"""How well editorials answer typed words.

The score of a document is the sum, over the words that count and the fields that hold them, of
Okapi BM25 (see `matching.bm25`). To it is added what was found to help on three judged French
collections (`bench/relevance.py`): the word in its very form, its family, a place near the
beginning, the share of the title that is asked for, neighbours in the query that are neighbours in
the text, and all the words at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from archive.search.engines.typed_words import TypedUnit
from archive.search.engines.whoosh.answers.adjacency import in_a_row, near, places
from archive.search.engines.whoosh.answers.matching import (
    Hits,
    are_among,
    bm25,
    bm25_of_all,
    idf,
    postings,
    together,
)
from archive.search.engines.whoosh.answers.order.titles import title_weights
from archive.search.engines.whoosh.answers.words.meaning import STEMS, Meaning, union, without
from archive.search.engines.whoosh.index.postings import stretches
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.engines.whoosh.index.words.conflation import Key
from archive.search.question.typed_fields import FIELDS
from archive.search.question.weights import (
    ALL_WORDS,
    DATED,
    DATED_ALONE,
    DATED_BESIDE,
    DERIVED,
    EARLY,
    EARLY_WORDS,
    EXACT,
    FAMILY,
    LEAST_TITLE,
    LONGEST_QUERY,
    NEIGHBOUR_DISTANCE,
    NEIGHBOURS,
    ROW,
    ROW_SHARE,
    SENTENCE,
    SENTENCE_SHARE,
    SHORTEST_QUERY,
    TITLE_SHARE,
    TOGETHER_IN,
    WEIGHTS,
)
from archive.search.words.families import FAMILY_LETTERS, family_key

DENSE = 8  # what so small a part of all documents has is scored by itself


class Relatives(NamedTuple):
    """Terms that do not count as a word, and for how much of a count of it each counts."""

    share: float
    terms: Terms


FAMILIES = Key(f"family{FAMILY_LETTERS}", family_key)


@dataclass
class Unit(TypedUnit):
    """Something typed that a document has or has not: a word, or words joined by OR.

    `hits` are by field, and by "date" where it is part of one. `mask` has the `documents` that have
    it, deleted ones included. `score` finds all, but for the hits of what is no word: a phrase, a
    beginning. `printed` are the documents that have a phrase in its very words; they come first.
    """

    meanings: Sequence[Meaning]
    hits: dict[str, Hits] = field(default_factory=dict)
    mask: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    documents: int = 0
    fields: Sequence[str] = FIELDS
    label: str = ""
    printed: np.ndarray | None = None
    relatives: list["Relatives"] = field(default_factory=list)

    def telling(self, snapshot: Snapshot) -> float:
        """Return its idf, or the part of it that counts."""
        return idf(snapshot, self.documents) * self.asking


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
        _find(snapshot, unit)
    dated = DATED
    if all("date" in unit.hits or unit.is_leading for unit in units):
        dated = DATED_ALONE
    for unit in units:
        levels += unit.mask
        _raise(shares, unit.mask, unit.telling(snapshot))
        _add_word(snapshot, unit, dated, scores, titles)
    for condition in conditions:
        _find(snapshot, condition)
        _add_condition(snapshot, condition, scores, titles)
    if len(units) > 1:
        standing = _Standing(snapshot, units)
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


def _find(snapshot: Snapshot, unit: Unit) -> None:
    """Fill in what documents have a unit, and where, and what is related to its words."""
    for meaning in unit.meanings:
        unit.relatives += _relatives(snapshot, meaning)
    if unit.meanings:
        unit.hits = {}
    for name in unit.fields if unit.meanings else ():
        unit.hits[name] = together([meaning.hits(snapshot, name) for meaning in unit.meanings])
    dated = [meaning.dated for meaning in unit.meanings if meaning.dated is not None]
    if dated:
        unit.hits["date"] = together(dated)
    unit.mask = np.zeros(snapshot.size, bool)
    for hits in unit.hits.values():
        unit.mask[hits.docs] = True
    unit.documents = int(np.count_nonzero(unit.mask))


def _raise(scores: np.ndarray, mask: np.ndarray, amount: float) -> None:
    """Raise the scores of a mask's documents by so much."""
    scores += mask * np.float32(amount)


def _add_word(
    snapshot: Snapshot, unit: Unit, dated: float, scores: np.ndarray, titles: np.ndarray
) -> None:
    telling = unit.telling(snapshot)
    if "date" in unit.hits:
        scores[unit.hits["date"].docs] += np.float32(dated * telling)
    exact = EXACT * unit.asking
    for name in unit.fields:
        _add_all(snapshot, name, _with_family(snapshot, unit, name), telling, scores)
        if not len(unit.hits[name].docs):
            continue
        for meaning in unit.meanings:
            hits = meaning.exact_hits(snapshot, name)
            if len(hits.docs):
                _add_all(snapshot, name, [hits], exact * idf(snapshot, len(hits.docs)), scores)
    if "title" in unit.fields:
        titles[unit.hits["title"].docs] += telling
        titles[_derived(snapshot, unit)] += np.float32(DERIVED * telling)
    for meaning in unit.meanings if LEXICON in unit.fields else ():
        early = _early(snapshot, _in_default_language(meaning))
        _raise(scores, early, EARLY * telling)


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


def _add_all(
    snapshot: Snapshot, name: str, kinds: Sequence[Hits], boost: float, scores: np.ndarray
) -> None:
    """Add the same of hits of several kinds, their counts added.

    Many are spread over all documents first: so nothing is looked up, and nothing gathered.
    """
    kinds = [hits for hits in kinds if len(hits.docs)]
    if not kinds:
        return
    if sum([len(hits.docs) for hits in kinds]) * DENSE < snapshot.size:
        _add(snapshot, name, together(kinds), boost, scores)
        return
    docs, counts = zip(*kinds, strict=True)
    spread = np.bincount(np.concatenate(docs), np.concatenate(counts), minlength=snapshot.size)
    weight, k1, b = WEIGHTS[name]
    scores += bm25_of_all(snapshot, name, spread.astype(np.float32), boost * weight, k1, b)


def _derived(snapshot: Snapshot, unit: Unit) -> np.ndarray:
    """The documents that have in their title no form of the word, but a word of its stem."""
    stems = [
        postings(snapshot, "title", relatives.terms)
        for relatives in unit.relatives
        if relatives.share == DERIVED
    ]
    docs = together(stems).docs
    return docs[~are_among(docs, unit.hits["title"].docs)]


def _with_family(snapshot: Snapshot, unit: Unit, name: str) -> list[Hits]:
    """The unit's hits, and those of words of its family, which count for less."""
    kinds = [unit.hits[name]]
    for share, terms in unit.relatives:
        docs, counts = postings(snapshot, name, terms)
        if len(docs):
            kinds.append(Hits(docs, counts * np.float32(share)))
    return kinds


def _relatives(snapshot: Snapshot, meaning: Meaning) -> list[Relatives]:
    """The terms of a word's family that do not count as the word itself, and for how much each."""
    form = meaning.form
    derived = snapshot.once(("stem", form), lambda: snapshot.alike(LEXICON, form, STEMS))
    family = snapshot.once(("family", form), lambda: snapshot.alike(LEXICON, form, FAMILIES))
    forms = _in_default_language(meaning)
    relatives = [
        Relatives(DERIVED, without(derived, forms)),
        Relatives(FAMILY, without(family, union(forms, derived))),
    ]
    return [of_share for of_share in relatives if any(map(len, of_share.terms))]


def _in_default_language(meaning: Meaning) -> Terms:
    return next(iter(meaning.by_language.values()))


def _early(snapshot: Snapshot, terms: Terms) -> np.ndarray:
    """A mask of the documents that hold one of the terms among their first words."""
    mask = np.zeros(snapshot.size, bool)
    for segment, base, numbers in zip(snapshot.segments, snapshot.bases, terms, strict=True):
        lists = segment.placed(LEXICON)
        if lists is None or not len(numbers):
            continue
        for term, end in stretches(numbers):
            first = lists.places.take(lists.firsts(term, end))
            mask[base + lists.docs[lists.of(term, end)][first < EARLY_WORDS]] = True
    return mask


class _Standing:
    """Where the units of a question stand in each field: looked for once, and only where it tells.

    That is where a neighbour of a unit is too, or all `words`: the units that do not merely ask,
    where they are few enough to be looked for together.
    """

    def __init__(self, snapshot: Snapshot, units: Sequence[Unit]):
        self.snapshot, self.units = snapshot, units
        self.words = [number for number, unit in enumerate(units) if unit.asking == 1.0]
        if not SHORTEST_QUERY <= len(self.words) <= LONGEST_QUERY:
            self.words = []
        self._terms = list(map(_in_any_language, units))
        self._masks = [np.zeros(snapshot.size, bool) for _unit in units]
        for number, (left, right) in enumerate(pairwise(units)):
            beside = left.mask & right.mask
            self._masks[number] |= beside
            self._masks[number + 1] |= beside
        if self.words:
            together = np.logical_and.reduce([units[number].mask for number in self.words])
            for number in self.words:
                self._masks[number] |= together
        self._places: dict[tuple[int, str], np.ndarray] = {}

    def places(self, numbers: Iterable[int], name: str) -> list[np.ndarray]:
        """Return the `adjacency.places` of these units in a field; none where one has none."""
        slots = []
        for number in numbers:
            slot = self._places_of(number, name)
            if not len(slot):
                return []
            slots.append(slot)
        return slots

    def _places_of(self, number: int, name: str) -> np.ndarray:
        if (number, name) not in self._places:
            terms, mask = self._terms[number], self._masks[number]
            self._places[number, name] = places(self.snapshot, name, terms, mask)
        return self._places[number, name]


def _add_neighbours(standing: _Standing, scores: np.ndarray) -> None:
    snapshot = standing.snapshot
    for number, (left, right) in enumerate(pairwise(standing.units)):
        telling = idf(snapshot, left.documents) + idf(snapshot, right.documents)
        for name in ("title", "text"):
            pair = standing.places((number, number + 1), name)
            if pair:
                hits = near(pair, NEIGHBOUR_DISTANCE)
                _add(snapshot, name, hits, NEIGHBOURS * telling, scores)


def _add_together(standing: _Standing, scores: np.ndarray) -> None:
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


def _in_any_language(unit: Unit) -> Terms:
    by_word = [meaning.by_language.values() for meaning in unit.meanings]
    return union(*chain.from_iterable(by_word))


def _add_title_share(snapshot: Snapshot, scores: np.ndarray, titles: np.ndarray) -> None:
    docs = np.flatnonzero(titles != 0)  # many times faster than on fractions
    share = titles[docs] / np.maximum(title_weights(snapshot)[docs], np.float32(LEAST_TITLE))
    scores[docs] += np.float32(TITLE_SHARE) * titles[docs] * np.minimum(share, 1)
