"""What leads from a text to other articles: « Lire aussi : … », lines and lists of links."""

import re

from lxml import etree

from archive.ingest.pages.element_text import is_prose, text_of

ADDRESS = re.compile(r"\S@\S|https?://|\bwww\.")
# « Lire aussi : … », « READ NEXT: … », « Zum Artikel: … »: a line that leads to another article and
# nothing else.
AWAY = re.compile(
    r"(?:à )?(?:re)?(?:lire|voir|écouter|découvrir)(?: aussi| également| l[’']article)?\s*[:>→|]"
    r"|(?:also |more )?(?:read|see|watch|listen)(?: more| also| next| on)?\s*:|related\s*:|more\s*:"
    r"|(?:zum artikel|lesen sie auch|mehr (?:dazu|artikel)|les også|lees ook|leer más"
    r"|lea también)\b",
    re.I,
)
# Characters of such a line that has a link in it, and of a topic before the link of a list.
LONGEST, LONGEST_TOPIC = 160, 40


def leads_away(block: etree._Element, text: str) -> bool:
    """Return True for « Lire aussi : … » and for what is a link from end to end.

    A sentence with a link in it stays. `text` is the block's.
    """
    linked = length_away(block)
    if AWAY.match(text.lstrip("([ ")) and (linked > 0.4 * len(text) or len(text) < LONGEST):
        return linked > 0 or not is_prose(text)
    if block.tag == "list":
        return _is_list_of_links(block)
    if linked <= 0.9 * len(text):
        return False
    below = block.getnext()
    if block.tag == "head" and below is not None and is_headed(below):
        return False
    # An address is told for its own sake: « Écrivez à … ».
    return not ADDRESS.search(text) and not is_prose(text)


def _is_list_of_links(block: etree._Element) -> bool:
    """Return True for several links, or topics and links: « Santé : Mieux respirer ».

    What a text announces (« Voici nos adresses : ») is its own, unless all of it leads away.
    """
    items = list(block.iter("item"))
    if len(items) < 2:
        return False
    text = text_of(block)
    if length_away(block) > 0.9 * len(text):
        return True
    above = block.getprevious()
    if above is not None and text_of(above).endswith(":"):
        return False
    return all(map(_is_topic_and_link, items))


def _is_topic_and_link(item: etree._Element) -> bool:
    text = text_of(item)
    beside = len(text) - length_away(item)
    is_topic = len(item) > 1 and item[0].tag == "hi" and not (item.text or "").strip()
    is_topic = is_topic or ":" in text[: beside + 1]
    return is_topic and 0 < beside <= LONGEST_TOPIC


def is_headed(block: etree._Element) -> bool:
    """Return True for prose, which a heading stands above, also one that leads elsewhere."""
    text = text_of(block)
    return block.tag == "p" and is_prose(text) and length_away(block) < 0.5 * len(text)


def length_away(block: etree._Element) -> int:
    """Return the number of characters in links that lead elsewhere; an anchor does not."""
    links = block.iter("ref")
    away = [link for link in links if (link.get("target") or "#")[0] != "#"]
    return sum(map(len, map(text_of, away)))
