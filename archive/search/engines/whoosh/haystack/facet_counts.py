"""Haystack's facets, counted over arrays: values of fields, spans of dates, queries."""

import datetime
from collections.abc import Iterator
from itertools import islice, pairwise

import numpy as np
from whoosh.support.relativedelta import relativedelta

from archive.search.engines.whoosh.index.schema import DayNumber, ExactValue, local_day
from archive.search.engines.whoosh.index.snapshot import Snapshot

MOST_SPANS = 5_000  # of dates in one facet


def of_values(
    snapshot: Snapshot, mask: np.ndarray, name: str, limit: int | None = None
) -> list[tuple[str, int]]:
    """[(value, how many of the documents of a mask have it)], the most frequent first."""
    return snapshot.facet(name).top(mask, limit) if _is(snapshot, name, ExactValue) else []


def of_dates(
    snapshot: Snapshot, mask: np.ndarray, name: str, asked: dict
) -> list[tuple[tuple, int]]:
    """[((start, end), number of documents)] for each span with any, the most frequent first. `asked` is haystack's:
    start_date, end_date, gap_by and gap_amount; the end of a span is not in it."""
    if not _is(snapshot, name, DayNumber):
        return []
    edges = list(islice(_edges(asked), MOST_SPANS + 1))
    days, known = snapshot.numbers(name)
    found = np.sort(days[mask & known])
    # A span of hours has the days that begin in it.
    before = np.searchsorted(
        found, [local_day(edge).toordinal() + (edge.time() != datetime.time()) for edge in edges]
    )
    counts = [
        (span, int(count))
        for span, count in zip(pairwise(edges), np.diff(before), strict=True)
        if count
    ]
    return sorted(counts, key=lambda one: (-one[1], one[0]))


def _edges(asked: dict) -> Iterator[datetime.datetime]:
    start, end = _time(asked["start_date"]), _time(asked["end_date"])
    unit, amount, number = f"{asked['gap_by']}s", max(asked.get("gap_amount") or 1, 1), 0
    edge = start
    while edge < end:
        yield edge
        number += 1
        try:
            edge = start + relativedelta(**{unit: amount * number})
        except (ValueError, OverflowError):  # beyond the year 9999
            break
    yield min(edge, end) if edge > start else start


def _time(day: datetime.date) -> datetime.datetime:
    return (
        day
        if isinstance(day, datetime.datetime)
        else datetime.datetime(day.year, day.month, day.day)
    )


def _is(snapshot: Snapshot, name: str, kind: type) -> bool:
    return name in snapshot.schema and isinstance(snapshot.schema[name], kind)
