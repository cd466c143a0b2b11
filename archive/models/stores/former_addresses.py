"""The store of former addresses of magazines, authors and tags."""

from archive.models.names import FormerAddress
from archive.models.states import State
from archive.models.stores.state_store import KeyedStore


class FormerAddressStore(KeyedStore[FormerAddress]):
    """Where former addresses lead."""

    def make(self, states: dict[int, State]) -> None:
        """Make them again, in place of what their bearers noted as they left them just now."""
        for state in states.values():
            self.rows.filter(**self.key_of(state)).delete()
        super().make(states)
