"""Authors and dates as a reader sees them: rel=author, classes of bylines and dates, <time>."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from archive import printed_dates
from archive.ingest.pages.claims import Claim
from archive.ingest.pages.element_text import CLOSED, LONGEST, line_of
from archive.ingest.pages.surroundings import is_elsewhere, marks

VISIBLE = {
    *("a", "span", "div", "p", "li", "address", "time", "cite", "em", "strong", "dd", "ul"),
    *("section", "h4", "h5", "small"),
}
# A class or id that stands for the author's line, whole or as one of its words.
BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|authors|auteur|auteurs|autor|autoren|signature|writer|by"
    r"|c-author|authorname|author-?name|article-?author|contributors?|redacteur|journaliste)"
    r"(?:$|[\s_-])|[a-z](?:Author|Byline)(?:$|[\s_A-Z-])|(?:^|[\s_-])byline"
)
NOT_BYLINE = re.compile(
    r"bio|image|img|avatar|photo|comment|related|social|follow|share|box-about|description|popular"
    r"|widget|icon|teaser|card",
    re.I,
)
# « /auteur/anne-martin »
AUTHORS_PAGE = re.compile(
    r"/(?:auteurs?|auteures?|autrices?|authors?|autor(?:in|en)?|journalistes?)/[^/?#]{4,60}/?$"
)
DATED = re.compile(
    r"(?:^|[\s_-])(?:date|dates|time|timestamp|published|publish|publication|pubdate|posted"
    r"|posted-on|entry-date|post-date|updated)"
    r"(?:$|[\s_-])|[a-z](?:Date|Published|Time)(?:$|[\s_A-Z-])"
)
UPDATED = re.compile(
    r"updat|modif|mise?.a.jour|actualis|maj\b|aktualis|ge(?:ä|ae?)ndert",
    re.I,
)
# Those of a page that may be of other texts: the one <h1> is its own.
OTHER_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
# What holds a sentence.
SENTENCES = ("p", "li", "blockquote", "dd", "td")
# Words around a link in a line that names an author: « Par …, journaliste à La Lettre ».
MOST_AROUND = 6
# Words of a paragraph, and paragraphs above which an author stands: a standfirst may be there.
LEAST_PARAGRAPH, PARAGRAPHS = 25, 2
# Of an element above the main heading: how much further off than below it.
ABOVE = 3


def claims(tree: etree._Element, heading: etree._Element | None) -> Iterator[Claim]:
    """Yield the claims on author and date, those nearest the main heading first.

    What stands above the heading counts as further off; without a heading, all is below it.
    """
    numbered_claims: list[tuple[int, Claim]] = []
    byline, heading_number = None, 0
    paragraphs = 0
    for number, element in enumerate(tree.iter(etree.Element)):
        if element is heading:
            heading_number = number
            paragraphs = 0
        if element.tag == "p" and paragraphs < PARAGRAPHS:
            paragraphs += _is_paragraph(element)
        if element.tag not in VISIBLE:
            continue
        claim = _claim(element, byline, is_above=paragraphs < PARAGRAPHS)
        if claim is None or (claim.field != "author" and _dates_another(element, heading)):
            continue
        numbered_claims.append((number, claim))
        if claim.field == "author":
            byline = element
            # « Par Anne Martin | 12 mai 2004 » in one element.
            dated = _date_claim(element, marks(element))
            if dated and not _dates_another(element, heading):
                numbered_claims.append((number, dated))

    def distance(numbered_claim: tuple[int, Claim]) -> int:
        steps = numbered_claim[0] - heading_number
        return max(steps, -ABOVE * steps)

    for _number, claim in sorted(numbered_claims, key=distance):
        yield claim


def _claim(element: etree._Element, byline: etree._Element | None, is_above: bool) -> Claim | None:
    """Return what an element claims; `byline` is the last before it that named an author.

    `is_above` is True for what stands above the paragraphs.
    """
    if element.tag == "time":
        return _time_claim(element)
    if element.tag == "a" and _leads_to_author(element, is_above):
        return _author_claim(element, "rel", byline)
    element_marks = marks(element)
    if not element_marks:
        return None
    field = _field_of(element_marks)
    if field == "author" and not _is_dated_part(element, element_marks):
        return _author_claim(element, "byline", byline)
    if field and len(element) < 6:
        return _date_claim(element, element_marks)
    return None


def _leads_to_author(link: etree._Element, is_above: bool) -> bool:
    """Return True for a link to the page of this text's author, by its relation or its address.

    By its address, it must stand above the text or in a byline: texts speak of other authors.
    """
    if "author" in (link.get("rel") or "").lower().split():
        return True
    if not AUTHORS_PAGE.search(link.get("href") or "") or _is_in_sentence(link):
        return False
    return is_above or any(
        _field_of(marks(part)) == "author" for part in link.iterancestors() if part.tag in VISIBLE
    )


def _is_in_sentence(link: etree._Element) -> bool:
    """Return True for a link that has the words of a sentence around it."""
    for part in link.iterancestors():
        if part.tag in SENTENCES:
            line = line_of(part)
            around = len(line.split()) - len(line_of(link).split())
            return around > MOST_AROUND or (around > 2 and bool(CLOSED.search(line)))
    return False


def _is_paragraph(element: etree._Element) -> bool:
    """Return True for a paragraph of a text: closed, and longer than a line around it."""
    line = line_of(element)
    is_closed = len(line) == LONGEST or CLOSED.search(line)
    return bool(is_closed) and len(line.split()) > LEAST_PARAGRAPH and not is_elsewhere(element)


@lru_cache(maxsize=10_000)
def _field_of(element_marks: str) -> str:
    """Return the field that a class stands for: "author", "date" or ""; a page has few classes."""
    if BYLINE.search(element_marks) and not NOT_BYLINE.search(element_marks):
        return "author"
    if DATED.search(element_marks):
        return "date"
    return ""


def _is_dated_part(element: etree._Element, element_marks: str) -> bool:
    """Return True for the day in a byline, in an element of its own: « byline__date »."""
    return bool(DATED.search(element_marks) and printed_dates.parse_french(line_of(element)))


def _dates_another(element: etree._Element, heading: etree._Element | None) -> bool:
    """Return True for a date in the heading of another text, or in the link around its lines."""
    for part in element.iterancestors():
        if part.tag in OTHER_HEADINGS and part is not heading:
            return True
        if part.tag == "a" and next(part.iter("p", *OTHER_HEADINGS), None) is not None:
            return True
        if part.tag in ("article", "main", "body"):
            return False
    return False


def _author_claim(
    element: etree._Element, origin: str, byline: etree._Element | None
) -> Claim | None:
    is_in_byline = byline is not None and byline in element.iterancestors()
    if is_in_byline or is_elsewhere(element):
        return None
    line = line_of(element, " | ")
    if not 3 < len(line) < 300:
        return None
    return Claim("author", line, origin)


def _date_claim(element: etree._Element, element_marks: str) -> Claim | None:
    line = line_of(element)
    if not 5 < len(line) < 80 or not printed_dates.find_french(line) or is_elsewhere(element):
        return None
    return Claim(_date_field(f"{element_marks} {line}"), line, "printed")


def _time_claim(element: etree._Element) -> Claim | None:
    """Return what a <time> claims: "time" where it is marked as the text's own, else "clock"."""
    parent = element.getparent()
    names = (marks(element), marks(parent), element.get("itemprop"))
    line = line_of(element)
    before = (parent.text or "") + line
    moment = (element.get("datetime") or "").strip() or line
    if not moment or is_elsewhere(element):
        return None
    field = _date_field(f"{' '.join(filter(None, names))} {before[:100]}")
    origin = "clock"
    if element.get("itemprop") or element.get("pubdate") is not None:
        origin = "time"
    return Claim(field, moment[:100], origin)


def _date_field(description: str) -> str:
    """Return the field that a date is for, by the classes and words around it."""
    if UPDATED.search(description):
        return "updated"
    return "date"
