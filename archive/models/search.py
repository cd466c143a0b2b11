"""What search notes for itself: editorials to take in, and what visitors looked for."""

from collections.abc import Iterable, Sequence

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ROWS = 5000  # deleted by one query


class StaleQuerySet(models.QuerySet["Stale"]):
    def mark(self, editorial_ids: Iterable[int]) -> None:
        """Note these editorials for indexing.

        Each change has a row of its own, so that one made while the index is being written is not
        taken for done.
        """
        rows = [Stale(editorial_id=pk) for pk in editorial_ids]
        Stale.objects.bulk_create(rows, batch_size=1000)

    def settle(self, rows: Sequence[int]) -> None:
        """Delete rows (by their keys) whose editorials the index has taken in."""
        for start in range(0, len(rows), ROWS):
            self.filter(pk__in=rows[start : start + ROWS]).delete()


class Stale(models.Model):
    """An editorial that the search index has yet to take in (or drop).

    Noted in the transaction that changed it.
    """

    editorial_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    # The index could not be written when this was to be taken in; it is tried again.
    refused = models.BooleanField(default=False, db_default=False)

    objects = StaleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]


class SoughtQuery(models.Model):
    """Something that visitors searched for.

    Nothing here tells who did, nor when more closely than the last day.
    """

    key = models.CharField(max_length=200, unique=True)  # without case and accents
    text = models.CharField(_("recherche"), max_length=100)  # as typed last
    count = models.PositiveIntegerField(_("fois"), default=1)
    results = models.PositiveIntegerField(_("résultats"))
    last_day = models.DateField(_("dernière fois"))

    class Meta:
        ordering = ["-count", "-last_day", "key"]
        verbose_name = _("recherche faite")
        verbose_name_plural = _("recherches faites")


class OpenedHit(models.Model):
    """How often the result at one place was opened of those who sought one thing.

    Nothing here tells who did, nor which editorial it was.
    """

    key = models.CharField(max_length=200)  # as of SoughtQuery
    text = models.CharField(_("recherche"), max_length=100)
    position = models.PositiveIntegerField(_("place"))  # counted from 1
    count = models.PositiveIntegerField(_("fois"), default=1)
    last_day = models.DateField(_("dernière fois"))

    class Meta:
        ordering = ["key", "position"]
        constraints = [
            models.UniqueConstraint(fields=["key", "position"], name="one_row_an_opened_place")
        ]
        verbose_name = _("résultat ouvert")
        verbose_name_plural = _("résultats ouverts")
