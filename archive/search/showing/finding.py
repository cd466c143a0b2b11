"""Where the words of a query stand in a text: what is marked, and what passages are cut around."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import merge
from itertools import islice

from archive.markup import Span
from archive.search.question.answers import Phrase
from archive.search.showing.scanning import Match, is_scanned, scan
from archive.search.words.analysis import HYPHENS
from archive.search.words.variants import VARIANTS
from archive.text import APOSTROPHES, fold

READ = 100_000  # characters of a text that are looked at
SPACES = " \u00a0\u202f"  # that may part the figures of one number: « 39 39 », « 2 500 »
LEAST_PARTED = 4  # figures of such a number
MOST_FORMS = 400
GAP = 99  # characters between two words of a phrase
_APOSTROPHE = f"['{''.join(map(chr, APOSTROPHES))}]"
_WORD = re.compile(r"\w+")
_WITHIN = str.maketrans("", "", HYPHENS + "." + SPACES) | APOSTROPHES


def find(
    text: str,
    forms: Iterable[str],
    phrases: Sequence[Sequence[Collection[str]]] = (),
    most: int | None = None,
) -> list[Match]:
    """Return [(start, end, form)] of the words, in order and apart, the first `most` of them.

    Forms in capitals are acronyms, and found in capitals alone. A phrase is a sequence of sets of
    forms, met whatever their accents, as the engine meets them; it counts as its first form. Where
    words may stand between its own, these are found one by one.
    """
    acronyms, scanned, others = _kinds(frozenset(list(forms)[:MOST_FORMS]))
    text = text[:READ]
    matches: list[Iterable[Match]] = []
    if scanned:
        matches.append(scan(text, scanned))
    patterns = []
    if others:
        patterns.append(_pattern(others))
    lower = _lower(text) if others or phrases else ""
    for phrase in phrases:
        if not phrase or not all(phrase):
            continue
        if isinstance(phrase, Phrase) and phrase.slop:
            matches.append(_matches_apart(phrase, lower))
        else:
            patterns.append(_sequence(tuple(map(frozenset, phrase))))
    matches += [_matches(pattern, lower) for pattern in patterns]
    if acronyms:
        matches.append(_matches(_pattern(acronyms), text))
    if len(matches) == 1:
        return list(islice(_apart(matches[0]), most))
    return list(islice(_apart(merge(*matches, key=_first_and_longest)), most))


@lru_cache(maxsize=64)
def _kinds(forms: frozenset[str]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The acronyms among forms, those that are scanned for, and the others."""
    acronyms = frozenset(filter(str.isupper, forms))
    scanned = frozenset(filter(is_scanned, forms - acronyms))
    return acronyms, scanned, forms - acronyms - scanned


def spans(
    text: str, forms: Iterable[str], phrases: Sequence[Sequence[Collection[str]]] = ()
) -> list[Span]:
    """Return [(start, end)] of the words, as `find` finds them."""
    return [(start, end) for start, end, _form in find(text, forms, phrases)]


def _matches(pattern: re.Pattern, lower: str) -> Iterator[Match]:
    for match in pattern.finditer(lower):
        start = match.start()
        # « appels » is not in « rappels »: looked up after the match, since as a part of the
        # pattern it would halve its speed.
        if not start or not lower[start - 1].isalnum():
            yield start, match.end(), _bare(match[pattern.groups])


def _matches_apart(phrase: Phrase, lower: str) -> Iterator[Match]:
    """Yield the words of a phrase that stand near each other, in their order."""
    starts = [match.start() for match in _WORD.finditer(lower)]

    def is_near(before: Match, after: Match) -> bool:
        between = bisect_left(starts, after[0]) - bisect_left(starts, before[1])
        return before[1] <= after[0] and between <= phrase.slop

    reached: list[list[Match]] = []
    for forms in phrase:
        matches = list(_matches(_sequence((frozenset(forms),)), lower))
        if reached:
            matches = list(_following(reached[-1], matches, is_near))
        reached.append(matches)
    following = reached.pop()
    chains = [following]
    while reached:
        matches = []
        beginnings = [start for start, _end, _form in following]
        for match in reached.pop():
            at = bisect_left(beginnings, match[1])
            if at < len(following) and is_near(match, following[at]):
                matches.append(match)
        following = matches
        chains.append(matches)
    yield from _apart(merge(*chains, key=_first_and_longest))


def _following(
    before: Sequence[Match], matches: Iterable[Match], is_near: Callable[[Match, Match], bool]
) -> Iterator[Match]:
    """Yield the matches that are near one before them."""
    ends = [end for _start, end, _form in before]
    for match in matches:
        at = bisect_right(ends, match[0]) - 1  # the nearest is the one that ends last
        if at >= 0 and is_near(before[at], match):
            yield match


def _first_and_longest(match: Match) -> tuple[int, int]:
    return match[0], -match[1]


def _apart(matches: Iterable[Match]) -> Iterator[Match]:
    """Yield of overlapping matches the longest: « télé-usine » rather than « télé » within it."""
    end = 0
    for match in matches:
        if match[0] >= end:
            end = match[1]
            yield match


def _lower(text: str) -> str:
    """Return a text in small letters, each in its place."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    letters = list(text)  # « İ » has two small letters, and stays
    for at, letter in enumerate(text):
        small = letter.lower()
        if len(small) == 1:
            letters[at] = small
    return "".join(letters)


def _bare(matched: str) -> str:
    return matched.translate(_WITHIN)


# What is looked for, as expressions


@lru_cache(maxsize=64)
def _pattern(forms: frozenset[str]) -> re.Pattern:
    """Return one expression for all forms.

    Taking every word apart by the analyzer takes four times as long. The expression allows in a
    form what the analyzer takes out or makes one: hyphens, dots, either apostrophe.
    """
    return re.compile(f"{_any(forms)}(?!\\w)")


@lru_cache(maxsize=64)
def _sequence(slots: tuple[frozenset[str], ...]) -> re.Pattern:
    """Return an expression for one form of each slot after another; the first is its group.

    Between them stands only what the analyzer takes for no word.
    """
    words = []
    for forms in slots:
        words.append(_any({*forms, *map(_without_accents, forms)}, _whatever_accent))
    words[0] = f"({words[0]})"
    between = rf"[\W_]{{1,{GAP}}}+"
    return re.compile(between.join(words) + r"(?!\w)")


def _as_it_is(char: str) -> str:
    return _APOSTROPHE if char == "'" else re.escape(char)


def _without_accents(form: str) -> str:
    """Return a form with letters that may be printed as two left as one: « œ », « æ »."""
    return fold(form).replace("oe", "œ").replace("ae", "æ")


def _whatever_accent(char: str) -> str:
    if char in "œæ":
        return f"(?:{char}|{''.join(map(_whatever_accent, fold(char)))})"
    if char in VARIANTS:
        return f"[{VARIANTS[char]}]"
    return _as_it_is(char)


def _any(forms: Iterable[str], spelled: Callable[[str], str] = _as_it_is) -> str:
    """Return an expression for any of these, each letter `spelled`.

    What several begin with is looked for once. Long numbers may be printed in groups of figures.
    """
    letters: dict[str, dict] = {}
    grouped = []
    for form in forms:
        if form.isdecimal() and len(form) >= LEAST_PARTED:
            grouped.append(f"[{HYPHENS}.{SPACES}]?".join(form))
            continue
        following = letters
        for char in form:
            following = following.setdefault(char, {})
        following[""] = {}  # it may end here
    return _either([*_alternatives(letters, spelled), *grouped])


def _alternatives(letters: dict[str, dict], spelled: Callable[[str], str]) -> list[str]:
    alternatives = []
    for char, following in letters.items():
        if char:
            alternatives.append(spelled(char) + _tail(following, spelled))
    return alternatives


def _either(alternatives: Sequence[str]) -> str:
    if len(alternatives) == 1:
        return alternatives[0]
    return f"(?:{'|'.join(alternatives)})"


def _tail(letters: dict[str, dict], spelled: Callable[[str], str]) -> str:
    if not any(letters):
        return ""
    tail = f"[{HYPHENS}.]?{_either(_alternatives(letters, spelled))}"
    if "" in letters:
        return f"(?:{tail})?"
    return tail
