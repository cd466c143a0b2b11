"""Occurrences as a list: in which order, and what stands beside them."""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from archive.concordance import counting
from archive.concordance.counting import By
from archive.concordance.keeping import Concordance
from archive.concordance.pieces import PARAGRAPH
from archive.concordance.seeking import Narrowing, Occurrences, Phrase, occurrences_of
from archive.concordance.volume import UNKNOWN, Volume
from archive.text import fold

WINDOW = 8  # pieces on either side by which lines are sorted: so many of which are words
COMPARED = 4  # words
MOST_SORTED = 20_000  # lines that are sorted by their contexts: more take too long
LAST_DAY = 2**31 - 1  # after all days


class Order(StrEnum):
    DATE = "date"
    LEFT = "left"
    RIGHT = "right"


class Place(NamedTuple):
    """An occurrence: in which editorial, at which piece of its text, over how many pieces."""

    editorial: int  # its id
    piece: int
    length: int


class Places(NamedTuple):
    """All occurrences in their order, one array each.

    `volumes` and `editorials` tell where in the concordance each is, `places` where in the stream.
    """

    volumes: np.ndarray
    places: np.ndarray
    editorials: np.ndarray
    lengths: np.ndarray
    days: np.ndarray

    def __len__(self) -> int:
        return len(self.places)

    def taken(self, which: np.ndarray) -> "Places":
        return Places(*(column[which] for column in self))


COLUMNS = 5  # of Places


def gathered(
    concordance: Concordance,
    phrases: Collection[Phrase],
    narrowing: Narrowing,
    when: tuple[By, int] | None = None,
    undated: By | None = None,
) -> Places:
    """Return where any of these phrases stands, in the order of the volumes.

    `when`: in editorials that may be of that period alone; `undated`: in those that count in none.
    """
    columns: list[list[np.ndarray]] = [[] for _column in range(COLUMNS)]
    for number, (volume, counts) in enumerate(
        zip(concordance.volumes, concordance.counts, strict=True)
    ):
        chosen = _chosen(volume, narrowing.within(volume, counts), when, undated)
        _add(columns, number, volume, occurrences_of(volume, phrases, chosen))
    return Places(*(_joined(column) for column in columns))


def of_editorials(
    concordance: Concordance,
    narrowing: Narrowing,
    when: tuple[By, int] | None = None,
    undated: By | None = None,
) -> Places:
    """Return the first piece of each editorial looked at: what lists editorials as lines."""
    columns: list[list[np.ndarray]] = [[] for _column in range(COLUMNS)]
    for number, (volume, counts) in enumerate(
        zip(concordance.volumes, concordance.counts, strict=True)
    ):
        chosen = np.flatnonzero(_chosen(volume, narrowing.within(volume, counts), when, undated))
        places = volume.starts[chosen].astype(np.int64)
        _add(columns, number, volume, Occurrences(places, chosen, np.ones(len(chosen), np.int64)))
    return Places(*(_joined(column) for column in columns))


def _chosen(
    volume: Volume, chosen: np.ndarray, when: tuple[By, int] | None, undated: By | None
) -> np.ndarray:
    if when:
        by, slot = when
        chosen = chosen & counting.of_period(volume, by, slot)
    if undated:
        chosen = chosen & ~counting.spans(volume, undated).is_counted
    return chosen


def _add(columns: list[list[np.ndarray]], number: int, volume: Volume, places: Occurrences) -> None:
    days = volume.first_day[places.editorials].astype(np.int64)
    parts = (
        np.full(len(days), number, np.int64),
        places.places,
        places.editorials,
        places.lengths,
        np.where(days == UNKNOWN, LAST_DAY, days),
    )
    for column, part in zip(columns, parts, strict=True):
        column.append(part)


def _joined(parts: Sequence[np.ndarray]) -> np.ndarray:
    if not parts:
        return np.zeros(0, np.int64)
    return np.concatenate(parts)


def first_and_last(places: Places) -> Places:
    """Return the first and the last that have a day, one where there is no other, none of none."""
    dated = np.flatnonzero(places.days != LAST_DAY)
    if not len(dated):
        return places.taken(np.arange(min(len(places), 1)))
    days = places.days[dated]
    first, last = dated[days.argmin()], dated[len(days) - 1 - days[::-1].argmax()]
    return places.taken(np.unique([first, last]))


def in_order(concordance: Concordance, places: Places, order: Order) -> Places:
    """Return them in an order; of equals the earlier first.

    Those of too many are by their dates whatever is asked.
    """
    ids = _ids(concordance, places)
    keys = [places.places, ids, places.days]
    if order is not Order.DATE and len(places) <= MOST_SORTED:
        keys += reversed(_contexts(concordance, places, order))
    return places.taken(np.lexsort(keys))


def _ids(concordance: Concordance, places: Places) -> np.ndarray:
    ids = np.zeros(len(places), np.int64)
    for number, volume in enumerate(concordance.volumes):
        here = places.volumes == number
        ids[here] = volume.ids[places.editorials[here]]
    return ids


def _contexts(concordance: Concordance, places: Places, order: Order) -> list[np.ndarray]:
    """Return the ranks of the words beside each occurrence, the nearest first."""
    words = {"": 0}
    windows = np.zeros((len(places), COMPARED), np.int64)
    for number, volume in enumerate(concordance.volumes):
        here = np.flatnonzero(places.volumes == number)
        used, inverse = np.unique(_beside(volume, places.taken(here), order), return_inverse=True)
        shared = [words.setdefault(_term(volume, term), len(words)) for term in used.tolist()]
        windows[here] = np.array(shared, np.int64)[inverse].reshape(-1, COMPARED)
    ranks = np.zeros(len(words), np.int64)
    for rank, word in enumerate(sorted(words, key=_key)):
        ranks[words[word]] = rank
    return [ranks[windows[:, step]] for step in range(COMPARED)]


def _term(volume: Volume, number: int) -> str:
    return "" if number < 0 else volume.term(number)


def _key(piece: str) -> tuple[str, str]:
    return fold(piece), piece


def _beside(volume: Volume, places: Places, order: Order) -> np.ndarray:
    """Return the numbers of the first words beside each occurrence, -1 where there are no more."""
    steps = np.arange(WINDOW)
    if order is Order.RIGHT:
        at = (places.places + places.lengths)[:, None] + steps
    else:
        at = (places.places - 1)[:, None] - steps
    is_inside = (at >= 0) & (at < len(volume.stream))
    numbers = volume.stream[np.where(is_inside, at, 0)].astype(np.int64)
    ends = volume.number(PARAGRAPH)
    is_inside &= ~np.logical_or.accumulate(numbers == ends, axis=1)
    is_kept = is_inside & (volume.is_word[numbers] > 0)
    first = np.argsort(~is_kept, axis=1, kind="stable")[:, :COMPARED]
    return np.where(
        np.take_along_axis(is_kept, first, axis=1), np.take_along_axis(numbers, first, axis=1), -1
    )


def listed(concordance: Concordance, places: Places, start: int, end: int) -> Iterator[Place]:
    """Yield some of the occurrences, in their order."""
    for volume, place, editorial, length, _day in zip(
        *(column[start:end].tolist() for column in places), strict=True
    ):
        book = concordance.volumes[volume]
        yield Place(int(book.ids[editorial]), place - int(book.starts[editorial]), length)
