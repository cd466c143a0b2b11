"""What a page says of other texts: teasers, and parts that are called so. It is none of its own.

It stays where the text is looked for, so that nothing else is taken for the text, and is taken off
what is found.
"""

import re
from functools import lru_cache

from lxml import etree

from archive.ingest.pages.element_text import CLOSED, element_words, length_inside, text_of
from archive.ingest.pages.notices import OFFER
from archive.ingest.pages.surroundings import AROUND, HELD_CONTROLS, marks, parted

CALLED = re.compile(
    r"(?:^|[\s_-])(?:related|popular|most-?(?:read|popular)|trending|recommend(?:ed|ations?)"
    r"|read-?(?:also|next)|lire-?aussi|(?:en[_-]?)?savoir[_-]?plus|newsletter|outbrain|taboola|boilerplate|disclosures?"
    r"|disclaimer)(?:$|[\s_-])",
    re.I,
)
# What another site shows of itself here, by its own script: a post of somebody else's.
POST = re.compile(
    r"(?:^|\s)(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|bluesky-embed"
    r"|mastodon-embed|fb-(?:post|video)|text-post-media|reddit-embed-bq|reddit-card)(?:$|\s)"
)
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
# Characters of a card: the heading of another text, which leads to it, and a line or two.
LONGEST_CARD = 400
BLOCKS = ("p", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "div")
# What holds a line of its own: a link or an emphasis in a paragraph is a part of its sentence.
LINES = {"p", "h2", "h3", "h4", "h5", "h6", "li", "div", "label"}
# What a box asks of readers, in a line of its own.
ASKING = re.compile(
    r"(?:sign|signing|signed) ?up\b|subscribe (?:to|for|now|today)"
    r"|your (?:inbox|subscription|support)|(?:support|donate to) (?:us|our|independent)"
    r"|newsletters?\b.{0,60}(?:inscri|abonn|anmeld|suscr)|(?:inscri|abonn).{0,60}newsletter"
    r"|(?:abonnez|inscrivez)-vous|votre (?:inscription|abonnement)"
    r"|(?:faites|faire) un don|soutenez(?:-nous| notre| nos)"
    r"|recevez .{0,60}(?:lettre|courriel|e-?mail|boîte|alertes?)\b|recevez gratuitement"
    r"|en vous (?:inscrivant|abonnant)|(?:newsletter|jetzt) (?:abonnieren|anmelden|bestellen)"
    r"|suscríbe(?:te|se)",
    re.I,
)
TEXTS = ("body", "main", "article")
# Characters of such a line, and of the box around it.
LONGEST_LINE, LONGEST_BOX = 200, 700
# Characters of a teaser, of a part about other texts: what is longer is a text.
LONGEST_TEASER, LONGEST_PART = 1_500, 4_000
# Characters of prose that asks nothing, beside a line that asks and what readers fill in.
MOST_PROSE = 120
# The part of a body up to which what is said of others is taken off.
MOST = 0.6
# The part of an element's characters in links that makes it a link to another text.
LINKED = 0.6


def drop(body: etree._Element, tree: etree._Element) -> tuple[list[str], list[str]]:
    """Take off a body what its page says in teasers and in parts about other texts alone.

    Return the texts of the blocks that went, those of embedded posts apart. A post between two
    paragraphs stays, as what the text quotes. None goes where they are much of the body, and none
    whose words stand elsewhere on the page as well: a box may repeat the page's own standfirst.
    """
    parts = _parts(tree)
    words = _words_of(parts)
    posts = set(map(element_words, filter(_is_post, parts)))
    about_others = [
        block
        for block in body
        if element_words(block) in words
        and not (element_words(block) in posts and _is_among_paragraphs(block))
    ]
    if not about_others:
        return [], []
    own = _words_outside(tree, parts, {element_words(block) for block in about_others})
    about_others = [block for block in about_others if element_words(block) not in own]
    lengths = {block: len(element_words(block)) for block in body}
    if sum(lengths[block] for block in about_others) >= MOST * sum(lengths.values()):
        return [], []
    for block in about_others:
        body.remove(block)
    return (
        [text_of(block) for block in about_others if element_words(block) not in posts],
        [text_of(block) for block in about_others if element_words(block) in posts],
    )


def _is_post(element: etree._Element) -> bool:
    return element.tag == "blockquote" and bool(POST.search(element.get("class") or ""))


def _is_among_paragraphs(block: etree._Element) -> bool:
    """Return True where a sentence of the text stands right above a block and right below it."""
    beside = (block.getprevious(), block.getnext())
    return all(other is not None and _ends_as_prose(other) for other in beside)


def _ends_as_prose(block: etree._Element) -> bool:
    text = text_of(block)
    return block.tag == "p" and (text.endswith(":") or bool(CLOSED.search(text)))


def _parts(tree: etree._Element) -> list[etree._Element]:
    """Return the teasers, the parts about other texts and the boxes that ask something."""
    parts = _cards(tree)
    for element in tree.iter(etree.Element):
        if AROUND not in element.attrib and _is_about_others(element):
            parts.append(element)
        elif _is_asking(element):
            box = _box_around(element)
            if box is not None:
                parts.append(box)
    return parts


def _cards(tree: etree._Element) -> list[etree._Element]:
    """Return the cards of other texts, of which several stand beside each other."""
    cards: dict[etree._Element, list[etree._Element]] = {}
    for heading in tree.iter(*HEADINGS):
        card = _card_around(heading)
        holder = None if card is None else card.getparent()
        if card is not None and holder is not None:
            cards.setdefault(holder, []).append(card)
    return [card for beside in cards.values() if len(beside) > 1 for card in beside]


def _card_around(heading: etree._Element) -> etree._Element | None:
    """Return the largest part around a heading that is a card; None for no such part.

    A heading that leads elsewhere, with no other text than its own below it, is none.
    """
    if AROUND in heading.attrib or not _is_link(heading):
        return None
    card = None
    for part in heading.iterancestors():
        if AROUND in part.attrib or part.tag in TEXTS[:2] or _is_longer(part, LONGEST_CARD):
            break
        if sum(1 for _heading in part.iter(*HEADINGS)) > 1:
            break
        card = part
    if card is None or len(text_of(card)) <= len(text_of(heading)):
        return None
    return card


def _is_asking(element: etree._Element) -> bool:
    """Return True for a line that asks readers to subscribe, to sign up or to give."""
    if not _is_line(element):
        return False
    text = text_of(element)
    return len(text) <= LONGEST_LINE and bool(ASKING.search(text))


def _is_line(element: etree._Element) -> bool:
    return element.tag in LINES and not any(child.tag in BLOCKS for child in element)


def _box_around(element: etree._Element) -> etree._Element | None:
    """Return the largest part around a line that is a box and no text; None for no such part.

    A box has something that readers fill in or press, and little prose. The end of an editorial
    that asks for subscribers itself is none.
    """
    box = None
    for part in element.iterancestors():
        if AROUND in part.attrib or part.tag in TEXTS or _is_longer(part, LONGEST_BOX):
            break
        if next(part.iter("ul", "ol"), None) is not None:
            break
        if _is_box(part):
            box = part
    if box is None:
        return None
    is_line_alone = len(text_of(box)) <= len(text_of(element))
    # A line alone is a box where what readers fill in stood right beside it.
    if is_line_alone and HELD_CONTROLS not in box.attrib:
        return None
    return box


def _is_box(part: etree._Element) -> bool:
    if not any(HELD_CONTROLS in inner.attrib for inner in part.iter(etree.Element)):
        return False
    lines = [line for line in part.iter(*LINES) if _is_line(line) and not _is_asking(line)]
    prose = [text for text in map(text_of, lines) if CLOSED.search(text)]
    return sum(len(text) for text in prose if not OFFER.search(text)) < MOST_PROSE


def _words_of(parts: list[etree._Element]) -> set[str]:
    """Return the words of the parts and of each block in them."""
    words: set[str] = set()
    for part in parts:
        words.add(element_words(part))
        words.update(map(element_words, part.iter(*BLOCKS)))
    return words - {""}


def _words_outside(tree: etree._Element, parts: list[etree._Element], words: set[str]) -> set[str]:
    """Return those of the words that an element outside the parts has, and that is no link."""
    touched: set[etree._Element] = set()
    for part in parts:
        touched.update(part.iter(etree.Element))
        touched.update(part.iterancestors())
    longest = max(map(len, words))
    outside: set[str] = set()
    for element in tree.iter(etree.Element):
        if element in touched or _is_longer(element, 2 * longest):
            continue
        candidate = element_words(element)
        if candidate in words and not _is_link(element):
            outside.add(candidate)
    return outside


def _is_longer(element: etree._Element, most: int) -> bool:
    """Return True for an element with more characters of text."""
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > most:
            return True
    return False


def _is_link(element: etree._Element) -> bool:
    """Return True for what leads elsewhere, or stands in what does."""
    if next(element.iterancestors("a"), None) is not None:
        return True
    if next(element.iter("a"), None) is None:
        return False
    return length_inside(element, "a") > LINKED * len(text_of(element))


def _is_about_others(element: etree._Element) -> bool:
    if element.tag == "a":
        return _is_teaser(element)
    if _is_post(element):
        return True
    part_marks = marks(element)
    is_called = bool(part_marks) and _is_called(part_marks)
    is_called = is_called or _is_beside(element)
    return is_called and len(text_of(element)) < LONGEST_PART


def _is_beside(element: etree._Element) -> bool:
    """Return True for what the page says to complement it, unless an article goes on below.

    A box of facts between two paragraphs is of the text, if it does not lead away.
    """
    if element.get("role") != "complementary":
        return False
    if next(element.iterancestors("article"), None) is None or _is_link(element):
        return True
    return not any(map(_is_prose, element.itersiblings()))


def _is_prose(element: etree._Element) -> bool:
    return element.tag == "p" and bool(CLOSED.search(text_of(element)))


def _is_teaser(link: etree._Element) -> bool:
    """Return True for a link around headings and paragraphs of another page."""
    address = link.get("href") or ""
    if not address or address.startswith("#") or next(link.iter(*BLOCKS), None) is None:
        return False
    return len(text_of(link)) < LONGEST_TEASER


@lru_cache(maxsize=10_000)
def _is_called(part_marks: str) -> bool:
    return bool(CALLED.search(parted(part_marks)))
