"""References between texts that no rule resolves: an editor says what each means, or that it is
none.
"""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from archive import figures
from archive.crossreferences.blocks import blocks
from archive.models import (
    CrossReference,
    Editorial,
    Publication,
    ReferenceKind,
    ReferenceState,
    loading,
    reference_settling,
)
from archive.models.cross_references import CrossReferenceQuerySet
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.steering import tell
from archive.views.paging import page, set_counts

PER_PAGE = 20
AROUND = 160  # characters beside a reference that are shown
NONE = "none"  # sent in the place of a number: it is no reference
STATES = (ReferenceState.OPEN, ReferenceState.LINKED, ReferenceState.REFUSED)
LONG = ("editorial__text", "editorial__imported")


class Asked(NamedTuple):
    """Which references are listed: by their state, of which magazine, of which kind."""

    state: str
    publication: Publication | None
    kind: str

    @property
    def query(self) -> str:
        pairs = []
        if self.state != ReferenceState.OPEN:
            pairs.append(("state", self.state))
        if self.publication:
            pairs.append(("publication", self.publication.slug))
        if self.kind:
            pairs.append(("kind", self.kind))
        return f"?{urlencode(pairs)}" if pairs else ""


class Shown(NamedTuple):
    """A reference with what stands around it, and the editorials that it may mean."""

    reference: CrossReference
    left: str
    right: str
    candidates: list[Editorial]


@needs("archive.edit")
def references(request: DeskRequest) -> HttpResponse:
    """List references: /desk/references/?state=open&publication=decroche&kind=title"""
    asked = _asked(request)
    rows = _rows(asked)
    listing = page(
        request,
        rows.select_related("editorial__publication", "cited").defer(*LONG),
        per_page=PER_PAGE,
    )
    context = {
        "asked": asked,
        "page": listing,
        "shown": _shown(list(listing.object_list)),
        "publications": _publications(asked),
        "kinds": ReferenceKind.choices,
        "states": [(state, state.label) for state in STATES],
    }
    return render(request, "desk/references.html", context)


@needs("archive.edit")
@require_http_methods(["POST"])
def settle(request: DeskRequest, number: int) -> HttpResponse:
    """Let a reference mean the editorial that is sent, by its number or address, or none."""
    address = reverse("desk_references") + _asked(request).query
    reference = CrossReference.objects.filter(pk=number).first()
    if reference is None:
        messages.error(request, _("Ce renvoi a changé depuis qu’il a été montré."))
        return redirect(address)
    typed = request.POST.get("cited", "") or request.POST.get("other", "")
    cited = None
    if typed != NONE:
        cited = _editorial(typed)
        if cited is None:
            message = _("« %(typed)s » n’est ni le numéro ni l’adresse d’un éditorial.")
            messages.error(request, message % {"typed": typed.strip()[:80]})
            return redirect(address)
    try:
        operation = reference_settling.settle(reference, cited, request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(address)
    if cited:
        message = _("« %(printed)s » mène à « %(title)s ».")
        told = {"printed": reference.printed, "title": cited.heading}
    else:
        message, told = _("« %(printed)s » n’est pas un renvoi."), {"printed": reference.printed}
    tell(request, operation, message % told)
    return redirect(address)


def _asked(request: DeskRequest) -> Asked:
    """Return what an address asks for; what it asks that there is not is left out."""
    state = request.GET.get("state", "")
    kind = request.GET.get("kind", "")
    slug = request.GET.get("publication", "").replace("\0", "")
    publication = Publication.objects.filter(slug=slug).first() if slug else None
    return Asked(
        state if state in STATES else ReferenceState.OPEN,
        publication,
        kind if kind in ReferenceKind.values else "",
    )


def _rows(asked: Asked, of_all: bool = False) -> CrossReferenceQuerySet:
    rows = CrossReference.objects.in_state(asked.state)
    if asked.publication and not of_all:
        rows = rows.filter(editorial__publication=asked.publication)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    return rows


def _publications(asked: Asked) -> list[Publication]:
    """Return the magazines in which such references are, each with `count`."""
    rows = _rows(asked, of_all=True).order_by().exclude(editorial__publication=None)
    counts = dict(rows.values_list("editorial__publication").annotate(Count("pk")))
    publications = Publication.objects.filter(pk__in=counts)
    set_counts(publications, "count", counts)
    return sorted(publications, key=lambda publication: -counts[publication.pk])


def _shown(rows: list[CrossReference]) -> list[Shown]:
    numbers: dict[int, list[int]] = {row.pk: [] for row in rows}
    for row in CrossReference.objects.filter(pk__in=numbers).prefetch_related("candidates"):
        numbers[row.pk] = [candidate.number for candidate in row.candidates.all()]
    editorials = loading.linked({number for listed in numbers.values() for number in listed})
    shown = []
    for row in rows:
        candidates = [editorials[number] for number in numbers[row.pk] if number in editorials]
        shown.append(Shown(row, *_around(row), candidates))
    return shown


def _around(row: CrossReference) -> tuple[str, str]:
    """Return what stands before and behind a reference in its paragraph, as far as it does."""
    of_body = blocks(row.editorial.body)
    if row.block >= len(of_body):
        return "", ""
    plain = of_body[row.block].plain
    left = plain[max(0, row.start - AROUND) : row.start]
    right = plain[row.end : row.end + AROUND]
    before = "…" if row.start > AROUND else ""
    behind = "…" if row.end + AROUND < len(plain) else ""
    return f"{before}{left}", f"{right}{behind}"


def _editorial(typed: str) -> Editorial | None:
    """Return the editorial of a number, or of the address of its page here; None for none."""
    number = figures.typed(typed.strip())
    if number is None:
        parts = typed.split("/editorials/")
        number = figures.typed(parts[-1].split("/")[0]) if len(parts) > 1 else None
    if number is None or number > loading.LARGEST:
        return None
    return Editorial.objects.filter(pk=number).first()
