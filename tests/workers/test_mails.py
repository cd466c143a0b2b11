"""Mails that leave by a worker, through a server that speaks SMTP."""

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from mail_server import GREYLISTED, mail_server, sent_by

from archive.workers import mails
from archive.workers.worker import Worker

LINK = "https://archive.example/login/link/un-jeton-secret"


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture
def queued_mail(site, settings, server):
    sent_by(settings, server)
    headers = {"Auto-Submitted": "auto-generated"}
    to = ["claire@example.org"]
    mails.send(EmailMessage("Invitation — œuvre", f"Ouvrez {LINK}", to=to, headers=headers))
    return DBTaskResult.objects.get()


def test_a_mail_waits_unreadable_and_leaves_by_a_worker(queued_mail, server):
    assert "secret" not in str(queued_mail.args_kwargs) and not server.mails
    Worker().work(until_empty=True)
    [mail] = server.mails
    assert mail["To"] == "claire@example.org" and mail["Subject"] == "Invitation — œuvre"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert LINK in mail.get_content() and not DBTaskResult.objects.exists()


def test_a_mail_is_tried_again_once_the_server_takes_mails(queued_mail, server):
    server.replies[b"MAIL"] = GREYLISTED
    assert Worker()._try_one()
    task = DBTaskResult.objects.get()
    assert task.status == "READY" and task.run_after > timezone.now(), "it is for later"
    server.replies.clear()
    DBTaskResult.objects.update(run_after=timezone.now())
    Worker().work(until_empty=True)
    assert len(server.mails) == 1 and not DBTaskResult.objects.exists()
