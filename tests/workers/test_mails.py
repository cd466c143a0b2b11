"""Mails that leave by a worker, through a server that speaks SMTP."""

import socketserver
import threading
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from archive.workers import mails
from archive.workers.worker import Worker

LINK = "https://archive.example/login/link/un-jeton-secret"
REPLIES = {b"EHLO": b"250 mails", b"DATA": b"354 go on", b"QUIT": b"221 bye"}


class Session(socketserver.StreamRequestHandler):
    """What one client sends: its mails are kept with the server."""

    def handle(self):
        self.wfile.write(b"220 mails\r\n")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"MAIL" and self.server.is_busy:
                self.wfile.write(b"451 try again later\r\n")
                continue
            self.wfile.write(REPLIES.get(command, b"250 ok") + b"\r\n")
            if command == b"DATA":
                self._take_mail()
            if command == b"QUIT":
                return

    def _take_mail(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.wfile.write(b"250 taken\r\n")


@pytest.fixture
def server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads, server.mails, server.is_busy = True, [], False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def queued_mail(site, settings, server):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    mails.send(EmailMessage("Invitation — œuvre", f"Ouvrez {LINK}", to=["claire@example.org"]))
    return DBTaskResult.objects.get()


def test_a_mail_waits_unreadable_and_leaves_by_a_worker(queued_mail, server):
    assert "secret" not in str(queued_mail.args_kwargs) and not server.mails
    Worker().work(until_empty=True)
    [mail] = server.mails
    assert mail["To"] == "claire@example.org" and mail["Subject"] == "Invitation — œuvre"
    assert LINK in mail.get_content() and not DBTaskResult.objects.exists()


def test_a_mail_is_tried_again_once_the_server_takes_mails(queued_mail, server):
    server.is_busy = True
    assert Worker()._try_one()
    task = DBTaskResult.objects.get()
    assert task.status == "READY" and task.run_after > timezone.now(), "it is for later"
    server.is_busy = False
    DBTaskResult.objects.update(run_after=timezone.now())
    Worker().work(until_empty=True)
    assert len(server.mails) == 1 and not DBTaskResult.objects.exists()
