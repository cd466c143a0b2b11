"""A worker: takes what is queued, one thing at a time, until it is told to stop.

While it works, a thread renews its lease. Of a worker that is killed, or whose machine is gone, the
lease ends, and another takes up its work; one that wakes up too late ends itself. A worker that is
asked to stop lets go of its work at once: what was not committed is taken back, the rest stays.
"""

import hashlib
import json
import logging
import os
import signal
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from types import FrameType

from django.db import (
    Error,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from archive.models import Lease
from archive.workers import unfinished

log = logging.getLogger(__name__)
PAUSE = 1.0  # seconds between two looks for work, where there is none
LEASE = 60.0  # seconds after which a worker that says nothing is taken for gone
RENEWALS = 4  # in the time of a lease
MOST_TRIES = 5  # of one work, that killed its worker or failed by what may pass
AGAIN = 5.0  # seconds until work that failed is tried again; twice as many each further time
KEPT = timedelta(days=30)  # how long what failed stays on record
# What may pass: a database, a disk, a store, a mail server that is away.
PASSING = (OperationalError, InterfaceError, OSError)


class Stopping(KeyboardInterrupt):
    """The worker is to stop: nothing that works may take it for an error of its own.

    For that, psycopg ends the query that it waits for, and leaves a connection that can be used.
    """


class Worker:
    """Works until it is stopped; `idly` is what it does first and about once in a lease's time."""

    def __init__(self, lease: float = LEASE, idly: Sequence[Callable[[], object]] = ()):
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._lease, self._idly = lease, idly
        self._looked = -lease  # by time.monotonic
        self._is_answered = True  # by the database
        self._is_stopping = False

    def work(self, until_empty: bool = False) -> None:
        """Work until SIGTERM or SIGINT; with `until_empty` until nothing waits any more."""
        settings = connection.settings_dict
        log.info("%s works for the database %s.", self.name, settings["NAME"])
        with self._stopped_by_signals(), suppress(Stopping):
            while not self._is_stopping:
                if self._try_one():
                    continue
                if until_empty and not unfinished().exists():
                    return
                time.sleep(PAUSE)

    def _try_one(self) -> bool:
        """Do one thing that waits; return False where nothing does, or the database is away."""
        close_old_connections()
        try:
            self._look()
            claimed = self._claimed()
        except Error as error:
            if self._is_answered:  # it is told once
                log.error("The queue could not be looked at: %s", _first_line(error))
            self._is_answered = False
            connection.close()
            return False
        if not self._is_answered:
            log.warning("The queue can be looked at again.")
        self._is_answered = True
        if claimed is None:
            return False
        self._do(*claimed)
        return True

    def _look(self) -> None:
        """Take back what dead workers had; now and then do what is done idly."""
        take_back()
        if time.monotonic() - self._looked < self._lease:
            return
        self._looked = time.monotonic()
        DBTaskResult.objects.filter(finished_at__lt=timezone.now() - KEPT).delete()
        for work in self._idly:
            try:
                work()
            except Error:  # the database is away: it is told, and tried again
                raise
            except Exception:  # what nobody foresaw must not keep what is queued waiting
                log.exception("What is done now and then failed.")

    def _claimed(self) -> tuple[DBTaskResult, Lease] | None:
        """Return the task that is this worker's from now on, and its lease; None for none."""
        if not DBTaskResult.objects.ready().exists():
            return None
        with exclusive_transaction():
            task = DBTaskResult.objects.ready().get_locked()
            if task is None:
                return None
            lease = Lease.objects.take(work_of(task), task.id, self.name, self._lease)
            if lease is None:
                _postpone(task, AGAIN)  # the same is being done, by another task
                return None
            task.claim(self.name)
        return task, lease

    def _do(self, task: DBTaskResult, lease: Lease) -> None:
        if lease.tries > MOST_TRIES:
            _fail(task, lease, RuntimeError(f"given up after {MOST_TRIES} tries"))
            return
        log.info("%s begins.", lease.work)
        begun = time.monotonic()
        try:
            with self._renewing(lease):
                arguments = task.args_kwargs
                task.task.call(*arguments["args"], **arguments["kwargs"])
            _succeed(task, lease)
            log.info("%s is done, after %.1f s.", lease.work, time.monotonic() - begun)
        except (Stopping, Exception) as error:
            self._end_badly(task, lease, error)

    def _end_badly(self, task: DBTaskResult, lease: Lease, error: BaseException) -> None:
        """Note what becomes of a task that was not done. Raises Stopping where that is why."""
        if self._is_stopping or isinstance(error, Stopping):
            # Stopped in the middle of a query, it may come here as an error of the database.
            connection.close()
            _let_go(task, lease)
            raise Stopping from error
        if isinstance(error, PASSING):
            log.warning("%s is tried again: %s", work_of(task), error)
            self._try_again(task, lease)
        else:
            log.error("%s failed", work_of(task), exc_info=error)
            _fail(task, lease, error)

    def _try_again(self, task: DBTaskResult, lease: Lease) -> None:
        """Leave a task to be done later; where the database is away, its lease will end."""
        connection.close()
        try:
            with transaction.atomic():
                if lease.lapse():
                    _postpone(task, AGAIN * 2 ** (lease.tries - 1))
        except Error as error:
            log.error("The queue could not be written: %s", error)
            connection.close()

    @contextmanager
    def _stopped_by_signals(self) -> Iterator[None]:
        """Have SIGTERM and SIGINT raise Stopping, once."""

        def stop(_number: int, _frame: FrameType | None) -> None:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, signal.SIG_IGN)
            self._is_stopping = True
            raise Stopping

        former = {name: signal.signal(name, stop) for name in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for name, handler in former.items():
                signal.signal(name, handler)

    @contextmanager
    def _renewing(self, lease: Lease) -> Iterator[None]:
        """Have a thread renew the lease; end this process where the work is another's by now."""
        over = threading.Event()

        def renew() -> None:
            while not over.wait(self._lease / RENEWALS):
                try:
                    if not (lease.renew(self._lease) or over.is_set()):
                        log.error("%s is another worker's by now: this one ends.", lease.work)
                        os.kill(os.getpid(), signal.SIGKILL)
                except Error as error:
                    log.warning("A lease could not be renewed: %s", error)
                    connection.close()
            connection.close()

        thread = threading.Thread(target=renew, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def work_of(task: DBTaskResult) -> str:
    """Return what a task does, as a lease names it: its function and a hash of its arguments."""
    arguments = json.dumps(task.args_kwargs, sort_keys=True)
    return f"{task.task_path[:120]} {hashlib.sha256(arguments.encode()).hexdigest()[:32]}"


def take_back() -> int:
    """Have those tasks done again whose worker is gone; return how many that are."""
    running = list(DBTaskResult.objects.running())
    if not running:
        return 0
    # After the tasks: of each that was running by then, the lease is there to be seen.
    at_work = set(Lease.objects.in_force().values_list("task", flat=True))
    count = 0
    for task in running:
        row = DBTaskResult.objects.running().filter(id=task.id, started_at=task.started_at)
        if task.id not in at_work and row.update(status="READY"):
            log.warning("%s is taken up again: its worker is gone.", work_of(task))
            count += 1
    return count


def _postpone(task: DBTaskResult, seconds: float) -> None:
    task.status = "READY"
    task.run_after = timezone.now() + timedelta(seconds=seconds)
    task.save(update_fields=["status", "run_after"])


# What a worker says too late of work that another has by now changes nothing.


@transaction.atomic
def _let_go(task: DBTaskResult, lease: Lease) -> None:
    """Give a task back as if nobody had begun it."""
    if lease.end():
        DBTaskResult.objects.filter(id=task.id).update(status="READY")


@transaction.atomic
def _succeed(task: DBTaskResult, lease: Lease) -> None:
    """Forget a task that is done: what it did is on record where it did it."""
    if lease.end():
        DBTaskResult.objects.filter(id=task.id).delete()


@transaction.atomic
def _fail(task: DBTaskResult, lease: Lease, error: BaseException) -> None:
    if lease.end():
        task.set_failed(error)
