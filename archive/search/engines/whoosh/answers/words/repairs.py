"""The words of a snapshot by their spelling, as `search.mending` asks for them."""

from collections.abc import Sequence

import numpy as np

from archive.search.engine import WordUse
from archive.search.engines.whoosh.answers.adjacency import PLACE_BITS, word_or_phrase
from archive.search.engines.whoosh.index.postings import PlacedPostings, ranges
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.engines.whoosh.index.words import wordlist
from archive.search.mending import repairs as mending
from archive.search.mending import resembling as alike
from archive.search.mending.repair import Repair, SpelledWord
from archive.search.question.typed_fields import FIELDS

ENOUGH_TEXTS = 500  # with two words that a space may have to part, that are looked at


def repair(snapshot: Snapshot, form: str) -> str:
    """See `mending.repairs.repair`."""
    return mending.first_there(SnapshotSpellings(snapshot), repairs(snapshot, form))


def repairs(snapshot: Snapshot, form: str, fields: Sequence[str] = FIELDS) -> list[Repair]:
    """See `mending.repairs.repairs`.

    They are kept for the question: for what is read and for what is suggested it asks for the same.
    """
    return snapshot.once(
        ("repairs", form, tuple(fields)),
        lambda: mending.repairs(SnapshotSpellings(snapshot), form, fields),
    )


def resembling(snapshot: Snapshot, form: str, most: int) -> list[WordUse]:
    """See `Engine.resembling`."""
    words = alike.resembling(SnapshotSpellings(snapshot), form, most)
    return [WordUse(word.folded, word.form, word.uses) for word in words]


class SnapshotSpellings:
    """See `mending.texts.Spellings`."""

    def __init__(self, snapshot: Snapshot):
        self._snapshot = snapshot

    def near(self, fields: Sequence[str], folded: str, reach: int) -> list[SpelledWord]:
        return wordlist.near(self._snapshot, fields, folded, reach)

    def beginning(self, fields: Sequence[str], prefix: str) -> list[SpelledWord]:
        return wordlist.beginning(self._snapshot, fields, prefix)

    def holding(self, fields: Sequence[str], piece: str) -> list[SpelledWord]:
        return wordlist.holding(self._snapshot, fields, piece)

    def spelled(self, fields: Sequence[str], folded: str) -> SpelledWord | None:
        return wordlist.spelled(self._snapshot, fields, folded)

    def following(self, pairs: Sequence[tuple[str, str]]) -> list[int]:
        return [_in_a_row(self._snapshot, left, right) for left, right in pairs]

    def is_there(self, parts: Sequence[str]) -> bool:
        live = self._snapshot.live
        if live is None:
            return True
        slots = [wordlist.terms(self._snapshot, part) for part in parts]
        for field in FIELDS:
            docs = word_or_phrase(self._snapshot, field, slots).docs
            if np.any(live[docs]):
                return True
        return False

    def printed(self, form: str) -> str:
        return wordlist.printed(self._snapshot, form)


def _in_a_row(snapshot: Snapshot, left: str, right: str) -> int:
    """In how many texts the one form directly follows the other.

    Of each segment only the first texts with both are read, for it need not be exact.
    """
    lefts, rights = snapshot.terms(LEXICON, [left]), snapshot.terms(LEXICON, [right])
    texts = 0
    for segment, left_numbers, right_numbers in zip(snapshot.segments, lefts, rights, strict=True):
        lists = segment.placed(LEXICON)
        if lists is not None and len(left_numbers) and len(right_numbers):
            texts += _in_a_row_in(lists, int(left_numbers[0]), int(right_numbers[0]))
    return texts


def _in_a_row_in(lists: PlacedPostings, left: int, right: int) -> int:
    left_docs, right_docs = lists.docs[lists.of(left)], lists.docs[lists.of(right)]
    shared = np.intersect1d(left_docs, right_docs, assume_unique=True)[:ENOUGH_TEXTS]
    behind_left = _places(lists, left, shared) + 1
    meetings = np.intersect1d(behind_left, _places(lists, right, shared))
    return len(np.unique(meetings >> PLACE_BITS))


def _places(lists: PlacedPostings, number: int, docs: np.ndarray) -> np.ndarray:
    """Where a term stands in these of its documents.

    The document's rank among them and the place are one number.
    """
    run = lists.of(number)
    rows = np.searchsorted(lists.docs[run], docs)
    counts = lists.counts[run].astype(np.int64)[rows]
    ranks = np.repeat(np.arange(len(docs), dtype=np.int64) << PLACE_BITS, counts)
    return ranks | lists.places[ranges(lists.firsts(number)[rows], counts)]
