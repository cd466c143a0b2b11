"""The section of a text as a reader sees it beside the headline: « Humeur »."""

import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml import etree

from archive.ingest.pages.claims import Claim
from archive.ingest.pages.element_text import CLOSED, line_of
from archive.ingest.pages.surroundings import is_elsewhere, marks, parted
from archive.ingest.posts.wordpress_text import NO_SUBJECT
from archive.text import slug

# A class that calls a line the name of a section.
CALLED = re.compile(
    r"(?:^|[\s_-])(?:rubriques?|rubriks?|rubrics?|categor(?:y|ie|ies)|cat-links"
    r"|section-?(?:name|label|title|link))(?:$|[\s_-])",
    re.I,
)
TAGS = ("a", "span", "p", "div", "li", "strong", "h2", "h3", "h4", "h5")
HEADINGS = ("h1", "h2", "h3")
# Elements above the headline, and below it, among which it stands.
ABOVE, BELOW = 25, 40
# Characters and words of a section's name.
LONGEST, MOST_WORDS = 40, 5
LABEL = re.compile(r"^(?:(?:rubrique|catégorie|category|section|dans|in)\s*:|#)\s*", re.I)


def claims(tree: etree._Element, heading: etree._Element | None) -> Iterator[Claim]:
    """Yield the claims on the section that stand near the main heading, the nearest above first."""
    if heading is None:
        return
    elements = tree.iter(etree.Element)
    above: deque[etree._Element] = deque(maxlen=ABOVE)
    for element in elements:
        if element is heading:
            break
        above.append(element)
    for element in [*reversed(above), *islice(elements, BELOW)]:
        name = _name(element)
        if name:
            yield Claim("section", name, "section")


def _name(element: etree._Element) -> str:
    """Return the name of a section that an element is; "" for any other."""
    if element.tag not in TAGS or not _is_called(element) or is_elsewhere(element):
        return ""
    if next(element.iter(*HEADINGS), element) is not element:
        return ""
    links = list(element.iter("a"))
    line = LABEL.sub("", line_of(links[0] if links else element)).strip(" :|>»·•–-")
    if not 2 < len(line) <= LONGEST or len(line.split()) > MOST_WORDS or CLOSED.search(line):
        return ""
    if any(char.isdigit() for char in line) or slug(line) in NO_SUBJECT:
        return ""
    return line


def _is_called(element: etree._Element) -> bool:
    if "category" in (element.get("rel") or "").lower().split():
        return True
    if (element.get("itemprop") or "").lower() == "articlesection":
        return True
    part_marks = marks(element)
    return bool(part_marks) and _names_section(part_marks)


@lru_cache(maxsize=10_000)
def _names_section(part_marks: str) -> bool:
    return bool(CALLED.search(parted(part_marks)))
