"""A large change to many editorials, done by a worker in portions, all of one operation.

Killed at any moment, it goes on: what a portion has changed is among the operation's changes.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from archive.models import Bulk, Operation, OperationKind
from archive.models.settling import Settling
from archive.models.transfers import Parting, Transfer, Union
from archive.workers import CHANGES, task, unfinished

LARGE = 1_000  # editorials that are changed within a request, in some ten seconds
MOST = 100_000  # that are changed as one: their numbers are written into the task
PORTION = 500  # in a transaction: others save meanwhile

Together = Bulk | Settling | Transfer


@transaction.atomic
def begin(change: Together, ids: Iterable[int], by, why: str) -> Operation:
    """Queue a change, and return its operation, which has no changes yet."""
    reason = why[: Operation.LONGEST_REASON]
    kind = change.KIND if isinstance(change, Transfer) else OperationKind.BULK
    operation = Operation.objects.create(kind=kind, by=by, why=reason)
    change_together.enqueue(operation.pk, sorted(ids), change.as_json())
    return operation


def is_going(operation: Operation) -> bool:
    """Return True while an operation waits for a worker, or one is at it."""
    tasks = unfinished().filter(task_path=change_together.module_path)
    return tasks.filter(args_kwargs__args__0=operation.pk).exists()


@task(priority=CHANGES)
def change_together(number: int, ids: list[int], change: dict) -> None:
    """Go on with an operation until it is done, or is undone; a worker calls this."""
    try:
        together = _read(change)
        for start in range(0, len(ids), PORTION):
            if not _change(number, ids[start : start + PORTION], together):
                return
        if isinstance(together, Transfer):
            _finish(number, together)
    except ValidationError as error:
        _tell(number, " ".join(error.messages))
        raise


def _read(change: dict) -> Together:
    """Return what `begin` has written into the task."""
    if "kind" in change:
        return Settling.from_json(change)
    if "into" in change:
        return Union.from_json(change)
    if "part" in change:
        return Parting.from_json(change)
    return Bulk.from_json(change)


def _tell(number: int, reason: str) -> None:
    """Say with an operation why it is not done, or not to its end."""
    operation = Operation.objects.filter(pk=number).first()
    if operation:
        told = _("Interrompu : %(reason)s") % {"reason": reason}
        operation.why = f"{told} {operation.why}".strip()[: Operation.LONGEST_REASON]
        operation.save(update_fields=["why"])


@transaction.atomic
def _change(number: int, ids: list[int], change: Together) -> bool:
    """Change a portion; return False where there is no more to do."""
    operation = _in_force(number)
    if operation is None:
        return False
    changed = operation.changes.filter(model="editorial", object_id__in=ids)
    remaining = set(ids).difference(changed.values_list("object_id", flat=True))
    with operation.going_on():
        change.apply_within(operation, sorted(remaining), operation.by)
    return True


@transaction.atomic
def _finish(number: int, transfer: Transfer) -> None:
    """Do what is left once all portions are done."""
    operation = _in_force(number)
    if operation:
        with operation.going_on():
            transfer.finish(operation)


def _in_force(number: int) -> Operation | None:
    """Return an operation, held from others; None where it is gone, or undone meanwhile."""
    operation = Operation.objects.select_for_update().filter(pk=number).first()
    if operation is None or operation.undos.exists():
        return None
    return operation
