"""The editors' say in the search: what words count as, what comes first, what weighs more."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from archive import text
from archive.figures import number
from archive.models import (
    Correction,
    Editorial,
    Equivalent,
    OpenedHit,
    Operation,
    Pin,
    Weight,
    steering,
)
from archive.models.loading import TITLED
from archive.search.about import proposing
from archive.search.question import wording
from archive.search.question.query import Question
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import numbers
from archive.views.desk.opened import opened
from archive.views.desk.steering_forms import (
    CorrectionForm,
    EquivalentForm,
    PinForm,
    SteeringForm,
    WeightForm,
)
from archive.views.errors import Missing
from archive.views.paging import page

PER_PAGE = 100
MOST_DECIDED = 500  # proposals on a page, which are answered at once
LONGEST_LIKE = 100  # characters


@dataclass(frozen=True)
class Listing:
    """One of the lists: its name in addresses is that of its template.

    `rows` returns what is in it, narrowed to what has a folded text within; `with_details` gives
    what the template wants beside each row.
    """

    title: Promise
    model: type[Model]
    rows: Callable[[str], QuerySet]
    form: type[SteeringForm] | None = None
    with_details: Callable[[list], list] = list
    per_page: int = PER_PAGE


def _equivalents(like: str) -> QuerySet:
    return Equivalent.objects.in_force().filter(key__contains=like)


def _proposals(like: str) -> QuerySet:
    return Equivalent.objects.open().filter(key__contains=like).order_by("pk")


def _pins(like: str) -> QuerySet:
    return Pin.objects.filter(key__contains=like)


def _weights(like: str) -> QuerySet:
    return Weight.objects.filter(value__icontains=like)


def _corrections(like: str) -> QuerySet:
    return Correction.objects.filter(Q(key__contains=like) | Q(read__icontains=like))


def _with_editorials(pins: list[Pin]) -> list[tuple[Pin, str, list[Editorial]]]:
    """Return each pin with the address of its search and its editorials, in their order."""
    ids = [pk for pin in pins for pk in pin.editorials]
    editorials = Editorial.objects.only(*TITLED, "state").in_bulk(ids)
    rows = []
    for pin in pins:
        present = [editorials[pk] for pk in pin.editorials if pk in editorials]
        rows.append((pin, Question(q=pin.query).address(), present))
    return rows


def _with_names(weights: list[Weight]) -> list[tuple[Weight, str]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for weight in weights:
        codes[weight.facet].append(weight.value)
    names = wording.labels_of(codes, with_drafts=True)
    return [(weight, names[weight.facet][weight.value]) for weight in weights]


LISTS = {
    "equivalents": Listing(gettext_lazy("Équivalents"), Equivalent, _equivalents, EquivalentForm),
    "proposals": Listing(gettext_lazy("À examiner"), Equivalent, _proposals, per_page=MOST_DECIDED),
    "pins": Listing(
        gettext_lazy("Choisis par la rédaction"), Pin, _pins, PinForm, _with_editorials
    ),
    "weights": Listing(gettext_lazy("Poids"), Weight, _weights, WeightForm, _with_names),
    "corrections": Listing(gettext_lazy("Corrections"), Correction, _corrections, CorrectionForm),
}
OPENED = "opened"


@needs("archive.steer")
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: DeskRequest) -> HttpResponse:
    """Show one of the lists; posted to, it changes, by an operation that can be undone."""
    name = request.GET.get("list", "equivalents")
    if name == OPENED:
        context = _context(name) | opened()
        return render(request, "desk/steering.html", context)
    if name not in LISTS:
        raise Missing(_("Il n’y a pas de telle liste."))
    listing, status = LISTS[name], 200
    form = _empty_form(request, listing)
    if request.method == "POST":
        if "add" not in request.POST:
            return _many(request, name)
        if listing.form:
            form = listing.form(request.POST)
            if _added(request, form):
                return redirect(_address(name))
            status = 422
    like = request.GET.get("like", "")[:LONGEST_LIKE].strip()
    rows = page(request, listing.rows(text.fold(like)), per_page=listing.per_page)
    context = _context(name) | {
        "page": rows,
        "rows": listing.with_details(list(rows.object_list)),
        "form": form,
        "like": like,
        "title": listing.title,
    }
    return render(request, "desk/steering.html", context, status=status)


def _context(name: str) -> dict[str, Any]:
    """Return what the page of each list shows: all lists, with how much is in them."""
    links: list[tuple[str, str, bool, int]] = []
    for key, listing in LISTS.items():
        count = listing.rows("").count()
        links.append((str(listing.title), _address(key), key == name, count))
    count = OpenedHit.objects.count()
    links.append((_("Ce que l’archive a appris"), _address(OPENED), name == OPENED, count))
    return {
        "links": links,
        "list": name,
        "template": f"desk/_steering_{name}.html",
    }


def _address(name: str) -> str:
    address = reverse("steering")
    if name == "equivalents":
        return address
    return f"{address}?list={name}"


def _empty_form(request: DeskRequest, listing: Listing) -> SteeringForm | None:
    """Return the form for one more, with what the address fills in."""
    if listing.form is None:
        return None
    name = listing.form.prefilled
    return listing.form(initial={name: request.GET.get(name, "")[:LONGEST_LIKE]})


def _added(request: DeskRequest, form: SteeringForm) -> bool:
    """Do what a form says; return False, and tell why in the form, where that cannot be."""
    if not form.is_valid():
        return False
    try:
        operation = form.apply(request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    tell(request, operation)
    if operation.pk and operation.changes.filter(before__isnull=False).exists():
        messages.info(request, _("Ce qui était réglé pour ces mots est remplacé."))
    return True


def _many(request: DeskRequest, name: str) -> HttpResponse:
    """Remove the ticked rows, accept or refuse the ticked proposals, or look for new ones."""
    listing = LISTS[name]
    ticked = numbers(request.POST.getlist("keep"))
    rows = listing.rows("").filter(pk__in=sorted(ticked)[:MOST_DECIDED])
    if name == "proposals" and "look" in request.POST:
        count = proposing.propose()
        message = ngettext("%(n)s proposition nouvelle.", "%(n)s propositions nouvelles.", count)
        messages.info(request, message % {"n": number(count)})
    elif not ticked:
        messages.info(request, _("Rien n’est coché."))
    elif name == "proposals":
        try:
            tell(request, steering.decide(rows, "accept" in request.POST, request.user))
        except ValidationError as error:
            messages.error(request, error.messages[0])
    elif "remove" in request.POST:
        tell(request, steering.remove(rows, request.user))
    return redirect(_address(name))


def tell(request: DeskRequest, operation: Operation, done: str = "") -> None:
    """Say that it is done, or what is, and where it can be undone."""
    if not operation.pk:
        messages.info(request, _("Il n’y avait rien à changer."))
        return
    address = reverse("operation", args=[operation.pk])
    message = format_html(
        '{} <a href="{}">{}</a>', done or _("C’est enregistré."), address, _("Voir ou annuler")
    )
    messages.success(request, message)
