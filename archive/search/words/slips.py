"""How plausible it is that one word was typed for another: by sound, by keyboard, by what French spelling makes one doubt.

Words are compared without accents (`text.fold`), which cost nothing.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

# Spelling -> a rough French sound, applied in this order. A digit stands for a sound that takes several letters.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"ph", "f"),
        (r"sch|sh|ch", "1"),
        (r"(?<=g)u(?=[eiy])|h", ""),
        (r"(.)\1+", r"\1"),
        (r"eau|au", "o"),
        (r"oi", "oa"),
        (r"ou", "u"),
        (r"ain|ein|(?:in|yn)(?![aeiouy])|[iy]m(?=[bp])", "2"),
        (r"(?:an|en)(?![aeiouy])|[ae]m(?=[bp])", "3"),
        (r"om(?=[bp])", "on"),
        (r"oeu|eu", "4"),
        (r"ai|ei|oe|ae|ay|ey", "e"),
        (r"y", "i"),
        (r"gn", "ni"),
        (r"ge(?=[aou])|g(?=[ei])", "j"),
        (r"sc(?=[ei])|c(?=[ei])|t(?=ion)", "s"),
        (r"qu|q|ck|c", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"w", "v"),
        (r"pt", "t"),
        (r"(?:es|e[rz]|ks|[estd])$", ""),
        (r"(.)\1+", r"\1"),
    ]
]
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")  # of a French keyboard
_PLACE = {letter: (x + 0.4 * y, y) for y, row in enumerate(_ROWS) for x, letter in enumerate(row)}
_ALIKE = {
    frozenset(pair)
    for pair in ("ck", "kq", "cq", "sc", "sz", "iy", "jg", "mn", "ae", "td", "bp", "vw", "fv")
}
_SILENT = "esthdxrpz"  # often written at the end of a word, and not heard

DOUBLED = 0.3  # one letter for two of it, or two for one
SWAPPED = 0.6  # two neighbours in the wrong order
HEARD = 0.5  # a letter for one that often sounds the same
UNHEARD = 0.4  # a letter that is not heard, too many or too few
BESIDE = 0.8  # a letter for its neighbour on the keyboard
ADDED = 0.8  # a letter too many,
MISSING = 0.7  # or too few
OTHER = 1.0  # a letter for any other
FIRST = 0.6  # more where it is the first letter: that one is seldom wrong
SAME_SOUND = 0.5  # of all this, where the words sound the same


@lru_cache(maxsize=20_000)
def sound(folded: str) -> str:
    """How a word without accents sounds in French, roughly; words that sound alike have the same."""
    for pattern, to in _SOUNDS:
        folded = pattern.sub(to, folded)
    return folded


def cost(typed: str, form: str) -> float:
    """What it takes to type one folded word for another: 0 for the same, about 1 for each letter that nothing explains.

    Optimal string alignment, with weights, of what is left between the letters that both begin and end with.
    """
    start, end = _common(typed, form)
    last, before = [], []
    for i in range(start, len(typed) - end + 1):
        row: list[float] = []
        for j in range(start, len(form) - end + 1):
            row.append(min(_ways(typed, form, i, j, start, row, last, before), default=0.0))
        last, before = row, last
    return last[-1] * SAME_SOUND if last[-1] and sound(typed) == sound(form) else last[-1]


def _common(one: str, other: str) -> tuple[int, int]:
    """How many letters both begin with, and how many of the others both end with."""
    most = min(len(one), len(other))
    start = next((i for i in range(most) if one[i] != other[i]), most)
    most -= start
    return start, next((i for i in range(most) if one[-1 - i] != other[-1 - i]), most)


def _ways(typed: str, form: str, i: int, j: int, start: int, row, last, before) -> Iterator[float]:
    """The costs of the ways to have typed `typed[:i]` for `form[:j]`, from what shorter ones cost."""
    first = FIRST if i <= 1 and j <= 1 else 0.0
    if i > start:
        yield last[j - start] + _extra(typed, i - 1, ADDED) + first
    if j > start:
        yield row[-1] + _extra(form, j - 1, MISSING) + (first if form[0] != "h" else 0)
    if i > start and j > start:
        one, other = typed[i - 1], form[j - 1]
        yield last[j - start - 1] + (_replaced(one, other) + first if one != other else 0)
        if before and j > start + 1 and one == form[j - 2] != other == typed[i - 2]:
            yield before[j - start - 2] + SWAPPED


def _extra(word: str, at: int, usual: float) -> float:
    """The cost of a letter that the other word has not."""
    if at and word[at] == word[at - 1]:
        return DOUBLED
    return UNHEARD if word[at] == "h" or (at == len(word) - 1 and word[at] in _SILENT) else usual


def _replaced(one: str, other: str) -> float:
    if frozenset((one, other)) in _ALIKE:
        return HEARD
    (x, y), (u, v) = _PLACE.get(one, (-9, -9)), _PLACE.get(other, (9, 9))
    return BESIDE if abs(x - u) <= 1.1 and abs(y - v) <= 1 else OTHER
