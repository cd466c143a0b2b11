"""What a page says of other texts: teasers, and parts that are called so. It is none of its own.

It stays where the text is looked for, so that nothing else is taken for the text, and is taken off
what is found.
"""

import re
from functools import lru_cache

from lxml import etree

from archive.ingest.pages.element_text import element_words, text_of
from archive.ingest.pages.surroundings import AROUND, marks

CALLED = re.compile(
    r"(?:^|[\s_-])(?:related|popular|most-?(?:read|popular)|trending|recommend(?:ed|ations?)"
    r"|read-?(?:also|next)|lire-?aussi|newsletter|outbrain|taboola)(?:$|[\s_-])",
    re.I,
)
BLOCKS = ("p", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "div")
# Characters of a teaser, of a part about other texts: what is longer is a text.
LONGEST_TEASER, LONGEST_PART = 800, 4_000
# The part of a body up to which what is said of others is taken off.
MOST = 0.4


def blocks(tree: etree._Element) -> set[str]:
    """Return the words of each block in teasers and in parts about other texts."""
    words: set[str] = set()
    for element in tree.iter(etree.Element):
        if AROUND not in element.attrib and _is_about_others(element):
            words.add(element_words(element))
            words.update(map(element_words, element.iter(*BLOCKS)))
    return words - {""}


def drop(body: etree._Element, words: set[str]) -> None:
    """Take off a body the blocks that say these words, unless they are much of it."""
    lengths = {block: len(element_words(block)) for block in body}
    about_others = [block for block in body if element_words(block) in words]
    if sum(lengths[block] for block in about_others) < MOST * sum(lengths.values()):
        for block in about_others:
            body.remove(block)


def _is_about_others(element: etree._Element) -> bool:
    if element.tag == "a":
        return _is_teaser(element)
    part_marks = marks(element)
    return bool(part_marks) and _is_called(part_marks) and len(text_of(element)) < LONGEST_PART


def _is_teaser(link: etree._Element) -> bool:
    """Return True for a link around headings and paragraphs of another page."""
    address = link.get("href") or ""
    if not address or address.startswith("#") or next(link.iter(*BLOCKS), None) is None:
        return False
    return len(text_of(link)) < LONGEST_TEASER


@lru_cache(maxsize=10_000)
def _is_called(part_marks: str) -> bool:
    return bool(CALLED.search(part_marks))
