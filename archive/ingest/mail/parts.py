"""The parts of a message: which is its text, what is attached to it. Nothing attached is opened."""

from collections.abc import Iterator
from email.message import Message

from django.utils.translation import gettext as _

from archive.ingest.files import decoding
from archive.ingest.mail import message_headers
from archive.ingest.records import Rejected

MOST = 100  # parts; a message that is a text has a handful
DEEPEST = 4  # messages within messages
ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
LATIN = ("iso-8859-1", "latin-1", "windows-1252", "cp1252")
SAVED_BY = ("blink", "saved by", "enregistré", "microsoft internet explorer", "mozilla")


def refuse(message: Message) -> None:
    """Raises Rejected for a message with too many parts, and for one that cannot be read."""
    count = 0
    for part in message.walk():
        count += not part.is_multipart()
        if part.get_content_type() in ENCRYPTED:
            raise Rejected(_("Courriel chiffré : enregistrez-le déchiffré."))
    if count > MOST:
        reason = _("Courriel de %(count)s parties, pour %(most)s au plus : il n’est pas lu.")
        raise Rejected(reason % {"count": count, "most": MOST})


def _own(message: Message) -> Iterator[Message]:
    """Yield the parts of a message that are none of a message attached to it."""
    if message.get_content_type() == "message/rfc822":
        return
    if not message.is_multipart():
        yield message
        return
    for part in _inside(message):
        yield from _own(part)


def _inside(message: Message) -> list[Message]:
    payload = message.get_payload()
    if not isinstance(payload, list):
        return []
    return [part for part in payload if isinstance(part, Message)]


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def main(message: Message) -> Message:
    """Return the part that is a message's text, HTML if there is any. Raises Rejected for none."""
    for kind in ("text/html", "text/plain"):
        for part in _own(message):
            if part.get_content_type() == kind and not _is_attached(part) and content(part).strip():
                return part
    raise Rejected(_("Ce courriel ne contient pas de texte."))


def content(part: Message) -> bytes:
    """Return a part's bytes without what mail wrapped them in."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def charset(part: Message) -> str:
    """Return the encoding that a part declares; "" for none, and for what says nothing."""
    name = part.get_content_charset() or ""
    if name in ("us-ascii", "ascii", "unknown-8bit", "utf-8", "utf8", *LATIN):
        return ""  # UTF-8 is tried first, and the Windows encoding has all of Latin-1's signs
    return name


def is_latin(part: Message) -> bool:
    """Return True for a part that declares the encoding in which all else is read."""
    return part.get_content_charset() in LATIN


def is_flowed(part: Message) -> bool:
    return str(part.get_param("format", "")).lower() == "flowed"


def text_of(message: Message) -> str:
    """Return the text of a message's plain part; "" where there is none."""
    for part in _own(message):
        if part.get_content_type() == "text/plain" and not _is_attached(part):
            try:
                return decoding.decode(content(part), charset(part))[0]
            except Rejected:
                return ""
    return ""


def passed_on(message: Message) -> list[Message]:
    """Return the messages that are attached to a message."""
    attached_messages: list[Message] = []
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and part is not message:
            attached_messages += _inside(part)[:1]
    within = {
        id(inner) for outer in attached_messages for inner in outer.walk() if inner is not outer
    }
    return [inner for inner in attached_messages if id(inner) not in within]


def attached(message: Message) -> list[str]:
    """Return the names of the files that are attached to a message."""
    names = []
    for part in _own(message):
        name = part.get_filename()
        if name and not part.get("Content-ID"):
            names.append(message_headers.decoded(name))
    return names


def is_saved_page(message: Message) -> bool:
    """Return True for a page that a browser saved with all that it shows (MHTML)."""
    if message.get("Snapshot-Content-Location"):
        return True
    if message.get_content_type() not in ("multipart/related", "text/html"):
        return False
    sender = message_headers.line(message, "From").lower()
    is_addressed = "@" in sender or message.get("To") or message.get("Received")
    if any(name in sender for name in SAVED_BY):
        return True
    located = any(part.get("Content-Location") for part in message.walk())
    return located and not is_addressed


def page(message: Message) -> Message:
    """Return the part that is the page itself: its first HTML. Raises Rejected for none."""
    for part in _own(message):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return part
    raise Rejected(_("Cette page MHTML ne contient pas de HTML."))
