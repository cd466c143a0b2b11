"""What most pages read of the database, kept by a process until what pages show changes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Generic, TypeVar

from archive.models import shown
from archive.models.stamps import State

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class KeptRows(Generic[Key, Value]):
    """At most so many values by their keys, those that were asked for last, all of one state.

    They are kept for the pages that are kept themselves, by the state that such a page is of, and
    read anew for all others.
    """

    def __init__(self, most: int):
        self._most = most
        self._lock = threading.Lock()
        self._state: State | None = None
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def of(
        self, keys: Collection[Key], read: Callable[[list[Key]], Mapping[Key, Value]]
    ) -> dict[Key, Value]:
        """Return {key: value}; `read` returns what is not kept, a value for each of its keys."""
        state = shown.state_of_page()
        if state is None:
            return dict(read(list(keys)))
        values = self._kept(keys, state)
        missing = [key for key in keys if key not in values]
        if missing:
            made = read(missing)
            self._keep(made, state)
            values |= made
        return values

    def _kept(self, keys: Collection[Key], state: State) -> dict[Key, Value]:
        with self._lock:
            if self._state != state:
                self._state = state
                self._values.clear()
            values = {}
            for key in keys:
                if key in self._values:
                    self._values.move_to_end(key)
                    values[key] = self._values[key]
            return values

    def _keep(self, made: Mapping[Key, Value], state: State) -> None:
        with self._lock:
            if self._state != state:  # another request has seen a later one
                return
            self._values.update(made)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
