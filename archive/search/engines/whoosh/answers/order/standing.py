"""Where the units of a question stand in the fields of editorials."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.answers.adjacency import PLACE_BITS, number_of_places, places
from archive.search.engines.whoosh.answers.order.units import Unit
from archive.search.engines.whoosh.answers.words.meaning import union
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.question.weights import LONGEST_QUERY, SHORTEST_QUERY

MOST_KEPT = 1 << 10  # places of a unit in a field; of more those are read that a question needs
FEW = 256  # places that are handed on as they are: to leave out some of them costs more


class Standing:
    """Where the units of a question stand in each field: looked for once, and only where it tells.

    That is where a neighbour of a unit is too, or all `words`: the units that do not merely ask,
    where they are few enough to be looked for together.
    """

    def __init__(self, snapshot: Snapshot, units: Sequence[Unit]):
        self.snapshot, self.units = snapshot, units
        self.words = [number for number, unit in enumerate(units) if unit.asking == 1.0]
        if not SHORTEST_QUERY <= len(self.words) <= LONGEST_QUERY:
            self.words = []
        self._masks = [np.zeros(snapshot.size, bool) for _unit in units]
        for number, (left, right) in enumerate(pairwise(units)):
            beside = left.mask & right.mask
            self._masks[number] |= beside
            self._masks[number + 1] |= beside
        if self.words:
            together = np.logical_and.reduce([units[number].mask for number in self.words])
            for number in self.words:
                self._masks[number] |= together
        self._places: dict[tuple[int, str], np.ndarray] = {}

    def places(self, numbers: Iterable[int], name: str) -> list[np.ndarray]:
        """Return the `adjacency.places` of these units in a field; none where one has none."""
        slots = []
        for number in numbers:
            slot = self._places_of(number, name)
            if not len(slot):
                return []
            slots.append(slot)
        return slots

    def _places_of(self, number: int, name: str) -> np.ndarray:
        if (number, name) not in self._places:
            unit, mask = self.units[number], self._masks[number]
            self._places[number, name] = _places(self.snapshot, name, unit, mask)
        return self._places[number, name]


def _places(snapshot: Snapshot, name: str, unit: Unit, mask: np.ndarray) -> np.ndarray:
    """Where a unit stands in a field: in the documents of a mask, and perhaps in others."""
    identities = [meaning.identity for meaning in unit.meanings]
    everywhere = snapshot.once_of_bytes(
        ("places", name, *identities), partial(_everywhere, snapshot, name, unit)
    ).places
    if everywhere is None:
        return places(snapshot, name, _terms(unit), mask)
    if len(everywhere) <= FEW:
        return everywhere
    return everywhere[mask.take(everywhere >> PLACE_BITS)]


class _Everywhere(NamedTuple):
    """All the places of a unit in a field; None where they are more than MOST_KEPT."""

    places: np.ndarray | None

    @property
    def nbytes(self) -> int:
        return 0 if self.places is None else self.places.nbytes


def _everywhere(snapshot: Snapshot, name: str, unit: Unit) -> _Everywhere:
    terms = _terms(unit)
    if number_of_places(snapshot, name, terms) > MOST_KEPT:
        return _Everywhere(None)
    return _Everywhere(places(snapshot, name, terms, np.ones(snapshot.size, bool)))


def _terms(unit: Unit) -> Terms:
    """The terms of a unit in a document of one language or another."""
    by_word = [meaning.by_language.values() for meaning in unit.meanings]
    return union(*chain.from_iterable(by_word))
