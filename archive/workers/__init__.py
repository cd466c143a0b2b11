"""Work off the request: by workers where there is a queue, else by a process or thread of this
machine.

`ARCHIVE_WORK` chooses. What is queued may be done twice: a worker that is killed has its work taken
up by another. So all of it goes on where it was, or finds it done.
"""

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from archive import processes
from archive.models import Lease

__all__ = ["are_missing", "begin", "command", "is_queued", "task", "unfinished"]

MAILS, CHANGES, COMMANDS = 50, 10, 0  # what comes first
LATE = timedelta(minutes=2)  # after which what is queued should have been begun


def is_queued() -> bool:
    """Return True where workers do what is not done in a request."""
    return settings.WORK == "queue"


@task(priority=COMMANDS)
def command(name: str, *arguments: str) -> None:
    """Do a management command; a worker calls this."""
    call_command(name, *arguments)


def begin(name: str, *arguments: str, niceness: int) -> bool:
    """Have a management command done by a worker, or by a process of its own of that niceness.

    Return at once whether it was begun. What waits or is being done is not begun again; of a
    process that another began, nothing is known here.
    """
    if is_queued():
        return _enqueue(name, *arguments)
    if processes.is_running(name):
        return False
    processes.begin(name, *arguments, niceness=niceness)
    return True


@transaction.atomic
def _enqueue(*arguments: str) -> bool:
    """Queue a command; return False where the same waits or is being done."""
    same = unfinished().filter(
        task_path=command.module_path, args_kwargs={"args": list(arguments), "kwargs": {}}
    )
    if same.exists():
        return False
    command.enqueue(*arguments)
    return True


def are_missing() -> bool:
    """Return True where something has waited for long and no worker is at anything."""
    if not is_queued() or Lease.objects.in_force().exists():
        return False
    ready = DBTaskResult.objects.ready()
    return ready.filter(enqueued_at__lt=timezone.now() - LATE).exists()


def unfinished() -> QuerySet[DBTaskResult]:
    """Return the rows of what waits or is being done."""
    return DBTaskResult.objects.filter(status__in=("READY", "RUNNING"))
