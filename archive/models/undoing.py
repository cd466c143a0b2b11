"""The way back: an operation's changes undone field by field, and a word on each that cannot be.

A field that is still as the operation left it gets its value from before. Of tags, doubts and other sets, what was added
goes, what was removed returns, and what came later stays. What was made is deleted, unless somebody has worked on it
since; what was deleted is made again under its id. All else is a conflict: it stays as it is and is told.
"""

from collections import defaultdict
from contextlib import ExitStack

from django.db.models import Q

from archive import text
from archive.models import readable
from archive.models.states import (
    EDITORIALS,
    KINDS,
    Kind,
    NamedKind,
    State,
    chunks,
    differing,
    items,
)

NAMED = tuple(kind for kind in KINDS.values() if kind is not EDITORIALS)


def undo(operation, undo) -> list[dict]:
    """Undoes the changes of `operation` within `undo`, which records it. Returns the conflicts, each
    {"model", "id", "name", "field", "code", "wanted", "found"}: `field` is empty where it is about the whole object,
    `code` is one of readable.CONFLICTS, `wanted` and `found` are values as in states."""
    conflicts = []
    with ExitStack() as noted:
        plans = [_named(kind, operation, undo, noted) for kind in NAMED]
        for plan in plans:
            plan.kind.write_columns(plan.edited)
        for plan in plans:
            plan.kind.make(plan.made)
        for plan in plans:
            plan.kind.write_parts(plan.edited | plan.made)
        for ids in chunks(
            operation.changes.filter(model=EDITORIALS.name).values_list("object_id", flat=True)
        ):
            conflicts += _undo_editorials(
                list(operation.changes.filter(model=EDITORIALS.name, object_id__in=ids)), undo
            )
        for plan in plans:
            plan.refuse_used()
            plan.kind.delete(plan.deleted)
            if plan.deleted:  # the names that these had are free now
                plan.kind.write_parts(plan.edited | plan.made)
    return [conflict for plan in plans for conflict in plan.conflicts] + conflicts


def _named(kind: NamedKind, operation, undo, noted: ExitStack) -> "Plan":
    changes = list(operation.changes.filter(model=kind.name))
    current = noted.enter_context(undo.noting(kind, [change.object_id for change in changes]))
    plan = Plan(kind, changes, current)
    plan.refuse_taken()
    return plan


def _undo_editorials(changes: list, undo) -> list[dict]:
    """A chunk of them; if all were merely edited, nothing but the fields concerned is read."""
    edits = all(change.before and change.after for change in changes)
    fields = {name for change in changes for name in change.before} if edits else None
    with undo.noting(EDITORIALS, [change.object_id for change in changes], fields) as current:
        plan = Plan(EDITORIALS, changes, current)
        plan.refuse_missing()
        EDITORIALS.make(plan.made)
        EDITORIALS.write_parts(plan.made)
        EDITORIALS.write(plan.edited)
        EDITORIALS.delete(plan.deleted)
    return plan.conflicts


class Plan:
    """What undoing comes to for objects of one kind: `edited` {id: fields to set}, `made` {id: state}, `deleted` ids."""

    def __init__(self, kind: Kind, changes: list, current: dict[int, State | None]):
        self.kind, self.current = kind, current
        self.edited, self.made, self.deleted, self.conflicts = {}, {}, set(), []
        for change in changes:
            self._take(change, change.object_id, current.get(change.object_id))

    def _take(self, change, pk: int, now: State | None) -> None:
        if change.after is None:
            if now is None:
                self.made[pk] = dict(change.before)
        elif change.before is None:
            self._unmake(pk, change.after, now)
        elif now is None:
            self._refuse(pk, "", "gone", name=_name(self.kind, change.before, change.after))
        else:
            for name, before in change.before.items():
                self._take_back(pk, name, before, change.after[name], now[name])

    def _unmake(self, pk: int, after: State, now: State | None) -> None:
        if now is None:
            return
        if since := differing(after, now):
            fields = (
                name
                for name in self.kind.fields
                if name in since[0] and name not in self.kind.hidden
            )
            touched = [readable.label(self.kind.name, name) for name in fields]
            self._refuse(pk, "", "changed", found=", ".join(touched))
        else:
            self.deleted.add(pk)

    def _take_back(self, pk: int, name: str, before, after, now) -> None:
        target = _without(before, after, now) if name in self.kind.sets else before
        if target == now:
            return
        if name in self.kind.sets or now == after:
            self.edited.setdefault(pk, {})[name] = target
        elif name not in self.kind.hidden:
            self._refuse(pk, name, "edited", wanted=before, found=now)

    def _refuse(
        self, pk: int, field: str, code: str, name: str = "", wanted=None, found=None
    ) -> None:
        name = (
            name
            or _name(self.kind, self.made.get(pk), self.current.get(pk), self.edited.get(pk))
            or f"n° {pk}"
        )
        self.conflicts.append(
            {"model": self.kind.name, "id": pk, "name": name, "field": field, "code": code}
            | {"wanted": wanted, "found": found}
        )

    def refuse_taken(self) -> None:
        """Names and addresses that another row has by now."""
        for pk, state in [*self.made.items(), *self.edited.items()]:
            taken = Q(slug=state.get("slug", "")) & ~Q(slug="")
            if "name" in state and self.kind.one_of_a_name:
                taken |= Q(key=text.fold(state["name"]))
            if self.kind.model.objects.filter(taken).exclude(pk=pk).exists():
                self._refuse(pk, "", "name-taken", name=state.get("name", ""))
                if pk in self.made:
                    del self.made[pk]
                else:
                    self.edited[pk] = {
                        name: value for name, value in state.items() if name not in ("name", "slug")
                    }

    def refuse_used(self) -> None:
        for pk in sorted(self.deleted):
            if self.kind.bearers([pk]):
                self._refuse(pk, "", "used")
                self.deleted.discard(pk)

    def refuse_missing(self) -> None:
        """Tags, people and magazines that are no more: the rest of the state returns without them."""
        targets = self.made | self.edited
        wanted = defaultdict(set)
        for state in targets.values():
            for model, pk in readable.referred(state):
                wanted[model].add(pk)
        known = {model: KINDS[model].existing(ids) for model, ids in wanted.items()}
        for pk, state in targets.items():
            for model, missing in sorted(readable.referred(state)):
                if missing not in known[model]:
                    self._leave_out(pk, state, model, missing)

    def _leave_out(self, pk: int, state: State, model: str, missing: int) -> None:
        field = {"tag": "tags", "author": "bylines", "publication": "publication"}[model]
        if model == "tag":
            wanted = {str(missing): state["tags"].pop(str(missing))}
        elif model == "author":
            wanted = [byline for byline in state["bylines"] if byline[2] == missing]
            state["bylines"] = [
                [*b[:2], None if b[2] == missing else b[2]] for b in state["bylines"]
            ]
        else:
            wanted = state.pop("publication")
        self._refuse(pk, field, "missing", wanted=wanted)


def _name(kind: Kind, *states: State | None) -> str:
    names = (state.get(readable.NAMED_BY[kind.name]) for state in states if state)
    return next(filter(None, names), "")


def _without(before, after, now):
    """A set-like value without what came from `before` to `after`, with what went, in the order of `now`."""
    old, new, present = items(before), items(after), items(now)
    kept = {key: one for key, one in present.items() if key in old or key not in new}
    back = {key: one for key, one in old.items() if key not in new and key not in kept}
    return kept | back if isinstance(now, dict) else [*kept.values(), *back.values()]
