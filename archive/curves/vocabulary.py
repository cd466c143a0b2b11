"""What changes in the words of the archive, and what is somebody's own in them.

What the whole archive is asked for is worked out when the concordance is made. Any other answer
takes some tenths of a second at 36,000 editorials, and is kept until the concordance is another.
"""

import json
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from archive.concordance import contrast, keeping, successors
from archive.concordance.contrast import Contrast, Group
from archive.concordance.counting import MONTHS
from archive.concordance.keeping import Concordance
from archive.concordance.seeking import Narrowing, Phrase
from archive.curves.asked import Asked
from archive.curves.meaning import in_words
from archive.curves.points import concordance

MOST_KEPT = 64
PREPARED = "changes.json"  # beside the volumes
EDITION = 2  # of what is worked out, and by which rules


class Change(NamedTuple):
    """A word that is more frequent on one side: as it is read, its rates, and where it is.

    `first` and `last` are years, None where none is known.
    """

    word: str
    rates: tuple[float, float]
    counts: tuple[int, int]
    ratio: float
    sure: float
    editorials: int
    first: int | None
    last: int | None


class Succession(NamedTuple):
    """A word that went and one that came in the same contexts."""

    went: str
    came: str
    alike: float


@dataclass(frozen=True)
class Periods:
    """What changed from the years before `split` to those from it on."""

    split: int
    first: int
    last: int
    rising: Sequence[Change]
    falling: Sequence[Change]
    successions: Sequence[Succession]
    words: tuple[int, int]

    @property
    def before_split(self) -> int:
        """Return the last year of the earlier side."""
        return self.split - 1


@dataclass(frozen=True)
class Own:
    """What some texts have more of than all others, and less of."""

    own: Sequence[Change]
    rare: Sequence[Change]
    words: tuple[int, int]


class _Kept:
    """Answers of one state of the concordance, those that were asked for last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stamp: object = None
        self._answers: OrderedDict[object, object] = OrderedDict()

    def answer(self, stamp: object, key: object) -> object:
        with self._lock:
            if stamp != self._stamp:
                self._answers.clear()
                self._stamp = stamp
            return self._answers.get(key)

    def keep(self, stamp: object, key: object, answer: object) -> None:
        with self._lock:
            if stamp == self._stamp:
                self._answers[key] = answer
                while len(self._answers) > MOST_KEPT:
                    self._answers.popitem(last=False)


_kept = _Kept()


def periods(asked: Asked, split: int | None) -> Periods | None:
    """Return what changed; None where there are not two years to compare.

    Without a year to split at, it is the one that leaves half of the words on either side. Raises
    keeping.Missing, OSError.
    """
    book = concordance()
    key = ("periods", split, *_told_apart(asked.narrowing))
    answer = _kept.answer(book.stamp, key)
    if answer is None and split is None and not asked.is_narrowed:
        answer = _prepared(book)
    if isinstance(answer, Periods):
        _kept.keep(book.stamp, key, answer)
        return answer
    changed = _periods(book, asked, split)
    if changed:
        _kept.keep(book.stamp, key, changed)
    return changed


def _told_apart(narrowing: Narrowing) -> tuple:
    """Return what no other narrowing has, in a few bytes: a tag may have a million ids."""
    digests = []
    for among in narrowing.ids:
        digests.append(sha256(array("q", sorted(among)).tobytes()).digest())
    return (*digests, narrowing.publications, narrowing.first, narrowing.last)


def prepare() -> None:
    """Work out what the whole archive is asked for, and keep it beside the concordance.

    Raises keeping.Missing, OSError.
    """
    book = concordance()
    changed = _periods(book, Asked(), None)
    if changed:
        prepared = json.dumps(asdict(changed) | {"edition": EDITION})
        (keeping.folder() / book.stamp[0] / PREPARED).write_text(prepared)


def _prepared(book: Concordance) -> Periods | None:
    """Return what was worked out when the concordance was made; None where it was not."""
    try:
        prepared = json.loads((keeping.folder() / book.stamp[0] / PREPARED).read_text())
        if prepared.pop("edition") != EDITION:
            return None
        for name, kind in (("rising", Change), ("falling", Change), ("successions", Succession)):
            prepared[name] = [kind(*row) for row in prepared[name]]
        return Periods(**prepared)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _periods(book: Concordance, asked: Asked, split: int | None) -> Periods | None:
    looked_at = contrast.group(book, asked.narrowing)
    years = contrast.years(book, looked_at)
    if len(years) < 2:
        return None
    first, last = years[0][0], years[-1][0]
    if split is None or not first < split <= last:
        split = _middle(years)
    before = contrast.surely_between(book, looked_at, first, split - 1)
    after = contrast.surely_between(book, looked_at, split, last)
    sides = contrast.contrast(book, before, after)
    return Periods(
        split=split,
        first=first,
        last=last,
        rising=_changes(sides, True),
        falling=_changes(sides, False),
        successions=_successions(book, sides),
        words=sides.words,
    )


def own(narrowing: Narrowing) -> Own:
    """Return what the editorials looked at have more of than all others.

    Raises keeping.Missing, OSError.
    """
    book = concordance()
    key = ("own", *_told_apart(narrowing))
    answer = _kept.answer(book.stamp, key)
    if isinstance(answer, Own):
        return answer
    theirs: Group = contrast.group(book, narrowing)
    sides = contrast.contrast(book, contrast.others(book, theirs), theirs)
    words = Own(_changes(sides, True), _changes(sides, False), sides.words)
    _kept.keep(book.stamp, key, words)
    return words


def _middle(years: Sequence[tuple[int, int]]) -> int:
    """Return the first year of the later half of the words."""
    whole = sum(words for _year, words in years)
    passed = 0
    for year, words in years[:-1]:
        passed += words
        if 2 * passed >= whole:
            return year + 1
    return years[-1][0]


def _changes(sides: Contrast, more: bool) -> list[Change]:
    changes = []
    for trend in sides.more if more else sides.less:
        first, last = trend.seen.first, trend.seen.last
        changes.append(
            Change(
                word=in_words(trend.phrase),
                rates=trend.rates,
                counts=trend.counts,
                ratio=trend.ratio,
                sure=trend.sure,
                editorials=trend.seen.editorials,
                first=None if first is None else first // MONTHS,
                last=None if last is None else last // MONTHS,
            )
        )
    return changes


def _successions(book: Concordance, sides: Contrast) -> list[Succession]:
    gone: list[Phrase] = [trend.phrase for trend in sides.less]
    come: list[Phrase] = [trend.phrase for trend in sides.more]
    pairs = successors.successions(book, gone, come)
    return [Succession(in_words(pair.went), in_words(pair.came), pair.alike) for pair in pairs]
