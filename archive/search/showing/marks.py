"""What is marked in the texts of an answer, on pages, in feeds and in the API alike."""

from collections.abc import Iterator

from archive.search.question.answers import Answer, Phrase
from archive.search.question.parsing import EXACT, Kind, Term
from archive.search.question.query import NAMED, Question
from archive.search.words import analysis
from archive.search.words.analysis import single_tokens
from archive.search.words.variants import LONGEST_PHRASE


def forms(question: Question, answer: Answer) -> frozenset[str]:
    """Return the forms that were matched.

    They are the very words typed where the database answered, which knows no forms, and where
    nothing did. Words that were read as a choice, « Les Cahiers » as a magazine, are none.
    """
    matched: set[str] = set()
    of_names = set().union(*typed_of_names(question).values())
    of_names -= _typed_anywhere(question)
    for word in answer.words:
        if word.counts and word.typed not in of_names:
            matched |= word.matched
    if not answer.forms and (answer.by == "database" or not answer.hits):
        for term in _terms(question, Kind.WORD):
            matched |= analysis.forms(term.text)
    return frozenset(matched)


def typed_of_names(question: Question) -> dict[str, set[str]]:
    """Return {field: the forms that were typed of it} of the fields that hold names alone.

    « décroché », asked of a magazine, is no word to be marked in a text.
    """
    typed: dict[str, set[str]] = {}
    for term in _terms(question, Kind.WORD):
        if term.field in NAMED:
            typed.setdefault(term.field, set()).update(analysis.forms(term.text))
    return typed


def _typed_anywhere(question: Question) -> set[str]:
    """Return the forms that were typed of running text, too."""
    typed: set[str] = set()
    for term in _terms(question, Kind.WORD):
        if term.field not in NAMED:
            typed |= analysis.forms(term.text)
    return typed


def phrases(question: Question, answer: Answer | None = None) -> list[list[set[str]]]:
    """Return each phrase as `finding.find` takes it: for each of its words the forms of it.

    They are the very words typed where no answer tells of others.
    """
    if answer is not None and answer.phrases:
        return answer.phrases
    phrases: list[list[set[str]]] = []
    for term in _terms(question, Kind.PHRASE):
        tokens = single_tokens(term.text)[:LONGEST_PHRASE]
        phrases.append(Phrase([{token.form} for token in tokens], term.slop))
    return phrases


def _terms(question: Question, kind: Kind) -> Iterator[Term]:
    """Yield the terms of a kind that were typed, but for what is excluded."""
    for term in question.typed.asked():
        if term.kind is kind and term.field not in EXACT:
            yield term
