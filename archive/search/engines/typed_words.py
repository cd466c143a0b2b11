"""What was typed, as the words that every engine looks for: what these mean is its own matter."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from archive.search.mending.texts import Word
from archive.search.question.parsing import Term, Typed
from archive.search.question.typed_fields import EXACT_OF
from archive.search.question.weights import ASKING, MOST_WORDS
from archive.search.words.analysis import (
    ASKING_WORDS,
    DEFAULT_LANGUAGE,
    is_acronym,
    is_function_word,
    typed_tokens,
)
from archive.search.words.forms import is_in_lexicon
from archive.search.words.leading import is_leading

# Letters of a word of the lexicon that is taken for no acronym unless something says what it stands
# for: acronyms that are words as well (SI, CE, SMIC) are shorter.
LONG_WORD = 5
SHORTEST_PART = 3  # letters of a part of a word that is looked for as two


class TypedUnit:
    """What a unit tells by its words, and by its `label` where it is no word."""

    meanings: Sequence[Any]
    label: str

    @cached_property
    def asking(self) -> float:
        """The part of its weight that counts: words that only ask tell little of the answer."""
        if self.meanings and all(meaning.form in ASKING_WORDS for meaning in self.meanings):
            return ASKING
        return 1.0

    @property
    def typed(self) -> str:
        """What was typed, or read in its place."""
        words = [meaning.read_as or meaning.typed for meaning in self.meanings]
        return self.label or " / ".join(words)

    @property
    def is_leading(self) -> bool:
        """True where it only leads to a name or a date: « éditorial de mars 2001 »."""
        return all(is_leading(meaning.form) for meaning in self.meanings)


def text_terms(typed: Typed) -> Iterator[Term]:
    """Yield the terms that are asked of running text, without what is excluded."""
    for clause in typed.clauses[:MOST_WORDS]:
        if clause.excluded:
            continue
        for term in clause.terms:
            if term.field not in EXACT_OF:
                yield term


def typed_forms(
    text: str, is_there: Callable[[str], bool], dated: Collection[str] = ()
) -> list[str]:
    """Return the forms of what was typed as one word.

    The parts of a compound, « télé-travail », are one word where the archive has it (`is_there`);
    figures, « 39 39 », as well, but for those of a time.
    """
    forms: list[str] = []
    compound = ""
    for token in typed_tokens(text):
        if token.span == 1:
            forms.append(token.form)
        else:
            compound = max(compound, token.form, key=len)
    if not compound:
        return forms
    if compound.isdigit() and compound in dated:
        return [compound]
    is_joined = is_there(compound) and not any(form in dated for form in forms)
    return [compound] if is_joined and _covers(compound, forms) else forms


def _covers(compound: str, forms: Sequence[str]) -> bool:
    """Return True where a compound has all that was typed in it, function words aside."""
    telling = [form for form in forms if not is_function_word(form, DEFAULT_LANGUAGE)]
    return all(form in compound for form in telling)


def as_typed(form: str, term: Term) -> str:
    """Return a form as it was typed: « sous-traitance » where the index has « soustraitance »."""
    text = term.text.lower()
    if "-" in text and form == text.replace("-", ""):
        return text
    return form


def may_be_acronym(term: Term, form: str) -> bool:
    """Return True where capitals make an acronym of a word: of « SI », not of « SERVICE »."""
    if not is_acronym(term.text):
        return False
    if term.also or len(form) < LONG_WORD:
        return True
    return not is_in_lexicon(form, DEFAULT_LANGUAGE)


def distinct(groups: Iterable[Sequence[Word]]) -> list[list[Word]]:
    """Return groups of words with each word once in its group, each group once."""
    by_forms = {}
    for group in groups:
        by_form = {word.form: word for word in group}
        by_forms[tuple(by_form)] = list(by_form.values())
    return list(by_forms.values())


def is_opening(group: Sequence[Word], opening: Collection[str]) -> bool:
    """Return True for a group of words alone that only ask or lead to a name (`openings`)."""
    return all(word.form in opening for word in group)


def only_asks(group: Sequence[Word]) -> bool:
    """Return True for a group of asking words alone."""
    return all(word.form in ASKING_WORDS for word in group)


def is_function(group: Sequence[Word]) -> bool:
    """Return True for a group of function words alone."""
    return all(word.is_function for word in group)


def by_use(form: tuple[str, int]) -> tuple[int, str]:
    """Return the key that sorts (form, uses) by falling use."""
    return -form[1], form[0]
