"""Postings gathered for a new segment, in memory and in files, and written as arrays."""

from array import array
from collections.abc import Callable, Iterable

import numpy as np
from whoosh import formats
from whoosh.codec import base
from whoosh.util import random_name

from archive.search.engines.whoosh.index.arrays import ArrayFile, ArrayFileWriter, map_file
from archive.search.engines.whoosh.index.postings import Gathered, Inverted, Part, merge
from archive.search.engines.whoosh.index.running_text import Places
from archive.search.engines.whoosh.index.segment import ARRAYS_EXT, ArraySegment

GATHERED = (
    1_000_000  # postings held in memory before they are put aside in a file; about 80 bytes each
)


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
            raise ValueError(
                f"{field}: boosts of single words or documents are not kept by this index"
            )
        if self._gathered.size >= self._limit:
            self._put_aside()

    def _open(self, field: str) -> None:
        kind = self._schema[field].format
        counted, placed = (
            not isinstance(kind, formats.Existence),
            isinstance(kind, formats.Positions),
        )
        if type(kind) not in (formats.Existence, formats.Frequency, formats.Positions, Places):
            raise TypeError(
                f"{field}: postings in the format {type(kind).__name__} cannot be kept as arrays"
            )
        self._gathered.open(field, SHARED_LEXICON if placed else field, counted, placed)
        self._to_places[field] = (
            _nothing if not placed else None if type(kind) is Places else _decoder(kind)
        )

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
