"""An import as an event: who brought in what, when, and what became of each item."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.editorials import Editorial
from archive.models.names import LONGEST_NAME
from archive.models.operations import Operation, OperationKind

# What became of an item: its source, the outcome, the reason, the editorial, rules in words.
Noted = tuple[str, str, str | None, Editorial | None, list[str]]


class ImportQuerySet(models.QuerySet["Import"]):
    def unfinished(self, paths: list[str], format: str, publication: str) -> "Import | None":
        """Return the import of the same that was interrupted, or None."""
        same = self.filter(
            paths=paths, format=format, publication=publication, finished_at__isnull=True
        )
        return same.order_by("-pk").first()

    def begin(
        self, paths: list[str], format: str = "auto", publication: str = "", by=None
    ) -> "Import":
        """Return a new import; where one of the same was interrupted, that one, to go on with.

        So is one of the same that goes on elsewhere: both are one import then.
        """
        with transaction.atomic():
            interrupted = self.unfinished(paths, format, publication)
            if interrupted:
                return interrupted
            operation = Operation.objects.create(kind=OperationKind.IMPORT, by=by)
            event = self.create(
                operation=operation, paths=paths, format=format, publication=publication, by=by
            )
        event.resumed = False
        return event


LEAST_DONE, LEAST_SECONDS = 10, 5  # items and time by which a rate is told


class Import(models.Model):
    """One run over files, or several where it was interrupted.

    The same paths, format and magazine go on with it.
    """

    # None once it is finished and has changed nothing.
    operation = models.OneToOneField(
        Operation, models.SET_NULL, null=True, related_name="import_event"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("par")
    )
    paths = models.JSONField(_("fichiers"))
    format = models.CharField(_("format"), max_length=20, default="auto")
    publication = models.CharField(_("revue par défaut"), max_length=LONGEST_NAME, blank=True)
    started_at = models.DateTimeField(_("commencé le"), default=timezone.now)
    finished_at = models.DateTimeField(_("achevé le"), null=True)

    objects = ImportQuerySet.as_manager()
    resumed = True  # unless it was begun just now, some of its items are known

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self):
        return f"{_('Import')} n° {self.pk}"

    @property
    def is_running(self) -> bool:
        """True as long as it goes on, or where it was interrupted."""
        return self.finished_at is None

    @property
    def is_undone(self) -> bool:
        """True where it ended and was taken back."""
        return not self.is_running and bool(self.operation and self.operation.undone)

    def minutes_left(self, done: int, expected: int) -> int | None:
        """Return how long it will go on at its rate so far, in minutes; None before it has one."""
        rate = self.rate(done)
        if rate is None:
            return None
        return max(1, round((expected - done) / rate))

    def rate(self, done: int) -> int | None:
        """Return how many items a minute it has done so far; None before it has a rate."""
        seconds = (timezone.now() - self.started_at).total_seconds()
        if done < LEAST_DONE or seconds < LEAST_SECONDS:
            return None
        return max(1, round(done * 60 / seconds))

    def counts(self) -> dict[str, int]:
        """Return {outcome: number of items}."""
        return dict(self.items.order_by().values_list("outcome").annotate(models.Count("pk")))

    def note_all(self, before: int, outcomes: Sequence[Noted]) -> None:
        """Note what became of items, `before` of which came before them.

        Who comes to one a second time after an interruption finds it done, which is no reason to
        forget what was done then: « unchanged » replaces nothing.
        """
        items = []
        for number, outcome in enumerate(outcomes, start=before + 1):
            items.append(ImportItem(import_event=self, number=number, **_columns(outcome)))
        if not self.resumed:
            # Where the same runs at once elsewhere, what that one has noted stays.
            ImportItem.objects.bulk_create(items, ignore_conflicts=True)
            return
        for item, outcome in zip(items, outcomes, strict=True):
            self._note_again(item, _columns(outcome))

    def _note_again(self, item: "ImportItem", columns: dict[str, Any]) -> None:
        row, is_added = self.items.get_or_create(number=item.number, defaults=columns)
        is_same = row.source == item.source and item.outcome in ("unchanged", row.outcome)
        if not (is_added or is_same):
            self.items.filter(pk=row.pk).update(**columns)

    def finish(self) -> None:
        if self.finished_at:
            return
        self.finished_at = timezone.now()
        if self.operation and not self.operation.changes.exists():
            self.operation.delete()
            self.operation = None
        self.save()


def _columns(noted: Noted) -> dict[str, Any]:
    source, outcome, reason, editorial, rules = noted
    return {
        "source": source[: ImportItem.LONGEST],
        "outcome": outcome,
        "reason": reason or "",
        "editorial_id": editorial.pk if editorial else None,
        "rules": rules,
    }


class ImportItem(models.Model):
    """What became of one item of an import.

    `editorial`: the one made, changed or found to be the same; of a duplicate the first. It may
    have been deleted since: read it with `select_related`, which gives None then.
    """

    LONGEST = 1000

    import_event = models.ForeignKey(Import, models.CASCADE, related_name="items", db_index=False)
    number = models.PositiveIntegerField()  # in the order of the import, from 1
    source = models.CharField(_("provenance"), max_length=LONGEST)
    outcome = models.CharField(_("issue"), max_length=10)
    reason = models.TextField(_("raison"), blank=True)
    # It points to an editorial that an undo deletes and a second undo makes again under its id.
    editorial = models.ForeignKey(
        Editorial, models.DO_NOTHING, null=True, db_constraint=False, related_name="import_items"
    )

    # Those that decided something of it, in words.
    rules = models.JSONField(_("règles"), default=list, db_default=[])

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["import_event", "number"], name="one_row_an_item")
        ]
        indexes = [models.Index(fields=["import_event", "outcome"], name="items_by_outcome")]
