"""The store of sheets, which may say who their author is."""

from typing import Any

from archive.models.names import Author
from archive.models.sheets import Sheet
from archive.models.states import State, existing
from archive.models.stores.state_store import KeyedStore


class SheetStore(KeyedStore[Sheet]):
    def attributes(self, state: State) -> dict[str, Any]:
        """Return the columns of a state as Python values, without an author who is no more."""
        attributes = super().attributes(state)
        if attributes.get("author_id") and not existing(Author, [attributes["author_id"]]):
            attributes["author_id"] = None
        return attributes
