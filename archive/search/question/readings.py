"""What was read beside what was typed, or in its place, each said in a sentence."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext

from archive import text
from archive.search.question import wording
from archive.search.question.answers import Answer, Reading
from archive.search.question.query import Question

BESIDE = ("equivalent", "acronym", "number", "join")  # kinds of what counts as well


class Told(NamedTuple):
    """A reading as it is shown: `text` says it in the active language."""

    kind: str
    typed: str
    read: tuple[str, ...]
    text: str


def of_answer(question: Question, answer: Answer) -> list[Told]:
    """Return all that was read into a question: beside its words, for unknown ones, left out.

    Kinds are those of `answers.Reading`, and "slip" for a word of the archive that takes the place
    of one unknown to it, "excluded" for what must not be there.
    """
    sentences = []
    for reading in [*answer.reading, *_slips(answer), *exclusions(question)]:
        sentences.append(Told(*reading, text=_sentence(reading)))
    return sentences


def sentences(answer: Answer) -> list[str]:
    """Return what the head of a page says of what was read: nothing of it twice.

    Slips and what is shown instead are left out: the page leads on from these.
    """
    lines = []
    for reading in _without_repeats(_joined(answer.reading)):
        if reading.kind != "loosened":
            lines.append(_sentence(reading))
    return lines


def _joined(readings: Sequence[Reading]) -> list[Reading]:
    """Return readings, all that counts beside the same typed words as one of them."""
    joined: dict[tuple[str, ...], Reading] = {}
    for number, reading in enumerate(readings):
        key = (reading.typed,) if reading.kind in BESIDE else (reading.typed, str(number))
        if key in joined:
            reading = joined[key]._replace(read=(*joined[key].read, *reading.read))
        joined[key] = reading
    return list(joined.values())


def _without_repeats(readings: Sequence[Reading]) -> Iterator[Reading]:
    """Yield readings, each word that counts beside others but once, and none that was typed."""
    mentioned = {text.fold(reading.typed) for reading in readings}
    for reading in readings:
        if reading.kind in BESIDE:
            further = tuple(words for words in reading.read if text.fold(words) not in mentioned)
            mentioned.update(map(text.fold, further))
            reading = reading._replace(read=further)
        if reading.read:
            yield reading


def exclusions(question: Question) -> Iterator[Reading]:
    """Yield what was typed with a minus sign before it: what has it is left out."""
    for clause in question.typed.clauses:
        if clause.excluded:
            yield Reading("excluded", str(clause), tuple(map(str, clause.terms)))


def _slips(answer: Answer) -> Iterator[Reading]:
    for word in answer.repairs:
        yield Reading("slip", word.typed, (word.read_as,))


def _sentence(reading: Reading) -> str:
    words = {"typed": reading.typed, "read": _quoted(reading.read)}
    if reading.kind in BESIDE:
        return gettext("« %(typed)s » lu aussi comme %(read)s.") % words
    if reading.kind == "correction":
        return gettext("« %(typed)s » lu comme %(read)s.") % words
    if reading.kind == "slip":
        return gettext("« %(typed)s » n’est pas dans l’archive ; lu comme %(read)s.") % words
    if reading.kind == "excluded":
        return gettext("Sans %(read)s.") % words
    if not reading.read:
        return gettext("Aucun éditorial n’a « %(typed)s ».") % words
    return gettext("Aucun éditorial n’a « %(typed)s » ; cherché à la place : %(read)s.") % words


def _quoted(texts: Sequence[str]) -> str:
    return ", ".join(map(wording.quoted, texts))
