"""Sentences that stand in several texts, as they are printed, each with its paragraph."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from archive.concordance import keeping, returning, reuse
from archive.concordance.contexts import Place
from archive.concordance.keeping import Concordance, Missing
from archive.concordance.pieces import LONGEST_WORD
from archive.concordance.returning import MOST as MOST
from archive.concordance.returning import Returning
from archive.concordance.reuse import Reused
from archive.curves import lines
from archive.curves.lines import Line
from archive.curves.points import concordance
from archive.models import loading


@dataclass(frozen=True)
class Printed:
    """A sentence as one editorial prints it. `is_near`: other words stand here and there."""

    line: Line
    names: Sequence[str]
    is_near: bool = False


@dataclass(frozen=True)
class Shared:
    """A sentence, as it stands first, and where else; `more` editorials have it as well."""

    printed: Printed
    others: Sequence[Printed]
    more: int
    editorials: int
    month: int = 0

    @property
    def phrase(self) -> str:
        """What its lines are asked by; "" where it is too long for that."""
        phrase = self.printed.line.keyword.replace('"', " ")
        return phrase if len(phrase) <= LONGEST_WORD else ""


def is_reused(number: int) -> bool:
    """Return whether any sentence of an editorial stands in others, as far as is known."""
    try:
        return next(reuse.reused(keeping.nearly_current(), number), None) is not None
    except (Missing, OSError):
        return False


def of_editorial(number: int) -> list[Reused]:
    """Return the sentences of an editorial that others have, too. Raises Missing, OSError."""
    return list(reuse.reused(concordance(), number))


def printed(sentences: Sequence[Reused]) -> Iterator[Shared]:
    """Yield these with what is printed; those are left out whose texts have changed meanwhile."""
    places = []
    for sentence in sentences:
        places += [sentence.place, *(standing.place for standing in sentence.others)]
    there = _lines(places)
    for sentence in sentences:
        own = there.get(sentence.place)
        if own is None:
            continue
        others = []
        for standing in sentence.others:
            line = there.get(standing.place)
            if line:
                others.append(Printed(line.line, line.names, standing.is_near))
        if others:
            more = sentence.editorials - len(sentence.others)
            yield Shared(own, others, more, sentence.editorials + 1)


def most_returning(publication: int | None = None) -> Sequence[Returning]:
    """Return the sentences that return most, of all texts or of a magazine's.

    Raises Missing, OSError.
    """
    return _kept.returning(concordance(), publication)


def printed_returning(sentences: Sequence[Returning]) -> Iterator[Shared]:
    """Yield these with what is printed first and last."""
    places = [place for sentence in sentences for place in sentence.places]
    there = _lines(places)
    for sentence in sentences:
        ends = [there[place] for place in sentence.places if place in there]
        if ends:
            more = max(sentence.editorials - len(ends), 0)
            yield Shared(ends[0], ends[1:], more, sentence.editorials, sentence.month)


class _Kept:
    """What was worked out last, until the concordance is another.

    Who asks while it is worked out waits for it: it takes seconds, and is the same for all.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._stamp: tuple[str, int] | None = None
        self._by_magazine: dict[int | None, Sequence[Returning]] = {}
        self._at_work: dict[int | None, Lock] = defaultdict(Lock)

    def returning(self, book: Concordance, publication: int | None) -> Sequence[Returning]:
        with self._lock:
            at_work = self._at_work[publication]
        with at_work:
            kept = self._last(book, publication)
            if kept is None:
                kept = returning.returning(book, publication)
                self._keep(book, publication, kept)
            return kept

    def _last(self, book: Concordance, publication: int | None) -> Sequence[Returning] | None:
        with self._lock:
            if self._stamp != book.stamp:
                self._stamp, self._by_magazine = book.stamp, {}
            return self._by_magazine.get(publication)

    def _keep(self, book: Concordance, publication: int | None, kept: Sequence[Returning]) -> None:
        with self._lock:
            if self._stamp == book.stamp:
                self._by_magazine[publication] = kept


_kept = _Kept()


def _lines(places: Iterable[Place]) -> dict[Place, Printed]:
    """Return {place: what is printed there}."""
    cut = lines.at(places, 0)
    names = loading.byline_names({place.editorial for place in cut})
    return {place: Printed(line, names.get(place.editorial, [])) for place, line in cut.items()}
