"""One segment of the index: its files, mapped, and what stands in them beside the postings."""

from copy import copy
from functools import cached_property
from io import BytesIO

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader, W3PerDocWriter, W3Segment, _lenfield
from whoosh.columns import NumericColumn
from whoosh.filedb.structfile import BufferFile

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.arrays import ArrayFile, map_file
from archive.search.engines.whoosh.index.postings import Inverted

ARRAYS_EXT = ".arr"


LENGTHS = NumericColumn("I", default=0)


class ArraySegment(W3Segment):
    """A segment that knows how large its files are, so that a file cut short is noticed."""

    sizes: dict[str, int] = {}

    def should_assemble(self):
        return False

    def seal(self, storage) -> None:
        self.sizes = {name: storage.file_length(name) for name in self.list_files(storage)}

    def check(self, storage) -> None:
        """Raises IndexDamaged where a file is not as long as it was written, FileNotFoundError where it is gone."""
        for name, size in self.sizes.items():
            if storage.file_length(name) != size:
                raise IndexDamaged(
                    f"{name} has {storage.file_length(name)} bytes instead of {size}"
                )

    def inverted(self, storage) -> Inverted:
        name = self.make_filename(ARRAYS_EXT)
        return Inverted(ArrayFile(name, map_file(storage, name)))


class MappedFile(BufferFile):
    """A mapped file as Whoosh's column readers want it. It has no position that threads and forks would share."""

    def __init__(self, buffer, name):
        self._buf, self._name, self.onclose = buffer, name, None
        self.is_real = self.is_closed = False

    @cached_property
    def file(self):
        return BytesIO(self._buf)  # only for the rare columns that read in sequence

    def close(self):
        self.is_closed = True


class ArrayPerDocWriter(W3PerDocWriter):
    def add_field(self, fieldname, fieldobj, value, length):
        super().add_field(fieldname, fieldobj, value, 0)
        if length:
            self.add_column_value(_lenfield(fieldname), LENGTHS, length)
            self._fieldlengths[fieldname] += length


class ArrayPerDocReader(W3PerDocReader):
    """Stored fields, columns and lengths of a segment. All its files are mapped at once: a commit may delete them."""

    def __init__(self, storage, segment):
        super().__init__(storage, segment)
        names = (name for name in segment.sizes if name.endswith(W3Codec.COLUMN_EXT))
        self._mapped = {
            name: map_file(storage, name) if segment.sizes[name] else b"" for name in names
        }

    def beside(self, segment: ArraySegment) -> "ArrayPerDocReader":
        """The same documents with the deletions of another state of the segment."""
        other = copy(self)
        other._segment = segment
        return other

    def has_column(self, fieldname):
        return W3Codec.column_filename(self._segment, fieldname) in self._mapped

    def _get_column_file(self, fieldname):
        name = W3Codec.column_filename(self._segment, fieldname)
        return MappedFile(self._mapped[name], name), 0, len(self._mapped[name])

    def column_array(self, fieldname: str, column: NumericColumn) -> np.ndarray | None:
        """The stored numbers of a column, one a document, its default where there is none. None: no such column."""
        if not self.has_column(fieldname):
            return None
        file, _, _ = self._get_column_file(fieldname)
        values = np.full(self._doccount, column.default_value(), f"={column._typecode}")
        written = np.frombuffer(file._buf, f">{column._typecode}")
        values[: len(written)] = written
        return values

    def lengths(self, fieldname: str) -> np.ndarray:
        """The number of words in the field of each document."""
        found = self.column_array(_lenfield(fieldname), LENGTHS)
        return np.zeros(self._doccount, np.uint32) if found is None else found

    def doc_field_length(self, docnum, fieldname, default=0):
        if fieldname not in self._minlengths:
            self._minlengths[fieldname] = self.lengths(fieldname)
        return int(self._minlengths[fieldname][docnum]) or default

    def min_field_length(self, fieldname):
        return int(self.lengths(fieldname).min(initial=0))

    def max_field_length(self, fieldname):
        return int(self.lengths(fieldname).max(initial=0))
