"""Documents that share a number with another: those of one text, of one document, of one site."""

from collections.abc import Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from archive.search.engines.whoosh.index.mapped_segment import MappedSegment
from archive.search.engines.whoosh.index.snapshot import Snapshot


class Ascending(NamedTuple):
    """Numbers of a field, ascending, and the document of each."""

    numbers: np.ndarray
    docs: np.ndarray


def shared(snapshot: Snapshot, field: str) -> Ascending:
    """Return the documents, deleted ones included, whose number of a field another has as well.

    The numbers of a segment are sorted once: a new state of the index costs two copies of them.
    """
    return snapshot.once(("shared", field), lambda: _shared(snapshot, field))


def _shared(snapshot: Snapshot, field: str) -> Ascending:
    parts = []
    for segment, base in zip(snapshot.segments, snapshot.bases, strict=True):
        numbers, docs = _of_segment(segment, field)
        parts.append(Ascending(numbers, docs + np.uint32(base)))
    numbers, docs = _merged(parts)
    is_as_before = numbers[1:] == numbers[:-1]
    is_shared = np.zeros(len(numbers), bool)
    is_shared[1:] = is_as_before
    is_shared[:-1] |= is_as_before
    return Ascending(numbers[is_shared], docs[is_shared])


def _merged(parts: Sequence[Ascending]) -> Ascending:
    """Return all parts as one; the others, sorted, are put into the longest."""
    if len(parts) < 2:
        return parts[0] if parts else Ascending(np.zeros(0, np.int64), np.zeros(0, np.uint32))
    *others, longest = sorted(parts, key=lambda part: len(part.numbers))
    numbers = np.concatenate([part.numbers for part in others])
    docs = np.concatenate([part.docs for part in others])
    order = np.argsort(numbers, kind="stable")
    places = longest.numbers.searchsorted(numbers[order])
    return Ascending(
        np.insert(longest.numbers, places, numbers[order]),
        np.insert(longest.docs, places, docs[order]),
    )


def _of_segment(segment: MappedSegment, field: str) -> Ascending:
    """Return the numbers of a segment's field with their documents, numbered in the segment."""
    of_segment = _read.setdefault(segment, {})
    if field not in of_segment:
        numbers, is_known = segment.numbers(field)
        docs = np.flatnonzero(is_known)
        docs = docs[np.argsort(numbers[docs], kind="stable")]
        of_segment[field] = Ascending(numbers[docs], docs.astype(np.uint32))
    return of_segment[field]


_read: WeakKeyDictionary[MappedSegment, dict[str, Ascending]] = WeakKeyDictionary()
