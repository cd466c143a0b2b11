"""Parts of a page that are taken out before its text is looked for: other articles, captions, forms, menus."""

import re
from functools import lru_cache

from lxml import etree

from archive.ingest.pages.claims import marks
from archive.ingest.pages.trimming import text_of

NEVER = (
    "nav",
    "button",
    "select",
    "iframe",
    "dialog",
    "input",
    "textarea",
    "object",
    "video",
    "audio",
    "canvas",
    "form",
)
CAPTION = re.compile(
    r"(?:^|[\s_-])(?:(?:img|image|photo|picture|media|figure|article|wp|gallery|slide)?-?_?caption(?:-text|s)?|caption|legende"
    r"|bildunterschrift|photo-?credits?|image-?credits?|media-?info|credits?)(?:$|[\s_-])|[a-z]Caption(?:$|[\s_A-Z-])"
)
# A part with more text than this is no caption, whatever it is called.
LONGEST_CAPTION = 1_200
# Characters of paragraphs from which an <article> is the page's own and not a teaser of one.
ENOUGH = 500


def prune(tree: etree._Element, heading: etree._Element | None) -> None:
    """Takes out of a tree what is no part of the text under its heading."""
    _keep_article(tree, heading)
    inside = set(heading.iterancestors()) | {heading} if heading is not None else set()
    for element in list(tree.iter(etree.Element)):
        if element in inside or element.tag in ("body", "html", "main"):
            continue
        if element.tag in NEVER:
            # Some systems set whole pages in one form.
            if element.tag != "form" or _prose(element) < ENOUGH:
                remove(element)
        elif _is_caption(element):
            remove(element)


def _keep_article(tree: etree._Element, heading: etree._Element | None) -> None:
    """Of several <article>, the heading's own, where it holds a text."""
    if heading is None:
        return
    own = next((one for one in heading.iterancestors("article") if _prose(one) > ENOUGH), None)
    if own is None:
        return
    around = set(own.iterancestors())
    for other in list(tree.iter("article")):
        if other is not own and other not in around and own not in other.iterancestors():
            remove(other)


def _prose(element: etree._Element) -> int:
    """Characters in the paragraphs of an element."""
    return sum(len(text_of(one)) for one in element.iter("p"))


def _is_caption(element: etree._Element) -> bool:
    said = element.get("class")
    if not said or element.tag not in (
        "p",
        "div",
        "span",
        "figcaption",
        "dd",
        "small",
        "em",
        "cite",
        "li",
    ):
        return False
    return _names_caption(marks(element)) and len(text_of(element)) < LONGEST_CAPTION


@lru_cache(maxsize=10_000)
def _names_caption(said: str) -> bool:
    return bool(CAPTION.search(said))


def remove(element: etree._Element) -> None:
    """Takes an element out and leaves the text behind it where it stood."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail
    if parent is None:
        return
    if tail and before is not None:
        before.tail = (before.tail or "") + " " + tail
    elif tail:
        parent.text = (parent.text or "") + " " + tail
    parent.remove(element)
