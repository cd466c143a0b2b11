"""The concordance of a word: each of its lines with what stands before and behind it."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from archive import dates, kept_pages, limits, parameters, text
from archive.concordance.contexts import MOST_SORTED, Order
from archive.concordance.counting import By
from archive.concordance.keeping import Missing as Unmade
from archive.curves import asked as asking
from archive.curves import lines
from archive.curves.asked import Asked, Slip
from archive.curves.lines import DEEPEST, UNDATED, Lines
from archive.formats.table import Echo
from archive.models.table_cells import harmless
from archive.parameters import Taken
from archive.search.question.query import Question
from archive.views import paging
from archive.views.words.page import (
    complaint,
    form_of,
    narrowed_in_words,
    sent,
    with_known_names,
)

PER_PAGE = 50
WIDE = 400  # characters on either side of a keyword in a table
COLUMNS = ("id", "date", "publication", "title", "paragraph", "left", "keyword", "right", "url")
TAKEN = Taken((*asking.TAKEN.names, "when", "sort"), asking.TAKEN.repeatable)
ORDERS = {
    Order.DATE: gettext_lazy("date"),
    Order.LEFT: gettext_lazy("mots qui précèdent"),
    Order.RIGHT: gettext_lazy("mots qui suivent"),
}


@require_safe
def concordance(request: HttpRequest) -> HttpResponse:
    """Show the lines of a word: /words/lines/?word=accueil&when=2004&sort=left"""
    asked, when, order, slips = _read(request)
    if not asked.words:
        return redirect(reverse("words"))
    if not slips and _others(request) != _parameters(asked, when, order):
        return redirect(_address(asked, when, order))
    if limits.is_over(request, Question(), takes_all=asked.is_dear or order is not Order.DATE):
        return limits.page(request)
    return _shown(request, asked, when, order, slips)


@kept_pages.kept
def _shown(
    request: HttpRequest, asked: Asked, when: str, order: Order, slips: list[Slip]
) -> HttpResponse:
    context = {
        "asked": asked,
        "word": asked.words[0],
        "slips": list(map(complaint, slips)),
        "when": when,
        "during": _during(asked, when),
        "narrowed": narrowed_in_words(asked),
        "curves": reverse("words") + asked.address(),
        "hidden": [pair for pair in _parameters(asked, when, order) if pair[0] in ("when", "sort")],
        "in_json": _address(asked, when, order, "api:concordance"),
        "in_csv": _address(asked, when, order, "concordance_csv"),
    } | form_of(asked)
    try:
        listed = lines.lines(asked, asked.words[0], when, order)
    except (Unmade, OSError):
        kept_pages.spoil()
        return render(request, "words/lines.html", context | {"is_unmade": True}, status=503)
    reachable = min(len(listed), DEEPEST)
    context["page"] = paging.page(request, Pages(listed), reachable, PER_PAGE)
    context["count"] = len(listed)
    context["is_cut"] = len(listed) > DEEPEST
    context["deepest"] = DEEPEST
    context["orders"] = []
    if len(listed) <= MOST_SORTED:
        context["orders"] = [
            (label, _address(asked, when, each), each is order) for each, label in ORDERS.items()
        ]
    context["without_when"] = _address(asked, "", order) if when else ""
    return render(request, "words/lines.html", context)


class Pages(Sequence[lines.Line]):
    """The lines as a sequence of which pages are cut."""

    def __init__(self, listed: Lines):
        self._listed = listed

    def __len__(self) -> int:
        return len(self._listed)

    def __getitem__(self, cut):
        return list(self._listed.between(cut.start, cut.stop))


@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """Give the lines as CSV, as search results are: /words/lines.csv?word=accueil"""
    asked, when, order, slips = _read(request)
    problems = parameters.problems(request.GET, TAKEN)
    problems += [f"{slip.parameter} = {slip.typed}" for slip in slips]
    if problem := parameters.refused(problems):
        return problem
    if not asked.words:
        return redirect(reverse("words"))
    if limits.is_over(request, Question(), takes_all=True):
        return limits.line(request)
    try:
        listed = lines.lines(asked, asked.words[0], when, order)
    except (Unmade, OSError):
        words = _("Les mots dans le temps sont en préparation : réessayez dans quelques minutes.")
        return HttpResponse(f"{words}\n", "text/plain; charset=utf-8", status=503)
    site = request.build_absolute_uri("/").removesuffix("/")
    response = StreamingHttpResponse(_rows(listed, site), "text/csv; charset=utf-8")
    name = f"{text.slug(' '.join(filter(None, [asked.words[0], when])))}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Total-Count"] = str(len(listed))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _rows(listed: Lines, site: str) -> Iterator[str]:
    writer = csv.writer(Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow(COLUMNS)
    for line in listed.between(0, DEEPEST, WIDE):
        editorial = line.editorial
        cells = (
            str(editorial.pk),
            editorial.date,
            editorial.publication.name if editorial.publication else "",
            editorial.title,
            str(line.paragraph),
            line.left,
            line.keyword,
            line.right,
            site + line.address,
        )
        yield writer.writerow(map(harmless, cells))


# Addresses


def _read(request: HttpRequest) -> tuple[Asked, str, Order, list[Slip]]:
    """Return what is asked, of what period, in which order, and what could not be read."""
    asked, slips = asking.read(request.GET)
    asked, unknown = with_known_names(replace(asked.of(*asked.words[:1]), smooth=1))
    slips += unknown
    when = request.GET.get("when", "").strip()[: asking.LONGEST_DATE]
    if when and when != UNDATED:
        try:
            lines.when(when)
        except ValueError:
            slips.append(Slip("when", "when", when))
            when = ""
    order = Order.DATE
    typed = request.GET.get("sort", "")
    if typed in list(Order):
        order = Order(typed)
    elif typed:
        slips.append(Slip("odd", "sort", typed[: asking.LONGEST_NAME]))
    return asked, when, order, slips


def _parameters(asked: Asked, when: str, order: Order) -> list[tuple[str, str]]:
    pairs = asked.parameters()
    if when:
        pairs.append(("when", when))
    if order is not Order.DATE:
        pairs.append(("sort", order.value))
    return pairs


def _address(asked: Asked, when: str, order: Order, name: str = "concordance") -> str:
    return f"{reverse(name)}?{urlencode(_parameters(asked, when, order))}"


def _others(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what an address says but for the page."""
    return [pair for pair in sent(request) if pair[0] != "page"]


def _during(asked: Asked, when: str) -> str:
    if when == UNDATED and asked.by is By.MONTH:
        return _("sans mois connu")
    if when == UNDATED:
        return _("sans année connue")
    return dates.during(when) if when else ""
