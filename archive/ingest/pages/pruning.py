"""Parts of a page that are taken out before its text is looked for: menus, forms, captions.

Other articles, too, where the page holds several.
"""

import re
from functools import lru_cache
from itertools import islice

from lxml import etree

from archive.ingest.pages.element_text import (
    element_words,
    is_prose,
    length_inside,
    shares_runs,
    text_of,
)
from archive.ingest.pages.surroundings import HELD_CONTROLS, is_elsewhere, marks

NEVER = {
    *("nav", "button", "select", "iframe", "dialog", "input", "textarea", "object", "video"),
    *("audio", "canvas", "form"),
}
CONTROLS = {"form", "input", "button"}
FOLDS = {"div", "section", "p", "span"}
PROSE = {"p", "div", "section"}
CAPTIONS = {"p", "div", "span", "figcaption", "dd", "small", "em", "cite", "li"}
CAPTION = re.compile(
    r"(?:^|[\s_-])(?:(?:img|image|photo|picture|media|figure|article|wp|gallery|slide)?-?_?caption"
    r"(?:-text|s)?|caption|legende|bildunterschrift|photo-?credits?|image-?credits?|media-?info"
    r"|(?:image|img|photo|picture|media)-?description|credits?)(?:$|[\s_-])"
    r"|[a-z]Caption(?:$|[\s_A-Z-])|(?:Image|Photo|Picture|Media)Description(?:$|[\s_A-Z-])"
)
# A part with more text than this is no caption, whatever it is called.
LONGEST_CAPTION = 1_200
# What is there for those who hear a page: it says again, or says how to use, what others see.
UNSEEN = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?)(?:$|[\s_-])", re.I
)
# What readers see once they press « Lire la suite ».
FOLDED = re.compile(r"(?:^|[\s_-])(?:hidden|hide|is-hidden|collapsed?)(?:$|[\s_-])", re.I)
# Its paragraphs, and the part of its characters that may be links.
LEAST_FOLDED, MOST_LINKED = 2, 0.3
# Elements on each side of a box that may say the same, and characters of it that are compared.
NEIGHBOURS, MOST_COMPARED = 40, 5_000
# Characters of paragraphs from which an <article> is the page's own and not a teaser of one.
ENOUGH = 500


def prune(tree: etree._Element, heading: etree._Element | None) -> None:
    """Take out of a tree what is no part of the text under its heading."""
    around: set[etree._Element] = set()
    if heading is not None:
        _keep_article(tree, heading)
        around = {heading, *heading.iterancestors()}
    for element in list(tree.iter(etree.Element)):
        if element in around or element.tag in ("body", "html", "main"):
            continue
        if element.tag in NEVER:
            # Some systems set whole pages in one form.
            if element.tag != "form" or length_inside(element, "p") < ENOUGH:
                _mark_parent(element)
                remove(element)
            continue
        part_marks = marks(element)
        if _is_caption(element, part_marks) or _is_unseen(element, part_marks):
            remove(element)
        elif element.tag in FOLDS:
            _unfold(element)
        elif element.tag == "aside" and _is_box_of_text(element):
            element.tag = "div"


def _unfold(element: etree._Element) -> None:
    """Show the rest of a text, which goes on below a paragraph once readers press a button."""
    if not element.attrib or not _hides(element.get("class"), element.get("style")):
        return
    if is_elsewhere(element) or not _goes_on(element, LEAST_FOLDED):
        return
    for name in ("style", "class", "hidden"):
        element.attrib.pop(name, None)


@lru_cache(maxsize=10_000)
def _hides(names: str | None, style: str | None) -> bool:
    """Return True for a class or a style by which readers do not see an element."""
    if style and "display:none" in style.replace(" ", "").lower():
        return True
    return bool(names and FOLDED.search(names))


def _is_box_of_text(element: etree._Element) -> bool:
    """Return True for a box between two paragraphs of a text that says what none of them says.

    « Repères », with sentences and hardly a link.
    """
    below = element.getnext()
    if below is None or not _is_paragraph(below) or not _goes_on(element):
        return False
    around = [
        *islice(element.itersiblings(), NEIGHBOURS),
        *islice(element.itersiblings(preceding=True), NEIGHBOURS),
    ]
    beside = " ".join(element_words(part) for part in around if part.tag == "p")
    return not shares_runs(element_words(element)[:MOST_COMPARED], f" {beside} ")


def _goes_on(element: etree._Element, least: int = 1) -> bool:
    """Return True for so many paragraphs below one of a text, with nothing to fill in or press."""
    above = element.getprevious()
    if above is None or not _is_paragraph(above):
        return False
    if next(element.iter(*CONTROLS), None) is not None:
        return False
    paragraphs = list(filter(_is_paragraph, element.iter("p")))
    if len(paragraphs) < least:
        return False
    return length_inside(element, "a") < MOST_LINKED * len(text_of(element))


def _is_paragraph(element: etree._Element) -> bool:
    return element.tag in PROSE and is_prose(text_of(element))


def _mark_parent(element: etree._Element) -> None:
    """Mark what held something that readers fill in or press."""
    parent = element.getparent()
    if parent is not None and element.tag in CONTROLS:
        parent.set(HELD_CONTROLS, "")


def _keep_article(tree: etree._Element, heading: etree._Element) -> None:
    """Take out of a tree all <article> but the heading's, where that holds a text."""
    article = _article_of(heading)
    if article is None:
        return
    around = {article, *article.iterancestors()}
    for candidate in list(tree.iter("article")):
        if candidate not in around and article not in candidate.iterancestors():
            remove(candidate)


def _article_of(heading: etree._Element) -> etree._Element | None:
    for article in heading.iterancestors("article"):
        if length_inside(article, "p") > ENOUGH:
            return article
    return None


def _is_caption(element: etree._Element, part_marks: str) -> bool:
    if not element.get("class") or element.tag not in CAPTIONS:
        return False
    return _names_caption(part_marks) and len(text_of(element)) < LONGEST_CAPTION


def _is_unseen(element: etree._Element, part_marks: str) -> bool:
    """Return True for a few words that readers do not see."""
    if not part_marks or not _names_unseen(part_marks):
        return False
    return len(text_of(element)) < LONGEST_CAPTION


@lru_cache(maxsize=10_000)
def _names_unseen(part_marks: str) -> bool:
    return bool(UNSEEN.search(part_marks))


@lru_cache(maxsize=10_000)
def _names_caption(element_marks: str) -> bool:
    return bool(CAPTION.search(element_marks))


def remove(element: etree._Element) -> None:
    """Take an element out of its tree and leave the text behind it where it stood."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail
    if parent is None:
        return
    if tail and before is not None:
        before.tail = (before.tail or "") + " " + tail
    elif tail:
        parent.text = (parent.text or "") + " " + tail
    parent.remove(element)
