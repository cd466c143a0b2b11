"""A worker that comes too late, or a database that fails for a moment, takes no work from anybody."""

import os
import signal
from contextlib import suppress

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django_tasks_db.models import DBTaskResult

from archive import workers
from archive.models import Lease
from archive.workers.worker import Stopping, Worker, take_back

ANOTHER = "another, as its own machine slept"
ENDS = [None, ValueError("wrong"), OSError("no disk"), Stopping()]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: type(end).__name__)
def test_a_late_worker_leaves_the_work_to_whoever_has_it_by_now(site, monkeypatch, end):
    def late(*_command):
        Lease.objects.update(worker=ANOTHER)
        if end:
            raise end

    monkeypatch.setattr(workers, "call_command", late)
    workers.command.enqueue("check")
    with suppress(Stopping):
        assert Worker()._try_one()
    assert Lease.objects.get().worker == ANOTHER and Lease.objects.in_force().exists()
    assert DBTaskResult.objects.get().status == "RUNNING"


def test_of_two_that_take_a_work_one_after_the_other_the_first_has_no_say(site):
    workers.command.enqueue("check")
    task = DBTaskResult.objects.get().id

    @transaction.atomic
    def taken(worker: str) -> Lease | None:
        return Lease.objects.take("check", task, worker, 60)

    first = taken("first")
    assert taken("second") is None
    assert first.lapse()
    second = taken("second")
    assert not first.renew(60) and not first.lapse() and not first.end()
    assert second.renew(60) and second.end() and not Lease.objects.exists()


@pytest.mark.parametrize("after", range(1, 5))
def test_what_is_claimed_while_somebody_looks_for_dead_workers_stays_claimed(site, after):
    for option in ("--tag=models", "--tag=urls"):
        workers.command.enqueue("check", option)
    assert Worker()._claimed()
    queries = []

    def claiming(execute, sql, parameters, many, context):
        answer = execute(sql, parameters, many, context)
        queries.append(sql)
        if len(queries) == after:
            assert Worker()._claimed()
        return answer

    with connection.execute_wrapper(claiming):
        assert take_back() == 0
    assert not DBTaskResult.objects.ready().exists() or len(queries) < after


def test_a_worker_outlives_a_connection_that_is_lost_while_it_looks_for_work(site):
    def look():
        raise InterfaceError("connection already closed")

    workers.command.enqueue("check")
    Worker(idly=[look]).work(until_empty=True)
    assert not DBTaskResult.objects.exists()


def stopped_in_a_query():
    """Have an error of the database take the place of Stopping, as a rollback may."""
    try:
        os.kill(os.getpid(), signal.SIGTERM)
    except BaseException:
        raise OperationalError("another command is already in progress") from None


def stopped_where_nobody_hears():
    class Dropped:
        def __del__(self):
            os.kill(os.getpid(), signal.SIGTERM)

    Dropped()


@pytest.mark.parametrize("work", [stopped_in_a_query, stopped_where_nobody_hears])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_worker_that_is_told_to_stop_stops_whatever_becomes_of_what_it_did(
    site, monkeypatch, work
):
    monkeypatch.setattr(workers, "call_command", lambda *_command: work())
    for option in ("--tag=models", "--tag=urls"):
        workers.command.enqueue("check", option)
    Worker().work(until_empty=True)
    assert DBTaskResult.objects.ready().exists() and not Lease.objects.exists()
