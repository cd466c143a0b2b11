"""What the words of titles weigh."""

from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from archive.search.engines.whoosh.answers.matching import idfs, looked_up
from archive.search.engines.whoosh.answers.words.meaning import language_key
from archive.search.engines.whoosh.index.mapped_segment import MappedSegment
from archive.search.engines.whoosh.index.postings import Postings
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.words.analysis import DEFAULT_LANGUAGE, FUNCTION_WORDS

BLOCK = 1 << 21  # postings of titles that are added up at a time
FUNCTIONS = frozenset().union(*FUNCTION_WORDS.values())


class _Stems(NamedTuple):
    """Stems by the checksums of their keys, ascending, and how many documents have each."""

    hashes: np.ndarray
    documents: np.ndarray


class _Titles(NamedTuple):
    """What a segment holds of titles; it lasts as long as the segment.

    `stems` are those of all its texts. Of each term of its titles, function words aside: how many
    titles have it, and the place of its stem among `hashes`, those of titles; of a function word
    the place behind the last.
    """

    stems: _Stems
    hashes: np.ndarray
    places: np.ndarray
    postings: np.ndarray


def title_weights(snapshot: Snapshot) -> np.ndarray:
    """Return the sum of the idf of each document's title's words, float32.

    Function words count nothing.
    """
    return snapshot.once(("title weights",), lambda: _title_weights(snapshot))


def _title_weights(snapshot: Snapshot) -> np.ndarray:
    weights = np.zeros(snapshot.size, np.float32)
    parts = list(_titled(snapshot))
    for segment, base, titles in parts:
        # How many documents have each stem, all segments together.
        total = np.zeros(len(titles.hashes), np.int64)
        for _segment, _base, other in parts:
            _add(total, titles.hashes, other.stems)
        telling = np.zeros(len(total) + 1, np.float32)
        telling[:-1] = idfs(snapshot, np.minimum(total, snapshot.size))
        of_doc = _summed(segment, telling[titles.places], titles.postings)
        weights[base : base + segment.size] = of_doc
    return weights


def _summed(segment: MappedSegment, telling: np.ndarray, postings: np.ndarray) -> np.ndarray:
    """The sum of what the terms of each document's title tell, float64.

    `postings`: how many each term has. So many at a time: a million titles have ten million.
    """
    of_doc = np.zeros(segment.size)
    docs = _postings(segment).docs
    ends = np.cumsum(postings, dtype=np.int64)
    first = start = 0
    while first < len(ends):
        # As many terms as have a block, one at least.
        last = max(int(np.searchsorted(ends, start + BLOCK, side="right")), first + 1)
        end = int(ends[last - 1])
        of_posting = np.repeat(telling[first:last], postings[first:last])
        of_doc += np.bincount(docs[start:end], of_posting, minlength=segment.size)
        first, start = last, end
    return of_doc


def _add(total: np.ndarray, hashes: np.ndarray, stems: _Stems) -> None:
    """Add the documents of each of some stems; the fewer are looked up among the more."""
    if len(stems.hashes) < len(hashes):
        places, is_there = looked_up(stems.hashes, hashes)
        total[places[is_there]] += stems.documents[is_there]
    else:
        places, is_there = looked_up(hashes, stems.hashes)
        total[is_there] += stems.documents[places[is_there]]


def _titled(snapshot: Snapshot) -> Iterator[tuple[MappedSegment, int, _Titles]]:
    """Yield each segment that has titles, the number of its first document, its titles."""
    for segment, base in zip(snapshot.segments, snapshot.bases, strict=True):
        if segment not in _read:
            _read[segment] = _titles(segment)
        titles = _read[segment]
        if titles is not None:
            yield segment, base, titles


_read: WeakKeyDictionary[MappedSegment, _Titles | None] = WeakKeyDictionary()


def _titles(segment: MappedSegment) -> _Titles | None:
    titles, texts = segment.postings("title"), segment.postings(LEXICON)
    stems = segment.keys(LEXICON, language_key(DEFAULT_LANGUAGE))
    if titles is None or texts is None or stems is None:
        return None
    starts = np.flatnonzero(np.diff(stems.hashes, prepend=~stems.hashes[:1]))
    documents = np.diff(texts.start)[stems.numbers]
    of_stems = _Stems(stems.hashes[starts], np.add.reduceat(documents, starts, dtype=np.uint32))
    lengths = np.diff(titles.start)
    terms = np.flatnonzero(lengths)
    of_term = np.empty(len(lengths), np.uint32)
    of_term[stems.numbers] = stems.hashes
    is_function = np.zeros(len(lengths), bool)
    is_function[segment.listed(LEXICON, FUNCTIONS)] = True
    hashes = np.unique(of_term[terms])
    places = np.searchsorted(hashes, of_term[terms])
    places[is_function[terms]] = len(hashes)
    return _Titles(of_stems, hashes, places.astype(np.uint32), lengths[terms])


def _postings(segment: MappedSegment) -> Postings:
    postings = segment.postings("title")
    assert postings is not None  # as of each segment that has titles
    return postings
