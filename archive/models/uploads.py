"""Files that an editor sent by the web, and what bringing them in would come to.

Once that is done nothing is left of them here: the import tells what became of each item.
"""

import shutil
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.doubts import unanswered
from archive.models.imports import Import
from archive.models.labels import label
from archive.models.names import LONGEST_NAME
from archive.models.operations import Operation, OperationKind


def uploads_folder() -> Path:
    """Return where uploads lie, in the data folder; only the site's own user may look into it."""
    folder = Path(settings.MEDIA_ROOT, "uploads")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


class UploadState(models.TextChoices):
    READING = "reading", _("en lecture")
    READY = "ready", _("à confirmer")
    IMPORTING = "importing", _("en cours d’import")
    STOPPING = "stopping", _("en cours d’arrêt")
    FAILED = "failed", _("interrompu")
    DONE = "done", _("achevé")


class Keywords(models.TextChoices):
    ALL = "all", _("tous")
    KNOWN = "known", _("ceux qui existent ; les autres sont proposés")
    NONE = "none", _("aucun")


class UploadQuerySet(models.QuerySet["Upload"]):
    def waiting(self) -> Self:
        """Return those that there is work to do for, oldest first."""
        return self.filter(state__in=Upload.WAITING).order_by("pk")

    def open(self) -> Self:
        """Return those whose files are still kept."""
        return self.exclude(state=UploadState.DONE)


class Upload(models.Model):
    """The files lie in `folder`, named as `names` says. Who may see it is who sent it: `by`."""

    WAITING = (UploadState.READING, UploadState.IMPORTING, UploadState.STOPPING)
    MOST_TRIES = 3  # in a row without getting on by one item

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("par")
    )
    at = models.DateTimeField(_("reçu le"), default=timezone.now)
    key = models.CharField(max_length=64, unique=True)  # the folder's name, which nobody guesses
    names = models.JSONField(_("fichiers"))
    size = models.PositiveBigIntegerField(_("taille (octets)"))
    format = models.CharField(_("format"), max_length=20, default="auto")
    publication = models.CharField(_("revue par défaut"), max_length=LONGEST_NAME, blank=True)
    state = models.CharField(
        _("état"), max_length=10, choices=UploadState, default=UploadState.READING
    )
    keywords = models.CharField(
        _("mots-clés de la source"), max_length=5, choices=Keywords, default=Keywords.ALL
    )
    # What is decided for all that is chosen: fields of a state, and `added_tags`.
    mended = models.JSONField(default=dict)
    # What was met of tables: {heading's key: `ingest.files.mappings.MetTable` as JSON}.
    tables = models.JSONField(default=dict, db_default={})
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(_("ce qui l’a interrompu"), blank=True)
    event = models.OneToOneField(Import, models.SET_NULL, null=True, related_name="upload")

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")

    def __str__(self):
        return f"{_('Envoi')} n° {self.pk}"

    @property
    def folder(self) -> Path:
        return uploads_folder() / self.key

    @property
    def is_in_reading(self) -> bool:
        return self.state == UploadState.READING

    @property
    def is_ready(self) -> bool:
        """True where an editor is to confirm it."""
        return self.state == UploadState.READY

    @property
    def is_in_import(self) -> bool:
        return self.state == UploadState.IMPORTING

    @property
    def is_waiting(self) -> bool:
        """True where there is work to do for it."""
        return self.state in self.WAITING

    @property
    def chosen(self) -> models.QuerySet["UploadItem"]:
        """The items that the editor wants, but for those that cannot be had."""
        return self.items.filter(left_out=False).exclude(outcome="rejected")

    def keep(self, keywords: str, mended: dict) -> None:
        """Keep what is decided for all that is chosen, unless it is confirmed meanwhile."""
        self._in(UploadState.READY).update(keywords=keywords or Keywords.ALL, mended=mended)

    def become_ready(self, tables: dict[str, dict]) -> None:
        """End its reading, unless it was dropped or given up meanwhile; keep what tables it met."""
        self._in(UploadState.READING).update(state=UploadState.READY, tries=0, tables=tables)

    @transaction.atomic
    def read_again(self) -> bool:
        """Have it read from its beginning; return False where it is not ready.

        What was chosen and mended is forgotten with its preview.
        """
        if not self._in(UploadState.READY).update(state=UploadState.READING, tries=0, tables={}):
            return False
        self.items.all().delete()
        return True

    @transaction.atomic
    def confirm(self) -> bool:
        """Have it brought in; return False where it is not ready, or was confirmed before."""
        if not self._in(UploadState.READY).update(state=UploadState.IMPORTING, tries=0):
            return False
        operation = Operation.objects.create(kind=OperationKind.IMPORT, by=self.by)
        self.event = Import.objects.create(
            operation=operation,
            by=self.by,
            paths=self.names,
            format=self.format,
            publication=self.publication,
        )
        self.save(update_fields=["event"])
        return True

    def stop(self) -> bool:
        """Have the import end where it is; return False where it is not going on."""
        going = self._in(UploadState.IMPORTING, UploadState.FAILED).exclude(event=None)
        return bool(going.update(state=UploadState.STOPPING))

    def resume(self) -> bool:
        """Go on with what was given up; return False where nothing was."""
        state = UploadState.IMPORTING if self.event_id else UploadState.READING
        return bool(self._in(UploadState.FAILED).update(state=state, tries=0, problem=""))

    def drop(self) -> bool:
        """Forget it with its files; return False where it is confirmed."""
        deleted, _by_model = self._stored().filter(event=None).delete()
        if not deleted:
            return False
        self.remove_files()
        return True

    def finish(self) -> None:
        """Close the import: neither files nor preview are needed any more.

        For what was confirmed alone.
        """
        assert self.event is not None, "nothing of it was brought in"
        self.event.finish()
        self.items.all().delete()
        self._stored().update(state=UploadState.DONE, problem="", tables={})
        self.remove_files()

    def fail(self, problem: str) -> None:
        self._stored().update(state=UploadState.FAILED, problem=problem)

    def remove_files(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _stored(self) -> UploadQuerySet:
        """Return its row: other processes work on it as well, so states change in the database."""
        return Upload.objects.filter(pk=self.pk)

    def _in(self, *states: UploadState) -> UploadQuerySet:
        """Return its row if it is in one of these states."""
        return self._stored().filter(state__in=states)


class UploadItem(models.Model):
    """What would become of one item.

    `row` is its line as in an import’s report, but with the beginning of the text only, with the
    doubts that it brings as an editorial has them, with how many `letters` of readers come along,
    with what it takes away of an editorial ([[field, content], …]) and which editorial has nearly
    its text (`near`: [heading, address]), where it is new; `fields` are others that it
    fills, `text` is whole, `mended` what an editor decided of it, `ruled` what rules did
    (`import_rules.ruled`).
    """

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()  # in the order of the import, from 1
    source = models.CharField(max_length=1000)
    outcome = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    row = models.JSONField(default=dict, db_column="said")
    fingerprint = models.CharField(max_length=64, blank=True)
    doubtful = models.BooleanField(default=False)
    left_out = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    fields = models.JSONField(default=dict)
    mended = models.JSONField(default=dict)
    ruled = models.JSONField(default=dict, db_default={})

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="one_row_an_upload_item")
        ]
        indexes = [models.Index(fields=["upload", "fingerprint"], name="upload_items_by_text")]

    @property
    def taken_away(self) -> list[tuple[str, str]]:
        """What its editorial would have no more: [(the field's name in words, its content), …]."""
        fields = self.row.get("taken_away", ())
        return [(label("editorial", name), content) for name, content in fields]

    @property
    def shown(self) -> dict:
        """Its line as it will come in: with what was decided of it."""
        shown = self.row | {name: self.mended[name] for name in self.mended if name in self.row}
        if "bylines" in self.mended:
            shown["authors"] = [name for name, _role in self.mended["bylines"]]
        shown["doubts"] = unanswered(shown.get("doubts", ()), self.mended)
        return shown
