"""What is derived of a snapshot and kept, up to a bound."""

from collections.abc import Callable
from typing import Any, TypeVar

Derived = TypeVar("Derived")


def _alike(_derived: object) -> int:
    return 1


class Keeping:
    """Things that are derived once, by name.

    Where they weigh more than `most` together, those are forgotten that were not asked for while
    half as much else was. One that weighs an eighth of it alone is not kept.
    """

    def __init__(self, most: int, weigh: Callable[[Any], int] = _alike):
        self._most, self._weigh = most, weigh
        self._weight = 0
        self._kept: dict[tuple, Any] = {}
        self._kept_before: dict[tuple, Any] = {}

    def once(self, name: tuple, derive: Callable[[], Derived]) -> Derived:
        """Return what is derived under a name."""
        derived = self._kept.get(name)
        if derived is None:
            derived = self._kept_before.get(name)
            if derived is None:
                derived = derive()  # two threads may both do it: the same
            self._keep(name, derived)
        return derived

    def _keep(self, name: tuple, derived: object) -> None:
        # No lock: another thread might hold it when this process is forked.
        weight = self._weigh(derived)
        if weight * 8 > self._most:
            return
        self._kept[name] = derived
        self._weight += weight
        if self._weight >= self._most // 2:
            self._kept_before, self._kept = self._kept, {}
            self._weight = 0
