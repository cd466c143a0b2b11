"""Which sentences of a text stand in others, as they are or with a word or two changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from archive.concordance.contexts import LAST_DAY, Place
from archive.concordance.keeping import Concordance
from archive.concordance.volume import UNKNOWN, Volume

MOST_NEAR = 400  # sentences that begin or end alike, of which the words are compared
MOST_TOLD = 4  # places of a sentence that are told
CHANGED = 12  # of so many words one may be another; one always
# A sentence that stands in more editorials of one magazine belongs to its template; in a small
# magazine, in a third of all.
MOST_OF_A_MAGAZINE, FEWEST, SHARE = 40, 4, 3


@dataclass(frozen=True)
class Standing:
    """Where a sentence stands. `is_near`: with other words here and there."""

    place: Place
    is_near: bool = False


@dataclass(frozen=True)
class Reused:
    """A sentence of a text that stands in others.

    `others` the first of them by date; `editorials` how many there are in all.
    """

    place: Place
    others: Sequence[Standing]
    editorials: int


class _Held(NamedTuple):
    """Sentences of a volume that are alike, one of each editorial, by date."""

    volume: Volume
    sentences: np.ndarray
    editorials: np.ndarray  # their places in the volume
    is_near: bool


def reused(concordance: Concordance, editorial: int) -> Iterator[Reused]:
    """Yield the sentences of an editorial, by its id, that others have too, in their order."""
    for volume, counts in zip(concordance.volumes, concordance.counts, strict=True):
        place = np.flatnonzero((volume.ids == editorial) & counts)
        if len(place):
            yield from _reused(concordance, volume, int(place[0]))


def _reused(concordance: Concordance, volume: Volume, editorial: int) -> Iterator[Reused]:
    listed = volume.sentences
    start, end = volume.starts[editorial], volume.starts[editorial + 1]
    first, last = np.searchsorted(listed.starts, [start, end])
    sizes = magazine_sizes(concordance)
    seen: set[int] = set()
    for sentence in _maybe_elsewhere(concordance, volume, int(first), int(last)):
        whole = int(listed.wholes[sentence])
        if whole in seen:
            continue
        seen.add(whole)
        held = _elsewhere(concordance, volume, sentence, editorial)
        count = sum(len(part.editorials) for part in held)
        if count and not _is_template(held, int(volume.publication[editorial]), sizes):
            yield Reused(place_of(volume, sentence, editorial), _first(held), count)


def _maybe_elsewhere(concordance: Concordance, volume: Volume, first: int, last: int) -> list[int]:
    """Return which of some sentences, from the first until the last, are worth a look."""
    listed = volume.sentences
    is_alike = np.zeros(last - first, bool)
    for other in concordance.volumes:
        itself = 1 if other is volume else 0
        for numbers, ordered in (
            (listed.wholes, other.sorted_wholes),
            (listed.heads, other.sorted_heads),
            (listed.tails, other.sorted_tails),
        ):
            own = numbers[first:last]
            before = np.searchsorted(ordered, own, side="left")
            is_alike |= np.searchsorted(ordered, own, side="right") - before > itself
    return (np.flatnonzero(is_alike) + first).tolist()


def _first(held: Sequence[_Held]) -> list[Standing]:
    """Return the first places of a sentence by date, those without a date last."""
    dated: list[tuple[int, int, Standing]] = []
    for part in held:
        rows = zip(part.sentences[:MOST_TOLD], part.editorials[:MOST_TOLD], strict=True)
        for sentence, editorial in rows:
            day = int(part.volume.first_day[editorial])
            place = place_of(part.volume, int(sentence), int(editorial))
            standing = Standing(place, part.is_near)
            dated.append((LAST_DAY if day == UNKNOWN else day, place.editorial, standing))
    dated.sort(key=lambda row: row[:2])
    return [standing for _day, _number, standing in dated[:MOST_TOLD]]


def _elsewhere(
    concordance: Concordance, volume: Volume, sentence: int, editorial: int
) -> list[_Held]:
    """Return where else a sentence stands, once in each editorial."""
    held: list[_Held] = []
    own = int(volume.ids[editorial])
    words = words_of(volume, sentence)
    for other, counts in zip(concordance.volumes, concordance.counts, strict=True):
        listed = other.sentences
        wholes = _equal(other.sorted_wholes, listed.by_whole, volume.wholes[sentence])
        same = _once(other, counts, wholes, own)
        held.append(_Held(other, *same, is_near=False))
        alike = np.union1d(
            _equal(other.sorted_heads, listed.by_head, volume.heads[sentence])[:MOST_NEAR],
            _equal(other.sorted_tails, listed.by_tail, volume.tails[sentence])[:MOST_NEAR],
        )
        alike = alike[listed.words[alike] == len(words)]
        alike = alike[listed.wholes[alike] != volume.wholes[sentence]]
        chosen = [number for number in alike if _is_near(words, words_of(other, int(number)))]
        sentences, editorials = _once(other, counts, np.array(chosen, np.int64), own)
        is_new = ~np.isin(editorials, same[1])
        held.append(_Held(other, sentences[is_new], editorials[is_new], is_near=True))
    return held


def _equal(ordered: np.ndarray, order: np.ndarray, number: np.uint64) -> np.ndarray:
    """Return the places of a number, by the numbers in order and the places in that order."""
    first = np.searchsorted(ordered, number, side="left")
    last = np.searchsorted(ordered, number, side="right")
    return order[first:last].astype(np.int64)


def _once(
    volume: Volume, counts: np.ndarray, sentences: np.ndarray, own: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return those of these sentences that count and are of another editorial, one of each.

    Beside them the places of these editorials, ascending.
    """
    editorials = volume.editorials_at(volume.sentence_starts[sentences])
    chosen = counts[editorials] & (volume.ids[editorials] != own)
    once, places = np.unique(editorials[chosen], return_index=True)
    return sentences[chosen][places], once


def words_of(volume: Volume, sentence: int) -> np.ndarray:
    """Return the words of a sentence as numbers that are the same in each volume."""
    pieces = volume.stream[volume.sentence_starts[sentence] : volume.sentence_ends[sentence]]
    return volume.hashes[pieces[volume.is_word[pieces] > 0]]


def _is_near(words: np.ndarray, others: np.ndarray) -> bool:
    if len(words) != len(others):
        return False
    return int((words != others).sum()) <= max(1, len(words) // CHANGED)


def place_of(volume: Volume, sentence: int, editorial: int) -> Place:
    """Return where a sentence stands in its editorial's text."""
    start = int(volume.sentence_starts[sentence])
    end = int(volume.sentence_ends[sentence])
    first = int(volume.starts[editorial])
    is_sign = volume.term(int(volume.stream[end])).strip() != ""
    return Place(int(volume.ids[editorial]), start - first, end - start + is_sign)


# What belongs to the template of a magazine


def magazine_sizes(concordance: Concordance) -> dict[int, int]:
    """Return {number of a magazine: how many editorials it has}, 0 for no magazine."""
    sizes: dict[int, int] = {}
    for volume, counts in zip(concordance.volumes, concordance.counts, strict=True):
        numbers, of_each = np.unique(volume.publication[counts], return_counts=True)
        for number, count in zip(numbers.tolist(), of_each.tolist(), strict=True):
            sizes[number] = sizes.get(number, 0) + count
    return sizes


def is_template(editorials: int, size: int) -> bool:
    """Return True for a sentence that stands in so many editorials of a magazine of this size."""
    if editorials > MOST_OF_A_MAGAZINE:
        return True
    return editorials >= FEWEST and editorials * SHARE > size


def _is_template(held: Sequence[_Held], magazine: int, sizes: dict[int, int]) -> bool:
    of_magazines = {magazine: 1}
    for part in held:
        magazines, of_each = np.unique(part.volume.publication[part.editorials], return_counts=True)
        for number, count in zip(magazines.tolist(), of_each.tolist(), strict=True):
            of_magazines[number] = of_magazines.get(number, 0) + count
    return any(is_template(count, sizes[number]) for number, count in of_magazines.items())
