"""The forms of each word of a phrase, and of what counts as a word."""

from collections.abc import Sequence
from dataclasses import replace

from archive.search.engines.opensearch.answers.words.lexicon import Lexicon
from archive.search.engines.opensearch.answers.words.meaning import (
    Forms,
    Meaning,
    meaning,
    union,
)
from archive.search.engines.opensearch.index.encoding import folded_terms
from archive.search.words.analysis import (
    DEFAULT_LANGUAGE,
    in_capitals,
    is_acronym,
    is_function_word,
    single_tokens,
)
from archive.search.words.forms import is_in_lexicon
from archive.search.words.variants import LONGEST_PHRASE
from archive.text import fold


def printed_slots(text: str) -> list[list[str]]:
    """Return the tokens of each word of a phrase as printed, case and accents aside."""
    return [folded_terms(fold(form)) for form in _forms(text)]


def literal_slots(text: str) -> list[list[str]]:
    """Return the token of each word of a phrase to the letter, accents told apart."""
    return [[form] for form in _forms(text)]


def inflected(lexicon: Lexicon, text: str) -> list[Forms]:
    """Return the forms of each word of a phrase in any of its forms; function words as printed."""
    words = _forms(text)
    lexicon.look_up(words)
    slots = []
    for form in words:
        if is_function_word(form, DEFAULT_LANGUAGE):
            slots.append(union(lexicon.spelled(form)))
        else:
            slots.append(meaning(lexicon, form).in_any_language())
    return slots


def _forms(text: str) -> list[str]:
    return [word.form for word in single_tokens(text)[:LONGEST_PHRASE]]


# Equivalents


def with_equivalents(lexicon: Lexicon, word: Meaning, texts: Sequence[str]) -> Meaning:
    """Return a word as it is also met, for less, by other words and phrases in any form."""
    also, also_texts = [], []
    for text in texts:
        slots = _slots_of_equivalent(lexicon, text)
        if slots:
            also.append(slots)
            also_texts.append(text)
    if not also:
        return word
    return replace(word, also=also, also_texts=also_texts)


def _slots_of_equivalent(lexicon: Lexicon, text: str) -> list[Forms]:
    """The forms of each word of an equivalent; of an acronym that is a word too, its capitals."""
    form = text.lower().replace(".", "")
    if is_acronym(text) and any(_is_word(form, code) for code in lexicon.languages):
        return [(in_capitals(form),)]
    return inflected(lexicon, text)


def _is_word(form: str, language: str) -> bool:
    return is_function_word(form, language) or is_in_lexicon(form, language)
