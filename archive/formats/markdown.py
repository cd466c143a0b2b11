"""Works as Markdown with front matter, a file each in a zip: CommonMark, HTML for what it lacks."""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, cast

from lxml import etree

from archive import epub, text
from archive.formats.works import Collection, Work
from archive.writing import notes
from archive.writing.blocks import blocks

# What would be a sign of Markdown, or of a site's generator, in the text.
SIGNS = re.compile(r"([\\`*_\[\]<>~|{}&]|:(?=[a-z]))")
AT_START = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
# What YAML does not take as it is, JSON does: both take an escape.
UNWRITTEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
HEADINGS = {"h2": "##", "h3": "###", "h4": "####"}
EMPHASES = {"em": "*", "i": "*", "strong": "**", "b": "**"}
BLOCKS = {"p", "ul", "ol", "blockquote", "hr", "figure", "table", *HEADINGS}
WHITE = re.compile(r"[ \t\r\n\f\v]+")
CALL = re.compile(r"<sup>(\d{1,3})</sup>")
LINE_BREAK = "\\\n"


class _Pipe:
    """A file that cannot be gone back in, whose content is taken as it comes."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        content = b"".join(self._pieces)
        self._pieces.clear()
        return content


def write(works: Iterable[Work], _collection: Collection) -> Iterator[bytes]:
    """Yield a zip with a file for each work, as it is packed."""
    pipe = _Pipe()
    with zipfile.ZipFile(cast(Any, pipe), "w", zipfile.ZIP_DEFLATED) as packed:
        for work in works:
            name = "-".join(filter(None, [str(work.number), work.slug]))
            entry = zipfile.ZipInfo(f"{name}.md", work.changed.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, document(work))
            yield pipe.taken()
    yield pipe.taken()


def document(work: Work) -> str:
    """Return a work as a Markdown file."""
    facts: dict[str, str | list[str]] = {
        "title": work.title,
        "authors": [signature.name for signature in work.signatures],
        "date": work.date,
        "publication": work.magazine,
        "section": work.section,
        "issue": work.issue,
        "page": work.page,
        "tags": work.tags,
        "lang": work.language,
        "standfirst": SIGNS.sub(r"\\\1", work.standfirst),
        "url": work.address,
        "ark": work.reference.ark,
        "source_url": work.source_address,
        "guid": work.source_id,
        "licence": str(work.terms or ""),
    }
    # Empty as well: by it a reader knows that `url` is a page of the archive.
    facts = {name: fact for name, fact in facts.items() if fact or name == "source_url"}
    lines = [f"{name}: {_scalar(fact)}" for name, fact in facts.items()]
    return "\n".join(["---", *lines, "---", "", body(work.html)])


def _scalar(fact: str | list[str]) -> str:
    """Return a text, or a list of texts, as JSON that is YAML as well."""
    written = json.dumps(fact, ensure_ascii=False)
    return UNWRITTEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", written)


def body(html: str) -> str:
    """Return clean HTML as Markdown, with a line end."""
    apart = notes.parted(html)
    numbers = [number for number, _inner in apart.notes]
    if not numbers or not _comes_back(html, apart):
        return _written(html)

    def called(call: re.Match) -> str:
        return f"[^{call[1]}]" if int(call[1]) in numbers else call[0]

    parts = [CALL.sub(called, _written("\n".join(apart.texts))).rstrip("\n")]
    for number, inner in apart.notes:
        words = _line(etree.fromstring(epub.xhtml(f"<p>{inner}</p>"))[0])
        parts.append(f"[^{number}]: {words.replace(LINE_BREAK, '<br>')}")
    return "\n\n".join(parts) + "\n"


def _comes_back(html: str, apart: notes.Notes) -> bool:
    """True where the notes, read as Markdown's, come back with their numbers and at their place.

    Programs number them in the order of their calls, and put them at the end.
    """
    numbers = [number for number, _inner in apart.notes]
    calls = dict.fromkeys(map(int, CALL.findall("\n".join(apart.texts))))
    called = [number for number in calls if number in numbers]
    at_end = [*apart.texts, *(notes.note(number, inner) for number, inner in apart.notes)]
    return numbers == called == list(range(1, len(numbers) + 1)) and at_end == blocks(html)


def _written(html: str) -> str:
    placed = epub.xhtml(html)
    if not placed:
        return ""
    return "\n\n".join(_blocks(etree.fromstring(placed))) + "\n"


def _blocks(parent: etree._Element) -> list[str]:
    """Return what stands in an element block by block; what stands between them is paragraphs."""
    blocks: list[str] = []
    running = _escaped(parent.text)
    for child in parent:
        if child.tag in BLOCKS:
            blocks += _paragraph(running)
            blocks += _block(child)
            running = _escaped(child.tail)
        else:
            running += _inline(child) + _escaped(child.tail)
    return blocks + _paragraph(running)


def _paragraph(line: str) -> list[str]:
    line = line.strip(" ")
    if not line:
        return []
    return [AT_START.sub(r"\1\\\2", line) if not line[0].isdecimal() else _numbered(line)]


def _numbered(line: str) -> str:
    """Return a line that begins with a number, which would else begin a list."""
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", line)


def _block(element: etree._Element) -> list[str]:
    tag = element.tag
    if tag in HEADINGS:
        return [f"{HEADINGS[tag]} {_line(element)}"]
    if tag in ("ul", "ol"):
        return [_list(element)]
    if tag == "blockquote":
        quoted = "\n\n".join(_blocks(element)).splitlines()
        return ["\n".join(f"> {line}".rstrip(" ") for line in quoted)]
    if tag == "hr":
        return ["* * *"]
    if tag == "table" or element.get("class"):  # Markdown has no sign for them
        return [WHITE.sub(" ", etree.tostring(element, encoding="unicode", with_tail=False))]
    return _blocks(element)  # a paragraph, or a figure whose picture is not kept


def _list(element: etree._Element) -> str:
    items = []
    for number, item in enumerate(element, 1):
        mark = f"{number}. " if element.tag == "ol" else "- "
        lines = "\n\n".join(_blocks(item)).splitlines()
        indented = [lines[0]] if lines else [""]
        indented += [f"{' ' * len(mark)}{line}".rstrip(" ") for line in lines[1:]]
        items.append(mark + "\n".join(indented))
    return "\n".join(items)


def _line(element: etree._Element) -> str:
    """Return what stands in an element of one line."""
    parts = [_escaped(element.text)]
    for child in element:
        parts.append(_inline(child) + _escaped(child.tail))
    return "".join(parts).strip(" ")


def _inline(element: etree._Element) -> str:
    tag, line = str(element.tag), _line(element)
    if tag == "br":
        return LINE_BREAK
    if not line:
        return ""
    if tag == "a":
        return f"[{line}](<{element.get('href')}>)"
    if tag in EMPHASES and line[0].isalnum() and line[-1].isalnum():
        return EMPHASES[tag] + line + EMPHASES[tag]
    if tag in EMPHASES or tag in text.INLINE:
        return f"<{tag}>{line}</{tag}>"
    return line


def _escaped(plain: str | None) -> str:
    return SIGNS.sub(r"\\\1", WHITE.sub(" ", plain or ""))
