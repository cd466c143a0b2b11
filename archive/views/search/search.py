"""The search page.

It says back what was asked, what answers and why, and the ways to narrow it down.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive import kept_pages, limits, printed_dates, visits
from archive.curves.asked import of_question
from archive.search import ask
from archive.search.mending.civilities import civilities
from archive.search.mending.mended import as_read
from archive.search.mending.openings import openings
from archive.search.question import readings, sought, wording
from archive.search.question.answers import Answer, Word
from archive.search.question.parsing import Clause, Typed, parse
from archive.search.question.query import CITED, DEEPEST, NOT, Question
from archive.search.question.renaming import renamed
from archive.search.showing import as_asked
from archive.search.words.analysis import single_tokens
from archive.views.search import cited, narrowing, nearest
from archive.views.search.addresses import FacetAddresses, address, search_path
from archive.views.search.examples import examples
from archive.views.search.intents import chips, explicit
from archive.views.search.look import Look
from archive.views.search.replies import quoted
from archive.views.search.results import results

MOST_STEPS = 3  # to fewer words, and the last: between them is little to choose from
MOST_TRIED = 4  # parts of a search for which nothing at all can be shown, tried without each
LONGEST_DATE = 100  # characters
FEWER = 5  # examples where the help itself is a step away
ORDERS = {
    "relevance": _("pertinence"),
    "newest": _("plus récents"),
    "oldest": _("plus anciens"),
    "title": _("titre"),
}


Names = Mapping[str, Mapping[str, str]]  # facet -> its values on the page -> what they are called

# In the place of both, where all results answer alike.
NEWEST_FIRST = _("plus récents d’abord")


@dataclass(frozen=True)
class Link:
    """Words that lead to another search, with the number of its results where that is known."""

    label: str
    address: str
    count: int | None = None
    chosen: bool = False


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    question, unread, typed = _asked(request.GET)
    look = Look.read(request.GET)
    current = renamed(question)
    if current != question:
        return redirect(address(current, **vars(look)), permanent=True)
    # Where something was not read, the address of what was read would no longer tell of it.
    if not (unread or typed.cut or typed.slips or typed.plain):
        parameters = []
        if not question.is_empty:
            parameters = question.parameters() + look.parameters()
        if _sent(request) != parameters:
            if question.is_empty:  # an order, a page or a look of nothing says nothing
                return redirect(search_path(), permanent=True)
            return redirect(address(question, **vars(look)), permanent=True)
    if question.is_empty:
        context = {"question": question, "examples": examples(FEWER)}
        context |= {"unread": unread, "typed": typed}
        return render(request, "search/search.html", context)
    agent = request.headers.get("User-Agent", "")
    if sought.is_crawler(agent):  # robots.txt has told it; what a link shows of a page is its title
        title = capfirst(wording.in_words(question))
        context = {"title": title, "canonical": address(question)}
        return render(request, "search/for_crawlers.html", context)
    if limits.is_over(request, question):
        return limits.page(request)
    page = _answered(request, question, look, typed, unread)
    sought.record(question, kept_pages.told(page), agent)
    return page


@kept_pages.kept
def _answered(
    request: HttpRequest, question: Question, look: Look, typed: Typed, unread: Mapping[str, str]
) -> HttpResponse:
    """Return the page of an answer, and tell of how many results."""
    answer = ask(question.as_page())
    context = _context(question, answer, look, typed, visits.new_since(request))
    context |= {"unread": unread, "typed": typed, "is_cut": typed.cut or answer.cut}
    return kept_pages.tell(render(request, "search/search.html", context), answer.count)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "search/help.html", {"examples": examples()})


def _context(
    question: Question, answer: Answer, look: Look, typed: Typed, since: datetime | None
) -> dict:
    path = search_path()
    to = partial(address, path=path, bars=look.bars)
    narrowed = explicit(question, answer)
    links = FacetAddresses(narrowed, path, bars=look.bars)
    other_measure = partial(address, path=path, bars="" if look.bars else "share")
    names = wording.labels_of(narrowing.values_on_page(narrowed, answer, look.facet))
    return {
        "question": question,
        "q": question.q,
        "title": capfirst(wording.in_words(question, names)),
        "answer": answer,
        "replies": quoted(question) if answer.by == "index" else [],
        "results": results(question, answer, since),
        "intents": chips(question, answer, to),
        "parts": _parts(narrowed, answer, names, to),
        "lacking": _lacking(answer),
        "is_narrowed": bool(question.filters or question.since or question.until),
        "most": max(answer.levels, default=0),
        "steps": _steps(question, answer, to),
        "orders": _orders(narrowed, answer, to),
        "folding": _folding(question, answer, to),
        "years": narrowing.years(
            narrowed, answer, look.bars == "share", look.facet == "year", to, other_measure, links
        ),
        "is_full": len(question.filters) >= narrowing.MOST_COMBINED,
        "facets": _facets(narrowed, answer, look, names, to, links),
        "without_sheet": cited.unknown(question),
        "cited": cited.panel(narrowed, answer, look, names[CITED], to, links),
        "canonical": address(question, path=path),
        "parameters": question.address(),
        "curves": _curves(narrowed),
        **_hidden_fields(question, look),
        **_reading(question, answer, typed, to),
        **_paging(question, answer, to),
    }


def _curves(question: Question) -> str:
    """Return how the page of words through time asks the same, "" where it has no words."""
    asked = of_question(question)
    return asked.address() if asked.words else ""


def _facets(
    question: Question,
    answer: Answer,
    look: Look,
    names: Names,
    to: narrowing.Address,
    links: FacetAddresses,
) -> list[narrowing.FacetPanel]:
    """Return the facets by which the search may be narrowed, or is."""
    used = {facet for facet, _value in question.filters}
    panels = []
    for facet in narrowing.HEADINGS:
        if facet == look.facet:
            panels.append(narrowing.opened(question, answer, facet, look.like, to, links))
        elif len(names[facet]) > 1 or facet in used:
            panels.append(narrowing.facet(question, answer, facet, names[facet], to, links))
    return panels


# Addresses


def _asked(params: QueryDict) -> tuple[Question, dict[str, str], Typed]:
    """Return the question, what of it could not be read, and what was typed as it was read.

    Dates are read as people write them; what could not be read is {name: what was typed} of those
    that are no dates.
    """
    params, unread = params.copy(), {}
    typed = parse(params.get("q", ""))
    for name in ("from", "to"):
        date = params.get(name, "").strip()[:LONGEST_DATE]
        params[name] = printed_dates.as_edtf(date)
        if date and not params[name]:
            unread[name] = date
    for undated in typed.undated[:1]:
        unread["q"] = undated[:LONGEST_DATE]
    return Question.read(params), unread, typed


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    sent = []
    for name, texts in request.GET.lists():
        sent += [(name, text) for text in texts]
    return sent


def _hidden_fields(question: Question, look: Look) -> dict[str, list[tuple[str, str]]]:
    """Return what each form of the page sends along besides its own fields."""
    return {
        "kept": _hidden(question, look, "q", "words", "page"),
        "kept_with_dates": _hidden(question, look, "from", "to", "page"),
        "kept_with_facet": _hidden(question, look, "page"),
    }


def _hidden(question: Question, look: Look, *left_out: str) -> list[tuple[str, str]]:
    fields = []
    for name, text in [*question.parameters(), ("bars", look.bars)]:
        if text and name not in left_out:
            fields.append((name, text))
    return fields


# What was asked


def _reading(question: Question, answer: Answer, typed: Typed, to: narrowing.Address) -> dict:
    """Return what is said of how the words were read, and where that leads."""
    words = nearest.typed_words(question, answer)
    said = as_asked.words(question, answer)
    excluding = nearest.excluding(question)
    suggested = question.asking(answer.suggestion)
    return {
        "words": words,
        "dated": nearest.dated(answer),
        "repairs": [(said[word.typed], said[word.read_as]) for word in answer.repairs],
        "is_explained": any(word.forms for _typed, word in words),
        "unknown": nearest.unknown(words, answer, typed.undated),
        "nearest": nearest.sentence(question, answer),
        "alike": _alike(question, answer, words, to),
        "excluding": excluding and (excluding[0], Link(excluding[1].q, to(excluding[1]))),
        "readings": readings.sentences(answer),
        "exclusions": list(readings.exclusions(question)),
        "to_the_letter": to(question.to_the_letter(not question.literal)),
        "suggested": to(suggested),
        # A better query that says nothing but what was read already is no advice.
        "is_read": suggested.q == as_read(question, answer.repairs).q,
    }


def _parts(question: Question, answer: Answer, names: Names, to: narrowing.Address) -> list[Link]:
    """Return each part of the search, leading to the search without it.

    Where nothing answers, some say how many editorials that search finds. What was read in the
    words is left out: `intents` shows it. So are the little words between the others.
    """
    read = {(choice.facet, choice.value) for choice in answer.intent if choice.applied}
    parts = _without(question, answer, names, read)
    links = []
    for number, (part, without) in enumerate(parts):
        count = None
        if not answer.shown and number < MOST_TRIED and not without.is_empty:
            count = ask(replace(without, page_size=1), loosen=False).count
        links.append(Link(part, to(without), count))
    return links


def _without(
    question: Question, answer: Answer, names: Names, read: Collection[tuple[str, str]]
) -> Iterator[tuple[str, Question]]:
    """Yield (part of the search, the search without it), but for the filters that were read."""
    little = {word.typed for word in answer.words if word.count and not word.counts}
    unsought = openings if any(word.counts for word in answer.words) else civilities
    little |= unsought(question.typed)
    for clause in question.typed.clauses:
        if not clause.is_bare or not _forms(clause) <= little:
            yield str(clause), question.without_clause(clause)
    for facet, value in question.filters:
        if (facet, value) in read:
            continue
        label = names[facet][value.removeprefix(NOT)]
        if value.startswith(NOT):
            label = _("sauf %(what)s") % {"what": label}
        yield label, question.without_filter(facet, value)
    if (question.since or question.until) and "date" not in dict(read):
        times = Question(since=question.since, until=question.until)
        yield wording.in_words(times).partition(", ")[2], question.between("", "")
    if question.words:
        label = ngettext("%(n)s mot au moins", "%(n)s mots au moins", question.words)
        yield label % {"n": question.words}, question.with_words(None)


def _forms(clause: Clause) -> set[str]:
    """Return the forms of all the words of a clause."""
    forms: set[str] = set()
    for term in clause.terms:
        forms.update(token.form for token in single_tokens(term.text))
    return forms


def _alike(
    question: Question,
    answer: Answer,
    words: Sequence[tuple[str, Word]],
    to: narrowing.Address,
) -> list[dict]:
    """Return parts that are met apart, and what resembles unknown words, as lists of links."""
    groups = []
    if answer.parts:
        links = []
        for part in answer.parts:
            alone = part.question.folded(question.fold)
            links.append(Link(part.text, to(alone), part.count))
        groups.append({"label": gettext("Séparément"), "links": links})
    for label, options in nearest.alike(question, answer, words):
        links = []
        for completion, instead in options:
            links.append(Link(completion.text, to(instead), completion.count))
        groups.append({"label": label, "links": links})
    return groups


def _lacking(answer: Answer) -> int:
    """Return how many words there are that no editorial has together; 0 where one has them.

    It is 0, too, where the page says already what is shown instead, or which word is unknown.
    """
    if answer.relaxed or len(answer.levels) < 2:
        return 0
    words, count = next(iter(answer.levels.items()))
    if count or any(word.is_unknown for word in answer.words):
        return 0
    return words


def _steps(question: Question, answer: Answer, to: narrowing.Address) -> list[tuple[int, Link]]:
    """Return (k, the search for at least k of the words) for each k that finds something.

    None where all find the same: what an operator asks for is met in whole.
    """
    counts = {number: count for number, count in answer.levels.items() if count}
    if len(set(counts.values())) < 2:
        return []
    answered = (answer.instead or question).folded(question.fold)
    numbers = list(counts)
    steps = []
    for number in dict.fromkeys([*numbers[:MOST_STEPS], answer.level, numbers[-1]]):
        count = counts.get(number, 0)
        if not count:
            continue
        chosen = number == answer.level
        steps.append((number, Link("", to(answered.with_words(number)), count, chosen)))
    return steps


# What was found


def _orders(question: Question, answer: Answer, to: narrowing.Address) -> list[Link]:
    """Return the orders that there are: none is by relevance where all results answer alike."""
    labels, sort = dict(ORDERS), question.sort
    if not answer.is_ranked:
        labels["relevance"] = NEWEST_FIRST
        del labels["newest"]
        if sort == "newest":
            sort = "relevance"
    orders = []
    for order, label in labels.items():
        orders.append(Link(str(label), to(question.sorted_by(order)), chosen=order == sort))
    return orders


def _folding(question: Question, answer: Answer, to: narrowing.Address) -> Link | None:
    """Return the way to the list with all, or back to the one with parts folded; None for neither.

    `count` is how many results the list has, where some are folded.
    """
    if question.fold is False:
        return Link(gettext("Regrouper les parties et les reprises"), to(question.folded(None)))
    if answer.entries < answer.count and not answer.relaxed:
        unfolded = to(question.folded(False))
        return Link(gettext("Tout lister"), unfolded, answer.entries)
    return None


def _paging(question: Question, answer: Answer, to: narrowing.Address) -> dict:
    page, last = question.page, -(-min(answer.entries, DEEPEST) // question.page_size)
    before = after = ""
    if 1 < page <= last:
        before = to(question.at_page(page - 1))
    if page < last:
        after = to(question.at_page(page + 1))
    return {
        "pages": last,
        "beyond": page > max(last, 1),
        "before": before,
        "after": after,
        "first": to(question.at_page(1)),
    }
