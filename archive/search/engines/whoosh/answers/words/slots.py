"""The terms of each word of a phrase, of what counts as a word, and those that fit a pattern."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from archive.search.engines.whoosh.answers.words.meaning import (
    FOLDED,
    Meaning,
    kept_meaning,
    languages,
)
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.engines.whoosh.index.words.wordlist import terms_beginning
from archive.search.words.analysis import (
    DEFAULT_LANGUAGE,
    MARK,
    in_capitals,
    is_acronym,
    is_function_word,
    single_tokens,
)
from archive.search.words.forms import is_in_lexicon
from archive.search.words.variants import LONGEST_PHRASE
from archive.text import fold

ANY_LETTERS = "*"  # in a pattern


def slots(snapshot: Snapshot, text: str) -> list[Terms]:
    """Return the terms of each word of a phrase, the first words of a very long one.

    Function words count too, each word as printed (case and accents aside).
    """
    words = single_tokens(text)[:LONGEST_PHRASE]
    return [snapshot.alike(LEXICON, word.form, FOLDED) for word in words]


def inflected_slots(snapshot: Snapshot, text: str) -> list[Terms]:
    """Return the terms of each word of a phrase in any of its forms; function words as printed.

    They are kept: equivalents are looked for, marked and told by the same.
    """
    return snapshot.once(("inflected", text), lambda: _inflected_slots(snapshot, text))


def _inflected_slots(snapshot: Snapshot, text: str) -> list[Terms]:
    slots = []
    for word in single_tokens(text)[:LONGEST_PHRASE]:
        if is_function_word(word.form, DEFAULT_LANGUAGE):
            slots.append(snapshot.alike(LEXICON, word.form, FOLDED))
        else:
            slots.append(kept_meaning(snapshot, word.form).in_any_language())
    return slots


def literal_slots(snapshot: Snapshot, text: str) -> list[Terms]:
    """Return the terms of each word of a phrase to the letter, accents told apart."""
    words = single_tokens(text)[:LONGEST_PHRASE]
    return [snapshot.terms(LEXICON, [word.form]) for word in words]


def fitting(snapshot: Snapshot, pattern: str) -> Terms:
    """Return the terms that fit a pattern, in which `*` stands for any letters, none included.

    Accents are no matter.
    """
    key = ("pattern", pattern)
    return snapshot.once(key, lambda: _fitting(snapshot, pattern))


def _fitting(snapshot: Snapshot, pattern: str) -> Terms:
    pieces = fold(pattern).split(ANY_LETTERS)
    expression = re.compile(".*".join(map(re.escape, pieces)))
    candidates = terms_beginning(snapshot, pieces[0])
    fitting = []
    for segment, numbers in zip(snapshot.segments, candidates, strict=True):
        lexicon, fits = segment.lexicon(LEXICON), []
        for number in numbers.tolist():
            form = fold(lexicon[number].decode(errors="replace"))
            if not form.startswith(MARK) and expression.fullmatch(form):
                fits.append(number)
        fitting.append(np.array(fits, np.intp))
    return tuple(fitting)


# Equivalents


def with_equivalents(snapshot: Snapshot, word: Meaning, texts: Sequence[str]) -> Meaning:
    """Return a word as it is also met, for less, by other words and phrases in any form."""
    if not texts:
        return word
    also, also_texts = [], []
    for text in texts:
        slots = _slots_of_equivalent(snapshot, text)
        if slots:
            also.append(slots)
            also_texts.append(text)
    return replace(word, by_field={}, also=also, also_texts=also_texts)


def _slots_of_equivalent(snapshot: Snapshot, text: str) -> list[Terms]:
    """The terms of each word of an equivalent; of an acronym that is a word too, its capitals."""
    form = text.lower().replace(".", "")
    if is_acronym(text) and any(_is_word(form, code) for code in languages(snapshot)):
        return [snapshot.terms(LEXICON, [in_capitals(form)])]
    return inflected_slots(snapshot, text)


def _is_word(form: str, language: str) -> bool:
    return is_function_word(form, language) or is_in_lexicon(form, language)
