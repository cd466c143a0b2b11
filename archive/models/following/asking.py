"""How often one mailbox may be asked whether it wants to follow something."""

from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.utils import timezone

MOST = 3  # mails that ask, to one mailbox
WITHIN = timedelta(days=1)


class AskingQuerySet(models.QuerySet["Asking"]):
    def take(self, mailbox: str) -> "Asking | None":
        """Return leave to ask a mailbox once more, which is used by that; None where it is not.

        `mailbox`: the keyed hash that stands for it. Two who ask at once never use the same.
        """
        now = timezone.now()
        self.filter(at__lte=now - WITHIN).delete()
        for turn in range(MOST):
            try:
                with transaction.atomic():
                    return self.create(mailbox=mailbox, turn=turn, at=now)
            except IntegrityError:  # used within the day
                continue
        return None


class Asking(models.Model):
    """That a mailbox was asked; a day later nothing of it is kept."""

    mailbox = models.CharField(max_length=64)
    turn = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects = AskingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "turn"], name="one_asking_a_turn")
        ]
