"""An index's table of contents, read also where an earlier version of the archive wrote it.

Whoosh pickles the schema and the segments, and a pickle names the modules of its classes: those
that have moved or have another name since are looked for where they are now.
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
TEXT = f"{ROOM}.running_text"
# Module and name of a class until December 2026 -> those of today.
MOVED = {
    ("archive.search.analysis", "EditorialTokenizer"): (TEXT, "EditorialTokenizer"),
    ("archive.search.codec", "Words"): (TEXT, "Words"),
    ("archive.search.codec", "Places"): (TEXT, "Places"),
    ("archive.search.codec", "ArraySegment"): (f"{ROOM}.segment", "ArraySegment"),
    ("archive.search.codec", "ArrayCodec"): (f"{ROOM}.codec", "ArrayCodec"),
    ("archive.search.schema", "Value"): (f"{ROOM}.schema", "ExactValue"),
    ("archive.search.schema", "Number"): (f"{ROOM}.schema", "Number"),
    ("archive.search.schema", "Day"): (f"{ROOM}.schema", "DayNumber"),
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        return super().find_class(*MOVED.get((module, name), (module, name)))


class Contents(TOC):
    """The schema and the segments of an index after one commit, which its generation numbers."""

    @classmethod
    def newest(cls, storage, indexname=NAME) -> int:
        """Return the number of the newest generation, -1 where there is none. Raises OSError."""
        return cls._latest_generation(storage, indexname)

    @classmethod
    def file_name(cls, generation: int, indexname=NAME) -> str:
        return cls._filename(indexname, generation)

    @classmethod
    def read(cls, storage, indexname=NAME, gen=None, schema=None) -> "Contents":
        """Return the contents of one generation, or of the newest, as Whoosh's own `read` does.

        Raises EmptyIndexError, and whatever comes of reading a damaged file.
        """
        if gen is None:
            gen = cls.newest(storage, indexname)
        if gen < 0:
            raise EmptyIndexError(f"there is no index {indexname} in {storage}")
        stream = storage.open_file(cls.file_name(gen, indexname))
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
