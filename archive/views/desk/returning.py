"""A batch as a table for a spreadsheet, and the same table when it comes back."""

import csv
import io
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive.models import differences, returned_tables, subjects
from archive.models.returned_tables import COLUMNS, MOST
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import conclude
from archive.views.desk.corrections import person
from archive.views.desk.lists import sent_text
from archive.views.desk.selection import Batch

EXAMPLES = 50  # editorials whose changes a preview shows


@needs("archive.edit")
@require_safe
def table(request: DeskRequest) -> HttpResponse:
    """Give a batch as a CSV whose cells may be edited and sent back; MOST rows of it.

    As French spreadsheets expect it: UTF-8 with a byte order mark, and semicolons.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows(returned_tables.rows(Batch.read(request.GET).ids[:MOST]))
    response = HttpResponse("\ufeff" + written.getvalue(), "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="editorials.csv"'
    return response


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: DeskRequest) -> HttpResponse:
    """Take such a table back: what its cells would change is seen, then confirmed."""
    context: dict[str, Any] = {"text": "", "error": "", "changes": None}
    status = 200
    if request.method == "POST":
        try:
            context["text"] = sent_text(request)
            rows = returned_tables.read(context["text"])
            if "confirm" in request.POST:
                why = _("Tableau revenu")
                operation = returned_tables.apply(rows, person, request.user, why).operation
                return conclude(request, operation, reverse("desk"))
            context |= _preview(rows)
        except ValidationError as error:
            context["error"], status = error.messages[0], 422
        except ValueError as error:  # no text
            message = _("Ce fichier n’est pas un tableau en CSV (%(why)s).")
            context["error"], status = message % {"why": error}, 422
    return render(request, "desk/returned.html", context, status=status)


def _preview(rows: list[returned_tables.Row]) -> dict[str, Any]:
    """Return what the table would change: it is done, and taken back."""
    with transaction.atomic():
        outcome = returned_tables.apply(rows, person)
        changes = []
        if outcome.operation.pk:
            changes = list(outcome.operation.changes.filter(model="editorial"))
        first = changes[:EXAMPLES]
        differences_of, names = differences(first), subjects(first)
        transaction.set_rollback(True)
    shown = []
    for change in first:
        shown.append((names.get((change.model, change.object_id), ""), differences_of[change.pk]))
    return {"changes": shown, "count": len(changes), "refusals": outcome.refusals.items()}
