"""A large change to many editorials, or its undo, done by a worker in portions as one operation.

Killed at any moment, it goes on: what a portion has changed is among the operation's changes.
"""

from collections.abc import Callable, Iterable
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from archive import processes
from archive.models import AlreadyUndone, Bulk, Operation, OperationKind
from archive.models.settling import Settling
from archive.models.transfers import Parting, Transfer, Union
from archive.models.undoing import Noting, UndoInSteps, distinct
from archive.workers import CHANGES, is_queued, task, unfinished

LARGE = 1_000  # editorials that are changed within a request where there are workers
LARGE_HERE = 10_000  # the same without: a process is begun for more
LARGE_UNDO = 1_000  # objects whose changes are undone within a request, in some ten seconds
MOST = 100_000  # editorials that are changed as one: their numbers are written into the task
NICENESS = 5
WORKER = ("worker", "--until-empty")
PORTION = 500  # in a transaction: others save meanwhile

Together = Bulk | Settling | Transfer


@transaction.atomic
def begin(change: Together, ids: Iterable[int], by, why: str) -> Operation:
    """Queue a change, and return its operation, which has no changes yet."""
    reason = why[: Operation.LONGEST_REASON]
    kind = change.KIND if isinstance(change, Transfer) else OperationKind.BULK
    operation = Operation.objects.create(kind=kind, by=by, why=reason)
    change_together.enqueue(operation.pk, sorted(ids), change.as_json())
    transaction.on_commit(go_on)
    return operation


@transaction.atomic
def begin_undo(operation: Operation, by, why: str) -> Operation:
    """Queue the undo of an operation, and return that, which has no changes yet.

    Raises AlreadyUndone where it is undone, or is being undone.
    """
    row = Operation.objects.select_for_update().get(pk=operation.pk)
    if row.undone:
        raise AlreadyUndone(_("Cette opération est déjà annulée."))
    if any(is_going(undo) for undo in row.undos.all()):
        raise AlreadyUndone(_("Cette opération est en cours d’annulation."))
    reason = why[: Operation.LONGEST_REASON]
    undo = Operation.objects.create(kind=OperationKind.UNDO, by=by, why=reason, undoes=row)
    undo_together.enqueue(undo.pk)
    transaction.on_commit(go_on)
    return undo


def is_large(count: int) -> bool:
    """Return True for so many editorials that they are not changed within a request."""
    return count > (LARGE if is_queued() else LARGE_HERE)


def go_on() -> None:
    """Have what is queued done, where no worker does it: by a process of its own."""
    if not is_queued() and not processes.is_running(WORKER[0]):
        processes.begin(*WORKER, niceness=NICENESS)


def is_going(operation: Operation) -> bool:
    """Return True while an operation waits for a worker, or one is at it."""
    return expected(operation) is not None


def expected(operation: Operation) -> int | None:
    """Return how many objects an operation that goes on is about; None where it does not."""
    paths = (change_together.module_path, undo_together.module_path)
    queued = unfinished().filter(task_path__in=paths, args_kwargs__args__0=operation.pk).first()
    if queued is None:
        return None
    if operation.undoes:
        return operation.undoes.changes.listed().count()
    return len(queued.args_kwargs["args"][1])


@task(priority=CHANGES)
def undo_together(number: int) -> None:
    """Go on with an undo until it is done, or is undone itself; a worker calls this.

    What it refers to is given back first, then the editorials in portions, then the rest goes.
    """
    undo = Operation.objects.select_related("undoes").filter(pk=number).first()
    if undo is None or undo.undoes is None:
        return
    changes = undo.undoes.changes.all()
    steps = UndoInSteps(changes)
    if not _step(number, steps.give_back):
        return
    of_editorials = changes.filter(model="editorial").order_by("pk")
    ids = list(of_editorials.values_list("object_id", flat=True))
    for start in range(0, len(ids), PORTION):
        portion = ids[start : start + PORTION]
        done = undo.changes.filter(model="editorial", object_id__in=portion)
        remaining = sorted(set(portion).difference(done.values_list("object_id", flat=True)))
        if not _step(number, partial(steps.undo_editorials, remaining)):
            return
    if _step(number, steps.take_away):
        _conclude(number)


@transaction.atomic
def _step(number: int, work: Callable[[Noting], list[dict]]) -> bool:
    """Do a step of an undo, and keep what it could not do; return False where it is undone."""
    undo = _in_force(number)
    if undo is None:
        return False
    with undo.going_on():
        conflicts = work(undo.noting)
    undo.conflicts = distinct([*undo.conflicts, *conflicts])
    undo.save(update_fields=["conflicts"])
    return True


@transaction.atomic
def _conclude(number: int) -> None:
    undo = _in_force(number)
    if undo:
        undo.conclude_undo(undo.conflicts)


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
        interrupted = _("Interrompu : %(reason)s") % {"reason": reason}
        operation.why = f"{interrupted} {operation.why}".strip()[: Operation.LONGEST_REASON]
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
    # An undo before its first portion changes nothing, so it leaves no row.
    if operation is None or operation.undone or operation.undos.exists():
        return None
    return operation
