"""A text with better words for those that an index does not know."""

from collections.abc import Callable, Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from archive.search.words.analysis import single_tokens

MOST_WORDS = 20  # of a query that are looked at
NEAREST = 50  # forms that a fuzzy word stands for


def corrected(text: str, is_known: Callable[[str], object], repair: Callable[[str], str]) -> str:
    """Return the text with the archive's own words for those that it does not know.

    Empty where there is nothing to replace, and where `repair` knows nothing better.
    """
    pieces, at = [], 0
    for word in single_tokens(text)[:MOST_WORDS]:
        if is_known(word.form):
            continue
        better = repair(word.form)
        if better:
            pieces += [text[at : word.start], better]
            at = word.end
    if not pieces:
        return ""
    return "".join([*pieces, text[at:]])


def nearest(forms: Iterable[str], form: str, most: int) -> list[str]:
    """Return those of some forms that have at most so many letters other than one has them."""
    near = extract(form, list(forms), scorer=OSA.distance, score_cutoff=most, limit=NEAREST)
    return [match for match, _distance, _key in near]
