"""What an element of a page stands among: the text, or what speaks of other texts and readers."""

import re
from functools import lru_cache

from lxml import etree

# Where a new word begins in « RelatedArticles ».
CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Set on what stands around the main heading, which is then not elsewhere whatever it is called
# (« no-sidebar »).
AROUND = "holds-the-heading"
# Set on what held something that readers fill in or press, before that is taken out.
HELD_CONTROLS = "held-controls"
BESIDE = {"aside", "footer", "nav", "figure", "figcaption"}
TEXTS = {"body", "html", "article", "main"}
# Parts of a page that speak of other texts, or of readers.
ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentaires?|comment-list|related|sidebar|widget|footer"
    r"|recommend(?:ed|ations?)|teasers?|popular|latest|most-?read|trending|aside|promo|carousel"
    r"|newsletter|outbrain|taboola|thumbnails?)(?:$|[\s_-])",
    re.I,
)
# The foot of a headline, and not of the page: byline and date stand there.
HEADLINES_FOOT = re.compile(r"(?:headline|heading|header|title|hero)[_-]{1,2}footer", re.I)


def mark_ancestors(heading: etree._Element) -> None:
    """Mark all that stands around the main heading, for `is_elsewhere`."""
    for ancestor in heading.iterancestors():
        ancestor.set(AROUND, "")


def marks(element: etree._Element) -> str:
    """Return an element's class and id, and what tests call it: where themes say what a part is."""
    if not element.attrib:
        return ""
    name, others = element.get("class"), (element.get("id"), element.get("data-testid"))
    if others == (None, None):  # of most elements, of which a page has thousands
        return name or ""
    return " ".join(filter(None, (name, *others)))


@lru_cache(maxsize=10_000)
def parted(part_marks: str) -> str:
    """Return a class with its words apart that only capitals part: « ContentHeaderDek »."""
    return CAPITAL.sub("-", part_marks)


def is_beside(element: etree._Element) -> bool:
    """Return True for what stands in a foot, menu or caption by its very tag."""
    for part in (element, *element.iterancestors()):
        if part.tag in BESIDE and AROUND not in part.attrib:
            return True
        if part.tag in TEXTS or AROUND in part.attrib:
            return False
    return False


def is_elsewhere(element: etree._Element) -> bool:
    """Return True for what stands in comments, among other articles, in a foot, menu or caption."""
    for part in (element, *element.iterancestors()):
        if part.tag in BESIDE and AROUND not in part.attrib:
            return True
        if part.tag in TEXTS or AROUND in part.attrib:
            return False
        if _names_elsewhere(marks(part)):
            return True
    return False


@lru_cache(maxsize=10_000)
def _names_elsewhere(part_marks: str) -> bool:
    return bool(ELSEWHERE.search(HEADLINES_FOOT.sub("", part_marks)))
