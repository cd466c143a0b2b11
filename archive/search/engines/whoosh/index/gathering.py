"""Postings gathered for a new segment, in memory and in files, and written as arrays."""

from array import array
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from whoosh import formats
from whoosh.codec import base
from whoosh.util import random_name

from archive.search.engines.whoosh.index.arrays import ArrayFileWriter, read_arrays
from archive.search.engines.whoosh.index.cutting import Cut
from archive.search.engines.whoosh.index.merging import MergeSource, Shift, merge
from archive.search.engines.whoosh.index.postings import Gathered, Inverted
from archive.search.engines.whoosh.index.running_text import Places
from archive.search.engines.whoosh.index.segment import ARRAYS_EXT, ArraySegment

# Postings in memory before they are put aside in a file; each takes about 80 bytes.
MOST_IN_MEMORY = 1_000_000
SHARED_LEXICON = "*"  # of all fields of running text; no field can have this name
FORMATS = (formats.Existence, formats.Frequency, formats.Positions, Places)

Posting = tuple[str, bytes, int, float, bytes]


class ArrayPool:
    """Take the place of Whoosh's pool of postings: gather them by field; when many, in files."""

    def __init__(self, schema, storage, limit: int = MOST_IN_MEMORY):
        self._schema, self._storage, self._limit = schema, storage, limit
        self._gathered = Gathered()
        self._sources: list[MergeSource] = []
        self._runs: list[str] = []  # files of what was put aside
        self._to_places: dict[str, Callable[[bytes], bytes] | None] = {}

    def add(self, posting: Posting) -> None:
        """Add a posting: field, term, document, how often, where (as the field's format has it)."""
        field, term, doc, weight, places = posting
        if field not in self._gathered.lexicon_of:
            self._open(field)
        to_places = self._to_places[field]
        if to_places is not None:
            places = to_places(places)
        count = int(weight)
        self._gathered.add(field, term, doc, count, places)
        if count != weight or (places and to_places is not _nothing and len(places) != 4 * count):
            raise ValueError(
                f"{field}: boosts of single words or documents are not kept by this index"
            )
        if self._gathered.size >= self._limit:
            self.put_aside()

    def add_terms(self, field: str, terms: Sequence[bytes], docs: Sequence[int]) -> None:
        """Add terms of a field that keeps no more of them, each with its document, ascending."""
        if not terms:
            return
        if field not in self._gathered.lexicon_of:
            self._open(field)
        self._gathered.add_terms(field, terms, docs)
        if self._gathered.size >= self._limit:
            self.put_aside()

    def add_cut(self, field: str, cut: Cut, docs: np.ndarray) -> None:
        """Add the postings of texts of which each is in one of some ascending documents."""
        if field not in self._gathered.lexicon_of:
            self._open(field)
        self._gathered.add_all(
            field, cut.terms, cut.of_terms, docs[cut.texts], cut.counts, cut.places
        )
        if self._gathered.size >= self._limit:
            self.put_aside()

    def _open(self, field: str) -> None:
        kind = self._schema[field].format
        if type(kind) not in FORMATS:
            raise TypeError(
                f"{field}: postings in the format {type(kind).__name__} cannot be kept as arrays"
            )
        counted = not isinstance(kind, formats.Existence)
        if not isinstance(kind, formats.Positions):
            self._gathered.open(field, field, counted, placed=False)
            self._to_places[field] = _nothing
            return
        self._gathered.open(field, SHARED_LEXICON, counted, placed=True)
        self._to_places[field] = None
        if type(kind) is not Places:
            self._to_places[field] = _decoder(kind)

    def add_source(self, inverted: Inverted, shift: Shift) -> None:
        """Add written postings, of documents that come after all those gathered so far.

        `shift`: see `merging.MergeSource`.
        """
        self.put_aside()
        self._sources.append(MergeSource(inverted, shift))

    def add_run(self, name: str, shift: Shift) -> None:
        """Add what another pool of the same storage has put aside in a file; see `add_source`."""
        self.add_source(Inverted(read_arrays(self._storage, name)), shift)

    def put_aside(self) -> list[str]:
        """Put what is gathered in a file; return all files so far, in the order of the documents.

        Raises OSError.
        """
        if not self._gathered.size:
            return self._runs
        name = f"{random_name()}.run"
        out = ArrayFileWriter(self._storage.create_file(name, mode="w+b"))
        merge([MergeSource(self._gathered, 0)], list(self._gathered.lexicon_of), out)
        written = Inverted(read_arrays(self._storage, name))
        self._sources.append(MergeSource(written, 0))
        self._runs.append(name)
        self._gathered = Gathered()
        return self._runs

    def sources(self) -> list[MergeSource]:
        """Return all that was gathered and added, in the order of the documents."""
        if not self._gathered.size:
            return self._sources
        return [*self._sources, MergeSource(self._gathered, 0)]

    def iter_postings(self) -> "ArrayPool":
        return self

    def cleanup(self) -> None:
        self._gathered, self._sources = Gathered(), []


def _nothing(_places: bytes) -> bytes:
    return b""


def _decoder(kind: formats.Positions) -> Callable[[bytes], bytes]:
    return lambda encoded: array("I", kind.decode_positions(encoded)).tobytes()


class ArrayFieldWriter(base.FieldWriter):
    def __init__(self, storage, segment: ArraySegment):
        self._storage, self._segment = storage, segment
        self.is_closed = False

    def add_postings(self, schema, lengths, postings):
        """Write the file of postings: a pool of them, or such as `ArrayPool.add` takes."""
        pool = postings
        if not isinstance(pool, ArrayPool):
            pool = _pooled(schema, self._storage, postings)
        sources = pool.sources()
        file = self._segment.create_file(self._storage, ARRAYS_EXT, mode="w+b")
        fields: set[str] = set()
        for source in sources:
            fields.update(source.inverted.lexicon_of)
        merge(sources, [field for field in fields if field in schema], ArrayFileWriter(file))

    def close(self):
        self._segment.seal(self._storage)
        self.is_closed = True


def _pooled(schema, storage, postings: Iterable[Posting]) -> ArrayPool:
    pool = ArrayPool(schema, storage, limit=1 << 62)  # never put aside
    for posting in postings:
        pool.add(posting)
    return pool
