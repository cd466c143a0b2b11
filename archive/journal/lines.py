"""How a line of the log is written: as text, or as JSON; the secrets of addresses left out.

The standard library alone: gunicorn's own lines are written so before Django is set up.
"""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

# What opens an account once, or ends what somebody follows, in an address. A session and a
# password never stand in one. Something may have got before it or after: an address is copied from
# a letter with more or less.
SECRET = re.compile(
    r"(/login/link/|/follow/(?:confirm|stop)/)"
    r"(?:[^/?]{0,12}?[\w-]{20,}[^/?\s\"'\\]*|[^/?\s\"'\\]+)",
    re.I,
)
LONGEST = 20_000  # characters of what a fault tells, its trace included

# What would begin another line, or steer a terminal.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

# The request that this thread answers; "" while it answers none.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class Facts(dict):
    """What a line tells by name: `log.info("account %s", Facts(event="login"))`."""

    def __str__(self) -> str:
        return json.dumps(self, ensure_ascii=False)


class Line(logging.Formatter):
    """« WARNING archive.server: Past capacity … », for a person at a terminal."""

    def __init__(self) -> None:
        super().__init__("{levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line without a trace, which is of this program: addresses hold any sign."""
        return UNSEEN.sub(_escaped, super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def _escaped(sign: re.Match[str]) -> str:
    return sign[0].encode("unicode_escape").decode()


class JsonLine(logging.Formatter):
    """One object a line: `at`, `level`, `logger`, `message`, `process`, `request`, then facts.

    `trace` is there where something failed that ought not to.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        number = request_id.get() or _request_of(record)
        if number:
            line["request"] = number
        if isinstance(record.args, Facts):
            line["message"] = record.msg.removesuffix(" %s")
            line |= {name: fact for name, fact in record.args.items() if name not in line}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)[-LONGEST:]
        return masked(json.dumps(line, ensure_ascii=False, default=str))


def _request_of(record: logging.LogRecord) -> str:
    """Return the id of the request that Django logs about when it has been answered already."""
    return getattr(getattr(record, "request", None), "journal_id", "")


def masked(text: str) -> str:
    """Return a text without what opens an account, should an address in it hold that."""
    return SECRET.sub(r"\1…", text)
