"""What undoing an operation comes to for the objects of one store, by what is stored now."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from typing import Any

from archive.models import readable
from archive.models.changes import Change
from archive.models.labels import label
from archive.models.names import Address
from archive.models.states import State, differing, elements, merged_set, shortened_as
from archive.models.stores import EDITORIALS, LETTERS, STORES
from archive.models.stores.state_store import SavedStore, StateStore

WITHOUT_WORK = {"distinctions"}  # from what is gone nothing need be told apart


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
        touched = self._touched(after, now)
        if not touched:
            self.deleted.add(pk)
            return
        labels = []
        for field in self.store.fields:
            if field in touched and field not in self.store.hidden:
                labels.append(label(self.store.name, field))
        self._refuse(pk, "", "changed", found=", ".join(labels))

    def _touched(self, after: State, now: State) -> set[str]:
        """Return the fields of what was made that somebody has worked on since."""
        since = differing(after, shortened_as(after, now))
        return set(since[0] or {}) if since else set()

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

    def _touched(self, after: State, now: State) -> set[str]:
        """Return them but those that lost something, and got nothing: so the undo itself does."""
        touched = set()
        for name in super()._touched(after, now) - WITHOUT_WORK:
            if name in self.store.sets:
                has_more = bool(elements(now.get(name)).keys() - elements(after[name]).keys())
            else:
                has_more = bool(now.get(name))
            if has_more:
                touched.add(name)
        return touched

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

    def refuse_elsewhere(self, ids: Iterable[int]) -> None:
        """Refuse to make again what other rows have taken over, with all its texts."""
        for pk in sorted(ids):
            self._refuse(pk, "", "elsewhere")
            del self.remade[pk]

    def vacated(self, changes: Iterable[Change]) -> set[Address]:
        """Return the addresses that were left by these changes, and that this does not give back.

        `changes` are all of the operation's in this store.
        """
        addresses = set()
        for change in changes:
            pk, left = change.object_id, (change.before or {}).get("slug")
            state = self.remade.get(pk) or (self.current.get(pk) or {}) | self.edited.get(pk, {})
            if left and state.get("slug") != left:
                addresses.add((self.store.name, left))
        return addresses

    def leave_leading(self, addresses: Container[Address]) -> None:
        """Leave these former addresses as they lead."""
        for pk, state in self.current.items():
            if state and (state["model"], state["slug"]) in addresses:
                self.edited.pop(pk, None)
                self.deleted.discard(pk)

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
