"""The messages of a file, one at a time: a single one, or those of a mailbox (mbox)."""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path

from django.utils.translation import gettext as _

from archive.ingest.mail import message_headers
from archive.ingest.records import Rejected

LARGEST = 32 << 20  # bytes of a message, with all that is attached to it
LONGEST_LINE = 1 << 20
# « From ada@fil.example Mon Feb 12 10:00:00 2001 », which begins each message of a mailbox.
ENVELOPE = re.compile(
    rb"From \S.{0,200}?\d\d:\d\d.{0,40}\r?\n|From -\s*\r?\n|From \S{1,200}\s*\r?\n"
)
QUOTED_ENVELOPE = re.compile(rb"^>(>*From )", re.M)
COUNT = re.compile(rb"\d{1,10}\s*\r?\n(?=[\w-]+:)")  # what opens a message of Apple's Mail
MOST_BOUNDARIES = 400
DELETED = 0x0008  # of Mozilla's state, until the mailbox is compacted
THROWN_AWAY = ("trash", "spam", "corbeille", "papierkorb")


def messages(path: Path) -> Iterator[tuple[str, bytes | Rejected]]:
    """Yield each message of a file with its place; Rejected for one that is too large."""
    with open(path, "rb") as file:
        is_mailbox = ENVELOPE.match(file.readline(LONGEST_LINE)) is not None
    if not is_mailbox:
        yield str(path), _single(path)
        return
    for number, content in enumerate(_of_mailbox(path), start=1):
        yield f"{path}:{number}", content


def _single(path: Path) -> bytes | Rejected:
    if path.stat().st_size > LARGEST:
        return _too_large()
    content = path.read_bytes()
    count = COUNT.match(content)
    if count:
        return content[count.end() :]
    return content


def _too_large() -> Rejected:
    return Rejected(_("Courriel trop gros : %(largest)s Mo au plus.") % {"largest": LARGEST >> 20})


def _of_mailbox(path: Path) -> Iterator[bytes | Rejected]:
    lines: list[bytes] = []
    size, is_blank = 0, True
    with open(path, "rb") as file:
        while line := file.readline(LONGEST_LINE):
            if is_blank and ENVELOPE.match(line):
                if size:
                    yield _whole(lines, size)
                lines, size, is_blank = [], 0, False
                continue
            is_blank = not line.strip()
            size += len(line)
            if size <= LARGEST:
                lines.append(line)
    if size:
        yield _whole(lines, size)


def _whole(lines: list[bytes], size: int) -> bytes | Rejected:
    if size > LARGEST:
        return _too_large()
    return QUOTED_ENVELOPE.sub(rb"\1", b"".join(lines))


def parsed(content: bytes) -> Message:
    """Return a message. Raises Rejected where it is nested beyond all that mail programs write."""
    if content.count(b"boundary=") > MOST_BOUNDARIES:
        raise Rejected(_("Courriel aux parties trop nombreuses ou trop emboîtées."))
    try:
        return BytesParser(policy=compat32).parsebytes(content)
    except RecursionError:
        raise Rejected(_("Courriel aux parties trop nombreuses ou trop emboîtées.")) from None


def refuse(message: Message) -> None:
    """Raises Rejected for what its mail program had thrown away."""
    state = message_headers.plain(message, "X-Mozilla-Status")
    labels = message_headers.line(message, "X-Gmail-Labels").lower().split(",")
    is_deleted = re.fullmatch(r"[0-9a-fA-F]{4}", state) and int(state, 16) & DELETED
    if is_deleted or any(label.strip() in THROWN_AWAY for label in labels):
        subject = message_headers.line(message, "Subject")
        raise Rejected(_("Courriel à la corbeille : « %(subject)s ».") % {"subject": subject[:100]})
