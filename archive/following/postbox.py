"""The mail server, spoken to for one mail after the other; what it said of each."""

import re
import smtplib
from contextlib import suppress
from enum import Enum
from typing import NamedTuple

from django.core.mail import EmailMessage, get_connection

PER_CONNECTION = 100  # mails; some servers take no more by one connection
ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")  # RFC 3463: « 5.1.1 »
# What a server says of a mailbox that it will never write to; what else it refuses for good, it
# would refuse of anybody: who sends, what is sent.
OF_THE_ADDRESS = {550, 551, 553}
OF_POLICY = "5.7."
PERMANENT, SERVICE_ENDS = 500, 421


class Outcome(Enum):
    TAKEN = "taken"
    REFUSED = "refused"  # the address, for good
    LATER = "later"
    AWAY = "away"  # the server: it cannot be reached, hangs, or wants nothing from this site


class Reply(NamedTuple):
    """What became of a mail; `code` is what the server said, without the address."""

    outcome: Outcome
    code: str = ""


class Postbox:
    """Sends mails by one connection, opened anew where it broke."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self._sent = 0

    def send(self, mail: EmailMessage) -> Reply:
        """Have the server take a mail; return what it said."""
        try:
            if self._sent >= PER_CONNECTION:
                self.close()
            self._connection.open()
            self._connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            return self._refused(code, words)
        except smtplib.SMTPDataError as error:
            return self._refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPSenderRefused as error:
            reply = self._refused(error.smtp_code, error.smtp_error)
            if error.smtp_code >= PERMANENT:  # nobody will be written to
                return reply._replace(outcome=Outcome.AWAY)
            return reply
        except smtplib.SMTPResponseException as error:
            self.close()
            return Reply(Outcome.AWAY, _code(error.smtp_code, error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Reply(Outcome.AWAY, type(error).__name__)
        self._sent += 1
        return Reply(Outcome.TAKEN)

    def close(self) -> None:
        with suppress(OSError, smtplib.SMTPException):
            self._connection.close()
        self._connection, self._sent = get_connection(), 0

    def _refused(self, code: int, words: bytes | str) -> Reply:
        answer = _code(code, words)
        if code == SERVICE_ENDS:
            self.close()
        is_of_the_address = code in OF_THE_ADDRESS and OF_POLICY not in answer
        return Reply(Outcome.REFUSED if is_of_the_address else Outcome.LATER, answer)


def _code(code: int, words: bytes | str) -> str:
    """Return « 550 5.1.1 »: the words beside it may hold the address."""
    if isinstance(words, bytes):
        words = words.decode(errors="replace")
    enhanced = ENHANCED.search(words)
    return f"{code} {enhanced[0]}" if enhanced else str(code)
