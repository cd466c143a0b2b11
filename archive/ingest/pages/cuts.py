"""Whether a page shows a text in part alone: to those who do not pay, or « lire la suite »."""

import re

from lxml import etree

from archive.ingest.pages.element_text import text_of
from archive.ingest.pages.surroundings import is_elsewhere

# What is said where the text breaks off, in a few words of its own.
BREAKS_OFF = re.compile(
    r"il (?:vous )?reste (?:encore )?[\d,.]+\s?%"
    r"|(?:la suite|le reste|l[’']intégralité|cet (?:article|éditorial)|ce contenu)"
    r"(?: de cet? (?:article|éditorial|texte))? (?:est|sont) (?:\w+ )?réservée?s?"
    r"|(?:article|contenu|éditorial|suite) réservée? (?:à nos|aux) abonné"
    r"|(?:pour|afin de) (?:lire la suite|(?:poursuivre|continuer) (?:la|votre|à) l)"
    r"|(?:to|and) (?:continue|keep) reading|continue reading (?:this|with|for)"
    r"|this (?:article|content|story|post) is (?:only )?(?:for|available to|reserved for)"
    r"|(?:already|become) an? (?:subscriber|member)|subscribe to (?:read|continue|unlock)"
    r"|(?:weiterlesen|jetzt lesen) mit|dieser (?:artikel|inhalt) ist (?:nur )?(?:für|exklusiv)",
    re.I,
)
# The end of a text that goes on elsewhere.
GOES_ON = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])?\s*[([]?(?:lire la suite|la suite|suite de l[’']article"
    r"|read more|continue reading|weiterlesen|leer más)\b[^.]{0,30}$"
    r"|(?:\[…\]|\[\.\.\.\]|\(…\)|\(\.\.\.\))\s*$",
    re.I,
)
LONGEST, MOST = 250, 4_000


def is_cut(tree: etree._Element, last: str, article: dict) -> bool:
    """Return True where a page says that its text goes on, or that one must pay for it.

    `last` is the last block of the text before it is trimmed, `article` the page's JSON-LD: that
    one must pay counts unless that holds the whole text.
    """
    if GOES_ON.search(last) and len(last) < 4 * LONGEST:
        return True
    is_paid = str(article.get("isAccessibleForFree", "")).lower() == "false"
    if is_paid and not article.get("articleBody"):
        return True
    for number, element in enumerate(tree.iter("p", "div", "span", "h2", "h3", "h4", "strong")):
        if number > MOST:
            return False
        if _is_line(element) and BREAKS_OFF.search(text_of(element)):
            return not is_elsewhere(element)
    return False


def _is_line(element: etree._Element) -> bool:
    """Return True for an element with a few words of text itself, and not of those inside it."""
    own = (element.text or "").strip()
    return len(own) > 12 and len(own) < LONGEST
