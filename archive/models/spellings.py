"""Names that are nearly the same: but for plurals, small words, signs, or one letter. Pure functions."""

import re
from collections import defaultdict
from itertools import combinations

from archive import text

SMALL = {
    "a",
    "au",
    "aux",
    "d",
    "de",
    "des",
    "du",
    "en",
    "et",
    "l",
    "la",
    "le",
    "les",
    "un",
    "une",
    "of",
    "the",
    "and",
}
LEAST = 6  # letters of names that may differ in one of them
MOST_OF_ONE = 6  # names that one spelling may stand for: more are no slips


def alike(names: dict[int, str]) -> list[tuple[int, int]]:
    """Pairs of ids of nearly the same names, those first that differ in form alone. Linear in the number of names: each is
    filed under its form and under that form without each of its letters."""
    forms = {pk: form for pk, name in names.items() if (form := _form(name))}
    same, near = defaultdict(list), defaultdict(list)
    for pk, form in forms.items():
        same[form].append(pk)
        if len(form) >= LEAST:
            for place in range(len(form) + 1):
                near[form[:place] + form[place + 1 :]].append(pk)
    found = dict.fromkeys(pair for pks in same.values() for pair in _pairs(pks))
    found |= dict.fromkeys(
        pair
        for pks in near.values()
        for pair in _pairs(pks)
        if _is_slip(*(forms[pk] for pk in pair))
    )
    return list(found)


def _pairs(pks: list[int]):
    return combinations(sorted(set(pks)), 2) if len(pks) <= MOST_OF_ONE else ()


def _form(name: str) -> str:
    """« Centres d’appels » -> "centreappel\""""
    words = [word for word in re.findall(r"\w+", text.fold(name)) if word not in SMALL]
    return "".join(re.sub(r"(?<=\w{3})(aux|eaux|[sx])$", _singular, word) for word in words)


def _singular(plural: re.Match) -> str:
    return {"aux": "al", "eaux": "eau"}.get(plural[0], "")


def _is_slip(one: str, other: str) -> bool:
    """Whether they differ in a letter that is no figure: « 2001 » and « 2002 » are two years."""
    return re.sub(r"\D", "", one) == re.sub(r"\D", "", other)
