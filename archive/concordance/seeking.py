"""Where words and phrases stand, in which editorials, of which months."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from archive.concordance.volume import UNKNOWN, Volume

Phrase = tuple[str, ...]  # pieces that follow each other
NO_PLACES = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Narrowing:
    """Which editorials are looked at.

    `ids` of each choice that the database answers (an author's, a tag's); `publications` by number,
    None for any; the days between which an editorial may be, None for an open end.
    """

    ids: tuple[frozenset[int], ...] = ()
    publications: frozenset[int] | None = None
    first: date | None = None
    last: date | None = None

    def within(self, volume: Volume, counts: np.ndarray) -> np.ndarray:
        """Return for each editorial of a volume whether it is looked at."""
        chosen = counts
        for among in self.ids:
            chosen = chosen & np.isin(volume.ids, _array(among))
        if self.publications is not None:
            chosen = chosen & np.isin(volume.publication, _array(self.publications))
        if self.first or self.last:
            chosen = chosen & (volume.first_day != UNKNOWN)
        if self.first:
            chosen = chosen & (volume.last_day >= self.first.toordinal())
        if self.last:
            chosen = chosen & (volume.first_day <= self.last.toordinal())
        return chosen


class Occurrences(NamedTuple):
    """Occurrences in one volume: where they begin in its stream, and of which editorial each is.

    `lengths` has how many pieces each covers.
    """

    places: np.ndarray
    editorials: np.ndarray
    lengths: np.ndarray


def occurrences_of(volume: Volume, phrases: Collection[Phrase], chosen: np.ndarray) -> Occurrences:
    """Return where any of these phrases stands in the chosen editorials, in reading order.

    Of two that begin at one place the longer counts, and what lies within another does not.
    """
    places, lengths = NO_PLACES, NO_PLACES
    for phrase in phrases:
        begin = _places(volume, phrase)
        places = np.concatenate([places, begin.astype(np.int64)])
        lengths = np.concatenate([lengths, np.full(len(begin), len(phrase), np.int64)])
    if len(phrases) > 1:
        places, lengths = _apart(places, lengths)
    editorials = volume.editorials_at(places)
    if not chosen.all():
        kept = chosen[editorials]
        places, editorials, lengths = places[kept], editorials[kept], lengths[kept]
    return Occurrences(places, editorials, lengths)


def _places(volume: Volume, phrase: Phrase) -> np.ndarray:
    """Return where a phrase begins, ascending: looked for by its rarest piece."""
    numbers = [volume.number(piece) for piece in phrase]
    if not numbers or min(numbers) < 0:
        return NO_PLACES
    sizes = [int(volume.of_term[number + 1] - volume.of_term[number]) for number in numbers]
    rarest = sizes.index(min(sizes))
    begin = volume.places(numbers[rarest]).astype(np.int64) - rarest
    begin = begin[(begin >= 0) & (begin + len(numbers) <= len(volume.stream))]
    for offset, number in enumerate(numbers):
        if offset != rarest and len(begin):
            begin = begin[volume.stream[begin + offset] == number]
    return begin


def _apart(places: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    in_order = np.lexsort((-lengths, places))
    places, lengths = places[in_order], lengths[in_order]
    if not len(places):
        return places, lengths
    ends = places + lengths
    is_apart = np.ones(len(places), bool)
    is_apart[1:] = places[1:] >= np.maximum.accumulate(ends)[:-1]
    last_apart = np.maximum.accumulate(np.where(is_apart, np.arange(len(places)), 0))
    end = 0
    # What overlaps only what is left out stays.
    for number in np.flatnonzero(~is_apart).tolist():
        end = max(end, int(ends[last_apart[number]]))
        if places[number] >= end:
            is_apart[number] = True
            end = int(ends[number])
    return places[is_apart], lengths[is_apart]


def _array(numbers: Collection[int]) -> np.ndarray:
    return np.fromiter(numbers, np.int64, len(numbers))
