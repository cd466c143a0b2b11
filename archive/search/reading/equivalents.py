"""Words and phrases that count as what was typed: equivalents, acronyms and their expansions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from archive.search.question.answers import Reading
from archive.search.question.parsing import Term, Typed
from archive.search.reading.acronyms import Entries, with_printed
from archive.search.reading.keys import is_acronym, keys, plain, telling
from archive.search.reading.read import Read
from archive.search.reading.tables import Entry, Tables
from archive.search.reading.windows import Window, typed_text, windows, windows_within

Also = dict[tuple[int, int], dict[str, None]]  # (clause, term) -> words that count as it


def with_equivalents(read: Read, listed: Tables) -> Read:
    """Let the equivalents of what was typed count as it.

    Of a phrase, as each of its telling words.
    """
    typed = read.question.typed
    also: Also = {}
    entries = with_printed(listed)
    readings = []
    for window in _all_windows(typed, entries):
        entry = entries[window.key]
        if entry.capitals and not window.in_capitals:
            continue
        words = _not_typed(entry, typed, window)
        if not words:
            continue
        for place in window.terms:
            also.setdefault(place, {}).update(dict.fromkeys(words))
        text = typed_text(typed, window)
        readings.append(Reading(_kind(entry, words), text, words))
    if not readings:
        return read
    return read.understood(_with(typed, also), readings)


def _all_windows(typed: Typed, entries: Entries) -> Iterator[Window]:
    for window in windows(typed, entries, entries.longest):
        yield window
        yield from windows_within(window, entries)


def _not_typed(entry: Entry, typed: Typed, window: Window) -> tuple[str, ...]:
    """Return the words of an entry that do not stand in the query beside it."""
    within = set(window.terms)
    beside: set[str] = set()
    for number, clause in enumerate(typed.clauses):
        for place, term in enumerate(clause.terms):
            if (number, place) not in within and not clause.excluded:
                beside.update(plain(word.form) for word in telling(term.text))
    if not beside:
        return entry.read
    return tuple(word for word in entry.read if not _is_among(word, beside))


def _is_among(word: str, forms: set[str]) -> bool:
    return any(forms.issuperset(key) for key in keys(word))


def _kind(entry: Entry, words: Sequence[str]) -> str:
    if entry.is_acronym or is_acronym(entry.typed) or all(map(is_acronym, words)):
        return "acronym"
    return "equivalent"


def _with(typed: Typed, also: Mapping[tuple[int, int], Mapping[str, None]]) -> Typed:
    """Return the clauses with the words that count as their terms."""
    clauses = []
    for number, clause in enumerate(typed.clauses):
        terms: list[Term] = []
        for place, term in enumerate(clause.terms):
            words = also.get((number, place))
            if words:
                term = replace(term, also=(*term.also, *words))
            terms.append(term)
        if tuple(terms) != clause.terms:
            clause = replace(clause, terms=tuple(terms))
        clauses.append(clause)
    return typed.with_clauses(clauses)
