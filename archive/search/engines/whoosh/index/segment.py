"""One segment of the index: its files, mapped, and what stands in them beside the postings."""

from collections.abc import Mapping, Sequence
from copy import copy
from functools import cached_property
from io import BytesIO
from mmap import mmap

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader, W3PerDocWriter, W3Segment, _lenfield
from whoosh.columns import Column, NumericColumn, VarBytesColumn
from whoosh.fields import FieldType
from whoosh.filedb.structfile import BufferFile

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.arrays import MAGIC, map_file, read_arrays, sum_of
from archive.search.engines.whoosh.index.postings import Inverted

ARRAYS_EXT = ".arr"
LENGTHS = NumericColumn("I", default=0)
STORED = "_stored"  # Whoosh's column of what is stored of each document
Numbers = Sequence[int] | np.ndarray


class ArraySegment(W3Segment):
    """A segment that knows how large its files are, so that a file cut short is noticed.

    It knows their CRC-32 as well: what a disk alters is noticed by who reads them whole.
    """

    sizes: dict[str, int] = {}
    sums: dict[str, int] = {}  # empty where an earlier version wrote the segment

    def should_assemble(self):
        return False

    def seal(self, storage) -> None:
        self.sizes = {name: storage.file_length(name) for name in self.list_files(storage)}
        self.sums = {name: sum_of(storage, name) for name in self.sizes}

    def check(self, storage) -> None:
        """Raise IndexDamaged where a file is not as long as it was written.

        Raises FileNotFoundError where it is gone.
        """
        for name, size in self.sizes.items():
            length = storage.file_length(name)
            if length != size:
                raise IndexDamaged(f"{name} has {length} bytes instead of {size}")

    def verify(self, storage) -> None:
        """Read all files. Raises IndexDamaged where one is not as written, or gone."""
        try:
            self.check(storage)
            for name, checksum in self.sums.items():
                if sum_of(storage, name) != checksum:
                    raise IndexDamaged(f"{name} is altered")
            for name in self._array_files(storage):
                read_arrays(storage, name).verify()
        except FileNotFoundError as error:
            raise IndexDamaged(f"a file of the index is gone: {error}") from error

    def _array_files(self, storage) -> list[str]:
        """Return the files that hold a sum of themselves: what was derived later and kept.

        Drafts of them have no mark yet; one whose mark is altered is derived anew by who reads it.
        """
        if not self.sums:
            return [self.make_filename(ARRAYS_EXT)]
        beside = f"{self.segment_id()}."
        later = []
        for name in storage.list():
            if name.startswith(beside) and name not in self.sums:
                with storage.open_file(name) as file:
                    if file.read(len(MAGIC)) == MAGIC:
                        later.append(name)
        return later

    def inverted(self, storage) -> Inverted:
        return Inverted(read_arrays(storage, self.make_filename(ARRAYS_EXT)))


class MappedFile(BufferFile):
    """A mapped file as Whoosh's column readers want it.

    It has no position that threads and forks would share.
    """

    def __init__(self, buffer, name):
        self._buf, self._name, self.onclose = buffer, name, None
        self.is_real = self.is_closed = False

    @cached_property
    def file(self):
        return BytesIO(self._buf)  # only for the rare columns that read in sequence

    def close(self):
        self.is_closed = True


class ArrayPerDocWriter(W3PerDocWriter):
    def add_field(self, fieldname, fieldobj, stored, length):
        super().add_field(fieldname, fieldobj, stored, 0)
        if length:
            self.add_column_value(_lenfield(fieldname), LENGTHS, length)
            self._fieldlengths[fieldname] += length

    def store(self, stored: dict) -> None:
        """Have these values by field stored of the document that was begun."""
        self._storedfields.update(stored)

    def add_value(self, name: str, column: Column, doc: int, value) -> None:
        """Add the value of a document that was finished."""
        self._docnum = doc
        self.add_column_value(name, column, value)

    def add_lengths(self, name: str, docs: Numbers, lengths: Numbers) -> None:
        """Add how many words ascending documents have in a field."""
        total = int(np.sum(lengths))
        if total:
            self.add_numbers(_lenfield(name), LENGTHS, docs, lengths)
            self._fieldlengths[name] += total

    def add_numbers(
        self, name: str, column: NumericColumn, docs: Numbers, numbers: Numbers
    ) -> None:
        """Add to a column the numbers of ascending documents, which come after those it has."""
        default = column.default_value()
        written = np.array(numbers, column._typecode)
        is_other = written != default
        if not is_other.any():
            return
        if not self._has_column(name):
            self._create_column(name, column)
        writer = self._get_column(name)
        at = np.array(docs)[is_other]
        # As Whoosh has it, documents with the default at the end have no place.
        dense = np.full(at[-1] + 1 - writer._count, default, f">{column._typecode}")
        dense[at - writer._count] = written[is_other]
        writer._dbfile.write(dense.tobytes())
        writer._count = int(at[-1]) + 1

    def take_in(self, reader: "ArrayPerDocReader", kinds: Mapping[str, FieldType]) -> np.ndarray:
        """Add the documents of a segment behind those that there are, column by column.

        Return the new number of each; -1 for those that were deleted, which are left out. The
        columns of these fields are of numbers, if they have any.
        """
        is_live = np.ones(reader.doc_count_all(), bool)
        is_live[np.fromiter(reader.deleted_docs(), np.intp)] = False
        taken_in = np.flatnonzero(is_live)
        docs = np.arange(len(taken_in)) + self._doccount
        for name, kind in kinds.items():
            self.add_lengths(name, docs, reader.lengths(name)[taken_in])
            if kind.column_type and len(docs):
                numbers = reader.column_array(name, kind.column_type)
                if numbers is not None:
                    self.add_numbers(name, kind.column_type, docs, numbers[taken_in])
        # What is stored of a document is packed: it need not be unpacked for that.
        packed = reader.column_reader(STORED, VarBytesColumn())
        writer = self._get_column(STORED)._child
        for doc, number in zip(docs.tolist(), taken_in.tolist(), strict=True):
            VarBytesColumn.Writer.add(writer, doc, packed[number])
        self._doccount += len(docs)
        renumbered = np.full(len(is_live), -1, np.int64)
        renumbered[taken_in] = docs
        return renumbered


class ArrayPerDocReader(W3PerDocReader):
    """Stored fields, columns and lengths of a segment.

    All its files are mapped at once: a commit may delete them.
    """

    def __init__(self, storage, segment: ArraySegment):
        super().__init__(storage, segment)
        self._mapped: dict[str, bytes | mmap] = {}
        for name, size in segment.sizes.items():
            if name.endswith(W3Codec.COLUMN_EXT):
                self._mapped[name] = b""
                if size:
                    self._mapped[name] = map_file(storage, name)

    def beside(self, segment: ArraySegment) -> "ArrayPerDocReader":
        """Return the same documents with the deletions of another state of the segment."""
        reader = copy(self)
        reader._segment = segment
        return reader

    def has_column(self, fieldname):
        return W3Codec.column_filename(self._segment, fieldname) in self._mapped

    def _get_column_file(self, fieldname):
        name = W3Codec.column_filename(self._segment, fieldname)
        return MappedFile(self._mapped[name], name), 0, len(self._mapped[name])

    def column_array(self, fieldname: str, column: NumericColumn) -> np.ndarray | None:
        """Return the stored numbers of a column, one a document; None if there is none.

        Documents without a number have the column's default.
        """
        if not self.has_column(fieldname):
            return None
        file, _offset, _length = self._get_column_file(fieldname)
        numbers = np.full(self._doccount, column.default_value(), f"={column._typecode}")
        written = np.frombuffer(file._buf, f">{column._typecode}")
        numbers[: len(written)] = written
        return numbers

    def lengths(self, fieldname: str) -> np.ndarray:
        """Return the number of words in the field of each document."""
        lengths = self.column_array(_lenfield(fieldname), LENGTHS)
        if lengths is None:
            return np.zeros(self._doccount, np.uint32)
        return lengths

    def doc_field_length(self, docnum, fieldname, default=0):
        if fieldname not in self._minlengths:
            self._minlengths[fieldname] = self.lengths(fieldname)
        return int(self._minlengths[fieldname][docnum]) or default

    def min_field_length(self, fieldname):
        return int(self.lengths(fieldname).min(initial=0))

    def max_field_length(self, fieldname):
        return int(self.lengths(fieldname).max(initial=0))
