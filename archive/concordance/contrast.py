"""Which words and phrases tell two groups of texts apart.

How sure a difference is, by the log-likelihood ratio G² (Dunning, Computational Linguistics 19,
1993; as Rayson and Garside, 2000, have it for word frequencies); how large, by the binary logarithm
of the ratio of the two rates (Hardie, 2014). Words that are not rare by chance alone (G² at 15.13:
once in ten thousand) and at least twice as frequent are told, the surest first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from archive.concordance.counting import By, spans
from archive.concordance.keeping import Concordance
from archive.concordance.phrases import is_telling, numbers_of
from archive.concordance.seeking import Narrowing, Phrase, occurrences_of
from archive.concordance.volume import UNKNOWN, Volume
from archive.search.words.analysis import DEFAULT_LANGUAGE
from archive.search.words.subjects import is_subject

SURE = 15.13  # of G², with one degree of freedom: p < 0.0001
LARGE = 1.0  # of the logarithm: twice as frequent
FEWEST = 5  # occurrences in both groups together
FEWEST_EDITORIALS = 3  # that a word must be in: what one text repeats tells nothing of its time
# Times as sure as its words a phrase counts, so that it stands for these where they say the same.
MORE_OF_PHRASES = 1.2
MOST = 40  # that are told of either group
PER = 10_000
ABSENT = 0.5  # occurrences that stand for none in a ratio

Group = tuple[np.ndarray, ...]  # for each volume, which of its editorials are in it


class Seen(NamedTuple):
    """In how many editorials a word stands, and the first and last months of these, or None."""

    editorials: int
    first: int | None
    last: int | None


@dataclass(frozen=True)
class Trend:
    """A word or phrase of one group beside the other.

    `rates` are in 10,000 words of either; `sure` is G²; `log_ratio` is above 0 where the second has
    more of it.
    """

    phrase: Phrase
    counts: tuple[int, int]
    rates: tuple[float, float]
    sure: float
    log_ratio: float
    seen: Seen

    @property
    def ratio(self) -> float:
        """Return how many times as frequent it is where it is more frequent."""
        return float(2 ** abs(self.log_ratio))


class Contrast(NamedTuple):
    """What the second group has more of, what it has less of, and the words of both."""

    more: Sequence[Trend]
    less: Sequence[Trend]
    words: tuple[int, int]


def group(concordance: Concordance, narrowing: Narrowing) -> Group:
    """Return the editorials that are looked at, as a group."""
    within = []
    for volume, counts in zip(concordance.volumes, concordance.counts, strict=True):
        within.append(narrowing.within(volume, counts))
    return tuple(within)


def others(concordance: Concordance, group: Group) -> Group:
    """Return all editorials but those of a group."""
    return tuple(counts & ~within for counts, within in zip(concordance.counts, group, strict=True))


def surely_between(concordance: Concordance, group: Group, first: int, last: int) -> Group:
    """Return those of a group that are surely of these years, both included."""
    kept = []
    for volume, within in zip(concordance.volumes, group, strict=True):
        begins, ends = volume.first_month // 12, volume.last_month // 12
        is_known = (volume.first_month != UNKNOWN) & (volume.last_month != UNKNOWN)
        is_sure = is_known & (volume.doubtful == 0)
        kept.append(within & is_sure & (begins >= first) & (ends <= last))
    return tuple(kept)


def years(concordance: Concordance, group: Group) -> list[tuple[int, int]]:
    """Return (year, words) of the editorials of a group that are surely of one year, in order."""
    words: dict[int, int] = {}
    for volume, within in zip(concordance.volumes, group, strict=True):
        periods = spans(volume, By.YEAR)
        kept = within & periods.is_sure
        for year in np.unique(periods.first[kept]).tolist():
            of_year = kept & (periods.first == year)
            words[year] = words.get(year, 0) + int(volume.words[of_year].sum())
    return sorted(words.items())


def contrast(concordance: Concordance, before: Group, after: Group, most: int = MOST) -> Contrast:
    """Return what the editorials of `after` have more and less of than those of `before`."""
    totals = _words(concordance, before), _words(concordance, after)
    if not all(totals):
        return Contrast([], [], totals)
    counts = _counts(concordance, before, after, totals)
    phrases = list(counts)
    table = np.array(list(counts.values()), float).reshape(-1, 2)
    enough = table.sum(axis=1) >= FEWEST
    sure = _log_likelihood(table, totals)
    ratio = _log_ratio(table, totals)
    tells = np.array([MORE_OF_PHRASES if len(phrase) > 1 else 1.0 for phrase in phrases])
    sides = []
    for sign in (1, -1):
        fits = np.flatnonzero(enough & (sure >= SURE) & (sign * ratio >= LARGE))
        in_order = fits[np.argsort(-sure[fits] * tells[fits], kind="stable")]
        trends: list[Trend] = []
        for place in in_order.tolist():
            phrase = phrases[place]
            if not _is_subject(phrase) or _is_within(phrase, trends):
                continue
            trend = _trend(concordance, phrase, before, after, totals)
            if sign * trend.log_ratio < LARGE or trend.sure < SURE:
                continue
            if trend.seen.editorials < FEWEST_EDITORIALS:
                continue
            trends.append(trend)
            if len(trends) == most:
                break
        sides.append(trends)
    return Contrast(sides[0], sides[1], totals)


def _trend(
    concordance: Concordance, phrase: Phrase, before: Group, after: Group, totals: tuple[int, int]
) -> Trend:
    counts, seen = _standing(concordance, phrase, before, after)
    rates = PER * counts[0] / totals[0], PER * counts[1] / totals[1]
    row = np.array([counts], float)
    sure, log_ratio = float(_log_likelihood(row, totals)[0]), float(_log_ratio(row, totals)[0])
    return Trend(phrase, counts, rates, sure, log_ratio, seen)


def _is_subject(phrase: Phrase) -> bool:
    ends = (phrase[0], phrase[-1])
    return all(is_subject(piece, DEFAULT_LANGUAGE) for piece in ends)


def _is_within(phrase: Phrase, trends: Sequence[Trend]) -> bool:
    """Return True for a word of which a phrase is told already, or the other way round."""
    for trend in trends:
        longer, shorter = sorted((trend.phrase, phrase), key=len, reverse=True)
        if len(shorter) < len(longer) and shorter[0] in longer and shorter[-1] in longer:
            return True
    return False


def _words(concordance: Concordance, group: Group) -> int:
    return sum(
        int(volume.words[within].sum())
        for volume, within in zip(concordance.volumes, group, strict=True)
    )


def _counts(
    concordance: Concordance, before: Group, after: Group, totals: tuple[int, int]
) -> dict[Phrase, list[int]]:
    """Return how often each telling word and each frequent phrase is in either group.

    Of one volume alone, those that may be told. A phrase that is rare in a volume is not counted
    there: `_standing` counts it.
    """
    counts: dict[Phrase, list[int]] = {}
    among = totals if len(concordance.volumes) == 1 else None
    for volume, earlier, later in zip(concordance.volumes, before, after, strict=True):
        for phrase, first, second in _of_volume(volume, (earlier, later), among):
            in_both = counts.setdefault(phrase, [0, 0])
            in_both[0] += first
            in_both[1] += second
    return counts


def _of_volume(
    volume: Volume, groups: tuple[np.ndarray, np.ndarray], totals: tuple[int, int] | None
) -> Iterator[tuple[Phrase, int, int]]:
    words = [_in(volume, volume.stream, np.diff(volume.starts), within) for within in groups]
    for term in _candidates(words, totals):
        piece = volume.term(term)
        if is_telling(piece):
            yield (piece,), int(words[0][term]), int(words[1][term])
    editorials = volume.editorials_at(volume.phrase_places)
    phrases = []
    for within in groups:
        of_group = volume.of_phrases[within[editorials]]
        phrases.append(np.bincount(of_group, minlength=len(volume.phrases)))
    for number in _candidates(phrases, totals):
        phrase = _phrase(volume, int(volume.phrases[number]))
        yield phrase, int(phrases[0][number]), int(phrases[1][number])


def _candidates(counts: Sequence[np.ndarray], totals: tuple[int, int] | None) -> list[int]:
    """Return which of these are frequent enough; of known totals, which differ enough, too."""
    table = np.stack(counts, axis=1).astype(float)
    are_frequent = table.sum(axis=1) >= FEWEST
    if totals:
        differing = np.flatnonzero(are_frequent)
        kept = table[differing]
        are_sure = _log_likelihood(kept, totals) >= SURE
        are_large = np.abs(_log_ratio(kept, totals)) >= LARGE
        return differing[are_sure & are_large].tolist()
    return np.flatnonzero(are_frequent).tolist()


def _in(volume: Volume, stream: np.ndarray, lengths: np.ndarray, within: np.ndarray) -> np.ndarray:
    """Return how often each term stands in some editorials."""
    kept = stream[np.repeat(within, lengths)]
    return np.bincount(kept, minlength=len(volume.of_term) - 1)


def _phrase(volume: Volume, key: int) -> Phrase:
    first, second, joint = numbers_of(key)
    joined: Phrase = ()
    if joint >= 0:
        joined = (volume.term(joint),)
        if joined == ("d",):
            joined = ("d", "'")
    return (volume.term(first), *joined, volume.term(second))


def _standing(
    concordance: Concordance, phrase: Phrase, before: Group, after: Group
) -> tuple[tuple[int, int], Seen]:
    """Return how often a phrase stands in either group, and in which editorials of both."""
    in_before = in_after = editorials = 0
    months: list[int] = []
    for volume, earlier, later in zip(concordance.volumes, before, after, strict=True):
        standing = occurrences_of(volume, [phrase], earlier | later).editorials
        in_before += int(np.count_nonzero(earlier[standing]))
        in_after += int(np.count_nonzero(later[standing]))
        bearing = np.unique(standing)
        editorials += len(bearing)
        dated = volume.first_month[bearing]
        dated = dated[dated != UNKNOWN]
        if len(dated):
            months += [int(dated.min()), int(dated.max())]
    seen = Seen(editorials, None, None)
    if months:
        seen = Seen(editorials, min(months), max(months))
    return (in_before, in_after), seen


def _log_likelihood(table: np.ndarray, totals: tuple[int, int]) -> np.ndarray:
    """Return G² of each row: how unlikely its two counts are if both groups are alike."""
    sizes = np.array(totals, float)
    expected = table.sum(axis=1, keepdims=True) * sizes / sizes.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(table > 0, table * np.log(table / expected), 0)
    return 2 * parts.sum(axis=1)


def _log_ratio(table: np.ndarray, totals: tuple[int, int]) -> np.ndarray:
    """Return the binary logarithm of how many times as frequent each row is in the second."""
    rates = np.maximum(table, ABSENT) / np.array(totals, float)
    return np.log2(rates[:, 1] / rates[:, 0])
