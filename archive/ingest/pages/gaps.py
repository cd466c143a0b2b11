"""What trafilatura leaves out of a text: paragraphs between those it takes."""

import re
from collections import Counter
from copy import deepcopy
from itertools import islice

from lxml import etree

from archive.ingest.pages.element_text import (
    CLOSED,
    element_words,
    length_inside,
    text_of,
)
from archive.ingest.pages.links_away import AWAY
from archive.ingest.pages.surroundings import marks
from archive.ingest.pages.trimming import PAYWALL, SOURCES
from archive.ingest.printed.template_lines import is_caption, is_section, kind

PROSE = {"p", "blockquote", "ul", "ol", "h2", "h3", "h4", "pre"}
RECOVERED = ("p", "blockquote", "ul", "ol")
CROSSHEADS = ("h2", "h3", "h4")
# Parts beside the text that stand among its paragraphs.
BESIDE = re.compile(
    r"caption|credit|share|social|newsletter|promo|related|read-?(?:more|also)|signup|subscri"
    r"|paywall|tag-?list|tags|author|bio\b|byline|copyright|legende|\bad\b|advert|teaser|comment"
    r"|hidden|visually|sr-only|breadcrumb|timestamp|correction|disclaimer",
    re.I,
)
# HTML's elements, and trafilatura's.
TAGS = {
    "h2": "head",
    "h3": "head",
    "h4": "head",
    "ul": "list",
    "ol": "list",
    "li": "item",
    "blockquote": "quote",
    "a": "ref",
    "br": "lb",
}
BODY_TAGS = {"p", "head", "list", "item", "quote", "ref", "hi", "lb", "pre"}
# What stands for an element that a body does not have until it is taken away: its own name may be
# one that libxml2 reads and refuses to write, such as « x"y ».
STRIPPED = "span"
EMPHASIS = {"strong": "#b", "b": "#b", "em": "#i", "i": "#i", "sup": "#sup", "sub": "#sub"}
# Characters from which a paragraph counts, and elements of a page among which gaps are looked for.
SHORTEST, MOST = 60, 5_000
LONGEST_CROSSHEAD = 120


def fill(body: etree._Element, tree: etree._Element) -> set[str]:
    """Put into a body what stands between its paragraphs on the page.

    Return the words of each of its parts, as they were before.
    """
    paragraphs = {element: element_words(element) for element in islice(tree.iter("p"), MOST)}
    taken = set(map(element_words, body.iter("p", "item", "quote", "head", "list")))
    _recover(body, paragraphs, taken)
    return taken


def _recover(body: etree._Element, paragraphs: dict[etree._Element, str], taken: set[str]) -> None:
    """Put into a body the prose that stands among its paragraphs on the page.

    `paragraphs` are the words of each <p> of the page, `taken` those of the body's blocks.
    """
    container = _container(paragraphs, taken)
    if container is None:
        return
    blocks = {element_words(block): block for block in body}
    anchor = crosshead = None
    is_of_sources = False
    for child in container:
        words = ""
        if child.tag in PROSE:
            words = element_words(child)
        if child.tag not in RECOVERED:
            is_of_sources = bool(SOURCES.fullmatch(text_of(child)))
        if words in blocks:
            if crosshead is not None and blocks[words].getparent() is body:
                body.insert(body.index(blocks[words]), converted(crosshead))
            anchor, crosshead = blocks[words], None
        elif anchor is None or anchor.getparent() is not body:
            continue
        elif words and child.tag in CROSSHEADS and _is_crosshead(child, words, taken):
            crosshead = child
        elif words and (_is_missing(child, words, taken) or (is_of_sources and words not in taken)):
            recovered = converted(child)
            body.insert(body.index(anchor) + 1, recovered)
            anchor = recovered
    if crosshead is not None and crosshead.getnext() is None and CLOSED.search(text_of(crosshead)):
        # « Décrochez, Monsieur le maire ! »
        body.append(converted(crosshead))


def _container(paragraphs: dict[etree._Element, str], taken: set[str]) -> etree._Element | None:
    """Return the element of the page that holds most of the body's paragraphs; None where none."""
    weights: Counter[etree._Element] = Counter()
    for paragraph, words in paragraphs.items():
        parent = paragraph.getparent()
        if words in taken and len(words) > SHORTEST and parent is not None:
            weights[parent] += len(words)
    if not weights:
        return None
    container, weight = weights.most_common(1)[0]
    if weight < 0.5 * sum(weights.values()):
        return None
    return container


def _is_missing(element: etree._Element, words: str, taken: set[str]) -> bool:
    """Return True for prose that was left out: sentences, few links, neither button nor caption."""
    text = text_of(element)
    if words in taken or len(text) < SHORTEST or element.tag not in RECOVERED:
        return False
    if element.tag in ("ul", "ol"):
        lines = list(map(text_of, element.iter("li")))
        sentences = list(filter(CLOSED.search, lines))
        if len(sentences) < 0.6 * len(lines):
            return False
    return is_seen_prose(element, text) and length_inside(element, "a") < 0.4 * len(text)


def _is_crosshead(element: etree._Element, words: str, taken: set[str]) -> bool:
    """Return True for a heading that was left out and leads to no other page."""
    text = text_of(element)
    if words in taken or len(text) > LONGEST_CROSSHEAD or kind(text) or is_section(text):
        return False
    return not BESIDE.search(marks(element)) and not length_inside(element, "a")


def is_seen_prose(element: etree._Element, text: str) -> bool:
    """Return True for sentences that a reader sees; « share » and « caption » are none."""
    return bool(CLOSED.search(text)) and is_seen_text(element, text)


def is_seen_text(element: etree._Element, text: str) -> bool:
    """Return True for what a reader sees that is neither button nor caption nor pointer."""
    if BESIDE.search(marks(element)):
        return False
    if AWAY.match(text) or PAYWALL.match(text) or is_caption(text) or kind(text):
        return False
    return "display:none" not in (element.get("style") or "").replace(" ", "")


def converted(element: etree._Element) -> etree._Element:
    """Return a copy of an element of the page in trafilatura's terms."""
    block = deepcopy(element)
    block.tail = None
    for inner in block.iter(etree.Element):
        target, tag = inner.get("href"), inner.tag
        inner.attrib.clear()
        if tag in EMPHASIS:
            inner.set("rend", EMPHASIS[tag])
        elif tag == "a" and target:
            inner.set("target", target)
        elif tag in ("h2", "h3", "h4", "ul", "ol"):
            inner.set("rend", tag)
        inner.tag = _body_tag(tag, is_outermost=inner is block)
    tags = {inner.tag for inner in block.iter(etree.Element)}
    etree.strip_tags(block, *(tags - BODY_TAGS))
    return block


def _body_tag(tag: str, is_outermost: bool) -> str:
    if tag in TAGS:
        return TAGS[tag]
    if tag in EMPHASIS:
        return "hi"
    if is_outermost:
        return "p"
    if tag in BODY_TAGS:
        return tag
    return STRIPPED
