"""Haystack's facets, counted over arrays: values of fields, spans of dates, queries."""

import datetime
from collections.abc import Iterator
from itertools import islice, pairwise

import numpy as np
from whoosh.support.relativedelta import relativedelta

from archive.search.engines.whoosh.index.schema import DayNumber, ExactValue, local_day
from archive.search.engines.whoosh.index.snapshot import Snapshot

MOST_SPANS = 5_000  # of dates in one facet

Span = tuple[datetime.datetime, datetime.datetime]


def of_values(
    snapshot: Snapshot, mask: np.ndarray, name: str, limit: int | None = None
) -> list[tuple[str, int]]:
    """Return [(value, how many of the documents of a mask have it)], the most frequent first."""
    if not _is(snapshot, name, ExactValue):
        return []
    return snapshot.facet(name).top(mask, limit)


def of_dates(
    snapshot: Snapshot, mask: np.ndarray, name: str, options: dict
) -> list[tuple[Span, int]]:
    """Return [((start, end), number of documents)] for each span with any, the most frequent first.

    `options` are haystack's: start_date, end_date, gap_by and gap_amount. The end of a span is not
    in it.
    """
    if not _is(snapshot, name, DayNumber):
        return []
    edges = list(islice(_edges(options), MOST_SPANS + 1))
    days, is_known = snapshot.numbers(name)
    first_days = list(map(_first_day, edges))
    before = np.searchsorted(np.sort(days[mask & is_known]), first_days)
    counts = []
    for span, count in zip(pairwise(edges), np.diff(before).tolist(), strict=True):
        if count:
            counts.append((span, count))
    return sorted(counts, key=lambda counted: (-counted[1], counted[0]))


def _edges(options: dict) -> Iterator[datetime.datetime]:
    start, end = _time(options["start_date"]), _time(options["end_date"])
    unit = f"{options['gap_by']}s"
    amount = max(options.get("gap_amount") or 1, 1)
    number = 0
    edge = start
    while edge < end:
        yield edge
        number += 1
        try:
            edge = start + relativedelta(**{unit: amount * number})
        except (ValueError, OverflowError):  # beyond the year 9999
            break
    yield max(min(edge, end), start)


def _first_day(edge: datetime.datetime) -> int:
    """The first day of a span (`date.toordinal`): one of hours has the days that begin in it."""
    return local_day(edge).toordinal() + (edge.time() != datetime.time())


def _time(day: datetime.date) -> datetime.datetime:
    if isinstance(day, datetime.datetime):
        return day
    return datetime.datetime(day.year, day.month, day.day)


def _is(snapshot: Snapshot, name: str, kind: type) -> bool:
    return name in snapshot.schema and isinstance(snapshot.schema[name], kind)
