"""Why documents answer: for each field the words that it holds, as typed or as they were read."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.answers.matching import Hits, are_among
from archive.search.engines.whoosh.answers.narrowing import having_exactly
from archive.search.engines.whoosh.answers.order.points import having_equivalent, having_typed
from archive.search.engines.whoosh.answers.order.units import Unit
from archive.search.engines.whoosh.answers.words.meaning import Meaning
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.question.parsing import Typed
from archive.search.question.typed_fields import EXACT_OF

Reasons = dict[str, list[str]]  # field -> words


def reasons(snapshot: Snapshot, docs: np.ndarray, units: Sequence[Unit]) -> list[Reasons]:
    """Return for each document {field: the words that it has there}.

    They are as typed; where only what was read into them stands there, that is named.
    """
    reasons_of: list[Reasons] = [{} for _doc in docs]
    for unit in units:
        if unit.meanings:
            _tell_words(snapshot, unit, docs, reasons_of)
        for name, hits in unit.hits.items():
            for place in are_among(docs, hits.docs).nonzero()[0].tolist():
                _tell(reasons_of[place], name, unit.typed)
    return reasons_of


def _tell(words_of: Reasons, name: str, words: str) -> None:
    in_field = words_of.setdefault(name, [])
    if words not in in_field:
        in_field.append(words)


def of_exact_fields(snapshot: Snapshot, typed: Typed) -> list[Unit]:
    """Return what was typed of issues and pages, which rank nothing, as units that reasons name."""
    units = []
    for term in typed.asked():
        if term.field in EXACT_OF:
            docs = np.flatnonzero(having_exactly(snapshot, term))
            hits = Hits(docs, np.ones(len(docs), np.uint8))
            units.append(Unit([], hits={term.field: hits}, label=term.text))
    return units


def _tell_words(
    snapshot: Snapshot, unit: Unit, docs: np.ndarray, reasons_of: Sequence[Reasons]
) -> None:
    """Tell the words of a unit: each as typed, or where it is not, by what was read into it."""
    fields_of = unit.fields_of(docs)
    if len(unit.meanings) == 1 and not unit.meanings[0].also:  # as most are
        typed = unit.typed
        for words_of, fields in zip(reasons_of, fields_of, strict=True):
            for name in fields:
                _tell(words_of, name, typed)
        return
    words = [_word(snapshot, meaning, unit.fields, docs) for meaning in unit.meanings]
    for place, fields in enumerate(fields_of):
        for name in fields:
            bit = 1 << unit.fields.index(name)
            for word in words:
                for text in word.standing(place, bit):
                    _tell(reasons_of[place], name, text)


class _Word(NamedTuple):
    """A word, and what was read into it, each with the bits of the fields that each document has
    it in."""

    typed: tuple[str, list[int]]
    readings: list[tuple[str, list[int]]]

    def standing(self, place: int, bit: int) -> list[str]:
        """Return what a document is told to have in a field."""
        typed, bits = self.typed
        if bits[place] & bit:
            return [typed]
        return [text for text, bits in self.readings if bits[place] & bit]


def _word(snapshot: Snapshot, meaning: Meaning, fields: tuple[str, ...], docs: np.ndarray) -> _Word:
    typed = having_typed(snapshot, meaning, fields).of(docs).tolist()
    readings = []
    for text, slots in zip(meaning.also_texts, meaning.also, strict=True):
        having = having_equivalent(snapshot, text, slots, fields)
        readings.append((text, having.of(docs).tolist()))
    return _Word((meaning.read_as or meaning.typed, typed), readings)
