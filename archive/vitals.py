"""How the site is, gathered once for those who watch over it: /healthz, /readyz and /metrics."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.db.models import Q
from django.utils import timezone

from archive import disk, fixity, workers
from archive.models import Capture, Stale, Tallied, Upload
from archive.search.engine import Condition
from archive.search.upkeep import watching

MOST = 10_000  # rows that are counted of what waits
LATE = timedelta(minutes=2)  # after which a change should have been indexed


@dataclass(frozen=True)
class Vitals:
    """How the database, the index, the captures, the disk and the work that waits are."""

    editorials: int  # published
    index: Condition
    stale: int  # editorials that the index has yet to take in or to drop
    is_late: bool  # some of them for too long, or refused by the index
    lost_captures: int
    are_captures_away: bool  # their storage did not answer when it was asked last
    free: int | None  # bytes of the disk with the data folder; None where it does not tell
    is_read_only: bool  # or full
    is_full: bool
    lacks_workers: bool  # what is queued waits, and nobody is at work

    @classmethod
    def gathered(cls) -> Self:
        """Return how the site is, by a few queries; have its files looked after, not in this time.

        Raises DatabaseError where the database does not answer.
        """
        stale = Stale.objects.all()
        late = Q(at__lt=timezone.now() - LATE) | Q(refused=True)
        editorials = Tallied.objects.published()
        waiting, is_late = stale[:MOST].count(), stale.filter(late).exists()
        lost = Capture.objects.lost().count()
        index = watching.condition()
        fixity.aside()
        return cls(
            editorials=editorials,
            index=index,
            stale=waiting,
            is_late=is_late,
            lost_captures=lost,
            are_captures_away=fixity.is_away(),
            free=disk.free(),
            is_read_only=disk.is_archive_read_only(),
            is_full=disk.is_archive_full(),
            lacks_workers=workers.are_missing(),
        )

    @property
    def is_behind(self) -> bool:
        """True where the index lacks what it should have by now."""
        return self.is_late or (self.index.editorials != self.editorials and not self.stale)

    @property
    def disk_state(self) -> str:
        """Return "ok", "low", "full", "read_only", or "unknown" where the system does not tell."""
        if self.is_full:
            return "full"
        if self.is_read_only:
            return "read_only"
        if self.free is None:
            return "unknown"
        return "ok" if self.free >= disk.LEAST_FREE else "low"

    @property
    def is_degraded(self) -> bool:
        """True where visitors get their answers, yet a person should look after something."""
        is_index_well = self.index.state == "ok" and not self.is_behind
        is_whole = not (self.lost_captures or self.are_captures_away)
        is_well = is_index_well and is_whole
        return not is_well or self.is_read_only or self.lacks_workers

    @property
    def captures_state(self) -> str:
        """Return "ok", "lost", or "away" where nobody can tell."""
        if self.are_captures_away:
            return "away"
        return "lost" if self.lost_captures else "ok"


def waiting_uploads() -> int:
    """Return how many uploads a process has yet to read or bring in. One query."""
    return Upload.objects.waiting()[:MOST].count()


def waiting_tasks() -> int:
    """Return how much waits for workers, or is being done by them. One query."""
    return workers.unfinished()[:MOST].count()
