"""Frequent phrases of an archive (« relation client », « centre d’appels »).

They are learned from the archive's own texts: from the places of words in the index, of segments of
some size, when the index is rebuilt, and kept beside each segment; never while somebody waits. A
phrase has two to four words; its first and last are telling ones.
"""

from collections.abc import Iterator, Sequence
from itertools import starmap
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.arrays import ArrayFile, Arrays
from archive.search.engines.whoosh.index.mapped_segment import MappedSegment
from archive.search.engines.whoosh.index.postings import Lexicon, PlacedPostings, ranges
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.engines.whoosh.index.words.wordlist import WordTable, packed
from archive.search.words.analysis import PARAGRAPH, folded_words
from archive.search.words.phrases import (
    LEAST,
    LEAST_SHARE,
    LONGEST,
    MOST,
    TOGETHER,
    as_printed,
    tells,
    without_parts,
)

# Documents of a segment: in fewer hardly a phrase is in the LEAST, and each saving makes a segment.
WORTH_LEARNING = 50
READ = 20_000  # texts of a segment that are read, evenly spaced
LONGER_THAN_ANY = 0xFFFF  # form, and than a gap: so the mark of a paragraph stands nowhere
GAP = 0xFFFFFFFF  # stands between two texts


class Phrase(NamedTuple):
    """A phrase as it is shown, and how many documents hold it: an estimate if not all were read."""

    text: str
    documents: int


# A phrase by the numbers of its forms in the lexicon, and the documents that hold it.
NumberedPhrase = tuple[tuple[int, ...], int]


# Asking


class Phrases:
    """The phrases of one segment, in falling order of `counts`: the documents of each.

    `words` has the phrases by their words.
    """

    def __init__(self, arrays: ArrayFile | Arrays):
        self.texts = Lexicon(arrays["phrases"], arrays["phrase_ends"])
        self.counts, self.words = arrays["counts"], WordTable(arrays)

    @staticmethod
    def arrays(phrases: Sequence[Phrase]) -> Arrays:
        words = []
        for number, phrase in enumerate(phrases):
            for word in set(folded_words(phrase.text)):
                words.append((word, number))
        texts = packed([phrase.text for phrase in phrases])
        return WordTable.by_word(words) | {
            "phrases": texts["texts"],
            "phrase_ends": texts["ends"],
            "counts": np.array([phrase.documents for phrase in phrases], np.uint32),
        }

    def beginning(self, prefixes: Sequence[str], most: int) -> list[Phrase]:
        """Return the most frequent phrases in which each of these begins a word."""
        having_all = np.ones(len(self.texts), bool)
        for prefix in prefixes:
            having = np.zeros(len(self.texts), bool)
            having[self.words.having(self.words.beginning(prefix))] = True
            having_all &= having
        phrases = []
        for number in np.flatnonzero(having_all)[:most].tolist():
            phrases.append(Phrase(self.texts[number].decode(), int(self.counts[number])))
        return phrases


def beginning(snapshot: Snapshot, prefixes: Sequence[str], most: int) -> list[Phrase]:
    """Return the archive's most frequent phrases in which each of these begins a word.

    The prefixes are without accents.
    """
    documents: dict[str, int] = {}
    for phrases in filter(None, map(_phrases, snapshot.segments)):
        for phrase in phrases.beginning(prefixes, most):
            documents[phrase.text] = documents.get(phrase.text, 0) + phrase.documents
    best = sorted(documents.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return list(starmap(Phrase, best))


_read: WeakKeyDictionary[MappedSegment, Phrases] = WeakKeyDictionary()


def _phrases(segment: MappedSegment) -> Phrases | None:
    """Return what was learned of a segment; None where nothing was yet."""
    if segment not in _read and segment.size >= WORTH_LEARNING:
        try:
            _read[segment] = Phrases(segment.read_beside("phrases"))
        except (OSError, IndexDamaged):
            return None
    return _read.get(segment)


# Learning


def learn(snapshot: Snapshot) -> int:
    """Learn the phrases of the segments that are large enough and have none yet.

    Return the number of these segments. It takes seconds: it belongs to rebuilding. Raises OSError
    where the phrases cannot be kept.
    """
    learned = 0
    for segment in snapshot.segments:
        if segment.size >= WORTH_LEARNING and _phrases(segment) is None:
            segment.write_beside("phrases", Phrases.arrays(phrases_of(segment)))
            learned += 1
    return learned


def phrases_of(segment: MappedSegment) -> list[Phrase]:
    """Return the frequent phrases of a segment's texts, in falling order."""
    lists = segment.placed(LEXICON)
    if lists is None:
        return []
    forms = [form.decode(errors="replace") for form in segment.lexicon(LEXICON)]
    stream, texts = _stream(segment.lexicon(LEXICON), lists, segment.size)
    telling = np.array(list(map(tells, forms)))
    phrases = without_parts(_counted(stream, texts, telling))
    best = sorted(phrases.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    documents = dict(zip(forms, np.diff(lists.start).tolist(), strict=True))
    share_read = (texts[-1] + 1) / segment.size
    printed = []
    for numbers, count in best:
        words = [forms[number] for number in numbers]
        printed.append(Phrase(as_printed(words, count, documents), round(count / share_read)))
    return printed


def _stream(lexicon: Lexicon, lists: PlacedPostings, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the forms of the texts that are read, and the number of the text at each place.

    One text comes after the other with a gap behind each. Where a compound stands as one word too
    (« télé-usine »), it is its parts. `size`: documents of the segment.
    """
    numbers = np.full(size, -1)
    chosen = np.arange(0, size, -(-size // READ))
    numbers[chosen] = np.arange(len(chosen))
    rows = np.flatnonzero(numbers[lists.docs] >= 0)
    forms = np.repeat(np.arange(len(lexicon), dtype=np.uint64), np.diff(lists.start))[rows]
    counts, docs = lists.counts[rows], numbers[lists.docs[rows]]
    starts = (np.cumsum(lists.counts, dtype=np.int64) - lists.counts)[rows]
    places = lists.places[ranges(starts, counts)]
    forms, docs = np.repeat(forms, counts), np.repeat(docs, counts)
    room = np.zeros(len(chosen), np.int64)
    np.maximum.at(room, docs, places.astype(np.int64) + LONGEST)
    # A form's length stands above its number, so that of two at one place the shortest stays.
    lengths = np.fromiter(map(len, lexicon), np.uint64, len(lexicon))
    paragraph = lexicon.find(PARAGRAPH.encode())
    if paragraph >= 0:
        lengths[paragraph] = LONGER_THAN_ANY
    shortest = lengths[forms.astype(np.intp)] << np.uint64(32)
    stream = np.full(int(room.sum()), GAP, np.uint64) | np.uint64(0xFF << 32)
    np.minimum.at(stream, (np.cumsum(room) - room)[docs] + places, shortest | forms)
    return (stream & np.uint64(GAP)).astype(np.int64), np.repeat(np.arange(len(chosen)), room)


def _counted(
    stream: np.ndarray, texts: np.ndarray, telling: np.ndarray
) -> Iterator[NumberedPhrase]:
    """Yield each phrase that is frequent enough, the shorter ones first.

    A phrase cannot be frequent if its beginning is not, so each length is counted only where the
    one before was frequent.
    """
    often = np.bincount(stream[stream != GAP], minlength=len(telling))
    least = max(LEAST, LEAST_SHARE * (int(texts[-1]) + 1))
    at = np.flatnonzero(np.append(telling, False)[np.minimum(stream, len(telling))])
    group = stream[at]
    for length in range(2, LONGEST + 1):
        within = stream[at + length - 1] != GAP
        at, group = at[within], group[within]
        last = stream[at + length - 1]
        first, group, times = _grouped(group * len(telling) + last)
        documents = np.bincount(
            _distinct(group * len(texts) + texts[at]) // len(texts), minlength=len(first)
        )
        first_words, last_words = stream[at[first]], last[first]
        chance = often[first_words] * (often[last_words] / often.sum())
        is_often = documents >= least
        is_phrase = is_often & (times >= TOGETHER * chance) & telling[last_words]
        for number in np.flatnonzero(is_phrase).tolist():
            start = int(at[first[number]])
            yield tuple(stream[start : start + length].tolist()), int(documents[number])
        frequent = is_often[group]
        at, group = at[frequent], group[frequent]


def _grouped(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where each key comes first, which of these each key is, how often it comes.

    That is what `np.unique` gives, in a fifth of the time: key and place are sorted as one number.
    """
    bits = len(keys).bit_length()
    if int(keys.max(initial=0)).bit_length() + bits > 63:
        _keys, first, group, times = np.unique(keys, True, True, True)
        return first, group, times
    packed = (keys << bits) | np.arange(len(keys))
    packed.sort()
    order = packed & ((1 << bits) - 1)
    begins = _begins(packed >> bits)
    group = np.empty(len(keys), np.intp)
    group[order] = np.cumsum(begins) - 1
    starts = np.flatnonzero(begins)
    return order[starts], group, np.diff(starts, append=len(keys))


def _distinct(numbers: np.ndarray) -> np.ndarray:
    """Return each number once, ascending: by sorting, which is quicker than NumPy's own way."""
    numbers.sort()
    return numbers[_begins(numbers)]


def _begins(ascending: np.ndarray) -> np.ndarray:
    """Return a mask of the numbers that differ from the one before."""
    begins = np.ones(len(ascending), bool)
    begins[1:] = ascending[1:] != ascending[:-1]
    return begins
