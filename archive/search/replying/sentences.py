"""A paragraph cut into its sentences."""

import re

# What may follow the sign that ends a sentence, and what the next one begins with.
_END = re.compile(r"[.!?…]+(?:[\s ]*[»”\")\]])*(?=[\s ]+[«“\"(\[—–-]?[\s ]*[A-ZÀ-ÖØ-Þ0-9])")
# A point behind these ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s («'’-])(?:[A-ZÀ-Þ]|MM?|Mmes?|Mlles?|Mgr|Drs?|Prs?|Mes?|St|Ste|av|apr|env|cf|p|pp|vol"
    r"|chap|art|al|ex|éd|fig|hab|n|no|J\.-C|c.-à-d|etc)\.$"
)
LONGEST = 600  # characters of a sentence; what is longer is cut at a space


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph in order; one at least unless it is empty."""
    cut: list[str] = []
    start = 0
    for end in _END.finditer(paragraph):
        if _ABBREVIATION.search(paragraph, max(start, end.end() - 12), end.end()):
            continue
        cut.append(paragraph[start : end.end()].strip())
        start = end.end()
    cut.append(paragraph[start:].strip())
    return [piece for sentence in cut if sentence for piece in _pieces(sentence)]


def _pieces(sentence: str) -> list[str]:
    """Return a sentence, or one without an end in pieces."""
    pieces = []
    while len(sentence) > LONGEST:
        space = sentence.rfind(" ", 1, LONGEST)
        if space < 0:
            space = LONGEST
        pieces.append(sentence[:space].rstrip())
        sentence = sentence[space:].lstrip()
    return [*pieces, sentence]
