"""Where an editorial came from: the capture beside what was taken of it, and the extraction done again."""

import hashlib
from collections.abc import Iterator
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.ingest.entering import rereading
from archive.ingest.entering.rereading import Difference
from archive.ingest.records import Rejected
from archive.models import Capture, Editorial
from archive.models.readable import label
from archive.views.desk.access import needs
from archive.views.errors import Missing

MOST_LINES = 3000
MOST_OPEN = 3  # lines on end of which nothing was kept


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def provenance(request: HttpRequest, number: int) -> HttpResponse:
    """`capture` says which one, the newest if none is named; with `again` it is read anew; posted to, what was chosen of
    that is taken over."""
    editorials = Editorial.objects.select_related("publication").prefetch_related("bylines", "tags")
    editorial = get_object_or_404(editorials, pk=number)
    captures = list(editorial.captures.order_by("-captured_at", "-pk"))
    capture = _asked(captures, request.GET.get("capture", ""))
    context = {"editorial": editorial, "captures": captures, "capture": capture}
    if capture:
        context |= _beside(capture, editorial)
    if capture and "again" in request.GET and not context["problem"]:
        if request.method == "POST":
            return _apply(request, editorial, capture)
        context |= _again(editorial, capture)
    return render(request, "desk/provenance.html", context)


def _asked(captures: list[Capture], typed: str) -> Capture | None:
    found = next((one for one in captures if str(one.pk) == typed), None)
    if typed and not found:
        raise Missing(_("Cet éditorial n’a pas de telle capture."))
    return found or (captures[0] if captures else None)


def _beside(capture: Capture, editorial: Editorial) -> dict:
    """The capture's text with what was dropped of it, or why it cannot be shown."""
    said = {"lines": [], "problem": "", "whole": True}
    try:
        said["whole"] = rereading.is_whole(capture, rereading.content_of(capture))
        said["lines"] = rereading.lines(capture, editorial)
    except OSError:
        said["problem"] = _("Le fichier de cette capture manque dans le dossier des données.")
    except Rejected as rejected:
        said["problem"] = rejected.reason
    letters = [(len(part), kept) for line in said["lines"] for part, kept in line]
    said["kept"] = round(
        100
        * sum(size for size, kept in letters if kept)
        / (sum(size for size, _kept in letters) or 1)
    )
    said["more"] = len(said["lines"]) > MOST_LINES
    said["blocks"] = list(_blocks(said["lines"][:MOST_LINES]))
    return said


def _blocks(lines: list[list[tuple[str, bool]]]) -> Iterator[tuple[str, list]]:
    """(what its first lines say, lines): menus and the like, of which nothing was kept, are one block that can be opened;
    other blocks have no such title."""
    for is_dropped, block in groupby(lines, key=lambda line: not any(kept for _part, kept in line)):
        block = list(block)
        folded = is_dropped and len(block) > MOST_OPEN
        yield (
            (
                " · ".join(part for line in block[:MOST_OPEN] for part, _kept in line)
                if folded
                else ""
            ),
            block,
        )


def _again(editorial: Editorial, capture: Capture) -> dict:
    try:
        record = rereading.read(capture)
    except (Rejected, OSError) as error:
        return {"again": [], "unread": getattr(error, "reason", str(error))}
    found = rereading.differences(editorial, record, rereading.is_part(capture))
    shown = [(one, [(label("editorial", one.field), one.before, one.after)]) for one in found]
    return {"again": shown, "read": True, "record": record, "seal": _seal(found)}


def _seal(found: list[Difference]) -> str:
    """Tells what was shown from what another reading gives."""
    return hashlib.sha256(
        repr([(one.field, one.before, one.value) for one in found]).encode()
    ).hexdigest()[:32]


def _apply(request: HttpRequest, editorial: Editorial, capture: Capture) -> HttpResponse:
    said = _again(editorial, capture)
    chosen = [one for one, _shown in said["again"] if one.field in request.POST.getlist("field")]
    version = request.POST.get("version", "")
    here = reverse("provenance", args=[editorial.pk])
    stale = request.POST.get("seal") != said.get("seal") or version != str(editorial.version)
    if not chosen and not stale:
        messages.error(request, _("Rien n’est choisi : rien n’a changé."))
    elif stale or not rereading.apply(
        editorial, int(version), chosen, said["record"], request.user
    ):
        messages.error(
            request,
            _("L’éditorial ou sa lecture a changé entre-temps : voyez ce qui diffère maintenant."),
        )
    else:
        messages.success(request, _("C’est repris ; l’historique permet de l’annuler."))
        return redirect(f"{here}?capture={capture.pk}")
    return redirect(f"{here}?capture={capture.pk}&again=1")
