"""The phrases of a list that stand in what was typed, the longest first."""

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from archive.search.question.parsing import Term, Typed, is_shouted
from archive.search.reading.keys import Key, plain, telling


class Place(NamedTuple):
    """A telling word where it was typed: in which clause, in which term of it."""

    clause: int
    term: int
    form: str
    in_capitals: bool


class Window(NamedTuple):
    """Words that were typed side by side and stand in the list as `key`."""

    key: Key
    places: Sequence[Place]

    @property
    def in_capitals(self) -> bool:
        return all(place.in_capitals for place in self.places)

    @property
    def terms(self) -> list[tuple[int, int]]:
        """(clause, term) of each term that it covers, in order."""
        return list(dict.fromkeys((place.clause, place.term) for place in self.places))


def windows(typed: Typed, listed: Container[Key], longest: int) -> Iterator[Window]:
    """Yield what of a list of keys was typed, none within another.

    Words in a phrase, in a field, excluded or meant to the letter are not looked at, and part those
    before from those after.
    """
    for run in _runs(typed):
        yield from _in_run(run, listed, longest)


def windows_within(window: Window, listed: Container[Key]) -> Iterator[Window]:
    """Yield what of the list stands within a window: « bug » in « bug de l’an 2000 ».

    « télé » in « télé travail », known as « télétravail », does not.
    """
    if len(window.key) < len(window.places):
        return iter(())
    return _in_run(window.places, listed, len(window.places) - 1)


def _in_run(run: Sequence[Place], listed: Container[Key], longest: int) -> Iterator[Window]:
    start = 0
    while start < len(run):
        window = _longest_at(run, start, listed, longest)
        if window:
            yield window
        start += len(window.places) if window else 1


def typed_text(typed: Typed, window: Window) -> str:
    """Return the terms of a window as they were typed: « centre d’appels »."""
    first, last = window.places[0].clause, window.places[-1].clause
    if first == last:
        return typed.clauses[first].terms[window.places[0].term].text
    return " ".join(clause.terms[0].text for clause in typed.clauses[first : last + 1])


def _runs(typed: Typed) -> Iterator[list[Place]]:
    """Yield the telling words that stand side by side.

    What is joined by OU is each a run of its own.
    """
    shouted = is_shouted(typed)
    run: list[Place] = []
    for number, clause in enumerate(typed.clauses):
        is_single = len(clause.terms) == 1
        is_read = not clause.excluded and all(term.is_plain for term in clause.terms)
        if not (is_single and is_read):
            yield run
            run = []
        if clause.excluded:
            continue
        for place, term in enumerate(clause.terms):
            if not term.is_plain:
                continue
            run += _places(number, place, term, shouted)
            if not is_single:
                yield run
                run = []
    yield run


def _places(clause: int, place: int, term: Term, shouted: bool) -> list[Place]:
    words = telling(term.text.lower() if shouted else term.text)
    return [Place(clause, place, *word) for word in words]


def _longest_at(
    run: Sequence[Place], start: int, listed: Container[Key], longest: int
) -> Window | None:
    """Return the longest phrase of the list that begins at a place; None where none does.

    It is of whole terms: « télé » in « télé-usine » is none.
    """
    if start and _are_of_one_term(run[start - 1 : start + 1]):
        return None
    forms = [plain(place.form) for place in run[start : start + longest]]
    for length in range(len(forms), 0, -1):
        if _are_of_one_term(run[start + length - 1 : start + length + 1]):
            continue
        key = tuple(forms[:length])
        joined = ("".join(key),)
        for spelling in (key, joined) if length == 2 else (key,):
            if spelling in listed:
                return Window(spelling, run[start : start + length])
    return None


def _are_of_one_term(places: Sequence[Place]) -> bool:
    """Return True of two places in the same term; False of one, at the end."""
    return len(places) == 2 and places[0][:2] == places[1][:2]
