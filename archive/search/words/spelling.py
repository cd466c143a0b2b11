"""How words are spelled: what counts as one, how texts are sorted."""

import re

from archive.search.words.analysis import ELIDED
from archive.text import fold

LONGEST = 40  # letters of what counts as a word
LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")


def is_word(folded: str) -> bool:
    """Return True for a spelling without accents that completes or is repaired."""
    return 0 < len(folded) <= LONGEST and folded.isalpha()


def alphabetical(text: str) -> str:
    """Return what a text is sorted by: its letters and digits, without accents and case."""
    return " ".join(LETTERS_AND_DIGITS.findall(fold(text)))


def as_typed(typed: str, better: str) -> str:
    """In capitals, or with a capital, as what was typed; « l entreprise » as « l’entreprise »."""
    first, space, second = better.partition(" ")
    if space and first in ELIDED:
        better = f"{first}’{second}"
    if len(typed) > 1 and typed.isupper():
        return better.upper()
    if typed[:1].isupper():
        return better[:1].upper() + better[1:]
    return better
