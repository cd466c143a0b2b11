"""Lines that speak to readers of what the publication offers them on the web, or asks of them.

A newsletter, a podcast, whether they liked the article. Such a line is set apart: in emphasis, in
brackets, as a link. One that stands so within a sentence is a part of the text.
"""

import re

from lxml import etree

from archive.ingest.pages.element_text import text_of

# What a publication sends.
OFFER = re.compile(
    r"\b(?:newsletters?|infolettres?|podcasts?|inbox|lettres? d[’']informations?"
    r"|boîte (?:mail|de réception)|(?:push-)?(?:notifications?|nachrichten))\b",
    re.I,
)
# What a reader is to do for it.
ASKING = re.compile(
    r"\b(?:sign(?:ing)?[ -]up|subscri(?:be|bing|ber)|log in|register|inscri(?:vez|re|ption)"
    r"|abonn(?:ez|er|ement|ieren)|recev(?:ez|oir)|téléchargez|anmeld(?:ung|en)|suscríb)",
    re.I,
)
OPINION = re.compile(
    r"(?:cet|ce|votre) (?:article|texte|contenu) vous a(?:-t-il)? plu|vous avez aimé cet article"
    r"|(?:like|liked|enjoy|enjoyed) (?:this|the) (?:article|story|post)\b"
    r"|hat ihnen (?:dieser|der) (?:artikel|beitrag|text) gefallen",
    re.I,
)
# A sentence of the text that tells what is asked: it names who says so, or goes on by itself.
TOLD = re.compile(
    r",? (?:dit|disai(?:t|ent)|disent|dira|répèt(?:e|ent)|répétai(?:t|ent)|répond(?:ent|ait|it)?"
    r"|écri(?:t|vent|vait)|lança(?:it)?|promet(?:tait)?)\b[- ](?:on|ils?|elles?|l(?:a|e|es)\b|l[’']"
    r"|notre|mon|un)"
    r"|, (?:they|we|you|people|he|she|I) (?:say|said|tell|told)\b"
    r"|, (?:et|mais|puis|and|but) (?:vous|nous|on|ils?|elles?|you|we|they) ",
    re.I,
)
LONGEST = 250  # characters of a notice
APART = 0.9  # the part of its characters that are emphasised or linked


def is_notice(block: etree._Element, text: str) -> bool:
    """Return True for such a line of a body; `text` is the block's, on one line."""
    if block.tag not in ("p", "quote", "head") or len(text) > LONGEST or "«" in text:
        return False
    if is_told(text):
        return False
    if not OPINION.search(text) and not (OFFER.search(text) and ASKING.search(text)):
        return False
    return is_set_apart(block, text)


def is_told(text: str) -> bool:
    """Return True for a sentence in which the text tells what somebody asks of readers."""
    return bool(TOLD.search(text))


def is_set_apart(block: etree._Element, text: str) -> bool:
    """Return True for a block in brackets, or emphasised or linked from end to end."""
    if text[:1] + text[-1:] in ("[]", "()"):
        return True
    inside = [text_of(child) for child in block if child.tag in ("hi", "ref")]
    return sum(map(len, inside)) >= APART * len(text)
