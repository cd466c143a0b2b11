"""Who changed what, when and why; and the way back.

Everything that people or imports change is an Operation with a Change for each object that became another. Kept by us
rather than by django-simple-history: bylines, tags, doubts and captures are part of an editorial's state here, a bulk
change is one thing, and an undo goes field by field, so that what others did since stays.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_save, pre_delete
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import readable, undoing
from archive.models.states import EDITORIALS, KINDS, TAGS, Kind, State, chunks, differing

_current: ContextVar["Operation | None"] = ContextVar("operation", default=None)


class OperationQuerySet(models.QuerySet):
    def of(self, instance: models.Model):
        """Those that changed this editorial, tag, author or magazine."""
        return self.filter(changes__model=instance._meta.model_name, changes__object_id=instance.pk)

    @contextmanager
    def recording(
        self,
        kind: str,
        by=None,
        why: str = "",
        undoes: "Operation | None" = None,
        in_parts: bool = False,
    ):
        """Yields the operation; what is changed within it by `operation.changing(…)`, made or deleted becomes its rows.

        One transaction, so that all of it is done or nothing; `in_parts`, for long imports, leaves each `changing` a
        transaction of its own. An operation that changes nothing leaves no row: its `pk` is then None. Raises
        RuntimeError within another recording.
        """
        if _current.get():
            raise RuntimeError("an operation is being recorded already")
        operation = self.model(kind=kind, by=by, why=why[: Operation.LONGEST_REASON], undoes=undoes)
        yield from operation.recorded(in_parts)


class Operation(models.Model):
    """One change to the archive, of one editorial or of thousands."""

    class Kind(models.TextChoices):
        EDIT = "edit", _("correction")
        BULK = "bulk", _("modification par lot")
        IMPORT = "import", _("import")
        MERGE = "merge", _("fusion")
        SPLIT = "split", _("scission")
        RENAME = "rename", _("changement de nom")
        DELETE = "delete", _("suppression")
        UNDO = "undo", _("annulation")

    LONGEST_REASON = 500

    kind = models.CharField(_("genre"), max_length=10, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="operations",
        verbose_name=_("par"),
    )
    at = models.DateTimeField(_("le"), default=timezone.now, db_index=True)
    why = models.CharField(_("raison"), max_length=LONGEST_REASON, blank=True)
    undoes = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="undos",
        verbose_name=_("annule"),
    )
    # By an undo that left nothing out and was not undone itself.
    undone = models.BooleanField(_("annulée"), default=False)
    # What an undo left as it was, each {"model", "id", "name", "field", "code", "wanted", "found"}: see `undoing`.
    conflicts = models.JSONField(_("conflits"), default=list, blank=True)

    objects = OperationQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("opération")
        verbose_name_plural = _("opérations")
        # What may be done at the desk, as `user.has_perm("archive.edit")`: see `roles`.
        permissions = [
            ("propose", _("proposer des mots-clés et des corrections")),
            ("edit", _("indexer, corriger et publier")),
            ("import", _("importer")),
            ("merge", _("fusionner et scinder des mots-clés")),
            ("remove", _("supprimer des mots-clés")),
            ("undo_others", _("annuler les opérations d’autrui")),
            ("manage_people", _("réunir et distinguer des personnes")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} n° {self.pk}"

    @contextmanager
    def going_on(self):
        """Goes on with an operation whose row is there, in parts, each a transaction of its own: see `changing`."""
        yield from self.recorded(in_parts=True)

    def recorded(self, in_parts: bool) -> Iterator["Operation"]:
        self._before, self._made = {}, {}
        token = _current.set(self)
        try:
            with nullcontext() if in_parts else transaction.atomic():
                yield self
                self._note_made()
                self._note_deleted()
        finally:
            _current.reset(token)

    @contextmanager
    def changing(self, objects, fields: Iterable[str] | None = None):
        """What is saved within it is noted as this operation's changes.

        `objects`: a query set, an instance, instances of one model, or ids of editorials. They are locked first. With
        `fields` only these are looked at, which is quicker for thousands. What is made or deleted within is noted too.
        """
        with self.noting(*_named(objects), fields):
            yield

    @contextmanager
    def noting(self, kind: Kind, ids: Iterable[int], fields: Iterable[str] | None = None):
        """As `changing`; yields {id: state before}, None for what is not there, which may be made within."""
        unsaved = self.pk is None
        try:
            with transaction.atomic(savepoint=False):
                before = dict.fromkeys(ids) | kind.read(ids, fields, lock=True)
                yield before
                self._note_made()
                self._note(kind, before, kind.read(ids, fields))
                self._note_deleted()
        except BaseException:  # what was noted is rolled back, the operation's own row as well
            self._before, self._made = {}, {}
            if unsaved:
                self.pk, self._state.adding = None, True
            raise

    def undo(self, by=None, why: str = "") -> "Operation":
        """Undoes this operation by one of its own, which it returns: see `undoing.undo`. Raises AlreadyUndone."""
        with Operation.objects.recording(Operation.Kind.UNDO, by, why, undoes=self) as operation:
            self.undone = (
                Operation.objects.select_for_update()
                .values_list("undone", flat=True)
                .get(pk=self.pk)
            )
            if self.undone:
                raise AlreadyUndone(_("Cette opération est déjà annulée."))
            operation.conflicts = undoing.undo(self, operation)
            if operation.conflicts:
                operation.save()
            else:
                self._set_undone()
        return operation

    def _set_undone(self) -> None:
        """What this one undid is in force again, and so on along the chain."""
        operation, undone = self, True
        while operation:
            operation.undone = undone
            operation.save(update_fields=["undone"])
            operation, undone = operation.undoes, not undone

    def may_be_undone_by(self, user) -> bool:
        """Editors undo what they did themselves; others' work only who may."""
        own = self.by_id is not None and self.by_id == user.pk
        return user.has_perm("archive.undo_others") or (own and user.has_perm("archive.edit"))

    def conflict_messages(self) -> list[str]:
        """A sentence for each thing that this undo left as it was."""
        names = resolved(
            [{one["field"]: one[side]} for one in self.conflicts for side in ("wanted", "found")]
        )
        return [readable.conflict(one, names) for one in self.conflicts]

    def _note_made(self) -> None:
        """What was made, as the signals told. Comes first: it may have been changed since."""
        while self._made:
            name, ids = self._made.popitem()
            made = KINDS[name].read(ids)
            self._note(KINDS[name], dict.fromkeys(made), made, new=True)

    def _note_deleted(self) -> None:
        """What was deleted, and who lost by it, as the signals told. Comes last: it may have been changed before."""
        while self._before:
            name, states = self._before.popitem()
            self._note(KINDS[name], states, KINDS[name].read(states))

    def _note(
        self,
        kind: Kind,
        before: dict[int, State | None],
        after: dict[int, State],
        new: bool = False,
    ):
        changed = {
            pk: pair for pk, state in before.items() if (pair := differing(state, after.get(pk)))
        }
        if not changed:
            return
        if self.pk is None:
            self.save()
        versions = {pk: after[pk]["version"] for pk in changed if "version" in after.get(pk, ())}
        unraised = [
            pk
            for pk, version in versions.items()
            if before[pk] and before[pk]["version"] == version
        ]
        if unraised:
            EDITORIALS.raise_versions(unraised)
        versions |= {pk: versions[pk] + 1 for pk in unraised}
        Change.objects.add(self, kind.name, changed, versions, new)


def changing(objects, fields: Iterable[str] | None = None):
    """`Operation.changing` of the operation that is being recorded; nothing where none is."""
    operation = _current.get()
    return operation.changing(objects, fields) if operation else nullcontext()


class AlreadyUndone(ValueError):
    """What was to be undone is undone."""


def _named(objects) -> tuple[Kind, list[int]]:
    """The kind and the ids of what `changing` is given."""
    if isinstance(objects, models.QuerySet):
        return KINDS[objects.model._meta.model_name], list(
            objects.order_by().values_list("pk", flat=True)
        )
    several = [objects] if isinstance(objects, models.Model) else list(objects)
    if several and isinstance(several[0], models.Model):
        return KINDS[several[0]._meta.model_name], [one.pk for one in several if one.pk]
    return EDITORIALS, several


def _composed(first: tuple, second: tuple) -> tuple[State | None, State | None] | None:
    """What two changes of one object come to, the one after the other; None where they come to nothing."""
    (before, between), (then, after) = first, second
    if before is not None and then is not None:
        before = then | before  # of what the first did not touch, the second tells how it was
    if between is not None and after is not None:
        after = between | after
    return differing(before, after)


class ChangeQuerySet(models.QuerySet):
    def of(self, instance: models.Model):
        """The history of an editorial, tag, author or magazine, newest first."""
        return self.filter(model=instance._meta.model_name, object_id=instance.pk).order_by(
            "-operation_id"
        )

    def add(
        self,
        operation: Operation,
        model: str,
        pairs: dict[int, tuple],
        versions: dict[int, int],
        new: bool = False,
    ) -> None:
        """Notes {id: (before, after)}; what the same operation changed before in the same object is one row with it. `new`
        objects have no such row."""
        made = []
        for chunk in chunks(pairs):
            rows = () if new else self.filter(operation=operation, model=model, object_id__in=chunk)
            known = {row.object_id: row for row in rows}
            for pk in chunk:
                (before, after), version = pairs[pk], versions.get(pk)
                if pk not in known:
                    row = Change(operation=operation, model=model, object_id=pk)
                    row.before, row.after, row.version = before, after, version
                    made.append(row)
                elif pair := _composed((known[pk].before, known[pk].after), (before, after)):
                    self.filter(pk=known[pk].pk).update(
                        before=pair[0], after=pair[1], version=version
                    )
                else:
                    known[pk].delete()
        self.bulk_create(made)


class Change(models.Model):
    """What an operation made of one object. `before` and `after` are states (see `states`) with the fields that differ;
    None before what was made, None after what was deleted, all the fields on the other side."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="changes")
    model = models.CharField(max_length=20, choices=[(name, name) for name in KINDS])
    object_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    version = models.PositiveIntegerField(null=True)  # of an editorial, once it was changed

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "model", "object_id"], name="one_row_a_changed_object"
            )
        ]
        indexes = [models.Index(fields=["model", "object_id"], name="changes_of_an_object")]

    @property
    def instance(self) -> models.Model | None:
        return KINDS[self.model].model.objects.filter(pk=self.object_id).first()

    def differences(self) -> list[tuple[str, str, str]]:
        """[(label of the field, before, after), …] as people read them: names, not ids. See `differences` for many."""
        return differences([self])[self.pk]


def differences(changes: Iterable[Change]) -> dict[int, list[tuple[str, str, str]]]:
    """{change's pk: its differences} of a page of changes, in a bounded number of queries."""
    changes = list(changes)
    names = resolved(
        [state for change in changes for state in (change.before, change.after) if state]
    )
    return {
        change.pk: readable.differences(change.model, change.before, change.after, names)
        for change in changes
    }


def resolved(states: list[State]) -> readable.Names:
    """The names of all that these states refer to."""
    ids = {}
    for model, pk in {reference for state in states for reference in readable.referred(state)}:
        ids.setdefault(model, set()).add(pk)
    return readable.Names({model: _names(model, wanted) for model, wanted in ids.items()})


def _names(model: str, ids: set[int]) -> dict[int, str]:
    """{id: name}; of what is no more, as it was called when an operation deleted it."""
    named = dict(
        KINDS[model].model.objects.filter(pk__in=ids).values_list("pk", readable.NAMED_BY[model])
    )
    deleted = Change.objects.filter(
        model=model, object_id__in=ids - named.keys(), after__isnull=True
    ).order_by("pk")
    return {row.object_id: row.before[readable.NAMED_BY[model]] for row in deleted} | named


def subjects(changes: Iterable[Change]) -> dict[tuple[str, int], str]:
    """{(model, id): title or name} of what these changes are about, deleted objects included."""
    ids = {}
    for change in changes:
        ids.setdefault(change.model, set()).add(change.object_id)
    return {
        (model, pk): name
        for model, wanted in ids.items()
        for pk, name in _names(model, wanted).items()
    }


# What is made or deleted needs no announcement.


def _note_made(sender, instance, created, raw=False, **kwargs):
    if created and (operation := _current.get()):
        operation._made.setdefault(sender._meta.model_name, set()).add(instance.pk)


def _note_deleting(sender, instance, **kwargs):
    """The object, and the editorials that are about to lose a tag or a person with it."""
    if not (operation := _current.get()):
        return
    kind = KINDS[sender._meta.model_name]
    _remember(operation, kind, [instance.pk])
    if kind is not EDITORIALS:
        _remember(operation, EDITORIALS, kind.bearers([instance.pk]))
    if kind is TAGS:
        _remember(operation, TAGS, instance.narrower.values_list("pk", flat=True))


def _remember(operation: Operation, kind: Kind, ids: Iterable[int]) -> None:
    states = operation._before.setdefault(kind.name, {})
    states.update(kind.read(set(ids) - states.keys() - operation._made.get(kind.name, set())))


for _kind in KINDS.values():
    post_save.connect(_note_made, sender=_kind.model)
    pre_delete.connect(_note_deleting, sender=_kind.model)
