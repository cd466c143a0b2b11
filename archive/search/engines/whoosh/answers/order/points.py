"""What typed words give to the documents that have them, field by field: kept by word.

Most of what a question costs is here. It depends on the words and the index alone, not on what
stands beside them in the question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.answers.matching import (
    Hits,
    are_among,
    bm25,
    bm25_of_all,
    idf,
    looked_up,
    nothing,
    postings,
    together,
)
from archive.search.engines.whoosh.answers.words.meaning import (
    STEMS,
    Meaning,
    equivalent_hits,
    union,
    without,
)
from archive.search.engines.whoosh.index.postings import stretches
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.engines.whoosh.index.words.conflation import Key
from archive.search.question.weights import DERIVED, EARLY, EARLY_WORDS, EXACT, FAMILY, WEIGHTS
from archive.search.words.families import FAMILY_LETTERS, family_key, family_keys

DENSE = 8  # what so small a part of all documents has is scored by itself
FAMILIES = Key(f"family{FAMILY_LETTERS}", family_key, family_keys)


class Column(NamedTuple):
    """A number for each of some documents, each of them once; of all where `docs` is None."""

    docs: np.ndarray | None
    values: np.ndarray

    def add_to(self, totals: np.ndarray) -> None:
        """Add them to those of all documents."""
        if self.docs is None:
            totals += self.values
        else:
            totals[self.docs] += self.values

    @property
    def nbytes(self) -> int:
        if self.docs is None:
            return self.values.nbytes
        return self.docs.nbytes + self.values.nbytes


class Having(NamedTuple):
    """Which documents have one of some words.

    `fields` has for each document a bit for each field that has one. `dated` are those of the date
    that the words are part of, where they are.
    """

    fields: Column
    dated: Hits | None = None

    def mask(self, size: int) -> np.ndarray:
        """Return a mask, over so many documents, of those that have one or are of the date."""
        docs, bits = self.fields
        mask = bits != 0
        if docs is not None:
            spread = np.zeros(size, bool)
            spread[docs[mask]] = True
            mask = spread
        if self.dated is not None:
            mask[self.dated.docs] = True
        return mask

    def of(self, docs: np.ndarray) -> np.ndarray:
        """Return the bits of some documents."""
        having, bits = self.fields
        if having is None:
            return bits.take(docs)
        if not len(having):
            return np.zeros(len(docs), np.uint8)
        places, is_there = looked_up(docs, having)
        return np.where(is_there, bits.take(places, mode="clip"), np.uint8(0))

    @property
    def nbytes(self) -> int:
        """The bytes of its arrays but for those of a date."""
        return self.fields.nbytes


def having_typed(snapshot: Snapshot, meaning: Meaning, fields: tuple[str, ...]) -> Having:
    """Return which documents have a word without what was read into it; it is kept."""
    if meaning.also:
        meaning = replace(meaning, by_field={}, also=(), also_texts=())
    return snapshot.once_of_bytes(
        ("typed", fields, *meaning.identity),
        lambda: _having(snapshot, [meaning.hits(snapshot, name) for name in fields]),
    )


def having_equivalent(
    snapshot: Snapshot, text: str, slots: Sequence[Terms], fields: tuple[str, ...]
) -> Having:
    """Return which documents have an equivalent of a word; it is kept."""
    return snapshot.once_of_bytes(
        ("equivalent", fields, text),
        lambda: _having(
            snapshot, [equivalent_hits(snapshot, name, text, slots) for name in fields]
        ),
    )


def _having(snapshot: Snapshot, hits_of_fields: Sequence[Hits]) -> Having:
    bits = np.zeros(snapshot.size, np.uint8)
    for number, hits in enumerate(hits_of_fields):
        bits[hits.docs] |= np.uint8(1 << number)
    docs = bits.nonzero()[0]
    if len(docs) * DENSE < snapshot.size:
        return Having(Column(docs, bits.take(docs)))
    return Having(Column(None, bits))


class Points(NamedTuple):
    """What words give to documents, `documents` of which have one of them.

    A document of `scores` may have but a word of their family. `titles` tells how much of a title
    they are.
    """

    having: Having
    documents: int
    scores: Column
    titles: Column

    @property
    def nbytes(self) -> int:
        """The bytes of its arrays."""
        return self.having.nbytes + self.scores.values.nbytes + self.titles.nbytes


def points(
    snapshot: Snapshot, meanings: Sequence[Meaning], fields: Sequence[str], asking: float
) -> Points:
    """Return what words of which a document has one or another give to it, looked for in fields.

    `asking` is the part of their weight that counts. They are kept, but for those of a date.
    """
    dated = [meaning.dated for meaning in meanings if meaning.dated is not None]
    if dated:
        return _points(snapshot, meanings, fields, asking, together(dated))
    name = (fields, *[meaning.identity for meaning in meanings])
    return snapshot.once_of_bytes(name, lambda: _points(snapshot, meanings, fields, asking, None))


def _points(
    snapshot: Snapshot,
    meanings: Sequence[Meaning],
    fields: Sequence[str],
    asking: float,
    dated: Hits | None,
) -> Points:
    words = _Words(snapshot, meanings, fields)
    having = Having(words.column(words.fields()), dated)
    documents = int(np.count_nonzero(having.mask(snapshot.size)))
    telling = idf(snapshot, documents) * asking
    scores = words.column(words.scores(telling, EXACT * asking))
    return Points(having, documents, scores, words.titles(telling))


class _Words:
    """Words of which a document has one or another, and the `docs` that they give points to.

    `docs` is None where these are many: then numbers are told of all documents.
    """

    def __init__(self, snapshot: Snapshot, meanings: Sequence[Meaning], fields: Sequence[str]):
        self._snapshot, self._meanings, self._fields = snapshot, meanings, fields
        self._hits: dict[str, Hits] = {}  # of the words themselves
        self._kinds: dict[str, list[Hits]] = {}  # with those of their family, for less
        relatives = list(_relatives(snapshot, meanings))
        for name in fields:
            self._hits[name] = together([meaning.hits(snapshot, name) for meaning in meanings])
            self._kinds[name] = list(_kinds(snapshot, name, self._hits[name], relatives))
        self._derived = nothing()
        if "title" in fields:
            self._derived = _derived(snapshot, relatives)
        self._early = [np.zeros(0, np.intp)]
        if LEXICON in fields:
            self._early = [_early(snapshot, meaning) for meaning in meanings]
        docs = self._early + [hits.docs for kinds in self._kinds.values() for hits in kinds]
        self._size, self.docs = snapshot.size, None
        if sum(map(len, docs)) * DENSE < self._size:
            mask = np.zeros(self._size, bool)
            mask[np.concatenate(docs)] = True
            self.docs = np.flatnonzero(mask)  # many times faster than to sort them

    def column(self, values: np.ndarray) -> Column:
        """Return a number of all documents, of the few that have one where these are few.

        Numbers are told of all first: to look up the few in each field takes far longer.
        """
        if self.docs is None:
            return Column(None, values)
        return Column(self.docs, values.take(self.docs))

    def fields(self) -> np.ndarray:
        """Return the bits of the fields of each document."""
        fields = np.zeros(self._size, np.uint8)
        for number, hits in enumerate(self._hits.values()):
            if len(hits.docs):
                fields[hits.docs] |= np.uint8(1 << number)
        return fields

    def scores(self, telling: float, exact: float) -> np.ndarray:
        """Return BM25 of each field, that of the very forms again, and for standing early."""
        scores = np.zeros(self._size, np.float32)
        for name in self._fields:
            self._add(name, self._kinds[name], telling, scores)
            if not len(self._hits[name].docs):
                continue
            for meaning in self._meanings:
                hits = meaning.exact_hits(self._snapshot, name)
                documents = len(hits.docs)
                if documents:
                    self._add(name, [hits], exact * idf(self._snapshot, documents), scores)
        for docs in self._early:
            if len(docs):  # added once to each, however often it comes
                scores[docs] += np.float32(EARLY * telling)
        return scores

    def _add(self, name: str, kinds: Sequence[Hits], boost: float, scores: np.ndarray) -> None:
        """Add BM25 of hits of several kinds in a field, their counts added, times its weight.

        Many are spread over all documents first: so nothing is looked up, and nothing gathered.
        """
        if not kinds:
            return
        snapshot = self._snapshot
        weight, k1, b = WEIGHTS[name]
        if sum([len(hits.docs) for hits in kinds]) * DENSE < self._size:
            hits = together(kinds)
            scores[hits.docs] += bm25(snapshot, name, hits, boost * weight, k1, b)
            return
        docs, counts = zip(*kinds, strict=True)
        spread = np.bincount(np.concatenate(docs), np.concatenate(counts), minlength=self._size)
        scores += bm25_of_all(snapshot, name, spread.astype(np.float32), boost * weight, k1, b)

    def titles(self, telling: float) -> Column:
        """Return how much of its title they are, of each document."""
        if "title" not in self._fields:
            return Column(np.zeros(0, np.intp), np.zeros(0, np.float32))
        docs = self._hits["title"].docs
        derived = self._derived.docs
        derived = derived[~are_among(derived, docs)]
        values = np.empty(len(docs) + len(derived), np.float32)
        values[: len(docs)] = telling
        values[len(docs) :] = DERIVED * telling
        return Column(np.concatenate([docs, derived]), values)


class _Relatives(NamedTuple):
    """Terms that do not count as a word, and for how much of a count of it each counts."""

    share: float
    terms: Terms


def _relatives(snapshot: Snapshot, meanings: Sequence[Meaning]) -> Iterator[_Relatives]:
    """The terms of the words' families that do not count as the word itself."""
    for meaning in meanings:
        form = meaning.form
        derived = snapshot.once(("stem", form), partial(snapshot.alike, LEXICON, form, STEMS))
        family = snapshot.once(("family", form), partial(snapshot.alike, LEXICON, form, FAMILIES))
        forms = meaning.in_default_language()
        for share, terms in (
            (DERIVED, without(derived, forms)),
            (FAMILY, without(family, union(forms, derived))),
        ):
            if any(map(len, terms)):
                yield _Relatives(share, terms)


def _kinds(
    snapshot: Snapshot, name: str, hits: Hits, relatives: Sequence[_Relatives]
) -> Iterator[Hits]:
    """The hits of words in a field, and those of words of their family, which count for less."""
    if len(hits.docs):
        yield hits
    for share, terms in relatives:
        docs, counts = postings(snapshot, name, terms)
        if len(docs):
            yield Hits(docs, counts * np.float32(share))


def _derived(snapshot: Snapshot, relatives: Sequence[_Relatives]) -> Hits:
    """The documents that have a word of their stem in their title."""
    stems = []
    for share, terms in relatives:
        if share == DERIVED:
            stems.append(postings(snapshot, "title", terms))
    return together(stems)


def _early(snapshot: Snapshot, meaning: Meaning) -> np.ndarray:
    """The documents that hold a form among their first words, those of several more than once."""
    parts = [np.zeros(0, np.intp)]
    terms = meaning.in_default_language()
    for segment, base, numbers in zip(snapshot.segments, snapshot.bases, terms, strict=True):
        lists = segment.placed(LEXICON)
        if lists is None or not len(numbers):
            continue
        for term, end in stretches(numbers):
            first = lists.places.take(lists.firsts(term, end))
            parts.append(lists.docs[lists.of(term, end)][first < EARLY_WORDS] + np.intp(base))
    return np.concatenate(parts)
