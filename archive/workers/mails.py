"""Mails that leave by a worker: tried again while the mail server is away, kept if all is killed.

One may leave twice, where a worker was killed between sending and noting it.
"""

import json

from django.core.mail import EmailMessage

from archive.sealing import seal, unsealed
from archive.workers import MAILS, is_queued, task

PURPOSE = "queued mail"  # it may hold a one-time link, which a copy of the database must not tell


def send(message: EmailMessage) -> None:
    """Have a plain mail sent, by a worker where there is a queue; else it is sent at once.

    Raises OSError where it cannot be sent.
    """
    if not is_queued():
        message.send()
        return
    parts = {
        "subject": str(message.subject),
        "body": str(message.body),
        "from_email": message.from_email,
        "to": message.to,
        "headers": message.extra_headers,
    }
    send_sealed.enqueue(seal(json.dumps(parts), PURPOSE))


@task(priority=MAILS)
def send_sealed(sealed: str) -> None:
    """Send a mail that was queued; a worker calls this. Raises OSError."""
    EmailMessage(**json.loads(unsealed(sealed, PURPOSE))).send()
