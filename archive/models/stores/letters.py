"""The store of readers’ letters."""

from collections.abc import Iterable

from archive.models.chunks import chunks
from archive.models.letters import Letter, LetterState
from archive.models.states import State, existing
from archive.models.stores.state_store import SavedStore


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
