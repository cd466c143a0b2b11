"""Word's lists: paragraphs whose style tells the level, and a sign that it draws itself."""

import re

import lxml.html
from lxml.html import HtmlElement as Element

LEVEL = re.compile(r"mso-list:[^;:]*\blevel(\d)", re.I)
IGNORED = re.compile(r"mso-list:\s*ignore", re.I)
# As it is typed before an item. « Oui. », « M. » and « 1998. » are words of a text.
TYPED = re.compile(
    r"\s*([·•▪◦§o–—*-]|\(?(?:\d{1,3}|[ivxlc]{1,4}|[IVXLC]{2,4}|[a-z])[.)]|\(?[A-Z]\))\s+"
)
NUMBER = re.compile(r"\(?[\divxlca-z]{1,4}[.)]", re.I)


def mend(root: Element) -> None:
    """Make a list of Word's paragraphs that are its items, one level deep as a body has it."""
    for paragraph in list(root.iter("p")):
        style, kind = paragraph.get("style", ""), paragraph.get("class", "")
        if LEVEL.search(style) or "MsoListParagraph" in kind or "MsoListBullet" in kind:
            _take(paragraph)


def _take(paragraph: Element) -> None:
    sign = _sign(paragraph)
    if not sign and not LEVEL.search(paragraph.get("style", "")):
        return  # Word indents paragraphs by that style, too
    tag = "ol" if NUMBER.fullmatch(sign) else "ul"
    before = paragraph.getprevious()
    listed = before
    if (
        before is None
        or before.tag != tag
        or (before.tail or "").strip()
        or not before.get("class")
    ):
        listed = lxml.html.Element(tag)
        listed.set("class", "of-word")
        paragraph.addprevious(listed)
    listed.tail, paragraph.tail = paragraph.tail, None
    paragraph.tag = "li"
    paragraph.attrib.clear()
    listed.append(paragraph)


def _sign(paragraph: Element) -> str:
    """Return the sign of an item, taken out of it; "" where it has none."""
    for span in list(paragraph.iter("span")):
        if IGNORED.search(span.get("style", "")):
            sign = " ".join(span.text_content().split())
            span.drop_tree()
            return sign
    opening = TYPED.match(paragraph.text or "")
    if not opening:
        return ""
    paragraph.text = paragraph.text[opening.end() :]
    return opening[1]
