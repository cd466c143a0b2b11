"""What trafilatura leaves out of a text: its standfirst, and paragraphs between those it takes."""

import re
from collections import Counter
from copy import deepcopy
from itertools import islice

from lxml import etree

from archive.ingest.pages.element_text import (
    CLOSED,
    body_words,
    element_words,
    length_inside,
    shares_runs,
    text_of,
    words_of,
)
from archive.ingest.pages.links_away import AWAY
from archive.ingest.pages.surroundings import is_beside, is_elsewhere, marks
from archive.ingest.pages.trimming import HEAD, PAYWALL, SOURCES
from archive.ingest.printed import labels
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
LEAD = re.compile(
    r"(?:^|[\s_-])(?:standfirst|chapo|chapeau|lead|lede|teaser|intro|introduction|summary|subtitle"
    r"|sub-?head(?:line|ing)?|epigraph|dek|deck|abstract|desc|description|excerpt|sous-titre|accroche|vorspann"
    r"|entradilla)(?:$|[\s_-])|[a-z](?:Standfirst|Lead|Intro|Summary|Teaser)",
)
PICTURE = re.compile(r"im(?:g|age)|photo|picture|gallery|video|audio|player", re.I)
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
# Words from which a line next to the heading may be a standfirst, and steps to what holds both.
LEAST_WORDS, NEAR = 9, 3


def fill(
    body: etree._Element, tree: etree._Element, heading: etree._Element | None, described: list[str]
) -> None:
    """Put into a body what stands between its paragraphs on the page, and the standfirst first.

    `described` is what the page says of itself in <meta> and JSON-LD: a standfirst is often one of
    these.
    """
    elements = list(islice(tree.iter("p", "div", "span", "h1", "h2", "h3"), MOST))
    paragraphs = {element: element_words(element) for element in elements if element.tag == "p"}
    taken = set(map(element_words, body.iter("p", "item", "quote", "head", "list")))
    _recover(body, paragraphs, taken)
    standfirst = _standfirst(body, elements, paragraphs, taken, heading, described)
    if standfirst is not None:
        body.insert(_below_title(body, heading), converted(standfirst))


def _below_title(body: etree._Element, heading: etree._Element | None) -> int:
    """Return the place of a standfirst in a body: below its heading, where that is in it."""
    if heading is not None:
        title = element_words(heading)
        for place, block in enumerate(body[:HEAD], 1):
            if element_words(block) == title:
                return place
    return 0


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
    return _is_prose(element, text) and length_inside(element, "a") < 0.4 * len(text)


def _is_crosshead(element: etree._Element, words: str, taken: set[str]) -> bool:
    """Return True for a heading that was left out and leads to no other page."""
    text = text_of(element)
    if words in taken or len(text) > LONGEST_CROSSHEAD or kind(text) or is_section(text):
        return False
    return not BESIDE.search(marks(element)) and not length_inside(element, "a")


def _is_prose(element: etree._Element, text: str) -> bool:
    """Return True for sentences that a reader sees; « share » and « caption » are none."""
    return bool(CLOSED.search(text)) and _is_seen_text(element, text)


def _is_seen_text(element: etree._Element, text: str) -> bool:
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


def _standfirst(
    body: etree._Element,
    elements: list[etree._Element],
    paragraphs: dict[etree._Element, str],
    taken: set[str],
    heading: etree._Element | None,
    described: list[str],
) -> etree._Element | None:
    """Return what repeats the page's description before the text, else what is classed as a lead.

    None where there is neither.
    """
    text = f" {body_words(body)} "
    descriptions = [words_of(description.rstrip(" .…")) for description in described]
    descriptions = [words for words in descriptions if len(words) > 40]
    title = "" if heading is None else element_words(heading)
    lead = None
    is_below = False
    for element in elements:
        if element is heading:
            is_below = True
        if element.tag == "h1" or _holds_blocks(element):
            continue
        words = paragraphs.get(element) or element_words(element)
        if words == title:
            continue
        if words in taken and len(words) > SHORTEST:
            return lead
        if not 40 < len(words) < 900 or shares_runs(words, text, 0.6) or is_beside(element):
            continue
        # Themes call the head of an article « teaser », too.
        if _is_described(words, descriptions):
            return element
        if lead is not None or heading is None or is_elsewhere(element):
            continue
        if _is_lead(element) or (is_below and _is_between(element, heading)):
            lead = element
    return lead


def _holds_blocks(element: etree._Element) -> bool:
    return any(child.tag in ("p", "div", "ul") for child in element)


def _is_described(words: str, descriptions: list[str]) -> bool:
    """Return True where a text is one of the descriptions, longer, or cut short."""
    for description in descriptions:
        if words == description or words.startswith(description[:200]):
            return True
        if len(words) > 80 and description.startswith(words):
            return True
    return False


def _is_between(element: etree._Element, heading: etree._Element) -> bool:
    """Return True for sentences that no class names, next to the heading and above the text."""
    around_heading = list(islice(heading.iterancestors(), NEAR))
    if not any(part in around_heading for part in islice(element.iterancestors(), NEAR)):
        return False
    text = text_of(element)
    if len(text.split()) < LEAST_WORDS or length_inside(element, "a") > 0.2 * len(text):
        return False
    is_next = element.tag in CROSSHEADS and element.getparent() is heading.getparent()
    is_told = _is_seen_text(element, text) if is_next else _is_prose(element, text)
    return is_told and not _is_label(text)


def _is_label(text: str) -> bool:
    """Return True for a line that says when the text appeared, or who wrote it."""
    label = labels.read(text)
    return bool(label and (label.date or label.bylines or label.updated))


def _is_of_picture(element: etree._Element) -> bool:
    """Return True for what its class, or one around it, says to be of a picture or a film."""
    around = [element, *islice(element.iterancestors(), 2)]
    return any(PICTURE.search(marks(part)) for part in around)


def _is_lead(element: etree._Element) -> bool:
    """Return True for what its class, or that of the element around it, calls a lead.

    It is a sentence, or a paragraph or heading of several words.
    """
    if not LEAD.search(f"{marks(element)} {marks(element.getparent())}"):
        return False
    text = text_of(element)
    is_of_text = element.tag in ("p", "h2", "h3") or not _is_of_picture(element)
    if is_of_text and element.tag != "span" and len(text.split()) >= LEAST_WORDS:
        return _is_seen_text(element, text) and not _is_label(text)
    return _is_prose(element, text)
