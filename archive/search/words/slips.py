"""How plausible it is that one word was typed for another.

Its sound, the keyboard and what French spelling makes one doubt tell. Words are compared without
accents (`text.fold`), which cost nothing.
"""

import re
from functools import lru_cache
from math import inf

# Spelling -> a rough French sound, applied in this order. A digit stands for a sound that takes
# several letters.
SOUNDS = [
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
PLACES: dict[
    str, tuple[float, int]
] = {}  # letter -> (column, row), a row further right than the one above it
for _row, _letters in enumerate(_ROWS):
    for _column, _letter in enumerate(_letters):
        PLACES[_letter] = (_column + 0.4 * _row, _row)
PAIRS = ("ck", "kq", "cq", "sc", "sz", "iy", "jg", "mn", "ae", "td", "bp", "vw", "fv")
_ALIKE = set(map(frozenset, PAIRS))
SILENT = "esthdxrpz"  # often written at the end of a word, and not heard

DOUBLED = 0.3  # one letter for two of it, or two for one
SWAPPED = 0.6  # two neighbours in the wrong order,
SWAPPED_VOWELS = 0.5  # and where French has « ueil » for what sounds like « euil »
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
    """Return how a word without accents sounds in French, roughly.

    Words that sound alike have the same.
    """
    for pattern, spelling in SOUNDS:
        folded = pattern.sub(spelling, folded)
    return folded


def cost(typed: str, form: str) -> float:
    """Return what it takes to type one folded word for another.

    It is 0 for the same, about 1 for each letter that nothing explains: optimal string alignment,
    with weights, of what is left between the letters that both begin and end with.
    """
    start, ending = _common(typed, form)
    typed_ends = range(start, len(typed) - ending + 1)
    ends = range(start, len(form) - ending + 1)
    # What a letter too many costs, and one too few, by where it ends.
    added = {end: _extra(typed, end - 1, ADDED) for end in typed_ends[1:]}
    missing = {end: _extra(form, end - 1, MISSING) for end in ends[1:]}
    last: list[float] = []  # what as much of the form costs, of what was typed a letter less,
    before: list[float] = []  # and two less
    for typed_end in typed_ends:
        row: list[float] = []
        for at, end in enumerate(ends):
            first = FIRST if typed_end <= 1 and end <= 1 else 0.0
            least = inf if at or last else 0.0
            if last:
                least = last[at] + added[typed_end] + first
            if at:
                unheard = 0.0 if form[0] == "h" else first
                least = min(least, row[-1] + missing[end] + unheard)
            if last and at:
                typed_letter, letter = typed[typed_end - 1], form[end - 1]
                replaced = last[at - 1]
                if typed_letter != letter:
                    replaced += _replaced(typed_letter, letter) + first
                least = min(least, replaced)
                is_second = before and at > 1
                if is_second and typed_letter == form[end - 2] != letter == typed[typed_end - 2]:
                    least = min(least, before[at - 2] + _swapped(typed_letter, letter))
            row.append(least)
        last, before = row, last
    total = last[-1]
    if total and sound(typed) == sound(form):
        return total * SAME_SOUND
    return total


def _common(typed: str, form: str) -> tuple[int, int]:
    """Return how many letters both begin with, and how many of the rest both end with."""
    start = _same_letters(typed, form)
    return start, _same_letters(typed[start:][::-1], form[start:][::-1])


def _same_letters(typed: str, form: str) -> int:
    """Return how many letters both begin with."""
    count = 0
    for typed_letter, letter in zip(typed, form, strict=False):
        if typed_letter != letter:
            break
        count += 1
    return count


def _extra(word: str, at: int, usual: float) -> float:
    """Return the cost of a letter that the other word has not."""
    letter = word[at]
    if at and letter == word[at - 1]:
        return DOUBLED
    if letter == "h" or (at == len(word) - 1 and letter in SILENT):
        return UNHEARD
    return usual


def _swapped(typed_letter: str, letter: str) -> float:
    """Return the cost of two neighbours in the wrong order."""
    return SWAPPED_VOWELS if {typed_letter, letter} == {"e", "u"} else SWAPPED


@lru_cache(maxsize=2_000)
def _replaced(typed_letter: str, letter: str) -> float:
    """Return the cost of a letter for another."""
    if frozenset((typed_letter, letter)) in _ALIKE:
        return HEARD
    if typed_letter not in PLACES or letter not in PLACES:
        return OTHER
    (column, row), (next_column, next_row) = PLACES[typed_letter], PLACES[letter]
    is_beside = abs(column - next_column) <= 1.1 and abs(row - next_row) <= 1
    return BESIDE if is_beside else OTHER
