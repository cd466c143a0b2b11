"""Magazines, and what is known of them in rows of its own: when they appeared, who edited them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import dates, issns, licences, text
from archive.models.days import edtf
from archive.models.names import LONGEST_NAME, Author, FormerAddress, Named, NamedQuerySet
from archive.models.slugs import telling_slug

OF_THE_WEB = URLValidator(schemes=["http", "https"])


class Correspondence(models.TextChoices):
    """Whether readers' letters are taken and shown."""

    OPEN = "open", _("reçues et publiées")
    CLOSED = "closed", _("publiées, mais plus reçues")
    OFF = "off", _("ni reçues ni publiées")

    @classmethod
    def stricter(cls, first: str, second: str) -> str:
        """Return that of two by which fewer letters are taken or shown."""
        return max(first, second, key=cls.values.index)


class PublicationQuerySet(NamedQuerySet["Publication"]):
    def named(self, name: str) -> "Publication":
        """Return the magazine of that name, or which it became; make it if there is none.

        So what a source goes on calling « Libération.fr » is of the magazine into which editors
        have merged that one, or as which they renamed it.
        """
        key = text.fold(" ".join(name.split())[:LONGEST_NAME])
        magazine = self.filter(key=key).first() or self._formerly(telling_slug(name))
        return magazine or super().named(name)

    def _formerly(self, slug: str) -> "Publication | None":
        """Return the magazine to which an address leads that none has any more; None for ""."""
        if not slug:
            return None
        model = str(self.model._meta.model_name)
        for now in FormerAddress.objects.successors({model: [slug]}).values():
            return self.filter(slug=now).first()
        return None


class Publication(Named):
    LINK = "editorials__id"

    description = models.TextField(_("présentation"), blank=True)
    issn = models.CharField("ISSN", max_length=9, blank=True)
    publisher = models.CharField(_("maison d’édition"), max_length=LONGEST_NAME, blank=True)
    publisher_url = models.URLField(
        _("site de l’éditeur"), max_length=1000, blank=True, validators=[OF_THE_WEB]
    )
    subscription_url = models.URLField(
        _("page d’abonnement"), max_length=1000, blank=True, validators=[OF_THE_WEB]
    )
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="predecessors",
        blank=True,
        verbose_name=_("revues qui lui ont succédé"),
    )
    letters = models.CharField(
        _("lettres des lecteurs"),
        max_length=6,
        choices=Correspondence,
        default=Correspondence.OPEN,
        help_text=_("Ce que les lecteurs répondent aux éditoriaux de cette revue."),
    )
    # Their defaults are the database's too: code of before, which knows nothing of them, writes on.
    licence = models.CharField(
        _("licence des textes"),
        max_length=30,
        choices=licences.CHOICES,
        blank=True,
        default="",
        db_default="",
    )
    licence_address = models.CharField(
        _("adresse de la licence"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        validators=[OF_THE_WEB],
        help_text=_("Où se lisent les conditions, si ce n’est pas le texte habituel."),
    )

    objects = PublicationQuerySet.as_manager()  # type: ignore[misc] # narrower than of what is named

    class Meta(Named.Meta):
        constraints = [models.UniqueConstraint(fields=["key"], name="one_row_a_publication")]
        verbose_name = _("revue")
        verbose_name_plural = _("revues")

    def clean(self):
        super().clean()
        if self.licence == licences.OTHER and not self.licence_address:
            message = _("Dites où se lisent ces conditions.")
            raise ValidationError({"licence_address": message})
        if not self.issn:
            return
        try:
            self.issn = issns.valid(self.issn)
        except ValueError:
            message = _("« %(issn)s » n’est pas un ISSN : un chiffre est faux.")
            raise ValidationError({"issn": message % {"issn": self.issn}}) from None

    def refuse_circle(self, successors: Iterable["Publication"]) -> None:
        """Raise ValidationError where one of these is this magazine, or came before it."""
        earlier = self.earlier()
        for successor in successors:
            if successor.pk in earlier:
                message = _("« %(after)s » ne peut pas succéder à « %(before)s ».")
                names = {"after": successor.name, "before": self.name}
                raise ValidationError(message % names)

    def earlier(self) -> set[int]:
        """Return its id and those of all that came before it, by any number of steps."""
        earlier = {self.pk}
        level = {self.pk}
        while level:
            before = Publication.objects.filter(successors__in=level).values_list("pk", flat=True)
            level = set(before) - earlier
            earlier |= level
        return earlier

    @property
    def terms(self) -> licences.Licence | None:
        """Under what terms its texts may be used again; None where nothing is said."""
        return licences.terms(self.licence, self.licence_address)

    def overlaps(self) -> str:
        """Return in words which of its periods share days, "" where none do: which may be meant."""
        periods = self.periods.values_list("date", flat=True)
        pairs = []
        for pair in dates.overlapping(periods):
            first, second = map(dates.display, pair)
            pairs.append(gettext("%(first)s et %(second)s") % {"first": first, "second": second})
        if not pairs:
            return ""
        return gettext("Des périodes se chevauchent : %(pairs)s.") % {"pairs": " ; ".join(pairs)}


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
