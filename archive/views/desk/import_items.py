"""One item of a preview: all that it says, to be mended before it comes in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.forms import MendingForm
from archive.ingest.entering.mending import MAY_CHANGE
from archive.models import UploadItem
from archive.models.labels import label
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.imports import OUTCOME, is_theirs
from archive.views.errors import Missing

# What an item says beside what can be mended, in the order of the page.
OTHERS = ("standfirst", "section", "issue", "page", "language", "source_url", "source_id")


@needs("archive.import")
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: DeskRequest, number: int, place: int) -> HttpResponse:
    """Show the item of that place in an upload, with its whole text; keep what is mended of it."""
    row = UploadItem.objects.select_related("upload__by").filter(upload=number, number=place)
    item = row.first()
    if item is None:
        raise Missing(_("Cet envoi n’a pas de tel élément, ou n’est plus là."))
    if not is_theirs(request, item.upload):
        raise PermissionDenied
    if not item.upload.is_ready:
        return redirect("upload", number)
    original = _original(item)
    status = 200
    if request.method == "POST":
        form = _offered(item, MendingForm(request.POST, initial=original))
        if form.is_valid():
            item.mended = form.mended()
            item.left_out = "left_out" in request.POST
            item.doubtful = item.outcome in ("created", "updated") and bool(item.shown["doubts"])
            item.save(update_fields=["mended", "left_out", "doubtful"])
            return _onward(request, item)
        status = 422
    else:
        kept = MendingForm.initial_of(item.mended)
        form = _offered(item, MendingForm(initial=original | kept))
    context = {
        "item": item,
        "upload": item.upload,
        "outcome": OUTCOME[item.outcome],
        "form": form,
        "is_update": item.outcome == "updated",
        "others": _others(item),
        "before": _beside(item, "number__lt", "-number"),
        "after": _beside(item, "number__gt", "number"),
    }
    return render(request, "desk/import_item.html", context, status=status)


def _offered(item: UploadItem, form: MendingForm) -> MendingForm:
    """Return the form with no field but those that the import will take of the item.

    Of what is here before an update takes some, see `mending.of_update`, all else none.
    """
    if item.row["id"] is None:  # new, or the same as another item that may be left out
        return form
    taken: tuple[str, ...] = ()
    if item.outcome == "updated" and not item.fields.get("is_citation"):
        taken = MAY_CHANGE
    for name in list(form.fields):
        if name not in taken:
            del form.fields[name]
    return form


def _original(item: UploadItem) -> dict[str, Any]:
    """Return what the source says of it, as the form has that."""
    initial = {
        "title": item.row["title"] or "",
        "date": item.row["date"] or "",
        "publication": item.row["publication"] or "",
        "bylines": item.fields.get("bylines", []),
        "tags": item.row["tags"],
        "state": "",
    }
    return MendingForm.initial_of(initial)


def _others(item: UploadItem) -> list[tuple[str, str]]:
    rows = []
    for name in OTHERS:
        if item.fields.get(name):
            rows.append((label("editorial", name), item.fields[name]))
    return rows


def _beside(item: UploadItem, condition: str, order: str) -> int | None:
    rows = item.upload.items.exclude(outcome="rejected").filter(**{condition: item.number})
    return rows.order_by(order).values_list("number", flat=True).first()


def _onward(request: DeskRequest, item: UploadItem) -> HttpResponse:
    following = _beside(item, "number__gt", "number")
    if following and request.POST.get("do") == "next":
        return redirect("upload_item", item.upload_id, following)
    return redirect(reverse("upload", args=[item.upload_id]))
