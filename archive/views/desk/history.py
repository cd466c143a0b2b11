"""What was changed, by whom and why; each operation can be undone."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from archive import text
from archive.models import (
    AlreadyUndone,
    Change,
    Editorial,
    Operation,
    OperationKind,
    differences,
    subjects,
)
from archive.views.desk import operation_lists
from archive.views.desk.access import DeskRequest, needs
from archive.views.desk.operation_lists import newest_operations
from archive.views.paging import page
from archive.workers import changes as large_changes

PER_PAGE = 50
DONE_ASIDE = (  # where there are many
    OperationKind.BULK,
    OperationKind.MERGE,
    OperationKind.SPLIT,
    OperationKind.UNDO,
)
STAMP = 16  # characters of the hash of an editor's session that a feed's key holds


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def operations(request: DeskRequest) -> HttpResponse:
    """Show the operations that the address narrows to, newest first; posted to, undo the chosen."""
    if request.method == "POST":
        operation_lists.undo_chosen(request, PER_PAGE)
        asked = request.GET.copy()
        asked.pop("ticked", None)
        return redirect(f"{request.path}?{asked.urlencode()}")
    rows = operation_lists.narrowed(newest_operations(), request.GET)
    listing = page(request, rows, per_page=PER_PAGE)
    listed = operation_lists.told(listing)
    operation_lists.mark_undoable(listed, request.user)
    context = {
        "page": listing,
        "operations": listed,
        "has_undoable": any(row.is_undoable for row in listed),
        "are_ticked": "ticked" in request.GET,
        "kinds": OperationKind.choices,
        "kind": request.GET.get("kind", ""),
        "people": operation_lists.people(),
        "person": request.GET.get("person", ""),
        "day": request.GET.get("day", ""),
        "feed": f"{reverse('operations_feed')}?{urlencode({'key': _key(request.user)})}",
    }
    return render(request, "desk/operations.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Give the latest operations as Atom.

    Feed readers do not log in: the `key` in the address says whose it is, and is worth nothing once
    that editor has another password, or is none any more.
    """
    user = _owner(request.GET.get("key", ""))
    if not (user and user.is_active and user.has_perm("archive.edit")):
        raise PermissionDenied
    address = request.build_absolute_uri(reverse("operations"))
    atom = Atom1Feed(
        title=f"{_('Historique')} — {settings.SITE_NAME}",
        link=address,
        description=None,
        feed_guid=address,
    )
    for operation in newest_operations()[:PER_PAGE]:
        address = request.build_absolute_uri(reverse("operation", args=[operation.pk]))
        _add_entry(atom, operation, operation.size, address)
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _add_entry(atom: Atom1Feed, operation: Operation, size: int, address: str) -> None:
    title = capfirst(str(operation))
    if operation.why:
        title = f"{title} — {operation.why}"
    author = None
    if operation.by:
        author = str(operation.by)
    atom.add_item(
        title=text.seen_line(title),
        link=address,
        description=ngettext("%(n)s objet changé", "%(n)s objets changés", size) % {"n": size},
        pubdate=operation.at,
        updateddate=operation.at,
        author_name=author,
    )


def _key(user: User) -> str:
    """Return what lets a feed reader read as that editor."""
    return signing.dumps([user.pk, _stamp(user)], salt="operations")


def _owner(key: str) -> User | None:
    """Return whose key it is; None where it is nobody's, or is worth nothing any more."""
    try:
        pk, stamp = signing.loads(key, salt="operations")
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk).first()
    if user and _stamp(user) == stamp:
        return user
    return None


def _stamp(user: User) -> str:
    """Return what changes with the editor's password."""
    return user.get_session_auth_hash()[:STAMP]


@needs("archive.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def operation(request: DeskRequest, number: int) -> HttpResponse:
    """Show an operation with its changes; posted to, it is undone."""
    rows = Operation.objects.select_related("by", "undoes", "import_event")
    operation = get_object_or_404(rows, pk=number)
    may_undo = operation.may_be_undone_by(request.user)
    if request.method == "POST":
        if not may_undo:
            raise PermissionDenied
        return _undo(request, operation)
    listing = page(request, operation.changes.listed().order_by("pk"), per_page=PER_PAGE)
    listed = list(listing.object_list)
    differences_of, names = differences(listed), subjects(listed)
    changes = []
    for row in listed:
        name = names.get((row.model, row.object_id), "")
        changes.append((row, name, _address(row), differences_of[row.pk]))
    expected = None
    if operation.kind in DONE_ASIDE:
        expected = large_changes.expected(operation)
    if expected is not None:
        large_changes.go_on()  # what a restart has interrupted
    context = {
        "operation": operation,
        "may_undo": may_undo and not operation.undone,
        "page": listing,
        "changes": changes,
        "undos": operation.undos.select_related("by"),
        "expected": expected,
        "done": _done(operation) if expected is not None else 0,
    }
    return render(request, "desk/operation.html", context)


def _done(operation: Operation) -> int:
    """Return how many objects an operation has changed so far; but for an undo, editorials."""
    changes = operation.changes.listed()
    if operation.kind != OperationKind.UNDO:
        changes = changes.filter(model="editorial")
    return changes.count()


def _undo(request: DeskRequest, operation: Operation) -> HttpResponse:
    why = request.POST.get("why", "").strip()
    try:
        if operation.changes.count() > large_changes.LARGE_UNDO:
            undo = large_changes.begin_undo(operation, request.user, why)
            messages.info(request, _("C’est en cours : cette page dit ce qui est fait."))
            return redirect("operation", undo.pk)
        undo = operation.undo(by=request.user, why=why)
    except AlreadyUndone as error:
        messages.error(request, str(error))
        return redirect("operation", operation.pk)
    if undo.pk is None:
        messages.info(request, _("Il n’y avait rien à annuler."))
        return redirect("operation", operation.pk)
    message = _("L’opération est annulée.")
    if undo.conflicts:
        message = _("Elle n’est annulée qu’en partie.")
    messages.success(request, message)
    return redirect("operation", undo.pk)


@needs("archive.edit")
def of_editorial(request: DeskRequest, number: int) -> HttpResponse:
    """Show the history of an editorial, newest first."""
    editorial = get_object_or_404(Editorial, pk=number)
    rows = Change.objects.of(editorial).select_related("operation__by", "operation__undoes")
    listing = page(request, rows, per_page=PER_PAGE)
    changes = list(listing.object_list)
    differences_of = differences(changes)
    context = {
        "editorial": editorial,
        "page": listing,
        "changes": [(change, differences_of[change.pk]) for change in changes],
    }
    return render(request, "desk/history.html", context)


def _address(change: Change) -> str:
    """Return where the object is seen; "" where that is not known without asking for it."""
    if change.model == "letter":
        return reverse("desk_letter", args=[change.object_id])
    if change.model != "editorial":
        return ""
    return reverse("editorial_history", args=[change.object_id])
