"""What a search page says where nothing has what was asked: what is shown instead, what is like."""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from archive.figures import number
from archive.search import Completion, resembling
from archive.search.mending.mended import is_word, with_word
from archive.search.question import wording
from archive.search.question.answers import Answer, Way, Word
from archive.search.question.parsing import Kind, Typed
from archive.search.question.query import Question
from archive.search.showing import as_asked
from archive.search.words.analysis import single_tokens

EXCEPT = re.compile(r"(?<=\w) (sauf|except) (?=\w[\w’'-]*$)")  # before the last word
OF_PLACE = ("year", "date", "issue")  # facets of which words are found in no text
MOST_UNKNOWN = 3  # words beside which is shown what resembles them
NOTHING = {
    Kind.PHRASE: _("Aucun texte n’a ces mots à la suite"),
    Kind.PREFIX: _("Aucun mot ne commence ainsi"),
    "field": _("Aucun éditorial ne l’a à l’endroit demandé"),
    "several": _("Aucun éditorial ne remplit toutes ces conditions"),
    "words": _("Aucun éditorial n’a autant de ces mots"),
    "": _("Aucun éditorial n’a exactement cela"),
}


def sentence(question: Question, answer: Answer) -> str:
    """Return « Aucun texte n’a ces mots à la suite ; 31 ont les deux. »; "" where that is not so.

    Of unknown words only the second part is said: the page says of each that nothing has it.
    """
    if answer.way is None or answer.instead is None:
        return ""
    ending = _shown(answer.way, answer.instead, answer)
    if answer.way is Way.ALIKE:
        return ending
    if any(word.is_unknown for word in answer.words):
        return f"{ending}."
    return gettext("%(nothing)s ; %(shown)s.") % {"nothing": _nothing(question), "shown": ending}


def _nothing(question: Question) -> str:
    """Say what no editorial has."""
    clauses = [clause for clause in question.typed.clauses if not clause.is_choice]
    if all(clause.is_bare for clause in clauses):
        return str(NOTHING["words"])
    if len(clauses) > 1:
        return str(NOTHING["several"])
    terms = clauses[0].terms
    if any(term.field for term in terms):
        return str(NOTHING["field"])
    return str(NOTHING.get(terms[0].kind, NOTHING[""]))


def _shown(way: Way, instead: Question, answer: Answer) -> str:
    """Say what those that are shown have, as the end of a sentence."""
    count = answer.instead_count
    counted = {"n": number(count), "what": wording.expression(instead)}
    if way is Way.NEAR:
        text = ngettext(
            "%(n)s les a à quelques mots l’un de l’autre",
            "%(n)s les ont à quelques mots l’un de l’autre",
            count,
        )
    elif way is Way.ALL and any(word.is_unknown for word in answer.words):
        text = ngettext("%(n)s a tous les autres mots", "%(n)s ont tous les autres mots", count)
    elif way is Way.ALL and max(answer.levels) == 2:
        text = ngettext("%(n)s a les deux", "%(n)s ont les deux", count)
    elif way is Way.ALL:
        text = ngettext("%(n)s a tous les mots", "%(n)s ont tous les mots", count)
    elif way is Way.SOME:
        counted["words"] = number(instead.words or 1)
        text = ngettext("%(n)s en a %(words)s au moins", "%(n)s en ont %(words)s au moins", count)
    elif way is Way.ANY:
        text = ngettext("%(n)s a l’un des mots", "%(n)s ont l’un des mots", count)
    elif way is Way.ANYWHERE:
        text = ngettext("%(n)s l’a ailleurs", "%(n)s l’ont ailleurs", count)
    elif way is Way.EITHER and any(word.is_unknown for word in answer.words):
        text = ngettext(
            "%(n)s éditorial remplit l’une des autres conditions",
            "%(n)s éditoriaux remplissent l’une des autres conditions",
            count,
        )
    elif way is Way.EITHER:
        text = ngettext("%(n)s en remplit une", "%(n)s en remplissent une", count)
    elif way is Way.ALIKE:
        text = ngettext(
            "%(n)s éditorial a un mot qui y ressemble.",
            "%(n)s éditoriaux ont un mot qui y ressemble.",
            count,
        )
    else:
        text = ngettext("%(n)s répond à %(what)s", "%(n)s répondent à %(what)s", count)
    return text % counted


# Words as they were typed


def typed_words(question: Question, answer: Answer) -> list[tuple[str, Word]]:
    """Return (as it was typed, its word) of all words that are told, each once."""
    said = as_asked.words(question, answer)
    told: dict[tuple[str, str], tuple[str, Word]] = {}
    for word in answer.words:
        typed = said.get(word.typed, word.typed)
        told.setdefault((typed, word.read_as), (typed, word))
    return list(told.values())


def unknown(
    words: Iterable[tuple[str, Word]], answer: Answer, undated: Collection[str] = ()
) -> list[str]:
    """Return those of `typed_words` that no editorial has, as they were typed, each once.

    Those that were meant as a date (`undated`) are left out: the page says so of them. So are those
    of a number or a name that editorials bear: « n° 36 ».
    """
    told = set(undated)
    for date in undated:  # « 31/02/2007 » is looked for as three words
        told.update(_forms(date))
    for choice in answer.intent:
        if choice.count:
            told.update(choice.typed.split(), _forms(choice.typed))
    lacking: dict[str, None] = {}
    for typed, word in words:
        if word.is_unknown and typed not in told:
            lacking[typed] = None
    return list(lacking)


def dated(answer: Answer) -> set[str]:
    """Return the words of a date or a number that some editorials bear, as they are looked for."""
    words: set[str] = set()
    for choice in answer.intent:
        if choice.facet in OF_PLACE and choice.count:
            words.update(_forms(choice.typed))
    return words


def excluding(question: Question) -> tuple[str, Question] | None:
    """Return (« sauf », the question with a minus in its place) where it was typed as a word.

    That is before the last of nothing but words; else None.
    """
    word = EXCEPT.search(question.q)
    if not word or not question.typed.is_words:
        return None
    return word[1], question.asking(EXCEPT.sub(" -", question.q))


# Unknown words


class Alike(NamedTuple):
    """What resembles an unknown word: under a label, words or names, each with its search."""

    label: str
    options: list[tuple[Completion, Question]]


def alike(
    question: Question, answer: Answer, words_told: Iterable[tuple[str, Word]]
) -> list[Alike]:
    """Return what resembles the first of `typed_words` that no editorial has.

    Names that have such words are told where nothing has what was asked, and one word is unknown.
    """
    unknown = [(typed, word) for typed, word in words_told if word.is_unknown]
    named = len(unknown) == 1 and not answer.count
    groups = []
    for typed, word in unknown[:MOST_UNKNOWN]:
        words, names = [], []
        for completion in resembling(word.typed, named):
            if completion.kind == "word":
                words.append((completion, with_word(question, word.typed, completion.text)))
            else:
                narrowed = _without(question, word.typed)
                narrowed = narrowed.with_filter(completion.kind, completion.key)
                names.append((completion, narrowed))
        if words:
            label = gettext("Ressemblent à « %(typed)s »") % {"typed": typed}
            groups.append(Alike(label, words))
        if names:
            groups.append(Alike(gettext("Mots-clés, auteurs et revues"), names))
    return groups


def _without(question: Question, form: str) -> Question:
    """Return the question without an unknown word."""
    left = []
    for clause in question.typed.clauses:
        is_this_word = all(is_word(term, form) for term in clause.terms)
        if clause.is_choice or clause.lacking or not is_this_word:
            left.append(clause)
    return question.asking(str(Typed(tuple(left))))


def _forms(text: str) -> list[str]:
    return [token.form for token in single_tokens(text)]
