"""The trash at the desk: what was thrown away, brought back with a tick."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive.models import Editorial, Operation, Schedule, trash
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import conclude, numbers
from archive.views.paging import page

# What a list of them does not show.
LONG = ("body", "text", "imported")


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def contents(request: DeskRequest) -> HttpResponse:
    """Show what is in the trash, the last thrown away first; `back` names what comes out."""
    if request.method == "POST":
        operation = trash.take_out(numbers(request.POST.getlist("back")), request.user)
        return conclude(request, operation, reverse("trash"))
    rows = trash.contents().select_related("publication").defer(*LONG)
    listing = page(request, rows, count=Editorial.objects.in_trash().count())
    discards = trash.newest_discards([editorial.pk for editorial in listing])
    discarded = []
    for editorial in listing:
        discard = discards.get(editorial.pk)
        former = Editorial.State(trash.former_state(discard))
        goes_at = discard.operation.at + trash.KEPT if discard else None
        discarded.append((editorial, discard, former.label, goes_at))
    context = {"page": listing, "discarded": discarded, "days": trash.KEPT.days}
    return render(request, "desk/trash.html", context)


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: DeskRequest, number: int) -> HttpResponse:
    """Ask why an editorial is to be thrown away; posted to with a reason, that is done."""
    editorial = get_object_or_404(Editorial.objects.select_related("publication"), pk=number)
    why = " ".join(request.POST.get("why", "").split())[: Operation.LONGEST_REASON]
    if request.method == "POST" and why:
        operation = trash.put([editorial.pk], request.user, why)
        if operation.pk:
            messages.success(request, _("L’éditorial est à la corbeille."))
        return redirect("trash")
    context = {
        "editorial": editorial,
        "is_unexplained": request.method == "POST",
        "schedule": Schedule.objects.filter(editorial=editorial).first(),
        "days": trash.KEPT.days,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/discard.html", context, status=status)
