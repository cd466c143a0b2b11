"""What editors are writing and have not saved as an editorial yet, kept for them."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.editorials import Editorial
from archive.models.magazines import Publication
from archive.models.stores import PUBLICATIONS
from archive.models.versions import successors

CONTENTS = "contents"  # the field of what was kept of an issue, which no text has
RECENT = timedelta(days=7)  # for which others are told that somebody is at the same text


class ManuscriptQuerySet(models.QuerySet["Manuscript"]):
    def of(self, user) -> Self:
        """Return this editor's own, the latest first."""
        return self.filter(by=user)

    def new_texts(self) -> Self:
        """Return those of no editorial, or of one that is no more."""
        editorials = Editorial.objects.filter(pk=models.OuterRef("editorial_number"))
        return self.exclude(fields__has_key=CONTENTS).filter(~models.Exists(editorials))

    def of_issues(self, magazine: Publication) -> Self:
        """Return what was typed of whole issues of a magazine, or of one that was merged into it.

        `fields` has the numbers of the issues.
        """
        rows = self.filter(fields__has_key=CONTENTS)
        others = set(rows.order_by().values_list("fields__magazine", flat=True)) - {magazine.pk}
        numbers = [magazine.pk]
        for former, now in successors(PUBLICATIONS, others).items():
            if now == magazine.pk:
                numbers.append(former)
        return rows.filter(fields__magazine__in=numbers)

    def beside(self, editorial: Editorial, user) -> Self:
        """Return what others have been writing of an editorial lately."""
        return self._others(user).filter(editorial_number=editorial.pk)

    def unsaved_of_others(self, user) -> Self:
        """Return the new texts that others have been writing lately."""
        return self._others(user).new_texts()

    def _others(self, user) -> Self:
        recent = self.filter(kept_at__gt=timezone.now() - RECENT)
        return recent.exclude(by=user).select_related("by")

    @transaction.atomic
    def keep(
        self, user, editorial: Editorial | None, number: int, fields: dict[str, Any]
    ) -> "Manuscript":
        """Keep what the form of an editor holds, and return it.

        Of an editorial each editor has one; `number` is that of a new text kept before, else 0.
        """
        if editorial is not None:
            # Two tabs may come at once: the row of the first is the second's, too.
            identity = {"by": user, "editorial_number": editorial.pk}
            values = {"fields": fields, "kept_at": timezone.now()}
            return self.update_or_create(**identity, defaults=values)[0]
        return self.of(user).new_texts()._go_on(user, number, fields)

    @transaction.atomic
    def keep_issue(
        self, user, magazine: Publication, number: int, fields: dict[str, Any]
    ) -> "Manuscript":
        """Keep what the form of an issue holds; `number` is that of what was kept before, or 0."""
        of_magazine = fields | {"magazine": magazine.pk}
        return self.of(user).of_issues(magazine)._go_on(user, number, of_magazine)

    def _go_on(self, user, number: int, fields: dict[str, Any]) -> "Manuscript":
        """Keep the fields as the one of these that has the number, else as a new one."""
        earlier = self.select_for_update().filter(pk=number).first()
        manuscript: Manuscript = earlier or Manuscript(by=user)
        manuscript.fields, manuscript.kept_at = fields, timezone.now()
        manuscript.save()
        return manuscript


class Manuscript(models.Model):
    """What the form of one editor held when it was kept last, field by field as it was typed."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="manuscripts", verbose_name=_("par")
    )
    # No key: where an undo deletes the editorial, what was typed is a new text.
    editorial_number = models.PositiveBigIntegerField(null=True, blank=True)
    fields = models.JSONField(default=dict)
    begun_at = models.DateTimeField(_("commencé le"), default=timezone.now)
    kept_at = models.DateTimeField(_("gardé le"), default=timezone.now)

    objects = ManuscriptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by", "editorial_number"],
                name="one_manuscript_an_editorial",
                condition=models.Q(editorial_number__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["editorial_number", "-kept_at"], name="manuscripts_beside")]
        ordering = ["-kept_at", "-pk"]
        verbose_name = _("texte en cours")
        verbose_name_plural = _("textes en cours")

    def __str__(self):
        return self.title or str(_("[Sans titre]"))

    @property
    def title(self) -> str:
        """The title as it was typed; "" where there is none yet."""
        return str(self.fields.get("title", "")).strip()

    @property
    def magazine_number(self) -> int:
        """The id of the magazine of whose issue it is, 0 where it is of none."""
        return self.fields.get("magazine", 0)

    @property
    def is_of_issue(self) -> bool:
        return CONTENTS in self.fields

    @property
    def lines(self) -> list[str]:
        """What was typed of an issue, field by field, where anything was."""
        return [words for name, words in self.fields[CONTENTS] if words and name != "seal"]

    @property
    def is_of_writing(self) -> bool:
        """Whether the page for writing kept it, which has fields that no correction has: tags."""
        return "tags" in self.fields
