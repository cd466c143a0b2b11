"""The forms of one word, found in an index of forms as they are printed.

Such are « appel », « appels », « appelle ».
"""

import contextlib
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.arrays import read_arrays, write_arrays
from archive.search.engines.whoosh.index.postings import Lexicon

# Forms from which on a table is written beside its segment instead of made by each process.
WORTH_KEEPING = 20_000


class Key(NamedTuple):
    """What the forms of one word share: `of(form)`.

    Tables are kept under the name, so it changes with the rule.
    """

    name: str
    of: Callable[[str], str]


class KeyTable:
    """The forms of a lexicon by their key.

    It has the sorted checksums of all keys, and beside each the number of its form.
    """

    def __init__(self, lexicon: Lexicon, key: Key, hashes: np.ndarray, numbers: np.ndarray):
        self._lexicon, self._key = lexicon, key
        self.hashes, self.numbers = hashes, numbers

    @classmethod
    def from_lexicon(cls, lexicon: Lexicon, key: Key) -> "KeyTable":
        hashes = np.fromiter(_hashes(lexicon, key), np.uint32, len(lexicon))
        order = np.argsort(hashes, kind="stable").astype(np.uint32)
        return cls(lexicon, key, hashes[order], order)

    @classmethod
    def of(cls, storage, segment, lexicon: Lexicon, key: Key) -> "KeyTable":
        """Return the table of a segment's lexicon: read if it was kept, otherwise made.

        A large one is kept then.
        """
        if len(lexicon) < WORTH_KEEPING:
            return cls.from_lexicon(lexicon, key)
        name = segment.make_filename(f".{key.name}.key")
        with contextlib.suppress(OSError, IndexDamaged):
            file = read_arrays(storage, name)
            if len(file["numbers"]) == len(lexicon):
                return cls(lexicon, key, file["hashes"], file["numbers"])
        table = cls.from_lexicon(lexicon, key)
        # A read-only folder, a full disk: every process makes its own.
        with contextlib.suppress(OSError):
            write_arrays(storage, name, {"hashes": table.hashes, "numbers": table.numbers})
        return table

    def find(self, key: str) -> list[int]:
        """Return the numbers of the forms that have this key, ascending."""
        hashes, checksum = self.hashes.data, _hash(key)
        start = bisect_left(hashes, checksum)
        end = bisect_right(hashes, checksum, start)
        forms = []
        for number in sorted(self.numbers[start:end].tolist()):
            if self._key.of(self._lexicon[number].decode(errors="replace")) == key:
                forms.append(number)
        return forms


def _hashes(lexicon: Lexicon, key: Key) -> Iterator[int]:
    for form in lexicon:
        yield _hash(key.of(form.decode(errors="replace")))


def _hash(key: str) -> int:
    return zlib.crc32(key.encode(errors="replace"))
