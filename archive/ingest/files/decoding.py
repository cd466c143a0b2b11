"""Files to text: size, encoding, and what is no text at all."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from archive.ingest.files import single_bytes
from archive.ingest.records import Doubt, Rejected

LARGEST = 10 * 1024 * 1024
LINE_LIMIT = 10_000_000  # characters; an editorial is some thousand
# Longest mark first: UTF-32's little-endian one begins with UTF-16's.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# UTF-8 read as Windows-1252 (« Ã© », « â€™ », « Â » before a French space), or
# characters already lost.
MOJIBAKE = re.compile("Ã[\u0080-\u00bf\u0152-\u2122]|â€|Â[\u00a0«»°]|\ufffd")
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Soft hyphens and marks of no width: they would split words for search and comparison.
UNSEEN = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff]")


def load(path: Path, largest: int = LARGEST) -> bytes:
    """Return the bytes of a file.

    Raises Rejected where it is empty, larger than `largest` bytes or cannot be read.
    """
    try:
        size = path.stat().st_size
        if size > largest:
            reason = _("Fichier trop gros : %(size)s Mo, pour %(largest)s Mo au plus.")
            raise Rejected(reason % {"size": round(size / 2**20), "largest": largest // 2**20})
        content = path.read_bytes()
    except OSError as error:
        reason = _("Ce fichier ne peut pas être lu (%(error)s).") % {"error": error.strerror}
        raise Rejected(reason, unreadable=True) from error
    if not content.strip():
        raise Rejected(_("Fichier vide."))
    return content


def decode(content: bytes, declared: str = "") -> tuple[str, list[Doubt]]:
    """Return bytes as text: by its mark, else strict UTF-8, else Windows-1252 with a doubt.

    French of an older encoding (Macintosh, DOS) is read in that, with a doubt as well. `declared`
    is the encoding that a document says it is in: it is tried first.

    Raises Rejected where it is no text.
    """
    doubts = []
    if declared:
        with suppress(UnicodeDecodeError, LookupError):
            content = content.decode(declared).encode()
    text: str | None
    try:
        text = _decode_marked(content)
    except UnicodeDecodeError:
        text = _with_halves(content)
    if text is None:
        # Latin-1 takes any byte, and leaves the control bytes what they are.
        text = content.decode("latin-1")
        encoding = single_bytes.encoding_of(content)
        if not is_binary(text):
            text = _decode_unmarked(content, encoding)
        name = single_bytes.OLD.get(encoding, "Windows-1252")
        doubts.append(Doubt("text", "encoding", name))
    if is_binary(text):
        raise Rejected(_("Ce fichier n’est pas du texte."))
    doubts += mojibake(text)
    text = UNSEEN.sub("", LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", text), doubts


def mojibake(text: str) -> list[Doubt]:
    """Return a doubt with the first place that was decoded wrongly, if there is any."""
    garbled = MOJIBAKE.search(text)
    if not garbled:
        return []
    around = text[max(0, garbled.start() - 15) : garbled.end() + 15]
    return [Doubt("text", "mojibake", " ".join(around.split()))]


def _decode_marked(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding)
    encoding = encoding_of(content[:2000])
    if not encoding.startswith("utf-16"):
        encoding = "utf-8"
    return content.decode(encoding)


def _with_halves(content: bytes) -> str | None:
    """Return UTF-8 that holds surrogates, as some databases write it; None where it is no UTF-8.

    Pairs become the character that they mean, a half becomes U+FFFD.
    """
    try:
        text = content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _decode_unmarked(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Rejected(_("Encodage inconnu : ni UTF-8, ni Windows-1252.")) from error


def encoding_of(head: bytes) -> str:
    """Return the encoding that a file's first bytes tell.

    It is told by a mark, by the NULs of UTF-16 without a mark, else it is UTF-8 or cp1252.
    """
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    even, odd = head[:2000:2].count(0), head[1:2000:2].count(0)
    if max(even, odd) > 0.6 * len(head[:2000:2]) and min(even, odd) < 0.05 * max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        # For an incremental decoder a character cut off at the end is no error.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def is_binary(text: str) -> bool:
    """Return True for no text: NUL never stands in a text, a stray control character may."""
    if "\x00" in text:
        return True
    opening = text[:100_000]
    return len(CONTROL.findall(opening)) > len(opening) / 200 + 1


class Lines:
    """The lines of a file with their ends, one in memory at a time: an iterator of strings.

    Each is read as UTF-8 or, where it is none, in the Windows encoding, which `doubts` then tells.
    A line longer than an editorial can be ends the reading, and `cut` says so. `number` is that of
    the last line, from 1.
    """

    def __init__(self, path: Path):
        self.number = 0
        self.cut = ""
        self._odd = False
        self._lines = self._read(path)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return next(self._lines)

    def doubts(self) -> list[Doubt]:
        """Return the doubts about the lines that were read since the last call."""
        if not self._odd:
            return []
        self._odd = False
        return [Doubt("text", "encoding", "Windows-1252")]

    def _read(self, path: Path) -> Iterator[str]:
        with open(path, "rb") as file:
            head = file.read(65_536)
            encoding = encoding_of(head)
            # Old Macintosh files end their lines with a return alone, which bytes do not know as
            # an end.
            by_line = encoding in ("utf-8", "cp1252") and (b"\n" in head or b"\r" not in head)
            file.seek(0)
            if by_line:
                yield from self._limited(file)
                return
        with open(path, encoding=encoding, errors="replace", newline="") as file:
            for line in self._limited(file):
                self._odd = encoding == "cp1252"
                yield line

    def _limited(self, file: IO) -> Iterator[str]:
        while line := file.readline(LINE_LIMIT + 1):
            self.number += 1
            if len(line) > LINE_LIMIT:
                self.cut = _("La ligne est trop longue.")
                return
            if isinstance(line, bytes):
                line = self._decoded(line)
            if self.number == 1:
                line = line.removeprefix("\ufeff")
            yield line

    def _decoded(self, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            self._odd = True
            return line.decode("cp1252", "replace")
