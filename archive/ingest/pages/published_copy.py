"""The publisher's own copy of a text: in JSON-LD, or in the data from which a script draws a page.

It says what belongs to the text; and it is the text where the page's elements lack it.
"""

import json
import re
from collections.abc import Iterator
from html import escape

from lxml import etree

from archive.ingest.pages.element_text import (
    CLOSED,
    element_words,
    shares_runs,
    text_of,
    words_of,
)
from archive.ingest.pages.gaps import converted
from archive.text import paragraphs, plain

# Characters of a copy from which it says what belongs to the text.
LONG_COPY = 600
TAG = re.compile(r"</?(?:p|br|div|h\d|ul|ol|li|blockquote)\b", re.I)
# How many times as long as the body a copy must be to take its place, and the part of the body that
# it must hold then.
FULLER, HELD = 1.3, 0.5
# A page is drawn by its script where its elements have fewer characters of text.
DRAWN = 300
# Data of a page: characters, and values in them, that are looked through.
LARGEST_DATA, MOST_VALUES = 5_000_000, 200_000


def completed(
    body: etree._Element | None, tree: etree._Element, copy: str, data: list[str]
) -> etree._Element | None:
    """Return the body, or one that holds the whole text where that stands in JSON alone.

    `copy` is the text as JSON-LD has it, `data` the page's own JSON, which counts where its
    elements have hardly any text.
    """
    length = _length_of_prose(body)
    if len(copy) < LONG_COPY and length < DRAWN:
        copy = _longest_text(data)
    copied = words_of(plain(copy))
    if len(copied) < LONG_COPY or len(copied) < FULLER * length:
        return body
    if body is not None and length >= DRAWN and not _holds(copied, body):
        return body
    fuller = _from_page(tree, copied)
    if fuller is None:
        return _from_copy(copy)
    return fuller


def _length_of_prose(body: etree._Element | None) -> int:
    """Return the characters of a body's blocks that end a sentence; 0 for none."""
    if body is None:
        return 0
    prose = [block for block in body if CLOSED.search(text_of(block))]
    return sum(map(len, map(element_words, prose)))


def _holds(copied: str, body: etree._Element) -> bool:
    """Return True where a copy has most of a body."""
    padded = f" {copied} "
    lengths = {True: 0, False: 0}
    for block in body:
        words = element_words(block)
        lengths[bool(words) and shares_runs(words, padded)] += len(words)
    return lengths[True] > HELD * sum(lengths.values())


def _from_page(tree: etree._Element, copied: str) -> etree._Element | None:
    """Return the paragraphs of the page that the copy has, where they are nearly all of it."""
    padded = f" {copied} "
    body = etree.Element("body")
    length = 0
    seen: set[str] = set()
    for element in tree.iter("p", "h2", "h3", "blockquote", "li"):
        words = element_words(element)
        if len(words) > 8 and words not in seen and shares_runs(words, padded):
            seen.add(words)
            length += len(words)
            body.append(converted(element))
    if length < 0.8 * len(copied):
        return None
    return body


def _from_copy(copy: str) -> etree._Element:
    """Return the paragraphs of a copy: of its HTML, else its lines."""
    body = etree.Element("body")
    lines = copy.splitlines()
    if TAG.search(copy):
        lines = list(paragraphs(plain(copy)))
    for line in filter(str.strip, lines):
        block = etree.SubElement(body, "p")
        block.text = " ".join(line.split())
    return body


def _longest_text(data: list[str]) -> str:
    """Return the longest text in JSON: a string of sentences, or a list of things that hold one."""
    longest = ""
    for script in data:
        if len(script) > LARGEST_DATA:
            continue
        try:
            root = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for text in _texts(root):
            if len(text) > len(longest):
                longest = text
    return longest


def _texts(root: object) -> Iterator[str]:
    """Yield the texts of a JSON value: each string, and each list's strings as paragraphs."""
    waiting: list[object] = [root]
    seen = 0
    while waiting and seen < MOST_VALUES:
        seen += 1
        node = waiting.pop()
        if isinstance(node, str):
            if _is_prose(node):
                yield node
        elif isinstance(node, dict):
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
            blocks = [block for block in map(_own_text, node) if block]
            if len(blocks) > 1:
                yield "".join(f"<p>{_html(block)}</p>" for block in blocks)


def _own_text(node: object) -> str:
    """Return the sentences of a string, or the longest among an object's own values; else ""."""
    values: list[object] = [node]
    if isinstance(node, dict):
        values = list(node.values())
    texts = [value for value in values if isinstance(value, str) and _is_prose(value)]
    return max(texts, key=len, default="")


def _is_prose(text: str) -> bool:
    return len(text) > 40 and " " in text and bool(CLOSED.search(plain(text[-400:]).strip()))


def _html(block: str) -> str:
    if "<" in block:
        return plain(block)
    return escape(block)


def _padded(article_body: str) -> str:
    return f" {words_of(article_body)} "


def drop_unpublished(body: etree._Element, article_body: str) -> None:
    """Take out blocks that the publisher's own copy of the text lacks.

    It must have most of the other blocks.
    """
    copy = _padded(article_body)
    if len(copy) < LONG_COPY:
        return
    published: list[etree._Element] = []
    unpublished: list[etree._Element] = []
    length = 0
    for block in body:
        words = element_words(block)
        if not words or shares_runs(words, copy):
            published.append(block)
            length += len(words)
        else:
            unpublished.append(block)
    if length < 0.75 * len(copy):
        return
    first = _first_paragraph(published)
    for block in unpublished:
        # What stands before the first paragraph may be the standfirst, and headings are often left
        # out of the copy.
        if first is not None and body.index(block) < body.index(first):
            continue
        if block.tag != "head" or _is_behind(block, published, body):
            body.remove(block)


def _first_paragraph(blocks: list[etree._Element]) -> etree._Element | None:
    for block in blocks:
        if len(text_of(block)) > 60:
            return block
    return None


def _is_behind(block: etree._Element, blocks: list[etree._Element], body: etree._Element) -> bool:
    return not blocks or body.index(block) > body.index(blocks[-1])
