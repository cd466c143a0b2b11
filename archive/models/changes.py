"""What an operation made of each object, and how people read it."""

from collections.abc import Iterable, Iterator
from typing import Self

from django.db import models

from archive.models import readable
from archive.models.chunks import chunks
from archive.models.states import BeforeAfter, Compact, State, differing, shortened
from archive.models.stores import FORMER_ADDRESSES, STORES


def _composed(first: BeforeAfter, second: BeforeAfter) -> BeforeAfter | None:
    """Return what two changes of one object come to; None where they come to nothing."""
    before, between = first
    earlier, after = second
    if before is not None and earlier is not None:
        before = earlier | before  # of what the first did not touch, the second tells how it was
    if between is not None and after is not None:
        after = between | after
    if before is None:
        after = shortened(after)
    return differing(before, after)


class ChangeQuerySet(models.QuerySet["Change"]):
    def of(self, instance: models.Model) -> Self:
        """Return the history of an editorial, tag, author or magazine, newest first."""
        changes = self.filter(model=instance._meta.model_name, object_id=instance.pk)
        return changes.order_by("-operation_id")

    def listed(self) -> Self:
        """Return those that people read of: where former addresses lead goes without saying."""
        return self.exclude(model=FORMER_ADDRESSES.name)

    def of_all(self, model: str, ids: Iterable[int]) -> Iterator["Change"]:
        """Yield the histories of many objects of one model, each newest first."""
        for chunk in chunks(ids):
            yield from self.filter(model=model, object_id__in=chunk).order_by("-operation_id")

    def add(
        self,
        operation_id: int,
        model: str,
        pairs: dict[int, BeforeAfter],
        versions: dict[int, int],
        are_fresh: bool = False,
    ) -> None:
        """Note {id: (before, after)}, and the versions that editorials have after it.

        What the same operation changed before in the same object is one row with it; `are_fresh`:
        the objects were just made and have no such row.
        """
        added = []
        for chunk in chunks(pairs):
            noted = {}
            if not are_fresh:
                noted = self._of_operation(operation_id, model, chunk)
            for pk in chunk:
                if pk in noted:
                    noted[pk].extend(pairs[pk], versions.get(pk))
                else:
                    before, after = pairs[pk]
                    if before is None:
                        after = shortened(after)
                    change = Change(operation_id=operation_id, model=model, object_id=pk)
                    change.before, change.after, change.version = before, after, versions.get(pk)
                    added.append(change)
        Change.objects.bulk_create(added)

    def _of_operation(self, operation_id: int, model: str, ids: list[int]) -> dict[int, "Change"]:
        changes = self.filter(operation=operation_id, model=model, object_id__in=ids)
        return {change.object_id: change for change in changes}


class Change(models.Model):
    """What an operation made of one object.

    `before` and `after` are states (see `states`) with the fields that differ; None before what
    was made, None after what was deleted, all the fields on the other side.
    """

    operation = models.ForeignKey(
        "Operation", models.CASCADE, related_name="changes", db_index=False
    )
    model = models.CharField(max_length=20, choices=[(name, name) for name in STORES])
    object_id = models.BigIntegerField()
    before = models.JSONField(null=True, encoder=Compact)
    after = models.JSONField(null=True, encoder=Compact)
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
        return STORES[self.model].rows.filter(pk=self.object_id).first()

    def extend(self, pair: BeforeAfter, version: int | None) -> None:
        """Take in a later change of the same object; the row goes if nothing remains of both."""
        composed = _composed((self.before, self.after), pair)
        row = Change.objects.filter(pk=self.pk)
        if composed is None:
            self.delete()
        else:
            row.update(before=composed[0], after=composed[1], version=version)

    def differences(self) -> list[tuple[str, str, str]]:
        """Return [(label of the field, before, after), …] as people read them: names, not ids.

        See the function `differences` for many.
        """
        return differences([self])[self.pk]


def differences(changes: Iterable[Change]) -> dict[int, list[tuple[str, str, str]]]:
    """Return {change's pk: its differences} of a page of changes.

    A bounded number of queries.
    """
    changes = list(changes)
    states: list[State] = []
    for change in changes:
        states += filter(None, (change.before, change.after))
    names = resolved(states)
    texts = {}
    for change in changes:
        texts[change.pk] = readable.differences(change.model, change.before, change.after, names)
    return texts


def resolved(states: Iterable[State]) -> readable.Names:
    """Return the names of all that these states refer to."""
    references = set().union(*map(readable.referred, states))
    by_model = {model: _names(model, ids) for model, ids in _ids_by_model(references).items()}
    return readable.Names(by_model)


def _ids_by_model(references: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    ids: dict[str, set[int]] = {}
    for model, pk in references:
        ids.setdefault(model, set()).add(pk)
    return ids


def _names(model: str, ids: set[int]) -> dict[int, str]:
    """Return {id: name}; of what is no more, as it was called when an operation deleted it."""
    column = readable.NAMED_BY[model]
    present = dict(STORES[model].rows.filter(pk__in=ids).values_list("pk", column))
    deletions = Change.objects.filter(
        model=model, object_id__in=ids - present.keys(), after__isnull=True
    )
    names = {}
    for deletion in deletions.order_by("pk"):
        former = deletion.before or {}
        names[deletion.object_id] = former[column]
    return names | present


def subjects(changes: Iterable[Change]) -> dict[tuple[str, int], str]:
    """Return {(model, id): title or name} of what changes are about, deleted objects included."""
    names = {}
    by_model = _ids_by_model((change.model, change.object_id) for change in changes)
    for model, ids in by_model.items():
        for pk, name in _names(model, ids).items():
            names[model, pk] = name
    return names
