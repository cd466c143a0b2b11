"""Two magazines, or two authors, made one or parted: seen by the address, then confirmed."""

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from archive import dates, figures, text
from archive.models import Author, Editorial, Operation
from archive.models.authorities import Authority, authority_name, former_names
from archive.models.days import edtf, perhaps_of
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.names import LONGEST_NAME
from archive.models.transfer_previews import comparison, namesakes
from archive.models.transfers import Parting, Transfer, Union
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.authorities import Kind
from archive.views.desk.confirming import conclude, numbers, seal
from archive.views.desk.selection import most
from archive.views.paging import loaded, page_of_editorials
from archive.workers import changes

EXAMPLES = 10  # editorials that a preview shows
PER_PAGE = 100
LONGEST_DATE = 40  # characters


def _needs_merging(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Guard a view of whoever may make two of its kind one."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, kind: Kind) -> HttpResponseBase:
        return needs(kind.merging)(view)(request, slug=slug, kind=kind)

    return guarded


@_needs_merging
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: DeskRequest, slug: str, kind: Kind) -> HttpResponse:
    """Show what making one `into` another would do; posted to, it is done."""
    row, typed = kind.at(slug), request.GET.get("into", "").strip()
    if row.slug != slug and not typed:
        return redirect(f"desk_{kind.name}_merge", row.slug)
    into, error = _into(kind, slug, row, typed)
    ids: list[int] = []
    preview, preview_seal = None, ""
    if into:
        union = Union(str(kind.model._meta.model_name), row.pk, into.pk)
        ids = sorted(union.store.bearers([row.pk]))
        error = _refusal(union, ids)
        preview = comparison(union, len(ids))
        preview_seal = seal((row.pk, into.pk, ids, preview.facts))
        if request.method == "POST" and not error and _is_as_shown(request, preview_seal):
            return _done(request, kind, union, ids, f"{row} → {into}")
    context = {
        "kind": kind,
        "row": row,
        "row_address": kind.address(row),
        "into": into,
        "typed": typed,
        "error": error,
        "preview": preview,
        "seal": preview_seal,
        "count": len(ids),
        "examples": loaded(ids[:EXAMPLES]),
    }
    return render(request, "desk/authority_merge.html", context, status=422 if error else 200)


def _into(kind: Kind, slug: str, row: Authority, typed: str) -> tuple[Authority | None, str]:
    """Return the one to merge into; None, and why, where there is none such."""
    if not typed:
        return None, ""
    into = kind.known_as(typed)
    if row.slug != slug:
        message = _("Cette adresse mène déjà à « %(name)s » : il n’y a plus rien à fusionner.")
        return None, message % {"name": row}
    if into is None:
        several: list[Author] = []
        if kind.model is Author:
            several = namesakes(text.seen_line(typed)[:LONGEST_NAME], row.pk)
        if several:
            addresses = ", ".join(other.get_absolute_url() for other in several)
            message = _(
                "Plusieurs portent ce nom : donnez l’adresse de l’un d’eux (%(addresses)s)."
            )
            return None, message % {"addresses": addresses}
        message = _("L’archive n’a rien de ce nom : « %(name)s ».")
        return None, message % {"name": typed[:LONGEST_NAME]}
    if into == row:
        message = _("« %(typed)s » est déjà « %(name)s », ou y mène : rien n’est à fusionner.")
        return None, message % {"typed": typed[:LONGEST_NAME], "name": row}
    return into, ""


@_needs_merging
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: DeskRequest, slug: str, kind: Kind) -> HttpResponse:
    """Show the editorials of one, of the days `since` to `until` and signed `printed` if named.

    Those ticked (`keep`), or `all`, go to another of the name `name`: with `preview` it shows what
    that would do; posted to, it is done.
    """
    row = kind.at(slug)
    asked = request.GET
    error = ""
    try:
        rows = _narrowed(row, asked)
    except ValidationError as refusal:
        rows, error = _all_of(row), " ".join(refusal.messages)
    listed = list(rows.order_by("earliest", "pk").values_list("pk", flat=True))
    chosen = sorted(listed)
    if "all" not in asked:
        chosen = sorted(numbers(asked.getlist("keep")).intersection(listed))
    preview_seal, parting, destination = "", None, ""
    if "preview" in asked and not error:
        parting, error = _parting(kind, row, asked.get("name", "").strip(), chosen)
    if parting:
        destination = _destination(parting)
        preview_seal = seal((parting, destination, chosen))
        if request.method == "POST" and _is_as_shown(request, preview_seal):
            return _done(request, kind, parting, chosen, f"{row} → {destination}")
    context = {
        "kind": kind,
        "row": row,
        "row_address": kind.address(row),
        "asked": asked,
        "destination": destination,
        "error": error,
        "is_new": parting is not None and parting.part is None,
        "is_emptied": parting is not None and len(chosen) == _all_of(row).count(),
        "chosen": chosen,
        "count": len(chosen),
        "listed_count": len(listed),
        "seal": preview_seal,
        "page": page_of_editorials(request, listed, per_page=PER_PAGE),
        "printed_names": _printed_names(row),
        "examples": loaded(chosen[:EXAMPLES]) if parting else [],
    }
    return render(request, "desk/authority_split.html", context, status=422 if error else 200)


def _all_of(row: Authority) -> EditorialQuerySet:
    """Return the editorials of one, whatever their states, each once."""
    if isinstance(row, Author):
        return Editorial.objects.filter(pk__in=row.bylines.values("editorial"))
    return Editorial.objects.filter(publication=row)


def _narrowed(row: Authority, asked) -> EditorialQuerySet:
    """Return those that an address names. Raises ValidationError where a date is none."""
    rows = _all_of(row)
    first, last = _day(asked.get("since", ""), 0), _day(asked.get("until", ""), 1)
    if first and last and last < first:
        raise ValidationError(_("La période finit avant de commencer."))
    if first or last:
        rows = rows.filter(perhaps_of(first, last))
    printed = text.seen_line(asked.get("printed", ""))[:LONGEST_NAME]
    if printed and isinstance(row, Author):
        rows = rows.filter(pk__in=row.bylines.filter(name=printed).values("editorial"))
    return rows


def _day(typed: str, end: int) -> date | None:
    """Return the first or the last day of a typed date; None for none."""
    typed = typed.strip()[:LONGEST_DATE]
    return dates.bounds(edtf(typed))[end] if typed else None


def _printed_names(row: Authority) -> list[str]:
    if not isinstance(row, Author):
        return []
    return list(row.bylines.order_by("name").values_list("name", flat=True).distinct()[:PER_PAGE])


def _parting(
    kind: Kind, row: Authority, typed: str, chosen: list[int]
) -> tuple[Parting | None, str]:
    """Return what would be done with the chosen; None, and why, where that cannot be."""
    try:
        name = authority_name(typed)
        part = kind.known_as(name)
        if part == row and "/" not in name:
            if text.fold(name) in former_names(row):
                message = _("« %(name)s » est un ancien nom de « %(now)s » : nommez-en un autre.")
                raise ValidationError(message % {"name": name, "now": row})
            part = None  # a namesake, or what was merged into this one: new
        if part is None and "/" in name:
            raise ValidationError(_("Il n’y a rien à cette adresse."))
        number = part.pk if part else None
        parting = Parting(str(kind.model._meta.model_name), row.pk, number, name)
        parting.check()
    except ValidationError as error:
        return None, error.messages[0]
    if not chosen:
        return None, _("Cochez au moins un éditorial.")
    return (None, _too_many()) if len(chosen) > most() else (parting, "")


def _destination(parting: Parting) -> str:
    """Return to whom editorials go: the typed name, too, where it means one of another name."""
    if parting.part is None:
        return parting.name
    part = parting.row(parting.part)
    if "/" in parting.name or text.fold(parting.name) == part.key:
        return part.name
    return f"{parting.name} → {part}"


def _refusal(union: Union, ids: list[int]) -> str:
    """Return why a union cannot be; "" where it can."""
    try:
        union.check()
    except ValidationError as error:
        return error.messages[0]
    return _too_many() if len(ids) > most() else ""


def _too_many() -> str:
    message = ngettext(
        "Au plus %(most)s éditorial à la fois sur ce serveur.",
        "Au plus %(most)s éditoriaux à la fois sur ce serveur.",
        most(),
    )
    return message % {"most": figures.number(most())}


def _is_as_shown(request: DeskRequest, preview_seal: str) -> bool:
    """Return True where the confirmed preview is still the same; tell so where it is not."""
    if request.POST.get("seal") == preview_seal:
        return True
    messages.error(request, _("Quelque chose a changé depuis l’aperçu : vérifiez encore."))
    return False


def _done(
    request: DeskRequest, kind: Kind, transfer: Transfer, ids: list[int], why: str
) -> HttpResponse:
    """Do it, of many by a worker, and lead to the operation."""
    operation: Operation
    if changes.is_large(len(ids)):
        operation = changes.begin(transfer, ids, by=request.user, why=why)
        messages.info(request, _("C’est en cours : cette page dit ce qui est fait."))
        return redirect("operation", operation.pk)
    try:
        operation = transfer.apply(ids, by=request.user, why=why)
    except ValidationError as error:  # another did something else at this moment
        messages.error(request, error.messages[0])
        return redirect(kind.listing)
    return conclude(request, operation, kind.listing)
