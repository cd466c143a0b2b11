"""A volume: some editorials, every piece of their texts, and where each piece stands.

It is arrays that every process maps: written once, read by slices.
"""

import json
from bisect import bisect_left
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np

UNKNOWN = -(2**31)  # of a month or a day that is not known
ARRAYS = "arrays.json"  # names the arrays of a folder


@dataclass(frozen=True)
class Volume:
    """Editorials in the order of their first day, and all places of all pieces.

    Of editorial e the pieces are `stream[starts[e]:starts[e + 1]]`, as numbers of terms; of term t
    the places in the stream are `order[of_term[t]:of_term[t + 1]]`, ascending. Terms are sorted;
    `rank` is their order in the alphabet, `is_word` tells words from signs.
    """

    ids: np.ndarray
    first_day: np.ndarray  # proleptic ordinals of the days between which the editorial is
    last_day: np.ndarray
    first_month: np.ndarray  # year * 12 + month - 1
    last_month: np.ndarray
    doubtful: np.ndarray
    publication: np.ndarray  # 0 for none
    words: np.ndarray  # of each text
    starts: np.ndarray
    stream: np.ndarray
    of_term: np.ndarray
    order: np.ndarray
    text: np.ndarray  # the terms, one after the other, in UTF-8
    ends: np.ndarray
    rank: np.ndarray
    is_word: np.ndarray
    phrases: np.ndarray  # keys of the frequent phrases: `phrases.numbers_of`
    of_phrases: np.ndarray  # the phrase of each of their occurrences
    phrase_places: np.ndarray  # and where in the stream it begins

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def terms(self) -> list[bytes]:
        """All terms in order."""
        text, ends = self.text.tobytes(), self.ends.tolist()
        return [text[start:end] for start, end in pairwise(ends)]

    def number(self, piece: str) -> int:
        """Return the number of a term, -1 where no text has it."""
        term = piece.encode(errors="surrogatepass")
        place = bisect_left(self.terms, term)
        if place < len(self.terms) and self.terms[place] == term:
            return place
        return -1

    def term(self, number: int) -> str:
        return self.terms[number].decode(errors="surrogatepass")

    def places(self, number: int) -> np.ndarray:
        """Return where a term stands in the stream, ascending."""
        return self.order[self.of_term[number] : self.of_term[number + 1]]

    def editorials_at(self, places: np.ndarray) -> np.ndarray:
        """Return of which editorial (its place in the volume) each place is."""
        return np.searchsorted(self.starts, places, side="right") - 1

    def save(self, folder: Path) -> None:
        """Write the arrays into a new folder. Raises OSError."""
        folder.mkdir(parents=True)
        sizes = {}
        for column in fields(self):
            array = getattr(self, column.name)
            np.save(folder / f"{column.name}.npy", array, allow_pickle=False)
            sizes[column.name] = len(array)
        (folder / ARRAYS).write_text(json.dumps(sizes))

    @classmethod
    def mapped(cls, folder: Path) -> "Volume":
        """Return what a folder holds. Raises OSError, and ValueError where it is not whole."""
        sizes = json.loads((folder / ARRAYS).read_text())
        arrays = {}
        for column in fields(cls):
            path = folder / f"{column.name}.npy"
            if sizes[column.name]:
                array = np.load(path, mmap_mode="r", allow_pickle=False)
            else:
                array = np.load(path, allow_pickle=False)
            if len(array) != sizes[column.name]:
                raise ValueError(f"{path} is cut short")
            # A plain view of the map: slices of it are much quicker to make.
            arrays[column.name] = np.asarray(array)
        return cls(**arrays)
