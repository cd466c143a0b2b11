"""In which order editorials came before readers, so that each is told of as new once.

An editorial is entered once and published perhaps later: what a follower has been told to is a
place in this order, never a moment of a clock.
"""

from django.db import connections, models, transaction
from django.utils import timezone

from archive.models.editorials import Editorial
from archive.models.search import Stale

# What the index has yet to take in would not be found now, and never after: it arrives later. What
# the index refuses arrives all the same.
_NOTED = f"""
    INSERT INTO archive_arrival (number, at)
    SELECT e.id, %s FROM {Editorial._meta.db_table} e
    WHERE e.state = '{Editorial.State.PUBLISHED.value}'
    AND NOT EXISTS (SELECT 1 FROM archive_arrival a WHERE a.number = e.id)
    AND NOT EXISTS (
        SELECT 1 FROM {Stale._meta.db_table} s WHERE s.editorial_id = e.id AND NOT s.refused
    )
    ORDER BY e.id
"""


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def note(self) -> int:
        """Note what was published since the last time; return the place of the last of all.

        0 where nothing ever was.
        """
        connection = connections[self.db]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with transaction.atomic(self.db), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # A place is taken before it is seen by others: none may become visible after a
                # later one. SQLite has one writer.
                cursor.execute("LOCK TABLE archive_arrival IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(_NOTED, [now])
        return self.order_by("-pk").values_list("pk", flat=True).first() or 0

    def between(self, mark: int, last: int) -> dict[int, int]:
        """Return {number of an editorial: its place} of those after a place, up to the last."""
        return dict(self.filter(pk__gt=mark, pk__lte=last).values_list("number", "pk"))


class Arrival(models.Model):
    """That an editorial was published for the first time; its key is its place in the order.

    It stays when the editorial is withdrawn or deleted: what comes back is not new.
    """

    number = models.BigIntegerField(unique=True)  # of the editorial
    at = models.DateTimeField(default=timezone.now)

    objects = ArrivalQuerySet.as_manager()
