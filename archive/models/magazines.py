"""What is known of a magazine in rows of its own: when it appeared, who edited it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.days import edtf
from archive.models.names import LONGEST_NAME, Author, Publication


class Dated(models.Model):
    """Something that was so at a magazine for some time."""

    date = models.CharField(
        _("dates (EDTF)"),
        max_length=40,
        blank=True,
        help_text=_("1998/2004, 2005/.. (depuis 2005), ../2004 ; vide si inconnues."),
    )

    class Meta:
        abstract = True

    def clean(self):
        self.date = edtf(self.date)


class Period(Dated):
    """Years in which a magazine appeared, and how often."""

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="periods", verbose_name=_("revue")
    )
    frequency = models.CharField(
        _("périodicité"), max_length=100, blank=True, help_text=_("Par exemple mensuel.")
    )

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("période")
        verbose_name_plural = _("périodes")

    def __str__(self):
        return self.date


class Editorship(Dated):
    """Somebody who edited a magazine for some time, in what office."""

    publication = models.ForeignKey(
        Publication, models.CASCADE, related_name="editorships", verbose_name=_("revue")
    )
    author = models.ForeignKey(
        Author,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="editorships",
        verbose_name=_("auteur"),
        help_text=_("Si l’archive a des éditoriaux de sa main."),
    )
    name = models.CharField(_("nom"), max_length=LONGEST_NAME)
    role = models.CharField(
        _("fonction"),
        max_length=LONGEST_NAME,
        blank=True,
        help_text=_("Par exemple rédactrice en chef."),
    )

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("direction")
        verbose_name_plural = _("direction")

    def __str__(self):
        return self.name
