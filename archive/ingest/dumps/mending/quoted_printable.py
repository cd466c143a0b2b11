"""Dumps of mails whose bytes stand as mails carry them: « =E9 » for « é » (RFC 2045, 6.7)."""

import quopri
import re

from archive.ingest.files.decoding import decode
from archive.ingest.records import Doubt

DECLARED = re.compile(rb"^content-transfer-encoding:[ \t]*quoted-printable[ \t]*\r?$", re.M | re.I)
CHARSET = re.compile(rb"^content-type:[^\n]*(?:\n[ \t][^\n]*)*?charset=\"?([\w-]+)", re.M | re.I)
HEAD_END = re.compile(rb"\r?\n\r?\n")
ESCAPED = re.compile(rb"=[0-9A-F]{2}")
NO_ASCII = re.compile(rb"=[89A-F][0-9A-F]")
SOFT_END = re.compile(rb"=\r?\n")
# An equals sign that stands for itself: such a text is not encoded.
BARE = re.compile(rb"=(?![0-9A-F]{2}|\r?\n|\Z)")
WORD = re.compile(rb"\b[A-Za-z]{2,30}(?:=[89A-F][0-9A-F][A-Za-z]{0,30}){1,9}")
LONGEST_HEAD = 20_000  # bytes of a mail's head
SPACE_END = re.compile(rb"=20(?=[ \t]*\r?(?:\n|\Z))")
LEAST_SPACES = 2  # that tell a file of which something was left encoded
CERTAIN = 3  # letters beyond ASCII that make it certain where no head declares it


def decoded(content: bytes) -> tuple[bytes, list[Doubt]]:
    """Return a file's bytes with what is quoted-printable in them as UTF-8, and a doubt of it.

    It is what stands below a head that declares it, or all where nothing speaks against it: no
    other byte beyond ASCII, no other equals sign, a line that a sign breaks off. Other files are
    returned as they are.
    """
    if not content.isascii():
        return _without_remnants(content), []
    head, body = _parted(content)
    escaped = NO_ASCII.findall(body)
    if not escaped or not body.isascii() or BARE.search(body):
        return content, []
    if not head and (len(escaped) < CERTAIN or not SOFT_END.search(body)):
        return content, []
    charset = CHARSET.search(head[-LONGEST_HEAD:])
    declared = charset[1].decode("ascii") if charset else ""
    text, doubts = decode(quopri.decodestring(body), declared)
    word = WORD.search(body)
    if word:
        as_read, _doubts = decode(quopri.decodestring(word[0]), declared)
        doubts.append(Doubt("text", "repaired", f"{word[0].decode('ascii')} → {as_read}"))
    return head + text.encode(), doubts


def _without_remnants(content: bytes) -> bytes:
    """Return a file that is mostly decoded without what was left: « =20 » at the ends of lines.

    Letters of such a file that are left too (« n=B0 12 ») are one byte each.
    """
    if len(SPACE_END.findall(content)) < LEAST_SPACES:
        return content
    content = SPACE_END.sub(b"", content)
    try:
        content.decode()
    except UnicodeDecodeError:
        return NO_ASCII.sub(lambda letter: bytes.fromhex(letter[0][1:].decode()), content)
    return content


def _parted(content: bytes) -> tuple[bytes, bytes]:
    """Return a mail's head that declares quoted-printable, and what stands below it.

    The head of any other file is empty.
    """
    declaration = DECLARED.search(content)
    if not declaration:
        return b"", content
    end = HEAD_END.search(content, declaration.end() - 1)
    if not end:
        return b"", content
    return content[: end.end()], content[end.end() :]
