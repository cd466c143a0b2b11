"""An index's table of contents, read also where an earlier version of the archive wrote it.

Whoosh pickles the schema and the segments, and a pickle names the modules of its classes: those that have moved since
are looked for where they are now.
"""

import io
import pickle

from whoosh.index import (
    _CURRENT_TOC_VERSION,
    _DEF_INDEX_NAME,
    TOC,
    EmptyIndexError,
    FileIndex,
    IndexVersionError,
)
from whoosh.system import _FLOAT_SIZE, _INT_SIZE, _LONG_SIZE

NAME = _DEF_INDEX_NAME
BYTE_ORDER = -12345
ROOM = "archive.search.engines.whoosh.index"
# Where a class was until December 2026 -> where it is.
MOVED = {
    ("archive.search.analysis", "EditorialTokenizer"): f"{ROOM}.running_text",
    ("archive.search.codec", "Words"): f"{ROOM}.running_text",
    ("archive.search.codec", "Places"): f"{ROOM}.running_text",
    ("archive.search.codec", "ArraySegment"): f"{ROOM}.segment",
    ("archive.search.codec", "ArrayCodec"): f"{ROOM}.codec",
    ("archive.search.schema", "Value"): f"{ROOM}.schema",
    ("archive.search.schema", "Number"): f"{ROOM}.schema",
    ("archive.search.schema", "Day"): f"{ROOM}.schema",
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        return super().find_class(MOVED.get((module, name), module), name)


class Contents(TOC):
    """The schema and the segments of an index after one commit."""

    @classmethod
    def read(cls, storage, indexname=NAME, gen=None, schema=None) -> "Contents":
        """As Whoosh's own. Raises EmptyIndexError, and whatever comes of reading a damaged file."""
        if gen is None:
            gen = cls._latest_generation(storage, indexname)
        if gen < 0:
            raise EmptyIndexError(f"there is no index {indexname} in {storage}")
        stream = storage.open_file(cls._filename(indexname, gen))
        try:
            sizes = [stream.read_varint() for _size in range(3)]
            if sizes != [_INT_SIZE, _LONG_SIZE, _FLOAT_SIZE] or stream.read_int() != BYTE_ORDER:
                raise IndexVersionError("written on another kind of machine", None)
            version = stream.read_int()
            if version != _CURRENT_TOC_VERSION:
                raise IndexVersionError(f"of another format: {version}", version)
            release = tuple(stream.read_varint() for _part in range(3))
            pickled = stream.read_string()
            schema = schema or _Unpickler(io.BytesIO(pickled)).load()
            stream.read_int()  # the generation, which the file's name tells
            stream.read_int()  # unused
            segments = _Unpickler(stream.file).load()
        finally:
            stream.close()
        return cls(schema, segments, gen, version=version, release=release)


class ArrayIndex(FileIndex):
    """An index for Whoosh's writers, whose contents are read as above."""

    def __init__(self, storage, schema, indexname: str = NAME):
        self.storage = storage
        self._schema = schema
        self.indexname = indexname
        self._read_toc()

    def _read_toc(self) -> Contents:
        return Contents.read(self.storage, self.indexname, schema=self._schema)
