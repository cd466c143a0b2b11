"""The words that only ask, or only lead to a name: they tell nothing of the answer."""

from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from archive.search.mending.civilities import civilities
from archive.search.question.clauses import Term, Typed
from archive.search.words.analysis import (
    ASKING_WORDS,
    DEFAULT_LANGUAGE,
    FUNCTION_WORDS,
    INVERTED,
    is_acronym,
    is_function_word,
    typed_tokens,
)

# One of these among the first words, function words aside, makes a question of what was typed.
INTERROGATIVES = {"comment", "combien", "pourquoi", "quel", "quelle", "quels", "quelles"}
RELATIVES = {"que", "qu", "qui", "quoi", "où"}  # these do as its very first word,
ENGLISH_INTERROGATIVES = {"how", "why", "what", "which", "when", "who", "where"}  # and these


class Opening(NamedTuple):
    """A form of a typed word, with the term that it is of."""

    form: str
    term: Term


def openings(typed: Typed) -> frozenset[str]:
    """Return the forms that only ask, « combien » of « Combien de conseillers ? », and civilities.

    Those that ask are the asking words among the first words of a question; of an English one its
    function words too (« What is CRM? »), which French ones would not be.
    """
    return _asking(typed) | civilities(typed)


def _asking(typed: Typed) -> frozenset[str]:
    words = list(_words(typed))
    if words and words[0].form in ENGLISH_INTERROGATIVES:
        return frozenset(word.form for word in words if _is_english_little(word))
    first = [word.form for word in takewhile(_is_little, words)]
    if not _asks(first, words):
        return frozenset()
    return frozenset(form for form in first if form in ASKING_WORDS)


def _words(typed: Typed) -> Iterator[Opening]:
    """Yield the words before anything else that was typed: an operator, a phrase, a field."""
    for clause in typed.clauses:
        if clause.required or not clause.ranks or len(clause.terms) != 1:
            return
        for token in typed_tokens(clause.terms[0].text):
            if token.span == 1:
                yield Opening(token.form, clause.terms[0])


def _is_little(word: Opening) -> bool:
    return word.form in ASKING_WORDS or is_function_word(word.form, DEFAULT_LANGUAGE)


def _is_english_little(word: Opening) -> bool:
    """Return True for « it », and False for « IT »."""
    is_little = word.form in ASKING_WORDS or word.form in FUNCTION_WORDS["en"]
    return is_little and not is_acronym(word.term.text)


def _asks(first: list[str], words: list[Opening]) -> bool:
    """Return True where the first words ask: « comment », « que », « est-ce », « faut-il »."""
    if not first:
        return False
    if first[0] in RELATIVES or first[:2] == ["est", "ce"]:
        return True
    if len(first) > 1 and first[1] in INVERTED and "-" in words[0].term.text:
        return True
    return not INTERROGATIVES.isdisjoint(first)
