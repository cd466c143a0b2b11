"""The standfirst of a page: what stands between its headline and its text.

Where its class calls it so it is a field of its own; what may as well be the first paragraph of the
text stays that.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml import etree

from archive.ingest.pages.element_text import (
    body_words,
    element_words,
    length_inside,
    shares_runs,
    text_of,
    words_of,
)
from archive.ingest.pages.gaps import (
    CROSSHEADS,
    MOST,
    SHORTEST,
    converted,
    is_seen_prose,
    is_seen_text,
)
from archive.ingest.pages.surroundings import is_beside, is_elsewhere, marks, parted
from archive.ingest.pages.trimming import HEAD, is_about_author
from archive.ingest.printed import labels

# A class that calls a part a standfirst, and nothing else.
NAMED = re.compile(
    r"(?:^|[\s_-])(?:standfirst|chap[oô]|chapeau|dek|deck|sous-titre|subtitle|sub-?head(?:line|ing)?"
    r"|strapline|vorspann|entradilla)(?:$|[\s_-])",
    re.I,
)
# One that calls it so now and then: themes call the first paragraph « intro », teasers « summary ».
LEAD = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|teaser|intro|introduction|summary|epigraph|abstract|desc|description"
    r"|excerpt|accroche)(?:$|[\s_-])",
    re.I,
)
PICTURE = re.compile(r"im(?:g|age)|photo|picture|gallery|video|audio|player", re.I)
# Words from which a line next to the heading may be a standfirst, and a line that is called one.
LEAST_WORDS, LEAST_NAMED = 9, 3
# Characters of its words.
SHORTEST_LEAD, LONGEST = 40, 900
# Steps up to what holds it and the heading.
NEAR = 5
BLOCKS = ("p", "div", "ul")


@dataclass
class Place:
    """What a standfirst is looked for among: the page's headline and what the text has already."""

    heading: etree._Element | None
    descriptions: list[str]  # the words in which the page describes itself
    text: str  # the words of the body, between two spaces
    blocks: dict[str, etree._Element]  # those of the body, by their words
    taken: set[str]  # the words of all parts of the body


def take(
    body: etree._Element,
    tree: etree._Element,
    heading: etree._Element | None,
    described: list[str],
    taken: set[str],
    authors: list[str],
) -> str:
    """Return the standfirst that a page calls so, on one line, and take it off the body.

    It is "" where none is called so. Another one is put into the body, before its text. `described`
    is what the page says of itself in <meta> and JSON-LD: a standfirst is often one of these;
    `taken` are the words of the body's parts. What it says of one of the `authors` is put at the
    body's end.
    """
    descriptions = [words_of(description.rstrip(" .…")) for description in described]
    descriptions = [words for words in descriptions if len(words) > SHORTEST_LEAD]
    blocks = {element_words(block): block for block in body}
    place = Place(heading, descriptions, f" {body_words(body)} ", blocks, taken)
    parts, lead = _parts(tree, place)
    if parts:
        crossheads = _crosshead_classes(tree, parts, place)
        parts = {words: part for words, part in parts.items() if _class(part) not in crossheads}
        _put_last(body, parts, authors)
    if parts and _leave_text(parts, place):
        _drop(body, parts)
        return " ".join(map(text_of, parts.values()))
    if lead is not None:
        body.insert(_below_title(body, heading), converted(lead))
    return ""


def _put_last(body: etree._Element, parts: dict[str, etree._Element], authors: list[str]) -> None:
    """Take off the parts what is said of an author, and put it where `trimming` tells of it."""
    for words, part in list(parts.items()):
        note = converted(part)
        if is_about_author(note, text_of(note), authors):
            del parts[words]
            _drop(body, [words])
            body.append(note)


def _drop(body: etree._Element, parts: Collection[str]) -> None:
    """Take off a body the blocks with the words of one of the parts."""
    for block in list(body):
        if element_words(block) in parts:
            body.remove(block)


def _leave_text(parts: Collection[str], place: Place) -> bool:
    """Return True for a standfirst that is shorter than the text without it, and no text itself.

    `parts` are the words of its parts.
    """
    length = sum(map(len, parts))
    rest = len(place.text) - sum(len(words) for words in parts if words in place.blocks)
    return length < min(LONGEST, rest)


def _below_title(body: etree._Element, heading: etree._Element | None) -> int:
    """Return the place of a standfirst in a body: below its heading, where that is in it."""
    if heading is not None:
        title = element_words(heading)
        for place, block in enumerate(body[:HEAD], 1):
            if element_words(block) == title:
                return place
    return 0


def _parts(
    tree: etree._Element, place: Place
) -> tuple[dict[str, etree._Element], etree._Element | None]:
    """Return what is called a standfirst, and what else is one as far as its place tells.

    The first are parts by their words, since one for narrow windows may say it again. The other
    repeats the page's description before the text, else it is classed as a lead.
    """
    named: dict[str, etree._Element] = {}
    lead = None
    for element, is_below in _above_text(tree, place):
        words = element_words(element)
        if _is_named(element, words, place):
            named.setdefault(words, element)
        elif len(words) < SHORTEST_LEAD or shares_runs(words, place.text, 0.6):
            continue
        # Themes call the head of an article « teaser », too.
        elif _is_described(words, place.descriptions):
            return named, element
        elif lead is None and _is_unnamed(element, is_below, place.heading):
            lead = element
    return named, lead


def _above_text(tree: etree._Element, place: Place) -> Iterator[tuple[etree._Element, bool]]:
    """Yield what may be a standfirst above the first paragraph of the text.

    With it comes whether it stands below the heading.
    """
    title = "" if place.heading is None else element_words(place.heading)
    is_below = False
    for element in islice(tree.iter("p", "div", "span", "h1", "h2", "h3"), MOST):
        if element is place.heading:
            is_below = True
        if element.tag == "h1" or _holds_blocks(element):
            continue
        words = element_words(element)
        if words == title or not words:
            continue
        if _is_of_text(element, words, place):
            return
        if len(words) < LONGEST and not is_beside(element):
            yield element, is_below


def _holds_blocks(element: etree._Element) -> bool:
    return any(child.tag in BLOCKS for child in element)


def _is_of_text(element: etree._Element, words: str, place: Place) -> bool:
    """Return True for a paragraph of the text that no class calls a standfirst."""
    return words in place.taken and len(words) > SHORTEST and not _names_standfirst(element)


def _crosshead_classes(
    tree: etree._Element, parts: Collection[str], place: Place
) -> set[str | None]:
    """Return the classes of standfirsts that stand below the first paragraph of the text, too.

    They call its crossheads so: « subtitle ». `parts` are the words of what stands above.
    """
    classes = set()
    is_below = False
    for element in islice(tree.iter("p", "div", *CROSSHEADS), MOST):
        if _holds_blocks(element):
            continue
        words = element_words(element)
        if not is_below:
            is_below = _is_of_text(element, words, place)
        elif words in place.taken and words not in parts and _names_standfirst(element):
            classes.add(_class(element))
    return classes


def _class(element: etree._Element) -> str | None:
    """Return the class by which an element, or that around it, is called a standfirst."""
    parent = element.getparent()
    is_named = parent is None or _names(marks(element), NAMED)
    return element.get("class") if is_named else parent.get("class")


def _is_named(element: etree._Element, words: str, place: Place) -> bool:
    """Return True for what its class, or that of the part around it, calls a standfirst.

    It is seen by readers, and no part of the text says it again.
    """
    if not _names_standfirst(element) or is_elsewhere(element):
        return False
    text = text_of(element)
    if len(text.split()) < LEAST_NAMED or _is_label(text) or not is_seen_text(element, text):
        return False
    return words in place.blocks or not shares_runs(words, place.text, 0.6)


def _names_standfirst(element: etree._Element) -> bool:
    return element.tag != "span" and bool(_naming(element, NAMED))


def _naming(element: etree._Element, pattern: re.Pattern) -> bool:
    return _names(f"{marks(element)} {marks(element.getparent())}", pattern)


@lru_cache(maxsize=10_000)
def _names(part_marks: str, pattern: re.Pattern) -> bool:
    return bool(pattern.search(parted(part_marks)))


def _is_unnamed(element: etree._Element, is_below: bool, heading: etree._Element | None) -> bool:
    """Return True for what its class may call a standfirst, or its place below the heading."""
    if heading is None or is_elsewhere(element):
        return False
    return _is_lead(element) or (is_below and _is_between(element, heading))


def _is_described(words: str, descriptions: list[str]) -> bool:
    """Return True where a text is one of the descriptions, longer, or cut short."""
    for description in descriptions:
        if words == description or words.startswith(description[:200]):
            return True
        if len(words) > 80 and description.startswith(words):
            return True
    return False


def _is_between(element: etree._Element, heading: etree._Element) -> bool:
    """Return True for sentences that no class names, next to the heading and above the text."""
    around_heading = list(islice(heading.iterancestors(), NEAR))
    if not any(part in around_heading for part in islice(element.iterancestors(), NEAR)):
        return False
    text = text_of(element)
    if len(text.split()) < LEAST_WORDS or length_inside(element, "a") > 0.2 * len(text):
        return False
    if element.tag != "p" and _is_of_picture(element):
        return False
    is_next = element.tag in CROSSHEADS and element.getparent() is heading.getparent()
    is_told = is_seen_text(element, text) if is_next else is_seen_prose(element, text)
    return is_told and not _is_label(text)


def _is_label(text: str) -> bool:
    """Return True for a line that says when the text appeared, or who wrote it."""
    label = labels.read(text)
    return bool(label and (label.date or label.bylines or label.updated))


def _is_of_picture(element: etree._Element) -> bool:
    """Return True for what its class, or one around it, says to be of a picture or a film."""
    around = [element, *islice(element.iterancestors(), 2)]
    return any(PICTURE.search(marks(part)) for part in around)


def _is_lead(element: etree._Element) -> bool:
    """Return True for what its class, or that of the element around it, calls a lead.

    It is a sentence, or a paragraph or heading of several words.
    """
    if not _naming(element, LEAD) and not _naming(element, NAMED):
        return False
    text = text_of(element)
    is_of_text = element.tag in ("p", "h2", "h3") or not _is_of_picture(element)
    if is_of_text and element.tag != "span" and len(text.split()) >= LEAST_WORDS:
        return is_seen_text(element, text) and not _is_label(text)
    return is_seen_prose(element, text)
