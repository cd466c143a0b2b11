"""The paragraphs of the texts that hold most of some words, found by where the words stand.

Where each paragraph begins is in the postings as well, under a term of its own
(`analysis.PARAGRAPH`): so what is known of the places of words tells of paragraphs too.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from haystack.constants import DJANGO_ID

from archive.search.engine import FoundPassage, FoundPassages, PassageWord
from archive.search.engines.whoosh.answers.adjacency import PLACE_BITS, places
from archive.search.engines.whoosh.answers.matching import (
    Hits,
    aligned,
    idf,
    least_of_highest,
    postings,
    together,
)
from archive.search.engines.whoosh.answers.words.meaning import (
    STEMS,
    kept_meaning,
    without,
)
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.question.weights import (
    DERIVED,
    ELSEWHERE,
    IN_TITLE,
    MOST_FORMS,
    PARAGRAPH_B,
    PARAGRAPH_K1,
)
from archive.search.words.analysis import PARAGRAPH
from archive.search.words.families import stem_key

LOOKED_INTO = 2000  # editorials, those with most of the words, whose paragraphs are looked at


class Paragraphs(NamedTuple):
    """All paragraphs of a snapshot in order: where each begins, as `adjacency.places` tells places.

    `first` is the number of the first one of each document, `mean` that of their lengths in words.
    """

    starts: np.ndarray
    first: np.ndarray
    lengths: np.ndarray
    mean: float


class _Word(NamedTuple):
    """A word as typed, its terms, those of the same stem apart, the texts and titles with it."""

    typed: PassageWord
    terms: Terms
    derived: Terms
    in_text: Hits
    in_title: Hits


def passages(snapshot: Snapshot, forms: Sequence[str], most: int) -> FoundPassages:
    """See `engine.Engine.passages`."""
    words = [_word(snapshot, form) for form in forms]
    docs = _looked_into(snapshot, words)
    hits: list[FoundPassage] = []
    if len(docs):
        hits = _best(snapshot, words, docs, most)
    return FoundPassages([word.typed for word in words], hits)


def _word(snapshot: Snapshot, form: str) -> _Word:
    meaning = kept_meaning(snapshot, form)
    terms = meaning.in_any_language()
    derived = without(snapshot.keyed(LEXICON, stem_key(form), STEMS), terms)
    in_text = postings(snapshot, LEXICON, terms)
    in_title = postings(snapshot, "title", terms)
    editorials = len(together([in_text, in_title]).docs)
    typed = PassageWord(
        form,
        snapshot.forms(LEXICON, terms)[:MOST_FORMS],
        snapshot.forms(LEXICON, derived)[:MOST_FORMS],
        idf(snapshot, editorials),
        editorials,
    )
    return _Word(typed, terms, derived, in_text, in_title)


def _looked_into(snapshot: Snapshot, words: Sequence[_Word]) -> np.ndarray:
    """Return the documents with most of the words, ascending."""
    scores = np.zeros(snapshot.size, np.float32)
    for word in words:
        hits = together([word.in_text, word.in_title])
        scores[hits.docs] += np.float32(word.typed.weight)
        derived = postings(snapshot, LEXICON, word.derived).docs
        absent = derived[aligned(hits, derived) == 0]
        scores[absent] += np.float32(word.typed.weight * DERIVED)
    if snapshot.live is not None:
        scores[~snapshot.live] = 0
    least = np.float32(0)
    if np.count_nonzero(scores) > LOOKED_INTO:
        least = np.float32(least_of_highest(scores, LOOKED_INTO))
        chosen = scores > least
        ties = np.flatnonzero(scores == least)
        chosen[ties[: LOOKED_INTO - np.count_nonzero(chosen)]] = True
        return np.flatnonzero(chosen)
    return np.flatnonzero(scores)


def _best(
    snapshot: Snapshot, words: Sequence[_Word], docs: np.ndarray, most: int
) -> list[FoundPassage]:
    paragraphs = snapshot.once(("paragraphs",), lambda: _paragraphs(snapshot))
    mask = np.zeros(snapshot.size, bool)
    mask[docs] = True
    held_in = [_held_in(snapshot, paragraphs, word.terms, mask) for word in words]
    derived_in = [_held_in(snapshot, paragraphs, word.derived, mask) for word in words]
    # The paragraphs of these documents that have any of the words, and the document of each.
    numbers = _distinct(np.concatenate([*held_in, *derived_in]))
    of_docs = docs.searchsorted(paragraphs.starts[numbers] >> PLACE_BITS)
    norm = paragraphs.lengths[numbers] / max(paragraphs.mean, 1.0)
    norm = (PARAGRAPH_K1 * (1 - PARAGRAPH_B + PARAGRAPH_B * norm)).astype(np.float32)
    scores = np.zeros(len(numbers), np.float32)
    elsewhere = np.zeros(len(docs), np.float32)
    shares = np.zeros(len(docs), np.float32)
    for word, of_word, of_derived in zip(words, held_in, derived_in, strict=True):
        weight = np.float32(word.typed.weight)
        held = _times(numbers, of_word) + np.float32(DERIVED) * _times(numbers, of_derived)
        scores += weight * np.float32(PARAGRAPH_K1 + 1) * held / (held + norm)
        titled = aligned(word.in_title, docs) > 0
        in_text = aligned(word.in_text, docs) > 0
        elsewhere += weight * np.maximum(IN_TITLE * titled, ELSEWHERE * in_text)
        shares += weight * (titled | in_text)
    whole = max(sum(word.typed.weight for word in words), 1e-6)
    is_empty = scores == 0
    scores += elsewhere[of_docs]
    scores[is_empty] = 0
    least = np.float32(0)
    if np.count_nonzero(scores) > most:
        least = np.float32(least_of_highest(scores, most))
    best = np.flatnonzero((scores >= least) & (scores > 0))
    best = best[np.argsort(-scores[best], kind="stable")][:most]
    ids = snapshot.numbers(DJANGO_ID).values[docs]
    hits = []
    for row in best.tolist():
        of_doc = of_docs[row]
        hits.append(
            FoundPassage(
                int(ids[of_doc]),
                int(numbers[row] - paragraphs.first[docs[of_doc]]),
                float(scores[row]),
                float(shares[of_doc]) / whole,
            )
        )
    return hits


def _held_in(
    snapshot: Snapshot, paragraphs: Paragraphs, terms: Terms, mask: np.ndarray
) -> np.ndarray:
    """Return the number of the paragraph for each place where any of these terms stands."""
    stands = places(snapshot, LEXICON, terms, mask)
    return paragraphs.starts.searchsorted(stands, side="right") - 1


def _distinct(numbers: np.ndarray) -> np.ndarray:
    """Return what `np.unique` does, of a few ascending runs in an eighth of the time."""
    numbers.sort(kind="stable")
    return numbers[np.flatnonzero(np.diff(numbers, prepend=-1))]


def _times(numbers: np.ndarray, held_in: np.ndarray) -> np.ndarray:
    """Return how often each of some paragraphs is among those, float32."""
    rows = numbers.searchsorted(held_in)
    return np.bincount(rows, minlength=len(numbers)).astype(np.float32)


def _paragraphs(snapshot: Snapshot) -> Paragraphs:
    everywhere = np.ones(snapshot.size, bool)
    begun = places(snapshot, LEXICON, snapshot.terms(LEXICON, [PARAGRAPH]), everywhere)
    texts = np.arange(snapshot.size, dtype=np.int64) << PLACE_BITS
    starts = np.concatenate([texts, begun])
    starts.sort(kind="stable")
    of_docs = starts >> PLACE_BITS
    first = of_docs.searchsorted(np.arange(snapshot.size + 1))
    ends = np.append(starts[1:], 0)
    is_last = np.append(of_docs[1:] != of_docs[:-1], True)
    lasts = np.flatnonzero(is_last)
    ends[lasts] = texts[of_docs[lasts]] + snapshot.lengths(LEXICON)[of_docs[lasts]].astype(np.int64)
    lengths = np.maximum(ends - starts, 1).astype(np.float32)
    return Paragraphs(starts, first, lengths, float(lengths.mean()))
