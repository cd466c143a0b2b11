"""The index as it stands after one commit, as arrays: every file mapped, nothing copied that does not have to be.

A document's number is its number in its segment plus the segment's base. Snapshots never change; threads share them,
and so do forked processes. `Snapshots.current` is asked once for each request and opens only what a commit added.
"""

import os
import threading
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from whoosh.fields import DATETIME, NUMERIC
from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError
from whoosh.reading import EmptyReader, MultiReader, SegmentReader
from whoosh.searching import Searcher

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.codec import ArrayCodec
from archive.search.engines.whoosh.index.conflation import Key, KeyTable
from archive.search.engines.whoosh.index.contents import NAME, Contents
from archive.search.engines.whoosh.index.postings import Inverted, Postings
from archive.search.engines.whoosh.index.segment import ArrayPerDocReader, ArraySegment
from archive.search.engines.whoosh.index.terms_reader import ArrayTermsReader

PAUSES = (
    0,
    0.002,
    0.005,
    0.01,
    0.02,
    0.05,
    0.1,
    0.2,
    0.3,
)  # seconds before each try to open, beside a committing writer
SETTLED = 2.0  # seconds after which a folder's time of change is trusted to tell the next change from this one
AGAIN = 5.0  # seconds after which an index that could not be opened is tried again
MOST_KEPT = 2_000  # things derived from a snapshot: a searched word makes three
NONE = np.iinfo(np.int64).max  # the place of a number that is not known

Terms = tuple[
    np.ndarray, ...
]  # for each segment, the numbers of the terms meant, in its lexicon of the field asked


class Numbers(NamedTuple):
    """A column of whole numbers, one for each document; NONE where `known` is False."""

    values: np.ndarray
    known: np.ndarray


class MappedSegment:
    """The files of one segment, mapped. What is derived from them is kept as long as the segment is."""

    def __init__(self, storage, schema, segment: ArraySegment):
        if not isinstance(segment, ArraySegment):
            raise IndexDamaged(f"{segment.segment_id()} was written by another engine")
        segment.check(storage)
        self.size: int = segment.doc_count_all()
        self.inverted: Inverted = segment.inverted(storage)
        self.documents = ArrayPerDocReader(storage, segment)
        self.terms = ArrayTermsReader(self.inverted, self.documents)
        self.storage, self.segment = storage, segment
        self._schema = schema
        self._numbers: dict[str, Numbers] = {}
        self._lengths: dict[str, np.ndarray] = {}
        self._keys: dict[tuple[str, str], KeyTable] = {}

    def postings(self, field: str) -> Postings | None:
        return self.inverted.postings(field) if field in self.inverted.lexicon_of else None

    def lexicon(self, field: str) -> Sequence[bytes]:
        return self.inverted.lexicon(field) if field in self.inverted.lexicon_of else ()

    def keys(self, field: str, key: Key) -> KeyTable | None:
        name = self.inverted.lexicon_of.get(field)
        if name is not None and (name, key.name) not in self._keys:
            self._keys[name, key.name] = KeyTable.of(
                self.storage, self.segment, self.lexicon(field), key
            )
        return self._keys.get((name, key.name))

    def lengths(self, field: str) -> np.ndarray:
        if field not in self._lengths:
            self._lengths[field] = self.documents.lengths(field).astype(np.float32)
        return self._lengths[field]

    def numbers(self, field: str) -> Numbers:
        if field not in self._numbers:
            kind = self._schema[field]
            if not isinstance(kind, NUMERIC) or kind.numtype is not int or not kind.column_type:
                raise TypeError(f"{field} is not a sortable field of whole numbers")
            raw = self.documents.column_array(field, kind.column_type)
            raw = (
                np.full(self.size, kind.default, np.uint64)
                if raw is None
                else raw.astype(np.uint64)
            )
            known = raw != kind.default
            # Whoosh keeps signed numbers above zero by adding half of the range; dates as they are.
            half = 1 << (kind.bits - 1) if kind.signed and not isinstance(kind, DATETIME) else 0
            values = (raw - np.uint64(half)).view(np.int64)
            self._numbers[field] = Numbers(np.where(known, values, NONE), known)
        return self._numbers[field]


class Snapshot:
    """`size` counts the deleted documents too, `count` does not; `live` is None where nothing is deleted."""

    def __init__(
        self, schema, generation: int, segments: Sequence[tuple[MappedSegment, ArraySegment]]
    ):
        self.schema, self.generation = schema, generation
        self.segments = [mapped for mapped, _ in segments]
        self.bases = np.cumsum([0, *(mapped.size for mapped in self.segments)]).tolist()
        self.size = self.bases.pop()
        self.states = [segment for _, segment in segments]
        self.live = self._live()
        self.count = self.size if self.live is None else int(np.count_nonzero(self.live))
        self._kept: dict[tuple, object] = {}
        self._kept_before: dict[tuple, object] = {}

    def _live(self) -> np.ndarray | None:
        if not any(segment.has_deletions() for segment in self.states):
            return None
        live = np.ones(self.size, bool)
        for segment, base in zip(self.states, self.bases, strict=True):
            live[[base + number for number in segment.deleted_docs()]] = False
        return live

    def all(self) -> np.ndarray:
        """A mask of all documents that are not deleted; it may be changed."""
        return np.ones(self.size, bool) if self.live is None else self.live.copy()

    def mask(self, docs: np.ndarray) -> np.ndarray:
        """A mask of these documents, without the deleted."""
        mask = np.zeros(self.size, bool)
        mask[docs] = True
        return mask if self.live is None else mask & self.live

    # Terms

    def terms(self, field: str, forms: Iterable[str | bytes]) -> Terms:
        """Exactly these forms."""
        forms = [
            form if isinstance(form, bytes) else form.encode(errors="replace") for form in forms
        ]
        found = []
        for segment in self.segments:
            lexicon = segment.lexicon(field)
            numbers = {lexicon.find(form) for form in forms} if lexicon else set()
            found.append(np.array(sorted(numbers - {-1}), np.intp))
        return tuple(found)

    def beginning(self, field: str, prefix: str | bytes) -> Terms:
        """All forms that begin so."""
        prefix = prefix if isinstance(prefix, bytes) else prefix.encode(errors="replace")
        lexicons = [segment.lexicon(field) for segment in self.segments]
        return tuple(
            np.arange(*lexicon.prefixed(prefix)) if lexicon else np.arange(0)
            for lexicon in lexicons
        )

    def within(
        self, field: str, start: bytes, end: bytes | None, after=False, before=False
    ) -> Terms:
        """All terms from `start` to `end` in the order of their bytes; `after` and `before` leave out the bounds."""
        found = []
        for segment in self.segments:
            lexicon = segment.lexicon(field)
            first = (bisect_right if after else bisect_left)(lexicon, start)
            last = (
                len(lexicon)
                if end is None
                else (bisect_left if before else bisect_right)(lexicon, end)
            )
            found.append(np.arange(first, last))
        return tuple(found)

    def alike(self, field: str, form: str, *keys: Key) -> Terms:
        """All forms that share one of these keys with a form, and the form itself."""
        found = [set(numbers.tolist()) for numbers in self.terms(field, [form])]
        for key in keys:
            for numbers, segment in zip(found, self.segments, strict=True):
                table = segment.keys(field, key)
                numbers.update(table.find(key.of(form)) if table else ())
        return tuple(np.array(sorted(numbers), np.intp) for numbers in found)

    def spelled(self, field: str, terms: Terms) -> dict[str, int]:
        """Each form meant that this field has, and how many documents have it there, deleted ones included."""
        counts: dict[str, int] = {}
        for segment, numbers in zip(self.segments, terms, strict=True):
            postings, lexicon = segment.postings(field), segment.lexicon(field)
            for number in numbers.tolist() if postings else ():
                frequency = int(postings.start[number + 1]) - int(postings.start[number])
                if frequency:
                    form = lexicon[number].decode(errors="replace")
                    counts[form] = counts.get(form, 0) + frequency
        return counts

    # Documents

    def lengths(self, field: str) -> np.ndarray:
        """The number of words in the field of each document, float32."""
        return self._joined("lengths", field, lambda segment: segment.lengths(field))

    def average_length(self, field: str) -> float:
        return self.once(
            ("average", field),
            lambda: max(float(self.lengths(field).mean()), 1.0) if self.size else 1.0,
        )

    def numbers(self, field: str) -> Numbers:
        """A sortable field of whole numbers. Raises TypeError for any other field."""
        values = self._joined("values", field, lambda segment: segment.numbers(field).values)
        return Numbers(
            values, self._joined("known", field, lambda segment: segment.numbers(field).known)
        )

    def facet(self, field: str) -> "Facet":
        return self.once(("facet", field), lambda: Facet(self, field))

    def stored(self, doc: int) -> dict:
        """The stored fields of a document."""
        number = int(np.searchsorted(self.bases, doc, side="right")) - 1
        return self.segments[number].documents.stored_fields(int(doc) - self.bases[number])

    def _joined(self, name: str, field: str, part) -> np.ndarray:
        parts = [part(segment) for segment in self.segments]
        if len(parts) == 1:
            return parts[0]
        return self.once(
            (name, field), lambda: np.concatenate(parts) if parts else np.zeros(0, np.int64)
        )

    def once(self, name: tuple, make):
        """What is derived from this snapshot under a name, made once. Of MOST_KEPT such things those that were not asked
        for while as many others were are forgotten."""
        found = self._kept.get(name)
        if found is None:
            found = self._kept_before.get(name)
            found = make() if found is None else found  # two threads may both make it: the same
            self._kept[name] = found
            if (
                len(self._kept) >= MOST_KEPT // 2
            ):  # no lock: another thread might hold it when this process is forked
                self._kept_before, self._kept = self._kept, {}
        return found

    def verify(self) -> None:
        """Reads every byte of the postings. Raises IndexDamaged where one is not as it was written."""
        for segment in self.segments:
            segment.inverted.file.verify()

    # Whoosh

    @cached_property
    def reader(self):
        """A Whoosh reader of this very state, for what only Whoosh's own queries can do."""
        readers = [
            SegmentReader(
                mapped.storage, self.schema, segment, self.generation, _Opened(mapped, segment)
            )
            for mapped, segment in zip(self.segments, self.states, strict=True)
        ]
        if len(readers) > 1:
            return MultiReader(readers, self.generation)
        return readers[0] if readers else EmptyReader(self.schema)

    def searcher(self) -> Searcher:
        return Searcher(self.reader)


class _Opened(ArrayCodec):
    """Hands a SegmentReader the files that are already open."""

    def __init__(self, mapped: MappedSegment, segment: ArraySegment):
        super().__init__()
        self._mapped, self._segment = mapped, segment

    def terms_reader(self, storage, segment):
        return self._mapped.terms

    def per_document_reader(self, storage, segment):
        return self._mapped.documents.beside(self._segment)


class Facet:
    """The values of a field whose values are single terms (author, tag, year), and the documents that have them."""

    def __init__(self, snapshot: Snapshot, field: str):
        self._size = snapshot.size
        self._parts = []  # of each segment: base, size, postings, the numbers of its values and their places here
        self._place: dict[bytes, int] = {}
        for segment, base in zip(snapshot.segments, snapshot.bases, strict=True):
            postings, place = segment.postings(field), self._place
            if postings:
                values = segment.lexicon(field)
                places = np.fromiter(
                    (place.setdefault(value, len(place)) for value in values), np.intp, len(values)
                )
                numbers = np.flatnonzero(
                    np.diff(postings.start)
                )  # a lexicon that is shared has others too
                self._parts.append((base, segment.size, postings, numbers, places[numbers]))
        self.values: list[str] = [value.decode(errors="replace") for value in self._place]

    def counts(self, mask: np.ndarray) -> np.ndarray:
        """How many of the documents of a mask have each of `values`."""
        counts = np.zeros(len(self.values), np.int64)
        for base, size, postings, numbers, places in self._parts:
            there = mask[base : base + size].take(postings.docs)
            if len(there):
                counts[places] += np.add.reduceat(there, postings.start[numbers], dtype=np.int32)
        return counts

    def top(self, mask: np.ndarray, most: int | None = None) -> list[tuple[str, int]]:
        """The values that documents of the mask have, with how many, by falling count, then by value."""
        counts = self.counts(mask)
        found = np.flatnonzero(counts)
        if most is not None and len(found) > most:
            least = np.partition(counts[found], -most)[-most]
            found = found[counts[found] >= least]
        pairs = zip(
            map(self.values.__getitem__, found.tolist()), counts[found].tolist(), strict=True
        )
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:most]

    def having(self, values: Iterable[str]) -> np.ndarray:
        """A mask of the documents that have any of these values, deleted ones included."""
        mask = np.zeros(self._size, bool)
        wanted = {self._place.get(value.encode(errors="replace"), -1) for value in values} - {-1}
        for base, _size, postings, numbers, places in self._parts:
            for number in numbers[np.isin(places, list(wanted))].tolist():
                mask[base + postings.docs[postings.start[number] : postings.start[number + 1]]] = (
                    True
                )
        return mask

    def order(self) -> np.ndarray:
        """The rank of each document's value among all values, equal for equal ones; those without value come last."""
        ranked = sorted(self._place)
        rank = np.empty(len(ranked), np.int64)
        rank[[self._place[value] for value in ranked]] = np.arange(len(ranked))
        ranks = np.full(self._size, len(ranked), np.int64)
        for base, _size, postings, numbers, places in self._parts:
            ranks[base + postings.docs] = np.repeat(rank[places], np.diff(postings.start)[numbers])
        return ranks


class Snapshots:
    """The newest state of an index folder. Threads may share it, and it survives a fork."""

    def __init__(self, folder: str | os.PathLike, indexname: str = NAME):
        self.folder, self.indexname = os.fspath(folder), indexname
        self._storage = FileStorage(self.folder)
        self._mapped: dict[str, MappedSegment] = {}
        self._snapshot: Snapshot | None = None
        self._changed = self._state = None
        self._failure: tuple = (None, "", 0.0)
        self._lock, self._process = threading.Lock(), os.getpid()

    def current(self) -> Snapshot:
        """The newest snapshot. Raises IndexDamaged where there is no index, or none that can be trusted."""
        changed = self._time_of_change()
        if self._snapshot is None or changed != self._changed:
            if (
                self._process != os.getpid()
            ):  # another thread may have held the lock when this process was forked
                self._lock, self._process = threading.Lock(), os.getpid()
            with self._lock:
                self._refresh(changed)
        return self._snapshot

    def _time_of_change(self) -> tuple[int, int, int]:
        try:
            folder = os.stat(self.folder)
        except OSError as error:
            raise IndexDamaged(f"there is no index in {self.folder}") from error
        return folder.st_dev, folder.st_ino, folder.st_mtime_ns

    def _refresh(self, changed: tuple[int, int, int]) -> None:
        state = self._state_at(changed, Contents._latest_generation(self._storage, self.indexname))
        if self._snapshot is None or state != self._state:
            self._snapshot = self._opened_at(state)
            self._state = self._state_at(changed, self._snapshot.generation)
        settled = time.time() - changed[2] / 1e9 > SETTLED
        self._changed = changed if settled else None

    def _state_at(self, changed: tuple[int, int, int], generation: int) -> tuple:
        """What tells one commit from any other, that to another index in a folder of the same name included."""
        try:
            toc = os.stat(os.path.join(self.folder, Contents._filename(self.indexname, generation)))
        except OSError:  # a writer replaced it just now
            return (changed, generation)
        return (*changed[:2], generation, toc.st_ino, toc.st_mtime_ns)

    def _opened_at(self, state: tuple) -> Snapshot:
        """Whoever comes soon after a failure is told of it at once, rather than to wait in turn for files that are gone."""
        failed, error, when = self._failure
        if state == failed and time.monotonic() - when < AGAIN:
            raise IndexDamaged(error)
        try:
            return self._opened()
        except IndexDamaged as error:
            self._failure = state, str(error), time.monotonic()
            raise

    def _opened(self) -> Snapshot:
        for pause in PAUSES:
            time.sleep(pause)
            try:
                return self._open()
            except (
                FileNotFoundError,
                EmptyIndexError,
            ) as error:  # a writer replaced the files just now
                last = error
            except IndexDamaged:
                raise
            except Exception as error:  # whatever comes of unpickling a damaged list of segments
                raise IndexDamaged(
                    f"the index in {self.folder} cannot be read: {error!r}"
                ) from error
        raise IndexDamaged(f"the index in {self.folder} is not whole: {last}") from last

    def _open(self) -> Snapshot:
        toc = Contents.read(self._storage, self.indexname)
        mapped = {}
        for segment in toc.segments:
            name = segment.segment_id()
            mapped[name] = self._mapped.get(name) or MappedSegment(
                self._storage, toc.schema, segment
            )
        self._mapped = mapped
        return Snapshot(
            toc.schema, toc.generation, list(zip(mapped.values(), toc.segments, strict=True))
        )
