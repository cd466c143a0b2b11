"""Writing the index: Whoosh's SegmentWriter, with postings gathered, sorted and merged as arrays.

Whoosh itself has them as tuples.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import get_context
from typing import NamedTuple, Protocol, TypeVar, runtime_checkable

import numpy as np
from haystack.constants import ID
from whoosh.columns import NumericColumn
from whoosh.fields import FieldType
from whoosh.writing import OPTIMIZE, SegmentWriter

from archive.processes import sparing_collector
from archive.search.engines.whoosh.index.codec import ArrayCodec
from archive.search.engines.whoosh.index.columns import Column, columns
from archive.search.engines.whoosh.index.cutting import Cutter
from archive.search.engines.whoosh.index.gathering import ArrayPool
from archive.search.engines.whoosh.index.merging import Shift
from archive.search.engines.whoosh.index.running_text import Words
from archive.search.engines.whoosh.index.segment import ArrayPerDocReader, ArraySegment

TOGETHER = 8  # so many segments of about one size become one,
CUT = 200  # documents whose texts are cut at a time: more are no faster
LARGEST_MERGE = 4096  # but not more documents than this while somebody waits for a commit
log = logging.getLogger(__name__)
Written = TypeVar("Written")


class Contribution(NamedTuple):
    """What a process has written for another's segment: one of documents, and files of postings."""

    segment: ArraySegment
    runs: list[str]


@runtime_checkable
class SealedIndex(Protocol):
    """An index that writes its table of contents itself."""

    def write_contents(self, segments: list[ArraySegment]) -> None: ...


class ArrayWriter(SegmentWriter):
    """Whoosh's writer of one segment, which merges segments as arrays.

    After a failed commit the lock is free again.
    """

    docnum: int  # of the next document; set by Whoosh

    def __init__(self, index, **options):
        super().__init__(index, codec=ArrayCodec(), **options)
        self._index = index
        self.pool = ArrayPool(self.schema, self._tempstorage)
        self._cutter = Cutter()
        self._kinds = sorted(self.schema.items())

    def add(self, documents: Iterable[dict]) -> None:
        """Add each document as `add_document` does. Raises OSError.

        One that cannot be indexed is left out, and the log says so. Their texts are cut many at a
        time, which is much faster.
        """
        documents = iter(documents)
        while batch := list(islice(documents, CUT)):
            self._add_batch(batch)

    def _add_batch(self, batch: Sequence[dict]) -> None:
        names = [name for name, kind in self._kinds if isinstance(kind, Words)]
        texts = [[document.get(name) or "" for document in batch] for name in names]
        cuts = self._cutter.cut(texts)
        gathered = columns(self._kinds)
        numbers = [self._taken_in(document, gathered) for document in batch]
        docs = np.array(numbers)
        for name, cut in zip(names, cuts, strict=True):
            if len(cut.texts):
                self.pool.add_cut(name, cut, docs)
                self.perdocwriter.add_lengths(name, numbers, cut.lengths.tolist())
        for column in gathered:
            column.write(self.pool, self.perdocwriter)

    def _taken_in(self, document: dict, gathered: Sequence[Column]) -> int:
        """Take in all of a document but its texts; return its number.

        Where it is left out, that of a deleted document, which has its place.
        """
        number = self.docnum
        stored: dict[str, object] = {}
        try:
            with self._left_out_if_it_fails():
                self.perdocwriter.start_doc(number)
                for column in gathered:
                    column.take(number, document, stored)
                self.perdocwriter.store(stored)
                self.perdocwriter.finish_doc()
                self.docnum, self._added = number + 1, True
        except (OSError, MemoryError):
            raise
        except Exception:
            name = document.get(f"_stored_{ID}")
            log.exception("%s is left out of the index: it cannot be indexed.", name)
        return number

    def add_document(self, **fields):
        """Add a document. One that raises leaves a deleted document, so that more can follow."""
        with self._left_out_if_it_fails():
            super().add_document(**fields)

    @contextmanager
    def _left_out_if_it_fails(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            if self.perdocwriter._indoc:
                self.perdocwriter.finish_doc()
                self.newsegment.delete_document(self.docnum)
                self.docnum, self._added = self.docnum + 1, True
            raise

    def add_reader(self, reader):
        """Merge a segment. Raises IndexDamaged where it is altered: it would be sealed anew."""
        if isinstance(reader.segment(), ArraySegment):
            reader.segment().verify(reader.storage())
        super().add_reader(reader)

    def _commit_toc(self, segments):
        if isinstance(self._index, SealedIndex):
            self._index.write_contents(segments)
        else:  # Whoosh's own
            super()._commit_toc(segments)

    def write_per_doc(self, fieldnames, reader):
        kinds = {name: self.schema[name] for name in fieldnames}
        is_ours = isinstance(reader.segment(), ArraySegment)
        if not (is_ours and all(map(_is_in_columns, kinds.values()))):
            return super().write_per_doc(fieldnames, reader)
        documents = ArrayPerDocReader(reader.storage(), reader.segment())
        renumbered = self.perdocwriter.take_in(documents, kinds)
        self.docnum += int(np.count_nonzero(renumbered >= 0))
        return renumbered if reader.has_deletions() else None

    def add_postings_to_pool(self, reader, startdoc, docmap):
        if not isinstance(reader.segment(), ArraySegment):
            return super().add_postings_to_pool(reader, startdoc, docmap)
        shift = startdoc
        if isinstance(docmap, dict):
            shift = np.full(reader.doc_count_all(), -1, np.int64)
            shift[list(docmap)] = list(docmap.values())
        elif docmap is not None:
            shift = docmap
        self.pool.add_source(reader.segment().inverted(reader.storage()), shift)

    def adopt(self, segments: Iterable[ArraySegment]) -> None:
        """Take segments written by `write_segments` into this index when it commits."""
        self.segments.extend(segments)

    def contribution(self) -> Contribution:
        """Return what was added, for another writer's segment. Raises OSError.

        So its postings are merged once, with those of the other processes.
        """
        self.perdocwriter.close()
        segment = self.get_segment()
        segment.seal(self.storage)
        return Contribution(segment, self.pool.put_aside())

    def take_in(self, contribution: Contribution) -> None:
        """Add the documents of a contribution behind those that there are.

        Raises OSError, and TypeError where a field has more than postings, numbers and what is
        stored.
        """
        others = [name for name, kind in self._kinds if not _is_in_columns(kind)]
        if others:
            raise TypeError(f"{', '.join(others)}: what these keep cannot be taken in at once")
        documents = ArrayPerDocReader(self.storage, contribution.segment)
        shift: Shift = self.docnum
        renumbered = self.perdocwriter.take_in(documents, dict(self._kinds))
        if contribution.segment.has_deletions():
            shift = renumbered
        for run in contribution.runs:
            self.pool.add_run(run, shift)
        self.docnum += int(np.count_nonzero(renumbered >= 0))
        self._added = True

    def _merge_segments(self, mergetype, optimize, merge):
        if not (mergetype or optimize) and merge is not False:
            mergetype = merge_small
        return super()._merge_segments(mergetype, optimize, merge)

    def commit(self, mergetype=None, optimize=None, merge=None):
        try:
            super().commit(mergetype, optimize, merge)
        except BaseException:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Give up what was added, whatever state the disk is in.

        What is left of it is removed by the next commit.
        """
        with suppress(Exception):
            self._tempstorage.destroy()
        if self.writelock:
            self.writelock.release()
        self.is_closed = True


def _is_in_columns(kind: FieldType) -> bool:
    """Whether a document has nothing of a field but postings, numbers and what is stored."""
    return not kind.vector and isinstance(kind.column_type, NumericColumn | None)


def merge_small(writer: ArrayWriter, segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    """Merge small segments, and return those that stay: a merge policy for Whoosh.

    When TOGETHER segments have about one size, they become one; so each document is rewritten a few
    times in its life, and a commit stays short. `commit(optimize=True)` makes one of all.
    """
    levels: dict[int, list[ArraySegment]] = defaultdict(list)
    for segment in segments:
        levels[max(segment.doc_count(), 1).bit_length() // 3].append(segment)
    merged: list[ArraySegment] = []
    for _level, alike in sorted(levels.items()):
        documents = sum(segment.doc_count() for segment in [*merged, *alike])
        if len(alike) + bool(merged) >= TOGETHER and documents <= LARGEST_MERGE:
            merged.extend(alike)
    OPTIMIZE(writer, merged)
    return [segment for segment in segments if segment not in merged]


def write_segments(index, shares: Sequence[Callable[[], Iterable[dict]]]) -> list[ArraySegment]:
    """Return one segment for each share of the documents, for `ArrayWriter.adopt`: see `_apart`."""
    segments = _apart(index, shares, ArrayWriter._finalize_segment)
    return [segment for segment in segments if segment.doc_count_all()]


def write_contributions(
    index, shares: Sequence[Callable[[], Iterable[dict]]]
) -> list[Contribution]:
    """Return one for each share of the documents, for `ArrayWriter.take_in`: see `_apart`."""
    return _apart(index, shares, ArrayWriter.contribution)


def _apart(
    index,
    shares: Sequence[Callable[[], Iterable[dict]]],
    end: Callable[[ArrayWriter], Written],
) -> list[Written]:
    """Return what `end` makes of each share of the documents.

    Each is written by a process of its own. A share is called in its process and yields what
    `ArrayWriter.add` takes. The caller holds the index's lock meanwhile. Raises OSError where a
    process ends before its time.
    """
    context = get_context("fork")
    running = []
    for share in shares:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_write, args=(index, share, end, sender), daemon=True)
        process.start()
        sender.close()
        running.append((process, receiver))
    written: list[Written | None] = []
    for process, receiver in running:
        try:
            written.append(receiver.recv())
        except EOFError:
            written.append(None)
        process.join()
    whole = [share for share in written if share is not None]
    if len(whole) < len(written):
        raise OSError("a process that was writing part of the index ended before its time")
    return whole


def _write(
    index,
    share: Callable[[], Iterable[dict]],
    end: Callable[[ArrayWriter], object],
    sender,
) -> None:
    with sparing_collector():
        writer = ArrayWriter(index, _lk=False)
        writer.add(share())
        sender.send(end(writer))
