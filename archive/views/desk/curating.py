"""Selections and series at the desk: made, described, put in order, published."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from archive import figures
from archive.forms import LinesField
from archive.models import Selection, SelectionKind, SelectionState, curating
from archive.models.loading import TITLED
from archive.models.names import LONGEST_NAME
from archive.models.stores import SELECTIONS
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.asking_again import is_outdated
from archive.views.desk.confirming import seal
from archive.views.desk.selection import Batch
from archive.views.desk.steering import tell
from archive.views.desk.worklists import at_hand
from archive.views.errors import Missing
from archive.views.paging import loaded, page

PER_PAGE = 50
MOST_OFFERED = 500  # selections that something can be put into
STEPS = {"up": -1, "down": 1}


class SelectionForm(forms.Form):
    """A selection without its editorials. `seal` says which state of it was shown."""

    name = forms.CharField(label=gettext_lazy("Titre"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(
        label=gettext_lazy("Sorte"),
        choices=SelectionKind.choices,
        help_text=gettext_lazy("Les éditoriaux d’une série mènent à l’épisode suivant."),
    )
    introduction = LinesField(
        label=gettext_lazy("Introduction"),
        help_text=gettext_lazy("En Markdown : une ligne vide sépare deux paragraphes."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "true"}),
        max_length=curating.LONGEST_INTRODUCTION,
        required=False,
    )
    state = forms.ChoiceField(label=gettext_lazy("État"), choices=SelectionState.choices)
    seal = forms.CharField(widget=forms.HiddenInput, required=False)


class NewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Titre"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=gettext_lazy("Sorte"), choices=SelectionKind.choices)


# All selections


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def selections(request: DeskRequest) -> HttpResponse:
    """Show all selections, drafts too, with a form for one more."""
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        made = curating.make(fields["name"], fields["kind"], by=request.user)
        return redirect("desk_selection", made.slug)
    # With how many editorials each has, drafts among them.
    rows = Selection.objects.annotate(editorial_count=Count("entries")).order_by("-pk")
    listing = page(request, rows, per_page=PER_PAGE)
    context = {"page": listing, "form": form}
    status = 422 if form.errors else 200
    return render(request, "desk/selections.html", context, status=status)


# One selection


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def selection(request: DeskRequest, slug: str) -> HttpResponse:
    """Show a selection with its editorials; posted to, it is described or put in order."""
    chosen = Selection.objects.at(slug)
    if chosen is None:
        raise Missing(_("Il n’y a pas de sélection à cette adresse."))
    if chosen.slug != slug and request.method != "POST":
        return redirect("desk_selection", chosen.slug)
    form = None
    status = 200
    if "describe" in request.GET:
        form = SelectionForm(initial=_initial(chosen))
    if request.method == "POST":
        if "name" not in request.POST:
            return _done(request, chosen)
        form = SelectionForm(request.POST)
        if _is_saved(request, chosen, form):
            return redirect("desk_selection", chosen.slug)
        status = 422
    listing = page(request, _numbers(chosen), per_page=PER_PAGE)
    listing.object_list = loaded(listing.object_list)
    context = {"selection": chosen, "form": form, "page": listing, "most": curating.MOST}
    return render(request, "desk/selection_page.html", context, status=status)


def _done(request: DeskRequest, chosen: Selection) -> HttpResponse:
    """Do what a button says, and stay on the page of the list."""
    if "delete" in request.POST:
        tell(request, curating.delete(chosen, request.user))
        return redirect("desk_selections")
    try:
        if "editorial" in request.POST:
            _arrange(request, chosen)
        elif request.POST.get("state") in SelectionState.values:
            state = {"state": request.POST["state"]}
            tell(request, curating.edit(chosen, state, request.user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(request.get_full_path())


def _numbers(chosen: Selection) -> Any:
    return chosen.entries.values_list("editorial_id", flat=True)


def _initial(chosen: Selection) -> dict[str, str]:
    return {
        "name": chosen.name,
        "kind": chosen.kind,
        "introduction": chosen.introduction,
        "state": chosen.state,
        "seal": _state_seal(chosen),
    }


def _state_seal(chosen: Selection) -> str:
    """Return what tells how a selection is described from how it was or will be."""
    fields = ("name", "kind", "introduction", "state")
    return seal((json.dumps(SELECTIONS.read([chosen.pk], fields)[chosen.pk], sort_keys=True),))


def _is_saved(request: DeskRequest, chosen: Selection, form: SelectionForm) -> bool:
    """Save what the form says; return False, and tell why in the form, where that cannot be."""
    if not form.is_valid():
        return False
    message = _("Cette sélection a été modifiée entre-temps. Relisez, puis enregistrez encore.")
    if is_outdated(form, request.POST, _state_seal(chosen), message):
        return False
    fields = dict(form.cleaned_data)
    del fields["seal"]
    try:
        tell(request, curating.edit(chosen, fields, request.user))
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _arrange(request: DeskRequest, chosen: Selection) -> None:
    """Move one of its editorials, or take it out. Raise ValidationError."""
    number = figures.typed(request.POST["editorial"])
    if number is None:
        raise Missing(_("Il n’y a pas d’éditorial à cette adresse."))
    if "out" in request.POST:
        tell(request, curating.take_out(chosen, [number], request.user))
    elif "move" in request.POST:
        place = figures.typed(request.POST.get("to", "").strip())
        if place is None:
            raise ValidationError(_("Donnez un rang, à partir de 1."))
        curating.move(chosen, number, place, request.user)
    for name, steps in STEPS.items():
        if name in request.POST:
            curating.shift(chosen, number, steps, request.user)


# Editorials put into one


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def into(request: DeskRequest) -> HttpResponse:
    """Put an editorial, or all of a search or a worklist, into a selection, or into a new one."""
    numbers, title, address = _chosen(request)
    error = ""
    if request.method == "POST" and numbers:
        try:
            return _put(request, numbers)
        except ValidationError as refusal:
            error = refusal.messages[0]
    context = {
        "numbers": numbers,
        "count": len(numbers),
        "title": title,
        "action": address,
        "offered": Selection.objects.order_by("-pk").only("name", "slug", "state")[:MOST_OFFERED],
        "kinds": SelectionKind.choices,
        "typed": request.POST.get("name", ""),
        "error": error,
        "most": curating.MOST,
    }
    return render(request, "desk/selection_into.html", context, status=422 if error else 200)


def _chosen(request: DeskRequest) -> tuple[list[int], str, str]:
    """Return the numbers of what the address names, what that is in words, and the address."""
    number = figures.typed(request.GET.get("editorial", ""))
    if number is not None:
        editorial = at_hand(request.user).only(*TITLED).filter(pk=number).first()
        if editorial is None:
            raise Missing(_("Il n’y a pas d’éditorial à cette adresse."))
        return [number], editorial.heading, f"?editorial={number}"
    batch = Batch.read(request.GET)
    return batch.ids[: curating.MOST + 1], batch.title, batch.address()


def _put(request: DeskRequest, numbers: list[int]) -> HttpResponse:
    """Put the editorials where the form says; raise ValidationError where that cannot be."""
    name = request.POST.get("name", "")
    if name.strip():
        kind = request.POST.get("kind", "")
        if kind not in SelectionKind.values:
            kind = SelectionKind.SELECTION
        target = curating.make(name, kind, numbers, request.user)
    else:
        slug = request.POST.get("selection", "")
        chosen = Selection.objects.filter(slug=slug).first()
        if chosen is None:
            raise ValidationError(_("Choisissez une sélection, ou donnez un titre à une nouvelle."))
        before = chosen.entries.count()
        curating.add(chosen, numbers, request.user)
        numbers = numbers[: chosen.entries.count() - before]
        target = chosen
    count = len(numbers)
    message = ngettext("%(n)s éditorial ajouté.", "%(n)s éditoriaux ajoutés.", count)
    messages.success(request, message % {"n": figures.number(count)})
    return redirect(reverse("desk_selection", args=[target.slug]))
