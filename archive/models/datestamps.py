"""When what harvesters are told of an editorial changed last, and that it is there no more.

A change is noted in its own transaction, without a time: that may be committed much later. The time
is set by the next harvest that sees the change. So whoever asks for what changed since his last
visit misses nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connections, models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from archive.models.editorials import Editorial

SECOND = timedelta(seconds=1)
TOGETHER = 1000  # changes that are given their time in one transaction
_CHANGED = """
    INSERT INTO archive_datestamp (number, at, standing) VALUES (%s, NULL, '')
    ON CONFLICT (number) DO UPDATE SET at = NULL WHERE archive_datestamp.at IS NOT NULL
"""


class Standing(models.TextChoices):
    UNTOLD = ""
    LIVE = "live"
    GONE = "gone"


class DatestampQuerySet(models.QuerySet["Datestamp"]):
    def note(self, numbers: Iterable[int]) -> None:
        """Note that these editorials changed, came or went."""
        # In order: two who change the same ones never wait for each other in a circle.
        rows = [(number,) for number in sorted(set(numbers))]
        with connections[self.db].cursor() as cursor:
            cursor.executemany(_CHANGED, rows)

    def settle(self) -> None:
        """Give what was noted the present time, but for drafts: nobody is told of them."""
        changed = self.filter(at=None).order_by("number")
        while changed.exists():
            with transaction.atomic(self.db):
                # Whoever changes one of these waits, and it is noted anew behind this.
                locked = changed.select_for_update().values_list("number", flat=True)
                self.filter(number__in=list(locked[:TOGETHER]))._set_time()

    def _set_time(self) -> None:
        """Give these the present time, which is that of the lock on them or later."""
        now = timezone.now().replace(microsecond=0)
        published = Exists(Editorial.objects.published().filter(pk=OuterRef("number")))
        self.filter(published).update(at=now, standing=Standing.LIVE)
        unpublished = self.exclude(published)
        unpublished.exclude(standing=Standing.UNTOLD).update(at=now, standing=Standing.GONE)
        unpublished.filter(standing=Standing.UNTOLD).delete()

    def last_change(self) -> datetime | None:
        """Return when anything of what harvesters are told changed last; None for never.

        What no harvest has seen yet changes now.
        """
        unseen = Exists(self.filter(at=None))
        rows = self.timed().reverse().annotate(unseen=unseen).values_list("at", "unseen")
        for at, is_unseen in rows[:1]:
            if is_unseen or at is None:
                return timezone.now()
            # Others may have asked in the same second, before the change.
            return at + SECOND
        return None

    def timed(self) -> "DatestampQuerySet":
        """Return those that harvesters are told of: each has its time; the last is at the end."""
        return self.filter(at__isnull=False).order_by("at", "number")


class Datestamp(models.Model):
    """When an editorial's record changed; None where no harvest has seen the change."""

    number = models.BigIntegerField(primary_key=True)  # of the editorial
    at = models.DateTimeField(null=True)
    # What harvesters were told last.
    standing = models.CharField(max_length=4, choices=Standing, blank=True)

    objects = DatestampQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at", "number"], name="by_datestamp")]

    def __str__(self):
        return f"{self.number} · {self.at}"

    @property
    def is_gone(self) -> bool:
        return self.standing == Standing.GONE
