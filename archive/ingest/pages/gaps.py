"""What trafilatura leaves out of a text: its standfirst, and paragraphs between those that it keeps."""

import re
from collections import Counter
from copy import deepcopy
from itertools import islice

from lxml import etree

from archive.ingest.pages.claims import is_elsewhere, marks
from archive.ingest.pages.trimming import CLOSED, PAYWALL, POINTER, key_of, text_of
from archive.ingest.printed.template_lines import is_caption, kind

PROSE = {"p", "blockquote", "ul", "ol", "h2", "h3", "h4", "pre"}
# Parts beside the text that stand among its paragraphs.
BESIDE = re.compile(
    r"caption|credit|share|social|newsletter|promo|related|read-?(?:more|also)|signup|subscri|paywall|tag-?list|tags|author|bio\b"
    r"|byline|copyright|legende|\bad\b|advert|teaser|comment|hidden|visually|sr-only|breadcrumb|timestamp|correction|disclaimer",
    re.I,
)
LEAD = re.compile(
    r"(?:^|[\s_-])(?:standfirst|chapo|chapeau|lead|lede|teaser|intro|introduction|summary|subtitle|sub-?head(?:line)?|dek|deck|abstract"
    r"|desc|description|excerpt|sous-titre|accroche|vorspann|entradilla)(?:$|[\s_-])|[a-z](?:Standfirst|Lead|Intro|Summary|Teaser)",
)
TAGS = {
    "h2": "head",
    "h3": "head",
    "h4": "head",
    "ul": "list",
    "ol": "list",
    "li": "item",
    "blockquote": "quote",
    "a": "ref",
}
KEPT = {"p", "head", "list", "item", "quote", "ref", "hi", "lb", "pre"}
EMPHASIS = {"strong": "#b", "b": "#b", "em": "#i", "i": "#i", "sup": "#sup", "sub": "#sub"}
SHORTEST, MOST = 60, 5_000


def fill(
    body: etree._Element, tree: etree._Element, heading: etree._Element | None, described: list[str]
) -> None:
    """Puts into a body what stands between its paragraphs on the page, and the standfirst before them.

    `described` is what the page says of itself in <meta> and JSON-LD: a standfirst is often one of these.
    """
    elements = list(islice(tree.iter("p", "div", "span", "h2", "h3"), MOST))
    keys = {one: key_of(text_of(one)) for one in elements if one.tag == "p"}
    kept = {key_of(text_of(block)) for block in body.iter("p", "item", "quote", "head", "list")}
    _recover(body, keys, kept)
    _add_standfirst(body, elements, keys, kept, heading, described)


def _recover(body: etree._Element, keys: dict, kept: set[str]) -> None:
    weights: Counter[etree._Element] = Counter()
    for element, key in keys.items():
        if key in kept and len(key) > SHORTEST and element.getparent() is not None:
            weights[element.getparent()] += len(key)
    if not weights:
        return
    container, weight = weights.most_common(1)[0]
    if weight < 0.5 * sum(weights.values()):
        return
    places = {key_of(text_of(block)): block for block in body}
    anchor = None
    for child in container:
        key = key_of(text_of(child)) if child.tag in PROSE else ""
        if key in places:
            anchor = places[key]
        elif (
            anchor is not None
            and anchor.getparent() is body
            and key
            and _is_missing(child, key, kept)
        ):
            made = _converted(child)
            body.insert(body.index(anchor) + 1, made)
            anchor = made


def _is_missing(element: etree._Element, key: str, kept: set[str]) -> bool:
    """True for prose that was left out: sentences, few links, nothing that says « share » or « caption »."""
    text = text_of(element)
    if key in kept or len(text) < SHORTEST or element.tag not in ("p", "blockquote", "ul", "ol"):
        return False
    if element.tag in ("ul", "ol"):
        items = [text_of(item) for item in element.iter("li")]
        if sum(bool(CLOSED.search(item)) for item in items) < 0.6 * len(items):
            return False
    linked = sum(len(text_of(link)) for link in element.iter("a"))
    return _is_prose(element, text) and linked < 0.4 * len(text)


def _is_prose(element: etree._Element, text: str) -> bool:
    junk = (
        BESIDE.search(marks(element))
        or POINTER.match(text)
        or PAYWALL.match(text)
        or is_caption(text)
        or kind(text)
    )
    return (
        bool(CLOSED.search(text))
        and not junk
        and "display:none" not in (element.get("style") or "").replace(" ", "")
    )


def _converted(element: etree._Element) -> etree._Element:
    """An element of the page in trafilatura's terms."""
    made = deepcopy(element)
    made.tail = None
    for one in made.iter(etree.Element):
        target, tag = one.get("href"), one.tag
        one.attrib.clear()
        one.tag = TAGS.get(
            tag, "hi" if tag in EMPHASIS else "lb" if tag == "br" else "p" if one is made else tag
        )
        if tag in EMPHASIS:
            one.set("rend", EMPHASIS[tag])
        elif tag == "a" and target:
            one.set("target", target)
        elif tag in ("h2", "h3", "h4", "ul", "ol"):
            one.set("rend", tag)
    etree.strip_tags(made, *{one.tag for one in made.iter(etree.Element) if one.tag not in KEPT})
    return made


def _add_standfirst(
    body: etree._Element,
    elements: list[etree._Element],
    keys: dict,
    kept: set[str],
    heading: etree._Element | None,
    described: list[str],
) -> None:
    """A paragraph before the text that repeats the page's description, or whose class calls it one."""
    have = " ".join(key_of(text_of(block)) for block in body)
    said = [key for one in described if len(key := key_of(one.rstrip(" .…"))) > 40]
    found = None
    for element in elements:
        if element.tag not in ("p", "div", "span", "h2", "h3") or any(
            child.tag in ("p", "div", "ul") for child in element
        ):
            continue
        key = keys.get(element) or key_of(text_of(element))
        if key in kept and len(key) > SHORTEST:
            break
        if not 40 < len(key) < 900 or key in have or is_elsewhere(element):
            continue
        if any(
            key == one or key.startswith(one[:200]) or (len(key) > 80 and one.startswith(key))
            for one in said
        ):
            found = element
            break
        lead = LEAD.search(f"{marks(element)} {marks(element.getparent())}")
        if (
            lead
            and heading is not None
            and CLOSED.search(text_of(element))
            and _is_prose(element, text_of(element))
        ):
            found = found if found is not None else element
    if found is not None:
        body.insert(0, _converted(found))
