"""What the editors say of a search: what comes first, what weighs more, what is read otherwise."""

from dataclasses import replace

from django.utils import timezone

from archive.models import Editorial
from archive.models.steering_rows import query_key
from archive.search.question.answers import Reading
from archive.search.question.parsing import Clause, Term, Typed
from archive.search.question.query import Question
from archive.search.reading.read import Read
from archive.search.reading.tables import Tables
from archive.search.reading.windows import Window, typed_text, windows


def steered(read: Read, listed: Tables) -> Read:
    """Let the pinned editorials come first, and magazines, sections and tags weigh as they should.

    That is said of an order by relevance alone.
    """
    question = read.question
    if question.sort != "relevance":
        return read
    pinned = _pinned(question, listed)
    if not (pinned or listed.weights):
        return read
    return read._replace(question=replace(question, pinned=pinned, weights=listed.weights))


def _pinned(question: Question, listed: Tables) -> tuple[int, ...]:
    """Return the ids of the editorials that come first for a query, those that are published.

    One that was withdrawn since it was pinned is passed over.
    """
    if not listed.pins:
        return ()
    pin = listed.pins.get(query_key(str(question.typed)))
    if pin is None or (pin.until and pin.until < timezone.localdate()):
        return ()
    published = set(
        Editorial.objects.published()
        .filter(pk__in=pin.editorials)
        .order_by()
        .values_list("pk", flat=True)
    )
    return tuple(number for number in pin.editorials if number in published)


def corrected(read: Read, listed: Tables) -> Read:
    """Read what the editors want read in place of what was typed; suggest the rest."""
    typed = read.question.typed
    if not listed.corrections:
        return read
    readings = []
    understood = better = typed
    matches = list(windows(typed, listed.corrections, listed.longest))
    for window in reversed(matches):  # from the end, so that the places before stay what they are
        correction = listed.corrections[window.key]
        better = _replaced(better, window, correction.read)
        if correction.instead:
            understood = _replaced(understood, window, correction.read)
            readings.append(Reading("correction", typed_text(typed, window), (correction.read,)))
    if readings:
        read = read.understood(understood, reversed(readings))
    if str(better) != str(understood):
        read = read._replace(suggestion=str(better))
    return read


def _replaced(typed: Typed, window: Window, words: str) -> Typed:
    """Return the clauses with other words in the place of a window."""
    first, last = window.places[0].clause, window.places[-1].clause
    clauses = list(typed.clauses)
    if first == last and len(clauses[first].terms) > 1:
        terms = list(clauses[first].terms)
        terms[window.places[0].term] = Term(words)
        clauses[first] = replace(clauses[first], terms=tuple(terms))
    else:
        clauses[first : last + 1] = [Clause((Term(word),)) for word in words.split()]
    return typed.with_clauses(clauses)
