"""Which words speak for which tags: a ridge regression of each tag on the words of tagged texts.

In its dual form one inverse serves all tags, and tells as well what each text would be told without
itself (Rifkin and Lippert, *Notes on regularized least squares*, 2007).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from archive.search.words.analysis import Token
from archive.search.words.tag_names import is_heading, surface_key

HEADED = 2  # how often a word of a title or a crosshead counts
FEWEST_TEXTS, MOST_OF_TEXTS = 3, 0.5  # that have a word which tells anything
MOST_WORDS = 6000
FEWEST_BEARING = 2  # texts that teach a tag
MOST_TAGS = 1500
RIDGE = 0.1
LEAST = 0.05  # of what words say, to be told
MOST = 20  # tags that are told of a text

Counts = Mapping[str, int]


def forms_of(tokens: Iterable[Token]) -> dict[str, list[str]]:
    """Return {word: the forms that it has in a text} of these tokens."""
    forms: dict[str, list[str]] = defaultdict(list)
    for form in dict.fromkeys(token.form for token in tokens if token.span == 1):
        forms[surface_key(form)].append(form)
    return forms


def counts(text: str, tokens: Iterable[Token]) -> dict[str, int]:
    """Return {word, or pair of words of a title or crosshead: how often it counts}.

    That is of a text, of these tokens, whose first line is its title.
    """
    totals: dict[str, int] = defaultdict(int)
    end, worth, before = -1, 1, ""
    for form, _position, start, _end, span in tokens:
        if span > 1:
            continue
        if start > end:
            begin, end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
            if end < 0:
                end = len(text)
            is_headed = not begin or is_heading(text[begin:end].strip())
            worth, before = HEADED if is_headed else 1, ""
        word = surface_key(form)
        totals[word] += worth
        if is_headed:
            if before:
                totals[f"{before} {word}"] += HEADED
            before = word
    return dict(totals)


@dataclass(frozen=True)
class Wording:
    """What words say of tags: a row of weights for each word, a column for each tag."""

    words: Sequence[str]
    rarity: np.ndarray  # of each word: the log of how few texts have it
    tags: Sequence[str]
    usual: np.ndarray  # the share of texts that bear each tag
    weights: np.ndarray

    @cached_property
    def places(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self.words)}

    def said(self, of_text: Counts) -> dict[str, float]:
        """Return {slug: what the words of a text say for the tag}, about 0 to 1, the most said."""
        numbers, strengths = self.strengths(of_text)
        if not len(numbers):
            return {}
        scores = strengths @ np.asarray(self.weights[numbers], np.float32) + self.usual
        return most_said(scores, self.tags)

    def speaking(self, of_text: Counts, slug: str) -> list[str]:
        """Return the words of a text that speak for a tag, those that say most first."""
        if slug not in self.tags:
            return []
        numbers, strengths = self.strengths(of_text)
        shares = strengths * self.weights[numbers, list(self.tags).index(slug)]
        return [self.words[numbers[place]] for place in np.argsort(-shares) if shares[place] > 0]

    def strengths(self, of_text: Counts) -> tuple[np.ndarray, np.ndarray]:
        """Return the words that a text has, as numbers, and how much each tells of it."""
        present = [(self.places[word], of_text[word]) for word in of_text if word in self.places]
        numbers = np.array([number for number, _times in present], np.int64)
        times = np.array([times for _number, times in present], np.float32)
        strengths = (1 + np.log(times)) * self.rarity[numbers]
        return numbers, strengths / max(float(np.linalg.norm(strengths)), 1e-9)


def most_said(scores: np.ndarray, tags: Sequence[str]) -> dict[str, float]:
    """Return {slug: score} of the tags with the highest scores that are worth telling."""
    best = np.argsort(-scores)[:MOST]
    return {tags[number]: float(scores[number]) for number in best if scores[number] >= LEAST}


def learned(
    texts: Sequence[Counts], borne: Sequence[Collection[str]]
) -> tuple[Wording, np.ndarray] | None:
    """Return what these texts teach by the tags that they bear; None where they teach nothing.

    Beside it a row for each text: what the others would say of it for each tag.
    """
    bearing = Counter(slug for tags in borne for slug in tags)
    tags = [slug for slug, count in bearing.most_common(MOST_TAGS) if count >= FEWEST_BEARING]
    having = Counter(word for text in texts for word in text)
    most = MOST_OF_TEXTS * len(texts)
    telling = [word for word, count in having.items() if FEWEST_TEXTS <= count <= most]
    words = sorted(telling, key=lambda word: (-having[word], word))[:MOST_WORDS]
    if not tags or not words:
        return None
    rarity = np.log(len(texts) / np.array([having[word] for word in words], np.float32))
    columns = {slug: number for number, slug in enumerate(tags)}
    bears = np.zeros((len(texts), len(tags)), np.float32)
    for row, slugs in enumerate(borne):
        bears[row, [columns[slug] for slug in slugs if slug in columns]] = 1
    usual = bears.mean(0)
    empty = Wording(words, rarity, tags, usual, np.zeros((0, 0), np.float16))
    strengths = np.zeros((len(texts), len(words)), np.float32)
    for row, text in enumerate(texts):
        numbers, of_text = empty.strengths(text)
        strengths[row, numbers] = of_text
    likeness = strengths @ strengths.T
    inverse = np.linalg.inv(likeness + RIDGE * np.eye(len(texts), dtype=np.float32))
    dual = inverse @ (bears - usual)
    without_itself = bears - dual / np.diag(inverse)[:, None]
    weights = (strengths.T @ dual).astype(np.float16)
    return Wording(words, rarity, tags, usual, weights), without_itself
