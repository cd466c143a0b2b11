"""Postings of several sources put together in one file, field by field, in bounded memory."""

from collections.abc import Iterable, Sequence
from itertools import compress, pairwise, repeat
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.index.arrays import ArrayFileWriter, Region
from archive.search.engines.whoosh.index.postings import (
    Gathered,
    Inverted,
    Lexicon,
    Postings,
    reordered,
    stable_order,
    starts_of,
)

CHUNK = 1 << 20  # postings sorted at a time: what bounds the memory of a merge

# What is added to each number of a document; where documents were deleted, an array with the new
# number of each, -1 for the deleted.
Shift = int | np.ndarray


class MergeSource(NamedTuple):
    """Postings to be merged, and how their documents are numbered in the whole."""

    inverted: Inverted | Gathered
    shift: Shift


class _FieldShare(NamedTuple):
    """What one source has of a field: the rank of its terms in the whole, its postings, the shift.

    No documents are deleted any more: `shift` is a number, added to each document.
    """

    rank: np.ndarray
    postings: Postings
    shift: int


class _LexiconShare(NamedTuple):
    """What one source has of a lexicon: its terms, which of them have postings left, its fields.

    The terms are read anew each time: those of a hundred sources at once would take far more memory
    than all that is merged of them. All have postings left where `used` is None.
    """

    terms: Lexicon | Sequence[bytes]
    used: np.ndarray | None
    fields: dict[str, Postings]
    shift: int

    def live(self) -> Iterable[bytes]:
        """Return the terms with postings left, in order."""
        if self.used is None:
            return self.terms
        return compress(self.terms, self.used.tolist())


class _Chunk(NamedTuple):
    """The postings of some terms of a field, as in `Postings`."""

    docs: np.ndarray
    counts: np.ndarray | None
    places: np.ndarray | None


def merge(sources: Sequence[MergeSource], fields: Sequence[str], out: ArrayFileWriter) -> None:
    """Write the postings of these fields, from all sources, as one file.

    The documents of a source come after those of the source before it. Memory: the lexicons, CHUNK
    postings with their places, and whole the sources with deletions.
    """
    lexicon_of: dict[str, str] = {}
    for source in sources:
        lexicon_of.update(source.inverted.lexicon_of)
    fields = sorted(lexicon_of.keys() & fields)
    sharing: dict[str, list[str]] = {}
    for field in fields:
        sharing.setdefault(lexicon_of[field], []).append(field)
    for lexicon in sorted(sharing):
        _merge_lexicon(lexicon, sharing[lexicon], sources, out)
    out.close(fields={field: lexicon_of[field] for field in fields})


def _merge_lexicon(
    name: str, fields: Sequence[str], sources: Sequence[MergeSource], out: ArrayFileWriter
) -> None:
    shares = []
    for source in sources:
        share = _share_of(source, fields)
        if share:
            shares.append(share)
    terms = _all_terms(shares)
    out.add(f"{name}/terms", np.frombuffer(b"".join(terms), np.uint8))
    out.add(f"{name}/ends", starts_of(np.fromiter(map(len, terms), np.int64, len(terms))))
    numbers = dict(zip(terms, range(len(terms)), strict=True))
    ranks = [_ranks(share.terms, numbers) for share in shares]
    for field in fields:
        of_field = []
        for rank, share in zip(ranks, shares, strict=True):
            if field in share.fields:
                of_field.append(_FieldShare(rank, share.fields[field], share.shift))
        _merge_field(field, len(terms), of_field, out)


def _share_of(source: MergeSource, fields: Sequence[str]) -> _LexiconShare | None:
    """Return what a source has of fields that share a lexicon, without its deleted documents."""
    present = [field for field in fields if field in source.inverted.lexicon_of]
    if not present:
        return None
    terms = source.inverted.lexicon(present[0])
    postings = {field: source.inverted.postings(field) for field in present}
    if not isinstance(source.shift, np.ndarray):
        return _LexiconShare(terms, None, postings, source.shift)
    used = np.zeros(len(terms), bool)
    for field in present:
        postings[field] = _without_deleted(postings[field], source.shift)
        used |= np.diff(postings[field].start) > 0
    return _LexiconShare(terms, used, postings, 0)


def _all_terms(shares: Sequence[_LexiconShare]) -> list[bytes]:
    if len(shares) == 1:
        return list(shares[0].live())
    terms: set[bytes] = set()
    for share in shares:
        terms.update(share.live())
    return sorted(terms)


def _ranks(terms: Lexicon | Sequence[bytes], numbers: dict[bytes, int]) -> np.ndarray:
    """Return the number of each term in the whole.

    A term without postings counts as the one before it.
    """
    ranks = np.fromiter(map(numbers.get, terms, repeat(0)), np.int64, len(terms))
    return np.maximum.accumulate(ranks)


def _without_deleted(postings: Postings, renumbered: np.ndarray) -> Postings:
    docs = renumbered[postings.docs]
    is_live = docs >= 0
    docs = docs[is_live]
    start = starts_of(is_live)[postings.start]
    if postings.counts is None:
        return Postings(start, docs, None, None, None)
    counts = postings.counts[is_live]
    if postings.places is None:
        return Postings(start, docs, counts, None, None)
    places = postings.places[np.repeat(is_live, postings.counts)]
    return Postings(start, docs, counts, starts_of(counts)[start], places)


def _merge_field(
    field: str, terms: int, shares: Sequence[_FieldShare], out: ArrayFileWriter
) -> None:
    starts, counts, ats, places = [], [], [], []
    for rank, postings, _shift in shares:
        starts.append((rank, postings.start))
        if postings.counts is not None:
            counts.append(postings.counts)
        if postings.places is not None and postings.at is not None:
            ats.append((rank, postings.at))
            places.append(postings.places)
    start = _totals(terms, starts)
    out.add(f"{field}:start", start)
    docs_out = out.reserve(f"{field}:docs", np.uint32, start[-1])
    counts_out: Region | None = None
    places_out: Region | None = None
    if counts:
        counts_out = out.reserve(f"{field}:counts", _smallest_type(counts), start[-1])
    if places:
        at = _totals(terms, ats)
        out.add(f"{field}:at", at)
        places_out = out.reserve(f"{field}:places", _smallest_type(places), at[-1])
    cuts = np.searchsorted(start, np.arange(0, int(start[-1]) + CHUNK, CHUNK)).clip(max=terms)
    for first, last in pairwise(np.unique(cuts)):
        chunk = _merged_chunk(shares, first, last)
        docs_out.append(chunk.docs)
        if counts_out is not None and chunk.counts is not None:
            counts_out.append(chunk.counts)
        if places_out is not None and chunk.places is not None:
            places_out.append(chunk.places)


def _merged_chunk(shares: Sequence[_FieldShare], first: int, last: int) -> _Chunk:
    """Return the postings of the terms from `first` up to `last`, not included.

    They stand in the order of the terms, then of the documents.
    """
    ranks, docs, counts, places = [], [], [], []
    for rank, postings, shift in shares:
        low, high = np.searchsorted(rank, (first, last))
        rows = slice(postings.start[low], postings.start[high])
        lengths = np.diff(postings.start[low : high + 1])
        ranks.append(np.repeat(rank[low:high].astype(np.uint32), lengths))
        docs.append(postings.docs[rows] + np.asarray(shift, postings.docs.dtype))
        if postings.counts is not None:
            counts.append(postings.counts[rows])
        if postings.places is not None and postings.at is not None:
            places.append(postings.places[postings.at[low] : postings.at[high]])
    chunk = _Chunk(np.concatenate(docs), _joined(counts), _joined(places))
    if len(shares) == 1:
        return chunk
    return _reordered(chunk, stable_order(np.concatenate(ranks)))


def _joined(arrays: Sequence[np.ndarray]) -> np.ndarray | None:
    if not arrays:
        return None
    return np.concatenate(arrays)


def _reordered(chunk: _Chunk, order: np.ndarray) -> _Chunk:
    docs = chunk.docs[order]
    if chunk.counts is None:
        return _Chunk(docs, None, None)
    counts = chunk.counts[order]
    if chunk.places is None:
        return _Chunk(docs, counts, None)
    return _Chunk(docs, counts, reordered(chunk.places, chunk.counts, order))


def _totals(terms: int, shares: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return where each term's postings start, those of all shares together.

    `shares`: of each the rank of its terms in the whole, and where its own postings start.
    """
    lengths = np.zeros(terms, np.int64)
    if terms:
        for rank, start in shares:
            np.add.at(lengths, rank, np.diff(start))
    return starts_of(lengths)


def _smallest_type(arrays: Sequence[np.ndarray]) -> np.dtype:
    """Return the smallest unsigned type that holds every number of these arrays."""
    largest = 0
    for numbers in arrays:
        largest = max(largest, int(numbers.max(initial=0)))
    return np.min_scalar_type(largest)
