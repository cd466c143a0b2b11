"""Why documents answer: for each field the words that it holds, as typed or as they were read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from archive.search.engines.whoosh.answers.matching import Hits, are_among
from archive.search.engines.whoosh.answers.narrowing import having_exactly
from archive.search.engines.whoosh.answers.order.units import Unit
from archive.search.engines.whoosh.answers.words.meaning import Meaning, equivalent_hits
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
        if _is_one_word(unit):
            typed = unit.typed
            for words_of, fields in zip(reasons_of, unit.fields_of(docs), strict=True):
                for name in fields:
                    _tell(words_of, name, typed)
            continue
        for name, words, is_there in _words(snapshot, unit, docs):
            for place in is_there.nonzero()[0].tolist():
                _tell(reasons_of[place], name, words)
    return reasons_of


def _is_one_word(unit: Unit) -> bool:
    """Whether a unit is but a word as it was typed, or as one was read for it: so are most."""
    return len(unit.meanings) == 1 and not unit.meanings[0].also and not unit.hits


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


def _words(
    snapshot: Snapshot, unit: Unit, docs: np.ndarray
) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield fields and words of a unit, and which documents these are told of there, as a mask."""
    if unit.meanings:
        for name, is_anywhere in unit.having(docs).items():
            for meaning in unit.meanings:
                is_there = is_anywhere
                if len(unit.meanings) > 1:
                    is_there = are_among(docs, meaning.hits(snapshot, name).docs)
                for words, is_told in _of_meaning(snapshot, meaning, name, docs, is_there):
                    yield name, words, is_told
    for name, hits in unit.hits.items():
        yield name, unit.typed, are_among(docs, hits.docs)


def _of_meaning(
    snapshot: Snapshot, meaning: Meaning, name: str, docs: np.ndarray, is_there: np.ndarray
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield a word that is there in a field, as typed, then what was read into it."""
    typed = meaning.read_as or meaning.typed
    if not meaning.also or not is_there.any():
        yield typed, is_there
        return
    typed_hits = _without_readings(meaning).hits(snapshot, name)
    is_typed = are_among(docs, typed_hits.docs)
    yield typed, is_typed
    is_read = is_there & ~is_typed
    if not is_read.any():
        return
    for text, slots in zip(meaning.also_texts, meaning.also, strict=True):
        hits = equivalent_hits(snapshot, name, text, slots)
        yield text, is_read & are_among(docs, hits.docs)


def _without_readings(meaning: Meaning) -> Meaning:
    return replace(meaning, by_field={}, also=(), also_texts=())
