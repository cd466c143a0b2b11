"""Haystack's facets, counted over arrays: values of fields, spans of dates."""

from itertools import pairwise
from typing import Any

import numpy as np
from whoosh.fields import BOOLEAN, FieldType

from archive.search.engines.haystack import spans
from archive.search.engines.haystack.kinds import (
    DayNumber,
    ExactValue,
    Fraction,
    Moment,
    Number,
    kind_in,
    value_of,
)
from archive.search.engines.haystack.spans import Span
from archive.search.engines.whoosh.index.snapshot import Numbers, Snapshot

Counts = list[tuple[Any, int]]


def of_values(snapshot: Snapshot, mask: np.ndarray, name: str, limit: int | None = None) -> Counts:
    """Return [(value, how many of the documents of a mask have it)], the most frequent first.

    A value is of the type that its field has in Python. Running text has none.
    """
    kind = kind_in(snapshot.schema, name)
    if isinstance(kind, ExactValue):
        return snapshot.facet(name).top(mask, limit)
    if isinstance(kind, BOOLEAN):
        terms = snapshot.facet(name).top(mask, limit)
        return [(term == "t", count) for term, count in terms]
    if not isinstance(kind, Number | DayNumber | Moment | Fraction):
        return []
    values, is_known = _numbers(snapshot, name, kind)
    distinct, counts = np.unique(values[mask & is_known], return_counts=True)
    order = np.lexsort((distinct, -counts))[:limit]
    pairs = zip(distinct[order].tolist(), counts[order].tolist(), strict=True)
    return [(value_of(kind, number), count) for number, count in pairs]


def of_dates(
    snapshot: Snapshot, mask: np.ndarray, name: str, options: dict
) -> list[tuple[Span, int]]:
    """Return [((start, end), number of documents)] for each span with any, the most frequent first.

    `options` are haystack's: start_date, end_date, gap_by and gap_amount. The end of a span is not
    in it.
    """
    kind = kind_in(snapshot.schema, name)
    if not isinstance(kind, DayNumber | Moment):
        return []
    edges = spans.edges(options)
    values, is_known = snapshot.numbers(name)
    firsts = [spans.first_of(kind, edge) for edge in edges]
    before = np.searchsorted(np.sort(values[mask & is_known]), firsts)
    return spans.counted(pairwise(edges), np.diff(before).tolist())


def _numbers(snapshot: Snapshot, name: str, kind: FieldType) -> Numbers:
    if isinstance(kind, Fraction):
        return snapshot.fractions(name)
    return snapshot.numbers(name)
