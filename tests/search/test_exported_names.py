"""The names that `archive.search` gives to the site, to measures and to other programs."""

import pkgutil
from types import ModuleType

from archive import search

EXPORTED = [
    "Answer",
    "Completion",
    "Kind",
    "Level",
    "Names",
    "Question",
    "Related",
    "Replies",
    "Suggested",
    "ask",
    "ask_whole",
    "cited",
    "complete",
    "forms",
    "learn_tags",
    "passages",
    "phrases",
    "related",
    "replies",
    "resembling",
    "suggested_tags",
    "years",
]
SUBMODULES = {module.name for module in pkgutil.iter_modules(search.__path__)}


def test_these_names_are_exported():
    assert search.__all__ == EXPORTED


def test_each_exported_name_is_there_and_is_no_module():
    names = {}
    exec("from archive.search import *", names)
    assert {name for name in names if not name.startswith("_")} == set(EXPORTED)
    assert not [name for name in EXPORTED if isinstance(names[name], ModuleType)]


def test_no_submodule_takes_the_name_of_what_is_marked():
    """Whoever imported it would put the module in the place of the function."""
    assert not SUBMODULES & {"forms", "phrases", "passages"}


def test_what_is_marked_is_read_by_these_names_alone():
    question = search.Question(q='accueil "centre d’appels" -salon')
    forms, phrases = search.forms(question, search.Answer()), search.phrases(question)
    [passage] = search.passages("Un accueil au centre d’appels.", forms, phrases)
    assert passage.html() == "Un <mark>accueil</mark> au <mark>centre d’appels</mark>."


def test_typed_terms_tell_their_kind():
    clauses = search.Question(q='accueil "du service" form* date:2001').typed.clauses
    kinds = [term.kind for clause in clauses for term in clause.terms]
    assert kinds == [search.Kind.WORD, search.Kind.PHRASE, search.Kind.PREFIX, search.Kind.DATE]
