"""The file that records are rows of."""

import hashlib
import os
import weakref
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

PIECE = 2**20  # bytes read at once


class SourceFile:
    """A file of many records, kept as the capture of each of them.

    It is open for as long as one of its records is held: what was unpacked of an archive is gone
    from its folder by then. `name` is that of the kept file in the storage, once it is there.
    """

    def __init__(self, path: Path, media_type: str):
        self.media_type = media_type
        self.name = ""
        # No block can close it: records of several files are saved together.
        self._file = open(path, "rb")  # noqa: SIM115
        weakref.finalize(self, self._file.close)

    @cached_property
    def sha256(self) -> str:
        with self.open() as file:
            sha256 = hashlib.sha256()
            while piece := file.read(PIECE):
                sha256.update(piece)
            return sha256.hexdigest()

    @cached_property
    def size(self) -> int:
        """Its bytes."""
        return os.fstat(self._file.fileno()).st_size

    def open(self) -> BinaryIO:
        """Return it open at its beginning, to be closed by whoever reads it."""
        self._file.seek(0)
        return os.fdopen(os.dup(self._file.fileno()), "rb")
