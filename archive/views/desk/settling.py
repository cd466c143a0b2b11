"""The doubts of one kind settled together: those ticked on a page, or all of the list."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive import figures
from archive.models import Editorial, Operation
from archive.models.settling import Settling
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import Ticks, conclude, seal, tell
from archive.views.desk.questions import DoubtQuestion, questions
from archive.views.desk.selection import most
from archive.views.desk.worklists import Work
from archive.views.paging import page as paged
from archive.workers import changes

PER_PAGE = 50
TAKE = "take"  # the deed that does what each doubt proposes; the other one leaves all as it is


@dataclass(frozen=True)
class DoubtfulRow:
    """An editorial with its doubts of the kind."""

    editorial: Editorial
    questions: list[DoubtQuestion]

    @property
    def facts(self) -> tuple:
        """Return what tells the row as it was shown from what has become of it."""
        shown = []
        for question in self.questions:
            answers = tuple(choice.label for choice in question.choices)
            shown.append((question.key, answers))
        return self.editorial.pk, tuple(shown)


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: DeskRequest) -> HttpResponse:
    """Show the doubts of the `kind` that the address names, PER_PAGE at a time, and settle them.

    With `all` it is about the whole list, which is confirmed by a page of its own.
    """
    work = Work.read(request.GET, "doubts", request.user)
    if not work.kind:
        return redirect(reverse("worklist", args=["doubts"]) + work.narrowing())
    if "all" in request.GET:
        return _all(request, work)
    if request.method == "POST":
        return _settle_ticked(request, work)
    page = paged(request, work.rows().order_by("pk"), per_page=PER_PAGE)
    rows = _rows(work, page.object_list)
    context = {
        "work": work,
        "page": page,
        "rows": rows,
        "seal": seal([row.facts for row in rows]),
        "proposing": sum(map(_is_proposing, rows)),
        "done": _done(request),
    }
    return render(request, "desk/doubts_together.html", context)


def _done(request: DeskRequest) -> Operation | None:
    """Return the operation that the page before has made."""
    number = figures.typed(request.GET.get("done", "")) or 0
    return Operation.objects.filter(pk=number).first()


def _rows(work: Work, editorials) -> list[DoubtfulRow]:
    assert work.kind, "who asks has looked"
    rows = []
    for editorial in editorials.select_related("publication").prefetch_related("bylines"):
        of_kind = []
        for question in questions(editorial):
            if work.kind.has(question.doubt):
                of_kind.append(question)
        rows.append(DoubtfulRow(editorial, of_kind))
    return rows


def _is_proposing(row: DoubtfulRow) -> bool:
    """Return True where a doubt has one answer beside that which leaves all as it is."""
    return any(len(question.choices) == 2 for question in row.questions)


def _settle_ticked(request: DeskRequest, work: Work) -> HttpResponse:
    ticks = Ticks.read(request.POST)
    shown = work.rows().filter(pk__in=ticks.ticked | ticks.unticked).order_by("pk")
    rows = _rows(work, shown[:PER_PAGE])
    if request.POST.get("seal") != seal([row.facts for row in rows]):
        message = _("Ces doutes ont changé entre-temps : voyez-les encore.")
        messages.error(request, message)
    elif not ticks.ticked:
        messages.error(request, _("Rien n’est coché : rien n’a changé."))
    else:
        settling = _settling(request, work)
        operation = settling.apply(ticks.ticked, request.user, _reason(work))
        tell(request, operation)
        if operation.pk:
            pairs = [*work.parameters, ("done", str(operation.pk))]
            return redirect(f"{request.path}?{urlencode(pairs)}")
    return redirect(request.path + work.narrowing())


def _settling(request: DeskRequest, work: Work) -> Settling:
    assert work.kind, "who asks has looked"
    return Settling(work.kind, take=request.POST.get("deed") == TAKE)


def _reason(work: Work) -> str:
    return _("Doutes réglés ensemble : %(title)s") % {"title": work.title()}


def _all(request: DeskRequest, work: Work) -> HttpResponse:
    """Confirm, then settle the whole list: of many a worker does it, in portions."""
    ids = list(work.rows().order_by("pk").values_list("pk", flat=True)[: most()])
    ids_seal = seal((work.parameters, ids))
    if request.method == "POST":
        if request.POST.get("seal") != ids_seal:
            message = _("La liste a changé depuis qu’elle vous a été montrée : voyez-la encore.")
            messages.error(request, message)
            return redirect(request.get_full_path())
        settling, why = _settling(request, work), _reason(work)
        if changes.is_large(len(ids)):
            operation = changes.begin(settling, ids, by=request.user, why=why)
            messages.info(request, _("C’est en cours : cette page dit ce qui est fait."))
            return redirect("operation", operation.pk)
        operation = settling.apply(ids, request.user, why)
        return conclude(request, operation, reverse("worklist", args=["doubts"]))
    rows = _rows(work, work.rows().order_by("pk")[:PER_PAGE])
    context = {
        "work": work,
        "count": len(ids),
        "total": work.rows().count(),
        "seal": ids_seal,
        "proposing": sum(map(_is_proposing, rows)),
        "examples": rows[:5],
    }
    return render(request, "desk/doubts_all.html", context)
