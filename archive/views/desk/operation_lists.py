"""Lists of operations: narrowed, each told by what it changed, and undone together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import figures
from archive.models import (
    AlreadyUndone,
    Change,
    Operation,
    OperationKind,
    differences,
    subjects,
)
from archive.models.stores import EDITORIALS, FORMER_ADDRESSES
from archive.views.desk.access import DeskRequest
from archive.views.desk.confirming import numbers
from archive.views.errors import Missing
from archive.workers import changes as large_changes

FEW = 5  # objects that an operation may have changed to be told by one of them
LONGEST_SHOWN = 200  # characters of a field that a list shows, before and after
YEARS = range(1970, 2200)  # of days that may be asked for


def newest_operations() -> QuerySet:
    """Return all operations, newest first, each with `size`: the number of objects it changed."""
    size = Count("changes", filter=~Q(changes__model=FORMER_ADDRESSES.name))
    rows = Operation.objects.select_related("by", "undoes", "import_event").annotate(size=size)
    return rows.order_by("-at", "-pk")


def narrowed(rows: QuerySet, asked: QueryDict) -> QuerySet:
    """Return those of the `kind`, by the `person` (a number) and of the `day` that are asked for.

    Raises Missing where one of these is none.
    """
    kind, person, day = asked.get("kind", ""), asked.get("person", ""), asked.get("day", "")
    if kind:
        if kind not in OperationKind.values:
            raise Missing(_("Il n’y a pas d’opérations de ce genre."))
        rows = rows.filter(kind=kind)
    if person:
        number = figures.typed(person)
        if number is None:
            raise Missing(_("Cette personne n’a rien changé."))
        rows = rows.filter(by=number)
    if day:
        rows = rows.filter(at__range=_hours(day))
    return rows


def _hours(typed: str) -> tuple[datetime, datetime]:
    """Return the first and the last moment of a day by the site’s clock. Raises Missing."""
    try:
        day: date | None = parse_date(typed)
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise Missing(_("Ce n’est pas un jour."))
    first, last = (datetime.combine(day, hour) for hour in (time.min, time.max))
    return timezone.make_aware(first), timezone.make_aware(last)


def people() -> QuerySet[User]:
    """Return the accounts that have changed anything."""
    return User.objects.filter(Exists(Operation.objects.filter(by=OuterRef("pk"))))


def told(operations: Iterable[Any]) -> list[Any]:
    """Return the operations; those about one object have its `subject` and `differences`.

    That is the only one that changed, or the only editorial: a tag that it made new goes with it.
    Of a field that is long it is told only that it changed. A bounded number of queries.
    """
    rows = list(operations)
    changes = _main_changes([row.pk for row in rows if row.size <= FEW])
    differences_of, names = differences(changes.values()), subjects(changes.values())
    for row in rows:
        change = changes.get(row.pk)
        if change:
            row.subject = names.get((change.model, change.object_id), "")
            row.differences = [_shown(*each) for each in differences_of[change.pk]]
    return rows


def _main_changes(operations: Sequence[int]) -> dict[int, Change]:
    """Return {operation: its change of the one object that it is about}."""
    by_operation = defaultdict(list)
    for change in Change.objects.listed().filter(operation__in=operations):
        by_operation[change.operation_id].append(change)
    main = {}
    for number, changes in by_operation.items():
        if len(changes) > 1:
            changes = [change for change in changes if change.model == EDITORIALS.name]
        if len(changes) == 1:
            main[number] = changes[0]
    return main


def _shown(label: str, before: str, after: str) -> tuple[str, str, str]:
    if len(before) + len(after) > LONGEST_SHOWN:
        return label, "", ""
    return label, before, after


def mark_undoable(operations: Iterable[Any], user: User) -> None:
    """Set of each operation whether this user may undo it together with others: `is_undoable`."""
    for row in operations:
        is_small = row.size <= large_changes.LARGE_UNDO
        row.is_undoable = is_small and not row.undone and row.may_be_undone_by(user)


def undo_chosen(request: DeskRequest, most: int) -> None:
    """Undo the operations that a form chooses (`undo`, numbers), the newest first; tell of it.

    Each is undone by one of its own; what is too large, or another’s, stays.
    """
    chosen = sorted(numbers(request.POST.getlist("undo")))[-most:]
    rows = list(newest_operations().filter(pk__in=chosen))
    mark_undoable(rows, request.user)
    undone = in_part = 0
    for row in rows:
        if not row.is_undoable:
            continue
        try:
            undo = row.undo(by=request.user)
        except AlreadyUndone:
            continue
        undone += not undo.conflicts
        in_part += bool(undo.conflicts)
    _tell(request, undone, in_part, len(chosen) - undone - in_part)


def _tell(request: HttpRequest, undone: int, in_part: int, left: int) -> None:
    if undone:
        message = ngettext("%(n)s opération annulée.", "%(n)s opérations annulées.", undone)
        messages.success(request, message % {"n": figures.number(undone)})
    if in_part:
        message = ngettext(
            "%(n)s opération n’est annulée qu’en partie.",
            "%(n)s opérations ne sont annulées qu’en partie.",
            in_part,
        )
        messages.warning(request, message % {"n": figures.number(in_part)})
    if left:
        message = ngettext("%(n)s opération reste.", "%(n)s opérations restent.", left)
        messages.warning(request, message % {"n": figures.number(left)})
    if not undone + in_part + left:
        messages.info(request, _("Rien n’est coché."))
