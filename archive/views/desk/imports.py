"""Importing by the web: files are sent, what they would come to is seen, some of it is chosen, confirmed, followed and,
if need be, undone. The work itself is done by a process of its own: see `ingest.uploads`."""

from collections import Counter

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from archive.forms import UploadForm
from archive.ingest.entering import uploads
from archive.models import Editorial, Import, ImportItem, Upload, UploadState
from archive.views.desk.access import needs
from archive.views.desk.receiving import Receiver, Refused, too_large
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


@csrf_exempt  # asked for below, once it is sure that whoever sends is an editor and how much may come
@needs("archive.import")
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """What waits and what was brought in; posted to, it takes files."""
    if request.method != "POST":
        return _list(request, UploadForm())
    receiver = Receiver(request)
    request.upload_handlers = [receiver]
    upload = None
    try:
        _read(request, receiver)
        if receiver.problem:  # said without looking at the rest, which may not have come
            form = UploadForm({"format": "auto"} | request.POST.dict())
            form.add_error(None, receiver.problem)
            return _list(request, form, status=413)
        response, upload = csrf_protect(_received)(request, receiver), receiver.upload
    finally:
        if not upload:
            receiver.discard()
    return response


def _read(request: HttpRequest, receiver: Receiver) -> None:
    try:
        _fields = request.POST  # with which the files come
    except TooManyFilesSent:
        receiver.problem = _("Trop de fichiers en un envoi : réunissez-les dans une archive .zip.")
    except (MultiPartParserError, OSError):
        receiver.problem = _("L’envoi a été interrompu : recommencez-le.")


def _received(request: HttpRequest, receiver: Receiver) -> HttpResponse:
    form = UploadForm(request.POST)
    if form.is_valid():
        try:
            if Upload.objects.open().filter(by=request.user).count() >= MOST_OPEN:
                raise Refused(
                    _(
                        "Trop d’envois attendent déjà votre réponse : importez-les ou retirez-les d’abord."
                    )
                )
            upload = receiver.kept(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            uploads.begin()
            return redirect("upload", upload.pk)
    return _list(request, form, status=422)


def _list(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    uploads.begin()  # what a restart has interrupted
    shown = page(request, Import.objects.select_related("by", "operation"), per_page=PER_PAGE)
    counts = _counts(shown.object_list)
    context = {
        "form": form,
        "most": settings.UPLOAD_LARGEST,
        "most_mb": settings.UPLOAD_LARGEST // 2**20,
        "beyond": too_large(),
        "page": shown,
        "events": [(event, counts[event.pk]) for event in shown],
        "waiting": Upload.objects.open().select_related("by").annotate(size_read=Count("items")),
    }
    return render(request, "desk/imports.html", context, status=status)


def _counts(events) -> dict[int, list[tuple[str, int]]]:
    """{import's id: [(outcome in words, how many)]}, those that there are."""
    rows = ImportItem.objects.filter(import_event__in=[event.pk for event in events]).order_by()
    counted = {
        (event, outcome): n
        for event, outcome, n in rows.values_list("import_event", "outcome").annotate(Count("pk"))
    }
    return {
        event.pk: [
            (OUTCOME[name] if n == 1 else label, n)
            for name, label in OUTCOMES.items()
            if (n := counted.get((event.pk, name)))
        ]
        for event in events
    }


# What files would come to


@needs("archive.import")
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """What was sent: followed while it is read, then chosen from and confirmed."""
    found = Upload.objects.select_related("by", "event").filter(pk=number).first()
    if not found:
        raise Missing(_("Cet envoi n’est plus là : il a été retiré."))
    if found.by != request.user and not request.user.is_superuser:
        raise PermissionDenied
    if request.method == "POST":
        return _done(request, found)
    uploads.begin()
    if found.event:
        return redirect("import", found.event.pk)
    return (
        _preview(request, found) if found.state == UploadState.READY else _reading(request, found)
    )


def _reading(request: HttpRequest, upload: Upload) -> HttpResponse:
    context = {
        "upload": upload,
        "done": upload.items.count(),
        "going": upload.state == UploadState.READING,
    }
    return render(request, "desk/import_reading.html", context)


def _preview(request: HttpRequest, upload: Upload) -> HttpResponse:
    only = request.GET.get("only", "")
    shown = page(request, _narrowed(upload, only), per_page=PER_PAGE)
    counts = Counter(dict(upload.items.order_by().values_list("outcome").annotate(Count("pk"))))
    doubtful = upload.items.filter(doubtful=True).count()
    known = Editorial.objects.only("title", "title_supplied", "slug").in_bulk(
        {one.said["id"] for one in shown if one.said["id"]}
    )
    narrowings = [(name, label, counts[name]) for name, label in OUTCOMES.items() if counts[name]]
    context = {
        "upload": upload,
        "only": only,
        "page": shown,
        "items": [(one, OUTCOME[one.outcome], known.get(one.said["id"])) for one in shown],
        "narrowings": [*narrowings, *([("doubts", DOUBTFUL, doubtful)] if doubtful else [])],
        "total": counts.total(),
        "chosen": upload.chosen.count(),
        "new": upload.chosen.filter(outcome="created").count(),
    }
    return render(request, "desk/import_preview.html", context)


def _narrowed(upload: Upload, only: str) -> QuerySet:
    """The items of one outcome, or those with doubts; raises Missing."""
    if only and only not in (*OUTCOMES, "doubts"):
        raise Missing(_("L’aperçu n’a pas de telle liste."))
    rows = upload.items.order_by("number")
    return (
        rows.filter(doubtful=True)
        if only == "doubts"
        else rows.filter(outcome=only)
        if only
        else rows
    )


def _done(request: HttpRequest, upload: Upload) -> HttpResponse:
    """What was asked for by a button."""
    asked = request.POST.get("do", "")
    if asked == "drop" and upload.drop():
        messages.success(request, _("L’envoi est retiré ; rien n’en reste."))
        return redirect("imports")
    if asked == "resume" and upload.resume():
        return redirect("upload", upload.pk)
    if asked == "stop" and upload.stop():
        uploads.begin()
        return redirect("import", upload.event.pk)
    if upload.event:
        messages.info(request, _("Cet envoi est déjà confirmé."))
        return redirect("import", upload.event.pk)
    if upload.state != UploadState.READY:
        messages.error(request, _("Cet envoi n’est pas encore lu."))
        return redirect("upload", upload.pk)
    return _chosen(request, upload, asked)


def _chosen(request: HttpRequest, upload: Upload, asked: str) -> HttpResponse:
    """Keeps the ticks of the page that was sent, then goes where the button leads: on, elsewhere, or to the import."""
    only = request.POST.get("only", "")
    rows = _narrowed(upload, only)
    if asked in ("all", "none"):
        rows.update(left_out=asked == "none")
    else:
        _tick(upload, request.POST)
    if asked != "confirm":
        pairs = {"only": request.POST.get("narrow", only), "page": request.POST.get("page", "")}
        return redirect(
            reverse(
                "upload", args=[upload.pk], query={name: one for name, one in pairs.items() if one}
            )
        )
    if not upload.chosen.exists():
        messages.error(request, _("Rien n’est choisi : il n’y a rien à importer."))
        return redirect("upload", upload.pk)
    upload.confirm()
    uploads.begin()
    upload.refresh_from_db()
    return redirect("import", upload.event.pk)


def _tick(upload: Upload, params) -> None:
    shown = {int(one) for one in params.get("shown", "").split(",") if _is_number(one)}
    kept = {int(one) for one in params.getlist("keep") if _is_number(one)}
    upload.items.filter(number__in=shown - kept).update(left_out=True)
    upload.items.filter(number__in=shown & kept).update(left_out=False)


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 10


# What became of it


@needs("archive.import")
def event(request: HttpRequest, number: int) -> HttpResponse:
    """One import, by the web or not: what became of each item; followed as long as it goes on."""
    found = get_object_or_404(Import.objects.select_related("by", "operation"), pk=number)
    only = request.GET.get("only", "")
    if only and only not in OUTCOMES:
        raise Missing(_("Cet import n’a pas de telle liste."))
    uploads.begin()
    upload = Upload.objects.open().filter(event=found).first()
    rows = found.items.filter(outcome=only) if only else found.items.all()
    shown = page(
        request, rows.select_related("editorial__publication").order_by("number"), per_page=PER_PAGE
    )
    counts = found.counts()
    context = {
        "event": found,
        "upload": upload,
        "mine": upload and (upload.by == request.user or request.user.is_superuser),
        "going": upload and upload.state in Upload.WAITING,
        "may_undo": found.state == "done"
        and found.operation
        and found.operation.may_be_undone_by(request.user),
        "expected": upload.items.count() if upload else 0,
        "done": sum(counts.values()),
        "only": only,
        "page": shown,
        "items": [(one, OUTCOME[one.outcome]) for one in shown],
        "narrowings": [
            (name, label, counts[name]) for name, label in OUTCOMES.items() if counts.get(name)
        ],
        "doubtful": Editorial.objects.doubtful()
        .filter(pk__in=found.items.order_by().values("editorial"))
        .count(),
    }
    return render(request, "desk/import.html", context)
