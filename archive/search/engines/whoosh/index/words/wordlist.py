"""The words of an archive by their spelling without accents.

Those that begin so, those that are spelled nearly so.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from weakref import WeakKeyDictionary

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.arrays import ArrayFile, Arrays
from archive.search.engines.whoosh.index.mapped_segment import MappedSegment
from archive.search.engines.whoosh.index.postings import Lexicon, PlacedPostings, ranges
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.engines.whoosh.index.words.conflation import WORTH_KEEPING
from archive.search.mending.repair import SpelledWord
from archive.search.words.analysis import joint
from archive.search.words.spelling import is_word
from archive.text import fold

NEAREST = 40  # spellings of one segment that are looked at closely
ALPHABET = 32


class WordTable:
    """Numbered entries by the words that they have.

    `texts` are the words without accents, sorted; the entries of word number w are
    `numbers[starts[w]:starts[w + 1]]`.
    """

    def __init__(self, arrays: ArrayFile | Arrays):
        self.texts = Lexicon(arrays["texts"], arrays["ends"])
        self.starts, self.numbers = arrays["starts"], arrays["numbers"]

    @staticmethod
    def by_word(pairs: Iterable[tuple[str, int]]) -> Arrays:
        """Return the arrays of a table from pairs of a word and the number of an entry."""
        ordered = sorted(pairs)
        words: list[str] = []
        starts: list[int] = []
        for at, (word, _number) in enumerate(ordered):
            if not words or words[-1] != word:
                words.append(word)
                starts.append(at)
        return packed(words) | {
            "starts": np.array([*starts, len(ordered)], np.uint32),
            "numbers": np.fromiter(map(itemgetter(1), ordered), np.uint32, len(ordered)),
        }

    def find(self, word: str) -> range:
        """Return the number of a word; an empty range where the table lacks it."""
        number = self.texts.find(word.encode(errors="replace"))
        if number < 0:
            return range(0)
        return range(number, number + 1)

    def beginning(self, prefix: str) -> range:
        """Return the numbers of the words that begin so."""
        return range(*self.texts.prefixed(prefix.encode(errors="replace")))

    def having(self, words: range) -> np.ndarray:
        """Return the numbers of the entries that have any of these words.

        One entry may come several times.
        """
        return self.numbers[self.starts[words.start] : self.starts[words.stop]].astype(np.intp)


class Spellings(WordTable):
    """The forms of one segment's lexicon by their spelling without accents.

    `letters` has for each spelling a bit for each letter in it, and another for each that is in it
    twice.
    """

    def __init__(self, arrays: ArrayFile | Arrays):
        super().__init__(arrays)
        self.letters = arrays["letters"]
        self.lengths = np.diff(arrays["ends"].astype(np.int32)).astype(np.int16)

    @staticmethod
    def arrays(lexicon: Iterable[bytes]) -> Arrays:
        arrays = WordTable.by_word(_folded_words(lexicon))
        texts = Lexicon(arrays["texts"], arrays["ends"])
        return arrays | {"letters": _letters(list(texts))}

    def near(self, folded: str, reach: int) -> np.ndarray:
        """Return the numbers of the forms whose spelling is at most `reach` letters away.

        A letter may be added, left out, replaced or swapped with its neighbour.
        """
        letters = _letters([folded.encode(errors="replace")])[0]
        close = (np.bitwise_count(self.letters & ~letters) <= reach) & (
            np.bitwise_count(letters & ~self.letters) <= reach
        )
        close &= np.abs(self.lengths - len(folded)) <= reach
        numbers = np.flatnonzero(close).tolist()
        texts = [self.texts[number].decode() for number in numbers]
        nearest = extract(folded, texts, scorer=OSA.distance, score_cutoff=reach, limit=NEAREST)
        forms = [np.zeros(0, np.intp)]
        for _text, _distance, place in nearest:
            forms.append(self.having(range(numbers[place], numbers[place] + 1)))
        return np.concatenate(forms)

    def holding(self, piece: str) -> np.ndarray:
        """Return the numbers of the forms whose spelling has a piece in it."""
        forms = [np.zeros(0, np.intp)]
        for number in self.texts.holding(piece.encode(errors="replace")):
            forms.append(self.having(range(number, number + 1)))
        return np.concatenate(forms)


def packed(texts: Sequence[str]) -> Arrays:
    """Return texts as the arrays of a `Lexicon`."""
    encoded = [text.encode(errors="replace") for text in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.uint32)
    return {"texts": np.frombuffer(b"".join(encoded), np.uint8), "ends": ends}


def _folded_words(lexicon: Iterable[bytes]) -> Iterator[tuple[str, int]]:
    """Yield the spelling and the number of each form that is a word."""
    for number, form in enumerate(lexicon):
        folded = fold(form.decode(errors="replace"))
        if is_word(folded):
            yield folded, number


def _letters(words: Sequence[bytes]) -> np.ndarray:
    """Return 64 bits for each word.

    Of each letter whether it is in the word, then of each whether it is in it twice.
    """
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    letters = (np.frombuffer(b"".join(words), np.uint8) - np.uint8(ord("a"))) % ALPHABET
    places = np.repeat(np.arange(len(words)) * ALPHABET, lengths) + letters
    counts = np.bincount(places, minlength=len(words) * ALPHABET).reshape(-1, ALPHABET)
    bits = np.concatenate([counts > 0, counts > 1], axis=1)
    return np.packbits(bits, axis=1, bitorder="little").view(np.uint64).reshape(-1)


# Of a segment: what is made of it lives as long as it does, and is kept beside it where it is large

SPELLINGS: WeakKeyDictionary[MappedSegment, Spellings] = WeakKeyDictionary()


def spellings(segment: MappedSegment) -> Spellings:
    """Return the forms of a segment by their spelling."""
    if segment not in SPELLINGS:
        SPELLINGS[segment] = Spellings(_spellings_arrays(segment))
    return SPELLINGS[segment]


def _spellings_arrays(segment: MappedSegment) -> ArrayFile | Arrays:
    lexicon = segment.lexicon(LEXICON)
    size = len(lexicon)
    if size < WORTH_KEEPING:
        return Spellings.arrays(lexicon)
    with contextlib.suppress(OSError, IndexDamaged):
        file = segment.read_beside("words")
        if file.about == {"size": size}:
            return file
    arrays = Spellings.arrays(lexicon)
    # A read-only folder, a full disk: every process makes its own.
    with contextlib.suppress(OSError):
        segment.write_beside("words", arrays, size=size)
    return arrays


# Of the whole archive


def near(snapshot: Snapshot, fields: Sequence[str], folded: str, reach: int) -> list[SpelledWord]:
    """Return the words in these fields that are spelled nearly so; see `Spellings.near`."""
    return _words(snapshot, fields, lambda table: table.near(folded, reach))


def beginning(
    snapshot: Snapshot, fields: Sequence[str], prefix: str, most: int | None = None
) -> list[SpelledWord]:
    """Return the words in these fields that begin so, or the most used forms of them."""
    return _words(snapshot, fields, lambda table: table.having(table.beginning(prefix)), most)


def holding(snapshot: Snapshot, fields: Sequence[str], piece: str) -> list[SpelledWord]:
    """Return the words in these fields that have a piece in them."""
    return _words(snapshot, fields, lambda table: table.holding(piece))


def spelled(snapshot: Snapshot, fields: Sequence[str], folded: str) -> SpelledWord | None:
    """Return the word in these fields that is spelled so."""
    words = _words(snapshot, fields, lambda table: table.having(table.find(folded)))
    if not words:
        return None
    return words[0]


def terms(snapshot: Snapshot, folded: str) -> Terms:
    """Return the forms that are spelled so."""
    tables = map(spellings, snapshot.segments)
    return tuple(np.sort(table.having(table.find(folded))) for table in tables)


def terms_beginning(snapshot: Snapshot, prefix: str) -> Terms:
    """Return the forms that begin so."""
    if not is_word(prefix):
        return snapshot.beginning(LEXICON, prefix)
    tables = map(spellings, snapshot.segments)
    return tuple(np.sort(table.having(table.beginning(prefix))) for table in tables)


def uses(
    segment: MappedSegment,
    fields: Iterable[str],
    forms: np.ndarray,
    live: np.ndarray | None = None,
) -> np.ndarray:
    """Return how many documents of a segment hold each of these forms.

    Counted in that one of the fields that has it most; where `live` is given, a mask of the
    documents, among these alone.
    """
    most = np.zeros(len(forms), np.int64)
    ends = forms + 1
    for lists in filter(None, map(segment.postings, fields)):
        starts = lists.start[forms]
        counts = lists.start[ends] - starts
        if live is not None:
            rows = lists.docs[ranges(starts, counts)]
            of_form = np.repeat(np.arange(len(forms)), counts)
            counts = np.bincount(of_form[live[rows]], minlength=len(forms))
        most = np.maximum(most, counts)
    return most


def _words(
    snapshot: Snapshot,
    fields: Sequence[str],
    find: Callable[[Spellings], np.ndarray],
    most: int | None = None,
) -> list[SpelledWord]:
    counts: dict[str, dict[str, int]] = {}
    for segment, base in zip(snapshot.segments, snapshot.bases, strict=True):
        forms = find(spellings(segment))
        if not len(forms):
            continue
        live = None if snapshot.live is None else snapshot.live[base : base + segment.size]
        for form, count in _most_used(segment, fields, forms, live, most):
            if count:
                forms_of = counts.setdefault(fold(form), {})
                forms_of[form] = forms_of.get(form, 0) + count
    return [SpelledWord(folded, forms_of) for folded, forms_of in counts.items()]


def _most_used(
    segment: MappedSegment,
    fields: Sequence[str],
    forms: np.ndarray,
    live: np.ndarray | None,
    most: int | None,
) -> Iterator[tuple[str, int]]:
    """Yield the most used of some forms of a segment, or all that are used, with their uses."""
    lexicon = segment.lexicon(LEXICON)
    counts = uses(segment, fields, forms, live)
    order = np.argsort(-counts, kind="stable")[: most or np.count_nonzero(counts)]
    for number, count in zip(forms[order].tolist(), counts[order].tolist(), strict=True):
        yield lexicon[number].decode(errors="replace"), count


# Compounds


def printed(snapshot: Snapshot, form: str) -> str:
    """Return a form as texts print it.

    « après-vente » for the one word that the index has for it beside its parts.
    """
    for segment in snapshot.segments:
        lists, lexicon = segment.placed(LEXICON), segment.lexicon(LEXICON)
        number = lexicon.find(form.encode(errors="replace"))
        if lists is None or number < 0:
            continue
        if lists.start[number] < lists.start[number + 1]:
            doc, place = int(lists.docs[lists.start[number]]), int(lists.places[lists.at[number]])
            return _joined(_parts(lists, lexicon, form, doc, place) or [form])
    return form


def _joined(parts: Sequence[str]) -> str:
    text = ""
    for part in parts[:-1]:
        text += part + joint(part)
    return text + parts[-1]


def _parts(lists: PlacedPostings, lexicon: Lexicon, joined: str, doc: int, place: int) -> list[str]:
    """Return the forms that stand at a place one after the other and together are the joined one.

    Nothing where no such forms stand there.
    """
    for cut in range(1, len(joined)):
        left, right = joined[:cut], joined[cut:]
        if _stands(lists, lexicon, left, doc, place):
            if _stands(lists, lexicon, right, doc, place + 1):
                return [left, right]
            further = _parts(lists, lexicon, right, doc, place + 1)
            if further:
                return [left, *further]
    return []


def _stands(lists: PlacedPostings, lexicon: Lexicon, form: str, doc: int, place: int) -> bool:
    """Return True if a form stands at a place of a document."""
    number = lexicon.find(form.encode(errors="replace"))
    if number < 0:
        return False
    start = lists.start[number]
    docs = lists.docs[start : lists.start[number + 1]]
    rank = int(np.searchsorted(docs, doc))
    if rank == len(docs) or docs[rank] != doc:
        return False
    before = int(lists.counts[start : start + rank].sum())
    first = int(lists.at[number]) + before
    return place in lists.places[first : first + int(lists.counts[start + rank])]
