"""Where an editorial came from: the capture beside what was taken of it, the extraction redone."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.capture_storage import StorageAway
from archive.ingest.entering import rereading
from archive.ingest.entering.comparable import SOURCE
from archive.ingest.entering.rereading import Difference, Line
from archive.ingest.records import Rejected
from archive.models import Capture, Editorial
from archive.models.capture_files import note_lost
from archive.models.labels import label
from archive.views.desk import scans
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import seal
from archive.views.errors import Missing

MOST_LINES = 3000
MOST_OPEN = 3  # lines on end of which nothing was kept


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def provenance(request: DeskRequest, number: int) -> HttpResponse:
    """Show the `capture` that the address names, that of its own source if it names none.

    With `again` it is read anew; posted to, what was chosen of that is taken over.
    """
    editorials = Editorial.objects.select_related("publication").prefetch_related("bylines", "tags")
    editorial = get_object_or_404(editorials, pk=number)
    captures = list(editorial.captures.order_by("-captured_at", "-pk"))
    capture = chosen_capture(captures, request.GET.get("capture", ""), editorial)
    context = {"editorial": editorial, "captures": captures, "capture": capture}
    if capture:
        context |= beside(capture, editorial)
    context |= scans.shown_beside(request.GET, editorial, capture)
    if capture and "again" in request.GET and not context["problem"]:
        if request.method == "POST":
            return _apply(request, editorial, capture)
        context |= _again(editorial, capture)
    return render(request, "desk/provenance.html", context)


def chosen_capture(captures: list[Capture], typed: str, editorial: Editorial) -> Capture | None:
    """Return the capture of that number; None where there are none.

    Where none is named it is the newest of the source that the editorial was read from, else the
    newest. Raises Missing where the number is of none of them.
    """
    if typed:
        for capture in captures:
            if str(capture.pk) == typed:
                return capture
        raise Missing(_("Cet éditorial n’a pas de telle capture."))
    for capture in captures:
        if capture.origin == editorial.imported.get(SOURCE):
            return capture
    return next(iter(captures), None)


def beside(capture: Capture, editorial: Editorial) -> dict[str, Any]:
    """Return the capture's text with what was dropped of it, or why it cannot be shown."""
    is_whole, problem = True, ""
    lines: list[Line] = []
    try:
        content = rereading.content_of(capture)
        is_whole = rereading.is_whole(capture, content)
        if capture.media_type not in scans.SEEN:  # these are looked at
            lines = rereading.lines(capture, content, editorial)
    except StorageAway:
        problem = _("Les captures ne répondent pas pour le moment : réessayez dans une minute.")
    except OSError:
        is_whole = False
        problem = _("Le fichier de cette capture manque dans le dossier des données.")
    except Rejected as rejected:
        problem = rejected.reason
    if not is_whole:
        note_lost([str(capture.content)])
    return {
        "lines": lines,
        "problem": problem,
        "is_whole": is_whole,
        "row": rereading.row_number(capture),
        "percent_held": _percent_held(lines),
        "is_cut": len(lines) > MOST_LINES,
        "blocks": list(_blocks(lines[:MOST_LINES])),
    }


def _percent_held(lines: list[Line]) -> int:
    """Return how much of the capture's letters the editorial holds, in percent."""
    letters = letters_held = 0
    for line in lines:
        for sentence, is_held in line:
            if is_held is not None:
                letters += len(sentence)
            if is_held:
                letters_held += len(sentence)
    return round(100 * letters_held / (letters or 1))


def _is_dropped(line: Line) -> bool:
    return not any(is_held for _sentence, is_held in line)


def _blocks(lines: list[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Yield (what its first lines say, lines) of each block.

    Menus and the like, of which nothing was kept, are one block that can be opened; other blocks
    have no such title.
    """
    for is_dropped, together in groupby(lines, key=_is_dropped):
        block, title = list(together), ""
        if is_dropped and len(block) > MOST_OPEN:
            sentences = []
            for line in block[:MOST_OPEN]:
                sentences += [sentence for sentence, _is_held in line]
            title = " · ".join(sentences)
        yield title, block


def _again(editorial: Editorial, capture: Capture) -> dict[str, Any]:
    """Return what today's reader makes of the capture otherwise, or why it cannot be read."""
    try:
        record = rereading.read(capture)
    except Rejected as rejected:
        return {"rereading": [], "unreadable": rejected.reason}
    except OSError as error:
        return {"rereading": [], "unreadable": str(error)}
    differences = rereading.differences(editorial, record, rereading.is_part(capture))
    rows = []
    for difference in differences:
        in_words = (label("editorial", difference.field), difference.before, difference.after)
        rows.append((difference, [in_words]))
    return {"rereading": rows, "is_reread": True, "record": record, "seal": _seal(differences)}


def _seal(differences: list[Difference]) -> str:
    """Return what tells the differences that were shown from what another reading gives."""
    return seal([(row.field, row.before, row.value) for row in differences])


def _apply(request: DeskRequest, editorial: Editorial, capture: Capture) -> HttpResponse:
    """Take over the fields that were chosen, if the reading is still what was shown."""
    reading = _again(editorial, capture)
    fields = request.POST.getlist("field")
    chosen = [row for row, _in_words in reading["rereading"] if row.field in fields]
    version = request.POST.get("version", "")
    is_stale = request.POST.get("seal") != reading.get("seal") or version != str(editorial.version)
    address = f"{reverse('provenance', args=[editorial.pk])}?capture={capture.pk}"
    if not chosen and not is_stale:
        messages.error(request, _("Rien n’est choisi : rien n’a changé."))
        return redirect(f"{address}&again=1")
    if is_stale or not rereading.apply(
        editorial, int(version), chosen, reading["record"], request.user
    ):
        messages.error(
            request,
            _("L’éditorial ou sa lecture a changé entre-temps : voyez ce qui diffère maintenant."),
        )
        return redirect(f"{address}&again=1")
    messages.success(request, _("C’est repris ; l’historique permet de l’annuler."))
    return redirect(address)
