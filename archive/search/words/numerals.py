"""Numbers in French words: « trente-cinq » and 35."""

from collections.abc import Sequence
from functools import lru_cache

LARGEST = 9999
LARGEST_SAID = 2100  # number that is read from words: years, too
_UNITS = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
_TENS = {  # 70 and 90 are told by the score before them
    20: "vingt",
    30: "trente",
    40: "quarante",
    50: "cinquante",
    60: "soixante",
    80: "quatre-vingt",
}

_SINGULARS = {"vingts": "vingt", "cents": "cent"}


def in_words(number: int) -> str:
    """Return a number from 0 to LARGEST in French words; "" for any other."""
    if not 0 <= number <= LARGEST:
        return ""
    thousands, rest = divmod(number, 1000)
    hundreds, small = divmod(rest, 100)
    words = []
    if thousands:
        words += _times(thousands, "mille")
    if hundreds:
        words += _times(hundreds, "cents" if hundreds > 1 and not small else "cent")
    if small or not words:
        words.append(_below_hundred(small))
    return " ".join(words)


def _times(number: int, multiple: str) -> list[str]:
    return [multiple] if number == 1 else [_below_hundred(number), multiple]


def _below_hundred(number: int) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    if number < 20:
        return f"dix-{_UNITS[number - 10]}"
    tens = number // 10 * 10
    if tens in (70, 90):
        tens -= 10
    rest = number - tens
    word = _TENS[tens]
    if not rest:
        return f"{word}s" if tens == 80 else word
    if rest in (1, 11) and tens < 80:
        return f"{word} et {_below_hundred(rest)}"
    return f"{word}-{_below_hundred(rest)}"


def from_words(words: Sequence[str]) -> int | None:
    """Return the number (up to LARGEST_SAID) that words without hyphens say; None for others."""
    return _by_words().get(" ".join(map(_singular, words)))


def is_numeral(form: str) -> bool:
    """Return True for a word, without hyphens, that stands in such a number."""
    return _singular(form) in _numerals()


@lru_cache(maxsize=1)
def _numerals() -> frozenset[str]:
    numerals: set[str] = set()
    for number in (*range(101), 1000):  # further ones are said by the same words
        numerals.update(_parts(number))
    return frozenset(numerals)


@lru_cache(maxsize=1)
def _by_words() -> dict[str, int]:
    numbers = {}
    for number in range(LARGEST_SAID + 1):
        numbers[" ".join(_parts(number))] = number
    return numbers


def _parts(number: int) -> list[str]:
    """Return the words of a number, those joined by hyphens apart, in the singular."""
    return [_singular(word) for word in in_words(number).replace("-", " ").split()]


def _singular(word: str) -> str:
    """« quatre-vingts », « deux cents »: printed with and without their « s »."""
    return _SINGULARS.get(word, word)
