"""The undo of a large operation, in portions that each are a transaction: others save meanwhile.

Killed at any moment it is gone on with: what a portion did is among the changes of the undo.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from archive.models import undoing
from archive.models.changes import ChangeQuerySet
from archive.models.operations import AlreadyUndone, Operation, OperationKind
from archive.models.stores import EDITORIALS

PORTION = 500  # editorials


@transaction.atomic
def begin(operation: Operation, by=None, why: str = "") -> Operation:
    """Return the row of an undo of which nothing is done yet. Raises AlreadyUndone."""
    locked = Operation.objects.select_for_update().get(pk=operation.pk)
    if locked.undone:
        raise AlreadyUndone(_("Cette opération est déjà annulée."))
    reason = why[: Operation.LONGEST_REASON]
    return Operation.objects.create(kind=OperationKind.UNDO, by=by, why=reason, undoes=locked)


def go_on(undo: Operation) -> Iterator[None]:
    """Go on with an undo to its end, a step a portion.

    What made or deleted editorials is one portion: what they bear comes and goes with them.
    """
    assert undo.undoes is not None, "`begin` has set it"
    changes = undo.undoes.changes.all()
    of_editorials = changes.filter(model=EDITORIALS.name)
    if of_editorials.filter(Q(before__isnull=True) | Q(after__isnull=True)).exists():
        _undo(undo, changes)
    else:
        others = changes.exclude(model=EDITORIALS.name)
        _undo(undo, others.filter(after__isnull=True))  # tags that are made again are borne again
        yield
        after = _reached(undo)
        while ids := _portion(of_editorials, after):
            _undo(undo, of_editorials.filter(object_id__in=ids))
            after = ids[-1]
            yield
        _undo(undo, others.filter(after__isnull=False))
    undo.conclude()
    yield


def _portion(of_editorials: ChangeQuerySet, after: int) -> list[int]:
    following = of_editorials.filter(object_id__gt=after).order_by("object_id")
    return list(following.values_list("object_id", flat=True)[:PORTION])


def _reached(undo: Operation) -> int:
    """Return the last editorial that an interrupted undo has changed, or left with a conflict."""
    changed = undo.changes.filter(model=EDITORIALS.name).order_by("-object_id")
    numbers = list(changed.values_list("object_id", flat=True)[:1])
    for conflict in undo.conflicts:
        if conflict["model"] == EDITORIALS.name:
            numbers.append(conflict["id"])
    return max(numbers, default=0)


@transaction.atomic
def _undo(undo: Operation, changes: ChangeQuerySet) -> None:
    """Undo some changes as a part of an undo, and note what they left as it was."""
    with undo.going_on():
        conflicts = undoing.undo(changes, undo.noting)
    for conflict in conflicts:
        if conflict not in undo.conflicts:
            undo.conflicts.append(conflict)
    undo.save(update_fields=["conflicts"])
