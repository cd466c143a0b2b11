"""What the archive holds and lacks, counted once for all that ask until something changes."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from archive import tallies
from archive.models import Byline, Capture, Editorial, Publication, Tallied, shown
from archive.models.editorial_queries import EditorialQuerySet
from archive.models.stamps import State
from archive.tallies import Span

# Seconds in which nothing is counted again, whatever changes: an import changes something all the
# time, and one count takes a tenth of a second at 36,000 editorials.
SHORTEST = 10.0


@dataclass(frozen=True)
class Extent:
    """So many published editorials, and what is not known of them.

    `years`: those that any of them is or may be of; `undated`: without any date; `uncertain`:
    with one that the page leaves open, or that does not tell the year; `unsigned`: whose author
    is unknown.
    """

    editorials: int
    years: tuple[int, ...]
    undated: int
    uncertain: int
    unsigned: int

    @property
    def first(self) -> int | None:
        return self.years[0] if self.years else None

    @property
    def last(self) -> int | None:
        return self.years[-1] if self.years else None

    @property
    def vague(self) -> int:
        """How many have no date or an uncertain one."""
        return self.undated + self.uncertain

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """Return the runs of years between the first and the last of which there is nothing."""
        return tallies.gaps(set(self.years))


@dataclass(frozen=True)
class Magazine:
    """What the archive has of a magazine; `publication` is None for what is of none."""

    publication: Publication | None
    extent: Extent


@dataclass(frozen=True)
class Holdings:
    """What the archive has, as it was at `counted_at`.

    `whole`: of all together; `magazines`: the one with the most editorials first, what is of none
    last; `authors`: who signed at least one of them; `captures`: how many original pages are kept,
    of all that the archive has; `uncaptured`: editorials of which none is.
    """

    counted_at: datetime
    whole: Extent
    magazines: list[Magazine]
    authors: int
    captures: int
    uncaptured: int


_lock = threading.Lock()
_latest: tuple[State, float, Holdings] | None = None  # counted when, by time.monotonic


def latest() -> Holdings:
    """Return what the archive holds, as it was SHORTEST seconds ago at the earliest.

    One small query, and seven where something has changed; seven always where ARCHIVE_KEEP=0.
    """
    global _latest
    with _lock:
        now, state = time.monotonic(), shown.state()
        if _latest and settings.KEEP:
            former, counted, holdings = _latest
            if former == state or now - counted < SHORTEST:
                return holdings
        holdings = _count()
        _latest = state, now, holdings
        return holdings


def forget() -> None:
    """Have it counted anew when it is asked for next."""
    global _latest
    with _lock:
        _latest = None


def _count() -> Holdings:
    published = Editorial.objects.published().order_by()
    unsigned = _by_magazine(published.exclude(Exists(_of_editorial(Byline))))
    spans = Tallied.objects.spans([Editorial.State.PUBLISHED])
    by_magazine = tallies.by(spans)
    rows = Publication.objects.in_bulk(tallies.numbers(by_magazine))
    magazines = []
    for number, group in by_magazine.items():
        extent = _extent(group, unsigned.get(number, 0))
        # None where a magazine was deleted between the two queries.
        publication = rows.get(number) if number is not None else None
        magazines.append(Magazine(publication, extent))
    magazines.sort(key=lambda magazine: magazine.publication is None)
    unpublished = Editorial.objects.unpublished().values("pk")
    signed = Byline.objects.order_by().exclude(editorial__in=unpublished)
    return Holdings(
        counted_at=timezone.now(),
        whole=_extent(spans, sum(unsigned.values())),
        magazines=magazines,
        authors=signed.aggregate(n=Count("author", distinct=True))["n"],
        captures=Capture.objects.count(),
        uncaptured=published.exclude(Exists(_of_editorial(Capture))).count(),
    )


def _of_editorial(model: type[Byline] | type[Capture]):
    return model.objects.order_by().filter(editorial=OuterRef("pk"))


def _by_magazine(editorials: EditorialQuerySet) -> dict[int | None, int]:
    return dict(editorials.values_list("publication").annotate(n=Count("pk")))


def _extent(spans: list[Span], unsigned: int) -> Extent:
    undated = tallies.total(span for span in spans if not span.first and not span.last)
    sure = tallies.total(span for span in spans if _is_sure(span))
    count = tallies.total(spans)
    years = tuple(sorted(tallies.tally(spans).slots()))
    return Extent(count, years, undated, count - sure - undated, unsigned)


def _is_sure(span: Span) -> bool:
    return bool(span.first) and span.first == span.last and not span.doubtful
