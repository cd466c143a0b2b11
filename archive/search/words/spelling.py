"""How words are spelled: what counts as one, how texts are sorted."""

import re

from archive.text import fold

LONGEST = 40  # letters of what counts as a word
LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")


def is_word(folded: str) -> bool:
    """Return True for a spelling without accents that completes or is repaired."""
    return 0 < len(folded) <= LONGEST and folded.isalpha()


def alphabetical(text: str) -> str:
    """Return what a text is sorted by: its letters and digits, without accents and case."""
    return " ".join(LETTERS_AND_DIGITS.findall(fold(text)))
