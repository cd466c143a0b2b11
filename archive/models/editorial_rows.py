"""What belongs to an editorial in rows of its own: years, bylines, tags, captures."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.names import LONGEST_NAME, Author, Tag, kind_of


class EditorialYear(models.Model):
    """A year that an editorial may be of.

    One row where it is known, several for « 2003/2004 », none if unknown.
    """

    # The constraint's index begins with it, as that of other models does where they have none.
    editorial = models.ForeignKey("Editorial", models.CASCADE, related_name="years", db_index=False)
    year = models.PositiveSmallIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["editorial", "year"], name="one_row_a_year")]


class Byline(models.Model):
    """The name as an editorial prints it, in order, and the person it stands for, if known."""

    editorial = models.ForeignKey("Editorial", models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        Author,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="bylines",
        verbose_name=_("auteur"),
    )
    name = models.CharField(_("nom imprimé"), max_length=LONGEST_NAME)
    role = models.CharField(_("qualité"), max_length=LONGEST_NAME, blank=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self):
        return self.name

    @property
    def kind(self) -> str:
        """The AuthorKind of who signs: as the author is said to be, else as the name tells."""
        if self.author:
            return self.author.kind
        return kind_of(self.name)


class Tagging(models.Model):
    """That an editorial bears a tag: who said so, when, and by what means."""

    class Origin(models.TextChoices):
        IMPORT = "import", _("importé")
        CATEGORY = "category", _("rubrique de la source")
        EDITOR = "editor", _("posé par un éditeur")

    tag = models.ForeignKey(
        Tag, models.CASCADE, related_name="taggings", verbose_name=_("mot-clé"), db_index=False
    )
    editorial = models.ForeignKey("Editorial", models.CASCADE, related_name="taggings")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("par")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)
    origin = models.CharField(_("moyen"), max_length=10, choices=Origin, default=Origin.EDITOR)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "editorial"], name="one_row_a_tagging")
        ]
        indexes = [
            # Of these alone, so that who suggests tags need not count the others.
            models.Index(
                fields=["tag"],
                name="category_taggings",
                condition=models.Q(origin="category"),
            )
        ]
        ordering = ["tag__key"]
        verbose_name = _("indexation")
        verbose_name_plural = _("indexations")

    def __str__(self):
        return str(self.tag)


def capture_path(capture: "Capture", _filename: str) -> str:
    return f"captures/{capture.sha256[:2]}/{capture.sha256}"


class CaptureQuerySet(models.QuerySet["Capture"]):
    def lost(self) -> Self:
        """Return those whose bytes were gone, or were others, when they were last looked for."""
        return self.filter(lost_at__isnull=False)

    def except_pictures(self) -> Self:
        """Return those from which an editorial may have been read: no covers."""
        return self.exclude(media_type__startswith="image/")


class Capture(models.Model):
    """The bytes of a page, kept as they came.

    The file is named by its hash, so the same bytes are stored once.
    """

    editorial = models.ForeignKey(
        "Editorial",
        models.CASCADE,
        related_name="captures",
        verbose_name=_("éditorial"),
        db_index=False,
    )
    content = models.FileField(_("octets"), upload_to=capture_path, max_length=120)
    sha256 = models.CharField(_("empreinte"), max_length=64, db_index=True)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("taille (octets)"))
    origin = models.CharField(_("provenance"), max_length=1000, help_text=_("Fichier ou adresse."))
    captured_at = models.DateTimeField(_("reçu le"), default=timezone.now)
    # When its bytes were missed first; None as long as they are there, as far as is known.
    lost_at = models.DateTimeField(_("perdu le"), null=True, blank=True, editable=False)

    objects = CaptureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["editorial", "sha256", "origin"], name="one_row_a_capture"
            )
        ]
        indexes = [
            # Of the lost alone, so that asking for them costs nothing where there are none.
            models.Index(
                fields=["editorial"],
                name="lost_captures",
                condition=models.Q(lost_at__isnull=False),
            )
        ]
        ordering = ["-captured_at"]
        verbose_name = _("capture")
        verbose_name_plural = _("captures")

    def __str__(self):
        return self.origin
