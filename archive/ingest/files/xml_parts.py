"""The parts of a WordPress export, one at a time, in memory that does not grow with the file.

The file is cut at its items' tags before any XML is parsed, so that what is broken in one item
leaves the others whole.
"""

import codecs
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from archive.ingest.records import Rejected

CHUNK = 1 << 20
# Bytes of an item, or of all that stands before the first; the longest novel has 8 MB.
LARGEST = 16 << 20
TURN = re.compile(rb"<!\[CDATA\[|<!--|<!DOCTYPE|<item(?=[\s>])|</item\s*>", re.I)
# Feeds call an item « entry » as well, with or without a prefix, and older feeds name a document
# type.
FEED_TURN = re.compile(
    rb"<!\[CDATA\[|<!--|<(?:\w{1,20}:)?(?:item|entry)(?=[\s>])"
    rb"|</(?:\w{1,20}:)?(?:item|entry)\s*>",
    re.I,
)
ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
LONGEST_TURN = 64
# What XML forbids, as bytes and as references: control characters, halves of surrogate pairs, and
# numbers beyond all characters.
FORBIDDEN = bytes({*range(9), 11, 12, *range(14, 32)})
FORBIDDEN_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d"
    r"|5734[0-3]|[1-9]\d{7,}|[2-9]\d{6}|1[2-9]\d{5})"
    r"|x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f]..|fff[ef]|[1-9a-f][\da-f]{6,}|[2-9a-f][\da-f]{5}));",
    re.I,
)
NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")
WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass
class Part:
    """A stretch of the file, from `line` on.

    Its kind is an "item" from tag to tag, what stands "between" (before and behind items), an item
    that is "cut" short (no end), or what is too "long" to be an item (no content).
    """

    line: int
    kind: str
    content: bytes


@dataclass
class Element:
    """What stands in an item under one name: its attributes, its text, and the elements inside
    (comments, metadata)."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    inside: list["Element"] = field(default_factory=list)

    def get(self, *names: str) -> str:
        """Return the text of the first element of these names that has any, without spaces around.

        Return "" if none has.
        """
        for name in names:
            for element in self.inside:
                if element.name == name and element.text.strip():
                    return element.text.strip()
        return ""


def parts(path: Path, turn: re.Pattern = TURN) -> Iterator[Part]:
    """Yield the file's parts in their order.

    `turn` finds where items begin and end, and what hides such places. Raises Rejected where it
    finds that a document type is declared: with it come entities.
    """
    with open(path, "rb") as file:
        yield from _cut(_Window(_narrow(file), turn))


def encoding(head: bytes) -> str:
    """Return the encoding that the head declares; "" for UTF-8, none and what Python lacks."""
    declared = DECLARED.search(head[:1000])
    if not declared:
        return ""
    try:
        name = codecs.lookup(declared[1].decode()).name
    except LookupError:
        return ""
    if name in ("utf-8", "ascii", "utf-16", "utf-32"):
        return ""
    # What calls itself Latin-1 is Windows-1252, as browsers have it: its curly quotes are no
    # control characters.
    return "cp1252" if name == "iso8859-1" else name


def elements(content: bytes, name: bytes) -> Iterator[tuple[int, int]]:
    """Yield the places (start, end) of all elements of that name.

    None is looked for behind the last that ends.
    """
    end = content.rfind(b"</" + name)
    pattern = re.compile(
        rb"<%s(?:\s[^>]*)?>.*?</%s\s*+>" % (re.escape(name), re.escape(name)), re.DOTALL
    )
    for element in pattern.finditer(content, 0, max(0, end + len(name) + 100)):
        yield element.span()


def parse(text: str) -> Element:
    """Return the text of an element as a tree; names as they are written, prefix included.

    Raises ValueError with the reason.
    """
    root = Element("")
    stack = [root]

    def start(name: str, attributes: dict[str, str]) -> None:
        stack[-1].inside.append(Element(name, attributes))
        stack.append(stack[-1].inside[-1])

    def end(name: str) -> None:
        stack.pop()

    def characters(text: str) -> None:
        pieces.setdefault(id(stack[-1]), (stack[-1], []))[1].append(text)

    pieces: dict[int, tuple[Element, list[str]]] = {}
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    allowed = NAMED.sub(_character, FORBIDDEN_REFERENCE.sub("", text))
    try:
        parser.Parse(allowed.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise ValueError(expat.ErrorString(error.code)) from error
    for element, texts in pieces.values():
        element.text = "".join(texts)
    return root.inside[0]


def _character(reference: re.Match) -> str:
    """Return « &eacute; » as a character; XML knows five names only."""
    text = html.unescape(reference[0])
    if text == reference[0]:
        return f"&amp;{reference[1]};"
    return text


class _Window:
    """The stretch of the file that is being looked at, from where the present part begins; places
    count from there."""

    def __init__(self, chunks: Iterator[bytes], turn: re.Pattern):
        self.chunks = chunks
        self.pattern = turn
        self.content = b""
        self.begin = 0
        self.line = 1
        self.ended = False
        self.missing: set[bytes] = set()  # marks that do not come in `content`

    def more(self) -> bool:
        """Read on; return False at the file's end, and where the part is longer than any may be."""
        if self.ended or len(self.content) - self.begin > LARGEST:
            return False
        chunk = next(self.chunks, b"")
        self.content, self.begin, self.ended = self.content[self.begin :] + chunk, 0, not chunk
        self.missing.clear()
        return bool(chunk)

    def take(self, end: int | None = None) -> bytes:
        """Return what stands before `end`, all if it is None; the next part begins there."""
        stop = len(self.content) if end is None else self.begin + end
        taken = self.content[self.begin : stop]
        self.begin = stop
        self.line += taken.count(b"\n")
        return taken

    def turn(self, at: int) -> tuple[bytes, int, int] | None:
        """Return the next place where something begins or ends, as (mark, start, end), if any."""
        while True:
            place = self.pattern.search(self.content, self.begin + at)
            if place:
                return place[0].upper(), place.start() - self.begin, place.end() - self.begin
            at = max(at, len(self.content) - self.begin - LONGEST_TURN)
            if not self.more():
                return None

    def behind(self, mark: bytes, at: int) -> int:
        """Return the place behind the next `mark`; `at` where there is none."""
        seen = at
        while mark not in self.missing:
            place = self.content.find(mark, self.begin + seen)
            if place >= 0:
                return place - self.begin + len(mark)
            seen = max(seen, len(self.content) - self.begin - len(mark))
            if not self.more():
                self.missing.add(mark)
        return at


def _cut(window: _Window) -> Iterator[Part]:
    kind, at = "between", 0
    while True:
        turn = window.turn(at)
        if turn is None and window.ended:
            yield Part(window.line, _unended(kind), window.take())
            return
        if turn is None:
            if kind != "long":
                yield Part(window.line, "long", b"")
            kind, at = "long", 0
            window.take(len(window.content) - window.begin - LONGEST_TURN)
            continue
        mark, start, end = turn
        at = window.behind(ENDS[mark], end) if mark in ENDS else end
        if mark == b"<!DOCTYPE":
            raise Rejected(
                _("Ce fichier déclare un type de document (DTD) ; un export WordPress n’en a pas.")
            )
        if mark not in ENDS and not mark.startswith(b"</"):
            line, content = window.line, window.take(start)
            if kind != "long":
                yield Part(line, _unended(kind), content)
            kind, at = "item", len(mark)
        elif mark.startswith(b"</") and kind == "item":
            yield Part(window.line, kind, window.take(end))
            kind, at = "between", 0


def _unended(kind: str) -> str:
    """Return the kind of a part that ends where its own end did not come."""
    return "cut" if kind == "item" else kind


def _narrow(file: BinaryIO) -> Iterator[bytes]:
    """Yield the file's bytes without what XML forbids, in an encoding that keeps ASCII's signs."""
    chunk = file.read(CHUNK)
    decoder = _wide_decoder(chunk)
    while chunk:
        if decoder:
            chunk = decoder.decode(chunk).encode("utf-8", "replace")
        yield chunk.translate(None, FORBIDDEN) or b" "
        chunk = file.read(CHUNK)


def _wide_decoder(first: bytes) -> codecs.IncrementalDecoder | None:
    """Return the decoder of a file whose mark says that a sign is of two or four bytes."""
    for mark, name in WIDE:
        if first.startswith(mark):
            return codecs.getincrementaldecoder(name)("replace")
    return None
