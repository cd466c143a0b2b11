"""References from one text to another: read, resolved, and settled by editors.

`crossreferences.keeping` writes the rows, `models.reference_settling` what editors decide.
"""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive import text
from archive.models.chunks import chunks
from archive.models.editorials import Editorial
from archive.models.issues import LONGEST_NUMBER
from archive.models.magazines import Publication

LONGEST_PRINTED = 200  # characters of a reference


class ReferenceState(models.TextChoices):
    OPEN = "open", _("à établir")
    LINKED = "linked", _("établi")
    REFUSED = "refused", _("pas de renvoi")
    ITSELF = "itself", _("le texte lui-même")


class ReferenceKind(models.TextChoices):
    EDITORIAL = "editorial", _("éditorial")
    ISSUE = "issue", _("numéro")
    PAGE = "page", _("page")
    TITLE = "title", _("titre")


class CrossReferenceQuerySet(models.QuerySet["CrossReference"]):
    def linked(self) -> Self:
        return self.filter(state=ReferenceState.LINKED)

    def of_what_readers_have(self) -> Self:
        """Return those of published texts that lead to published ones, or to an issue."""
        published = Editorial.State.PUBLISHED
        leading = models.Q(cited=None) | models.Q(cited__state=published)
        return self.filter(leading, editorial__state=published)

    def open(self) -> Self:
        """Return what no rule and no editor has resolved, of texts that readers have."""
        return self.in_state(ReferenceState.OPEN)

    def in_state(self, state: str) -> Self:
        """Return those of a state, of texts that readers have.

        An open title that the archive does not have is most often that of a book or a film.
        """
        rows = self.filter(state=state, editorial__state=Editorial.State.PUBLISHED)
        if state != ReferenceState.OPEN:
            return rows
        told = models.Exists(Candidate.objects.filter(reference=models.OuterRef("pk")))
        return rows.filter(~models.Q(kind=ReferenceKind.TITLE) | told)


class CrossReference(models.Model):
    """What a text says of another, where it says so, and which one it means.

    A linked one leads to `cited`, or to the issue `issue` of `publication` where `cited` is None.
    """

    State = ReferenceState

    editorial = models.ForeignKey(Editorial, models.CASCADE, related_name="cross_references")
    # Where it is printed in the body: see `crossreferences.blocks.Place`.
    block = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    printed = models.CharField(max_length=LONGEST_PRINTED)
    kind = models.CharField(max_length=10, choices=ReferenceKind)
    state = models.CharField(max_length=10, choices=ReferenceState)
    cited = models.ForeignKey(Editorial, models.SET_NULL, null=True, related_name="+")
    # By which it is found when an editorial comes that it may mean.
    publication = models.ForeignKey(
        Publication, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    issue = models.CharField(max_length=LONGEST_NUMBER, blank=True)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    title = models.CharField(max_length=100, blank=True, db_index=True)

    objects = CrossReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["editorial", "block", "start"]
        indexes = [
            models.Index(fields=["publication", "issue"], name="references_to_an_issue"),
            models.Index(fields=["publication", "first", "last"], name="references_to_a_time"),
            models.Index(fields=["state", "editorial"], name="references_by_state"),
        ]
        verbose_name = _("renvoi")
        verbose_name_plural = _("renvois")

    def __str__(self):
        return self.printed


class Candidate(models.Model):
    """An editorial that a reference may mean, by its number: it may be gone by now."""

    reference = models.ForeignKey(CrossReference, models.CASCADE, related_name="candidates")
    number = models.BigIntegerField(db_index=True)

    class Meta:
        ordering = ["pk"]


def citing(magazines: Iterable[int]) -> list[int]:
    """Return the ids of the editorials that refer to any of these magazines, or their issues."""
    texts: set[int] = set()
    for chunk in chunks(magazines):
        rows = CrossReference.objects.filter(publication__in=chunk).order_by()
        texts.update(rows.values_list("editorial_id", flat=True).distinct())
    return sorted(texts)


def settlement_key(printed: str) -> str:
    """Return a reference as printed, for comparing."""
    return " ".join(text.fold(printed).split())[:LONGEST_PRINTED]


class Settlement(models.Model):
    """Which editorial a reference means, as an editor says; None for « no reference at all ».

    Of all references of one text that are printed alike. Both editorials are told by number, so
    that one which is deleted and comes back finds what was said of it.
    """

    editorial = models.BigIntegerField(_("éditorial"))
    key = models.CharField(max_length=LONGEST_PRINTED)  # see `settlement_key`
    printed = models.CharField(_("renvoi"), max_length=LONGEST_PRINTED)
    cited = models.BigIntegerField(_("mène à"), null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["editorial", "key"], name="one_settlement_a_reference")
        ]
        verbose_name = _("renvoi décidé")
        verbose_name_plural = _("renvois décidés")

    def __str__(self):
        return self.printed

    def save(self, *args, **kwargs):
        self.key = settlement_key(self.printed)
        super().save(*args, **kwargs)
