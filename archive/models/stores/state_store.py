"""How the objects of a model are read and written as states: of any, and of a few saved each.

Thousands of objects are read and written in a number of queries that grows by the chunk, not by the
object.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from django.db import models

from archive.models.chunks import chunks
from archive.models.state_parts import StatePart
from archive.models.states import State, as_json, existing

Row = TypeVar("Row", bound=models.Model)


class StateStore(ABC, Generic[Row]):
    """How one model's objects are read, written, made and deleted as states.

    `sets`: fields whose elements are undone one by one. `hidden`: fields that are kept but are
    nothing to people. `always`: columns that are read along and are no change by themselves.
    """

    always: tuple[str, ...] = ()

    def __init__(
        self,
        model: type[Row],
        columns: str,
        parts: dict[str, StatePart] | None = None,
        sets: Iterable[str] = (),
        hidden: Iterable[str] = (),
    ):
        self.model = model
        self.name = str(model._meta.model_name)
        self.columns = tuple(columns.split())
        self.parts = parts or {}
        self.sets = frozenset(sets)
        self.hidden = frozenset(hidden)

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.columns, *self.parts)

    def field(self, name: str) -> models.Field:
        """Return a field of the model; raise FieldDoesNotExist where it has none of that name."""
        field = self.model._meta.get_field(name)
        assert isinstance(field, models.Field), f"{name} points to the model from another one"
        return field

    @property
    def rows(self) -> models.QuerySet[Row]:
        return self.model._default_manager.all()

    def read(
        self, ids: Iterable[int], fields: Iterable[str] | None = None, lock: bool = False
    ) -> dict[int, State]:
        """Return {id: state} of those that there are, with these fields alone if they are named.

        `lock` keeps others from changing them until the transaction ends.
        """
        names = self.fields if fields is None else tuple(fields)
        columns = [*self.always, *(name for name in names if name in self.columns)]
        parts = [name for name in names if name in self.parts]
        states: dict[int, State] = {}
        for chunk in chunks(ids):
            rows = self.rows.filter(pk__in=chunk).order_by()
            if lock:
                rows = rows.select_for_update()
            for pk, *row in rows.values_list("pk", *columns):
                states[pk] = dict(zip(columns, map(as_json, row), strict=True))
            for name in parts:
                self._read_part(name, chunk, states)
        return states

    def _read_part(self, name: str, ids: list[int], states: dict[int, State]) -> None:
        part = self.parts[name]
        stored = part.read(ids)
        for pk in ids:
            if pk in states:
                states[pk][name] = stored.get(pk) or part.empty()

    def existing(self, ids: Iterable[int]) -> set[int]:
        return existing(self.model, ids)

    def write(self, targets: dict[int, State]) -> None:
        """Set fields of objects that there are."""
        self.write_columns(targets)
        self.write_parts(targets)

    @abstractmethod
    def write_columns(self, targets: dict[int, State]) -> None: ...

    def write_parts(self, targets: dict[int, State]) -> None:
        for name, part in self.parts.items():
            wanting = {pk: state[name] for pk, state in targets.items() if name in state}
            if wanting:
                part.write(wanting)

    @abstractmethod
    def make(self, states: dict[int, State]) -> None:
        """Make objects, without their parts, under the ids that they had."""

    @abstractmethod
    def delete(self, ids: Iterable[int]) -> None: ...

    def attributes(self, state: State) -> dict[str, Any]:
        """Return the columns of a state by the names of their attributes, as Python values."""
        attributes = {}
        for name in self.columns:
            if name in state:
                field = self.field(name)
                attributes[field.attname] = field.to_python(state[name])
        return attributes


class SavedStore(StateStore[Row]):
    """Few at a time, so each is saved, and its signals tell who listens.

    `identity`: columns by which no two may be the same.
    """

    identity: tuple[str, ...] = ()

    @abstractmethod
    def is_taken(self, pk: int, state: State) -> bool:
        """Return True if another row is by now what a state would have this one be."""

    def bearers(self, ids: Iterable[int]) -> set[int]:
        """Return the ids of the editorials that bear any of them: none, of most models."""
        return set()

    def write_columns(self, targets: dict[int, State]) -> None:
        for row in self.rows.filter(pk__in=targets):
            attributes = self.attributes(targets[row.pk])
            if not attributes:
                continue
            for attribute, column in attributes.items():
                setattr(row, attribute, column)
            row.save()

    def make(self, states: dict[int, State]) -> None:
        for pk, state in states.items():
            self.model(pk=pk, **self.attributes(state)).save(force_insert=True)

    def delete(self, ids: Iterable[int]) -> None:
        for chunk in chunks(ids):
            for row in self.rows.filter(pk__in=chunk):
                row.delete()


class KeyedStore(SavedStore[Row]):
    """Rows that have a key. `key_of`: {column: value} that no two of them share."""

    def __init__(self, *args, identity: str, key_of: Callable[[State], dict[str, Any]], **options):
        super().__init__(*args, **options)
        self.identity = tuple(identity.split())
        self.key_of = key_of

    def is_taken(self, pk: int, state: State) -> bool:
        if not any(name in state for name in self.identity):
            return False
        whole = self.read([pk], self.identity).get(pk, {}) | state
        return self.rows.filter(**self.key_of(whole)).exclude(pk=pk).exists()
