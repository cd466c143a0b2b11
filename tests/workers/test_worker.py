"""Workers as processes: they do what is queued, and what one leaves when it is killed another does."""

import json
import signal

from django.db import transaction
from django_tasks_db.models import DBTaskResult
from queued import wait_until

from archive import workers
from archive.ingest.entering import uploads
from archive.models import Editorial, Import, Lease, Upload, UploadState
from archive.workers.worker import MOST_TRIES, Worker, work_of

MANY = 600  # records: several transactions, some seconds of work
MORE = 400  # a few seconds


def queued_upload(site, count: int, name: str = "a") -> Upload:
    """An upload of so many records, queued to be read."""
    lines = []
    for number in range(count):
        record = {"source_id": f"{name}{number}", "title": f"Titre {name} {number}", "date": "2001"}
        record["text"] = f"Le texte n° {number} de {name}, qui parle de la voix du client."
        lines.append(json.dumps(record))
    upload = Upload.objects.create(key=f"key-{name}", names=["a.jsonl"], size=1)
    upload.folder.mkdir()
    (upload.folder / "a.jsonl").write_text("\n".join(lines))
    assert uploads.begin()
    return upload


def queued_import(site, count: int) -> Upload:
    """An upload that was read and confirmed, queued to be brought in."""
    upload = queued_upload(site, count)
    DBTaskResult.objects.all().delete()
    uploads.work_on(upload.pk)
    upload.refresh_from_db()
    assert upload.confirm()
    assert uploads.begin()
    return upload


def test_an_upload_is_read_and_then_brought_in_by_workers(site):
    upload = queued_upload(site, 3)
    site.until_empty()
    upload.refresh_from_db()
    assert upload.state == UploadState.READY and upload.items.count() == 3
    assert upload.confirm() and uploads.begin()
    site.until_empty()
    assert Import.objects.get().counts() == {"created": 3}
    assert not DBTaskResult.objects.exists() and not Lease.objects.exists()


def test_what_fails_now_and_then_keeps_nothing_queued_waiting(site, caplog):
    upload = queued_upload(site, 3)

    def fails():
        raise KeyError("what nobody foresaw")

    Worker(idly=[fails, uploads.begin]).work(until_empty=True)
    upload.refresh_from_db()
    assert upload.state == UploadState.READY
    assert "what nobody foresaw" in caplog.text


def test_the_same_is_queued_once_while_it_waits(site):
    queued_upload(site, 1)
    assert not uploads.begin()
    assert DBTaskResult.objects.count() == 1


def test_what_a_killed_worker_had_another_goes_on_with_and_nothing_comes_twice(site):
    queued_import(site, MANY)
    victim = site.worker()
    wait_until(lambda: Editorial.objects.count() >= 10)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    assert Editorial.objects.count() < MANY, "it was killed in the middle"
    assert "is taken up again: its worker is gone" in site.until_empty()
    assert Import.objects.get().counts() == {"created": MANY}
    assert Editorial.objects.count() == MANY and not Import.objects.get().is_running


def test_a_worker_that_is_told_to_stop_lets_go_at_once_and_the_next_goes_on(site):
    upload = queued_upload(site, MANY)
    first = site.worker()
    wait_until(lambda: upload.items.count() >= 10)
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=10) == 0, site.logs()
    assert upload.items.count() < MANY and not Lease.objects.exists()
    assert DBTaskResult.objects.get().status == "READY"
    site.until_empty()
    assert upload.items.count() == MANY


def test_several_workers_share_the_work_and_none_does_what_another_does(site):
    sent = [queued_upload(site, 30, name) for name in "abc"]
    workers.command.enqueue("import_pending", str(sent[0].pk))  # as two requests at once may
    pair = [site.worker("--until-empty") for _number in range(2)]
    assert [worker.wait(timeout=120) for worker in pair] == [0, 0], site.logs()
    assert [upload.items.count() for upload in sent] == [30] * 3
    assert "failed" not in site.logs() and "IntegrityError" not in site.logs()


def test_a_worker_whose_work_another_has_by_now_ends_itself(site):
    upload = queued_upload(site, MORE)
    late = site.worker()
    wait_until(lambda: upload.items.count() >= 1)
    Lease.objects.update(worker="another, as its own machine slept")
    assert late.wait(timeout=60) == -signal.SIGKILL
    assert "is another worker's by now" in site.logs()


def test_what_kills_every_worker_or_is_wrong_fails_alone_and_is_on_record(site):
    queued_upload(site, MANY)
    Lease.objects.create(
        work=work_of(DBTaskResult.objects.get()),
        task=DBTaskResult.objects.get().id,
        worker="a former one",
        tries=MOST_TRIES,
    )
    workers.begin("no_such_command", niceness=0)
    workers.begin("rebuild_index", "--noinput", "--verbosity=0", niceness=0)
    assert "no_such_command" in site.until_empty()
    assert (site.folder / "index").is_dir()
    reasons = set(DBTaskResult.objects.failed().values_list("exception_class_path", flat=True))
    assert reasons == {"builtins.RuntimeError", "django.core.management.base.CommandError"}
    assert not DBTaskResult.objects.exclude(status="FAILED").exists()


def test_nothing_is_queued_by_what_is_rolled_back(site):
    with transaction.atomic():
        workers.begin("import_pending", niceness=0)
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


def test_a_lease_too_short_is_refused_in_one_line(site):
    process = site.worker("--lease=0.1")
    assert process.wait(timeout=60) == 1
    assert "--lease is 2.0 seconds at least" in site.logs() and "Traceback" not in site.logs()


def test_without_a_queue_there_is_nothing_for_a_worker(site):
    process = site.worker(ARCHIVE_WORK="here")
    assert process.wait(timeout=60) == 1
    assert "ARCHIVE_WORK=queue" in site.logs() and "Traceback" not in site.logs()
