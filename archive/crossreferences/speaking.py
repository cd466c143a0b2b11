"""For whom a sentence speaks: for the magazine that the text is of, or for another.

Pure functions.
"""

import re

from archive.crossreferences.masks import Masked

LONGEST = 600  # characters of a sentence on either side of what is looked at
_ENDS = re.compile(r"[.!?…](?=\s+[A-ZÀ-ÞŒ«—\ue010-\ue013])")
_SHORTENED = re.compile(r"(?:\b(?:n|p|pp|cf|art|vol|M|MM|Mme|Dr|St)|\b[A-Z])\.$", re.IGNORECASE)
# « voir » tells a reader where to look at the head of what it leads to, and nowhere else.
LOOK = r"(?:^|[(;:,.–—→-]) ?(?:voir|lire|relire|lisez|cf\.?)(?!\w)"
_OWN = re.compile(
    r"\b(?:notre|nos|nous|mon|mes|je|ici meme|cette (?:revue|lettre|page)|ce (?:magazine|journal)"
    rf"|ces (?:pages|colonnes|cahiers))\b|\bj'|\bm'|{LOOK}"
)
# Of a number alone that is too little: « je suis dans le numéro 112 ».
_SINGULAR = re.compile(r"\b(?:mon|mes|je)\b|\bj'|\bm'")
# What makes « notre » another's: a colleague of the press, or somebody who is told of.
_OTHERS = re.compile(
    r"\bconfr[èe]res?\b|\b(?:son|leurs?) (?:[ée]ditorial|[ée]dito|num[ée]ro)\b"
    r"|\bMonde\b|\bLibération\b"
    r"|\bFigaro\b|\bÉchos\b|\bLa Croix\b|\bExpress\b|\bLe Point\b|\bTélérama\b|\bMarianne\b"
    r"|\bParisien\b|\bLa Tribune\b|\bHumanité\b|\bObs\b|\bObservateur\b|\bOuest-France\b"
    r"|\bThe [A-Z]"
)


def _sentence(paragraph: Masked, start: int, end: int) -> slice:
    """Return where the sentence is in which something stands."""
    opens, closes = max(0, start - LONGEST), min(len(paragraph.plain), end + LONGEST)
    for stop in _ENDS.finditer(paragraph.plain, opens, closes):
        if _SHORTENED.search(paragraph.plain[max(0, stop.end() - 6) : stop.end()]):
            continue
        if stop.start() < start:
            opens = stop.end()
        elif stop.start() >= end:
            closes = stop.start()
            break
    return slice(opens, closes)


def is_own(paragraph: Masked, start: int, end: int, of_all: bool = False) -> bool:
    """Return True where a sentence speaks for the text's own magazine, and of no other.

    `of_all`: as « nous » alone does.
    """
    sentence = _sentence(paragraph, start, end)
    signs = paragraph.signs[sentence].lstrip()
    if of_all:
        signs = _SINGULAR.sub("", signs)
    return bool(_OWN.search(signs)) and not _OTHERS.search(paragraph.plain[sentence])
