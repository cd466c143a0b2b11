"""Writing the index: Whoosh's SegmentWriter, with postings gathered, sorted and merged as arrays instead of tuples."""

import logging
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from multiprocessing import get_context

import numpy as np
from haystack.constants import ID
from whoosh import formats
from whoosh.codec import base
from whoosh.util import random_name
from whoosh.writing import OPTIMIZE, SegmentWriter

from archive.search.engines.whoosh.index.arrays import ArrayFile, ArrayFileWriter, map_file
from archive.search.engines.whoosh.index.codec import ARRAYS_EXT, ArrayCodec, ArraySegment, Places
from archive.search.engines.whoosh.index.postings import Gathered, Inverted, Part, merge

log = logging.getLogger(__name__)
GATHERED = 1_000_000  # postings held in memory before they are put aside in a file; about 80 bytes each
TOGETHER = 8  # so many segments of about one size become one,
LARGEST_MERGE = 4096  # but not more documents than this while somebody waits for a commit
SHARED_LEXICON = "*"  # of all fields of running text; no field can have this name


class ArrayPool:
    """Takes the place of Whoosh's pool of postings. Gathers them by field; when there are many, in files."""

    def __init__(self, schema, storage, limit: int = GATHERED):
        self._schema, self._storage, self._limit = schema, storage, limit
        self._gathered, self._parts = Gathered(), []
        self._to_places: dict[str, Callable | None] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """`item`: field, term, document, how often, where (as the field's format writes it)."""
        field, term, doc, weight, value = item
        if field not in self._gathered.lexicon_of:
            self._open(field)
        to_places = self._to_places[field]
        if to_places is not None:
            value = to_places(value)
        count = int(weight)
        self._gathered.add(field, term, doc, count, value)
        if count != weight or (value and to_places is not _nothing and len(value) != 4 * count):
            raise ValueError(f"{field}: boosts of single words or documents are not kept by this index")
        if self._gathered.size >= self._limit:
            self._put_aside()

    def _open(self, field: str) -> None:
        kind = self._schema[field].format
        counted, placed = not isinstance(kind, formats.Existence), isinstance(kind, formats.Positions)
        if type(kind) not in (formats.Existence, formats.Frequency, formats.Positions, Places):
            raise TypeError(f"{field}: postings in the format {type(kind).__name__} cannot be kept as arrays")
        self._gathered.open(field, SHARED_LEXICON if placed else field, counted, placed)
        self._to_places[field] = _nothing if not placed else None if type(kind) is Places else _decoder(kind)

    def add_part(self, source: Inverted, shift: int | np.ndarray) -> None:
        """Postings already written, as in `postings.Part`, for documents after all those gathered so far."""
        self._put_aside()
        self._parts.append(Part(source, shift))

    def _put_aside(self) -> None:
        if self._gathered.size:
            name = f"{random_name()}.run"
            out = ArrayFileWriter(self._storage.create_file(name, mode="w+b"))
            merge([Part(self._gathered, 0)], list(self._gathered.lexicon_of), out)
            self._parts.append(Part(Inverted(ArrayFile(name, map_file(self._storage, name))), 0))
            self._gathered = Gathered()

    def parts(self) -> list[Part]:
        return [*self._parts, Part(self._gathered, 0)] if self._gathered.size else self._parts

    def iter_postings(self) -> "ArrayPool":
        return self

    def cleanup(self) -> None:
        self._gathered, self._parts = Gathered(), []


def _nothing(_value: bytes) -> bytes:
    return b""


def _decoder(kind: formats.Positions) -> Callable[[bytes], bytes]:
    return lambda value: array("I", kind.decode_positions(value)).tobytes()


class ArrayFieldWriter(base.FieldWriter):
    def __init__(self, storage, segment: ArraySegment):
        self._storage, self._segment = storage, segment
        self.is_closed = False

    def add_postings(self, schema, lengths, items):
        if not isinstance(items, ArrayPool):
            items = _pooled(schema, self._storage, items)
        file = self._segment.create_file(self._storage, ARRAYS_EXT, mode="w+b")
        indexed = {field for part in items.parts() for field in part.source.lexicon_of}
        merge(items.parts(), [field for field in indexed if field in schema], ArrayFileWriter(file))

    def close(self):
        self._segment.seal(self._storage)
        self.is_closed = True


def _pooled(schema, storage, items: Iterable[tuple]) -> ArrayPool:
    pool = ArrayPool(schema, storage, limit=1 << 62)
    for item in items:
        pool.add(item)
    return pool


class ArrayWriter(SegmentWriter):
    """Whoosh's writer of one segment. Merges segments as arrays; after a failed commit the lock is free again."""

    def __init__(self, index, **options):
        super().__init__(index, codec=ArrayCodec(), **options)
        self.pool = ArrayPool(self.schema, self._tempstorage)

    def add(self, documents: Iterable[dict]) -> None:
        """As `add_document` for each. One that cannot be indexed is left out, and the log says so. Raises OSError."""
        for document in documents:
            try:
                self.add_document(**document)
            except (OSError, MemoryError):
                raise
            except Exception:
                name = document.get(f"_stored_{ID}")
                log.exception("%s is left out of the index: it cannot be indexed.", name)

    def add_document(self, **fields):
        """One that raises leaves a deleted document, so that others can follow."""
        try:
            super().add_document(**fields)
        except BaseException:
            if self.perdocwriter._indoc:
                self.perdocwriter.finish_doc()
                self.newsegment.delete_document(self.docnum)
                self.docnum, self._added = self.docnum + 1, True
            raise

    def add_postings_to_pool(self, reader, startdoc, docmap):
        if not isinstance(reader.segment(), ArraySegment):
            return super().add_postings_to_pool(reader, startdoc, docmap)
        shift = startdoc
        if docmap is not None:
            shift = np.full(reader.doc_count_all(), -1, np.int64)
            shift[list(docmap)] = list(docmap.values())
        self.pool.add_part(reader.segment().inverted(reader.storage()), shift)

    def adopt(self, segments: Iterable[ArraySegment]) -> None:
        """Takes segments written by `write_segments` into this index when it commits."""
        self.segments.extend(segments)

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
        """Gives up what was added, whatever state the disk is in. What is left of it is removed by the next commit."""
        with suppress(Exception):
            self._tempstorage.destroy()
        if self.writelock:
            self.writelock.release()
        self.is_closed = True


def merge_small(writer: ArrayWriter, segments: Sequence[ArraySegment]) -> list[ArraySegment]:
    """A merge policy for Whoosh: when TOGETHER segments have about one size, they become one; so each document is
    rewritten a few times in its life, and a commit stays short. `commit(optimize=True)` makes one of all."""
    levels = defaultdict(list)
    for segment in segments:
        levels[max(segment.doc_count(), 1).bit_length() // 3].append(segment)
    merged = []
    for _, alike in sorted(levels.items()):
        documents = sum(segment.doc_count() for segment in [*merged, *alike])
        if len(alike) + bool(merged) >= TOGETHER and documents <= LARGEST_MERGE:
            merged.extend(alike)
    OPTIMIZE(writer, merged)
    return [segment for segment in segments if segment not in merged]


def write_segments(index, shares: Sequence[Callable[[], Iterable[dict]]]) -> list[ArraySegment]:
    """One segment for each share of the documents, written by a process of its own, for `ArrayWriter.adopt`. A share is
    called in its process and yields what `ArrayWriter.add` takes. The caller holds the index's lock meanwhile."""
    context = get_context("fork")
    running = []
    for share in shares:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_write_segment, args=(index, share, sender), daemon=True)
        process.start()
        sender.close()
        running.append((process, receiver))
    segments = []
    for process, receiver in running:
        try:
            segments.append(receiver.recv())
        except EOFError:
            segments.append(None)
        process.join()
    if None in segments:
        raise OSError("a process that was writing part of the index ended before its time")
    return [segment for segment in segments if segment.doc_count_all()]


def _write_segment(index, share: Callable[[], Iterable[dict]], sender) -> None:
    writer = ArrayWriter(index, _lk=False)
    writer.add(share())
    sender.send(writer._finalize_segment())
