"""Which tags an editorial may want, as this archive's editors have tagged.

Those of the most alike editorials are proposed, and those whose name stands in it, trusted as far
as editorials that say the name do bear the tag.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from math import log1p
from typing import NamedTuple

from archive.models import Editorial
from archive.search.about.related import beginning, printed, word_signs
from archive.search.engine import Candidate, Engine, Resemblance, WordSign
from archive.search.showing.excerpts import Passage, passages
from archive.search.words.analysis import DEFAULT_LANGUAGE, single_tokens, tokenize
from archive.search.words.forms import word_key

NEIGHBOURS = 20  # tagged editorials that are asked, each by
SHARPNESS = 2  # this power of its likeness
# What a sure name counts beside the neighbours' share; chosen by `bench/tagging.py`.
NAMED = 0.5
# Added to the editorials that bear a tag, and to those that say its name, before there are any.
DOUBT = (0.5, 1.5)
LEAST = 0.05  # of a score that is worth a person's look
SPEAKING = 6  # words that speak for a tag
SHOWN_NEIGHBOURS = 3
PASSAGE = 180  # characters
LONGEST_NAME = 6  # words of a tag's name that is looked for

Names = Mapping[str, Sequence[str]]  # slug -> the tag's name and aliases


@dataclass(frozen=True)
class Suggested:
    """A tag (its slug) that an editorial may want.

    `named` is the name or alias that its text says, "" where none is; `words` speak for the tag;
    `passage` shows them; `neighbours` are ids of alike editorials that bear it.
    """

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
    signs: Sequence[WordSign]


class Mention(NamedTuple):
    """A tag's name as it stands in a text.

    Its weight is ln(1 + its count), one more where it stands in the title.
    """

    name: str
    weight: float


def suggested(
    engine: Engine,
    editorial: Editorial,
    names: Names,
    without: Collection[str] = (),
    most: int = 5,
) -> list[Suggested]:
    """Return the tags that an editorial may want, the likeliest first, but those `without`."""
    text = beginning(editorial)
    language = editorial.language or DEFAULT_LANGUAGE
    about = About(text, language, word_signs(engine, text, language))
    mentions = _mentions(about, editorial.title, names)
    scores: dict[str, float] = defaultdict(float)
    bearing: dict[str, list[Candidate]] = defaultdict(list)
    for neighbour, share in _neighbours(engine, about, editorial.pk):
        for slug in neighbour.tags:
            scores[slug] += share
            bearing[slug].append(neighbour)
    for slug, trust in _trust(engine, mentions).items():
        scores[slug] += NAMED * mentions[slug].weight * trust
    slugs = []
    for slug, score in scores.items():
        if slug in names and slug not in without and score >= LEAST:
            slugs.append(slug)
    slugs.sort(key=lambda slug: (-scores[slug], slug))
    tags = []
    for slug in slugs[:most]:
        tags.append(_explained(about, slug, scores[slug], mentions.get(slug), bearing[slug]))
    return tags


def _explained(
    about: About,
    slug: str,
    score: float,
    mention: Mention | None,
    bearing: Sequence[Candidate],
) -> Suggested:
    """Return a tag with its reasons.

    The passage shows its name in the text, or the words shared with the editorials that bear it.
    """
    words = _speaking(about.signs, bearing)
    name = ""
    forms: set[str] = set()
    phrases = []
    if mention:
        name = mention.name
        phrases.append(_as_printed(about, name))
    else:
        forms.update(chain.from_iterable(words))
    return Suggested(
        slug=slug,
        score=round(score, 4),
        named=name,
        words=[printed(about.text, word) for word in words],
        neighbours=[neighbour.id for neighbour in bearing[:SHOWN_NEIGHBOURS]],
        passage=next(iter(passages(about.text, forms, phrases, length=PASSAGE)), None),
    )


# What alike editorials bear


def _neighbours(engine: Engine, about: About, itself: int) -> list[tuple[Candidate, float]]:
    """Return [(tagged editorial, its share of the say)] of those most alike.

    The shares add up to 1.
    """
    resemblance = Resemblance(about.signs, about.language, itself=itself, tagged=True)
    neighbours = engine.alike(resemblance, NEIGHBOURS).others
    total = sum(neighbour.score**SHARPNESS for neighbour in neighbours)
    total = max(total, 1e-9)  # nothing is divided by nothing
    return [(neighbour, neighbour.score**SHARPNESS / total) for neighbour in neighbours]


def _speaking(signs: Sequence[WordSign], bearing: Sequence[Candidate]) -> list[Sequence[str]]:
    """Return the words that the editorial shares most with those that bear a tag."""
    adds = [0.0] * len(signs)
    for neighbour in bearing:
        for number, add in enumerate(neighbour.adds):
            adds[number] += add
    ranked = sorted(range(len(signs)), key=lambda number: -adds[number])
    return [signs[number].forms for number in ranked[:SPEAKING] if adds[number] > 0]


# What the text says


def _mentions(about: About, title: str, names: Names) -> dict[str, Mention]:
    """Return {slug: the weightiest of the tag's names that stand in the text}."""
    counts = Counter(_grams(about.text, about.language))
    titled = set(_grams(title, about.language))
    mentions: dict[str, Mention] = {}
    for slug, forms in names.items():
        for name in forms:
            stems = _name(name, about.language)
            if not stems or not counts[stems]:
                continue
            weight = log1p(counts[stems]) + (stems in titled)
            if slug not in mentions or weight > mentions[slug].weight:
                mentions[slug] = Mention(name, weight)
    return mentions


def _grams(text: str, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the stems of every one to LONGEST_NAME words that follow each other."""
    stems = _stems(text, language)
    for length in range(1, LONGEST_NAME + 1):
        shifted = [stems[start:] for start in range(length)]
        yield from zip(*shifted, strict=False)


def _stems(text: str, language: str) -> tuple[str, ...]:
    return tuple(word_key(token.form, language) for token in single_tokens(text))


_name = lru_cache(maxsize=20_000)(_stems)  # the same names are asked about each editorial


def _as_printed(about: About, name: str) -> list[set[str]]:
    """Return for each word of a name its forms in the text.

    « centre d’appels » stands for « centres d’appel ».
    """
    forms: dict[str, set[str]] = defaultdict(set)
    for token in tokenize(about.text):
        forms[word_key(token.form, about.language)].add(token.form)
    return [forms[stem] for stem in _name(name, about.language)]


def _trust(engine: Engine, mentions: Mapping[str, Mention]) -> dict[str, float]:
    """Return {slug: how often a tagged editorial that says this name bears the tag, 0 to 1}."""
    pairs = [(slug, mention.name) for slug, mention in mentions.items()]
    trust = {}
    for slug, (saying, bearing) in zip(mentions, engine.naming(pairs), strict=True):
        trust[slug] = (bearing + DOUBT[0]) / (saying + DOUBT[1])
    return trust
