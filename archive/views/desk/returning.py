"""A batch as a table for a spreadsheet, and the same table when it comes back."""

import csv
import io
from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive.ingest.entering import people
from archive.models import Editorial, returned_plans, returned_tables
from archive.models.loading import TITLED
from archive.models.returned_plans import Plan
from archive.models.returned_tables import COLUMNS, MOST, Table
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import conclude, seal
from archive.views.desk.lists import sent_text
from archive.views.desk.selection import Batch

EXAMPLES = 50  # editorials whose changes a preview shows
MOST_REFUSALS = 200  # that a preview lists


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
    """Take such a table back: what its cells would change is seen, then confirmed.

    `make` names the new tags that are to be made.
    """
    context: dict[str, Any] = {"text": "", "error": "", "plan": None}
    status = 200
    if request.method == "POST":
        try:
            context["text"] = sent_text(request)
            sent = returned_tables.read(context["text"])
            plan = returned_plans.plan(sent)
            ticked = None
            if "confirm" in request.POST:
                ticked = request.POST.getlist("make")
            if request.POST.get("confirm") == seal(plan):
                return _apply(request, sent, plan, ticked or ())
            if ticked is not None:
                message = _("L’archive a changé depuis l’aperçu : vérifiez-le encore.")
                messages.error(request, message)
            context |= _preview(sent, plan, ticked)
        except ValidationError as error:
            context["error"], status = error.messages[0], 422
    return render(request, "desk/returned.html", context, status=status)


def _apply(request: DeskRequest, sent: Table, plan: Plan, make: Collection[str]) -> HttpResponse:
    why = _("Tableau revenu")
    operation = returned_plans.apply(sent, plan, make, people.number_of, request.user, why)
    return conclude(request, operation, reverse("desk"))


def _preview(sent: Table, plan: Plan, ticked: Collection[str] | None) -> dict[str, Any]:
    """Return what the page shows of a plan; `ticked`: the new tags that are to be made.

    At first those are that no tag has nearly the name of.
    """
    near_tags = plan.near_tags()
    new_tags = []
    for name, lines in plan.new_tags.items():
        is_ticked = name not in near_tags if ticked is None else name in ticked
        new_tags.append((name, lines, near_tags.get(name, ""), is_ticked))
    refusals = [
        (refusal, sent.places.get(refusal.column, "")) for refusal in plan.refusals[:MOST_REFUSALS]
    ]
    numbers = list(plan.changes)[:EXAMPLES]
    editorials = Editorial.objects.only(*TITLED).in_bulk(numbers)
    changes = [(editorials[pk], plan.changes[pk]) for pk in numbers if pk in editorials]
    return {
        "plan": plan,
        "seal": seal(plan),
        "count": len(plan.changes),
        "by_column": plan.by_column(),
        "changes": changes,
        "refusals": refusals,
        "new_tags": new_tags,
        "tags_place": sent.places.get("tags", ""),
        "unknown": sent.unknown,
    }
