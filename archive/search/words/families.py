"""What words of one family share: « former », « formation », « formateur ».

Less than the word itself (`forms.word_key`): it ranks, it counts nothing.
"""

from collections.abc import Sequence
from functools import lru_cache

from archive.search.words.analysis import DEFAULT_LANGUAGE
from archive.search.words.forms import stemmed, stems

STEM_LETTERS = 4  # of a stem that tells something
FAMILY_LETTERS = 5  # the first letters of the stem that a family shares


@lru_cache(maxsize=50_000)
def stem_key(form: str) -> str:
    """Return the stem of a French form; the form itself, marked, where it is short or a number."""
    return _stem_key(form, stemmed(form, DEFAULT_LANGUAGE))


def stem_keys(forms: Sequence[str]) -> list[str]:
    """Return the `stem_key` of each of many forms."""
    return list(map(_stem_key, forms, stems(forms, DEFAULT_LANGUAGE)))


def _stem_key(form: str, stem: str) -> str:
    if len(stem) < STEM_LETTERS or not stem.isalpha():
        return f"={form}"
    return stem


def family_key(form: str) -> str:
    """Return the first letters of the stem; the form, marked, where it is shorter or a number."""
    return _family_key(form, stemmed(form, DEFAULT_LANGUAGE))


def family_keys(forms: Sequence[str]) -> list[str]:
    """Return the `family_key` of each of many forms."""
    return list(map(_family_key, forms, stems(forms, DEFAULT_LANGUAGE)))


def _family_key(form: str, stem: str) -> str:
    if len(stem) < FAMILY_LETTERS or not stem.isalpha():
        return f"={form}"
    return stem[:FAMILY_LETTERS]
