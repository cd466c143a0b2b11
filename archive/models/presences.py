"""Who has the writing page of an editorial open: seen as it is opened and as its text is kept."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from archive.models.editorials import Editorial

LASTING = timedelta(minutes=15)  # after the last sign


class PresenceQuerySet(models.QuerySet["Presence"]):
    def note(self, editorial: Editorial, user) -> None:
        """Note that a user is at an editorial now; forget who was at it long ago."""
        now = timezone.now()
        self.filter(editorial=editorial, seen_at__lte=now - LASTING).exclude(by=user).delete()
        self.update_or_create(editorial=editorial, by=user, defaults={"seen_at": now})

    def beside(self, editorial: Editorial, user) -> Self:
        """Return who else is at an editorial, the last seen first."""
        recent = self.filter(editorial=editorial, seen_at__gt=timezone.now() - LASTING)
        return recent.exclude(by=user).select_related("by").order_by("-seen_at", "pk")


class Presence(models.Model):
    """That somebody had the writing page of an editorial open at a moment."""

    editorial = models.ForeignKey(Editorial, models.CASCADE, related_name="presences")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["editorial", "by"], name="one_row_a_presence")
        ]

    def __str__(self):
        return f"{self.by} · {self.editorial_id}"
