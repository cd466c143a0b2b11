"""Sheets at the desk: named, identified, hidden, put together and apart."""

import json

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from archive.models import Sheet, SheetKind, describing
from archive.models.names import LONGEST_NAME
from archive.models.sheets import sheet_key
from archive.models.stores import SHEETS
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.asking_again import is_outdated
from archive.views.desk.confirming import numbers, seal
from archive.views.desk.steering import tell
from archive.views.errors import Missing
from archive.views.paging import page

PER_PAGE = 100
LONGEST_ADDRESS = 100  # characters


class SheetForm(forms.Form):
    """What an editor says of a sheet. `seal` says which state of it was shown.

    `namesake`: the sheet that has the typed name already.
    """

    namesake: Sheet | None = None

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=gettext_lazy("Sorte"), choices=SheetKind.choices)
    author = forms.CharField(
        label=gettext_lazy("Auteur"),
        help_text=gettext_lazy("Son nom dans l’archive, si c’est la même personne."),
        max_length=LONGEST_NAME,
        required=False,
    )
    wikidata = forms.CharField(
        label="Wikidata",
        help_text=gettext_lazy("Q suivi d’un nombre, ou l’adresse de la page."),
        max_length=LONGEST_ADDRESS,
        required=False,
    )
    viaf = forms.CharField(
        label="VIAF",
        help_text=gettext_lazy("Un nombre, ou l’adresse de la page."),
        max_length=LONGEST_ADDRESS,
        required=False,
    )
    hidden = forms.BooleanField(
        label=gettext_lazy("Masquer aux lecteurs"),
        help_text=gettext_lazy("Ce n’est pas un nom, ou il ne doit pas figurer ici."),
        required=False,
    )
    seal = forms.CharField(widget=forms.HiddenInput, required=False)


@needs("archive.edit")
@require_safe
def sheets(request: DeskRequest) -> HttpResponse:
    """List the sheets that editors have changed, or all whose names are `like` something."""
    like = request.GET.get("like", "")[:LONGEST_NAME].strip()
    rows = Sheet.objects.order_by("filing", "pk")
    if like:
        rows = rows.like(like)
    else:
        rows = rows.filter(curated=True)
    context = {"page": page(request, rows, per_page=PER_PAGE), "like": like}
    return render(request, "desk/sheets.html", context)


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: DeskRequest, slug: str) -> HttpResponse:
    """Show a sheet to be changed; posted to, do what the form or a button says."""
    named = Sheet.objects.at(slug)
    if named is None:
        raise Missing(_("Il n’y a pas de fiche à cette adresse."))
    if named.slug != slug and request.method != "POST":
        return redirect("desk_sheet", named.slug)
    form = SheetForm(initial=_initial(named))
    status = 200
    if request.method == "POST":
        if "into" in request.POST:
            return _merged(request, named)
        if "part" in request.POST:
            return _parted(request, named)
        form = SheetForm(request.POST)
        if _is_saved(request, named, form):
            return redirect("desk_sheet", Sheet.objects.get(pk=named.pk).slug)
        status = 422
    context = {"sheet": named, "form": form, "forms": named.forms.order_by("name", "kind")}
    return render(request, "desk/sheet.html", context, status=status)


def _initial(named: Sheet) -> dict[str, object]:
    return {
        "name": named.name,
        "kind": named.kind,
        "author": named.author.name if named.author else "",
        "wikidata": named.wikidata,
        "viaf": named.viaf,
        "hidden": named.hidden,
        "seal": _state_seal(named),
    }


def _state_seal(named: Sheet) -> str:
    """Return what tells the present state of a sheet from any other."""
    fields = [name for name in SHEETS.columns if name != "curated"]
    return seal((json.dumps(SHEETS.read([named.pk], fields)[named.pk], sort_keys=True),))


def _is_saved(request: DeskRequest, named: Sheet, form: SheetForm) -> bool:
    """Save what the form says; return False, and tell why in the form, where that cannot be."""
    if not form.is_valid():
        return False
    message = _("Cette fiche a été modifiée entre-temps. Relisez, puis enregistrez encore.")
    if is_outdated(form, request.POST, _state_seal(named), message):
        return False
    fields = dict(form.cleaned_data)
    del fields["seal"]
    try:
        fields["author"] = describing.author_named(fields["author"])
        tell(request, describing.edit(named, fields, request.user))
    except describing.Namesake as error:
        form.namesake = error.sheet
        form.add_error("name", error)
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _merged(request: DeskRequest, named: Sheet) -> HttpResponse:
    """Put a sheet together with another, which stays."""
    _needs_chief(request)
    typed = request.POST.get("into", "").strip().rstrip("/").rpartition("/")[2]
    into = Sheet.objects.at(typed[:LONGEST_ADDRESS])
    into = into or Sheet.objects.filter(key=sheet_key(typed[:LONGEST_NAME])).first()
    try:
        if into is None:
            message = _("Il n’y a pas de fiche « %(name)s ».")
            raise ValidationError(message % {"name": typed[:60]})
        why = f"{named} → {into}"
        tell(request, describing.merge([named], into, request.user, why))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("desk_sheet", named.slug)
    return redirect("desk_sheet", into.slug)


def _parted(request: DeskRequest, named: Sheet) -> HttpResponse:
    """Put the chosen forms of a sheet on one of their own."""
    _needs_chief(request)
    chosen = named.forms.filter(pk__in=numbers(request.POST.getlist("form")))
    try:
        name = request.POST["part"] or getattr(chosen.first(), "name", "")
        tell(request, describing.split(named, list(chosen), name, request.user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("desk_sheet", named.slug)


def _needs_chief(request: DeskRequest) -> None:
    if not request.user.has_perm("archive.manage_people"):
        raise PermissionDenied
