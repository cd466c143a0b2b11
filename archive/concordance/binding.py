"""A volume bound: texts cut into numbered pieces, put in order, and where each piece stands.

What is made of a whole volume is made a part at a time, in memory that the processor has at hand:
large new arrays cost more than what is done with them.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from archive.concordance import phrases
from archive.concordance.pieces import chunks, is_word, pieces_of_chunk
from archive.concordance.volume import UNKNOWN, Volume
from archive.text import fold

TOGETHER = 200  # editorials whose chunks are taken apart at a time
BLOCK = 1 << 18  # places that are worked on at a time


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

    MOST = 400_000  # chunks, in 80 MB: then another cutting begins with the next volume

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, int] = {}  # of each piece
        self._pieces = array("I")
        self._ends = array("I", [0])

    def __missing__(self, chunk: str) -> int:
        for piece in pieces_of_chunk(chunk):
            self._pieces.append(self.numbers.setdefault(piece, len(self.numbers)))
        self._ends.append(len(self._pieces))
        number = self[chunk] = len(self)
        return number

    def of(self, text: str) -> np.ndarray:
        """Return the numbers of the chunks of a text."""
        cut = chunks(text)
        return np.fromiter(map(self.__getitem__, cut), np.uint32, len(cut))

    def bounds(self) -> np.ndarray:
        """Return where the pieces of each chunk begin, and behind them the end of the last."""
        return np.array(self._ends, np.int64)

    def pieces(self) -> np.ndarray:
        """Return the numbers of the pieces of all chunks, chunk after chunk."""
        return np.array(self._pieces, np.uint32)


def bound(leaves: Iterable[Leaf], cutting: Cutting) -> Volume:
    """Return these editorials, whose texts were cut so, as a volume, the undated last."""
    leaves = sorted(leaves, key=_by_day)
    starts, stream = _stream(leaves, cutting)
    counts = _counts(stream, len(cutting.numbers))
    terms = _terms(cutting, counts)
    place = np.zeros(len(cutting.numbers), np.uint32)
    by_place = np.array([number for _term, number in terms], np.intp)
    place[by_place] = np.arange(len(terms), dtype=np.uint32)
    for block in _blocks(len(stream)):
        stream[block] = place[stream[block]]
    printed = [term.decode(errors="surrogatepass") for term, _number in terms]
    word = np.array([is_word(piece) for piece in printed], np.uint8)
    frequent = phrases.phrases(stream, printed)
    return Volume(
        ids=_column(leaves, "id", np.int64),
        first_day=_column(leaves, "first_day", np.int32),
        last_day=_column(leaves, "last_day", np.int32),
        first_month=_column(leaves, "first_month", np.int32),
        last_month=_column(leaves, "last_month", np.int32),
        doubtful=_column(leaves, "doubtful", np.uint8),
        publication=_column(leaves, "publication", np.int64),
        words=_words(word, stream, starts),
        starts=starts,
        stream=stream,
        of_term=np.concatenate([[0], np.cumsum(counts[by_place])]).astype(np.uint32),
        order=_order(stream),
        text=np.frombuffer(b"".join(term for term, _number in terms), np.uint8),
        ends=np.cumsum([0, *(len(term) for term, _number in terms)]).astype(np.uint32),
        rank=_ranks(printed),
        is_word=word,
        phrases=frequent.keys,
        of_phrases=frequent.of_places,
        phrase_places=frequent.places,
    )


def _stream(leaves: Sequence[Leaf], cutting: Cutting) -> tuple[np.ndarray, np.ndarray]:
    """Return where the pieces of each editorial begin, and the numbers of all pieces."""
    bounds, pieces = cutting.bounds(), cutting.pieces()
    lengths = np.diff(bounds)
    sizes = np.zeros(len(leaves) + 1, np.int64)
    for number, leaf in enumerate(leaves, 1):
        sizes[number] = lengths.take(leaf.chunks).sum()
    starts = np.cumsum(sizes)
    stream = np.empty(starts[-1], np.uint32)
    for first in range(0, len(leaves), TOGETHER):
        part = leaves[first : first + TOGETHER]
        cut = np.concatenate([leaf.chunks for leaf in part])
        of_chunk = lengths.take(cut)
        behind = np.cumsum(of_chunk)
        places = np.arange(behind[-1])
        places += np.repeat(bounds.take(cut) - behind + of_chunk, of_chunk)
        stream[starts[first] : starts[first + len(part)]] = pieces.take(places)
    return starts.astype(np.uint32), stream


def _terms(cutting: Cutting, counts: np.ndarray) -> list[tuple[bytes, int]]:
    """Return the pieces that the volume has, sorted, with their numbers."""
    terms = []
    for piece, number in cutting.numbers.items():
        if counts[number]:
            terms.append((piece.encode(errors="surrogatepass"), number))
    return sorted(terms)


def _counts(stream: np.ndarray, size: int) -> np.ndarray:
    """Return how often each number below `size` comes."""
    counts = np.zeros(size, np.int64)
    for block in _blocks(len(stream)):
        counts += np.bincount(stream[block], minlength=size)
    return counts


def _words(word: np.ndarray, stream: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return how many of the pieces of each editorial are words."""
    before = np.zeros(len(starts), np.int64)
    places = starts.astype(np.int64)
    total = 0
    for block in _blocks(len(stream)):
        first, last = np.searchsorted(places, (block.start, block.stop), side="left")
        counted = np.cumsum(word[stream[block]], dtype=np.int64)
        at = places[first:last] - block.start
        before[first:last] = total + counted[at] - word[stream[places[first:last]]]
        total += int(counted[-1])
        before[last:] = total
    return np.diff(before).astype(np.uint32)


def _order(stream: np.ndarray) -> np.ndarray:
    """Return the places of a stream by the numbers that stand there, ascending for each."""
    # One sort of whole numbers is several times as quick as a stable sort of their places.
    keys = np.empty(len(stream), np.uint64)
    for block in _blocks(len(stream)):
        keys[block] = stream[block]
        keys[block] <<= np.uint64(32)
        keys[block] |= np.arange(block.start, block.stop, dtype=np.uint64)
    keys.sort()
    order = np.empty(len(stream), np.uint32)
    for block in _blocks(len(stream)):
        order[block] = keys[block]  # of which only the lower half is kept
    return order


def _blocks(size: int) -> Iterator[slice]:
    for start in range(0, size, BLOCK):
        yield slice(start, min(start + BLOCK, size))


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
