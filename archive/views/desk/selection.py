"""Any search or worklist as a batch, which is changed as one operation.

The address holds all of it: what is selected, what is left out, what is to be changed. So a preview
can be sent to a colleague, and a session that has run out loses nothing: after logging in the same
preview is there.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.forms import BulkForm
from archive.models import Editorial, returned_tables
from archive.models.loading import TITLED
from archive.search import ask_whole
from archive.search.question.query import DEEPEST, Question
from archive.search.question.renaming import renamed
from archive.search.question.wording import in_words
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import Ticks, conclude, numbers, seal
from archive.views.desk.worklists import Work, at_hand
from archive.views.paging import page_of_editorials
from archive.workers import changes

PER_PAGE = 50
PREFIX = "set"  # of what is to be changed, among the parameters of the batch
STEPS = ("preview", "page")  # parameters that say where a form leads

Pairs = list[tuple[str, str]]  # of an address


@dataclass(frozen=True)
class Batch:
    """Editorials to be changed together.

    `listed` are their numbers in the list's order, those `left_out` included; `total`: how many the
    list or the search has; `title` says in words what they are.
    """

    parameters: Pairs
    title: str
    total: int
    listed: list[int]
    left_out: set[int]

    @classmethod
    def read(cls, params: QueryDict) -> "Batch":
        """Return the batch of an address: of a worklist, or of a search.

        Nothing asked is nothing selected: the whole archive is never changed by a slip.
        """
        left_out = numbers(params.get("without", "").split(","))
        if "list" in params:
            return cls._of_worklist(params, left_out)
        # Each editorial is changed, those that a page folds under others as well.
        question = renamed(Question.read(params))
        question = replace(question, page=1, page_size=Question.page_size, fold=None)
        if question.is_empty:
            return cls([], "", 0, [], left_out)
        answer, hits = ask_whole(question, most())
        matches = [hit.id for hit in hits]
        listed = _workable(matches)
        parameters = question.parameters()
        return cls(parameters, in_words(question), answer.count, listed, left_out)

    @classmethod
    def _of_worklist(cls, params: QueryDict, left_out: set[int]) -> "Batch":
        work = Work.read(params, params.get("list", ""))
        rows = work.rows()
        listed = list(rows.order_by("pk").values_list("pk", flat=True)[: most()])
        parameters = [("list", work.worklist.name), *work.parameters]
        return cls(parameters, work.title(), rows.count(), listed, left_out)

    @property
    def ids(self) -> list[int]:
        """Return the numbers of the editorials that are to be changed."""
        return [number for number in self.listed if number not in self.left_out]

    def address(self, *more: tuple[str, str]) -> str:
        """Return the batch's parameters and more."""
        pairs = list(self.parameters)
        without = sorted(self.left_out.intersection(self.listed))
        if without:
            pairs.append(("without", ",".join(map(str, without))))
        return "?" + urlencode([*pairs, *more])


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def selection(request: DeskRequest) -> HttpResponse:
    """Show a batch with a form for what is to change, then what that would do; then do it."""
    selected = Batch.read(request.GET)
    pairs = _changes(request.GET)
    if "shown" in request.GET:
        ticked = _ticked(selected, request.GET)
        return redirect(request.path + ticked.address(*pairs, *_step(request.GET)))
    fields = None
    if pairs or "preview" in request.GET:
        fields = request.GET
    form = BulkForm(fields, prefix=PREFIX)
    preview, preview_seal, examples = None, None, []
    if selected.ids and "preview" in request.GET and form.is_valid():
        preview = form.bulk.preview(selected.ids)
        preview_seal = seal((sorted(selected.ids), sorted(pairs)))
        if request.method == "POST" and request.POST.get("seal") == preview_seal:
            return _apply(request, selected, form)
        if request.method == "POST":
            message = _("La sélection a changé depuis l’aperçu : vérifiez-la encore.")
            messages.error(request, message)
        examples = _with_editorials(preview.examples)
    status = 200
    if form.errors:
        status = 422
    context = {
        "selection": selected,
        "count": len(selected.ids),
        "most_rows": returned_tables.MOST,
        "page": page_of_editorials(request, selected.listed, per_page=PER_PAGE),
        "form": form,
        "preview": preview,
        "examples": examples,
        "seal": preview_seal,
        "back": selected.address(*pairs),
        "most": most(),
    }
    return render(request, "desk/selection.html", context, status=status)


def _workable(ids: list[int]) -> list[int]:
    """Return those that can be changed, in their order."""
    workable: set[int] = set()
    for start in range(0, len(ids), DEEPEST):  # a query takes some 30,000 values
        some = at_hand().filter(pk__in=ids[start : start + DEEPEST])
        workable.update(some.values_list("pk", flat=True))
    return [number for number in ids if number in workable]


def most() -> int:
    """Return how many editorials can be changed as one."""
    return changes.MOST


def _changes(params: QueryDict) -> Pairs:
    """Return the parameters of an address that say what is to be changed."""
    pairs = []
    for name in params:
        if name.startswith(PREFIX):
            contents = filter(None, params.getlist(name))
            pairs += [(name, content) for content in contents]
    return pairs


def _ticked(selected: Batch, params: QueryDict) -> Batch:
    """Return the batch without what was unticked on the page that was sent.

    What was ticked there is taken in again.
    """
    ticks = Ticks.read(params)
    return replace(selected, left_out=(selected.left_out - ticks.ticked) | ticks.unticked)


def _step(params: QueryDict) -> Pairs:
    pairs = []
    for name in STEPS:
        step = params.get(name)
        if step:
            pairs.append((name, step))
    return pairs


def _apply(request: DeskRequest, selected: Batch, form: BulkForm) -> HttpResponse:
    why = " — ".join(filter(None, (form.cleaned_data["why"], selected.title)))
    if changes.is_large(len(selected.ids)):
        operation = changes.begin(form.bulk, selected.ids, by=request.user, why=why)
        messages.info(request, _("C’est en cours : cette page dit ce qui est fait."))
        return redirect("operation", operation.pk)
    operation = form.bulk.apply(selected.ids, by=request.user, why=why)
    if operation.pk is None:
        messages.info(request, _("Il n’y avait rien à changer."))
        return redirect("desk")
    return conclude(request, operation, reverse("desk"))


def _with_editorials(examples: dict[int, list]) -> list[tuple[Editorial, list]]:
    """Return each example with its editorial."""
    rows = Editorial.objects.only(*TITLED).in_bulk(list(examples))
    return [(rows[pk], differences) for pk, differences in examples.items() if pk in rows]
