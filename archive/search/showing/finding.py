"""Where the words of a query stand in a text: what is marked, and what passages are cut around."""

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain, islice, pairwise
from typing import NamedTuple

from archive.markup import Span
from archive.search.question.answers import Phrase
from archive.search.showing.scanning import Match, Scan, is_scanned, plain_beginnings
from archive.search.words.analysis import HYPHENS
from archive.search.words.variants import VARIANTS
from archive.text import APOSTROPHES, fold

READ = 100_000  # characters of a text that are looked at
SPACES = " \u00a0\u202f"  # that may part the figures of one number: « 39 39 », « 2 500 »
LEAST_PARTED = 4  # figures of such a number
MOST_FORMS = 400
GAP = 99  # characters between two words of a phrase
Slots = tuple[frozenset[str], ...]  # of each word of a phrase its forms

_APOSTROPHE = f"['{''.join(map(chr, APOSTROPHES))}]"
_WORD = re.compile(r"\w+")
_WITHIN = str.maketrans("", "", HYPHENS + "." + SPACES) | APOSTROPHES


class Sought(NamedTuple):
    """An expression, and with what letters that which it finds begins; none where that is unsure.

    To go by the letters (see `Scan.starts`) takes a third of the time. The expression is then for
    any case: no text has to be put in small letters for a few places.
    """

    expression: re.Pattern
    beginnings: frozenset[bytes]


def find(
    text: str,
    forms: Collection[str],
    phrases: Sequence[Sequence[Collection[str]]] = (),
    most: int = READ,
) -> list[Match]:
    """Return [(start, end, form)] of the words, in order and apart, the first `most` of them.

    Forms in capitals are acronyms, and found in capitals alone. A phrase is a sequence of sets of
    forms, met whatever their accents, as the engine meets them; it counts as its first form. Where
    words may stand between its own, these are found one by one.
    """
    if len(forms) > MOST_FORMS:
        forms = list(forms)[:MOST_FORMS]
    acronyms, scanned, others = _kinds(frozenset(forms))
    text = text[:READ]
    scan = Scan(text)
    matches = scan.words(scanned)
    if others:
        matches += _matches(_of_any(others), scan)
    for phrase in phrases:
        if not phrase or not all(phrase):
            continue
        slots = tuple(map(frozenset, phrase))
        if isinstance(phrase, Phrase) and phrase.slop:
            matches += _matches_apart(slots, phrase.slop, scan)
        else:
            matches += _matches(_of_all(slots), scan)
    if acronyms:
        matches += _whole_words(_of_any(acronyms).expression.finditer(text))
    if others or phrases or acronyms:
        matches.sort(key=_first_and_longest)
    return _apart(matches, most)


@lru_cache(maxsize=64)
def _kinds(forms: frozenset[str]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The acronyms among forms, those that are scanned for, and the others."""
    acronyms = frozenset(filter(str.isupper, forms))
    scanned = frozenset(filter(is_scanned, forms - acronyms))
    return acronyms, scanned, forms - acronyms - scanned


def spans(
    text: str, forms: Collection[str], phrases: Sequence[Sequence[Collection[str]]] = ()
) -> list[Span]:
    """Return [(start, end)] of the words, as `find` finds them."""
    return [(start, end) for start, end, _form in find(text, forms, phrases)]


def _whole_words(matches: Iterable[re.Match]) -> Iterator[Match]:
    """Yield matches of an expression but for those within a word."""
    for match in matches:
        start = match.start()
        # « appels » is not in « rappels »: looked up after the match, since as a part of the
        # pattern it would halve its speed.
        if not start or not match.string[start - 1].isalnum():
            yield start, match.end(), _bare(match[match.re.groups])


def _matches(sought: Sought, scan: Scan) -> Iterator[Match]:
    """Yield where words that an expression finds stand in a text, whatever their case."""
    if sought.beginnings:
        starts = scan.starts(sought.beginnings)
        return _in_small_letters(_beginning_at(starts, sought.expression, scan.text))
    return _whole_words(sought.expression.finditer(scan.lower))


def _in_small_letters(matches: Iterable[re.Match]) -> Iterator[Match]:
    for start, end, form in _whole_words(matches):
        yield start, end, form.lower()


def _beginning_at(starts: Iterable[int], expression: re.Pattern, text: str) -> Iterator[re.Match]:
    """Yield what an expression finds that matches but at these places, which are in order."""
    end = 0
    for start in starts:
        if start >= end:
            match = expression.match(text, start)
            if match:
                end = match.end()
                yield match


def _matches_apart(slots: Slots, slop: int, scan: Scan) -> list[Match]:
    """Return the words of a phrase that stand near each other, in their order.

    Each is looked for but behind those before it: words like « de » stand everywhere.
    """

    def are_near(end: int, start: int) -> bool:
        between = _WORD.finditer(scan.text, end, start)
        return sum(1 for _word in islice(between, slop + 1)) <= slop

    reached = [list(_matches(_of_all(slots[:1]), scan))]
    for forms in slots[1:]:
        first_from = _first_from(_of_all((forms,)), scan)
        reached.append(_behind(reached[-1], first_from, are_near))
    following = reached.pop()
    chains = [following]
    while reached:
        matches = []
        beginnings = [start for start, _end, _form in following]
        for match in reached.pop():
            at = bisect_left(beginnings, match[1])
            if at < len(following) and are_near(match[1], following[at][0]):
                matches.append(match)
        following = matches
        chains.append(matches)
    return _apart(sorted(chain.from_iterable(chains), key=_first_and_longest))


def _first_from(sought: Sought, scan: Scan) -> Callable[[int], re.Match | None]:
    """Return what tells the first that an expression finds from a place of a text on."""
    if not sought.beginnings:
        return partial(sought.expression.search, scan.lower)
    starts = scan.starts(sought.beginnings)

    def first_from(at: int) -> re.Match | None:
        later = islice(starts, bisect_left(starts, at), None)
        return next(_beginning_at(later, sought.expression, scan.text), None)

    return first_from


def _behind(
    before: Sequence[Match],
    first_from: Callable[[int], re.Match | None],
    are_near: Callable[[int, int], bool],
) -> list[Match]:
    """Return what is found near behind one of some matches, the last before it."""
    behind: list[Match] = []
    at, match = 0, None  # from where is looked on, and the next that was found
    ends = [end for _start, end, _form in before]
    for end, next_end in pairwise([*ends, sys.maxsize]):
        at = max(at, end)
        if match is None or match.start() < at:
            match = first_from(at)
        while match and match.start() < next_end and are_near(end, match.start()):
            behind += _in_small_letters([match])
            at = match.end()
            match = first_from(at)
        if not match:
            break
    return behind


def _first_and_longest(match: Match) -> tuple[int, int]:
    return match[0], -match[1]


def _apart(matches: Iterable[Match], most: int = READ) -> list[Match]:
    """Return of overlapping matches the longest: « télé-usine » rather than « télé » within it."""
    apart: list[Match] = []
    end = 0
    for match in matches:
        if match[0] >= end:
            end = match[1]
            apart.append(match)
            if len(apart) == most:
                break
    return apart


def _bare(matched: str) -> str:
    return matched.translate(_WITHIN)


# What is looked for, as expressions


@lru_cache(maxsize=64)
def _of_any(forms: frozenset[str]) -> Sought:
    """Return one expression for all forms.

    Taking every word apart by the analyzer takes four times as long. The expression allows in a
    form what the analyzer takes out or makes one: hyphens, dots, either apostrophe.
    """
    return _sought(f"{_any(forms)}(?!\\w)", plain_beginnings(forms))


@lru_cache(maxsize=64)
def _of_all(slots: Slots) -> Sought:
    """Return an expression for one form of each slot after another; the first is its group.

    Between them stands only what the analyzer takes for no word.
    """
    words = []
    for forms in slots:
        words.append(_any(_with_and_without_accents(forms), _whatever_accent))
    words[0] = f"({words[0]})"
    between = rf"[\W_]{{1,{GAP}}}+"
    beginnings = plain_beginnings(_with_and_without_accents(slots[0]))
    return _sought(between.join(words) + r"(?!\w)", beginnings)


def _sought(expression: str, beginnings: frozenset[bytes]) -> Sought:
    flags = re.IGNORECASE if beginnings else re.NOFLAG
    return Sought(re.compile(expression, flags), beginnings)


def _with_and_without_accents(forms: Iterable[str]) -> set[str]:
    return {*forms, *map(_without_accents, forms)}


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
    numbers = []
    for form in forms:
        if form.isdecimal() and len(form) >= LEAST_PARTED:
            numbers.append(form)
            continue
        following = letters
        for char in form:
            following = following.setdefault(char, {})
        following[""] = {}  # it may end here
    # The longest first: « 2016-2018 » is no « 2016 ».
    numbers.sort(key=len, reverse=True)
    grouped = map(f"[{HYPHENS}.{SPACES}]?".join, numbers)
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
