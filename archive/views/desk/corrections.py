"""Correcting one editorial. Whoever saves second sees what the first one changed, and nobody's work is lost."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive import dates
from archive.forms import CorrectionForm
from archive.ingest.entering import people
from archive.models import (
    Change,
    Editorial,
    Merged,
    Newer,
    Operation,
    OperationKind,
    Proposal,
    differences,
)
from archive.models import correct as correction
from archive.views.desk.access import needs
from archive.views.desk.board import next_of
from archive.views.desk.worklists import Work, at_hand


@needs("archive.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: int) -> HttpResponse:
    rows = (
        Editorial.objects.all() if request.user.has_perm("archive.edit") else at_hand(request.user)
    )
    editorial = get_object_or_404(rows.prefetch_related("bylines__author"), pk=number)
    form, merged = CorrectionForm(request.POST or None, instance=editorial), None
    if request.method == "POST" and form.is_valid():
        try:
            said = _said(request, editorial, form)
        except Newer as newer:
            merged = newer.merged
            form.data = form.data.copy()
            form.data["version"] = merged.version  # seen now: sent again, the form's values hold
        else:
            messages.success(request, said)
            return redirect(request.get_full_path())
    return _shown(request, editorial, form, merged)


def _said(request: HttpRequest, editorial: Editorial, form: CorrectionForm) -> str:
    """Saves, or proposes for who may only propose; what came of it."""
    if request.user.has_perm("archive.edit"):
        return (
            _("C’est enregistré.")
            if _save(request, editorial, form).pk
            else _("Il n’y avait rien à changer.")
        )
    posted = form.posted()
    posted["bylines"] = _bylines(
        editorial, posted["bylines"], lambda name: None
    )  # nobody is made until it is accepted
    version, why = form.cleaned_data["version"], form.cleaned_data["why"]
    made = Proposal.objects.propose_correction(editorial, version, posted, request.user, why)
    return (
        _("C’est proposé : un éditeur y répondra.") if made else _("Il n’y avait rien à changer.")
    )


def _save(request: HttpRequest, editorial: Editorial, form: CorrectionForm) -> Operation:
    """Raises Newer, and changes nothing, where both changed the same field."""
    with Operation.objects.recording(
        OperationKind.EDIT, request.user, form.cleaned_data["why"]
    ) as operation:
        posted = form.posted()
        posted["bylines"] = _bylines(editorial, posted["bylines"], person)
        correction(operation, editorial, form.cleaned_data["version"], posted)
    return operation


def _bylines(
    editorial: Editorial, pairs: list[tuple[str, str]], find: Callable[[str], int | None]
) -> list[list]:
    """As a state has them: the person stays who bore the name here, or is whom `find` knows by it."""
    known = {byline.name: byline.author_id for byline in editorial.bylines.all()}
    return [[name, role, known[name] if name in known else find(name)] for name, role in pairs]


def person(name: str) -> int | None:
    """The id of who is known by it, made if nobody is; None where several are."""
    found = people.find(name).author
    return found.pk if found else None


def _shown(
    request: HttpRequest, editorial: Editorial, form: CorrectionForm, merged: Merged | None
) -> HttpResponse:
    work = Work.of(request, "") if "list" in request.GET else None
    latest = list(Change.objects.of(editorial).select_related("operation__by")[:3])
    said = differences([*latest, *(merged.changes if merged else [])])
    context = {
        "editorial": editorial,
        "form": form,
        "since": [(change, said[change.pk]) for change in merged.changes] if merged else [],
        "latest": [(change, said[change.pk]) for change in latest],
        "work": work,
        "following": next_of(work.rows(), editorial.pk) if work else None,
    }
    return render(
        request,
        "desk/correction.html",
        context,
        status=409 if merged else 422 if form.errors else 200,
    )


@needs("archive.propose")
@require_safe
def date(request: HttpRequest) -> JsonResponse:
    """How a date that is being typed is understood: `{"said": "12 février 2001", "edtf": "2001-02-12"}`; both empty
    where it is not."""
    typed = request.GET.get("q", "").strip()[:40]
    edtf = dates.as_edtf(typed)
    return JsonResponse({"said": dates.display(edtf) if edtf else "", "edtf": edtf})
