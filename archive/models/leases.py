"""What a worker has in hand, and until when it is believed to be at it."""

import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class LeaseQuerySet(models.QuerySet["Lease"]):
    def in_force(self) -> Self:
        """Return those whose worker has said in time that it is still at it.

        The database's own clock judges: those of the workers' machines may be apart.
        """
        return self.filter(until__gt=Now())

    def take(self, work: str, task: uuid.UUID, worker: str, seconds: float) -> "Lease | None":
        """Return the lease of a work, from now on this worker's; None while another has it.

        Call it within the transaction in which the task is claimed.
        """
        lease, _is_new = self.select_for_update().get_or_create(
            work=work, defaults={"task": task, "worker": worker}
        )
        if self.in_force().filter(work=work).exists():
            return None
        lease.task, lease.worker, lease.tries = task, worker, lease.tries + 1
        lease.save()
        self.filter(work=work).update(until=_after(seconds))
        return lease


class Lease(models.Model):
    """One work that a worker has, or had when it was killed, or that is to be tried again."""

    work = models.CharField(max_length=200, primary_key=True)  # what is called, and with what
    task = models.UUIDField()
    worker = models.CharField(_("exécutant"), max_length=64)
    until = models.DateTimeField(_("jusqu’à"), default=None, null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = LeaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("bail")
        verbose_name_plural = _("baux")

    def renew(self, seconds: float) -> bool:
        """Say that its worker is still at it; return False where the work is another's by now."""
        return bool(self._row().update(until=_after(seconds)))

    def lapse(self) -> bool:
        """Leave the work to be taken again; return False where it is another's by now.

        How often it was tried is kept.
        """
        return bool(self._row().update(until=None))

    def end(self) -> bool:
        """Have nothing more to do with the work; return False where it is another's by now."""
        deleted, _by_model = self._row().delete()
        return bool(deleted)

    def _row(self) -> LeaseQuerySet:
        """Return the row of this lease; none where another worker has taken the work."""
        return Lease.objects.filter(work=self.work, task=self.task, worker=self.worker)


def _after(seconds: float) -> models.Expression:
    return models.ExpressionWrapper(
        Now() + timedelta(seconds=seconds), output_field=models.DateTimeField()
    )
