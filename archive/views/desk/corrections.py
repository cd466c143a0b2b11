"""Correcting one editorial. Whoever saves second sees what the first one changed, and nobody's work is lost."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive import dates
from archive.forms import CorrectionForm
from archive.ingest import people
from archive.models import Change, Editorial, Merged, Newer, Operation, differences
from archive.models import correct as correction
from archive.views.desk.access import for_editors
from archive.views.desk.board import next_of
from archive.views.desk.worklists import Work


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: int) -> HttpResponse:
    editorial = get_object_or_404(Editorial.objects.prefetch_related("bylines__author"), pk=number)
    form, merged = CorrectionForm(request.POST or None, instance=editorial), None
    if request.method == "POST" and form.is_valid():
        try:
            operation = _save(request, editorial, form)
        except Newer as newer:
            merged = newer.merged
            form.data = form.data.copy()
            form.data["version"] = merged.version  # seen now: sent again, the form's values hold
        else:
            said = _("C’est enregistré.") if operation.pk else _("Il n’y avait rien à changer.")
            messages.success(request, said)
            return redirect(request.get_full_path())
    return _shown(request, editorial, form, merged)


def _save(request: HttpRequest, editorial: Editorial, form: CorrectionForm) -> Operation:
    """Raises Newer, and changes nothing, where both changed the same field."""
    with Operation.objects.recording(Operation.Kind.EDIT, request.user, form.cleaned_data["why"]) as operation:
        posted = form.posted()
        posted["bylines"] = _bylines(editorial, posted["bylines"])
        correction(operation, editorial, form.cleaned_data["version"], posted)
    return operation


def _bylines(editorial: Editorial, pairs: list[tuple[str, str]]) -> list[list]:
    """As a state has them: the person stays who bore the name here, or is who is known by it, made if nobody is."""
    known = {byline.name: byline.author_id for byline in editorial.bylines.all()}
    return [[name, role, known[name] if name in known else _person(name)] for name, role in pairs]


def _person(name: str) -> int | None:
    found = people.find(name).author
    return found.pk if found else None


def _shown(request: HttpRequest, editorial: Editorial, form: CorrectionForm, merged: Merged | None) -> HttpResponse:
    work = Work.read(request.GET, request.GET["list"]) if "list" in request.GET else None
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
    return render(request, "desk/correction.html", context, status=409 if merged else 422 if form.errors else 200)


@for_editors
@require_safe
def date(request: HttpRequest) -> JsonResponse:
    """How a date that is being typed is understood: `{"said": "12 février 2001", "edtf": "2001-02-12"}`; both empty
    where it is not."""
    typed = request.GET.get("q", "").strip()[:40]
    try:
        edtf = dates.valid(typed)
    except ValueError:
        edtf = dates.parse_french(typed) or ""
    return JsonResponse({"said": dates.display(edtf) if edtf else "", "edtf": edtf})
