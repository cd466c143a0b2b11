"""The models whose objects operations note: their states read, written, made and deleted.

Thousands of objects are read and written in a number of queries that grows by the chunk, not by the
object.
"""

import json
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from archive import dates, issues, text
from archive.models.chunks import chunks
from archive.models.editorial_rows import EditorialYear
from archive.models.editorials import Editorial, editorials_changed
from archive.models.issues import Issue
from archive.models.letters import Letter, LetterState
from archive.models.names import Author, NamedRow, Publication, Tag
from archive.models.selections import Selection
from archive.models.state_parts import (
    Aliases,
    Broader,
    Bylines,
    Captures,
    Chosen,
    Editorships,
    Periods,
    PrintedNames,
    StatePart,
    Successors,
    Taggings,
)
from archive.models.states import State, as_json, erase, existing
from archive.models.steering_rows import (
    SAME,
    Correction,
    Equivalent,
    Pin,
    Weight,
    equivalent_key,
    query_key,
    word_key,
)

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

    def _attributes(self, state: State) -> dict[str, Any]:
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
            attributes = self._attributes(targets[row.pk])
            if not attributes:
                continue
            for attribute, column in attributes.items():
                setattr(row, attribute, column)
            row.save()

    def make(self, states: dict[int, State]) -> None:
        for pk, state in states.items():
            self.model(pk=pk, **self._attributes(state)).save(force_insert=True)

    def delete(self, ids: Iterable[int]) -> None:
        for chunk in chunks(ids):
            for row in self.rows.filter(pk__in=chunk):
                row.delete()


class NamedStore(SavedStore[NamedRow]):
    """Tags, authors, magazines. `link`: from an editorial to them."""

    identity = ("name", "slug")

    def __init__(self, *args, link: str, has_unique_names: bool = True, **options):
        super().__init__(*args, **options)
        self.link = link
        self.has_unique_names = has_unique_names

    def is_taken(self, pk: int, state: State) -> bool:
        taken = Q(slug=state.get("slug", "")) & ~Q(slug="")
        if "name" in state and self.has_unique_names:
            taken |= Q(key=text.fold(state["name"]))
        return self.rows.filter(taken).exclude(pk=pk).exists()

    def bearers(self, ids: Iterable[int]) -> set[int]:
        """Return the ids of the editorials that bear any of them."""
        bearers: set[int] = set()
        for chunk in chunks(ids):
            editorials = Editorial.objects.filter(**{f"{self.link}__in": chunk}).order_by()
            bearers.update(editorials.values_list("pk", flat=True))
        return bearers


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


class IssueStore(SavedStore[Issue]):
    """Issues that editors have said something of; no two of a magazine have one slug."""

    identity = ("number", "publication")

    def is_taken(self, pk: int, state: State) -> bool:
        if not any(name in state for name in self.identity):
            return False
        whole = self.read([pk], self.identity).get(pk, {}) | state
        slug = issues.slug(whole["number"])
        twins = self.rows.filter(publication=whole["publication"], slug=slug)
        return twins.exclude(pk=pk).exists()

    def write_columns(self, targets: dict[int, State]) -> None:
        super().write_columns(self._of_magazines(targets))

    def make(self, states: dict[int, State]) -> None:
        """Make them again but those whose magazine is no more."""
        super().make(self._of_magazines(states))

    def _of_magazines(self, states: dict[int, State]) -> dict[int, State]:
        """Return the states that name no magazine, or one that there is."""
        magazines = existing(Publication, {state.get("publication") for state in states.values()})
        there = {}
        for pk, state in states.items():
            if "publication" not in state or state["publication"] in magazines:
                there[pk] = state
        return there

    def bearers(self, ids: Iterable[int]) -> set[int]:
        """Return the ids of the editorials that are of any of them."""
        bearers: set[int] = set()
        for issue in self.rows.filter(pk__in=ids):
            bearers.update(issue.editorials().order_by().values_list("pk", flat=True))
        return bearers


class LetterStore(SavedStore[Letter]):
    """Letters; writers' addresses are no part of a state, so that no undo brings them back."""

    identity = ("source_id",)

    def is_taken(self, pk: int, state: State) -> bool:
        source_id, editorial = state.get("source_id"), state.get("editorial")
        if not (source_id and editorial):
            return False
        same = self.rows.filter(editorial=editorial, source_id=source_id)
        return same.exclude(pk=pk).exists()

    def make(self, states: dict[int, State]) -> None:
        """Make letters; one whose letter to answer is no more answers none."""
        ids = sorted(states)
        parents = existing(self.model, (states[pk].get("parent") for pk in ids))
        for pk in ids:
            if states[pk].get("parent") not in {*parents, *ids}:
                states[pk]["parent"] = None
        super().make({pk: states[pk] for pk in ids})

    def answered(self, editorials: Iterable[int], except_for: Iterable[int]) -> set[int]:
        """Return those of the editorials that have other letters than these, and not erased."""
        left_out = set(except_for)
        answered: set[int] = set()
        for chunk in chunks(editorials):
            rows = self.rows.filter(editorial__in=chunk).exclude(state=LetterState.ERASED)
            for pk, editorial in rows.order_by().values_list("pk", "editorial"):
                if pk not in left_out:
                    answered.add(editorial)
        return answered


class EditorialStore(StateStore[Editorial]):
    """Editorials by the thousand: no model's signal is sent; `editorials_changed` is, once."""

    always = ("version",)
    # Columns of which something is derived that is each editorial's own.
    DERIVING = frozenset({"title", "body", "source_url"})

    def raise_versions(self, ids: Iterable[int]) -> None:
        for chunk in chunks(ids):
            Editorial.objects.filter(pk__in=chunk).update(version=F("version") + 1)

    def write(self, targets: dict[int, State]) -> None:
        super().write(targets)
        editorials_changed.send(Editorial, ids=list(targets))

    def write_columns(self, targets: dict[int, State]) -> None:
        """Set columns, in one query for all that get the same.

        A bulk change sets one value everywhere, an import's undo many.
        """
        alike = defaultdict(list)  # columns as JSON -> ids
        for pk, state in targets.items():
            columns = {name: state[name] for name in state if name in self.columns}
            if self.DERIVING.isdisjoint(columns):
                alike[json.dumps(columns, sort_keys=True)].append(pk)
            else:
                self._save_derived(pk, columns)
        for shared, ids in alike.items():
            self._set(json.loads(shared), ids)

    def _set(self, columns: State, ids: list[int]) -> None:
        attributes = self._attributes(columns)
        attributes |= {"updated_at": timezone.now(), "version": F("version") + 1}
        if "date" in columns:
            attributes["earliest"], attributes["latest"] = dates.bounds(columns["date"])
        if "issue" in columns:
            attributes["issue_slug"] = issues.slug(columns["issue"])
        for chunk in chunks(ids):
            Editorial.objects.filter(pk__in=chunk).update(**attributes)
            if "date" in columns:
                self._set_years(columns["date"], chunk)
            if not {"issue", "publication"}.isdisjoint(columns):
                rows = Editorial.objects.filter(pk__in=chunk, issue_slug__gt="").order_by()
                Issue.objects.make_sure(rows.values_list("publication_id", "issue").distinct())

    def _set_years(self, date: str, ids: list[int]) -> None:
        erase(EditorialYear.objects.filter(editorial__in=ids))
        years = dates.years(date)
        rows = [EditorialYear(editorial_id=pk, year=year) for pk in ids for year in years]
        EditorialYear.objects.bulk_create(rows)

    def _save_derived(self, pk: int, columns: State) -> None:
        editorial = Editorial.objects.filter(pk=pk).first()
        if editorial is None:
            return
        for attribute, column in self._attributes(columns).items():
            setattr(editorial, attribute, column)
        editorial.save()

    def make(self, states: dict[int, State]) -> None:
        """Make editorials under the ids that they had.

        Their versions are higher than those of the forms still open on them.
        """
        editorials = []
        years: list[EditorialYear] = []
        for pk, state in states.items():
            editorial = Editorial(pk=pk, **self._attributes(state), version=state["version"] + 1)
            editorial.derive()
            editorials.append(editorial)
            years += editorial.years_to_be()
        Editorial.objects.bulk_create(editorials, batch_size=100)
        EditorialYear.objects.bulk_create(years)
        Issue.objects.make_sure((row.publication_id, row.issue) for row in editorials)
        editorials_changed.send(Editorial, ids=list(states))

    def delete(self, ids: Iterable[int]) -> None:
        """Delete editorials with all rows that go with them.

        None of these rows has rows of its own that would go with it.
        """
        ids = list(ids)
        for chunk in chunks(ids):
            for relation in Editorial._meta.related_objects:
                if relation.on_delete is models.CASCADE:
                    rows = relation.related_model._default_manager
                    erase(rows.filter(**{f"{relation.field.name}__in": chunk}))
            erase(Editorial.objects.filter(pk__in=chunk))
        editorials_changed.send(Editorial, ids=ids)


EDITORIALS = EditorialStore(
    Editorial,
    "title title_supplied standfirst body language date publication section issue page source_url"
    " source_id state doubts imported created_at",
    {"bylines": Bylines(), "tags": Taggings(), "captures": Captures()},
    sets={"doubts", "tags", "captures"},
    hidden={"imported", "created_at"},
)
PUBLICATIONS: NamedStore[Publication] = NamedStore(
    Publication,
    "name slug description issn publisher publisher_url subscription_url letters"
    " licence licence_address",
    {"successors": Successors(), "periods": Periods(), "editorships": Editorships()},
    sets={"successors"},
    link="publication",
)
ISSUES = IssueStore(Issue, "publication number title date cover")
AUTHORS: NamedStore[Author] = NamedStore(
    Author,
    "name slug sort_name note",
    {"names": PrintedNames()},
    sets={"names"},
    link="bylines__author",
    has_unique_names=False,
)
TAGS: NamedStore[Tag] = NamedStore(
    Tag,
    "name slug description",
    {"aliases": Aliases(), "broader": Broader()},
    sets={"aliases", "broader"},
    link="taggings__tag",
)
EQUIVALENTS: KeyedStore[Equivalent] = KeyedStore(
    Equivalent,
    "text one_way origin state why",
    identity="text one_way",
    key_of=lambda state: {"key": equivalent_key(state["text"].split(SAME), state["one_way"])},
    hidden={"origin"},
)
PINS: KeyedStore[Pin] = KeyedStore(
    Pin,
    "query editorials why until",
    identity="query",
    key_of=lambda state: {"key": query_key(state["query"])},
)
WEIGHTS: KeyedStore[Weight] = KeyedStore(
    Weight,
    "facet value factor why",
    identity="facet value",
    key_of=lambda state: {"facet": state["facet"], "value": state["value"]},
)
CORRECTIONS: KeyedStore[Correction] = KeyedStore(
    Correction,
    "typed read instead why",
    identity="typed",
    key_of=lambda state: {"key": word_key(state["typed"])},
)
LETTERS = LetterStore(
    Letter,
    "editorial parent name text state reason reply replied_at mended_at received written_at"
    " arrived_at shown_at oddities source_id imported",
    hidden={
        *("replied_at", "mended_at", "received", "arrived_at", "shown_at"),
        *("oddities", "source_id", "imported"),
    },
)
SELECTIONS: KeyedStore[Selection] = KeyedStore(
    Selection,
    "name slug kind introduction state published_at",
    {"editorials": Chosen()},
    identity="slug",
    key_of=lambda state: {"slug": state["slug"]},
    hidden={"published_at"},
)
NAMED_STORES = (PUBLICATIONS, AUTHORS, TAGS)
SAVED_STORES: tuple[SavedStore, ...] = (
    *NAMED_STORES,
    ISSUES,
    EQUIVALENTS,
    PINS,
    WEIGHTS,
    CORRECTIONS,
    SELECTIONS,
)
STORES: dict[str, StateStore] = {
    store.name: store for store in (*SAVED_STORES, LETTERS, EDITORIALS)
}


def store_of(model: type[models.Model]) -> StateStore:
    """Return the store of a model's objects; raise KeyError where operations do not note them."""
    return STORES[str(model._meta.model_name)]
