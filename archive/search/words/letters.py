"""Patterns that find a word whatever its accents and capitals, for who has no index.

Pure functions. The expressions are such as Python's `re` and PostgreSQL both read.
"""

import re
from collections import defaultdict

from archive.text import APOSTROPHES, fold

# Latin-1 Supplement and Latin Extended-A, in which Western and Central Europe are written.
ACCENTED = map(chr, range(0x00C0, 0x0180))
LATIN_1 = "\u00ff"  # the last letter of it: what French texts hold
APOSTROPHE = "".join(["'", *map(chr, APOSTROPHES)])


def _variants() -> dict[str, str]:
    """Return {letter or letters: the characters that fold to them}."""
    variants: dict[str, str] = defaultdict(str)
    for character in ACCENTED:
        folded = fold(character)
        if folded.isascii() and folded.isalpha():
            variants[folded] += character
    return dict(variants)


VARIANTS = _variants()
LIGATURES = {letters: signs for letters, signs in VARIANTS.items() if len(letters) > 1}
PIECES = re.compile("|".join([*LIGATURES, "."]), re.DOTALL)
# Letters of which Latin-1 has others: in a text that is looked through quickly, any character.
VARYING = {letters for letters, signs in VARIANTS.items() if any(sign <= LATIN_1 for sign in signs)}


def expression(text: str) -> str:
    """Return the regular expression of a text, whatever its accents, capitals and apostrophes."""
    return "".join(map(_expression, PIECES.findall(fold(text))))


def _expression(piece: str) -> str:
    if piece in LIGATURES:
        letters = "".join(map(_expression, piece))
        return f"({letters}|[{LIGATURES[piece]}])"
    if piece == "'":
        return f"[{APOSTROPHE}]"
    if piece.isalpha() and piece.isascii():
        return f"[{piece}{piece.upper()}{VARIANTS.get(piece, '')}]"
    return re.escape(piece)


def like(text: str) -> str:
    """Return a pattern for SQL's LIKE, with \\ as its escape, that French texts with it have.

    It has others too: it is to be quick, and `expression` to be exact.
    """
    return f"%{''.join(map(_like, PIECES.findall(fold(text))))}%"


def _like(piece: str) -> str:
    if piece in LIGATURES:
        return "%"
    if piece == "'" or piece in VARYING or not piece.isascii():
        return "_"
    if piece in "%_\\":
        return f"\\{piece}"
    return piece
