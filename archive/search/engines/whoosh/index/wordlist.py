"""The words of an archive by their spelling without accents: those that begin so, those that are spelled nearly so."""

import contextlib
import os
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from whoosh.util import random_name

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.arrays import ArrayFile, ArrayFileWriter, map_file
from archive.search.engines.whoosh.index.conflation import WORTH_KEEPING
from archive.search.engines.whoosh.index.postings import Lexicon
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import MappedSegment, Snapshot, Terms
from archive.search.words.analysis import ELIDED
from archive.text import fold

LONGEST = 40  # letters of what counts as a word here
NEAREST = 40  # spellings of one segment that are looked at closely
ALPHABET = 32
APOSTROPHED = ELIDED | {"prud", "entr"}

Arrays = dict[str, np.ndarray]


class Word(NamedTuple):
    """A spelling without accents, the form most used of those that are spelled so, how many documents hold any of them."""

    folded: str
    form: str
    uses: int


class Beginnings:
    """Things by the words that they have. `texts` are the words without accents, sorted; those of word number w are the
    things `numbers[starts[w]:starts[w + 1]]`."""

    def __init__(self, arrays: ArrayFile | Arrays):
        self.texts = Lexicon(arrays["texts"], arrays["ends"])
        self.starts, self.numbers = arrays["starts"], arrays["numbers"]

    @staticmethod
    def arrays(pairs: Iterable[tuple[str, int]]) -> Arrays:
        """`pairs`: a word without accents, and the number of a thing that has it."""
        pairs = sorted(pairs)
        first = [at for at, (word, _) in enumerate(pairs) if not at or pairs[at - 1][0] != word]
        numbers = np.fromiter((number for _, number in pairs), np.uint32, len(pairs))
        return packed([pairs[at][0] for at in first]) | {
            "starts": np.array([*first, len(pairs)], np.uint32),
            "numbers": numbers,
        }

    def find(self, word: str) -> range:
        """The number of a word, if it is known."""
        number = self.texts.find(word.encode(errors="replace"))
        return range(number, number + 1) if number >= 0 else range(0)

    def beginning(self, prefix: str) -> range:
        """The numbers of the words that begin so."""
        return range(*self.texts.prefixed(prefix.encode(errors="replace")))

    def having(self, words: range) -> np.ndarray:
        """The numbers of the things that have any of these words; one thing may come several times."""
        return self.numbers[self.starts[words.start] : self.starts[words.stop]].astype(np.intp)


class Spellings(Beginnings):
    """The forms of one segment's lexicon by their spelling without accents. `letters` has for each spelling a bit for
    each letter in it, and another for each that is in it twice."""

    def __init__(self, arrays: ArrayFile | Arrays):
        super().__init__(arrays)
        self.letters = arrays["letters"]

    @staticmethod
    def arrays(lexicon: Iterable[bytes]) -> Arrays:
        forms = (
            (fold(form.decode(errors="replace")), number) for number, form in enumerate(lexicon)
        )
        arrays = Beginnings.arrays((folded, number) for folded, number in forms if is_word(folded))
        return arrays | {"letters": _letters(list(Lexicon(arrays["texts"], arrays["ends"])))}

    def near(self, folded: str, reach: int) -> np.ndarray:
        """The numbers of the forms whose spelling at most so many letters added, left out, replaced or swapped make of this."""
        own = _letters([folded.encode(errors="replace")])[0]
        close = (np.bitwise_count(self.letters & ~own) <= reach) & (
            np.bitwise_count(own & ~self.letters) <= reach
        )
        texts = {number: self.texts[number].decode() for number in np.flatnonzero(close).tolist()}
        found = extract(folded, texts, scorer=OSA.distance, score_cutoff=reach, limit=NEAREST)
        return np.concatenate(
            [self.having(range(number, number + 1)) for *_, number in found]
            or [np.zeros(0, np.intp)]
        )


def is_word(folded: str) -> bool:
    return 0 < len(folded) <= LONGEST and folded.isalpha()


def packed(texts: Sequence[str]) -> Arrays:
    """Texts as a `Lexicon` has them."""
    encoded = [text.encode(errors="replace") for text in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.uint32)
    return {"texts": np.frombuffer(b"".join(encoded), np.uint8), "ends": ends}


def _letters(words: Sequence[bytes]) -> np.ndarray:
    """For each word 64 bits: of each letter whether it is there, then of each whether it is there twice."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    letters = (np.frombuffer(b"".join(words), np.uint8) - np.uint8(ord("a"))) % ALPHABET
    places = np.repeat(np.arange(len(words)) * ALPHABET, lengths) + letters
    counts = np.bincount(places, minlength=len(words) * ALPHABET).reshape(-1, ALPHABET)
    bits = np.concatenate([counts > 0, counts > 1], axis=1)
    return np.packbits(bits, axis=1, bitorder="little").view(np.uint64).reshape(-1)


# Of a segment: what is made of it lives as long as it does, and is kept beside it where it is large

_made: WeakKeyDictionary[MappedSegment, Spellings] = WeakKeyDictionary()


def spellings(segment: MappedSegment) -> Spellings:
    if segment not in _made:
        lexicon = segment.lexicon(LEXICON)
        _made[segment] = Spellings(_kept(segment, len(lexicon), lambda: Spellings.arrays(lexicon)))
    return _made[segment]


def _kept(segment: MappedSegment, size: int, make: Callable[[], Arrays]) -> ArrayFile | Arrays:
    if size < WORTH_KEEPING:
        return make()
    with contextlib.suppress(OSError, IndexDamaged):
        file = read(segment, "words")
        if file.about == {"size": size}:
            return file
    arrays = make()
    with contextlib.suppress(
        OSError
    ):  # a read-only folder, a full disk: every process makes its own
        keep(segment, "words", arrays, size=size)
    return arrays


def read(segment: MappedSegment, name: str) -> ArrayFile:
    """The arrays kept beside a segment under a name. Raises FileNotFoundError, IndexDamaged."""
    name = segment.segment.make_filename(f".{name}")
    return ArrayFile(name, map_file(segment.storage, name))


def keep(segment: MappedSegment, name: str, arrays: Arrays, **about) -> None:
    """Keeps arrays beside a segment; they go when it goes. Raises OSError."""
    storage, name = segment.storage, segment.segment.make_filename(f".{name}")
    draft = f"{name}.{random_name()}"
    out = ArrayFileWriter(storage.create_file(draft, mode="w+b"))
    for part, array in arrays.items():
        out.add(part, array)
    out.close(**about)
    os.replace(storage._fpath(draft), storage._fpath(name))


# Of the whole archive


def near(snapshot: Snapshot, fields: Sequence[str], folded: str, reach: int) -> list[Word]:
    """The words in these fields that are spelled nearly so; see `Spellings.near`."""
    return _words(snapshot, fields, lambda known: known.near(folded, reach))


def beginning(
    snapshot: Snapshot, fields: Sequence[str], prefix: str, most: int | None = None
) -> list[Word]:
    """The words in these fields that begin so, or the most used forms of them."""
    return _words(snapshot, fields, lambda known: known.having(known.beginning(prefix)), most)


def spelled(snapshot: Snapshot, fields: Sequence[str], folded: str) -> Word | None:
    """The word in these fields that is spelled so."""
    return next(
        iter(_words(snapshot, fields, lambda known: known.having(known.find(folded)))), None
    )


def terms(snapshot: Snapshot, folded: str) -> Terms:
    """The forms that are spelled so."""
    return tuple(
        np.sort(known.having(known.find(folded))) for known in map(spellings, snapshot.segments)
    )


def terms_beginning(snapshot: Snapshot, prefix: str) -> Terms:
    """The forms that begin so."""
    if not is_word(prefix):
        return snapshot.beginning(LEXICON, prefix)
    return tuple(
        np.sort(known.having(known.beginning(prefix)))
        for known in map(spellings, snapshot.segments)
    )


def uses(segment: MappedSegment, fields: Iterable[str], forms: np.ndarray) -> np.ndarray:
    """How many documents of a segment hold each of these forms, in that one of the fields that has it most."""
    most = np.zeros(len(forms), np.int64)
    for lists in filter(None, map(segment.postings, fields)):
        most = np.maximum(most, lists.start[forms + 1].astype(np.int64) - lists.start[forms])
    return most


def _words(
    snapshot: Snapshot,
    fields: Sequence[str],
    find: Callable[[Spellings], np.ndarray],
    most: int | None = None,
) -> list[Word]:
    best: dict[str, tuple[int, str]] = {}
    total: dict[str, int] = {}
    for segment in snapshot.segments:
        forms, lexicon = find(spellings(segment)), segment.lexicon(LEXICON)
        counts = uses(segment, fields, forms)
        for number in np.argsort(-counts, kind="stable")[
            : most or np.count_nonzero(counts)
        ].tolist():
            form, count = lexicon[int(forms[number])].decode(errors="replace"), int(counts[number])
            folded = fold(form)
            total[folded] = total.get(folded, 0) + count
            best[folded] = max(best.get(folded, (0, "")), (count, form))
    return [Word(folded, best[folded][1], count) for folded, count in total.items() if count]


# Compounds


def printed(snapshot: Snapshot, form: str) -> str:
    """A form as texts print it: « après-vente » for the one word that the index has for it beside its parts."""
    for segment in snapshot.segments:
        lists, number = (
            segment.postings(LEXICON),
            segment.lexicon(LEXICON).find(form.encode(errors="replace")),
        )
        if number >= 0 and lists.start[number] < lists.start[number + 1]:
            doc, place = int(lists.docs[lists.start[number]]), int(lists.places[lists.at[number]])
            parts = _parts(segment, form, doc, place) or [form]
            return (
                "".join(part + ("’" if part in APOSTROPHED else "-") for part in parts[:-1])
                + parts[-1]
            )
    return form


def _parts(segment: MappedSegment, joined: str, doc: int, place: int) -> list[str]:
    """The forms that stand there one after the other and are the joined one when put together."""
    for cut in range(1, len(joined)):
        left, right = joined[:cut], joined[cut:]
        if _stands(segment, left, doc, place):
            if _stands(segment, right, doc, place + 1):
                return [left, right]
            if rest := _parts(segment, right, doc, place + 1):
                return [left, *rest]
    return []


def _stands(segment: MappedSegment, form: str, doc: int, place: int) -> bool:
    lists, number = (
        segment.postings(LEXICON),
        segment.lexicon(LEXICON).find(form.encode(errors="replace")),
    )
    if number < 0:
        return False
    here = lists.docs[lists.start[number] : lists.start[number + 1]]
    rank = int(np.searchsorted(here, doc))
    if rank == len(here) or here[rank] != doc:
        return False
    before = int(lists.counts[lists.start[number] : lists.start[number] + rank].sum())
    first = int(lists.at[number]) + before
    return place in lists.places[first : first + int(lists.counts[lists.start[number] + rank])]
