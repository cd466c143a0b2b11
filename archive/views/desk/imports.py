"""Importing by the web.

Files are sent, what they would come to is seen, some of it is chosen, confirmed, followed and, if
need be, undone. The work itself is done by a process of its own: see `ingest.entering.uploads`.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from archive.import_forms import KeepingForm, UploadForm
from archive.ingest.entering import uploads
from archive.ingest.files.mappings import MetTable, identifying_marks, untaken
from archive.models import Editorial, Import, ImportItem, Upload
from archive.models.loading import TITLED
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.confirming import Ticks
from archive.views.desk.receiving import MEGABYTE, Receiver, Refused, too_large
from archive.views.errors import Missing
from archive.views.paging import page

PER_PAGE = 50
MOST_OPEN = 10  # uploads of one editor that wait for an answer
OUTCOMES = {
    "created": gettext_lazy("nouveaux"),
    "updated": gettext_lazy("mis à jour"),
    "unchanged": gettext_lazy("déjà là"),
    "duplicate": gettext_lazy("doublons"),
    "rejected": gettext_lazy("refusés"),
}
OUTCOME = {
    "created": gettext_lazy("nouveau"),
    "updated": gettext_lazy("mis à jour"),
    "unchanged": gettext_lazy("déjà là"),
    "duplicate": gettext_lazy("doublon"),
    "rejected": gettext_lazy("refusé"),
}
DOUBTFUL = gettext_lazy("à vérifier")

Narrowing = tuple[str, str | Promise, int]  # the name of a list, its label, how many are in it


@csrf_exempt  # asked for below, once it is sure that an editor sends and how much may come
@needs("archive.import")
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: DeskRequest) -> HttpResponse:
    """Show what waits and what was brought in; posted to, it takes files."""
    if request.method != "POST":
        return _list(request, UploadForm())
    receiver = Receiver(request)
    request.upload_handlers = [receiver]
    is_taken = False
    try:
        _read(request, receiver)
        if receiver.problem:  # told without looking at the fields, which may not have come
            form = UploadForm({"format": "auto"} | request.POST.dict())
            form.add_error(None, receiver.problem)
            return _list(request, form, status=413)
        response = csrf_protect(_receive)(request, receiver)
        is_taken = receiver.upload is not None
    finally:
        if not is_taken:
            receiver.discard()
    return response


def _read(request: DeskRequest, receiver: Receiver) -> None:
    try:
        _fields = request.POST  # with which the files come
    except TooManyFilesSent:
        receiver.problem = _("Trop de fichiers en un envoi : réunissez-les dans une archive .zip.")
    except (MultiPartParserError, OSError):
        receiver.problem = _("L’envoi a été interrompu : recommencez-le.")


def _receive(request: DeskRequest, receiver: Receiver) -> HttpResponse:
    form = UploadForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    try:
        _refuse_too_many(request)
        upload = receiver.keep(by=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _list(request, form, status=422)
    uploads.begin()
    return redirect("upload", upload.pk)


def _refuse_too_many(request: DeskRequest) -> None:
    if _own_waiting(request) >= MOST_OPEN:
        message = _(
            "Trop d’envois attendent déjà votre réponse : importez-les ou retirez-les d’abord."
        )
        raise Refused(message)


def _own_waiting(request: DeskRequest) -> int:
    return Upload.objects.open().filter(by=request.user).count()


def _list(request: DeskRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    uploads.begin()  # what a restart has interrupted
    events = Import.objects.select_related("by", "operation")
    listing = page(request, events, per_page=PER_PAGE)
    counts = _counts(listing.object_list)
    context = {
        "form": form,
        "largest": settings.UPLOAD_LARGEST,
        "largest_mb": settings.UPLOAD_LARGEST // MEGABYTE,
        "refusal": too_large(),
        "own_waiting": _own_waiting(request),
        "most_open": MOST_OPEN,
        "page": listing,
        "events": [(event, counts[event.pk]) for event in listing],
        "waiting": Upload.objects.open().select_related("by").annotate(size_read=Count("items")),
    }
    return render(request, "desk/imports.html", context, status=status)


def _counts(events: Iterable[Import]) -> dict[int, list[tuple[str | Promise, int]]]:
    """Return {import's id: [(outcome in words, how many)]}, but for outcomes that none had."""
    numbers = [event.pk for event in events]
    items = ImportItem.objects.filter(import_event__in=numbers).order_by()
    rows = items.values_list("import_event", "outcome").annotate(Count("pk"))
    counts: dict[int, dict[str, int]] = {number: {} for number in numbers}
    for number, outcome, count in rows:
        counts[number][outcome] = count
    return {number: _in_words(counts[number]) for number in numbers}


def _in_words(counts: dict[str, int]) -> list[tuple[str | Promise, int]]:
    """Return [(« doublons », 3), (« refusé », 1)] of {outcome: how many}."""
    outcomes: list[tuple[str | Promise, int]] = []
    for name, label, count in _narrowings(counts):
        if count == 1:
            outcomes.append((OUTCOME[name], count))
        else:
            outcomes.append((label, count))
    return outcomes


def _narrowings(counts: dict[str, int]) -> list[Narrowing]:
    """Return the lists that the items of an import can be narrowed to, by their outcome."""
    narrowings: list[Narrowing] = []
    for name, label in OUTCOMES.items():
        count = counts.get(name, 0)
        if count:
            narrowings.append((name, label, count))
    return narrowings


# What files would come to


@needs("archive.import")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: DeskRequest, number: int) -> HttpResponse:
    """Show what was sent: followed while it is read, then chosen from and confirmed."""
    upload = Upload.objects.select_related("by", "event").filter(pk=number).first()
    if not upload:
        raise Missing(_("Cet envoi n’est plus là : il a été retiré."))
    if not is_theirs(request, upload):
        raise PermissionDenied
    if request.method == "POST":
        return _press(request, upload)
    uploads.begin()
    if upload.event:
        return redirect("import", upload.event.pk)
    if upload.is_ready and not request.GET and _waits_for_columns(upload):
        return redirect("columns", upload.pk)
    if upload.is_ready:
        return _preview(request, upload)
    return _reading(request, upload)


def _waits_for_columns(upload: Upload) -> bool:
    """Return True where nothing can be chosen, and a table is there whose columns are unknown."""
    unknown = [table for table in _tables(upload) if not table.gives_text]
    return bool(unknown) and not upload.items.exclude(outcome="rejected").exists()


def _tables(upload: Upload) -> list[MetTable]:
    return [MetTable(**table) for table in upload.tables.values()]


def is_theirs(request: DeskRequest, upload: Upload) -> bool:
    """Return True where whoever asks may decide on the upload."""
    return upload.by == request.user or request.user.is_superuser


def _reading(request: DeskRequest, upload: Upload) -> HttpResponse:
    context = {
        "upload": upload,
        "done": upload.items.count(),
        "going": upload.is_in_reading,
    }
    return render(request, "desk/import_reading.html", context)


def _preview(request: DeskRequest, upload: Upload, form: KeepingForm | None = None) -> HttpResponse:
    only = request.GET.get("only", "")
    rows = _narrowed(upload, only).defer("text", "fields")
    listing = page(request, rows, per_page=PER_PAGE)
    outcomes = upload.items.order_by().values_list("outcome")
    counts = Counter(dict(outcomes.annotate(Count("pk"))))
    narrowings = _narrowings(counts)
    doubtful = upload.items.filter(doubtful=True).count()
    if doubtful:
        narrowings.append(("doubts", DOUBTFUL, doubtful))
    numbers = {item.row["id"] for item in listing if item.row["id"]}
    editorials = Editorial.objects.only(*TITLED).in_bulk(numbers)
    items = []
    for item in listing:
        items.append((item, OUTCOME[item.outcome], editorials.get(item.row["id"])))
    context = {
        "upload": upload,
        "only": only,
        "page": listing,
        "items": items,
        "narrowings": narrowings,
        "total": counts.total(),
        "may_be_chosen": counts.total() > counts["rejected"],
        "chosen": upload.chosen.count(),
        "new": upload.chosen.filter(outcome="created").count(),
        "identifying_marks": list(
            dict.fromkeys(chain.from_iterable(map(identifying_marks, _tables(upload))))
        ),
        "untaken": list(dict.fromkeys(chain.from_iterable(map(untaken, _tables(upload))))),
        "keeping": form or KeepingForm.of(upload),
    }
    status = 422 if form else 200
    return render(request, "desk/import_preview.html", context, status=status)


def _narrowed(upload: Upload, only: str) -> QuerySet:
    """Return the items of one outcome, or those with doubts; raise Missing for another list."""
    rows = upload.items.order_by("number")
    if not only:
        return rows
    if only == "doubts":
        return rows.filter(doubtful=True)
    if only not in OUTCOMES:
        raise Missing(_("L’aperçu n’a pas de telle liste."))
    return rows.filter(outcome=only)


def _press(request: DeskRequest, upload: Upload) -> HttpResponse:
    """Do what a button asks for; where it is too late for that, tell so."""
    button = request.POST.get("do", "")
    if button == "drop" and upload.drop():
        messages.success(request, _("L’envoi est retiré ; rien n’en reste."))
        return redirect("imports")
    if button == "resume" and upload.resume():
        return redirect("upload", upload.pk)
    if button == "stop" and upload.stop():
        uploads.begin()
        return redirect("import", upload.event_id)
    if upload.event:
        messages.info(request, _("Cet envoi est déjà confirmé."))
        return redirect("import", upload.event.pk)
    if not upload.is_ready:
        messages.error(request, _("Cet envoi n’est pas encore lu."))
        return redirect("upload", upload.pk)
    return _choose(request, upload, button)


def _choose(request: DeskRequest, upload: Upload, button: str) -> HttpResponse:
    """Keep the ticks of the page that was sent, then go where the button leads.

    On in the preview, to another list of it, or to the import.
    """
    only = request.POST.get("only", "")
    rows = _narrowed(upload, only)
    if button in ("all", "none"):
        rows.update(left_out=button == "none")
    else:
        ticks = Ticks.read(request.POST)
        upload.items.filter(number__in=ticks.unticked).update(left_out=True)
        upload.items.filter(number__in=ticks.ticked).update(left_out=False)
    if "keywords" in request.POST:
        form = KeepingForm(request.POST)
        if not form.is_valid():
            return _preview(request, upload, form)
        upload.keep(form.cleaned_data["keywords"], form.mended())
    if button == "confirm":
        return _confirm(request, upload)
    if button == "rule":
        return redirect(reverse("import_rules", query={"upload": upload.pk}))
    query = {}
    narrowing, number = request.POST.get("narrow", only), request.POST.get("page", "")
    if narrowing:
        query["only"] = narrowing
    if number:
        query["page"] = number
    return redirect(reverse("upload", args=[upload.pk], query=query))


def _confirm(request: DeskRequest, upload: Upload) -> HttpResponse:
    if not upload.chosen.exists():
        messages.error(request, _("Rien n’est choisi : il n’y a rien à importer."))
        return redirect("upload", upload.pk)
    upload.confirm()
    uploads.begin()
    upload.refresh_from_db()
    return redirect("import", upload.event_id)


# What became of it


@needs("archive.import")
def event(request: DeskRequest, number: int) -> HttpResponse:
    """Show an import, by the web or not: what became of each item, as long as it goes on."""
    event = get_object_or_404(Import.objects.select_related("by", "operation"), pk=number)
    only = request.GET.get("only", "")
    if only and only not in OUTCOMES:
        raise Missing(_("Cet import n’a pas de telle liste."))
    uploads.begin()
    rows = event.items.select_related("editorial__publication").order_by("number")
    if only:
        rows = rows.filter(outcome=only)
    upload = Upload.objects.open().filter(event=event).first()
    listing = page(request, rows, per_page=PER_PAGE)
    counts = event.counts()
    brought_in = event.items.order_by().values("editorial")
    context = {
        "event": event,
        "upload": upload,
        "mine": upload and is_theirs(request, upload),
        "going": upload and upload.is_waiting,
        "may_undo": _may_undo(request, event),
        "expected": 0,
        "done": sum(counts.values()),
        "only": only,
        "page": listing,
        "items": [(item, OUTCOME[item.outcome]) for item in listing],
        "narrowings": _narrowings(counts),
        "doubtful": Editorial.objects.doubtful().filter(pk__in=brought_in).count(),
    }
    if upload:
        expected = upload.items.count()
        context["expected"] = expected
        context["rate"] = event.rate(sum(counts.values()))
        context["minutes_left"] = event.minutes_left(sum(counts.values()), expected)
    return render(request, "desk/import.html", context)


def _may_undo(request: DeskRequest, event: Import) -> bool:
    if event.is_running or event.is_undone or not event.operation:
        return False
    return event.operation.may_be_undone_by(request.user)
