"""What a text is about: the words in it that tell it from the others of an archive."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain
from math import log, log1p
from typing import NamedTuple

from archive.search.words.analysis import (
    DEFAULT_LANGUAGE,
    is_function_word,
    positions,
)
from archive.search.words.forms import word_key

MOST = 25  # words by which texts are compared
SHORTEST = 3  # letters of such a word

# Of some forms: how many texts there are, and how many of them have each form.
Usage = Callable[[Collection[str]], tuple[int, Mapping[str, int]]]


class Telling(NamedTuple):
    """The forms of one word in a text, and how telling they are of it."""

    forms: Sequence[str]
    weight: float


def telling(text: str, language: str, usage: Usage) -> list[Telling]:
    """Return the words that other texts have too, the most telling first.

    The weight is (1 + ln of the word's count in the text) · idf of its most frequent form.
    """
    counts = {form: len(places) for form, places in positions(text)[0].items()}
    return telling_of(counts, language, usage)


def telling_of(counts: Mapping[str, int], language: str, usage: Usage) -> list[Telling]:
    """Return the same of a text that has each form so often."""
    words = _words(counts, language or DEFAULT_LANGUAGE)
    texts, in_texts = usage(list(chain.from_iterable(words)))
    weighed = []
    for forms in words:
        documents = max(in_texts.get(form, 0) for form in forms)
        if documents > 1:
            count = sum(map(counts.__getitem__, forms))
            weighed.append(Telling(forms, (1 + log(count)) * idf(texts, documents)))
    return sorted(weighed, key=lambda word: (-word.weight, word.forms))[:MOST]


def idf(texts: int, having: int) -> float:
    """Return how telling it is to be in so many of all texts.

    That is ln(1 + (N - n + ½) / (n + ½)), as Lucene has it.
    """
    return log1p((max(texts - having, 0) + 0.5) / (having + 0.5))


def _words(forms: Collection[str], language: str) -> list[list[str]]:
    """Return the forms that may tell something, those of one stem together."""
    words: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        is_short = len(form) < SHORTEST or form.isdigit()
        if not is_short and not is_function_word(form, language):
            words[word_key(form, language)].append(form)
    return list(words.values())
