"""The way back: an operation's changes undone field by field, and a word on each that cannot be.

A field that is still as the operation left it gets its value from before. Of tags, doubts and other
sets, what was added goes, what was removed returns, and what came later stays. What was made is
deleted, unless somebody has worked on it since; what was deleted is made again under its id. All
else is a conflict: it stays as it is and is told.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack

from django.db.models import Q

from archive import text
from archive.models import readable
from archive.models.changes import Change, ChangeQuerySet
from archive.models.chunks import chunks
from archive.models.cross_references import citing
from archive.models.editorials import Editorial, editorials_changed
from archive.models.magazines import Publication
from archive.models.names import Address, FormerAddress
from archive.models.states import State, merged_set
from archive.models.stores import (
    EDITORIALS,
    FORMER_ADDRESSES,
    LETTERS,
    NAMED_STORES,
    PUBLICATIONS,
    SAVED_STORES,
    SELECTIONS,
    SHEETS,
    TAGS,
)
from archive.models.stores.state_store import SavedStore, StateStore
from archive.models.undo_plans import Plan, SavedPlan

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
    steps = UndoInSteps(changes)
    conflicts = steps.give_back(noting)
    of_editorials = changes.filter(model=EDITORIALS.name)
    for ids in chunks(of_editorials.values_list("object_id", flat=True)):
        conflicts += steps.undo_editorials(ids, noting)
    return distinct([*conflicts, *steps.take_away(noting)])


class UndoInSteps:
    """An undo in steps, each within a transaction that `noting` is of.

    Others may save between two of them, so each goes by what is stored as it begins. Each may be
    done again, by a worker that goes on where another was ended; each returns the conflicts that
    it met.
    """

    def __init__(self, changes: ChangeQuerySet):
        self.changes = changes

    def give_back(self, noting: Noting) -> list[dict]:
        """Set and make again what tells of names, before what bears them: the first step."""
        with ExitStack() as stack:
            plans = []
            vacated: set[Address] = set()
            for store, changes, current in self._saved(noting, stack):
                former = [change for change in changes if change.before is not None]
                if store is SELECTIONS:
                    former = [_without(change, "editorials") for change in former]
                if store is PUBLICATIONS:
                    # Letters that were hidden are not shown while their texts are still there.
                    former = [_without_letters(change) for change in former]
                plan = SavedPlan(store, former, current)
                plan.refuse_taken()
                if store in NAMED_STORES:
                    plan.refuse_elsewhere(self._elsewhere(plan))
                vacated |= plan.vacated(changes)
                if store is FORMER_ADDRESSES:
                    plan.leave_leading(vacated)
                plans.append(plan)
            for plan in plans:
                plan.store.write_columns(plan.edited)
            for plan in plans:
                plan.store.make(plan.remade)
            for plan in plans:
                if plan.store is SHEETS:  # the authors that they name are there again
                    plan.store.write_columns(plan.edited)
                plan.write_parts()
        return _conflicts(plans)

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
        """Set what refers to editorials, delete what was made and is in no use: the last step."""
        texts = self._citing()
        with ExitStack() as stack:
            plans = []
            vacated: set[Address] = set()
            for store, changes, current in self._saved(noting, stack):
                made = [change for change in changes if change.before is None]
                if store is SELECTIONS:
                    made = _with_entries_that_are(changes, current)
                if store is PUBLICATIONS:
                    made += _of_letters(changes)
                plan = SavedPlan(store, made, current)
                vacated |= plan.vacated(changes)
                if store is FORMER_ADDRESSES:
                    plan.leave_leading(vacated)
                plans.append(plan)
            letters = self._letters_plan(noting, stack)
            for plan in plans:
                plan.store.write(plan.edited)  # the editorials that they hold are there again
            letters.refuse_homeless()
            letters.store.write_columns(letters.edited)
            letters.store.make(letters.remade)
            letters.store.delete(letters.deleted)
            for plan in plans:
                plan.refuse_used()
                plan.store.delete(plan.deleted)
                if plan.store is TAGS and plan.deleted:
                    self._give_freed_names(plan)
        if texts:
            editorials_changed.send(Editorial, ids=texts)  # their references are read again
        return _conflicts([*plans, letters])

    def _saved(
        self, noting: Noting, stack: ExitStack
    ) -> Iterator[tuple[SavedStore, list[Change], dict[int, State | None]]]:
        """Yield each store with its changes and {id: state now} of what they are of."""
        for store in SAVED_STORES:
            changes = list(self.changes.filter(model=store.name))
            ids = [change.object_id for change in changes]
            yield store, changes, stack.enter_context(noting(store, ids, None))

    def _elsewhere(self, plan: SavedPlan) -> set[int]:
        """Return which of those to be made again lead elsewhere by now, as do all their texts.

        Their addresses would lead to nothing if they came back without any.
        """
        by_slug = {state["slug"]: pk for pk, state in plan.remade.items()}
        merged: set[int] = set()
        for chunk in chunks(by_slug):
            leading = FormerAddress.objects.filter(model=plan.store.name, slug__in=chunk)
            merged.update(by_slug[slug] for slug in leading.values_list("slug", flat=True))
        borne: set[int] = set()
        returning: set[int] = set()
        of_editorials = self.changes.filter(model=EDITORIALS.name)
        numbers = of_editorials.values_list("object_id", flat=True) if merged else ()
        for ids in chunks(numbers):
            changes = list(of_editorials.filter(object_id__in=ids))
            current = EDITORIALS.read(ids, _edited_fields(changes))
            texts = Plan(EDITORIALS, changes, dict(current))
            there = [change.before or {} for change in changes if change.object_id in current]
            borne |= _referred(plan.store, there)
            returning |= _referred(plan.store, (texts.edited | texts.remade).values())
            if merged <= returning:
                break
        return merged & borne - returning

    def _citing(self) -> list[int]:
        """Return the texts that refer to magazines that were made or deleted.

        Those too that refer to the ones into which these went.
        """
        of_magazines = self.changes.filter(model=PUBLICATIONS.name)
        magazines: set[int] = set()
        addresses: set[str] = set()
        for change in of_magazines.filter(Q(before__isnull=True) | Q(after__isnull=True)):
            magazines.add(change.object_id)
            addresses.add((change.before or change.after or {})["slug"])
        for chunk in chunks(addresses):
            later = FormerAddress.objects.filter(model=PUBLICATIONS.name, slug__in=chunk)
            successors = Publication.objects.filter(slug__in=later.values("now"))
            magazines.update(successors.order_by().values_list("pk", flat=True))
        return citing(magazines)

    def _letters_plan(self, noting: Noting, stack: ExitStack) -> SavedPlan:
        changes = list(self.changes.filter(model=LETTERS.name))
        ids = [change.object_id for change in changes]
        return SavedPlan(LETTERS, changes, stack.enter_context(noting(LETTERS, ids, None)))

    def _give_freed_names(self, plan: SavedPlan) -> None:
        """Give tags back as aliases what tags that are gone now were called."""
        freed: set[str] = set()
        for pk in plan.deleted:
            state = plan.current[pk] or {}
            freed.update(text.fold(name) for name in (state["name"], *state["aliases"]))
        targets = {}
        for change in self.changes.filter(model=TAGS.name, before__aliases__isnull=False):
            former = (change.before or {})["aliases"]
            names = [name for name in former if text.fold(name) in freed]
            now = TAGS.read([change.object_id], ["aliases"]).get(change.object_id)
            if names and now:
                targets[change.object_id] = {"aliases": merged_set([], names, now["aliases"])}
        TAGS.write_parts(targets)


def _referred(store: StateStore, states: Iterable[State]) -> set[int]:
    """Return the ids of the objects of a store to which states refer."""
    references: set[tuple[str, int]] = set()
    for state in states:
        references |= readable.referred(state)
    return {pk for model, pk in references if model == store.name}


def _without(change: Change, field: str) -> Change:
    """Return a change without a field, which the last step sets."""
    sides = []
    for state in (change.before, change.after):
        sides.append(state and {name: state[name] for name in state if name != field})
    return Change(object_id=change.object_id, before=sides[0], after=sides[1])


def _without_letters(change: Change) -> Change:
    """Return a change of a magazine without whether letters are shown; of a deleted one, whole."""
    return _without(change, "letters") if change.after else change


def _of_letters(changes: Iterable[Change]) -> list[Change]:
    """Return what changes of magazines do to whether letters to them are shown, alone."""
    last = []
    for change in changes:
        if change.before and change.after and "letters" in change.before:
            before, after = change.before["letters"], change.after["letters"]
            letters = Change(object_id=change.object_id)
            letters.before, letters.after = {"letters": before}, {"letters": after}
            last.append(letters)
    return last


def _with_entries_that_are(
    changes: Sequence[Change], current: dict[int, State | None]
) -> list[Change]:
    """Return changes of selections for the last step, with those editorials that there are.

    Of what was made, whole; of what was changed or deleted, the editorials in it alone.
    """
    mentioned: set[int] = set()
    for change in changes:
        for state in (change.before or {}, change.after or {}):
            mentioned.update(state.get("editorials", ()))
    present = EDITORIALS.existing(mentioned)
    last = []
    for change in changes:
        sides = []
        # One that was deleted is made again without any.
        for state in (change.before, change.after or {"editorials": []}):
            if state is not None:
                entries = [pk for pk in state.get("editorials", ()) if pk in present]
                state = (state if change.before is None else {}) | {"editorials": entries}
            sides.append(state)
        is_about_entries = change.before is None or "editorials" in change.before
        if is_about_entries and (change.after or current.get(change.object_id)):
            last.append(Change(object_id=change.object_id, before=sides[0], after=sides[1]))
    return last


def _conflicts(plans: Iterable[SavedPlan]) -> list[dict]:
    """Return the plans' conflicts; a former address that leads elsewhere by now is none."""
    conflicts = []
    for plan in plans:
        if plan.store is not FORMER_ADDRESSES:
            conflicts += plan.conflicts
    return conflicts


def distinct(conflicts: list[dict]) -> list[dict]:
    """Return conflicts, each of a field of an object once, in their order."""
    by_subject: dict[tuple, dict] = {}
    for conflict in conflicts:
        subject = conflict["model"], conflict["id"], conflict["field"], conflict["code"]
        by_subject.setdefault(subject, conflict)
    return list(by_subject.values())


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
