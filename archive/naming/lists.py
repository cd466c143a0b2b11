"""Names that stand in a list with others: « Orange, SFR et Bouygues » name three of a kind."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from archive.naming.firm_names import DOUBTFUL_FIRMS, FIRMS
from archive.naming.firms import is_coined
from archive.naming.institutions import OPENERS, SMALL
from archive.naming.kinds import Kind, Name
from archive.naming.people import PROPER, is_given
from archive.naming.place_names import PLACES, SPELLED
from archive.naming.places import beside
from archive.naming.runs import CAPITAL, RUN, Run
from archive.naming.words import NO_FIRM, NO_SURNAME, TITLES
from archive.text import fold

_LINK = r"(?:, | et (?:à |de |en |d[’'])?| ou (?:à |de |en )?|, (?:à |de |d[’'])| à )"
LINK = re.compile(_LINK)
CHAINED = re.compile(r", | et (?:à |de |en |d[’'])?| ou (?:à |de |en )?")
CLOSED = re.compile(r"[ \u00a0]?[.,;:!?…)»(\n]| et | ou |\Z")  # nothing that goes on with a name
LINKED = re.compile(_LINK + r"\Z")
SHORT = re.compile(r" ?\(([A-ZÀ-Ý]{2,8})\)")
HOUSE = re.compile(rf" \(([{CAPITAL}][\w-]+)\)")
# Codes of lands, as sports print them behind people.
_COUNTRIES = """
FRA ITA ESP GER ALL ANG GBR USA SUI BEL NED SWE NOR FIN RUS JPN AUS CAN BRA ARG POL AUT CHN
"""
COUNTRIES = frozenset(_COUNTRIES.split())
LONGEST_LINK = 8  # characters
BETWEEN = (" entre ", "\nEntre ", "Entre ")  # before a place, another follows
ENOUGH = 2  # sure names of one kind by which as many others of a list are of it
MOST_WORDS = 3  # of a name that only a list tells


def listed(
    text: str, unsure: list[Run], sure: list[Name], is_word: Callable[[str], bool]
) -> list[Name]:
    """Return the names that stand in a list with some that are sure.

    `is_word`: True for a word of the language, in small letters, whatever accents it lacks.
    """
    places = list(_places(text, unsure, sure))
    places += _shortened(text, sure)
    places += _of_people(text, sure)
    places += _lines(text, sure, is_word)
    return places + list(_of_kind(text, sure + places, is_word))


def _places(text: str, unsure: list[Run], sure: list[Name]) -> Iterator[Name]:
    """Yield places that are words as well and stand beside a place that is sure."""
    places_at = [name for name in sure if name.kind is Kind.PLACE]
    starts = {name.start for name in places_at}
    ends = {name.end for name in places_at}
    for run in unsure if places_at else ():
        name = beside(run)
        if name is None:
            continue
        behind = LINK.match(text, run.end)
        before = LINKED.search(text, max(0, run.start - LONGEST_LINK), run.start)
        is_first = behind is not None and behind.end() in starts
        if is_first or (before is not None and before.start() in ends):
            yield name
            starts.add(name.start)
            ends.add(name.end)


def _shortened(text: str, sure: list[Name]) -> Iterator[Name]:
    """Yield the acronyms in brackets just behind houses: « le Parti socialiste (PS) »."""
    starts = {name.start for name in sure}
    for name in sure:
        short = SHORT.match(text, name.end) if name.kind is Kind.FIRM else None
        if short is None or short.start(1) in starts:
            continue
        words = [word for word in name.name.replace("’", " ").split(" ") if word not in SMALL]
        initials = fold("".join(word[0] for word in words))
        acronym = fold(short[1])
        is_begun = acronym[0] == initials[0] and len(words) > 1 and short[1] not in NO_FIRM
        if is_begun or acronym == initials:
            yield Name(*short.span(1), short[1], Kind.FIRM)


def _of_people(text: str, sure: list[Name]) -> Iterator[Name]:
    """Yield whose people are, in brackets just behind them: « Jeanne Untel (CZT) »."""
    starts = {name.start for name in sure}
    for name in sure:
        house = HOUSE.match(text, name.end) if name.kind is Kind.PERSON else None
        if house is None or house.start(1) in starts or house[1] in COUNTRIES:
            continue
        initials = "".join(word[0] for word in name.name.split(" "))
        if is_coined(house[1]) and house[1] not in PLACES and house[1] != initials:
            yield Name(*house.span(1), house[1], Kind.FIRM)


def _lines(text: str, sure: list[Name], is_word: Callable[[str], bool]) -> Iterator[Name]:
    """Yield who stands alone in a line below or above somebody who is sure and does so, too."""
    starts = {name.start for name in sure}
    for name in sure:
        if name.kind is not Kind.PERSON or not _is_line(text, name.start, name.end):
            continue
        above = text.rfind("\n", 0, max(0, name.start - 1)) + 1
        for start in (above, name.end + 1):
            words = RUN.match(text, start)
            if words is None or start in starts or not _is_line(text, *words.span()):
                continue
            run = Run(text, *words.span())
            if len(run.words) == 2 and _may_be(run, Kind.PERSON, is_word):
                starts.add(start)
                yield _named(run, Kind.PERSON)


def _is_line(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start] in ("", "\n") and text[end : end + 1] in ("", "\n")


def _of_kind(text: str, sure: list[Name], is_word: Callable[[str], bool]) -> Iterator[Name]:
    """Yield what stands in a list of which two names at least are sure, all of one kind."""
    by_start = {name.start: name for name in sure}
    starts = sorted(by_start)
    passed = -1
    for first in map(by_start.__getitem__, starts):
        if first.start < passed:
            continue
        kinds = [first.kind]
        unknown = []
        passed = first.end
        while link := CHAINED.match(text, passed):
            name = by_start.get(link.end())
            if name is not None:
                kinds.append(name.kind)
                passed = name.end
                continue
            words = RUN.match(text, link.end())
            if words is None or not CLOSED.match(text, words.end()):
                break
            if bisect_left(starts, words.end()) > bisect_left(starts, words.start()):
                break  # a name that is sure stands in it
            unknown.append(Run(text, *words.span()))
            passed = words.end()
        if unknown and len(set(kinds)) == 1 and _is_told(first, kinds, unknown, text):
            for run in unknown:
                if _may_be(run, kinds[0], is_word):
                    yield _named(run, kinds[0])


def _is_told(first: Name, kinds: list[Kind], unknown: list[Run], text: str) -> bool:
    """Return True where what is sure in a list, `first` and the others, tells the unknown."""
    if len(kinds) >= max(ENOUGH, len(unknown)):
        return True
    if first.kind is Kind.PLACE:
        return text.endswith(BETWEEN, 0, first.start)
    # « Julien Untel et Raff Untel »: two of a family.
    is_pair = first.kind is Kind.PERSON and len(kinds) == len(unknown) == 1
    return is_pair and first.name.rpartition(" ")[2] == unknown[0].words[-1]


def _may_be(run: Run, kind: Kind, is_word: Callable[[str], bool]) -> bool:
    """Return True where nothing tells that a run is no name, or one of another kind."""
    words = run.words
    if len(words) > MOST_WORDS or words[0] in TITLES or words[0] in OPENERS:
        return False
    if any(word in NO_SURNAME or word in NO_FIRM for word in words):
        return False
    if kind is Kind.PERSON:
        if len(words) < 2 or not all(map(PROPER.match, words)) or is_word(words[0].lower()):
            return False
        return not any(map(_is_listed, [run.name, *words]))
    if is_given(words[0]):
        return False
    if kind is Kind.PLACE:
        return bool(PROPER.match(words[0])) and run.name not in FIRMS | DOUBTFUL_FIRMS
    return (is_coined(words[0]) or bool(PROPER.match(words[0]))) and run.name not in PLACES


def _is_listed(name: str) -> bool:
    return name in FIRMS or name in PLACES or name in DOUBTFUL_FIRMS


def _named(run: Run, kind: Kind) -> Name:
    called = SPELLED.get(run.name, run.name) if kind is Kind.PLACE else run.name
    return Name(run.start, run.end, called, kind)
