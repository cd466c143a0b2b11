"""Which tags an editorial may want, as this archive's editors have tagged: those of the most alike editorials, and those
whose name stands in it, trusted as far as editorials that say the name do bear the tag."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from haystack.constants import DJANGO_ID

from archive.models import Editorial
from archive.search.about.likeness import WORDS
from archive.search.about.related import READ, Sign, printed, telling_words
from archive.search.engines.whoosh.answers.matching import phrase, postings
from archive.search.engines.whoosh.answers.meaning import DEFAULT_LANGUAGE, language_key, slots
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.showing.excerpts import Passage, passages
from archive.search.words.analysis import tokenize

NEIGHBOURS = 20  # tagged editorials that are asked, each by
SHARPNESS = 2  # this power of its likeness
NAMED = 0.5  # of a sure name: what it counts beside the neighbours' share; chosen by `bench/tagging.py`
DOUBT = (0.5, 1.5)  # added to the editorials that bear a tag, and to those that say its name, before there are any
LEAST = 0.05  # of a score that is worth a person's look
SPEAKING = 6  # words that speak for a tag
SHOWN_NEIGHBOURS = 3
PASSAGE = 180  # characters
LONGEST_NAME = 6  # words of a tag's name that is looked for

Names = Mapping[str, Sequence[str]]  # slug -> the tag's name and aliases


@dataclass(frozen=True)
class Suggested:
    """A tag (its slug) that an editorial may want. `named` is the name or alias that its text says, "" where none is;
    `words` speak for the tag; `passage` shows them; `neighbours` are ids of alike editorials that bear it."""

    slug: str
    score: float
    named: str = ""
    words: list[str] = field(default_factory=list)
    neighbours: list[int] = field(default_factory=list)
    passage: Passage | None = None


class About(NamedTuple):
    """An editorial's text, its language, and the words that tell it from others."""

    text: str
    language: str
    signs: Sequence[Sign]


def suggested(
    snapshot: Snapshot, editorial: Editorial, names: Names, without: Collection[str] = (), most: int = 5
) -> list[Suggested]:
    """The tags that an editorial may want, the likeliest first, but those `without`."""
    text = "\n".join([editorial.title, editorial.standfirst, editorial.text])[:READ]
    language = editorial.language or DEFAULT_LANGUAGE
    about = About(text, language, list(telling_words(snapshot, text, language, WORDS)))
    neighbours = _neighbours(snapshot, editorial.pk, about.signs)
    said = _said(about, editorial.title, names)
    scores: dict[str, float] = defaultdict(float)
    bearing: dict[str, list[int]] = defaultdict(list)
    for doc, share in neighbours:
        for slug, _ in snapshot.facet("tag").top(snapshot.mask(np.array([doc]))):
            scores[slug] += share
            bearing[slug].append(doc)
    for slug, (name, weight) in said.items():
        scores[slug] += NAMED * weight * _trust(snapshot, slug, name)
    wanted = [slug for slug in scores if slug in names and slug not in without and scores[slug] >= LEAST]
    wanted.sort(key=lambda slug: (-scores[slug], slug))
    return [
        _explained(snapshot, about, slug, scores[slug], said.get(slug, ("", 0))[0], bearing[slug])
        for slug in wanted[:most]
    ]


def _explained(snapshot: Snapshot, about: About, slug: str, score: float, named: str, bearing: list[int]) -> Suggested:
    """A tag with its reasons: the name in the text, or the words shared with the documents that bear it."""
    words = _speaking(about.signs, bearing)
    forms, phrases = {form for forms in words for form in forms}, []
    if named:
        forms, phrases = set(), [_as_printed(about, named)]
    numbers = snapshot.numbers(DJANGO_ID).values
    return Suggested(
        slug=slug,
        score=round(score, 4),
        named=named,
        words=[printed(about.text, forms) for forms in words],
        neighbours=[int(numbers[doc]) for doc in bearing[:SHOWN_NEIGHBOURS]],
        passage=next(iter(passages(about.text, forms, phrases, length=PASSAGE)), None),
    )


# What alike editorials bear


def _neighbours(snapshot: Snapshot, itself: int, signs: Sequence[Sign]) -> list[tuple[int, float]]:
    """[(document, its share of the say)] of the tagged documents most alike; the shares add up to 1."""
    scores = np.zeros(snapshot.size, np.float32)
    for hits in (hits for sign in signs for hits in sign.adds):
        scores[hits.docs] += hits.counts
    scores[~_tagged(snapshot) | (snapshot.numbers(DJANGO_ID).values == itself)] = 0
    docs = np.argsort(-scores, kind="stable")[:NEIGHBOURS]
    say = scores[docs].astype(np.float64) ** SHARPNESS
    return [(doc, part) for doc, part in zip(docs.tolist(), (say / max(say.sum(), 1e-9)).tolist(), strict=True) if part]


def _tagged(snapshot: Snapshot) -> np.ndarray:
    """A mask of the documents that bear any tag."""
    tags = snapshot.facet("tag")
    return snapshot._once(("tagged",), lambda: tags.having(tags.values) & snapshot.all())


def _speaking(signs: Sequence[Sign], docs: Sequence[int]) -> list[list[str]]:
    """The words that the editorial shares most with the documents that bear a tag."""
    adds = [
        (sum(float(hits.counts[np.isin(hits.docs, docs)].sum()) for hits in sign.adds), sign.what) for sign in signs
    ]
    best = sorted((one for one in adds if one[0] > 0), key=lambda one: -one[0])
    return [forms for _, forms in best[:SPEAKING]]


# What the text says


def _said(about: About, title: str, names: Names) -> dict[str, tuple[str, float]]:
    """{slug: (the name that stands there, its weight)}: ln(1 + its count), one more for the title."""
    counts, titled = Counter(_grams(about.text, about.language)), set(_grams(title, about.language))
    said: dict[str, tuple[str, float]] = {}
    for slug, forms in names.items():
        for name in forms:
            key = _name(name, about.language)
            if counts[key] and key:
                weight = float(np.log1p(counts[key])) + (key in titled)
                said[slug] = max(said.get(slug, ("", 0.0)), (name, weight), key=lambda one: one[1])
    return said


def _grams(text: str, language: str) -> Iterator[tuple[str, ...]]:
    stems = _stems(text, language)
    for length in range(1, LONGEST_NAME + 1):
        yield from zip(*(stems[start:] for start in range(length)), strict=False)


def _stems(text: str, language: str) -> tuple[str, ...]:
    key = language_key(language)
    return tuple(key.of(token.form) for token in tokenize(text) if token.span == 1)


_name = lru_cache(maxsize=20_000)(_stems)  # the same names are asked about each editorial


def _as_printed(about: About, name: str) -> list[set[str]]:
    """For each word of a name, its forms in the text: « centre d’appels » stands for « centres d’appel »."""
    key, forms = language_key(about.language), defaultdict(set)
    for token in tokenize(about.text):
        forms[key.of(token.form)].add(token.form)
    return [forms[stem] for stem in _name(name, about.language)]


def _trust(snapshot: Snapshot, slug: str, name: str) -> float:
    """How often a tagged document that says this name bears the tag, from 0 to 1."""
    known: dict[tuple[str, str], float] = snapshot._once(("trust",), dict)
    if (slug, name) not in known:
        saying = _saying(snapshot, name)
        saying = saying[_tagged(snapshot)[saying]]
        bearing = int(snapshot.facet("tag").having([slug])[saying].sum())
        known[slug, name] = (bearing + DOUBT[0]) / (len(saying) + DOUBT[1])
    return known[slug, name]


def _saying(snapshot: Snapshot, name: str) -> np.ndarray:
    """The documents whose text says a name."""
    terms = slots(snapshot, name)
    if not terms:
        return np.zeros(0, np.intp)
    return (phrase(snapshot, "text", terms) if len(terms) > 1 else postings(snapshot, "text", terms[0])).docs
