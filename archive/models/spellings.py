"""Names that are nearly the same: but for plurals, small words, signs, or one letter; and, of
magazines, for what only their sites have, of people for given names that are initials elsewhere.

Pure functions.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
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
PLURAL = re.compile(r"(?<=\w{3})(aux|eaux|[sx])$")
SINGULAR = {"aux": "al", "eaux": "eau"}  # endings; all else is cut off

# What the name of a magazine's site has beside the magazine's own.
OF_A_SITE = re.compile(r"^(?:https?://)?(?:www\.)?|\.(?:fr|com|org|net|eu|info|be|ch|ca)/?$", re.I)

Pair = tuple[int, int]


def alike(names: dict[int, str]) -> list[Pair]:
    """Return pairs of ids of nearly the same names, those first that differ in form alone.

    Linear in the number of names: each is filed under its form and under that form without each of
    its letters.
    """
    forms: dict[int, str] = {}
    same = defaultdict(list)
    near = defaultdict(list)
    for pk, name in names.items():
        form = _form(name)
        if not form:
            continue
        forms[pk] = form
        same[form].append(pk)
        if len(form) >= LEAST:
            for place in range(len(form) + 1):
                near[form[:place] + form[place + 1 :]].append(pk)
    pairs: dict[Pair, None] = {}  # in order, each once
    for ids in same.values():
        pairs.update(dict.fromkeys(_pairs(ids)))
    for ids in near.values():
        for pair in _pairs(ids):
            if _is_slip(forms[pair[0]], forms[pair[1]]):
                pairs[pair] = None
    return list(pairs)


def alike_magazines(names: dict[int, str]) -> list[Pair]:
    """Do as `alike`, where « Libération » and « Libération.fr » are nearly the same, too."""
    return alike({pk: OF_A_SITE.sub("", name.strip()) for pk, name in names.items()})


def alike_people(names: dict[int, str]) -> list[Pair]:
    """Do as `alike` of the names in any order of their words, « J. Dupont » beside « Jean Dupont ».

    Initials that several people may mean are offered with each of them, up to MOST_OF_ONE.
    """
    ordered = {}
    by_surname = defaultdict(list)
    for pk, name in names.items():
        words = re.findall(r"[^\W_]+", text.fold(name))
        ordered[pk] = " ".join(sorted(words))
        if len(words) > 1:
            by_surname[words[-1]].append((pk, words[0]))
    pairs = dict.fromkeys(alike(ordered))
    for people in by_surname.values():
        for initial, full in _initials(people):
            pairs[min(initial, full), max(initial, full)] = None
    return list(pairs)


def _initials(people: list[tuple[int, str]]) -> Iterable[Pair]:
    """Yield (who has an initial, who has a given name that begins with it) of (id, first word)."""
    for pk, initial in people:
        if len(initial) > 1:
            continue
        others = [other for other, given in people if len(given) > 1 and given[0] == initial]
        if len(others) <= MOST_OF_ONE:
            for other in others:
                yield pk, other


def near(name: str, names: dict[int, str]) -> list[int]:
    """Return the ids of the names that a new one is nearly the same as.

    Ids are above 0.
    """
    neighbours = []
    for first, second in alike({0: name, **names}):
        if first == 0:
            neighbours.append(second)
    return neighbours


def _pairs(ids: list[int]) -> Iterable[Pair]:
    if len(ids) > MOST_OF_ONE:
        return ()
    return combinations(sorted(set(ids)), 2)


def _form(name: str) -> str:
    """« Centres d’appels » -> "centreappel\""""
    words = [word for word in re.findall(r"\w+", text.fold(name)) if word not in SMALL]
    return "".join(PLURAL.sub(_singular, word) for word in words)


def _singular(plural: re.Match) -> str:
    return SINGULAR.get(plural[0], "")


def _is_slip(form: str, neighbour: str) -> bool:
    """Return True if they differ in a letter that is no figure.

    « 2001 » and « 2002 » are two years.
    """
    return re.sub(r"\D", "", form) == re.sub(r"\D", "", neighbour)
