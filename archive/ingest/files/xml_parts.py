"""The parts of a WordPress export, one at a time, in memory that does not grow with the file.

The file is cut at its items' tags before any XML is parsed, so that what is broken in one item leaves the others whole.
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
LARGEST = (
    16 << 20
)  # bytes of an item, or of all that stands before the first; the longest novel has 8 MB
TURN = re.compile(rb"<!\[CDATA\[|<!--|<!DOCTYPE|<item(?=[\s>])|</item\s*>", re.I)
# Feeds call an item « entry » as well, with or without a prefix, and older ones name a document type.
FEED_TURN = re.compile(
    rb"<!\[CDATA\[|<!--|<(?:\w{1,20}:)?(?:item|entry)(?=[\s>])|</(?:\w{1,20}:)?(?:item|entry)\s*>",
    re.I,
)
ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
LONGEST_TURN = 64
# Control characters that XML forbids, as bytes and as references.
FORBIDDEN = bytes({*range(9), 11, 12, *range(14, 32)})
FORBIDDEN_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f]..|fff[ef]));", re.I
)
NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")
WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
)
WIDE += ((codecs.BOM_UTF16_BE, "utf-16"),)


@dataclass
class Part:
    """A stretch of the file, from `line` on: an "item" from tag to tag, what stands "between" (before and behind items),
    an item that is "cut" short (no end), or what is too "long" to be one (no content)."""

    line: int
    kind: str
    content: bytes


@dataclass
class Element:
    """What stands in an item under one name: its attributes, its text, and the elements inside (comments, metadata)."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    inside: list["Element"] = field(default_factory=list)

    def get(self, *names: str) -> str:
        """The text of the first element of these names that has any, without spaces around; "" if none has."""
        said = (one.text.strip() for name in names for one in self.inside if one.name == name)
        return next(filter(None, said), "")


def parts(path: Path, turn: re.Pattern = TURN) -> Iterator[Part]:
    """The file's parts in their order; `turn` finds where items begin and end, and what hides such places.

    Rejected where `turn` finds that a document type is declared: with it come entities.
    """
    with open(path, "rb") as file:
        yield from _cut(_Window(_narrow(file), turn))


def encoding(head: bytes) -> str:
    """The encoding that the head declares; "" for UTF-8, for none and for one that is not known."""
    declared = DECLARED.search(head[:1000])
    try:
        name = codecs.lookup(declared[1].decode()).name if declared else "utf-8"
    except LookupError:
        return ""
    # What calls itself Latin-1 is Windows-1252, as browsers have it: its curly quotes are no control characters.
    return (
        ""
        if name in ("utf-8", "ascii", "utf-16", "utf-32")
        else "cp1252"
        if name == "iso8859-1"
        else name
    )


def elements(content: bytes, name: bytes) -> Iterator[tuple[int, int]]:
    """The places (start, end) of all elements of that name; none is looked for behind the last that ends."""
    end = content.rfind(b"</" + name)
    pattern = re.compile(
        rb"<%s(?:\s[^>]*)?>.*?</%s\s*+>" % (re.escape(name), re.escape(name)), re.DOTALL
    )
    return (found.span() for found in pattern.finditer(content, 0, max(0, end + len(name) + 100)))


def parse(text: str) -> Element:
    """The text of an element as a tree; names as they are written, prefix included. ValueError with the reason."""
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
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = (
        start,
        end,
        characters,
    )
    try:
        parser.Parse(
            NAMED.sub(_character, FORBIDDEN_REFERENCE.sub("", text)).encode("utf-8", "replace"),
            True,
        )
    except expat.ExpatError as error:
        raise ValueError(expat.ErrorString(error.code)) from error
    for element, texts in pieces.values():
        element.text = "".join(texts)
    return root.inside[0]


def _character(reference: re.Match) -> str:
    """« &eacute; » as a character; XML knows five names only."""
    text = html.unescape(reference[0])
    return f"&amp;{reference[1]};" if text == reference[0] else text


class _Window:
    """The stretch of the file that is being looked at, from where the present part begins; places count from there."""

    def __init__(self, chunks: Iterator[bytes], turn: re.Pattern):
        self.chunks, self.pattern, self.content, self.begin, self.line = chunks, turn, b"", 0, 1
        self.ended = False
        self.missing: set[bytes] = set()  # marks that are known not to come in what is here

    def more(self) -> bool:
        """Reads on; False at the file's end, and where the part is longer than any may be."""
        if self.ended or len(self.content) - self.begin > LARGEST:
            return False
        chunk = next(self.chunks, b"")
        self.content, self.begin, self.ended = self.content[self.begin :] + chunk, 0, not chunk
        self.missing.clear()
        return bool(chunk)

    def take(self, end: int | None = None) -> bytes:
        """What stands before `end`; the next part begins there."""
        end = len(self.content) if end is None else self.begin + end
        taken = self.content[self.begin : end]
        self.begin, self.line = end, self.line + taken.count(b"\n")
        return taken

    def turn(self, at: int) -> tuple[bytes, int, int] | None:
        """The next place where something begins or ends, as (what, start, end); None where there is none."""
        while True:
            if found := self.pattern.search(self.content, self.begin + at):
                return found[0].upper(), found.start() - self.begin, found.end() - self.begin
            at = max(at, len(self.content) - self.begin - LONGEST_TURN)
            if not self.more():
                return None

    def behind(self, mark: bytes, at: int) -> int:
        """The place behind the next `mark`; `at` where there is none."""
        seen = at
        while mark not in self.missing:
            if (found := self.content.find(mark, self.begin + seen)) >= 0:
                return found - self.begin + len(mark)
            seen = max(seen, len(self.content) - self.begin - len(mark))
            if not self.more():
                self.missing.add(mark)
        return at


def _cut(window: _Window) -> Iterator[Part]:
    kind, at = "between", 0
    while True:
        turn = window.turn(at)
        if turn is None and window.ended:
            yield Part(window.line, "cut" if kind == "item" else kind, window.take())
            return
        if turn is None:
            if kind != "long":
                yield Part(window.line, "long", b"")
            kind, at = "long", 0
            window.take(len(window.content) - window.begin - LONGEST_TURN)
            continue
        what, start, end = turn
        at = window.behind(ENDS[what], end) if what in ENDS else end
        if what == b"<!DOCTYPE":
            raise Rejected(
                _("Ce fichier déclare un type de document (DTD) ; un export WordPress n’en a pas.")
            )
        if what not in ENDS and not what.startswith(b"</"):
            if kind != "long":
                yield Part(window.line, "cut" if kind == "item" else kind, window.take(start))
            else:
                window.take(start)
            kind, at = "item", len(what)
        elif what.startswith(b"</") and kind == "item":
            yield Part(window.line, kind, window.take(end))
            kind, at = "between", 0


def _narrow(file: BinaryIO) -> Iterator[bytes]:
    """The file's bytes in an encoding that ASCII's signs can be found in, without what XML forbids."""
    first = file.read(CHUNK)
    wide = next((name for mark, name in WIDE if first.startswith(mark)), "")
    decoder = codecs.getincrementaldecoder(wide)("replace") if wide else None
    chunk = first
    while chunk:
        plain = decoder.decode(chunk).encode("utf-8", "replace") if decoder else chunk
        yield plain.translate(None, FORBIDDEN) or b" "
        chunk = file.read(CHUNK)
