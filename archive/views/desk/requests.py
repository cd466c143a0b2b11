"""Requests from persons in the texts: granted here, listed, and undone as any operation."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive import figures, masking
from archive.models import Editorial, Operation, PersonRequest, requests
from archive.models.loading import TITLED
from archive.models.requests import Masking
from archive.models.stores import EDITORIALS
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import conclude, seal
from archive.views.paging import page

EXAMPLES = 50  # editorials whose masked passages a preview shows
MANY = 0.5  # of the archive's editorials: so much is asked about twice
ADDRESS = re.compile(r"(?:.*/editorials/)?(\d+)(?:/.*)?")


@needs("archive.manage_people")
@require_http_methods(["GET", "HEAD", "POST"])
def granted(request: DeskRequest) -> HttpResponse:
    """List what was granted; grant what is asked, once it was seen and has a reason.

    `editorial` is withdrawn from search engines; `forms`, a name, is masked.
    """
    context: dict[str, Any] = {"error": "", "form": request.POST}
    status = 200
    if request.method == "POST":
        try:
            why = _why(request)
            if "forms" in request.POST:
                answer = _masked(request, why)
            else:
                answer = _withheld(request, why)
            if answer:
                return answer
        except ValidationError as error:
            context["error"], status = error.messages[0], 422
    rows = PersonRequest.objects.select_related("operation__by")
    context["page"] = page(request, rows)
    return render(request, "desk/requests.html", context, status=status)


def _why(request: DeskRequest) -> str:
    why = " ".join(request.POST.get("why", "").split())
    if not why:
        raise ValidationError(_("Dites pourquoi : qui le demande, et sur quel fondement."))
    return why[: Operation.LONGEST_REASON // 2]


def _withheld(request: DeskRequest, why: str) -> HttpResponse:
    typed = ADDRESS.fullmatch(request.POST.get("editorial", "").strip())
    number = figures.typed(typed[1]) if typed else None
    editorial = Editorial.objects.except_withdrawn().filter(pk=number or 0).first()
    if editorial is None:
        raise ValidationError(_("Aucun éditorial n’a ce numéro ou cette adresse."))
    operation = requests.withhold([editorial.pk], request.user, why)
    if not operation.pk:
        raise ValidationError(_("Cet éditorial est déjà hors des moteurs de recherche."))
    return conclude(request, operation, request.path)


def _masked(request: DeskRequest, why: str) -> HttpResponse | None:
    """Show where a name would be masked, or mask it where that was seen."""
    forms = masking.forms(request.POST.get("forms", ""))
    is_shown = "is_shown" in request.POST
    _check(forms)
    planned = requests.find(forms, is_shown)
    preview_seal = seal((forms, is_shown, planned.editorials, planned.letters))
    is_large = len(planned.editorials) > MANY * Editorial.objects.count()
    has_consented = not is_large or "all" in request.POST
    if request.POST.get("seal") == preview_seal and has_consented:
        reason = requests.reason(forms, why)
        operation = requests.mask(forms, is_shown, request.user, reason)
        return conclude(request, operation, request.path)
    if "seal" in request.POST:
        if has_consented:
            message = _("L’archive a changé depuis l’aperçu : vérifiez-le encore.")
        else:
            message = _("Ce nom est dans plus de la moitié de l’archive : confirmez-le aussi.")
        messages.error(request, message)
    context = {
        "forms": forms,
        "why": why,
        "is_shown": is_shown,
        "planned": planned,
        "changes": _passages(planned),
        "seal": preview_seal,
        "is_large": is_large,
    }
    return render(request, "desk/request_preview.html", context)


def _check(forms: list[str]) -> None:
    if not forms:
        raise ValidationError(_("Écrivez le nom à masquer, une forme par ligne."))
    if len(forms) > masking.MOST_FORMS:
        message = _("Au plus %(most)s formes d’un nom.")
        raise ValidationError(message % {"most": masking.MOST_FORMS})
    for form in forms:
        if masking.is_too_short(form):
            message = _("« %(form)s » est trop court : d’autres mots en seraient masqués.")
            raise ValidationError(message % {"form": form})


def _passages(planned: Masking) -> list[tuple[Editorial, list[tuple[str, str, str]]]]:
    """Return editorials with the fields in which something is masked, as before and after."""
    numbers = list(planned.editorials)[:EXAMPLES]
    editorials = Editorial.objects.only(*TITLED).in_bulk(numbers)
    states = EDITORIALS.read(numbers, [*requests.TEXTS, "bylines"])
    passages = []
    for pk in numbers:
        rows = []
        for name in requests.TEXTS:
            if name in planned.editorials[pk]:
                label = str(EDITORIALS.field(name).verbose_name)
                rows.append((label, states[pk][name], planned.editorials[pk][name]))
        if "bylines" in planned.editorials[pk]:
            before, after = (
                ", ".join(byline[0] for byline in state["bylines"])
                for state in (states[pk], planned.editorials[pk])
            )
            rows.append((_("signatures"), before, after))
        passages.append((editorials[pk], rows))
    return passages
