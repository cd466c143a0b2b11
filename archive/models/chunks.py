"""Keys in portions: those that one query can take, those that are read one after the other."""

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from django.db.models import Q, QuerySet

CHUNK = 900  # keys in one query: SQLite takes 999 parameters at least

Key = TypeVar("Key", int, str)


def chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """Yield the keys in ascending order, CHUNK at a time."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def portions(rows: QuerySet, most: int) -> Iterator[list[int]]:
    """Yield the keys of rows in ascending order, at most so many at a time.

    Each portion is asked for anew, so that rows may be written in between: as long as a reading of
    SQLite's is not at its end, its connection is refused to write once another has written
    (« database is locked », without any waiting).
    """
    keys = rows.order_by("pk").values_list("pk", flat=True)
    portion = list(keys[:most])
    while portion:
        yield portion
        portion = list(keys.filter(pk__gt=portion[-1])[:most])


def among(column: str, keys: Collection[int]) -> Q:
    """Return what finds the rows with one of these keys in a column, and maybe others between them.

    Where the keys are most of those between the first and the last, these are told, which costs
    Django far less than to tell hundreds.
    """
    if keys and max(keys) - min(keys) < 2 * len(keys):
        return Q(**{f"{column}__gte": min(keys), f"{column}__lte": max(keys)})
    return Q(**{f"{column}__in": keys})
