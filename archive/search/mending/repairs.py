"""The archive's own word for one that it does not know.

It is the most plausible one, and of those the most used.
"""

from collections.abc import Iterable, Iterator, Sequence

from archive.search.mending.repair import (
    LONGEST,
    MOST_CUTS,
    SHORTEST,
    Repair,
    apart,
    cut_short,
    is_of_splinters,
    is_sure,
    may_part,
    reach,
)
from archive.search.mending.texts import Spellings
from archive.search.question.typed_fields import FIELDS
from archive.search.words.slips import cost
from archive.search.words.spelling import is_word
from archive.text import fold


def repair(spellings: Spellings, form: str) -> str:
    """Return the archive's word for an unknown one, "" where none is plausible.

    The form is as `analysis` cuts it. It may be read as two words, with a space between them.
    """
    return first_there(spellings, repairs(spellings, form))


def first_there(spellings: Spellings, candidates: Iterable[Repair]) -> str:
    """Return the first of some repairs that an editorial has, "" where none is."""
    for candidate in candidates:
        if spellings.is_there(candidate.parts):
            return candidate.form
    return ""


def repairs(spellings: Spellings, form: str, fields: Sequence[str] = FIELDS) -> list[Repair]:
    """Return all plausible words of these fields, the best first."""
    if len(form) > LONGEST:
        return []
    folded = fold(form)
    if not (SHORTEST <= len(folded) <= LONGEST and is_word(folded)):
        return []
    plausible = []
    for repair in nearly_so(spellings, form, fields):
        if is_sure(repair, folded) and not is_of_splinters(spellings.printed(repair.form)):
            plausible.append(repair)
    if not plausible:
        plausible += _apart(spellings, folded, fields)
    whole = cut_short(spellings.beginning(fields, folded))
    if whole is not None:
        plausible.append(whole)
    return sorted(plausible, key=lambda repair: (-repair.score, repair.form))


def nearly_so(spellings: Spellings, form: str, fields: Sequence[str]) -> Iterator[Repair]:
    """Yield the words of these fields that a few letters part from a form, in any order."""
    folded = fold(form)
    for word in spellings.near(fields, folded, reach(folded)):
        if word.folded != folded and len(word.folded) >= SHORTEST - 1:
            price = cost(folded, word.folded)
            yield Repair(word.form_for(form), price, word.uses, (word.folded,))


def _apart(spellings: Spellings, folded: str, fields: Sequence[str]) -> Iterator[Repair]:
    """« lentreprise », « servicesclients »: as two words that follow each other somewhere."""
    pairs = []
    for cut in range(1, len(folded) - 1):
        if not may_part(folded[:cut], folded[cut:]):
            continue
        left = spellings.spelled(fields, folded[:cut])
        right = spellings.spelled(fields, folded[cut:])
        if left and right:
            pairs.append((left, right))
    pairs.sort(key=lambda pair: -min(pair[0].uses, pair[1].uses))
    pairs = pairs[:MOST_CUTS]
    follow = spellings.following([(left.form, right.form) for left, right in pairs])
    for (left, right), uses in zip(pairs, follow, strict=True):
        if uses:
            yield apart(left, right, uses)
