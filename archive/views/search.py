"""The search page: what was asked said back, what was found and why, and the ways to narrow it down."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from archive.models import Editorial
from archive.search import ask, excerpts, labels, sought
from archive.search.analysis import tokenize
from archive.search.parsing import Kind
from archive.search.query import DEEPEST, FACETS, Answer, Hit, Question
from archive.views import timeline

MOST_VALUES = 40  # of a facet that are shown, all but the first of them folded
FIRST_VALUES = 8
HEADINGS = {"publication": _("Revues"), "author": _("Auteurs"), "tag": _("Mots-clés"), "language": _("Langues")}
ORDERS = {"relevance": _("pertinence"), "newest": _("plus récents"), "oldest": _("plus anciens"), "title": _("titre")}
FIELD_NAMES = {
    "title": _("le titre"),
    "standfirst": _("le chapô"),
    "text": _("le texte"),
    "byline": _("la signature"),
    "keywords": _("les mots-clés"),
    "magazine": _("le nom de la revue"),
}


@dataclass(frozen=True)
class Link:
    """Words that lead to another search; `chosen` where they lead to this one without its own part."""

    said: str
    address: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True)
class Result:
    editorial: Editorial
    heading: SafeString
    passages: list[SafeString]
    why: list[tuple[str, list[str]]]


def search(request: HttpRequest) -> HttpResponse:
    question = Question.read(request.GET)
    if question.is_empty:
        return render(request, "search/search.html", {"question": question})
    answer = ask(question)
    sought.record(question, answer, request.headers.get("User-Agent", ""))
    names = _names(question, answer)
    context = {
        "question": question,
        "q": question.q,
        "kept": _kept(question, "q", "words", "page"),
        "kept_with_dates": _kept(question, "from", "to", "page"),
        "title": capfirst(labels.in_words(question)),
        "answer": answer,
        "results": _results(question, answer),
        "parts": list(_parts(question, names)),
        "steps": _steps(question, answer),
        "orders": _orders(question),
        "years": _years(question, answer),
        "facets": [(HEADINGS[facet], *_facet(question, answer, facet, names[facet])) for facet in HEADINGS],
        "suggested": _address(question.asking(answer.suggestion)),
        "canonical": _address(question),
        "parameters": question.address(),
        **_paging(question, answer),
    }
    return render(request, "search/search.html", context)


def _address(question: Question) -> str:
    return reverse("search") + question.address()


def _kept(question: Question, *left_out: str) -> list[tuple[str, str]]:
    """What a form of the page sends along besides its own fields."""
    return [(name, value) for name, value in question.parameters() if name not in left_out]


# What was asked


def _names(question: Question, answer: Answer) -> dict[str, dict[str, str]]:
    """{facet: {value: label}} of all values on the page, by one query a facet."""
    return {
        facet: labels.labels(
            facet,
            [
                *question.chosen(facet),
                *question.excluded(facet),
                *(value.value for value in answer.facets.get(facet, [])[:MOST_VALUES]),
            ],
        )
        for facet in FACETS
    }


def _parts(question: Question, names: dict[str, dict[str, str]]) -> Iterator[Link]:
    """Each part of the search, leading to the search without it."""
    for clause in question.typed.clauses:
        yield Link(str(clause), _address(question.without_clause(clause)))
    for facet, value in question.filters:
        said = names[facet][value.removeprefix("-")]
        if value.startswith("-"):
            said = _("sauf %(what)s") % {"what": said}
        yield Link(said, _address(question.without_filter(facet, value)))
    if question.since or question.until:
        said = labels.in_words(Question(since=question.since, until=question.until)).partition(", ")[2]
        yield Link(said, _address(question.between("", "")))


def _steps(question: Question, answer: Answer) -> list[tuple[int, Link]]:
    """(how many of the words, the search for results with at least so many), where there is more than one."""
    if len(answer.levels) < 2:
        return []
    return [
        (k, Link("", _address(question.with_words(k)), count, chosen=k == answer.level))
        for k, count in answer.levels.items()
    ]


# What was found


def _results(question: Question, answer: Answer) -> list[Result]:
    """In the answer's order; what was withdrawn since the index was written is left out."""
    rows = Editorial.objects.published().for_list().defer(None).defer("body", "imported")
    found = rows.in_bulk([hit.id for hit in answer.hits])
    forms, phrases = answer.forms or _typed_forms(question), _phrases(question)
    return [_result(found[hit.id], hit, forms, phrases) for hit in answer.hits if hit.id in found]


def _result(editorial: Editorial, hit: Hit, forms: set[str], phrases: list[list[set[str]]]) -> Result:
    marks = [(start, end) for start, end, _form in excerpts.find(editorial.heading, forms, phrases)]
    passages = excerpts.passages(editorial.text or editorial.standfirst, forms, phrases)
    return Result(
        editorial=editorial,
        heading=excerpts.marked(editorial.heading, marks),
        passages=[passage.html() for passage in passages],
        why=[(FIELD_NAMES[field], forms) for field, forms in hit.why.items() if field in FIELD_NAMES],
    )


def _typed_forms(question: Question) -> set[str]:
    """The very words typed: all that there is to mark where the database answers."""
    terms = [term for clause in question.typed.clauses if not clause.excluded for term in clause.terms]
    return {token.form for term in terms if term.kind is Kind.WORD for token in tokenize(term.text)}


def _phrases(question: Question) -> list[list[set[str]]]:
    terms = [term for clause in question.typed.clauses if not clause.excluded for term in clause.terms]
    return [[{token.form} for token in tokenize(term.text)] for term in terms if term.kind is Kind.PHRASE]


def _orders(question: Question) -> list[Link]:
    return [
        Link(said, _address(question.sorted_by(sort)), chosen=sort == question.sort) for sort, said in ORDERS.items()
    ]


def _paging(question: Question, answer: Answer) -> dict:
    last = -(-min(answer.count, DEEPEST) // question.page_size)
    return {
        "pages": last,
        "beyond": question.page > max(last, 1),
        "before": _address(question.at_page(question.page - 1)) if 1 < question.page <= last else "",
        "after": _address(question.at_page(question.page + 1)) if question.page < last else "",
        "first": _address(question.at_page(1)),
    }


# Ways to narrow it down


def _years(question: Question, answer: Answer) -> list[tuple[timeline.Bar, str, bool]]:
    """(bar, the search with or without that year, whether it is chosen) for each year from first to last."""
    chosen = set(question.chosen("year"))
    counts = answer.years | {int(year): answer.years.get(int(year), 0) for year in chosen if year.isdecimal()}
    found = []
    for bar in timeline.years(counts):
        without, within = question.without_filter("year", bar.label), question.with_filter("year", bar.label)
        found.append((bar, _address(without if bar.label in chosen else within), bar.label in chosen))
    return found


def _facet(question: Question, answer: Answer, facet: str, names: dict[str, str]) -> tuple[list[Link], list[Link]]:
    """The values of a facet as links, those to show and those to fold away; a chosen one is there even at zero."""
    counts = {value.value: value.count for value in answer.facets.get(facet, [])[:MOST_VALUES] if value.value}
    chosen = question.chosen(facet)
    links = [
        Link(
            names[value],
            _address(question.without_filter(facet, value) if value in chosen else question.with_filter(facet, value)),
            counts.get(value, 0),
            value in chosen,
        )
        for value in [*chosen, *(value for value in counts if value not in chosen)]
    ]
    return links[:FIRST_VALUES], links[FIRST_VALUES:]
