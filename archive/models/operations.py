"""Who changed what, when and why; and the way back.

Everything that people or imports change is an Operation with a Change for each object that became
another. Kept by us rather than by django-simple-history: bylines, tags, doubts and captures are
part of an editorial's state here, a bulk change is one thing, and an undo goes field by field, so
that what others did since stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_save, pre_delete, pre_save
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import readable, undoing
from archive.models.changes import Change, resolved
from archive.models.states import BeforeAfter, State, differing
from archive.models.stores import (
    AUTHORS,
    EDITORIALS,
    FORMER_ADDRESSES,
    PUBLICATIONS,
    SELECTIONS,
    STORES,
    TAGS,
    store_of,
)
from archive.models.stores.borne import NamedStore
from archive.models.stores.state_store import StateStore

_current: ContextVar["Operation | None"] = ContextVar("operation", default=None)


class AlreadyUndone(ValueError):
    """What was to be undone is undone."""


class OperationKind(models.TextChoices):
    EDIT = "edit", _("correction")
    WRITING = "writing", _("saisie")
    BULK = "bulk", _("modification par lot")
    IMPORT = "import", _("import")
    MERGE = "merge", _("fusion")
    SPLIT = "split", _("scission")
    RENAME = "rename", _("changement de nom")
    DELETE = "delete", _("suppression")
    REQUEST = "request", _("demande d’une personne")
    UNDO = "undo", _("annulation")


class OperationQuerySet(models.QuerySet["Operation"]):
    def of(self, instance: models.Model) -> Self:
        """Return those that changed this editorial, tag, author or magazine."""
        return self.filter(changes__model=instance._meta.model_name, changes__object_id=instance.pk)

    @contextmanager
    def recording(
        self,
        kind: str,
        by=None,
        why: str = "",
        undoes: "Operation | None" = None,
        in_parts: bool = False,
    ) -> Iterator["Operation"]:
        """Yield the operation, whose rows are what is made, deleted or changed within it.

        What is changed is noted by `operation.changing(…)`. One transaction, so that all of it is
        done or nothing; `in_parts`, for long imports, leaves each `changing` a transaction of its
        own. An operation that changes nothing leaves no row: its `pk` is then None. Raise
        RuntimeError within another recording.
        """
        if _current.get():
            raise RuntimeError("an operation is being recorded already")
        reason = why[: Operation.LONGEST_REASON]
        yield from Operation(kind=kind, by=by, why=reason, undoes=undoes).recorded(in_parts)


class Operation(models.Model):
    """One change to the archive, of one editorial or of thousands."""

    LONGEST_REASON = 500

    kind = models.CharField(_("genre"), max_length=10, choices=OperationKind)
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
    # What an undo left as it was: see `undoing.undo`.
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
            ("steer", _("régler la recherche")),
            ("merge", _("fusionner et scinder des mots-clés")),
            ("remove", _("supprimer des mots-clés")),
            ("undo_others", _("annuler les opérations d’autrui")),
            ("manage_people", _("réunir et distinguer des personnes")),
            ("manage_accounts", _("tenir les comptes")),
        ]

    # While it is recorded, by the model's name: states of what was deleted, before that, and of
    # what lost by it; ids of what was made.
    _deleted: dict[str, dict[int, State]]
    _created: dict[str, set[int]]

    def __str__(self):
        return f"{self.get_kind_display()} n° {self.pk}"

    @contextmanager
    def going_on(self) -> Iterator["Operation"]:
        """Go on with an operation whose row is there.

        In parts, each a transaction of its own: see `changing`.
        """
        yield from self.recorded(in_parts=True)

    def recorded(self, in_parts: bool) -> Iterator["Operation"]:
        self._forget_signals()
        token = _current.set(self)
        try:
            with nullcontext() if in_parts else transaction.atomic():
                yield self
                self._note_created()
                self._note_deleted()
        finally:
            _current.reset(token)

    def _forget_signals(self) -> None:
        self._deleted, self._created = {}, {}

    @contextmanager
    def changing(self, objects, fields: Iterable[str] | None = None) -> Iterator[None]:
        """Note what is saved within as changes by this operation.

        `objects`: a query set, an instance, instances of one model, or ids of editorials. They are
        locked first. With `fields` only these are looked at, which is quicker for thousands. What
        is made or deleted within is noted too.
        """
        with self.noting(*_stored(objects), fields):
            yield

    @contextmanager
    def noting(
        self, store: StateStore, ids: Iterable[int], fields: Iterable[str] | None = None
    ) -> Iterator[dict[int, State | None]]:
        """Do as `changing`; yield {id: state before}.

        None stands for what is not there, which may be made within.
        """
        is_unsaved = self.pk is None
        try:
            with transaction.atomic(savepoint=False):
                before: dict[int, State | None] = dict.fromkeys(ids)
                before |= store.read(before, fields, lock=True)
                yield before
                self._note_created()
                self._note(store, before, store.read(before, fields))
                self._note_deleted()
        except BaseException:  # what was noted is rolled back, the operation's own row as well
            self._forget_signals()
            if is_unsaved:
                self.pk, self._state.adding = None, True
            raise

    def undo(self, by=None, why: str = "") -> "Operation":
        """Undo this operation by one of its own, and return that: see `undoing.undo`.

        Raises AlreadyUndone.
        """
        with Operation.objects.recording(OperationKind.UNDO, by, why, undoes=self) as operation:
            rows = Operation.objects.select_for_update().filter(pk=self.pk)
            self.undone = rows.values_list("undone", flat=True).get()
            if self.undone:
                raise AlreadyUndone(_("Cette opération est déjà annulée."))
            operation.conclude_undo(undoing.undo(self.changes.all(), operation.noting))
        return operation

    def conclude_undo(self, conflicts: list[dict]) -> None:
        """Keep what this undo left as it was; where that is nothing, what it undoes is undone."""
        self.conflicts = conflicts
        if conflicts:
            self.save()
        elif self.undoes:
            self.undoes._set_undone()

    def _set_undone(self) -> None:
        """Mark it undone; what it undid itself is in force again, and so on along the chain."""
        operation: Operation | None = self
        undone = True
        while operation:
            operation.undone = undone
            operation.save(update_fields=["undone"])
            operation, undone = operation.undoes, not undone

    def may_be_undone_by(self, user) -> bool:
        """Return True if this user may: editors undo what they did themselves.

        Others' work is undone only by who has the permission.
        """
        if user.has_perm("archive.undo_others"):
            return True
        is_by_user = self.by_id is not None and self.by_id == user.pk
        return is_by_user and user.has_perm("archive.edit")

    def conflict_messages(self) -> list[str]:
        """Return a sentence for each thing that this undo left as it was."""
        states = []
        for conflict in self.conflicts:
            for side in ("wanted", "found"):
                states.append({conflict["field"]: conflict[side]})
        names = resolved(states)
        return [readable.conflict_text(conflict, names) for conflict in self.conflicts]

    def _note_created(self) -> None:
        """Note what was made, as the signals told.

        Comes first: it may have been changed since.
        """
        while self._created:
            model, ids = self._created.popitem()
            states = STORES[model].read(ids)
            self._note(STORES[model], dict.fromkeys(states), states, are_fresh=True)

    def _note_deleted(self) -> None:
        """Note what was deleted, and who lost by it, as the signals told.

        Comes last: it may have been changed before.
        """
        while self._deleted:
            model, states = self._deleted.popitem()
            self._note(STORES[model], states, STORES[model].read(states))

    def _note(
        self,
        store: StateStore,
        before: dict[int, State | None] | dict[int, State],
        after: dict[int, State],
        are_fresh: bool = False,
    ) -> None:
        changed: dict[int, BeforeAfter] = {}
        for pk, state in before.items():
            pair = differing(state, after.get(pk))
            if pair:
                changed[pk] = pair
        if not changed:
            return
        if self.pk is None:
            self.save()
        versions = {}
        unraised = []
        for pk in changed:
            version = (after.get(pk) or {}).get("version")
            if version is None:
                continue
            versions[pk] = version
            former = before[pk]
            if former and former["version"] == version:
                unraised.append(pk)
                versions[pk] += 1
        if unraised:
            EDITORIALS.raise_versions(unraised)
        Change.objects.add(self.pk, store.name, changed, versions, are_fresh)


def changing(objects, fields: Iterable[str] | None = None) -> AbstractContextManager[None]:
    """Return `Operation.changing` of the operation being recorded; nothing where none is."""
    operation = _current.get()
    if operation is None:
        return nullcontext()
    return operation.changing(objects, fields)


def note_made(objects: Sequence[models.Model]) -> None:
    """Note objects of one model that were made past its signals, by the operation in hand."""
    operation = _current.get()
    if operation and objects:
        created = operation._created.setdefault(str(objects[0]._meta.model_name), set())
        created.update(made.pk for made in objects)


def _stored(objects) -> tuple[StateStore, list[int]]:
    """Return the store and the ids of what `changing` is given."""
    if isinstance(objects, models.QuerySet):
        return store_of(objects.model), list(objects.order_by().values_list("pk", flat=True))
    if isinstance(objects, models.Model):
        objects = [objects]
    instances_or_ids: list[Any] = list(objects)
    if not instances_or_ids or not isinstance(instances_or_ids[0], models.Model):
        return EDITORIALS, instances_or_ids
    ids = [instance.pk for instance in instances_or_ids if instance.pk]
    return store_of(type(instances_or_ids[0])), ids


# What is made or deleted needs no announcement, nor do former addresses.


def _note_saved(sender, instance, created, raw=False, **kwargs):
    operation = _current.get()
    if operation and created:
        operation._created.setdefault(sender._meta.model_name, set()).add(instance.pk)


def _note_leading(sender, instance, **kwargs):
    """Remember where a former address led that is about to lead elsewhere."""
    operation = _current.get()
    if operation and instance.pk:
        _remember(operation, FORMER_ADDRESSES, [instance.pk])


def _note_deleting(sender, instance, **kwargs):
    """Remember the object, and the editorials that are about to lose a tag or a person with it."""
    operation = _current.get()
    if operation is None:
        return
    store = store_of(sender)
    _remember(operation, store, [instance.pk])
    if isinstance(store, NamedStore):
        _remember(operation, EDITORIALS, store.bearers([instance.pk]))
    if store is EDITORIALS:
        chosen = instance.entries.values_list("selection_id", flat=True)
        _remember(operation, SELECTIONS, chosen)
    if store is TAGS:
        _remember(operation, TAGS, instance.narrower.values_list("pk", flat=True))
    if store is PUBLICATIONS:
        _remember(operation, store, instance.predecessors.values_list("pk", flat=True))
    if store is AUTHORS:
        edited = instance.editorships.values_list("publication_id", flat=True)
        _remember(operation, PUBLICATIONS, edited)


def _remember(operation: Operation, store: StateStore, ids: Iterable[int]) -> None:
    states = operation._deleted.setdefault(store.name, {})
    created = operation._created.get(store.name, set())
    states.update(store.read(set(ids) - states.keys() - created))


for _store in STORES.values():
    post_save.connect(_note_saved, sender=_store.model)
    pre_delete.connect(_note_deleting, sender=_store.model)
pre_save.connect(_note_leading, sender=FORMER_ADDRESSES.model)
