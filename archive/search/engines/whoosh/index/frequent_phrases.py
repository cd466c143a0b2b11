"""Frequent phrases of an archive (« relation client », « centre d’appels »), learned from its own texts.

They are learned from the places of words in the index, of segments of some size, when the index is rebuilt, and kept
beside each segment; never while somebody waits. A phrase has two to four words; its first and last are telling ones.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.arrays import ArrayFile
from archive.search.engines.whoosh.index.postings import Lexicon, ranges
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import MappedSegment, Snapshot
from archive.search.engines.whoosh.index.wordlist import (
    APOSTROPHED,
    Arrays,
    Beginnings,
    keep,
    packed,
    read,
)
from archive.search.words.analysis import ASKING_WORDS, FUNCTION_WORDS, folded_words

WORTH_LEARNING = 500  # documents of a segment
READ = 20_000  # texts of a segment that are read, evenly spaced
LONGEST = 4  # words
SHORTEST_END = 3  # letters of a phrase's first and last word
LEAST, LEAST_SHARE = 5, 0.0002  # documents that a phrase must be in, and their share of those read
TOGETHER = 8  # times as often it must be there as if its first and last word met by chance
ONLY_A_PART = (
    0.8  # of a phrase's documents: so many of them with a longer one make it a part of that
)
MOST = 20_000  # phrases of a segment
GAP = 0xFFFFFFFF  # stands between two texts
# Words that open and close no subject, beside function words.
EMPTY = """
    entre sous sans lors avant après depuis pendant selon sauf contre parmi afin dès chez vers tant durant suite
    tout toute tous toutes chaque autre autres certain certaine certains certaines plusieurs quelques aucun aucune
    deux trois quatre cinq six sept huit neuf dix premier première premiers premières dernier dernière derniers dernières
    présent présente présents présentes tel telle tels telles peu moins plus beaucoup trop très encore déjà jamais toujours
    notamment lorsque sinon puis ensuite alors donc également seulement uniquement grand grande grands grandes
    between under before after during since against each every other others some any all first last two three more most
    """
FUNCTIONS = frozenset().union(*FUNCTION_WORDS.values())
TELLS_NOTHING = FUNCTIONS | ASKING_WORDS | frozenset(EMPTY.split())


class Phrase(NamedTuple):
    """As it is shown, and how many documents hold it (an estimate where not all were read)."""

    text: str
    count: int


# Asking


class Phrases:
    """Those of one segment, in falling order of `counts`. `words` has the phrases by their words."""

    def __init__(self, arrays: ArrayFile | Arrays):
        self.texts = Lexicon(arrays["phrases"], arrays["phrase_ends"])
        self.counts, self.words = arrays["counts"], Beginnings(arrays)

    @staticmethod
    def arrays(phrases: Sequence[Phrase]) -> Arrays:
        texts = packed([phrase.text for phrase in phrases])
        words = (
            (word, number)
            for number, phrase in enumerate(phrases)
            for word in set(folded_words(phrase.text))
        )
        return Beginnings.arrays(words) | {
            "phrases": texts["texts"],
            "phrase_ends": texts["ends"],
            "counts": np.array([phrase.count for phrase in phrases], np.uint32),
        }

    def beginning(self, prefixes: Sequence[str], most: int) -> list[Phrase]:
        """The most frequent phrases in which each of these begins a word."""
        having = np.ones(len(self.texts), bool)
        for prefix in prefixes:
            here = np.zeros(len(self.texts), bool)
            here[self.words.having(self.words.beginning(prefix))] = True
            having &= here
        found = np.flatnonzero(having)[:most].tolist()
        return [Phrase(self.texts[number].decode(), int(self.counts[number])) for number in found]


def beginning(snapshot: Snapshot, prefixes: Sequence[str], most: int) -> list[Phrase]:
    """The archive's most frequent phrases in which each of these prefixes (without accents) begins a word."""
    counts: dict[str, int] = {}
    for known in filter(None, map(_kept, snapshot.segments)):
        for phrase in known.beginning(prefixes, most):
            counts[phrase.text] = counts.get(phrase.text, 0) + phrase.count
    best = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most]
    return [Phrase(*one) for one in best]


_read: WeakKeyDictionary[MappedSegment, Phrases] = WeakKeyDictionary()


def _kept(segment: MappedSegment) -> Phrases | None:
    """What was learned of a segment; None where nothing was yet."""
    if segment not in _read and segment.size >= WORTH_LEARNING:
        try:
            _read[segment] = Phrases(read(segment, "phrases"))
        except (OSError, IndexDamaged):
            return None
    return _read.get(segment)


# Learning


def learn(snapshot: Snapshot) -> int:
    """Learns the phrases of the segments that are large enough and whose phrases are not known; returns of how many.
    Takes seconds: it belongs to rebuilding. Raises OSError where they cannot be kept."""
    unknown = [
        one for one in snapshot.segments if one.size >= WORTH_LEARNING and _kept(one) is None
    ]
    for segment in unknown:
        keep(segment, "phrases", Phrases.arrays(_learned(segment)))
    return len(unknown)


def _learned(segment: MappedSegment) -> list[Phrase]:
    """In falling order."""
    lists, lexicon = segment.postings(LEXICON), list(segment.lexicon(LEXICON))
    if lists is None:
        return []
    stream, texts = _stream(segment)
    telling = np.array([_tells(form.decode(errors="replace")) for form in lexicon])
    found: dict[tuple[int, ...], int] = {}
    for words, count in _counted(stream, texts, telling):
        for part in (words[1:], words[:-1]):
            if part in found and count >= ONLY_A_PART * found[part]:
                del found[part]
        found[words] = count
    best = sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    forms = [form.decode(errors="replace") for form in lexicon]
    documents = dict(zip(forms, np.diff(lists.start).tolist(), strict=True))
    share = (texts[-1] + 1) / segment.size
    return [
        Phrase(_printed([forms[word] for word in words], n, documents), round(n / share))
        for words, n in best
    ]


def _tells(form: str) -> bool:
    return len(form) >= SHORTEST_END and form.isalpha() and form not in TELLS_NOTHING


def _stream(segment: MappedSegment) -> tuple[np.ndarray, np.ndarray]:
    """The forms of the texts that are read, one text after the other with a gap behind each, and the number of the text
    at each place. Where a compound stands as one word too (« télé-usine »), it is its parts."""
    lists, lexicon = segment.postings(LEXICON), segment.lexicon(LEXICON)
    numbers = np.full(segment.size, -1)
    chosen = np.arange(0, segment.size, -(-segment.size // READ))
    numbers[chosen] = np.arange(len(chosen))
    there = np.flatnonzero(numbers[lists.docs] >= 0)
    forms = np.repeat(np.arange(len(lexicon), dtype=np.uint64), np.diff(lists.start))[there]
    counts, docs = lists.counts[there], numbers[lists.docs[there]]
    places = lists.places[
        ranges((np.cumsum(lists.counts, dtype=np.int64) - lists.counts)[there], counts)
    ]
    forms, docs = np.repeat(forms, counts), np.repeat(docs, counts)
    room = np.zeros(len(chosen), np.int64)
    np.maximum.at(room, docs, places.astype(np.int64) + LONGEST)
    shortest = np.fromiter(map(len, lexicon), np.uint64, len(lexicon))[
        forms.astype(np.intp)
    ] << np.uint64(32)
    stream = np.full(int(room.sum()), GAP, np.uint64) | np.uint64(0xFF << 32)
    np.minimum.at(stream, (np.cumsum(room) - room)[docs] + places, shortest | forms)
    return (stream & np.uint64(GAP)).astype(np.int64), np.repeat(np.arange(len(chosen)), room)


def _counted(
    stream: np.ndarray, texts: np.ndarray, telling: np.ndarray
) -> Iterator[tuple[tuple[int, ...], int]]:
    """(forms, documents) of each phrase that is frequent enough, the shorter ones first. A phrase cannot be frequent if
    its beginning is not, so each length is counted only where the one before was frequent."""
    often = np.bincount(stream[stream != GAP], minlength=len(telling))
    least = max(LEAST, LEAST_SHARE * (int(texts[-1]) + 1))
    at = np.flatnonzero(np.append(telling, False)[np.minimum(stream, len(telling))])
    group = stream[at]
    for length in range(2, LONGEST + 1):
        at, group = at[stream[at + length - 1] != GAP], group[stream[at + length - 1] != GAP]
        last = stream[at + length - 1]
        _, first, group, times = np.unique(group * len(telling) + last, True, True, True)
        documents = np.bincount(
            np.unique(group * len(texts) + texts[at]) // len(texts), minlength=len(first)
        )
        ends = stream[at[first]], last[first]
        chance = often[ends[0]] * (often[ends[1]] / often.sum())
        for one in np.flatnonzero(
            (documents >= least) & (times >= TOGETHER * chance) & telling[ends[1]]
        ).tolist():
            start = int(at[first[one]])
            yield tuple(stream[start : start + length].tolist()), int(documents[one])
        frequent = (documents >= least)[group]
        at, group = at[frequent], group[frequent]


def _printed(words: Sequence[str], count: int, documents: dict[str, int]) -> str:
    """« centre d’appels », « service après-vente »; `documents` tells how many hold a form, compounds among them."""
    text = words[0]
    for left, right in pairwise(words):
        is_compound = not FUNCTIONS & {left, right} and 2 * documents.get(left + right, 0) > count
        text += ("’" if left in APOSTROPHED else "-" if is_compound else " ") + right
    return text
