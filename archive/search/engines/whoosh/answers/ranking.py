"""How well editorials answer typed words: the one place for weights.

The score of a document is the sum, over the words that count and the fields that hold them, of Okapi BM25 (see
`matching.bm25`). To it is added what was found to help on three judged French collections (`bench/relevance.py`): the
word in its very form, its family, a place near the beginning, the share of the title that is asked for, neighbours in
the query that are neighbours in the text, and all the words at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from haystack.constants import DJANGO_ID

from archive.search.engines.whoosh.answers.matching import Hits, bm25, idf, near, postings
from archive.search.engines.whoosh.answers.meaning import Meaning, language_key, together
from archive.search.engines.whoosh.index.conflation import Key
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.words.analysis import ASKING_WORDS, DEFAULT_LANGUAGE, FUNCTION_WORDS, stem_key


class Weight(NamedTuple):
    """A field's weight, and BM25's k1 (how soon repetition saturates) and b (how much length counts) for it."""

    weight: float
    k1: float
    b: float


FIELDS = {
    "title": Weight(1.0, 2.0, 0.35),
    "standfirst": Weight(0.6, 1.0, 0.5),
    "text": Weight(1.0, 0.9, 0.35),
    "byline": Weight(1.0, 1.0, 0.3),
    "keywords": Weight(0.5, 1.0, 0.3),
    "magazine": Weight(0.3, 1.0, 0.3),
}
EXACT = 0.35  # of a field's weight, again, for the very form that was typed
FAMILY = 0.25  # of a count, for a word of the same family (« former », « formateur »), by
FAMILY_LETTERS = 5  # the first letters of the stem
EARLY = 0.25  # of a word's idf, where it is among
EARLY_WORDS = 60  # the first words of the text
TITLE_SHARE = 1.2  # of the idf of the title's words that were typed, times the share of its words that they are
NEIGHBOURS = 0.15  # of BM25 for two typed neighbours within
NEIGHBOUR_DISTANCE = 3  # words of each other
ALL_WORDS = 0.05  # of the score, for having all of them
DATED = 1.5  # of a word's idf, for being of the date that it is part of
REPRINT = 0.6  # of the score, for a text that another result has word for word
ASKING = 0.25  # of a word's weight, where it only asks
FAMILIES = Key(f"family{FAMILY_LETTERS}", lambda form: _family(form))


def _family(form: str) -> str:
    """The first letters of the stem; a form of its own where it is shorter, or a number."""
    stem = stem_key(form, DEFAULT_LANGUAGE)
    return stem[:FAMILY_LETTERS] if len(stem) >= FAMILY_LETTERS and stem.isalpha() else f"={form}"


@dataclass
class Unit:
    """Something typed that a document has or has not: a word, or words joined by OR."""

    meanings: Sequence[Meaning]
    hits: dict[str, Hits] = field(default_factory=dict)  # by field
    docs: np.ndarray | None = None  # those that have it, deleted ones included

    @property
    def asking(self) -> float:
        return ASKING if all(meaning.form in ASKING_WORDS for meaning in self.meanings) else 1.0


class Scores(NamedTuple):
    """For each document its score, how many of the units it has, and what part of their weight (idf) these make."""

    scores: np.ndarray
    levels: np.ndarray
    shares: np.ndarray


def score(snapshot: Snapshot, units: Sequence[Unit]) -> Scores:
    """Scores of all documents, deleted ones included, in one pass over the postings."""
    scores, levels = np.zeros(snapshot.size, np.float32), np.zeros(snapshot.size, np.uint8)
    titles, shares = np.zeros(snapshot.size, np.float32), np.zeros(snapshot.size, np.float32)
    for unit in units:
        unit.hits = {
            name: together([one.hits(snapshot, name) for one in unit.meanings]) for name in FIELDS
        }
        if dated := [one.dated for one in unit.meanings if one.dated is not None]:
            unit.hits["date"] = together(dated)
        unit.docs = _docs(snapshot, unit)
        levels[unit.docs] += 1
        shares[unit.docs] += idf(snapshot, len(unit.docs)) * unit.asking
        _add_word(snapshot, unit, scores, titles)
    _add_neighbours(snapshot, units, scores)
    _add_title_share(snapshot, scores, titles)
    if len(units) > 1:
        scores[levels == len(units)] *= 1 + ALL_WORDS
    whole = sum(idf(snapshot, len(unit.docs)) * unit.asking for unit in units)
    return Scores(scores, levels, shares / np.float32(whole or 1))


def _docs(snapshot: Snapshot, unit: Unit) -> np.ndarray:
    there = np.zeros(snapshot.size, bool)
    for hits in unit.hits.values():
        there[hits.docs] = True
    return np.flatnonzero(there)


def _add_word(snapshot: Snapshot, unit: Unit, scores: np.ndarray, titles: np.ndarray) -> None:
    telling = idf(snapshot, len(unit.docs)) * unit.asking
    relatives = [_relatives(snapshot, one) for one in unit.meanings]
    if "date" in unit.hits:
        scores[unit.hits["date"].docs] += np.float32(DATED * telling)
    for name, weight in FIELDS.items():
        hits = _with_family(snapshot, unit, relatives, name)
        if len(hits.docs):
            scores[hits.docs] += bm25(
                snapshot, name, hits, telling * weight.weight, weight.k1, weight.b
            )
        for one in unit.meanings:
            _add_exact(snapshot, one, name, weight, unit.asking, scores)
    titles[unit.hits["title"].docs] += telling
    for one in unit.meanings:
        early = _early(snapshot, one)
        scores[early] += np.float32(EARLY * telling)


def _with_family(snapshot: Snapshot, unit: Unit, relatives: Sequence[Terms], name: str) -> Hits:
    """The unit's hits, and those of words of its family, which count for less."""
    family = [postings(snapshot, name, terms) for terms in relatives]
    family = [Hits(hits.docs, hits.counts * np.float32(FAMILY)) for hits in family]
    return together([unit.hits[name], *family])


def _relatives(snapshot: Snapshot, one: Meaning) -> Terms:
    family = snapshot.once(
        ("family", one.form), lambda: snapshot.alike(LEXICON, one.form, FAMILIES)
    )
    own = next(iter(one.by_language.values()))
    # As sets: of so few numbers much faster than as arrays.
    left = (
        set(numbers.tolist()) - set(known.tolist())
        for numbers, known in zip(family, own, strict=True)
    )
    return tuple(np.array(sorted(numbers), np.intp) for numbers in left)


def _add_exact(
    snapshot: Snapshot, one: Meaning, name: str, weight: Weight, asking: float, scores: np.ndarray
) -> None:
    hits = one.exact_hits(snapshot, name)
    if len(hits.docs):
        boost = EXACT * weight.weight * asking * idf(snapshot, len(hits.docs))
        scores[hits.docs] += bm25(snapshot, name, hits, boost, weight.k1, weight.b)


def _early(snapshot: Snapshot, one: Meaning) -> np.ndarray:
    """The documents that hold the word among their first words."""
    terms = next(iter(one.by_language.values()))
    found = np.zeros(snapshot.size, bool)
    for segment, base, numbers in zip(snapshot.segments, snapshot.bases, terms, strict=True):
        lists = segment.postings(LEXICON)
        for number in numbers.tolist() if lists is not None else ():
            here = slice(lists.start[number], lists.start[number + 1])
            counts = lists.counts[here].astype(np.int64)
            first = lists.places[lists.at[number] + np.cumsum(counts) - counts]
            found[base + lists.docs[here][first < EARLY_WORDS]] = True
    return np.flatnonzero(found)


def _add_neighbours(snapshot: Snapshot, units: Sequence[Unit], scores: np.ndarray) -> None:
    for one, other in pairwise(units):
        telling = idf(snapshot, len(one.docs)) + idf(snapshot, len(other.docs))
        pair = [_any_language(one), _any_language(other)]
        for name in ("title", "text"):
            weight = FIELDS[name]
            hits = near(snapshot, name, pair, NEIGHBOUR_DISTANCE)
            if len(hits.docs):
                boost = NEIGHBOURS * telling * weight.weight
                scores[hits.docs] += bm25(snapshot, name, hits, boost, weight.k1, weight.b)


def _any_language(unit: Unit) -> Terms:
    terms = [terms for one in unit.meanings for terms in one.by_language.values()]
    return tuple(np.unique(np.concatenate(numbers)) for numbers in zip(*terms, strict=True))


def _add_title_share(snapshot: Snapshot, scores: np.ndarray, titles: np.ndarray) -> None:
    docs = np.flatnonzero(titles)
    share = titles[docs] / np.maximum(title_weights(snapshot)[docs], np.float32(1e-3))
    scores[docs] += np.float32(TITLE_SHARE) * titles[docs] * np.minimum(share, 1)


def demote_reprints(snapshot: Snapshot, found: np.ndarray, scores: np.ndarray) -> None:
    """Of the documents found with one title and text, one keeps its score: the best, else the first entered."""
    docs, twins = reprints(snapshot)
    here = np.flatnonzero(found.take(docs))
    if len(here):
        docs, twins = docs[here], twins[here]
        own, starts = scores[docs], _firsts(twins)
        best = np.repeat(np.maximum.reduceat(own, starts), np.diff(starts, append=len(docs)))
        those = np.flatnonzero(own == best)
        again = np.ones(len(docs), bool)
        again[those[_firsts(twins[those])]] = False
        scores[docs[again]] *= np.float32(REPRINT)


def _firsts(groups: np.ndarray) -> np.ndarray:
    """Where in an array each run of equal numbers begins."""
    return np.flatnonzero(np.diff(groups, prepend=groups[0] - 1))


def reprints(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray]:
    """The documents that have a twin, those of one text together in the order they were entered; a number for each
    text."""
    return snapshot.once(("reprints",), lambda: _reprints(snapshot))


def _reprints(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray]:
    twins, known = snapshot.numbers("twin")
    _values, place, counts = np.unique(twins, return_inverse=True, return_counts=True)
    docs = np.flatnonzero((counts[place] > 1) & known)
    docs = docs[np.lexsort((snapshot.numbers(DJANGO_ID).values[docs], place[docs]))]
    return docs, place[docs]


def title_weights(snapshot: Snapshot) -> np.ndarray:
    """For each document the sum of the idf of its title's words that are no function words, float32."""
    return snapshot.once(("title weights",), lambda: _title_weights(snapshot))


def _title_weights(snapshot: Snapshot) -> np.ndarray:
    weights = np.zeros(snapshot.size, np.float32)
    held = [
        (segment, base) for segment, base in zip(snapshot.segments, snapshot.bases, strict=True)
    ]
    held = [
        (segment, base)
        for segment, base in held
        if segment.postings("title") and segment.postings(LEXICON)
    ]
    tables = [segment.keys(LEXICON, language_key(DEFAULT_LANGUAGE)) for segment, _base in held]
    if not held:
        return weights
    # How many documents have each stem, all segments together: the forms of a stem share a hash.
    counts = [
        np.diff(seg.postings(LEXICON).start)[table.numbers]
        for (seg, _), table in zip(held, tables, strict=True)
    ]
    _hashes, place = np.unique(
        np.concatenate([table.hashes for table in tables]), return_inverse=True
    )
    total = np.minimum(np.bincount(place, np.concatenate(counts)), snapshot.size)
    telling = np.log1p((snapshot.size - total + 0.5) / (total + 0.5))[place].astype(np.float32)
    for segment, base in held:
        table, lists = (
            segment.keys(LEXICON, language_key(DEFAULT_LANGUAGE)),
            segment.postings("title"),
        )
        of_term = np.empty(len(table.numbers), np.float32)
        of_term[table.numbers], telling = (
            telling[: len(table.numbers)],
            telling[len(table.numbers) :],
        )
        of_term[_function_terms(segment)] = 0
        per_posting = np.repeat(of_term, np.diff(lists.start))
        weights[base : base + segment.size] = np.bincount(
            lists.docs, per_posting, minlength=segment.size
        )
    return weights


def _function_terms(segment) -> list[int]:
    lexicon = segment.lexicon(LEXICON)
    found = (lexicon.find(word.encode()) for words in FUNCTION_WORDS.values() for word in words)
    return [number for number in found if number >= 0]
