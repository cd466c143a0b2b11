"""Two versions of an editorial, word by word, and the way back to one of them."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive import figures, text
from archive.ingest.entering import likeness
from archive.models import Editorial, readable
from archive.models.changes import resolved
from archive.models.labels import label
from archive.models.requests import Outdated
from archive.models.states import State
from archive.models.stores import EDITORIALS
from archive.models.versions import SHOWN, History, Version, return_to
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import conclude
from archive.views.errors import Missing

MOST_OFFERED = 300  # versions; older ones are reached from the history


class Compared(NamedTuple):
    """A field of two versions: its texts, and whether these are paragraphs that read on."""

    label: str
    before: str
    after: str
    is_text: bool = False


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: DeskRequest, number: int) -> HttpResponse:
    """Show what tells two versions apart; posted to, the editorial returns to `to`.

    `from` and `to` are numbers of versions; without them they are the last two.
    """
    editorial = get_object_or_404(Editorial, pk=number)
    history = History.of(editorial)
    if request.method == "POST":
        return _return(request, editorial, history)
    places = _places(request, history)
    offered = [(version, name(version)) for version in history.versions[:MOST_OFFERED]]
    context: dict[str, Any] = {
        "editorial": editorial,
        "versions": offered,
        "before": None,
        "after": None,
    }
    if places:
        older, newer = places
        context["before"], context["after"] = history.versions[older], history.versions[newer]
        context["before_name"] = name(context["before"])
        context["after_name"] = name(context["after"])
        context["fields"] = _compared(history.state(older), history.state(newer))
        context["is_present"] = newer == 0
    return render(request, "desk/versions.html", context)


def _places(request: DeskRequest, history: History) -> tuple[int, int] | None:
    """Return the places of the older and the newer version; None where there are not two.

    Raises Missing where the address names one that there is not.
    """
    if len(history.versions) < 2:
        return None
    newer = _place(request, history, "to", 0)
    older = _place(request, history, "from", min(newer + 1, len(history.versions) - 1))
    return max(older, newer), min(older, newer)


def _place(request: DeskRequest, history: History, parameter: str, otherwise: int) -> int:
    if parameter not in request.GET:
        return otherwise
    place = history.place(figures.typed(request.GET[parameter]))
    if place is None:
        raise Missing(_("Cet éditorial n’a pas de telle version."))
    return place


def name(version: Version) -> str:
    """Return what a version is called: « version 7, 12/11/2026 14:03, Édith »."""
    if version.change is None:
        return _("avant le premier changement")
    operation = version.change.operation
    moment = formats.date_format(timezone.localtime(operation.at), "SHORT_DATETIME_FORMAT")
    parts = [moment, str(operation.by) if operation.by else _("sans compte")]
    if version.change.version:
        parts.insert(0, _("version %(number)s") % {"number": version.change.version})
    return ", ".join(parts)


def _compared(before: State, after: State) -> list[Compared]:
    """Return the fields in which two states differ, the text as paragraphs."""
    names = resolved([before, after])
    fields = []
    for field in SHOWN:
        if before[field] == after[field]:
            continue
        if field == "body":
            fields.append(_compared_bodies(before[field], after[field]))
            continue
        old = readable.value_text(EDITORIALS.name, field, before[field], names)
        new = readable.value_text(EDITORIALS.name, field, after[field], names)
        if old != new:
            fields.append(Compared(label(EDITORIALS.name, field), old, new))
    return fields


def _compared_bodies(before: str, after: str) -> Compared:
    """Return two bodies as what is read; as HTML where that alone differs."""
    old, new = text.plain(before), text.plain(after)
    if old == new:
        return Compared(_("mise en forme (HTML)"), before, after)
    return Compared(label(EDITORIALS.name, "body"), old, new, is_text=True)


def _return(request: DeskRequest, editorial: Editorial, history: History) -> HttpResponse:
    place = history.place(figures.typed(request.POST.get("to", "")))
    seen = figures.typed(request.POST.get("version", ""))
    if place is None:
        raise Missing(_("Cet éditorial n’a pas de telle version."))
    why = _("Retour à : %(name)s") % {"name": name(history.versions[place])}
    address = reverse("versions", args=[editorial.pk])
    try:
        state = history.state(place)
        outcome = return_to(editorial, seen or 0, state, request.user, why)
    except Outdated:
        messages.error(request, _("L’éditorial a changé depuis : comparez encore."))
        return redirect(address)
    if outcome.operation.pk is None:
        messages.info(request, _("Il n’y avait rien à changer."))
        return redirect(address)
    saved = Editorial.objects.get(pk=editorial.pk)
    if saved.text != editorial.text:
        likeness.note(saved)
    if not outcome.is_whole:
        message = _("Ce qui n’existe plus, ou a été masqué depuis, n’est pas revenu.")
        messages.warning(request, message)
    return conclude(request, outcome.operation, address)
