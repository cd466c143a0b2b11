"""Which editorials are about the same as one, and why: telling words, tags, people, time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import NamedTuple

import numpy as np
from django.db.models import prefetch_related_objects
from django.db.models.functions import Substr
from haystack.constants import DJANGO_ID
from rapidfuzz import fuzz

from archive.models import Editorial, Tag
from archive.search.about.likeness import telling
from archive.search.engines.whoosh.answers.matching import Hits, aligned, bm25, idf, newest_first, postings, top
from archive.search.engines.whoosh.answers.meaning import DEFAULT_LANGUAGE, LEXICON, language_key
from archive.search.engines.whoosh.index.snapshot import Snapshot

READ = 8_000  # characters of the editorial, and
COMPARED = 3_000  # of two texts to tell whether they are one
WORDS = 16  # of it, the most telling ones
CANDIDATES = 24  # editorials that are looked at closely
SHOWN_WORDS = 5
TITLE = 0.5  # of a word's weight, again, where the title has it
TAG, AUTHOR = 8.0, 3.0  # what they count, times their idf, when shared; a word of the text counts some 3 to 6 times it
NEAR, NEAR_DAYS = 0.1, 365.0  # of the score, for being of the same day; after so many days a third of it (1/e)
NEAR_IN_TIME = 92  # days that are said to be near
LEAST_WORDS = 2  # shared, to be related where no tag is
SUSPECT = 0.8  # of the telling words and of the length, from which on two texts are compared letter by letter, and
ALIKE = 85  # percent of the letters, from which on they count as one


@dataclass(frozen=True)
class Related:
    """An editorial and why it is related: the shared words as the given one prints them, most telling first, the
    shared tags. `is_copy`: nearly the same text."""

    id: int
    score: float
    words: list[str] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    same_author: bool = False
    near_in_time: bool = False
    is_copy: bool = False


class Sign(NamedTuple):
    """Something that relates: the forms of a word, a tag, or an author. `adds`: documents, and what it adds to their
    scores, field by field; `counts`: documents, and how often their texts hold the word."""

    what: list[str] | Tag | None
    adds: Sequence[Hits]
    counts: Hits | None = None


def related(snapshot: Snapshot, editorial: Editorial, most: int = 5) -> list[Related]:
    """The published editorials most related to one, the best first; of those with nearly its text only one, and last."""
    prefetch_related_objects([editorial], "tags", "bylines__author")
    text = "\n".join([editorial.title, editorial.standfirst, editorial.text])[:READ]
    signs = [
        *telling_words(snapshot, text, editorial.language),
        *_tags(snapshot, editorial),
        *_authors(snapshot, editorial),
    ]
    days = _days_apart(snapshot, editorial)
    scores = np.zeros(snapshot.size, np.float32)
    for hits in (hits for sign in signs for hits in sign.adds):
        scores[hits.docs] += hits.counts
    scores *= 1 + np.float32(NEAR) * np.exp(-days / np.float32(NEAR_DAYS))
    itself = snapshot.numbers(DJANGO_ID).values == editorial.pk
    others = snapshot.all() & (scores > 0) & ~itself
    docs = top(others, [scores, *newest_first(snapshot, "earliest", DJANGO_ID)], CANDIDATES)
    close = _Close(snapshot, signs, docs, np.flatnonzero(itself & snapshot.all()), editorial)
    as_printed = cache(partial(printed, text))
    return [
        Related(
            id=int(snapshot.numbers(DJANGO_ID).values[doc]),
            score=round(float(scores[doc]), 4),
            words=[as_printed(tuple(sign.what)) for sign in close.shared(doc, list)[:SHOWN_WORDS]],
            tags=[sign.what for sign in close.shared(doc, Tag)],
            same_author=bool(close.shared(doc, type(None))),
            near_in_time=bool(days[doc] <= NEAR_IN_TIME),
            is_copy=is_copy,
        )
        for doc, is_copy in close.chosen(most)
    ]


# What relates


def telling_words(snapshot: Snapshot, text: str, language: str, most: int = WORDS) -> Iterator[Sign]:
    """The most telling words of a text, and what each adds to the documents that share it."""
    key = language_key(language or DEFAULT_LANGUAGE)
    for forms, weight in telling(snapshot, text, language)[:most]:
        terms = snapshot.alike(LEXICON, forms[0], key)
        counts, titles = postings(snapshot, LEXICON, terms), postings(snapshot, "title", terms)
        in_text = Hits(counts.docs, bm25(snapshot, LEXICON, counts, weight))
        in_title = Hits(titles.docs, bm25(snapshot, "title", titles, TITLE * weight))
        yield Sign(forms, [in_text, in_title], counts)


def _tags(snapshot: Snapshot, editorial: Editorial) -> Iterator[Sign]:
    for tag in editorial.tags.all():
        yield Sign(tag, [_having(snapshot, "tag", tag.slug, TAG)])


def _authors(snapshot: Snapshot, editorial: Editorial) -> Iterator[Sign]:
    for author in {byline.author for byline in editorial.bylines.all() if byline.author}:
        yield Sign(None, [_having(snapshot, "author", author.slug, AUTHOR)])


def _having(snapshot: Snapshot, facet: str, value: str, weight: float) -> Hits:
    docs = np.flatnonzero(snapshot.facet(facet).having([value]))
    return Hits(docs, np.full(len(docs), weight * idf(snapshot, len(docs)), np.float32))


def _days_apart(snapshot: Snapshot, editorial: Editorial) -> np.ndarray:
    """How many days lie between each document and the editorial; infinite where one has no date."""
    values, known = snapshot.numbers("earliest")
    if editorial.earliest is None:
        return np.full(snapshot.size, np.inf, np.float32)
    return np.where(known, np.abs(values - editorial.earliest.toordinal()), np.inf).astype(np.float32)


def printed(text: str, forms: Sequence[str]) -> str:
    """A word as the text prints it, in small letters if it ever does; its first form where it prints it otherwise."""
    lower = text.lower()
    if len(lower) != len(text):  # « İ » has two small letters
        return forms[0]
    found = [text[at : at + len(form)] for form in forms for at in _places(lower, form)]
    return min(found, key=lambda word: not word.islower(), default=forms[0])


def _places(text: str, word: str) -> Iterator[int]:
    """Where a word stands, not as a part of a longer one."""
    at = text.find(word)
    while at >= 0:
        if not (text[at - 1 : at].isalnum() or text[at + len(word) : at + len(word) + 1].isalnum()):
            yield at
        at = text.find(word, at + 1)


# Who is looked at closely


class _Close:
    """The best documents, `itself` beside them if the index has it: what each shares, and which have the same text."""

    def __init__(self, snapshot: Snapshot, signs: Sequence[Sign], docs: np.ndarray, itself: np.ndarray, editorial):
        self._docs, self._itself, self._editorial = docs.tolist(), itself[:1].tolist(), editorial
        column = np.sort(np.concatenate([docs, itself[:1]]).astype(np.int64))
        self._place = {doc: place for place, doc in enumerate(column.tolist())}
        self._numbers = snapshot.numbers(DJANGO_ID).values[column].tolist()
        self._signs, self._words = signs, np.array([isinstance(sign.what, list) for sign in signs], bool)
        self._tags = np.array([isinstance(sign.what, Tag) for sign in signs], bool)
        self._adds = np.array([sum(aligned(hits, column) for hits in sign.adds) for sign in signs], np.float32)
        counts = [aligned(sign.counts, column) for sign in signs if sign.counts]
        self._counts = np.array([*counts, snapshot.lengths(LEXICON)[column]], np.float32)

    def shared(self, doc: int, kind: type) -> list[Sign]:
        """The signs of a kind that a document has, the one that adds most first."""
        adds = self._adds[:, self._place[doc]]
        ranked = [self._signs[number] for number in np.argsort(-adds, kind="stable").tolist() if adds[number] > 0]
        return [sign for sign in ranked if isinstance(sign.what, kind)]

    def chosen(self, most: int) -> list[tuple[int, bool]]:
        """[(document, whether it is a copy)]"""
        kept: list[int] = []
        copies = [doc for doc in self._docs if self._is_one(doc, self._itself)][:1]
        for doc in self._docs:
            if len(kept) == most - len(copies):
                break
            if self._is_related(doc) and not self._is_one(doc, [*self._itself, *kept]):
                kept.append(doc)
        return [(doc, False) for doc in kept] + [(doc, True) for doc in copies[:most]]

    def _is_related(self, doc: int) -> bool:
        has = self._adds[:, self._place[doc]] > 0
        return bool(np.any(has & self._tags)) or np.count_nonzero(has & self._words) >= LEAST_WORDS

    def _is_one(self, doc: int, others: Sequence[int]) -> bool:
        """Whether a text is nearly that of one of the others."""
        suspects = [other for other in others if self._is_suspect(doc, other)]
        return any(fuzz.ratio(self._text(doc), self._text(other), score_cutoff=ALIKE) for other in suspects)

    def _is_suspect(self, doc: int, other: int) -> bool:
        both = self._counts[:, [self._place[doc], self._place[other]]]
        least, greatest = both.min(axis=1), both.max(axis=1)
        return least[-1] >= SUSPECT * greatest[-1] > 0 and least[:-1].sum() >= SUSPECT * greatest[:-1].sum()

    def _text(self, doc: int) -> str:
        return self._texts.get(self._numbers[self._place[doc]], "")

    @cached_property
    def _texts(self) -> dict[int, str]:
        """The beginnings of all texts, by one query: few editorials ever need it."""
        rows = Editorial.objects.filter(pk__in=self._numbers).order_by()
        texts = dict(rows.annotate(start=Substr("text", 1, COMPARED)).values_list("pk", "start"))
        return texts | {self._editorial.pk: self._editorial.text[:COMPARED]}
