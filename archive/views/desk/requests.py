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
from archive.models.labels import label
from archive.models.loading import TITLED
from archive.models.name_places import TEXTS, Masking, find
from archive.models.readable import NAMED_BY
from archive.models.stores import EDITORIALS, LETTERS, STORES
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
    planned = find(forms, is_shown)
    preview_seal = seal(planned)
    is_large = len(planned.editorials) > MANY * Editorial.objects.count()
    has_consented = not is_large or "all" in request.POST
    if request.POST.get("seal") == preview_seal and has_consented:
        try:
            operation = requests.mask(planned, request.user, requests.reason(forms, why))
            return conclude(request, operation, request.path)
        except requests.Outdated:  # changed since it was looked for
            planned = find(forms, is_shown)
            preview_seal = seal(planned)
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
        "beside": _beside(planned),
        "kept": [(row._meta.verbose_name, row) for row in planned.kept],
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
    states = EDITORIALS.read(numbers, [*TEXTS, "bylines"])
    passages = []
    for pk in numbers:
        rows = []
        for name in TEXTS:
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


def _beside(planned: Masking) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Return what is masked besides editorials and letters: names of rows, and their fields."""
    passages = []
    for model, targets in planned.targets.items():
        store = STORES[model]
        if store in (EDITORIALS, LETTERS):
            continue
        kind = str(store.model._meta.verbose_name)
        states = store.read(list(targets)[:EXAMPLES])
        for pk, state in states.items():
            rows = []
            for name, masked in targets[pk].items():
                rows.append((label(model, name), _as_text(state[name]), _as_text(masked)))
            passages.append((f"{kind} « {state[NAMED_BY[model]]} »", rows))
    return passages


def _as_text(content) -> str:
    """Return a field of a state in one text: of a list the names."""
    if isinstance(content, str):
        return content
    return ", ".join(element if isinstance(element, str) else element[0] for element in content)
