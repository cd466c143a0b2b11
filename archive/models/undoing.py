"""The way back: an operation's changes undone field by field, and a word on each that cannot be.

A field that is still as the operation left it gets its value from before. Of tags, doubts and other
sets, what was added goes, what was removed returns, and what came later stays. What was made is
deleted, unless somebody has worked on it since; what was deleted is made again under its id. All
else is a conflict: it stays as it is and is told.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from archive.models import readable
from archive.models.changes import Change, ChangeQuerySet
from archive.models.chunks import chunks
from archive.models.labels import label
from archive.models.states import State, differing, merged_set, shortened_as
from archive.models.stores import (
    EDITORIALS,
    LETTERS,
    SAVED_STORES,
    SELECTIONS,
    SHEETS,
    STORES,
)
from archive.models.stores.state_store import SavedStore, StateStore

# `Operation.noting` of the operation that records the undo; None for fields means all of them.
Noting = Callable[
    [StateStore, list[int], set[str] | None], AbstractContextManager[dict[int, State | None]]
]


def undo(changes: ChangeQuerySet, noting: Noting) -> list[dict]:
    """Undo an operation's changes, within another that notes it; return the conflicts.

    Each is {"model", "id", "name", "field", "code", "wanted", "found"}: `field` is empty where it
    is about the whole object, `code` is one of readable.CONFLICTS, `wanted` and `found` are values
    as in states.
    """
    editorial_conflicts = []
    with ExitStack() as stack:
        plans = _saved_plans(changes, noting, stack)
        _give_back(plans)
        letters = _letters_plan(changes, noting, stack)
        of_editorials = changes.filter(model=EDITORIALS.name)
        for ids in chunks(of_editorials.values_list("object_id", flat=True)):
            chunk = list(of_editorials.filter(object_id__in=ids))
            editorial_conflicts += _undo_editorials(chunk, noting, letters.deleted)
        _take_away(plans, letters)
    return _conflicts(plans, letters) + editorial_conflicts


class UndoInSteps:
    """The same in steps, each within a transaction of its own that `noting` is of.

    Each may be done again, by a worker that goes on where another was ended; each returns the
    conflicts that it met.
    """

    def __init__(self, changes: ChangeQuerySet):
        self.changes = changes
        self.plans: list[SavedPlan] = []

    def give_back(self, noting: Noting) -> list[dict]:
        """Give back what editorials refer to: the first step."""
        with ExitStack() as stack:
            self.plans = _saved_plans(self.changes, noting, stack)
            _give_back(self.plans)
        return []

    def undo_editorials(self, ids: list[int], noting: Noting) -> list[dict]:
        """Undo what was done to some editorials, whose letters may go with them."""
        chunk = list(self.changes.filter(model=EDITORIALS.name, object_id__in=ids))
        of_letters = self.changes.filter(model=LETTERS.name)
        answering = LETTERS.rows.filter(editorial__in=ids).values("pk")
        going = list(of_letters.filter(object_id__in=answering))
        with noting(LETTERS, [change.object_id for change in going], None) as current:
            deleted = SavedPlan(LETTERS, going, current).deleted
            return _undo_editorials(chunk, noting, deleted)

    def take_away(self, noting: Noting) -> list[dict]:
        """Delete what was made and is in no use any more: the last step."""
        with ExitStack() as stack:
            for plan in self.plans:
                stack.enter_context(noting(plan.store, list(plan.current), None))
            letters = _letters_plan(self.changes, noting, stack)
            _take_away(self.plans, letters)
        return _conflicts(self.plans, letters)


def _give_back(plans: list["SavedPlan"]) -> None:
    """Set and make what tells of names, before what bears them."""
    for plan in plans:
        plan.store.write_columns(plan.edited)
    for plan in plans:
        plan.store.make(plan.remade)
    for plan in plans:
        if plan.store is SHEETS:  # the authors that they name are there again
            plan.store.write_columns(plan.edited)
        if plan.store is not SELECTIONS:
            plan.write_parts()


def _take_away(plans: list["SavedPlan"], letters: "SavedPlan") -> None:
    """Set what refers to editorials, and delete what was made and is in no use any more."""
    for plan in plans:
        if plan.store is SELECTIONS:  # the editorials that they hold are there again
            plan.write_parts()
    letters.refuse_homeless()
    letters.store.write_columns(letters.edited)
    letters.store.make(letters.remade)
    letters.store.delete(letters.deleted)
    for plan in plans:
        plan.refuse_used()
        plan.store.delete(plan.deleted)
        if plan.deleted:  # the names that these had are free now
            plan.write_parts()


def _conflicts(plans: list["SavedPlan"], letters: "SavedPlan") -> list[dict]:
    conflicts = []
    for plan in (*plans, letters):
        conflicts += plan.conflicts
    return conflicts


def distinct(conflicts: list[dict]) -> list[dict]:
    """Return conflicts, each of a field of an object once, in their order."""
    by_subject: dict[tuple, dict] = {}
    for conflict in conflicts:
        subject = conflict["model"], conflict["id"], conflict["field"], conflict["code"]
        by_subject.setdefault(subject, conflict)
    return list(by_subject.values())


def _saved_plans(changes: ChangeQuerySet, noting: Noting, stack: ExitStack) -> list["SavedPlan"]:
    plans = []
    for store in SAVED_STORES:
        plans.append(_saved_plan(store, list(changes.filter(model=store.name)), noting, stack))
    return plans


def _letters_plan(changes: ChangeQuerySet, noting: Noting, stack: ExitStack) -> "SavedPlan":
    return _saved_plan(LETTERS, list(changes.filter(model=LETTERS.name)), noting, stack)


def _saved_plan(
    store: SavedStore, changes: Sequence[Change], noting: Noting, stack: ExitStack
) -> "SavedPlan":
    ids = [change.object_id for change in changes]
    plan = SavedPlan(store, changes, stack.enter_context(noting(store, ids, None)))
    plan.refuse_taken()
    return plan


def _undo_editorials(changes: Sequence[Change], noting: Noting, letters: set[int]) -> list[dict]:
    """Undo a chunk of editorials' changes; return the conflicts. `letters` go with it."""
    ids = [change.object_id for change in changes]
    with noting(EDITORIALS, ids, _edited_fields(changes)) as current:
        plan = Plan(EDITORIALS, changes, current)
        plan.refuse_missing()
        plan.refuse_answered(letters)
        EDITORIALS.make(plan.remade)
        EDITORIALS.write_parts(plan.remade)
        EDITORIALS.write(plan.edited)
        EDITORIALS.delete(plan.deleted)
    return plan.conflicts


def _edited_fields(changes: Sequence[Change]) -> set[str] | None:
    """Return the fields concerned, to be read alone; None if not all were merely edited."""
    fields: set[str] = set()
    for change in changes:
        if not (change.before and change.after):
            return None
        fields |= change.before.keys()
    return fields


class Plan:
    """What undoing comes to for objects of one store.

    `edited`: {id: fields to set}, `remade`: {id: state}, `deleted`: ids.
    """

    def __init__(
        self, store: StateStore, changes: Sequence[Change], current: dict[int, State | None]
    ):
        self.store = store
        self.current = current
        self.edited: dict[int, State] = {}
        self.remade: dict[int, State] = {}
        self.deleted: set[int] = set()
        self.conflicts: list[dict] = []
        for change in changes:
            self._take(change, change.object_id, current.get(change.object_id))

    def _take(self, change: Change, pk: int, now: State | None) -> None:
        before, after = change.before, change.after
        if after is None:
            if now is None and before is not None:
                self.remade[pk] = dict(before)
        elif before is None:
            self._unmake(pk, after, now)
        elif now is None:
            self._refuse(pk, "", "gone", name=_name(self.store, before, after))
        else:
            for field in before:
                self._take_back(pk, field, before[field], after[field], now[field])

    def _unmake(self, pk: int, after: State, now: State | None) -> None:
        if now is None:
            return
        since = differing(after, shortened_as(after, now))
        if since is None:
            self.deleted.add(pk)
            return
        touched = since[0] or {}
        labels = []
        for field in self.store.fields:
            if field in touched and field not in self.store.hidden:
                labels.append(label(self.store.name, field))
        self._refuse(pk, "", "changed", found=", ".join(labels))

    def _take_back(self, pk: int, field: str, before: Any, after: Any, now: Any) -> None:
        is_set = field in self.store.sets
        target = merged_set(after, before, now) if is_set else before
        if target == now:
            return
        if is_set or now == after:
            self.edited.setdefault(pk, {})[field] = target
        elif field not in self.store.hidden:
            self._refuse(pk, field, "edited", wanted=before, found=now)

    def _refuse(
        self,
        pk: int,
        field: str,
        code: str,
        name: str = "",
        wanted: Any = None,
        found: Any = None,
    ) -> None:
        states = self.remade.get(pk), self.current.get(pk), self.edited.get(pk)
        conflict = {
            "model": self.store.name,
            "id": pk,
            "name": name or _name(self.store, *states) or f"n° {pk}",
            "field": field,
            "code": code,
            "wanted": wanted,
            "found": found,
        }
        self.conflicts.append(conflict)

    def write_parts(self) -> None:
        self.store.write_parts(self.edited | self.remade)

    def refuse_missing(self) -> None:
        """Refuse tags, people and magazines that are no more.

        The rest of the state returns without them.
        """
        targets = self.remade | self.edited
        references = defaultdict(set)
        for state in targets.values():
            for model, pk in readable.referred(state):
                references[model].add(pk)
        existing = {model: STORES[model].existing(ids) for model, ids in references.items()}
        for pk, state in targets.items():
            for model, missing in sorted(readable.referred(state)):
                if missing not in existing[model]:
                    self._leave_out(pk, state, model, missing)

    def refuse_answered(self, letters: set[int]) -> None:
        """Refuse to delete editorials that have other letters of readers than these."""
        for pk in sorted(LETTERS.answered(self.deleted, except_for=letters)):
            self._refuse(pk, "", "answered")
            self.deleted.discard(pk)

    def _leave_out(self, pk: int, state: State, model: str, missing: int) -> None:
        if model == "tag":
            tagging = state["tags"].pop(str(missing))
            self._refuse(pk, "tags", "missing", wanted={str(missing): tagging})
        elif model == "author":
            lost = []
            bylines = []
            for name, role, author in state["bylines"]:
                if author == missing:
                    lost.append([name, role, author])
                    author = None
                bylines.append([name, role, author])
            state["bylines"] = bylines
            self._refuse(pk, "bylines", "missing", wanted=lost)
        else:
            publication = state.pop("publication")
            self._refuse(pk, "publication", "missing", wanted=publication)


class SavedPlan(Plan):
    """A plan for tags, words and others, whose names and addresses may be in use by now."""

    store: SavedStore

    def refuse_taken(self) -> None:
        """Refuse names and addresses that another row has by now."""
        for pk, state in [*self.remade.items(), *self.edited.items()]:
            if not self.store.is_taken(pk, state):
                continue
            self._refuse(pk, "", "name-taken", name=_name(self.store, state))
            if pk in self.remade:
                del self.remade[pk]
            else:
                for column in self.store.identity:
                    state.pop(column, None)

    def refuse_homeless(self) -> None:
        """Refuse letters whose editorials are no more."""
        homes = {state["editorial"] for state in self.remade.values()}
        present = EDITORIALS.existing(homes)
        for pk, state in [*self.remade.items()]:
            if state["editorial"] not in present:
                self._refuse(pk, "", "gone")
                del self.remade[pk]

    def refuse_used(self) -> None:
        for pk in sorted(self.deleted):
            if self.store.bearers([pk]):
                self._refuse(pk, "", "used")
                self.deleted.discard(pk)


def _name(store: StateStore, *states: State | None) -> str:
    """Return the name of an object by the first of its states that has one."""
    for state in states:
        name = (state or {}).get(readable.NAMED_BY[store.name])
        if name:
            return name
    return ""
