"""The equivalents as a file: taken out as CSV, and brought in again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive import synonyms
from archive.models import Equivalent, steering
from archive.synonyms import Words
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.lists import sent_text
from archive.views.desk.steering import tell
from archive.views.desk.steering_forms import refuse_function_words

MOST_SHOWN = 200  # rows of what it would bring


@needs("archive.steer")
@require_safe
def export_file(request: DeskRequest) -> HttpResponse:
    """Give all equivalents in force as CSV, as an import takes them."""
    rows = []
    for equivalent in Equivalent.objects.in_force():
        rows.append(Words(equivalent.words, equivalent.one_way, equivalent.why))
    response = HttpResponse(synonyms.as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="equivalents.csv"'
    return response


@needs("archive.steer")
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: DeskRequest) -> HttpResponse:
    """Take equivalents from a file: what it would bring is seen, then confirmed."""
    context: dict[str, Any] = {"text": "", "error": "", "added": None}
    status = 200
    if request.method == "POST":
        try:
            context["text"] = sent_text(request)
            rows = synonyms.read(context["text"])
            for row in rows:
                refuse_function_words(list(row.words))
            if "confirm" in request.POST:
                tell(request, steering.take(rows, request.user, _("Équivalents importés")))
                return redirect("steering")
            added = _added(rows)
            context |= {"added": added[:MOST_SHOWN], "count": len(added)}
        except ValidationError as error:
            context["error"], status = error.messages[0], 422
        except ValueError as error:
            message = _("Ce fichier n’est pas une liste d’équivalents en CSV (%(why)s).")
            context["error"], status = message % {"why": error}, 422
    return render(request, "desk/steering_import.html", context, status=status)


def _added(rows: list[Words]) -> list[Equivalent]:
    """Return the equivalents that `steering.take` would bring: it is done, and taken back."""
    with transaction.atomic():
        operation = steering.take(rows)
        numbers = []
        if operation.pk:
            numbers = list(operation.changes.values_list("object_id", flat=True))
        added = list(Equivalent.objects.in_bulk(numbers).values())
        transaction.set_rollback(True)
    return added
