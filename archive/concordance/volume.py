"""A volume: some editorials, every piece of their texts, and where each piece stands.

It is arrays that every process maps: written once, read by slices.
"""

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np

from archive.concordance import phrases
from archive.concordance.pieces import chunks, is_word, pieces
from archive.concordance.sentences import Sentences, hashed, sentences
from archive.text import fold

UNKNOWN = -(2**31)  # of a month or a day that is not known
NO_CHUNKS = np.zeros(0, np.uint32)
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
    # The sentences of some length: see `sentences.Sentences`.
    sentence_starts: np.ndarray
    sentence_ends: np.ndarray
    sentence_words: np.ndarray
    wholes: np.ndarray
    heads: np.ndarray
    tails: np.ndarray
    by_whole: np.ndarray
    by_head: np.ndarray
    by_tail: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def terms(self) -> list[bytes]:
        """All terms in order."""
        text, ends = self.text.tobytes(), self.ends.tolist()
        return [text[start:end] for start, end in pairwise(ends)]

    @cached_property
    def sentences(self) -> Sentences:
        """The sentences of its texts."""
        return Sentences(
            *(self.sentence_starts, self.sentence_ends, self.sentence_words),
            *(self.wholes, self.heads, self.tails),
            *(self.by_whole, self.by_head, self.by_tail),
        )

    @cached_property
    def sorted_wholes(self) -> np.ndarray:
        return self.wholes[self.by_whole]

    @cached_property
    def sorted_heads(self) -> np.ndarray:
        return self.heads[self.by_head]

    @cached_property
    def sorted_tails(self) -> np.ndarray:
        return self.tails[self.by_tail]

    @cached_property
    def hashes(self) -> np.ndarray:
        """A number for each term, which is the same in other volumes."""
        return hashed(self.text, self.ends)

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


@dataclass(frozen=True)
class Leaf:
    """An editorial on its way into a volume; days are None where open or unknown."""

    id: int
    first_day: int | None
    last_day: int | None
    first_month: int | None
    last_month: int | None
    doubtful: bool
    publication: int
    chunks: np.ndarray  # their numbers


class Cutting(dict[str, int]):
    """The number of each chunk of texts, by the order in which they come, and its pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, int] = {}  # of each piece
        self._pieces = array("I")
        self._ends = array("I", [0])

    def __missing__(self, chunk: str) -> int:
        for piece in pieces(chunk):
            self._pieces.append(self.numbers.setdefault(piece, len(self.numbers)))
        self._ends.append(len(self._pieces))
        number = self[chunk] = len(self)
        return number

    def of(self, text: str) -> np.ndarray:
        """Return the numbers of the chunks of a text."""
        cut = chunks(text)
        return np.fromiter(map(self.__getitem__, cut), np.uint32, len(cut))

    def expanded(self, cut: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the numbers of the pieces of chunks, and how many pieces each chunk has."""
        ends = np.frombuffer(self._ends, np.uint32).astype(np.int64)
        starts = ends[cut]
        lengths = ends[cut.astype(np.int64) + 1] - starts
        behind = np.cumsum(lengths)
        places = np.arange(behind[-1] if len(behind) else 0)
        places += np.repeat(starts - behind + lengths, lengths)
        return np.frombuffer(self._pieces, np.uint32)[places], lengths


def bound(leaves: Iterable[Leaf], cutting: Cutting) -> Volume:
    """Return these editorials, whose texts were cut so, as a volume, the undated last."""
    leaves = sorted(leaves, key=_by_day)
    cut = np.concatenate([NO_CHUNKS, *(leaf.chunks for leaf in leaves)])
    by_coming, lengths = cutting.expanded(cut)
    behind = np.concatenate([[0], np.cumsum(lengths)])
    of_editorials = np.cumsum([0, *(len(leaf.chunks) for leaf in leaves)])
    starts = behind[of_editorials].astype(np.uint32)
    numbers = cutting.numbers
    terms = sorted((piece.encode(errors="surrogatepass"), n) for piece, n in numbers.items())
    place = np.zeros(len(terms), np.uint32)
    place[[number for _term, number in terms]] = np.arange(len(terms), dtype=np.uint32)
    stream = place[by_coming]
    printed = [term.decode(errors="surrogatepass") for term, _number in terms]
    word = np.array([is_word(piece) for piece in printed], np.uint8)
    counts = np.bincount(stream, minlength=len(terms))
    of_term = np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)
    frequent = phrases.phrases(stream, printed)
    before = np.concatenate([[0], np.cumsum(word[stream], dtype=np.int64)])
    text = np.frombuffer(b"".join(term for term, _number in terms), np.uint8)
    ends = np.cumsum([0, *(len(term) for term, _number in terms)]).astype(np.uint32)
    listed = sentences(stream, word, printed, hashed(text, ends))
    return Volume(
        ids=_column(leaves, "id", np.int64),
        first_day=_column(leaves, "first_day", np.int32),
        last_day=_column(leaves, "last_day", np.int32),
        first_month=_column(leaves, "first_month", np.int32),
        last_month=_column(leaves, "last_month", np.int32),
        doubtful=_column(leaves, "doubtful", np.uint8),
        publication=_column(leaves, "publication", np.int64),
        words=(before[starts[1:]] - before[starts[:-1]]).astype(np.uint32),
        starts=starts,
        stream=stream,
        of_term=of_term,
        order=_order(stream),
        text=text,
        ends=ends,
        rank=_ranks(printed),
        is_word=word,
        phrases=frequent.keys,
        of_phrases=frequent.of_places,
        phrase_places=frequent.places,
        sentence_starts=listed.starts,
        sentence_ends=listed.ends,
        sentence_words=listed.words,
        wholes=listed.wholes,
        heads=listed.heads,
        tails=listed.tails,
        by_whole=listed.by_whole,
        by_head=listed.by_head,
        by_tail=listed.by_tail,
    )


def _order(stream: np.ndarray) -> np.ndarray:
    """Return the places of a stream by the numbers that stand there, ascending for each."""
    # One sort of whole numbers is several times as quick as a stable sort of their places.
    keys = (stream.astype(np.uint64) << np.uint64(32)) | np.arange(len(stream), dtype=np.uint64)
    keys.sort()
    return (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def _ranks(printed: list[str]) -> np.ndarray:
    """Return the place of each term in the alphabet: signs first, accents apart at the end."""
    in_order = sorted(range(len(printed)), key=lambda number: _alphabetical(printed[number]))
    ranks = np.zeros(len(printed), np.uint32)
    ranks[in_order] = np.arange(len(printed), dtype=np.uint32)
    return ranks


def _alphabetical(piece: str) -> tuple[bool, str, str]:
    return is_word(piece), fold(piece), piece


def _by_day(leaf: Leaf) -> tuple[bool, int, int]:
    return leaf.first_day is None, leaf.first_day or 0, leaf.id


def _column(leaves: list[Leaf], name: str, kind: type) -> np.ndarray:
    column: np.ndarray = np.empty(len(leaves), kind)
    for place, leaf in enumerate(leaves):
        content = getattr(leaf, name)
        column[place] = UNKNOWN if content is None else content
    return column
