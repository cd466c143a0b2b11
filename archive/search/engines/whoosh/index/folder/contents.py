"""An index's table of contents, read also where an earlier version of the archive wrote it.

Whoosh pickles the schema and the segments, and a pickle names the modules of its classes: those
that have moved or have another name since are looked for where they are now.
"""

import io
import pickle
import struct
import time
import zlib

from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import (
    _CURRENT_TOC_VERSION,
    _DEF_INDEX_NAME,
    TOC,
    EmptyIndexError,
    FileIndex,
    IndexVersionError,
    clean_files,
)
from whoosh.system import _FLOAT_SIZE, _INT_SIZE, _LONG_SIZE

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.arrays import map_file

NAME = _DEF_INDEX_NAME
BYTE_ORDER = -12345
ROOM = "archive.search.engines.whoosh.index"
TEXT = f"{ROOM}.running_text"
SCHEMA = f"{ROOM}.schema"
KINDS = "archive.search.engines.haystack.kinds"
# Module and name of a class until December 2026 -> those of today.
MOVED = {
    ("archive.search.analysis", "EditorialTokenizer"): (KINDS, "EditorialTokenizer"),
    ("archive.search.codec", "Words"): (TEXT, "Words"),
    ("archive.search.codec", "Places"): (TEXT, "Places"),
    ("archive.search.codec", "ArraySegment"): (f"{ROOM}.segment", "ArraySegment"),
    ("archive.search.codec", "ArrayCodec"): (f"{ROOM}.codec", "ArrayCodec"),
    ("archive.search.schema", "Value"): (KINDS, "ExactValue"),
    ("archive.search.schema", "Number"): (KINDS, "Number"),
    ("archive.search.schema", "Day"): (KINDS, "DayNumber"),
}
# The same of those that have moved since.
MOVED_SINCE = {
    (TEXT, "EditorialTokenizer"): (KINDS, "EditorialTokenizer"),
    (SCHEMA, "ExactValue"): (KINDS, "ExactValue"),
    (SCHEMA, "Number"): (KINDS, "Number"),
    (SCHEMA, "DayNumber"): (KINDS, "DayNumber"),
    (SCHEMA, "Moment"): (KINDS, "Moment"),
    (SCHEMA, "Fraction"): (KINDS, "Fraction"),
}


# What stands before the contents: a mark, and their CRC-32.
SEAL = struct.Struct("<8sI")
SEALED = b"EDTOCSUM"


def _unsealed(content: bytes, name: str) -> bytes:
    """Return the contents without their seal, as an earlier version wrote them.

    Raises IndexDamaged where they are not as written.
    """
    if not content.startswith(SEALED):
        return content
    _mark, checksum = SEAL.unpack_from(content.ljust(SEAL.size))
    content = content[SEAL.size :]
    if zlib.crc32(content) != checksum:
        raise IndexDamaged(f"{name} is altered")
    return content


class _Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        moved = MOVED | MOVED_SINCE
        return super().find_class(*moved.get((module, name), (module, name)))


class Contents(TOC):
    """The schema and the segments of an index after one commit, which its generation numbers."""

    @classmethod
    def newest(cls, storage, indexname=NAME) -> int:
        """Return the number of the newest generation, -1 where there is none. Raises OSError."""
        return cls._latest_generation(storage, indexname)

    @classmethod
    def file_name(cls, generation: int, indexname=NAME) -> str:
        return cls._filename(indexname, generation)

    def write(self, storage, indexname=NAME) -> None:
        """Write the contents under a name of their own, then put them in their place whole.

        Their CRC-32 stands before them. Raises OSError.
        """
        memory = RamStorage()
        super().write(memory, indexname)
        name = self.file_name(self.generation, indexname)
        content = memory.files[name]
        draft = f"{name}.{time.time()}"
        with storage.create_file(draft) as file:
            file.write(SEAL.pack(SEALED, zlib.crc32(content)))
            file.write(content)
        storage.rename_file(draft, name, safe=True)

    @classmethod
    def read(cls, storage, indexname=NAME, gen=None, schema=None) -> "Contents":
        """Return the contents of one generation, or of the newest, as Whoosh's own `read` does.

        Raises EmptyIndexError, IndexDamaged, and whatever comes of reading a damaged file.
        """
        if gen is None:
            gen = cls.newest(storage, indexname)
        if gen < 0:
            raise EmptyIndexError(f"there is no index {indexname} in {storage}")
        name = cls.file_name(gen, indexname)
        content = _unsealed(bytes(map_file(storage, name)), name)
        stream = BufferFile(memoryview(content), name)
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
            segments = _Unpickler(io.BytesIO(content[stream.tell() :])).load()
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

    def write_contents(self, segments: list) -> None:
        """Put the next generation in use, and remove the files that it does not have.

        The caller holds the writer.
        """
        generation = Contents.newest(self.storage, self.indexname) + 1
        Contents(self._schema, segments, generation).write(self.storage, self.indexname)
        clean_files(self.storage, self.indexname, generation, segments)

    def _read_toc(self) -> Contents:
        return Contents.read(self.storage, self.indexname, schema=self._schema)
