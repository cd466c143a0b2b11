"""Editorials that are kept from search engines, because a person in them has asked for it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from archive.models.editorials import Editorial

SHOWN = ("title", "standfirst", "body")  # what a page may show unmasked


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


def is_any_withheld(editorials: Iterable[int]) -> bool:
    """Return True if any of these is kept from search engines: what quotes it is kept so, too."""
    return Withholding.objects.filter(editorial__in=set(editorials)).exists()


def drop_outdated(ids: Iterable[int], becoming: dict[str, str]) -> None:
    """Forget what pages show in the place of fields that become others than they are.

    Whoever corrects a masked text corrects what its page shows: it cannot show the former one on.
    """
    fields = [f"editorial__{name}" for name in SHOWN]
    shown = Withholding.objects.filter(editorial__in=list(ids)).exclude(original={})
    for withholding, *stored in shown.values_list("pk", *fields):
        present = dict(zip(SHOWN, stored, strict=True))
        changed = {name for name in SHOWN if becoming.get(name, present[name]) != present[name]}
        if changed:
            row = Withholding.objects.get(pk=withholding)
            row.original = {
                name: content for name, content in row.original.items() if name not in changed
            }
            row.save(update_fields=["original"])
