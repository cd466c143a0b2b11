"""Searches of the site and worklists of the desk that the team keeps under a name."""

from typing import Self
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 100
LONGEST_NOTE = 2_000
LONGEST_ADDRESS = 4_000
MOST = 500  # of a team


class SavedListQuerySet(models.QuerySet["SavedList"]):
    def with_names(self) -> Self:
        """Return them with what a list of them shows."""
        return self.select_related("assignee", "by")

    def first_of(self, user) -> Self:
        """Return them in the order of a user's work: their own, nobody's, then the others'."""
        place = models.Case(
            models.When(assignee=user, then=0),
            models.When(assignee=None, then=1),
            default=2,
            output_field=models.SmallIntegerField(),
        )
        return self.with_names().order_by(place, "name", "pk")


class SavedList(models.Model):
    """A search or a worklist under a name, and who is to work through it."""

    name = models.CharField(_("nom"), max_length=LONGEST_NAME)
    # As in an address: `list=untagged&year=2001` of a worklist, `q=accueil` of a search.
    address = models.TextField(_("recherche"), max_length=LONGEST_ADDRESS)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="saved_lists",
        verbose_name=_("confiée à"),
    )
    note = models.TextField(_("notes"), max_length=LONGEST_NOTE, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)

    objects = SavedListQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("liste gardée")
        verbose_name_plural = _("listes gardées")

    def __str__(self):
        return self.name

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Return what it asks, as the parameters of an address."""
        return parse_qsl(self.address)
