"""Correcting one editorial.

Whoever saves second sees what the first one changed, and nobody's work is lost.
"""

from collections.abc import Callable
from copy import copy

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive import dates, figures, printed_dates, text
from archive.forms import CorrectionForm
from archive.ingest.entering import people
from archive.models import (
    Change,
    Editorial,
    Manuscript,
    Merged,
    Newer,
    Operation,
    OperationKind,
    Proposal,
    differences,
)
from archive.models import correct as correction
from archive.models.states import State
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.board import next_of
from archive.views.desk.received import note_received, was_received
from archive.views.desk.worklists import Work, at_hand
from archive.views.desk.writing_form import HTML
from archive.views.desk.writing_lapsed import is_given_back, kept_over_login

LATEST = 3  # changes that are shown beside the form
LONGEST_DATE = 40  # characters


@kept_over_login
@needs("archive.propose")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: DeskRequest, number: int) -> HttpResponse:
    """Show all that may be wrong with an editorial; posted to, it is corrected or proposed."""
    may_edit = request.user.has_perm("archive.edit")
    rows = at_hand(request.user)
    if may_edit:
        rows = Editorial.objects.all()
    editorial = get_object_or_404(rows.prefetch_related("bylines__author"), pk=number)
    # What a form fills in is a copy: the page shows the editorial as it is stored.
    form = CorrectionForm(request.POST or None, instance=copy(editorial), proposes=not may_edit)
    if request.method != "POST" or is_given_back(request) or not form.is_valid():
        return _form(request, editorial, form, None)
    try:
        message = _save_or_propose(request, editorial, form)
    except Newer as newer:
        fields = request.POST.copy()
        # Seen now: sent again, the form's values hold.
        fields["version"] = str(newer.merged.version)
        form.data = fields
        return _form(request, editorial, form, newer.merged)
    messages.success(request, message)
    note_received(request)
    manuscript = _manuscript(request, editorial)
    if manuscript and _is_of_form(manuscript, request.POST):
        manuscript.delete()
    return redirect(request.get_full_path())


def _manuscript(request: DeskRequest, editorial: Editorial) -> Manuscript | None:
    """Return what whoever asks is writing of an editorial, here or on its page for writing."""
    return Manuscript.objects.of(request.user).filter(editorial_number=editorial.pk).first()


def _is_of_form(manuscript: Manuscript, posted: QueryDict) -> bool:
    """Return whether the form was kept as this manuscript, and it holds no more than the form.

    A form that is sent before its first autosave was answered does not have the number yet.
    """
    if manuscript.is_of_writing:
        return False
    if manuscript.pk == figures.typed(posted.get("manuscript", "")):
        return True
    words = {name: text.writable(posted.get(name, "")) for name in manuscript.fields}
    return words | {"format": HTML} == manuscript.fields


def _save_or_propose(request: DeskRequest, editorial: Editorial, form: CorrectionForm) -> str:
    """Save, or propose for whoever may only propose; return what came of it.

    Raises Newer where another has changed the same field since.
    """
    if request.user.has_perm("archive.edit"):
        message = _("C’est enregistré.")
        has_changed = _save(request, editorial, form).pk is not None
    else:
        message = _("C’est proposé : un éditeur y répondra.")
        has_changed = _propose(request, editorial, form) is not None
    if not has_changed:
        return _("Il n’y avait rien à changer.")
    return message


def _save(request: DeskRequest, editorial: Editorial, form: CorrectionForm) -> Operation:
    """Save as one operation; raise Newer, and change nothing, where both changed the same field."""
    why = form.cleaned_data["why"]
    with Operation.objects.recording(OperationKind.EDIT, request.user, why) as operation:
        correction(
            operation, editorial, form.cleaned_data["version"], posted_state(form, people.number_of)
        )
    return operation


def _propose(request: DeskRequest, editorial: Editorial, form: CorrectionForm) -> Proposal | None:
    # Nobody is made until it is accepted.
    posted = posted_state(form, lambda name: None)
    version, why = form.cleaned_data["version"], form.cleaned_data["why"]
    return Proposal.objects.propose_correction(editorial, version, posted, request.user, why)


def posted_state(form: CorrectionForm, find: Callable[[str], int | None]) -> State:
    """Return what the form holds as a state; `find` as in `people.as_in_a_state`."""
    posted = form.posted()
    posted["bylines"] = people.as_in_a_state(form.instance, posted["bylines"], find)
    return posted


def _form(
    request: DeskRequest, editorial: Editorial, form: CorrectionForm, merged: Merged | None
) -> HttpResponse:
    """Show the form; `merged` is what others have made of the editorial meanwhile."""
    latest = list(Change.objects.of(editorial).select_related("operation__by")[:LATEST])
    since: list[Change] = []
    status = 200
    if merged:
        since, status = merged.changes, 409
    elif form.errors:
        status = 422
    differences_of = differences([*latest, *since])
    manuscript = _manuscript(request, editorial)
    is_of_form = manuscript is not None and _is_of_form(manuscript, request.POST)
    pending = Proposal.objects.open().filter(editorial=editorial, by=request.user)
    context = {
        "editorial": editorial,
        "form": form,
        "pending": [proposal.summary() for proposal in pending],
        "changes_since": [(change, differences_of[change.pk]) for change in since],
        "is_given_back": is_given_back(request),
        "kept_as": manuscript.pk if manuscript and is_of_form else "",
        "manuscript": None if is_of_form else manuscript,
        "was_received": was_received(request),
        "latest_changes": [(change, differences_of[change.pk]) for change in latest],
        "work": None,
        "following": None,
    }
    if "list" in request.GET:
        work = Work.of(request, "")
        context |= {"work": work, "following": next_of(work.rows(), editorial.pk)}
    return render(request, "desk/correction.html", context, status=status)


@needs("archive.propose")
@require_safe
def date(request: DeskRequest) -> JsonResponse:
    """Tell how a date that is being typed is understood; both texts are empty where it is not.

    `{"said": "12 février 2001", "edtf": "2001-02-12"}`
    """
    typed = request.GET.get("q", "").strip()[:LONGEST_DATE]
    edtf = printed_dates.as_edtf(typed)
    in_words = ""
    if edtf:
        in_words = dates.display(edtf)
    return JsonResponse({"said": in_words, "edtf": edtf})
