"""The pages of the web that editorials came from: whether they answered when last asked."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.addresses import LONGEST


class SourceState(models.TextChoices):
    THERE = "there", _("en ligne")
    MOVED = "moved", _("redirigée")
    GONE = "gone", _("disparue")
    CLOSED = "closed", _("fermée aux programmes")
    SILENT = "silent", _("sans réponse")


class SourceQuerySet(models.QuerySet["Source"]):
    def gone(self) -> Self:
        """Return those whose page was gone when it was last asked for, the latest lost first."""
        return self.filter(state=SourceState.GONE).order_by("-since", "pk")

    def note(self, address: str, state: SourceState, status: int | None) -> None:
        """Note how the page at an address was, just now.

        `status`: of HTTP, None where there was no answer.
        """
        now = timezone.now()
        facts = {"state": state, "status": status, "checked_at": now}
        source, is_new = self.get_or_create(address=address, defaults=facts | {"since": now})
        if is_new:
            return
        if source.state != state:
            facts["since"] = now
        self.filter(pk=source.pk).update(**facts)


class Source(models.Model):
    """A page that published editorials came from, as it was when it was last asked for.

    `address` is that of the editorials (`Editorial.address`), in the one form that all addresses
    of a page share; `since`: when it was first seen in this state.
    """

    address = models.CharField(_("adresse"), max_length=LONGEST, unique=True)
    state = models.CharField(_("état"), max_length=10, choices=SourceState)
    status = models.PositiveSmallIntegerField(_("réponse HTTP"), null=True)
    checked_at = models.DateTimeField(_("vérifiée le"))
    since = models.DateTimeField(_("depuis le"))

    objects = SourceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "-since"], name="sources_by_state")]
        verbose_name = _("page d’origine")
        verbose_name_plural = _("pages d’origine")

    def __str__(self):
        return self.address
