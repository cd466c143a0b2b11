"""The forms of one word, found in an index of forms as they are printed: « appel », « appels », « appelle »."""

import contextlib
import os
import zlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from whoosh.util import random_name

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.arrays import ArrayFile, ArrayFileWriter, map_file

WORTH_KEEPING = 20_000  # forms from which on a table is written beside its segment instead of made by each process


class Key(NamedTuple):
    """What the forms of one word share: `of(form)`. Tables are kept under the name, so it changes with the rule."""

    name: str
    of: Callable[[str], str]


class KeyTable:
    """The forms of a lexicon by their key: the sorted checksums of all keys, and beside each the number of its form."""

    def __init__(self, lexicon: Sequence[bytes], key: Key, hashes: np.ndarray, numbers: np.ndarray):
        self._lexicon, self._key, self.hashes, self.numbers = lexicon, key, hashes, numbers

    @classmethod
    def made(cls, lexicon: Sequence[bytes], key: Key) -> "KeyTable":
        hashes = (_hash(key.of(form.decode(errors="replace"))) for form in lexicon)
        hashes = np.fromiter(hashes, np.uint32, len(lexicon))
        order = np.argsort(hashes, kind="stable").astype(np.uint32)
        return cls(lexicon, key, hashes[order], order)

    @classmethod
    def of(cls, storage, segment, lexicon: Sequence[bytes], key: Key) -> "KeyTable":
        """The table of a segment's lexicon: read if it was kept, otherwise made, and kept if it is large."""
        if len(lexicon) < WORTH_KEEPING:
            return cls.made(lexicon, key)
        name = segment.make_filename(f".{key.name}.key")
        with contextlib.suppress(OSError, IndexDamaged):
            file = ArrayFile(name, map_file(storage, name))
            if len(file["numbers"]) == len(lexicon):
                return cls(lexicon, key, file["hashes"], file["numbers"])
        table = cls.made(lexicon, key)
        with contextlib.suppress(
            OSError
        ):  # a read-only folder, a full disk: every process makes its own
            table._keep(storage, name)
        return table

    def _keep(self, storage, name: str) -> None:
        draft = f"{name}.{random_name()}"
        out = ArrayFileWriter(storage.create_file(draft, mode="w+b"))
        out.add("hashes", self.hashes)
        out.add("numbers", self.numbers)
        out.close()
        os.replace(storage._fpath(draft), storage._fpath(name))

    def find(self, key: str) -> list[int]:
        """The numbers of the forms that have this key, ascending."""
        wanted = np.uint32(_hash(key))
        start, end = (np.searchsorted(self.hashes, wanted, side) for side in ("left", "right"))
        numbers = sorted(self.numbers[start:end].tolist())
        return [
            number
            for number in numbers
            if self._key.of(self._lexicon[number].decode(errors="replace")) == key
        ]


def _hash(key: str) -> int:
    return zlib.crc32(key.encode(errors="replace"))
