"""The text of a page as HTML: found by trafilatura, with its paragraphs, headings, quotations, lists, emphasis and links."""

import logging
from copy import deepcopy
from urllib.parse import urljoin

from lxml import etree
from trafilatura import bare_extraction

from archive.ingest.pages.trimming import CLOSED, key_of, text_of
from archive.text import clean_html

# It tells the log of each page that it finds no text in; the reader tells its user.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

# Below this part of a page's sentences, a body is taken for another part of the page: a notice, a caption.
ENOUGH = 0.1
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
EMPHASIS = {"#b": "strong", "#i": "em", "#sup": "sup", "#sub": "sub"}


def find(tree: etree._Element) -> etree._Element | None:
    """The body that trafilatura finds in a tree (which it leaves as it is), in its own elements; None where none.

    Its quick way is the better one, unless it passes over most of the page's sentences: then it is let compare.
    """
    quick = _found(tree, fast=True)
    if quick is not None and _share(quick, tree) >= ENOUGH:
        return quick
    whole = _found(tree, fast=False)
    if whole is None or (quick is not None and _share(whole, tree) < 1.2 * _share(quick, tree)):
        return quick
    return whole


def _found(tree: etree._Element, fast: bool) -> etree._Element | None:
    try:
        found = bare_extraction(
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
    return None if found is None else found.body


def _share(body: etree._Element, tree: etree._Element) -> float:
    """The part of the page's paragraphs of sentences that a body holds, by characters; 1 where there are none."""
    have = " ".join(key_of(text_of(block)) for block in body)
    sentences = [
        text for one in tree.iter("p") if len(text := text_of(one)) > 80 and CLOSED.search(text)
    ]
    total = sum(map(len, sentences))
    return (
        sum(len(text) for text in sentences if key_of(text)[:60] in have) / total if total else 1.0
    )


def html_of(body: etree._Element, url: str) -> str:
    """The body in HTML, cleaned: what no reader may be given (scripts, `javascript:`) is not in it."""
    body = deepcopy(body)
    for element in body.iter(etree.Element):
        _rename(element, url)
    return clean_html(
        "".join(etree.tostring(child, encoding="unicode", method="html") for child in body)
    )


def _rename(element: etree._Element, url: str) -> None:
    attributes = dict(element.attrib)
    element.attrib.clear()
    tag = element.tag
    if tag == "head":
        level = attributes.get("rend", "h3")
        element.tag = level if level in ("h2", "h3", "h4") else {"h1": "h2"}.get(level, "h4")
    elif tag == "list":
        element.tag = "ol" if attributes.get("rend") == "ol" else "ul"
    elif tag == "cell":
        element.tag = "th" if attributes.get("role") == "head" else "td"
    elif tag == "hi":
        element.tag = EMPHASIS.get(attributes.get("rend", ""), "span")
    elif tag in TAGS:  # a name of the page's own may be none that lxml writes
        element.tag = TAGS[tag]
    if element.tag == "a" and (target := attributes.get("target")):
        element.set("href", absolute(target, url))


def absolute(address: str, url: str) -> str:
    """An address on the page at `url` in full; as it stands there where either is none."""
    if not url.startswith(("http://", "https://")):
        return address
    try:
        return urljoin(url, address)
    except ValueError:
        return address
