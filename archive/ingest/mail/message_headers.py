"""What the headers of a message say: who, when, about what."""

import re
from datetime import date
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from archive import dates, printed_dates

# « Re: », « TR : », « Fwd: » before a subject, and the name of a list.
MARKS = re.compile(r"(?:(?:re|r[ée]f|fwd?|tr|wg|aw|rv|i)\s?(?:\[\d+\])?\s*:\s*)+", re.I)
LIST_ID = re.compile(r'\s*"?([^"<]*?)"?\s*<')
LIST_MARK = re.compile(r"\[[^\[\]]{1,60}\]\s*(?=\S)")
LONGEST = 2000


def plain(message: Message, name: str) -> str:
    """Return a header as it stands, in one line; "" where there is none."""
    return " ".join(str(message.get(name, ""))[:LONGEST].split())


def line(message: Message, name: str) -> str:
    """Return a header with its encoded words as text."""
    return decoded(str(message.get(name, ""))[:LONGEST])


def decoded(header: str) -> str:
    pieces = []
    try:
        words = decode_header(header)
    except (HeaderParseError, ValueError):
        words = [(header, None)]
    for piece, charset in words:
        if isinstance(piece, bytes):
            piece = _text(piece, charset)
        pieces.append(piece.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    return " ".join("".join(pieces).split())


def _text(piece: bytes, charset: str | None) -> str:
    for name in (charset, "utf-8"):
        try:
            return piece.decode(name or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    return piece.decode("cp1252", "replace")


def subject(message: Message) -> str:
    """Return what a message is about, without the mark that a mailing list sets before it."""
    typed = without_marks(line(message, "Subject"))
    if message.get("List-Id"):
        typed = LIST_MARK.sub("", typed)
    return typed


def without_marks(subject: str) -> str:
    """Return a subject without what replies and forwards set before it."""
    return MARKS.sub("", subject, count=1).strip() if MARKS.match(subject) else subject.strip()


def sender(message: Message) -> str:
    """Return who wrote a message: the name that is shown, else the address."""
    for name in ("From", "Sender", "Reply-To"):
        typed = str(message.get(name, ""))[:LONGEST]
        if typed.strip():
            return name_of(typed)
    return ""


def name_of(typed: str) -> str:
    """Return the name in « "Ada Nord" <ada@fil.example> », or the address where there is none."""
    if "@" not in typed:
        return decoded(typed).strip("'\"<> ")  # of which `getaddresses` takes the first word
    for name, address in getaddresses([typed]):
        shown = decoded(name).strip("'\" ")
        return shown or address or typed
    return decoded(typed)


def day(message: Message) -> str | None:
    """Return the day of a message as its sender's clock had it; None where none is told."""
    return day_of(plain(message, "Date"))


def day_of(printed: str) -> str | None:
    try:
        return parsedate_to_datetime(printed).date().isoformat()
    except (ValueError, TypeError, IndexError, AttributeError, OverflowError):
        return None


def is_to_come(edtf: str) -> bool:
    return (dates.bounds(edtf)[0] or date.min) > date.today()


def mailing_list(message: Message) -> str:
    """Return the name of the list that a message was sent to; "" for none."""
    named = LIST_ID.match(line(message, "List-Id"))
    return named[1].strip() if named else ""


def keywords(message: Message) -> list[str]:
    words = f"{line(message, 'Keywords')},{line(message, 'X-Keywords')}"
    return list(dict.fromkeys(word.strip() for word in words.split(",") if word.strip()))


def printed_day(printed: str) -> str | None:
    """Return the day above a message that was passed on; None where none is understood."""
    day = day_of(printed)
    if day:
        return day
    for _start, _end, edtf in printed_dates.find_french(printed):
        return edtf
    return None
