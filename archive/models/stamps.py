"""What tells the present state of some rows from any other, to all processes."""

import secrets

from django.db import connections, models, router, transaction

BITS = 48  # the sum of thousands of such numbers is still a number of 64 bits
MOST = 64  # rows that are counted each time

State = tuple[int, int]


class Stamp(models.Model):
    """That something changed: a row with a random number, in the transaction of the change.

    None waits for another, none has a number that one which was rolled back had. A row goes only
    where a new one takes its place.
    """

    id = models.BigIntegerField(primary_key=True)

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.pk)

    @classmethod
    def state(cls) -> State:
        """Return what tells the present state from any other: one small query."""
        # Of the database that the rows will be read from: a copy may be a moment behind.
        with connections[router.db_for_read(cls)].cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*), COALESCE(SUM(id), 0) FROM {cls._meta.db_table}")
            count, total = cursor.fetchone()
        return int(count), int(total)

    @classmethod
    def leave(cls) -> None:
        """Note that something changed."""
        cls._base_manager.create(id=secrets.randbits(BITS))

    @classmethod
    def make_few(cls) -> None:
        """Put one row in the place of many, so that they are soon counted."""
        rows = list(cls._base_manager.values_list("pk", flat=True)[: 2 * MOST])
        if len(rows) <= MOST:
            return
        with transaction.atomic():
            cls.leave()
            cls._base_manager.filter(pk__in=rows).delete()
