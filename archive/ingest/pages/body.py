"""The text of a page as HTML: found by trafilatura, with its structure.

Paragraphs, headings, quotations, lists, emphasis and links are kept.
"""

import logging
from copy import deepcopy
from urllib.parse import urljoin

from lxml import etree
from trafilatura import bare_extraction

from archive.ingest.pages.element_text import CLOSED, body_words, text_of, words_of
from archive.ingest.pages.surroundings import is_elsewhere
from archive.text import clean_html

# It tells the log of each page that it finds no text in; the reader tells its user.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

# Below this part of a page's sentences the quick body is compared with the slow one; below the
# second, it is taken for another part of the page: a notice, a caption.
ENOUGH, TOO_LITTLE = 0.6, 0.1
# The part of its sentences from which the quick body is held by the slow one.
HELD = 0.9
# Characters by which the slow one must be longer: a few lines more are teasers.
MUCH = 500
# trafilatura's elements, which are TEI's, and HTML's.
TAGS = {
    "lb": "br",
    "quote": "blockquote",
    "item": "li",
    "row": "tr",
    "ref": "a",
    "code": "p",
    "del": "span",
}
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4"}
EMPHASIS = {"#b": "strong", "#i": "em", "#sup": "sup", "#sub": "sub"}


def find(tree: etree._Element) -> etree._Element | None:
    """Return the body that trafilatura finds in a tree, in its own elements; None where none.

    The tree is left as it is. The quick way is the better one, unless it passes over many of the
    page's sentences: then trafilatura is let compare, and taken where it finds the same and more.
    """
    quick = _extracted(tree, fast=True)
    if quick is None:
        return _extracted(tree, fast=False)
    share = _share(quick, tree)
    if share >= ENOUGH:
        return quick
    compared = _extracted(tree, fast=False)
    if compared is None or _share(compared, tree) < 1.2 * share:
        return quick
    is_longer = len(body_words(compared)) > len(body_words(quick)) + MUCH
    if share < TOO_LITTLE or (is_longer and _share(compared, quick) > HELD):
        return compared
    return quick


def _extracted(tree: etree._Element, fast: bool) -> etree._Element | None:
    try:
        document = bare_extraction(
            tree,
            fast=fast,
            include_comments=False,
            include_formatting=True,
            include_links=True,
            with_metadata=False,
        )
    except (RecursionError, etree.LxmlError, AttributeError, LookupError, ValueError):
        # What trips over an odd tree is the finding, not the page: it is then one without a text.
        return None
    # A dict comes only of `as_dict`, which is not asked for.
    if document is None or isinstance(document, dict):
        return None
    return document.body


def _share(body: etree._Element, tree: etree._Element) -> float:
    """Return the part of the page's paragraphs of sentences that a body holds, by characters.

    It is 1 where the page has none.
    """
    text = body_words(body)
    total = 0
    shared = 0
    for element in tree.iter("p"):
        paragraph = text_of(element)
        if len(paragraph) > 80 and CLOSED.search(paragraph) and not is_elsewhere(element):
            total += len(paragraph)
            if words_of(paragraph)[:60] in text:
                shared += len(paragraph)
    if not total:
        return 1.0
    return shared / total


def html_of(body: etree._Element, url: str) -> str:
    """Return the body in HTML, cleaned of what no reader may be given (scripts, `javascript:`).

    `url` is the page's address, which completes relative ones.
    """
    body = deepcopy(body)
    for element in body.iter(etree.Element):
        _rename(element, url)
    children = [etree.tostring(child, encoding="unicode", method="html") for child in body]
    return clean_html("".join(children))


def _rename(element: etree._Element, url: str) -> None:
    """Turn an element of trafilatura's into one of HTML; of attributes, a link's address stays."""
    attributes = dict(element.attrib)
    element.attrib.clear()
    tag = _html_tag(element.tag, attributes)
    if tag != element.tag:  # a name of the page's own may be none that lxml writes
        element.tag = tag
    target = attributes.get("target")
    if element.tag == "a" and target:
        element.set("href", absolute(target, url))


def _html_tag(tag: str, attributes: dict[str, str]) -> str:
    if tag == "head":
        return HEADINGS.get(attributes.get("rend", "h3"), "h4")
    if tag == "list":
        if attributes.get("rend") == "ol":
            return "ol"
        return "ul"
    if tag == "cell":
        if attributes.get("role") == "head":
            return "th"
        return "td"
    if tag == "hi":
        return EMPHASIS.get(attributes.get("rend", ""), "span")
    return TAGS.get(tag, tag)


def absolute(address: str, url: str) -> str:
    """Return an address on the page at `url` in full; as it stands there where either is none."""
    if not url.startswith(("http://", "https://")):
        return address
    try:
        return urljoin(url, address)
    except ValueError:
        return address
