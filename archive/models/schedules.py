"""Editorials that are to be published or withdrawn at a moment to come."""

import logging
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import OperationalError, models, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.models.bulk import Bulk
from archive.models.changes import Change
from archive.models.editorials import Editorial
from archive.models.operations import Operation, OperationKind
from archive.models.stores import EDITORIALS

LONGEST_REASON = 300
log = logging.getLogger(__name__)


class ScheduledState(models.TextChoices):
    """What an editorial can be scheduled to become."""

    PUBLISHED = Editorial.State.PUBLISHED.value, _("publier")
    WITHDRAWN = Editorial.State.WITHDRAWN.value, _("retirer de la consultation")


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def due(self, now: datetime) -> Self:
        """Return those whose moment has come, the earliest first."""
        return self.filter(at__lte=now).order_by("at", "pk")

    def carry_out(self, most: int) -> int:
        """Do what is due, so many at most, each as an operation; return how many were done.

        What cannot be done, by a fault of ours or of the disk, is told in the log and tried again.
        """
        done = 0
        for number in self.due(timezone.now()).values_list("pk", flat=True)[:most]:
            try:
                self._carry_out(number)
            except OperationalError:  # nothing can be written, of the others neither
                raise
            except Exception:
                log.exception("Schedule %s could not be carried out.", number)
            else:
                done += 1
        return done

    @transaction.atomic
    def _carry_out(self, number: int) -> None:
        """Do one; nothing where another process has done it, or it was put off meanwhile.

        Whoever has given its editorial another state meanwhile has decided otherwise: it is
        dropped then.
        """
        rows = self.due(timezone.now()).filter(pk=number).select_related("by")
        schedule = rows.select_for_update(of=("self",)).first()
        if schedule is None:
            return
        editorial = Editorial.objects.only("state").get(pk=schedule.editorial_id)
        if editorial.state != schedule.former_state(editorial):
            told = "The schedule of editorial %s (%s) is dropped: it has become %s meanwhile."
            log.warning(told, editorial.pk, schedule.state, editorial.state)
        else:
            kind, reason = OperationKind.EDIT, schedule.reason()
            with Operation.objects.recording(kind, schedule.by, reason) as operation:
                change = Bulk(values={"state": schedule.state})
                change.apply_within(operation, [editorial.pk], schedule.by)
        schedule.delete()


class Schedule(models.Model):
    """That an editorial is to be published or withdrawn, and when; it goes once that is done."""

    editorial = models.OneToOneField(
        Editorial, models.CASCADE, related_name="schedule", verbose_name=_("éditorial")
    )
    state = models.CharField(_("ce qui est prévu"), max_length=10, choices=ScheduledState)
    at = models.DateTimeField(_("le"), db_index=True)
    why = models.CharField(_("raison"), max_length=LONGEST_REASON, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("par"),
    )
    made_at = models.DateTimeField(default=timezone.now)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("échéance")
        verbose_name_plural = _("échéances")

    def __str__(self):
        return f"{self.get_state_display()} · {self.at}"

    def former_state(self, editorial: Editorial) -> str:
        """Return the state of its editorial as it was scheduled, by what the history tells."""
        since = Change.objects.filter(
            model=EDITORIALS.name,
            object_id=editorial.pk,
            operation__at__gte=self.made_at,
            before__has_key="state",
        )
        for change in since.order_by("operation__at", "operation_id")[:1]:
            return (change.before or {})["state"]
        return editorial.state

    def reason(self) -> str:
        """Return what the history says of it: « Prévu pour le 3 mars 2027 à 8:00 : raison »."""
        moment = formats.date_format(timezone.localtime(self.at), "DATETIME_FORMAT")
        reason = gettext("Prévu pour le %(moment)s") % {"moment": moment}
        if self.why:
            reason = f"{reason} : {self.why}"
        return reason[: Operation.LONGEST_REASON]
