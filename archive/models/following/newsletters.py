"""Letters that the editors write to those who follow « la lettre »."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_TITLE = 150  # characters: it is the subject of a mail
LONGEST_INTRODUCTION = 5_000  # characters
MOST_EDITORIALS = 50
KEY = 32  # characters


class NewsletterQuerySet(models.QuerySet["Newsletter"]):
    def last_place(self) -> int:
        """Return the number of the last letter, 0 before the first."""
        return self.order_by("-pk").values_list("pk", flat=True).first() or 0


class Newsletter(models.Model):
    """A letter that an editor has sent: from then on nothing of it changes.

    `key` is that of the preview that was confirmed: it is sent once, however often somebody
    confirms. `editorials` are numbers, in the letter's order; `taken` counts the mails that the
    mail server has taken.
    """

    key = models.CharField(max_length=KEY, unique=True)
    title = models.CharField(_("titre"), max_length=LONGEST_TITLE)
    introduction = models.TextField(_("introduction"), blank=True)
    editorials = models.JSONField(_("éditoriaux"), default=list)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("envoyée par"),
    )
    sent_at = models.DateTimeField(_("envoyée le"), default=timezone.now)
    taken = models.PositiveIntegerField(_("courriels partis"), default=0)

    objects = NewsletterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("infolettre")
        verbose_name_plural = _("infolettres")

    def __str__(self):
        return self.title
