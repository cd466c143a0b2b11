"""Running text as OpenSearch is given it: our own words, one position after the other.

What a word is stays in `words.analysis`. A position is what stands at it, joined by `|`: each form
as printed, its spelling without accents (`=`) where that is another, its stem (`~`) and its family
(`%`), and the terms of `analysis.MARK`. Positions have spaces between them. OpenSearch's stock
`whitespace` and `pattern_capture` read it back as terms at one position: see `mapping`.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from archive.search.words.analysis import FUNCTION_WORDS, MARK, positions
from archive.search.words.families import family_key, stem_key
from archive.text import fold

BESIDE = "|"  # between terms at one position
FOLDED, STEM, FAMILY = "=", "~", "%"  # before what is no form; no form begins so
NOTHING = "."  # at a position without a word
FUNCTIONS = frozenset().union(*FUNCTION_WORDS.values())


def folded_terms(folded: str) -> list[str]:
    """Return the terms of all forms that are spelled so without accents."""
    return [folded, FOLDED + folded]


def stem_term(form: str) -> str:
    """Return the term of the words that have a form's stem; "" where it tells nothing."""
    return _kind(STEM, stem_key(form), form)


def family_term(form: str) -> str:
    """Return the term of the words of a form's family; "" where it tells nothing."""
    return _kind(FAMILY, family_key(form), form)


def _kind(mark: str, key: str, form: str) -> str:
    if key.startswith("=") or form in FUNCTIONS:
        return ""
    return mark + key


@lru_cache(maxsize=400_000)
def terms(form: str) -> str:
    """Return all terms of a form, joined: what a position has for it."""
    if form.startswith(MARK):
        return form
    kinds = [form]
    folded = fold(form)
    if folded != form:
        kinds.append(FOLDED + folded)
    kinds += filter(None, [stem_term(form), family_term(form)])
    return BESIDE.join(kinds)


def encoded(places_of: Mapping[str, Iterable[int]], width: int) -> str:
    """Return a text as OpenSearch is given it, from `analysis.positions` of it."""
    slots: list[list[str]] = [[] for _position in range(width)]
    for form, places in places_of.items():
        joined = terms(form)
        for place in places:
            slots[place].append(joined)
    return " ".join(BESIDE.join(slot) or NOTHING for slot in slots)


def encode(text: str) -> str:
    """Return a text as OpenSearch is given it."""
    return encoded(*positions(text, capitals=True))
