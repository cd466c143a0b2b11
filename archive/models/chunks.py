"""Keys in portions that one query can take."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

CHUNK = 900  # keys in one query: SQLite takes 999 parameters at least

Key = TypeVar("Key", int, str)


def chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """Yield the keys in ascending order, CHUNK at a time."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
