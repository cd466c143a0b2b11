"""Which sentences return most in all texts, and which do so in the same month of several years."""

from dataclasses import dataclass

import numpy as np

from archive.concordance import reuse
from archive.concordance.contexts import Place
from archive.concordance.keeping import Concordance
from archive.concordance.volume import UNKNOWN

MOST = 200  # sentences that are told, and of each month
MONTHS = 12
YEARS = 2  # in which a chestnut has to stand in its month


@dataclass(frozen=True)
class Returning:
    """A sentence that stands in several editorials.

    `month` (1 to 12) where it is of that month in several years and of no other, else 0. `places`
    are its first and its last, by date.
    """

    editorials: int
    words: int
    month: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class _Standings:
    """All sentences that count, one row each, in the order of their numbers and their days."""

    wholes: np.ndarray
    volumes: np.ndarray
    sentences: np.ndarray
    editorials: np.ndarray
    publications: np.ndarray
    months: np.ndarray  # year * 12 + month - 1; UNKNOWN


def returning(concordance: Concordance, publication: int | None = None) -> list[Returning]:
    """Return the sentences of two editorials or more, those of most of them first, MOST at most.

    Of one magazine alone where its number is told. Behind them come the first MOST chestnuts that
    are not among these. What belongs to a magazine's template is left out.
    """
    rows = _standings(concordance, publication)
    if not len(rows.wholes):
        return []
    begins = np.flatnonzero(np.concatenate([[True], rows.wholes[1:] != rows.wholes[:-1]]))
    counts = np.diff(np.concatenate([begins, [len(rows.wholes)]]))
    several = counts > 1
    begins, counts = begins[several], counts[several]
    kept = ~_templates(concordance, rows, begins, counts)
    begins, counts = begins[kept], counts[kept]
    months = _months(rows, begins, counts)
    order = np.argsort(-counts, kind="stable")
    chosen = order[:MOST].tolist()
    chestnuts = order[MOST:][months[order[MOST:]] > 0][:MOST].tolist()
    sentences = []
    for group in (*chosen, *chestnuts):
        begin, count = int(begins[group]), int(counts[group])
        sentences.append(_sentence(concordance, rows, begin, count, months[group]))
    return sentences


def _standings(concordance: Concordance, publication: int | None) -> _Standings:
    columns: list[list[np.ndarray]] = [[] for _column in range(7)]
    for number, (volume, counts) in enumerate(
        zip(concordance.volumes, concordance.counts, strict=True)
    ):
        editorials = volume.editorials_at(volume.sentence_starts)
        is_counted = counts[editorials]
        if publication is not None:
            is_counted = is_counted & (volume.publication[editorials] == publication)
        sentences = np.flatnonzero(is_counted)
        editorials = editorials[sentences]
        days = volume.first_day[editorials].astype(np.int64)
        first, last = volume.first_month[editorials], volume.last_month[editorials]
        parts = (
            volume.wholes[sentences],
            np.full(len(sentences), number),
            sentences,
            editorials,
            volume.publication[editorials],
            np.where(first == last, first, UNKNOWN),
            np.where(days == UNKNOWN, np.iinfo(np.int64).max, days),
        )
        for column, part in zip(columns, parts, strict=True):
            column.append(part)
    if not columns[0]:
        return _Standings(*(np.zeros(0, np.int64) for _column in columns[:-1]))
    joined = [np.concatenate(column) for column in columns]
    wholes, volumes, _sentences, editorials, *_others, days = joined
    order = np.lexsort((editorials, days, wholes))
    # One row an editorial.
    is_same = np.ones(max(len(order) - 1, 0), bool)
    for key in (wholes, volumes, editorials):
        ordered = key[order]
        is_same &= ordered[1:] == ordered[:-1]
    is_first = np.concatenate([np.ones(min(len(order), 1), bool), ~is_same])
    return _Standings(*(column[order[is_first]] for column in joined[:-1]))


def _templates(
    concordance: Concordance, rows: _Standings, begins: np.ndarray, counts: np.ndarray
) -> np.ndarray:
    """Return of which groups too many are of one magazine."""
    sizes = reuse.magazine_sizes(concordance)
    groups = np.repeat(np.arange(len(begins)), counts)
    behind = np.cumsum(counts) - counts
    places = np.arange(len(groups)) - np.repeat(behind - begins, counts)
    pairs = np.stack([groups, rows.publications[places]], axis=1)
    of_magazines, of_each = np.unique(pairs, axis=0, return_counts=True)
    are_templates = np.zeros(len(begins), bool)
    for place in np.flatnonzero(of_each >= reuse.FEWEST).tolist():
        group, magazine = of_magazines[place].tolist()
        if reuse.is_template(int(of_each[place]), sizes[magazine]):
            are_templates[group] = True
    return are_templates


def _months(rows: _Standings, begins: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return of each group the month (1 to 12) that it returns in, 0 for none."""
    of_groups = np.zeros(len(begins), np.int64)
    if not len(begins):
        return of_groups
    months = rows.months.astype(np.int64)
    is_known = months != UNKNOWN
    of_year = months % MONTHS
    low = np.where(is_known, of_year, -1)
    behind = np.concatenate([[0], np.cumsum(np.where(is_known, of_year, 0))])
    for group, (begin, count) in enumerate(zip(begins.tolist(), counts.tolist(), strict=True)):
        month = int(low[begin])
        if month < 0 or behind[begin + count] - behind[begin] != month * count:
            continue
        stands = months[begin : begin + count]
        if (low[begin : begin + count] != month).any():
            continue
        if len(set((stands // MONTHS).tolist())) >= YEARS:
            of_groups[group] = month + 1
    return of_groups


def _sentence(
    concordance: Concordance, rows: _Standings, begin: int, count: int, month: np.int64
) -> Returning:
    places = []
    for row in (begin, begin + count - 1):
        volume = concordance.volumes[int(rows.volumes[row])]
        place = reuse.place_of(volume, int(rows.sentences[row]), int(rows.editorials[row]))
        places.append(place)
    volume = concordance.volumes[int(rows.volumes[begin])]
    words = int(volume.sentence_words[int(rows.sentences[begin])])
    return Returning(count, words, int(month), tuple(places))
