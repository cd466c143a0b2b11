"""A body in Markdown, as it is typed where there is no script; and back.

CommonMark without code, with tables and with notes: `[^1]` in the text, `[^1]: …` below.
"""

import re
from html import escape
from itertools import pairwise

import lxml.html
from lxml.html import HtmlElement as Element
from markdown_it import MarkdownIt

from archive import text
from archive.writing import blocks, leavings, notes

# A space at the beginning of a line, or « --- » below it, is print's and no code or crosshead.
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
MARKDOWN.disable(["code", "fence", "backticks", "lheading", "reference"])
DEFINITION = re.compile(
    r"^\[\^([^\]\s]{1,40})\]:[ \t]*(.*(?:\n(?!\[\^[^\]\s]+\]:|[ \t]*$).+)*)", re.MULTILINE
)
REFERENCE = re.compile(r"\[\^([^\]\s]{1,40})\]")
# A line that nobody breaks by hand is a paragraph of its own.
LONGEST_LINE = 120  # characters
# Lines that go on with, or begin, something else than a paragraph.
NO_PARAGRAPH = re.compile(r"\s*(?:[-*+>|#<]|\d{1,9}[.)] |\[\^)")
BEGINS_NOTE = re.compile(r"\[\d{1,3}\]\s")
MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
ESCAPED = re.compile(r"([\\`*_\[\]])")
LINE_START = re.compile(r"^(\s*)([#>+|=-]|\d{1,9}(?=[.)]))")


def html(markdown: str) -> str:
    """Return the clean HTML of a body."""
    return notes.ordered(notes.unbracketed(blocks.clean(_rendered(markdown))))


def left_out(markdown: str) -> list[str]:
    """Return a sentence that names what of it no body can hold; none for nothing."""
    return leavings.told(_rendered(markdown))


def _rendered(markdown: str) -> str:
    """Return the HTML of a body, not cleaned."""
    source = text.writable(markdown.replace("\r\n", "\n").replace("\r", "\n"))
    source = leavings.without_false_tags(source)
    source, numbered = _without_definitions(_parted(source))
    numbers = _numbers([*REFERENCE.findall(source), *(label for label, _note in numbered)])

    def call(reference: re.Match) -> str:
        return f"<sup>{numbers[reference[1]]}</sup>"

    rendered = MARKDOWN.render(REFERENCE.sub(call, source))
    for label, words in numbered:
        inner = MARKDOWN.renderInline(REFERENCE.sub(call, " ".join(words.split())))
        rendered += f"\n{notes.note(numbers[label], inner)}"
    return rendered


def _without_definitions(source: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the text without its notes, and (label, words) of each."""
    return DEFINITION.sub("", source), DEFINITION.findall(source)


def _numbers(labels: list[str]) -> dict[str, int]:
    """Return {label: number}: its own where it is one, else one that is free."""
    numbers = {}
    for label in labels:
        if label.isascii() and label.isdigit() and 0 < int(label) < 1000:
            numbers[label] = int(label)
    free = max(numbers.values(), default=0)
    for label in labels:
        if label not in numbers:
            free += 1
            numbers[label] = free
    return numbers


def _parted(source: str) -> str:
    """Return the text with a blank line where a program gave a paragraph as one line."""
    lines = source.split("\n")
    parted = lines[:1]
    for before, line in pairwise(lines):
        if _begins_paragraph(before, line):
            parted.append("")
        parted.append(line)
    return "\n".join(parted)


def _begins_paragraph(before: str, line: str) -> bool:
    if not before.strip() or not line.strip() or before.endswith("\\"):
        return False
    if NO_PARAGRAPH.match(before) or NO_PARAGRAPH.match(line):
        return False
    return bool(BEGINS_NOTE.match(line)) or max(len(before), len(line)) > LONGEST_LINE


# And back


def markdown(body: str) -> str:
    """Return a clean body in Markdown; what Markdown has no sign for stays HTML."""
    apart = notes.parted(body)
    called = {str(number) for number in apart.calls()}
    called &= {str(number) for number, _html in apart.notes}
    parts = [_block(block, called) for block in apart.texts]
    parts += [f"[^{number}]: {_inline_of(inner, called)}" for number, inner in apart.notes]
    return "\n\n".join(parts)


def shown(body: str) -> list[str]:
    """Return how each block of a body comes back from its Markdown, in the order of the body.

    It is empty where what comes back cannot be told block by block.
    """
    back = notes.parted(html(markdown(body)))
    apart = notes.parted(body)
    if len(back.texts) != len(apart.texts) or len(back.notes) != len(apart.notes):
        return []
    texts, below = iter(back.texts), iter(back.notes)
    comes_back = []
    for block in blocks.blocks(body):
        if notes.NOTE.fullmatch(block):
            comes_back.append(notes.note(*next(below)))
        else:
            comes_back.append(next(texts))
    return comes_back


def _block(block: str, called: set[str]) -> str:
    """Return a block in Markdown, or as it is where it would not come back as it is."""
    written = _written(lxml.html.fragment_fromstring(block, create_parent="div"), called)
    comes_back = blocks.clean(MARKDOWN.render(_with_calls(written)))
    if _comparable(comes_back) == _comparable(blocks.clean(block)):
        return written
    return re.sub(r"\s*\n\s*", " ", block)


def _with_calls(written: str) -> str:
    return REFERENCE.sub(r"<sup>\1</sup>", written)


def _comparable(html: str) -> str:
    bare = text.BREAKING_SPACES.sub(" ", html)
    return re.sub(r" ?(</?(?:p|li|ul|ol|blockquote|br)\b[^>]*>) ?", r"\1", bare)


def _written(parent: Element, called: set[str]) -> str:
    written = []
    for element in parent:
        if element.tag in ("h2", "h3", "h4"):
            written.append(f"{'#' * int(element.tag[1])} {_inline(element, called)}")
        elif element.tag in ("ul", "ol"):
            written.append(_list(element, called))
        elif element.tag == "blockquote":
            inner = (
                _written(element, called) if len(element.xpath("./p")) else _inline(element, called)
            )
            written.append("\n".join(f"> {line}".rstrip() for line in inner.split("\n")))
        elif element.tag == "hr":
            written.append("---")
        elif element.tag == "p" and not element.attrib:
            written.append(_inline(element, called))
        else:
            written.append(lxml.html.tostring(element, encoding="unicode", with_tail=False))
    return "\n\n".join(written)


def _list(element: Element, called: set[str]) -> str:
    lines = []
    for number, item in enumerate(element.iterchildren("li"), 1):
        mark = "- " if element.tag == "ul" else f"{number}. "
        lines.append(mark + _inline(item, called))
    return "\n".join(lines)


def _inline_of(inner: str, called: set[str]) -> str:
    return _inline(lxml.html.fragment_fromstring(inner, create_parent="p"), called).replace(
        "\\\n", "<br>"
    )


def _inline(element: Element, called: set[str]) -> str:
    """Return the words of an element with the signs of what is in it, in one line."""
    parts = [_words(element.text)]
    for child in element:
        parts += [_child(child, called), _words(child.tail)]
    return LINE_START.sub(r"\1\\\2", "".join(parts).strip(" "))


def _child(child: Element, called: set[str]) -> str:
    if not isinstance(child.tag, str):
        return ""
    mark = MARKS.get(child.tag)
    inner = _inner(child, called)
    if mark and inner.strip() == inner and inner:
        return f"{mark}{inner}{mark}"
    if child.tag == "br":
        return "\\\n"
    if child.tag == "a" and set(child.attrib) <= {"href", "rel"}:
        address = child.get("href", "")
        if not re.search(r"[\s()<>]", address):
            return f"[{inner}]({address})"
    if child.tag == "sup" and (child.text or "") in called and not len(child):
        return f"[^{child.text}]"
    attributes = "".join(
        f' {name}="{escape(words)}"' for name, words in child.attrib.items() if name != "rel"
    )
    if child.tag == "img":
        return f"<img{attributes}>"
    return f"<{child.tag}{attributes}>{inner}</{child.tag}>"


def _inner(child: Element, called: set[str]) -> str:
    parts = [_words(child.text)]
    for grandchild in child:
        parts += [_child(grandchild, called), _words(grandchild.tail)]
    return "".join(parts)


def _words(words: str | None) -> str:
    """Return words in one line, with what would be signs of Markdown or of HTML escaped."""
    line = text.BREAKING_SPACES.sub(" ", words or "")
    line = ESCAPED.sub(r"\\\1", line)
    return re.sub(r"&(?=#?\w+;)", "&amp;", line).replace("<", "&lt;")
