"""Editorials that are kept from search engines, because a person in them has asked for it."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from archive.models.editorials import Editorial


class Withholding(models.Model):
    """That an editorial is kept from search engines.

    `original`: fields that its page shows as they were before a name was masked in them; all else
    that reads the editorial reads it masked.
    """

    editorial = models.OneToOneField("Editorial", models.CASCADE, related_name="withholding")
    original = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("retenue")
        verbose_name_plural = _("retenues")

    def __str__(self):
        return f"{self._meta.verbose_name} n° {self.pk}"


def withheld(editorial: "Editorial") -> dict[str, str] | None:
    """Return what the page of an editorial shows in the place of masked fields.

    None where search engines may have it.
    """
    withholding = getattr(editorial, "withholding", None)
    return withholding.original if withholding else None
