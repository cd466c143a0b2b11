"""A question with the words that are read in the place of those which the archive does not know."""

from collections.abc import Iterable
from dataclasses import replace

from archive.search.question.answers import Word
from archive.search.question.parsing import Kind, Term, Typed
from archive.search.question.query import Question
from archive.search.words.analysis import single_tokens
from archive.search.words.spelling import as_typed


def as_read(question: Question, repairs: Iterable[Word]) -> Question:
    """Return the question with those words in it that were read in the place of unknown ones."""
    for word in repairs:
        question = with_word(question, word.typed, word.read_as)
    return question


def with_word(question: Question, form: str, better: str) -> Question:
    """Return the question with a word in the place of an unknown one."""
    clauses = []
    for clause in question.typed.clauses:
        terms = tuple(_term_with(term, form, better) for term in clause.terms)
        clauses.append(replace(clause, terms=terms))
    return question.asking(str(Typed(tuple(clauses))))


def is_word(term: Term, form: str) -> bool:
    """Return True if a term is this word alone."""
    return [token.form for token in single_tokens(term.text)] == [form]


def _term_with(term: Term, form: str, better: str) -> Term:
    """Return a term with a word in the place of an unknown one: « d’atente », « d’attente ».

    A phrase of several stays as it is: nothing is read in it.
    """
    if is_word(term, form):
        return Term(as_typed(term.text, better), field=term.field)
    if term.kind is not Kind.WORD:
        return term
    for token in single_tokens(term.text):
        if token.form == form:
            written = as_typed(term.text[token.start : token.end], better)
            return replace(term, text=term.text[: token.start] + written + term.text[token.end :])
    return term
