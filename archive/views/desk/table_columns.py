"""The columns of a table that was sent: an editor says what each of them gives."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.ingest.entering import uploads
from archive.ingest.files import mappings
from archive.ingest.files.mappings import MetTable
from archive.models import ColumnMapping, Upload
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.imports import is_theirs
from archive.views.errors import Missing


@dataclass(frozen=True)
class Column:
    """A column of the page: its name, cells of its first rows, what it is to give."""

    number: int
    name: str
    samples: list[str]
    key: str


@needs("archive.import")
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: DeskRequest, number: int) -> HttpResponse:
    """Show the columns of a table of an upload, that of `table` or else of `_first`.

    Posted to, what they give is remembered for all tables of that heading, and the upload is read
    again.
    """
    upload = Upload.objects.select_related("by").filter(pk=number).first()
    if upload is None:
        raise Missing(_("Cet envoi n’est plus là : il a été retiré."))
    if not is_theirs(request, upload):
        raise PermissionDenied
    if not upload.is_ready:
        return redirect("upload", upload.pk)
    tables = {heading: MetTable(**table) for heading, table in upload.tables.items()}
    heading = request.GET.get("table") or _first(tables)
    if heading not in tables:
        raise Missing(_("Cet envoi n’a pas de tel tableau."))
    table = tables[heading]
    problem = ""
    keys = mappings.guess(table)
    if request.method == "POST":
        keys = [request.POST.get(f"column-{place}", "") for place in range(len(table.names))]
        problem = mappings.problem(table.names, keys)
        if not problem:
            return _remember(request, upload, table, keys)
    context = {
        "upload": upload,
        "table": table,
        "columns": _columns(table, keys),
        "fields": _fields(),
        "others": [(key, other) for key, other in tables.items() if key != heading],
        "problem": problem,
    }
    return render(request, "desk/table_columns.html", context, status=422 if problem else 200)


def _first(tables: dict[str, MetTable]) -> str:
    """Return the heading's key of the table to begin with; "" where there is none.

    One that nobody knows and that may give texts comes first, then one that is known: a workbook
    may open with a glossary.
    """
    unknown = {heading: table for heading, table in tables.items() if not table.gives_text}
    for heading, table in unknown.items():
        if table.may_give_text:
            return heading
    for heading in tables:
        if heading not in unknown:
            return heading
    return next(iter(tables), "")


def _fields() -> list[tuple[str, str | Promise]]:
    """Return what a column may give, with its name, in the order of the page."""
    return list(mappings.FIELDS.items())


def _columns(table: MetTable, keys: list[str]) -> list[Column]:
    columns = []
    for place, (name, key) in enumerate(zip(table.names, keys, strict=True)):
        samples = [row[place] for row in table.samples if place < len(row)]
        columns.append(Column(place, name, samples, key))
    return columns


def _remember(
    request: DeskRequest, upload: Upload, table: MetTable, keys: list[str]
) -> HttpResponse:
    ColumnMapping.objects.remember(table.names, keys, request.user)
    if upload.read_again():
        uploads.begin()
        message = _("C’est retenu pour les tableaux qui ont ces colonnes ; l’envoi est relu.")
        messages.success(request, message)
    return redirect("upload", upload.pk)
