"""How often words are printed, by year or by month; what is uncertain told apart.

An editorial is surely of a year where its date says one and does not doubt it. One that may be of
several counts in each of them as perhaps, as everywhere in the archive (`tallies`): of more than
ten years, or of more than a season by month, in none.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from archive.concordance.keeping import Concordance
from archive.concordance.seeking import Narrowing, Phrase, occurrences_of
from archive.concordance.volume import UNKNOWN, Volume
from archive.tallies import BROADEST

MOST_WORDS = 6  # that are counted beside each other
MONTHS = 12
BROADEST_SEASON = 3  # months that a date may span and still be counted in each
MOST_EMPTY = 600  # periods without an editorial that are told between others; more are left out


class By(StrEnum):
    YEAR = "year"
    MONTH = "month"

    @property
    def months(self) -> int:
        """Return how many months a period has."""
        return MONTHS if self is By.YEAR else 1

    @property
    def broadest(self) -> int:
        """Return how many periods an editorial may be of and still be counted in each."""
        return BROADEST if self is By.YEAR else BROADEST_SEASON

    def name(self, slot: int) -> str:  # type: ignore[override]
        """Return the ISO date of a period."""
        if self is By.YEAR:
            return f"{slot:04}"
        year, month = divmod(slot, MONTHS)
        return f"{year:04}-{month + 1:02}"


class Number(NamedTuple):
    """A number that is sure, and one with what is uncertain: the least and the most."""

    sure: int = 0
    whole: int = 0


@dataclass(frozen=True)
class Counted:
    """What one word has in each period: occurrences, and editorials that have any."""

    occurrences: dict[int, Number]
    editorials: dict[int, Number]
    total: int  # occurrences, those without a year too
    total_editorials: int
    undated: int  # occurrences in editorials that count in no period


@dataclass(frozen=True)
class Base:
    """What there is to be counted in: words and editorials of each period, in order of time."""

    slots: list[int]
    words: dict[int, Number]
    editorials: dict[int, Number]


class Spans(NamedTuple):
    """The first and the last period of each editorial of a volume, and what tells them apart."""

    first: np.ndarray
    last: np.ndarray
    is_counted: np.ndarray
    is_sure: np.ndarray


def spans(volume: Volume, by: By) -> Spans:
    """Return in which periods each editorial counts, and whether it surely is of one."""
    first = volume.first_month.astype(np.int64) // by.months
    last = volume.last_month.astype(np.int64) // by.months
    is_known = (volume.first_month != UNKNOWN) & (volume.last_month != UNKNOWN)
    is_counted = is_known & (last - first < by.broadest)
    is_sure = is_counted & (first == last) & (volume.doubtful == 0)
    return Spans(first, last, is_counted, is_sure)


class Tally:
    """Numbers by period, sure ones and uncertain ones."""

    def __init__(self) -> None:
        self._sure: dict[int, int] = {}
        self._perhaps: dict[int, int] = {}

    def add(self, spans: Spans, weights: np.ndarray, broadest: int) -> None:
        """Add what editorials have, one weight for each, to the periods that they are of."""
        bears = weights > 0
        _add(self._sure, spans.first[spans.is_sure & bears], weights[spans.is_sure & bears])
        perhaps = spans.is_counted & ~spans.is_sure & bears
        if not perhaps.any():
            return
        first, last, uncertain = spans.first[perhaps], spans.last[perhaps], weights[perhaps]
        for step in range(broadest):
            reaches = first + step <= last
            _add(self._perhaps, first[reaches] + step, uncertain[reaches])

    def numbers(self) -> dict[int, Number]:
        """Return what came together in each period that has anything."""
        numbers = {}
        for slot in sorted(self._sure.keys() | self._perhaps.keys()):
            sure = self._sure.get(slot, 0)
            numbers[slot] = Number(sure, sure + self._perhaps.get(slot, 0))
        return numbers


def _add(tally: dict[int, int], slots: np.ndarray, weights: np.ndarray) -> None:
    if not len(slots):
        return
    start = int(slots.min())
    sums = np.bincount(slots - start, weights=weights)
    for offset in np.flatnonzero(sums).tolist():
        tally[start + offset] = tally.get(start + offset, 0) + round(float(sums[offset]))


def base(concordance: Concordance, narrowing: Narrowing, by: By) -> Base:
    """Return the words and the editorials of each period."""
    words, editorials = Tally(), Tally()
    for volume, counts in zip(concordance.volumes, concordance.counts, strict=True):
        chosen = narrowing.within(volume, counts)
        periods = spans(volume, by)
        words.add(periods, np.where(chosen, volume.words, 0), by.broadest)
        editorials.add(periods, chosen.astype(np.int64), by.broadest)
    in_all = editorials.numbers()
    return Base(_slots(in_all), words.numbers(), in_all)


def _slots(editorials: dict[int, Number]) -> list[int]:
    """Return all periods from the first to the last; only those with something, if too many."""
    if not editorials:
        return []
    first, last = min(editorials), max(editorials)
    if last - first + 1 - len(editorials) > MOST_EMPTY:
        return sorted(editorials)
    return list(range(first, last + 1))


def counted(
    concordance: Concordance, phrases: Collection[Phrase], narrowing: Narrowing, by: By
) -> Counted:
    """Return how often any of these phrases is printed, by period."""
    occurrences, editorials = Tally(), Tally()
    total = total_editorials = dated = 0
    for volume, counts in zip(concordance.volumes, concordance.counts, strict=True):
        places = occurrences_of(volume, phrases, narrowing.within(volume, counts))
        of_each = np.bincount(places.editorials, minlength=len(volume))
        periods = spans(volume, by)
        occurrences.add(periods, of_each, by.broadest)
        editorials.add(periods, (of_each > 0).astype(np.int64), by.broadest)
        total += len(places.places)
        total_editorials += int(np.count_nonzero(of_each))
        dated += int(of_each[periods.is_counted].sum())
    return Counted(
        occurrences.numbers(), editorials.numbers(), total, total_editorials, total - dated
    )


def counted_editorials(
    concordance: Concordance, ids: frozenset[int], narrowing: Narrowing, by: By
) -> Counted:
    """Return how many of these editorials there are, by period: those that bear a tag."""
    bearing = replace(narrowing, ids=(*narrowing.ids, ids))
    editorials = Tally()
    total = dated = 0
    for volume, counts in zip(concordance.volumes, concordance.counts, strict=True):
        chosen = bearing.within(volume, counts)
        periods = spans(volume, by)
        editorials.add(periods, chosen.astype(np.int64), by.broadest)
        total += int(chosen.sum())
        dated += int((chosen & periods.is_counted).sum())
    numbers = editorials.numbers()
    return Counted(numbers, numbers, total, total, total - dated)


def of_period(volume: Volume, by: By, slot: int) -> np.ndarray:
    """Return for each editorial of a volume whether it may be of a period."""
    periods = spans(volume, by)
    return periods.is_counted & (periods.first <= slot) & (slot <= periods.last)
