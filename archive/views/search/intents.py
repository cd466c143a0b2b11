"""What was read in a search's words, as chips: those in force, those on offer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.asked_dates import ends
from archive.search.question.answers import Answer, Intent
from archive.search.question.parsing import Typed, parse
from archive.search.question.query import SORTS, Question
from archive.search.reading.typed_words import tells

KINDS = {
    "publication": _("Revue"),
    "issue": _("Numéro"),
    "author": _("Auteur"),
    "tag": _("Mot-clé"),
    "year": _("Année"),
    "date": _("Date"),
    "sort": _("Ordre"),
}


@dataclass(frozen=True)
class Chip:
    """A choice that was read in the words: `address` takes it off, or applies what is offered.

    `count`: how many editorials the choices leave.
    """

    label: str
    count: int
    address: str


@dataclass(frozen=True)
class Chips:
    """The chips of a search: what is in force, what is on offer."""

    applied: Sequence[Chip] = ()
    offered: Sequence[Chip] = ()


def explicit(question: Question, answer: Answer) -> Question:
    """Return a search with what was applied of its words as filters, in place of these words.

    It finds the same; the page's links go on from it.
    """
    applied = _applied(answer)
    if not applied:
        return question
    return _chosen(question, applied).at_page(question.page)


def chips(question: Question, answer: Answer, to: Callable[[Question], str]) -> Chips:
    """Return what was read in the words of a search, with the addresses of what can be done."""
    applied = _applied(answer)
    taken_off = []
    for choice in applied:
        remaining = [part for part in applied if part is not choice]
        address = to(_chosen(question, remaining))
        taken_off.append(Chip(_label(choice), choice.count, address))
    offered = []
    for choice in answer.intent:
        if not choice.applied:
            address = to(_chosen(question, [choice]))
            offered.append(Chip(_label(choice), choice.count, address))
    return Chips(taken_off, offered)


def _applied(answer: Answer) -> list[Intent]:
    return [choice for choice in answer.intent if choice.applied]


def _label(choice: Intent) -> str:
    """Return « Revue : Décroché », « Année : 2018 »."""
    kind = KINDS[choice.facet]
    if choice.facet == "year" and choice.value.endswith("X"):
        kind = _("Décennie")
    return gettext("%(kind)s : %(value)s") % {"kind": kind, "value": choice.label}


def _chosen(question: Question, choices: Sequence[Intent]) -> Question:
    """Return the search with these choices in its address in place of the words that said them."""
    words = question.q
    for choice in choices:
        words = _without(words, choice.typed)
        question = _with(question, choice)
    telling = filter(tells, parse(words).clauses)  # « de 2018 » leaves no « de »
    return replace(question, q=str(Typed(tuple(telling))), page=1)


def _with(question: Question, choice: Intent) -> Question:
    if choice.facet == "date":
        return question.between(*ends(choice.value))
    if choice.facet == "sort":
        return question.sorted_by(choice.value) if choice.value in SORTS else question
    return question.with_filter(choice.facet, choice.value)


def _without(q: str, typed: str) -> str:
    """Return a query without the words that were read; whole where they do not stand in it so."""
    before, match, after = f" {q} ".partition(f" {typed} ")
    if not match:
        before, match, after = f" {q} ".partition(f' "{typed}" ')
    if not match:
        return q
    return f"{before} {after}".strip()
