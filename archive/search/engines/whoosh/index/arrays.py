"""Files of named arrays: written once, then mapped by every process that reads them.

There is nothing to decode.
"""

import json
import mmap
import os
import struct
import zlib
from typing import BinaryIO

import numpy as np
from whoosh.util import random_name

from archive.search.engine import IndexDamaged

MAGIC = b"EDARRAYS"
VERSION = 1
# Magic, version, CRC-32 of the directory, where the directory starts, size of the file.
HEADER = struct.Struct("<8sIIQQ")
ALIGNMENT = 16  # bytes: of an array's start, more than any of its numbers takes
BLOCK = 1 << 20  # bytes read at a time for a checksum

Arrays = dict[str, np.ndarray]


class ArrayFileWriter:
    """Writes arrays one after the other to a binary file open for writing and reading."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self._directory: dict[str, tuple[str, int, int]] = {}
        self._end = HEADER.size

    def add(self, name: str, array: np.ndarray) -> None:
        self.reserve(name, array.dtype, len(array)).append(array)

    def reserve(self, name: str, dtype, count: int) -> "Region":
        """Return room for an array of a known length, to be filled piece by piece.

        Several can be filled at the same time.
        """
        dtype = np.dtype(dtype).newbyteorder("<")
        start = -(-self._end // ALIGNMENT) * ALIGNMENT
        self._directory[name] = (dtype.str, start, int(count))
        self._end = start + dtype.itemsize * int(count)
        return Region(self._file, dtype, start)

    def close(self, **about) -> None:
        """Seal the file: `about` (anything JSON can say) and the checksums go with it."""
        self._file.seek(0, 2)
        self._file.write(bytes(self._end - self._file.tell()))
        contents = {
            "about": about,
            "arrays": self._directory,
            "checksum": _checksum(self._file, self._end),
        }
        directory = json.dumps(contents).encode()
        self._file.seek(self._end)
        self._file.write(directory)
        size = self._end + len(directory)
        self._file.seek(0)
        self._file.write(HEADER.pack(MAGIC, VERSION, zlib.crc32(directory), self._end, size))
        self._file.close()


class Region:
    """The part of a file that one array takes."""

    def __init__(self, file: BinaryIO, dtype: np.dtype, start: int):
        self._file, self._dtype, self._next = file, dtype, start

    def append(self, numbers: np.ndarray) -> None:
        encoded = np.ascontiguousarray(numbers, dtype=self._dtype).tobytes()
        self._file.seek(self._next)
        self._file.write(encoded)
        self._next += len(encoded)


class ArrayFile:
    """The arrays of one file by name, read-only, and `about`, what its writer said of them."""

    def __init__(self, name: str, buffer: bytes | mmap.mmap):
        self.name, self._buffer = name, buffer
        if len(buffer) < HEADER.size:
            raise IndexDamaged(f"{name} is cut short")
        magic, version, checksum, start, size = HEADER.unpack_from(buffer)
        if (magic, version) != (MAGIC, VERSION):
            raise IndexDamaged(f"{name} is not a file of arrays of version {VERSION}")
        if size != len(buffer) or zlib.crc32(buffer[start:size]) != checksum:
            raise IndexDamaged(f"{name} is cut short or altered")
        directory = json.loads(buffer[start:size])
        self._payload, self._checksum = start, directory["checksum"]
        self._directory, self.about = directory["arrays"], directory["about"]

    def get(self, name: str) -> np.ndarray | None:
        if name not in self._directory:
            return None
        dtype, start, count = self._directory[name]
        return np.frombuffer(self._buffer, dtype, count, start)

    def __getitem__(self, name: str) -> np.ndarray:
        array = self.get(name)
        if array is None:
            raise IndexDamaged(f"{self.name} has no {name}")
        return array

    def verify(self) -> None:
        """Read every byte. Raises IndexDamaged where one differs from what was written."""
        checksum = 0
        for at in range(HEADER.size, self._payload, BLOCK):
            checksum = zlib.crc32(self._buffer[at : min(at + BLOCK, self._payload)], checksum)
        if checksum != self._checksum:
            raise IndexDamaged(f"{self.name} is altered")


def map_file(storage, name: str) -> bytes | mmap.mmap:
    """Return the bytes of a file of a Whoosh storage, mapped where it is a real file.

    Raises FileNotFoundError, and IndexDamaged for an empty file.
    """
    with storage.open_file(name) as file:
        if not file.is_real:
            return file.read()
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError as error:
            raise IndexDamaged(f"{name} is empty") from error


def sum_of(storage, name: str) -> int:
    """Return the CRC-32 of a file of a Whoosh storage. Raises FileNotFoundError, OSError."""
    checksum = 0
    with storage.open_file(name) as file:
        while block := file.read(BLOCK):
            checksum = zlib.crc32(block, checksum)
    return checksum


def read_arrays(storage, name: str) -> ArrayFile:
    """Return the arrays of a file of a Whoosh storage. Raises FileNotFoundError, IndexDamaged."""
    return ArrayFile(name, map_file(storage, name))


def write_arrays(storage, name: str, arrays: Arrays, **about) -> None:
    """Write a file of arrays under a name of its own, then put it in its place whole.

    Another process may read or write the same file meanwhile. Raises OSError.
    """
    draft = f"{name}.{random_name()}"
    out = ArrayFileWriter(storage.create_file(draft, mode="w+b"))
    for array_name, array in arrays.items():
        out.add(array_name, array)
    out.close(**about)
    os.replace(os.path.join(storage.folder, draft), os.path.join(storage.folder, name))


def _checksum(file: BinaryIO, end: int) -> int:
    checksum = 0
    file.seek(HEADER.size)
    for at in range(HEADER.size, end, BLOCK):
        checksum = zlib.crc32(file.read(min(BLOCK, end - at)), checksum)
    return checksum
