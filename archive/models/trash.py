"""The trash: an editorial that is thrown away can be brought back for thirty days, then it goes.

In the trash it is an editorial of another state, with all that it has; since when and from which
state it is there, the history tells.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models.bulk import Bulk
from archive.models.changes import Change, ChangeQuerySet
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.editorials import Editorial
from archive.models.operations import Operation, OperationKind
from archive.models.states import State
from archive.models.stores import EDITORIALS, LETTERS

KEPT = timedelta(days=30)
TRASHED = Editorial.State.TRASHED.value
NAMED = 20  # editorials that the history names by their numbers where they go


def put(ids: Iterable[int], by, why: str) -> Operation:
    """Throw editorials away, as one operation; without a row where they are in the trash."""
    with Operation.objects.recording(OperationKind.DELETE, by, why) as operation:
        Bulk(values={"state": TRASHED}).apply_within(operation, ids, by)
    return operation


def take_out(ids: Iterable[int], by) -> Operation:
    """Bring editorials back as they were, as one operation; what is not in the trash stays."""
    reason = _("Sorti de la corbeille")
    with (
        Operation.objects.recording(OperationKind.EDIT, by, reason) as operation,
        operation.noting(EDITORIALS, list(ids), ["state"]) as before,
    ):
        trashed = [pk for pk, state in before.items() if state and state["state"] == TRASHED]
        discards = newest_discards(trashed)
        targets: dict[int, State] = {}
        for pk in trashed:
            targets[pk] = {"state": former_state(discards.get(pk))}
        EDITORIALS.write(targets)
    return operation


def former_state(discard: Change | None) -> str:
    """Return the state from which a change has put an editorial into the trash.

    A draft, where nothing tells.
    """
    if discard is None or not discard.before:
        return Editorial.State.DRAFT.value
    return discard.before["state"]


def is_discarded_draft(editorial: Editorial) -> bool:
    """Return True for one in the trash that was a draft: nobody is told that it was ever here."""
    if not editorial.is_in_trash:
        return False
    discard = newest_discards([editorial.pk]).get(editorial.pk)
    return former_state(discard) == Editorial.State.DRAFT


def is_any_told(editorials: EditorialQuerySet) -> bool:
    """Return True if readers are told of any of these that it is gone."""
    if editorials.withdrawn().exists():
        return True
    trashed = list(editorials.in_trash().values_list("pk", flat=True))
    discards = newest_discards(trashed)
    return any(former_state(discards.get(pk)) != Editorial.State.DRAFT for pk in trashed)


def newest_discards(ids: Iterable[int]) -> dict[int, Change]:
    """Return {editorial's number: the change that put it into the trash last}."""
    rows = _discards().filter(object_id__in=list(ids)).select_related("operation__by")
    newest: dict[int, Change] = {}
    for change in rows:
        newest.setdefault(change.object_id, change)
    return newest


def _discards() -> ChangeQuerySet:
    changes = Change.objects.filter(model=EDITORIALS.name, after__state=TRASHED)
    return changes.order_by("-operation_id")


def contents(until: datetime | None = None) -> EditorialQuerySet:
    """Return what is in the trash, each with `since`, the last thrown away first.

    With `until`, what was thrown away by then. `since` is None where the history does not tell:
    such a one does not go by itself.
    """
    moments = _discards().filter(object_id=OuterRef("pk")).values("operation__at")[:1]
    rows = Editorial.objects.in_trash().annotate(since=Subquery(moments))
    if until is not None:
        rows = rows.filter(since__lte=until)
    return rows.order_by("-since", "-pk")


def empty(most: int) -> int:
    """Delete for good what has been in the trash for KEPT, so many at most; return how many went.

    Their history goes, too: no undo brings back what it holds of them. The capture files stay.
    """
    limit = timezone.now() - KEPT
    ids = list(contents(limit).values_list("pk", flat=True)[:most])
    gone = [pk for pk in ids if _erase(pk, limit)]
    if gone:
        Operation.objects.create(kind=OperationKind.DELETE, why=_reason(gone))
    return len(gone)


@transaction.atomic
def _erase(number: int, limit: datetime) -> bool:
    """Delete an editorial with its history; return False where somebody has brought it back."""
    Editorial.objects.select_for_update().filter(pk=number).values_list("pk").first()
    editorial = contents(limit).filter(pk=number).first()
    if editorial is None:
        return False
    letters = list(editorial.letters.values_list("pk", flat=True))
    Change.objects.filter(model=LETTERS.name, object_id__in=letters).delete()
    Change.objects.filter(model=EDITORIALS.name, object_id=number).delete()
    editorial.delete()
    return True


def _reason(gone: list[int]) -> str:
    numbers = ", ".join(map(str, sorted(gone)[:NAMED]))
    if len(gone) > NAMED:
        numbers = f"{numbers}…"
    told = ngettext(
        "%(n)s éditorial effacé après 30 jours à la corbeille : n° %(numbers)s",
        "%(n)s éditoriaux effacés après 30 jours à la corbeille : n° %(numbers)s",
        len(gone),
    )
    return told % {"n": len(gone), "numbers": numbers}
