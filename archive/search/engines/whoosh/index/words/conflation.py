"""The forms of one word, found in an index of forms as they are printed.

Such are « appel », « appels », « appelle ».
"""

import contextlib
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.arrays import Arrays, read_arrays, write_arrays
from archive.search.engines.whoosh.index.postings import Lexicon

# Forms from which on a table is written beside its segment instead of made by each process.
WORTH_KEEPING = 2_000
# Forms from which on their keys are made at once. Of fewer, as one saving adds, most were met
# before: what `of` keeps of them is quicker.
WORTH_AT_ONCE = 2_000


class Key(NamedTuple):
    """What the forms of one word share: `of(form)`; `at_once` gives it of many in less time.

    Tables are kept under the name, so it changes with the rule.
    """

    name: str
    of: Callable[[str], str]
    at_once: Callable[[Sequence[str]], list[str]] | None = None

    def of_all(self, forms: Sequence[str]) -> list[str]:
        """Return the key of each form."""
        if self.at_once is None or len(forms) < WORTH_AT_ONCE:
            return list(map(self.of, forms))
        return self.at_once(forms)


class KeyTable:
    """The forms of a lexicon by their key.

    It has the sorted checksums of all keys, and beside each the number of its form; and the
    checksums that several keys share, where that is known: to make the key of each form anew is
    what an asking for the first time would cost most.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        key: Key,
        hashes: np.ndarray,
        numbers: np.ndarray,
        shared: np.ndarray | None,
    ):
        self._lexicon, self._key = lexicon, key
        self.hashes, self.numbers, self.shared = hashes, numbers, shared
        self._is_shared: Callable[[int], bool] = _always
        if shared is not None:
            self._is_shared = frozenset(shared.tolist()).__contains__

    @classmethod
    def from_lexicon(cls, lexicon: Lexicon, key: Key) -> "KeyTable":
        keys = key.of_all([form.decode(errors="replace") for form in lexicon])
        hashes = np.fromiter(map(_hash, keys), np.uint32, len(keys))
        order = np.argsort(hashes, kind="stable").astype(np.uint32)
        hashes = hashes[order]
        shared = set()
        for place in np.flatnonzero(hashes[1:] == hashes[:-1]).tolist():
            if keys[order[place]] != keys[order[place + 1]]:
                shared.add(hashes.item(place))
        return cls(lexicon, key, hashes, order, np.array(sorted(shared), np.uint32))

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
                return cls(lexicon, key, file["hashes"], file["numbers"], file.get("shared"))
        table = cls.from_lexicon(lexicon, key)
        # A read-only folder, a full disk: every process makes its own.
        with contextlib.suppress(OSError):
            write_arrays(storage, name, table.arrays())
        return table

    def arrays(self) -> Arrays:
        """Return what is kept of it."""
        assert self.shared is not None  # as of each that was made here
        return {"hashes": self.hashes, "numbers": self.numbers, "shared": self.shared}

    def find(self, key: str) -> list[int]:
        """Return the numbers of the forms that have this key, ascending."""
        hashes, checksum = self.hashes.data, _hash(key)
        start = bisect_left(hashes, checksum)
        end = bisect_right(hashes, checksum, start)
        if start == end:
            return []
        numbers = sorted(self.numbers[start:end].tolist())
        if not self._is_shared(checksum):  # what one form has for its key all have
            return numbers if self._has(numbers[0], key) else []
        return [number for number in numbers if self._has(number, key)]

    def _has(self, number: int, key: str) -> bool:
        return self._key.of(self._lexicon[number].decode(errors="replace")) == key


def _always(_checksum: int) -> bool:
    return True


def _hash(key: str) -> int:
    return zlib.crc32(key.encode(errors="replace"))
