"""Editorials that are nearly the same: reprints, shortened versions."""

from typing import Self

from django.conf import settings
from django.db import connections, models
from django.utils.translation import gettext_lazy as _

from archive.models.editorials import Editorial

# Of the longer of two texts that the other has, too, from where on they are nearly one: a reprint
# with another opening. What shares less is mostly another text by the same template.
NEAR = 0.9
_KEPT = "INSERT INTO archive_shingle (editorial_id, value) VALUES (%s, %s)"


class ShingleQuerySet(models.QuerySet["Shingle"]):
    def keep(self, sketches: dict[int, set[int]]) -> None:
        """Store the sketches, {id of an editorial: its shingles}.

        Sixteen rows an editorial: as objects they would cost more than all else that an import
        writes.
        """
        rows = []
        for editorial, sketch in sketches.items():
            rows += [(editorial, shingle) for shingle in sorted(sketch)]
        with connections[self.db].cursor() as cursor:
            cursor.executemany(_KEPT, rows)


class Shingle(models.Model):
    """One of the few fingerprints of passages by which texts that share some are found.

    See `ingest.entering.likeness`.
    """

    editorial = models.ForeignKey(Editorial, models.CASCADE, related_name="shingles")
    value = models.BigIntegerField(db_index=True)

    objects = ShingleQuerySet.as_manager()


class LikenessQuerySet(models.QuerySet["Likeness"]):
    def undecided(self) -> Self:
        """Return the pairs that nobody has judged yet, most alike first.

        A pair of which one is in the trash is none.
        """
        trashed = Editorial.State.TRASHED
        pairs = self.filter(verdict="").exclude(earlier__state=trashed)
        return pairs.exclude(later__state=trashed).order_by("-shared", "pk")


class Likeness(models.Model):
    """Two editorials that share most of the shorter one's words in the same order.

    `earlier` has the lower id.
    """

    class Verdict(models.TextChoices):
        REPRINT = "reprint", _("reprise")
        SHORTENED = "shortened", _("version abrégée")
        DIFFERENT = "different", _("textes différents")

    earlier = models.ForeignKey(
        Editorial, models.CASCADE, related_name="likenesses", db_column="one_id"
    )
    later = models.ForeignKey(
        Editorial, models.CASCADE, related_name="earlier_likenesses", db_column="other_id"
    )
    shared = models.FloatField(_("part commune du plus court"))  # 0 to 1
    covered = models.FloatField(_("part commune du plus long"))  # 0 to 1
    verdict = models.CharField(_("jugement"), max_length=10, choices=Verdict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = LikenessQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["earlier", "later"], name="one_row_a_pair")]
        verbose_name = _("ressemblance")
        verbose_name_plural = _("ressemblances")

    @property
    def is_near_copy(self) -> bool:
        """Whether the other is nearly a copy of the one, as an editor judged or else by its words.

        A search shows only the better of both, and the other beneath.
        """
        if self.verdict:
            return self.verdict != self.Verdict.DIFFERENT
        return self.covered >= NEAR
