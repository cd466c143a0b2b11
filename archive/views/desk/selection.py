"""Any search or worklist as a selection, which is changed as one operation.

The address holds all of it: what is selected, what is left out, what is to be changed. So a preview can be sent to a
colleague, and a session that has run out loses nothing: after logging in the same preview is there.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from archive.figures import number
from archive.forms import BulkForm
from archive.models import Editorial
from archive.search import ask
from archive.search.question.query import DEEPEST, Question
from archive.search.question.wording import in_words
from archive.views.desk.access import needs
from archive.views.desk.worklists import Work, at_hand
from archive.views.paging import loaded, page

PER_PAGE = 50
PREFIX = "set"  # of what is to be changed, among the parameters of the selection


@dataclass(frozen=True)
class Selection:
    """`ids` in the list's order, without those `left_out`; `found`: how many the search has; `title` in words."""

    parameters: list[tuple[str, str]]
    title: str
    found: int
    listed: list[int]
    left_out: set[int]

    @classmethod
    def read(cls, params: QueryDict) -> "Selection":
        """Nothing asked is nothing selected: the whole archive is never changed by a slip."""
        left_out = _numbers(params.get("without", "").split(","))
        if "list" in params:
            work = Work.read(params, params["list"])
            ids = list(work.rows().order_by("pk").values_list("pk", flat=True)[:DEEPEST])
            return cls(
                [("list", work.worklist.name), *work.parameters],
                work.title(),
                work.rows().count(),
                ids,
                left_out,
            )
        question = replace(Question.read(params), page=1, page_size=DEEPEST)
        asked = replace(question, page_size=Question.page_size)
        if question.is_empty:
            return cls([], "", 0, [], left_out)
        answer = ask(question)
        there = set(
            at_hand().filter(pk__in=[hit.id for hit in answer.hits]).values_list("pk", flat=True)
        )
        listed = [hit.id for hit in answer.hits if hit.id in there]
        return cls(asked.parameters(), in_words(question), answer.count, listed, left_out)

    @property
    def ids(self) -> list[int]:
        return [pk for pk in self.listed if pk not in self.left_out]

    def address(self, *more: tuple[str, str]) -> str:
        """The selection's parameters and more."""
        without = ",".join(map(str, sorted(self.left_out.intersection(self.listed))))
        pairs = [*self.parameters, *([("without", without)] if without else []), *more]
        return "?" + urlencode(pairs)


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def selection(request: HttpRequest) -> HttpResponse:
    selected = Selection.read(request.GET)
    wanted = [
        (name, value)
        for name, values in request.GET.lists()
        if name.startswith(PREFIX)
        for value in values
        if value
    ]
    if "shown" in request.GET:
        return redirect(
            request.path + _ticked(selected, request.GET).address(*wanted, *_step(request.GET))
        )
    form = BulkForm(request.GET if wanted or "preview" in request.GET else None, prefix=PREFIX)
    preview = seal = None
    if selected.ids and "preview" in request.GET and form.is_valid():
        preview, seal = form.bulk.preview(selected.ids), _seal(selected.ids, wanted)
        if request.method == "POST" and request.POST.get("seal") == seal:
            return _apply(request, selected, form)
        if request.method == "POST":
            messages.error(
                request, _("La sélection a changé depuis l’aperçu : vérifiez-la encore.")
            )
    context = {
        "selection": selected,
        "count": len(selected.ids),
        "page": _page(request, selected),
        "form": form,
        "preview": preview,
        "examples": _with_editorials(preview.examples) if preview else [],
        "seal": seal,
        "back": selected.address(*wanted),
        "most": DEEPEST,
    }
    return render(request, "desk/selection.html", context, status=422 if form.errors else 200)


def _ticked(selected: Selection, params: QueryDict) -> Selection:
    """With what was unticked on the page that was sent left out, and what was ticked there taken in again."""
    shown, kept = _numbers(params["shown"].split(",")), _numbers(params.getlist("keep"))
    return replace(selected, left_out=(selected.left_out - shown) | (shown - kept))


def _numbers(typed: Iterable[str]) -> set[int]:
    return {int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 19}


def _step(params: QueryDict) -> list[tuple[str, str]]:
    return [(name, params[name]) for name in ("preview", "page") if params.get(name)]


def _seal(ids: list[int], wanted: list[tuple[str, str]]) -> str:
    """Tells one selection with its change from any other."""
    return hashlib.sha256(repr((sorted(ids), sorted(wanted))).encode()).hexdigest()[:32]


def _apply(request: HttpRequest, selected: Selection, form: BulkForm) -> HttpResponse:
    why = " — ".join(filter(None, (form.cleaned_data["why"], selected.title)))
    operation = form.bulk.apply(selected.ids, by=request.user, why=why)
    if operation.pk is None:
        messages.info(request, _("Il n’y avait rien à changer."))
        return redirect("desk")
    changed = operation.changes.filter(model="editorial").count()
    said = ngettext("%(n)s éditorial changé.", "%(n)s éditoriaux changés.", changed)
    messages.success(request, said % {"n": number(changed)})
    return redirect("operation", operation.pk)


def _page(request: HttpRequest, selected: Selection) -> Page:
    shown = page(request, selected.listed, per_page=PER_PAGE)
    shown.object_list = loaded(shown.object_list)
    return shown


def _with_editorials(examples: dict[int, list]) -> list[tuple[Editorial, list]]:
    found = Editorial.objects.only("title", "title_supplied", "slug").in_bulk(list(examples))
    return [(found[pk], said) for pk, said in examples.items() if pk in found]
