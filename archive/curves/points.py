"""The points of the curves: what each word has in each period."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archive.concordance import counting, keeping
from archive.concordance.counting import Base, Counted, Number
from archive.concordance.keeping import Concordance
from archive.concordance.seeking import Narrowing
from archive.curves.asked import Asked, Measure, tagged
from archive.curves.meaning import Meaning, meaning
from archive.models import Editorial

log = logging.getLogger(__name__)
PER = 10_000  # words
FEW = 1000  # editorials of which a concordance is made while somebody waits


class Point(NamedTuple):
    """What a word has in a period: `least` without what is uncertain, `most` with it.

    `value` is what it has with all that may be of the period. `lines`: its occurrences, of a tag
    its editorials.
    """

    when: str
    value: float
    least: float
    most: float
    lines: int


@dataclass(frozen=True)
class Curve:
    """A word with its points, what it has in all, and in editorials that are of no period."""

    meaning: Meaning
    points: list[Point]
    total: int
    editorials: int
    undated: int

    @property
    def highest(self) -> float:
        return max((point.most for point in self.points), default=0)


@dataclass(frozen=True)
class Curves:
    """All curves over the same periods, and the editorials and words that they are counted in."""

    asked: Asked
    curves: list[Curve]
    base: Base


def concordance() -> Concordance:
    """Return the concordance. Raises keeping.Missing where it has yet to be made, or is unread."""
    try:
        return _current()
    except OSError as error:
        log.warning("The words through time cannot be read: %s", error)
        raise keeping.Missing from error


def _current() -> Concordance:
    try:
        return keeping.current()
    except keeping.Missing:
        if Editorial.objects.published().count() > FEW:
            raise
        keeping.build()
        return keeping.current()


def curves(asked: Asked) -> Curves:
    """Return the curves of all words that are asked. Raises keeping.Missing, OSError."""
    book, narrowing = concordance(), asked.narrowing
    base = counting.base(book, narrowing, asked.by)
    drawn = []
    for word in asked.words:
        meant = meaning(word, asked.forms, asked.equivalents)
        counted = _counted(book, meant, narrowing, asked)
        points = _points(counted, base, asked)
        drawn.append(Curve(meant, points, counted.total, counted.total_editorials, counted.undated))
    return Curves(asked, drawn, base)


def _counted(book: Concordance, meant: Meaning, narrowing: Narrowing, asked: Asked) -> Counted:
    if not meant.is_tag:
        return counting.counted(book, meant.phrases, narrowing, asked.by)
    bearing = frozenset[int]()
    if meant.tag:
        bearing = tagged([meant.tag.slug])
    return counting.counted_editorials(book, bearing, narrowing, asked.by)


def _points(counted: Counted, base: Base, asked: Asked) -> list[Point]:
    numbers = counted.occurrences
    if asked.measure is Measure.EDITORIALS:
        numbers = counted.editorials
    points = []
    for slot in base.slots:
        number = numbers.get(slot, Number())
        sure, whole = float(number.sure), float(number.whole)
        if asked.measure is Measure.PER_10000:
            words = base.words.get(slot, Number())
            sure, whole = _rate(number.sure, words.sure), _rate(number.whole, words.whole)
        lines = counted.occurrences.get(slot, Number()).whole
        when = asked.by.name(slot)
        points.append(Point(when, whole, min(sure, whole), max(sure, whole), lines))
    return points


def _rate(number: int, words: int) -> float:
    if not words:
        return 0.0
    return round(PER * number / words, 4)


def smoothed(values: Sequence[float], periods: int) -> list[float]:
    """Return for each value the mean of so many around it; fewer at either end."""
    reach = periods // 2
    means = []
    for place in range(len(values)):
        around = values[max(0, place - reach) : place + reach + 1]
        means.append(sum(around) / len(around))
    return means
