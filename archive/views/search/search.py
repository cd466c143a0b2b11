"""The search page: what was asked said back, what was found and why, and the ways to narrow it down."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive import dates
from archive.search import ask
from archive.search.question import sought, wording
from archive.search.question.answers import Answer
from archive.search.question.parsing import parse
from archive.search.question.query import DEEPEST, FACETS, Question
from archive.views.search import narrowing
from archive.views.search.addresses import Narrowed, address
from archive.views.search.examples import examples
from archive.views.search.results import results

MOST_TRIED = 6  # parts of a search without results that are tried without each of them
LONGEST_DATE = 100  # characters
LONGEST_LIKE = 60
FEWER = 5  # examples where the help itself is a step away
ORDERS = {
    "relevance": _("pertinence"),
    "newest": _("plus récents"),
    "oldest": _("plus anciens"),
    "title": _("titre"),
}


@dataclass(frozen=True)
class Link:
    """Words that lead to another search, with the number of its results where that is known."""

    said: str
    address: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True)
class Look:
    """How the page shows a search: `bars` "share" for shares of each year, a `facet` with all its values or those that
    are `like` something. Only the first is kept from page to page."""

    bars: str = ""
    facet: str = ""
    like: str = ""

    @classmethod
    def read(cls, params: QueryDict) -> "Look":
        facet = params.get("facet") if params.get("facet") in FACETS else ""
        like = params.get("like", "") if facet in narrowing.HEADINGS else ""
        like = "".join(filter(str.isprintable, like[:LONGEST_LIKE])).strip()
        return cls("share" if params.get("bars") == "share" else "", facet, like)

    def parameters(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in vars(self).items() if value]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    question, unread, is_cut = _asked(request.GET)
    look = Look.read(request.GET)
    is_said = unread or is_cut  # what the address with what was read would no longer tell
    if not is_said and _sent(request) != question.parameters() + look.parameters() * (
        not question.is_empty
    ):
        return redirect(
            address(question, **({} if question.is_empty else vars(look))), permanent=True
        )
    if question.is_empty:
        context = {"question": question, "examples": examples()[:FEWER], "unread": unread}
        return render(request, "search/search.html", context)
    answer = ask(question)
    sought.record(question, answer, request.headers.get("User-Agent", ""))
    context = _context(question, answer, look) | {"unread": unread, "is_cut": is_cut or answer.cut}
    return render(request, "search/search.html", context)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "search/help.html", {"examples": examples()})


def _context(question: Question, answer: Answer, look: Look) -> dict:
    path = reverse("search")
    to, links = (
        partial(address, path=path, bars=look.bars),
        Narrowed(question, path, bars=look.bars),
    )
    names = {
        name: wording.labels(name, values)
        for name, values in narrowing.shown(question, answer, look.facet).items()
    }
    facets = [
        narrowing.opened(question, answer, name, look.like, to, links)
        if name == look.facet
        else narrowing.facet(question, answer, name, names[name], to, links)
        for name in narrowing.HEADINGS
    ]
    other_measure = partial(address, bars="" if look.bars else "share")
    return {
        "question": question,
        "q": question.q,
        "kept": _kept(question, look, "q", "words", "page"),
        "kept_with_dates": _kept(question, look, "from", "to", "page"),
        "kept_with_facet": _kept(question, look, "page"),
        "title": capfirst(wording.in_words(question)),
        "answer": answer,
        "unknown": [word.typed for word in answer.words if not (word.forms or word.read_as)],
        "is_explained": any(word.forms for word in answer.words),
        "results": results(question, answer),
        "parts": _parts(question, answer, to),
        "steps": _steps(question, answer, to),
        "orders": _orders(question, to),
        "years": narrowing.years(
            question, answer, look.bars == "share", look.facet == "year", to, other_measure, links
        ),
        "facets": [
            facet for facet in facets if facet.opened or len(facet.choices) > 1 or _is_used(facet)
        ],
        "suggested": to(question.asking(answer.suggestion)),
        "canonical": address(question),
        "parameters": question.address(),
        **_paging(question, answer, to),
    }


def _is_used(facet: narrowing.Facet) -> bool:
    return any(choice.chosen or choice.excluded for choice in facet.choices)


# Addresses


def _asked(params: QueryDict) -> tuple[Question, dict[str, str], bool]:
    """The question, its dates read as people write them; {name: what was typed} of those that are no dates; whether
    only the beginning was read."""
    params, unread, typed = params.copy(), {}, parse(params.get("q", ""))
    for name in ("from", "to"):
        date = params.get(name, "").strip()[:LONGEST_DATE]
        params[name] = dates.as_edtf(date)
        if date and not params[name]:
            unread[name] = date
    for undated in typed.undated[:1]:
        unread["q"] = undated[:LONGEST_DATE]
    return Question.read(params), unread, typed.cut


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]


def _kept(question: Question, look: Look, *left_out: str) -> list[tuple[str, str]]:
    """What a form of the page sends along besides its own fields."""
    pairs = [*question.parameters(), ("bars", look.bars)]
    return [(name, value) for name, value in pairs if value and name not in left_out]


# What was asked


def _parts(question: Question, answer: Answer, to: narrowing.Address) -> list[Link]:
    """Each part of the search, leading to the search without it; how many that finds where nothing is found."""
    without = list(_without(question))
    tried = set() if answer.count else {other for _said, other in without[:MOST_TRIED]}
    return [
        Link(
            said,
            to(other),
            ask(replace(other, page_size=1)).count
            if other in tried and not other.is_empty
            else None,
        )
        for said, other in without
    ]


def _without(question: Question) -> Iterator[tuple[str, Question]]:
    for clause in question.typed.clauses:
        yield str(clause), question.without_clause(clause)
    names = {
        name: wording.labels(name, question.chosen(name) + question.excluded(name))
        for name in FACETS
    }
    for facet, value in question.filters:
        said = names[facet][value.removeprefix("-")]
        if value.startswith("-"):
            said = _("sauf %(what)s") % {"what": said}
        yield said, question.without_filter(facet, value)
    if question.since or question.until:
        said = wording.in_words(Question(since=question.since, until=question.until)).partition(
            ", "
        )[2]
        yield said, question.between("", "")
    if question.words:
        yield _("%(n)s mots au moins") % {"n": question.words}, question.with_words(None)


def _steps(question: Question, answer: Answer, to: narrowing.Address) -> list[tuple[int, Link]]:
    """(how many of the words, the search for results with at least so many), where there is more than one."""
    if len(answer.levels) < 2:
        return []
    return [
        (k, Link("", to(question.with_words(k)), count, chosen=k == answer.level))
        for k, count in answer.levels.items()
    ]


# What was found


def _orders(question: Question, to: narrowing.Address) -> list[Link]:
    return [
        Link(said, to(question.sorted_by(sort)), chosen=sort == question.sort)
        for sort, said in ORDERS.items()
    ]


def _paging(question: Question, answer: Answer, to: narrowing.Address) -> dict:
    last = -(-min(answer.count, DEEPEST) // question.page_size)
    return {
        "pages": last,
        "beyond": question.page > max(last, 1),
        "before": to(question.at_page(question.page - 1)) if 1 < question.page <= last else "",
        "after": to(question.at_page(question.page + 1)) if question.page < last else "",
        "first": to(question.at_page(1)),
    }
