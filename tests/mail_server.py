"""A mail server on this machine that speaks SMTP, and does what servers do to those who send."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

LINK = re.compile(r"http://[^/\s]+(/follow/\S+)")
REPLIES = {b"EHLO": b"250 mails", b"DATA": b"354 go on", b"QUIT": b"221 bye"}
GREYLISTED = b"451 4.7.1 greylisted, try again later"
UNKNOWN = b"550 5.1.1 <somebody@example.org> no such mailbox"
MOMENT = 0.01  # seconds until it sees that it is to end
NO_RELAY = b"554 5.7.1 relay access denied"


class Session(socketserver.StreamRequestHandler):
    """One client, answered as the server's `replies` say, else kindly."""

    def handle(self):
        if self.server.hangs:
            self.server.released.wait(30)
            return
        self._say(b"220 mails")
        while line := self.rfile.readline():
            command = line[:4].upper()
            reply = self.server.reply(command, line)
            self._say(reply)
            if command == b"DATA" and reply.startswith(b"354"):
                self._take_mail()
            if command == b"QUIT":
                return

    def _take_mail(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say(b"250 taken")

    def _say(self, reply: bytes) -> None:
        self.wfile.write(reply + b"\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """`mails` are those that were taken. `replies` is {command: what is said to it from now on}, of
    RCPT {address: …}; `hangs`: whoever comes is not answered."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.mails: list[EmailMessage] = []
        self.replies: dict[bytes, bytes] = {}
        self.to: dict[str, bytes] = {}
        self.hangs = False
        self.sessions = 0
        self.released = threading.Event()

    def reply(self, command: bytes, line: bytes) -> bytes:
        if command == b"RCPT":
            for address, reply in self.to.items():
                if address.encode() in line:
                    return reply
        return self.replies.get(command, REPLIES.get(command, b"250 ok"))

    def process_request(self, request, client_address):
        self.sessions += 1
        super().process_request(request, client_address)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, args=[MOMENT], daemon=True).start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()


def sent_by(settings, server: MailServer) -> None:
    """Have the archive's mails leave by this server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    settings.MAIL_IS_SENT = True
    settings.EMAIL_TIMEOUT = 5


def plain(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    return mail.get_body(preferencelist=("plain",)).get_content()


def link_in(mail: EmailMessage) -> str:
    """The path of the link of /follow/ that a mail bears."""
    return LINK.search(plain(mail))[1]
