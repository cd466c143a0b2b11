"""What was changed, by whom and why; each operation can be undone."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from archive.models import (
    AlreadyUndone,
    Change,
    Editorial,
    Operation,
    OperationKind,
    differences,
    subjects,
)
from archive.models.names import UNSEEN
from archive.views.desk.access import needs
from archive.views.errors import Missing
from archive.views.paging import page

PER_PAGE = 50


@needs("archive.edit")
def operations(request: HttpRequest) -> HttpResponse:
    """All operations, newest first; of one kind where the address says which."""
    found = (
        Operation.objects.select_related("by", "undoes")
        .annotate(size=Count("changes"))
        .order_by("-at", "-pk")
    )
    kind = request.GET.get("kind", "")
    if kind and kind not in OperationKind.values:
        raise Missing(_("Il n’y a pas d’opérations de ce genre."))
    found = found.filter(kind=kind) if kind else found
    context = {
        "page": page(request, found, per_page=PER_PAGE),
        "kinds": OperationKind.choices,
        "kind": kind,
        "feed": f"{reverse('operations_feed')}?{urlencode({'key': _key(request.user)})}",
    }
    return render(request, "desk/operations.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The latest operations as Atom. Feed readers do not log in: the `key` in the address says whose it is, and is worth
    nothing once that editor has another password, or is none any more."""
    user = _owner(request.GET.get("key", ""))
    if not (user and user.is_active and user.has_perm("archive.edit")):
        raise PermissionDenied
    address = request.build_absolute_uri(reverse("operations"))
    made = Atom1Feed(
        title=f"{_('Historique')} — {settings.SITE_NAME}",
        link=address,
        description=None,
        feed_guid=address,
    )
    for one in (
        Operation.objects.select_related("by")
        .annotate(size=Count("changes"))
        .order_by("-at", "-pk")[:PER_PAGE]
    ):
        made.add_item(
            title=UNSEEN.sub(
                "", f"{capfirst(str(one))} — {one.why}" if one.why else capfirst(str(one))
            ),
            link=request.build_absolute_uri(reverse("operation", args=[one.pk])),
            description=ngettext("%(n)s objet changé", "%(n)s objets changés", one.size)
            % {"n": one.size},
            pubdate=one.at,
            updateddate=one.at,
            author_name=str(one.by) if one.by else None,
        )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


def _key(user) -> str:
    return signing.dumps([user.pk, user.get_session_auth_hash()[:16]], salt="operations")


def _owner(key: str):
    try:
        pk, stamp = signing.loads(key, salt="operations")
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = get_user_model().objects.filter(pk=pk).first()
    return user if user and user.get_session_auth_hash()[:16] == stamp else None


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def operation(request: HttpRequest, number: int) -> HttpResponse:
    """One operation with its changes; posted to, it is undone."""
    found = get_object_or_404(Operation.objects.select_related("by", "undoes"), pk=number)
    if request.method == "POST":
        if not found.may_be_undone_by(request.user):
            raise PermissionDenied
        return _undo(request, found)
    shown = page(request, found.changes.order_by("pk"), per_page=PER_PAGE)
    rows = list(shown.object_list)
    said, names = differences(rows), subjects(rows)
    context = {
        "operation": found,
        "may_undo": not found.undone and found.may_be_undone_by(request.user),
        "page": shown,
        "changes": [
            (row, names.get((row.model, row.object_id), ""), _address(row), said[row.pk])
            for row in rows
        ],
        "undos": found.undos.select_related("by"),
    }
    return render(request, "desk/operation.html", context)


def _undo(request: HttpRequest, operation: Operation) -> HttpResponse:
    try:
        undo = operation.undo(by=request.user, why=request.POST.get("why", "").strip())
    except AlreadyUndone as error:
        messages.error(request, str(error))
        return redirect("operation", operation.pk)
    if undo.pk is None:
        messages.info(request, _("Il n’y avait rien à annuler."))
        return redirect("operation", operation.pk)
    messages.success(
        request,
        _("L’opération est annulée.")
        if not undo.conflicts
        else _("Elle n’est annulée qu’en partie."),
    )
    return redirect("operation", undo.pk)


@needs("archive.edit")
def of_editorial(request: HttpRequest, number: int) -> HttpResponse:
    """The history of one editorial, newest first."""
    editorial = get_object_or_404(Editorial, pk=number)
    changes = Change.objects.of(editorial).select_related("operation__by", "operation__undoes")
    shown = page(request, changes, per_page=PER_PAGE)
    rows = list(shown.object_list)
    said = differences(rows)
    context = {
        "editorial": editorial,
        "page": shown,
        "changes": [(row, said[row.pk]) for row in rows],
    }
    return render(request, "desk/history.html", context)


def _address(change: Change) -> str:
    """Where the object is seen; "" where that is not known without asking for it."""
    return (
        reverse("editorial_history", args=[change.object_id]) if change.model == "editorial" else ""
    )
