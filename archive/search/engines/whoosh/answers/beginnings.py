"""What the index holds that has a word for each of some beginnings.

Titles, names, phrases and words complete what is being typed.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from haystack.constants import DJANGO_ID

from archive.search.engine import FollowingWord, WordUse
from archive.search.engines.whoosh.answers.following import following
from archive.search.engines.whoosh.answers.matching import newest_first, postings, top
from archive.search.engines.whoosh.index.postings import PlacedPostings, ranges
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.engines.whoosh.index.words import frequent_phrases, wordlist
from archive.search.question.answers import NAMES_OF

WORDS_IN = ("title", "text")  # the fields whose words complete what is being typed


def prepare(snapshot: Snapshot) -> None:
    """Make what is kept beside large segments: the lists of words, the phrases.

    It takes seconds: it belongs to rebuilding, and to a quiet moment after it. Raise OSError where
    it cannot be kept.
    """
    for segment in snapshot.segments:
        wordlist.spellings(segment)
    frequent_phrases.learn(snapshot)


class SnapshotBeginnings:
    """See `engine.Beginnings`."""

    def __init__(self, snapshot: Snapshot, words: Sequence[str]):
        self._snapshot = snapshot
        self._words = words

    @cached_property
    def _begun(self) -> list[Terms]:
        """For each beginning the forms that begin so."""
        return [wordlist.terms_beginning(self._snapshot, word) for word in self._words]

    def titles(self, most: int) -> Iterator[tuple[int, str]]:
        snapshot = self._snapshot
        begun = [_in_field(snapshot, "title", terms) for terms in self._begun]
        opens = np.zeros(snapshot.size, bool)
        for segment, base, forms in zip(snapshot.segments, snapshot.bases, begun[0], strict=True):
            lists = segment.placed("title")
            if lists is not None and len(forms):
                opens[base + _opening(lists, forms)] = True
        keys = [opens, *newest_first(snapshot, "earliest", DJANGO_ID)]
        numbers = snapshot.numbers(DJANGO_ID).values
        for doc in top(_having_all(snapshot, "title", begun), keys, most).tolist():
            yield int(numbers[doc]), snapshot.stored(doc)["title"]

    def names(self, facet: str, most: int) -> list[tuple[str, int]]:
        snapshot, field = self._snapshot, NAMES_OF[facet]
        column = snapshot.facet(facet)
        begun = [_in_field(snapshot, field, terms) for terms in self._begun]
        counts = column.counts(_having_all(snapshot, field, begun))
        total = snapshot.once(("total", facet), lambda: column.counts(snapshot.all()))
        # Whatever has the words in its name has them in the names of all its editorials.
        possible = np.flatnonzero((counts > 0) & (counts == total))
        most_used = possible[np.argsort(-counts[possible], kind="stable")][:most]
        return [(column.values[number], int(counts[number])) for number in most_used.tolist()]

    def phrases(self, most: int) -> list[tuple[str, int]]:
        phrases = frequent_phrases.beginning(self._snapshot, self._words, most)
        return [(phrase.text, phrase.documents) for phrase in phrases]

    def words(self, beginning: str, most: int) -> Iterator[WordUse]:
        for word in wordlist.beginning(self._snapshot, WORDS_IN, beginning, most):
            yield WordUse(word.folded, word.form, word.uses)

    def following(
        self, before: Sequence[str], beginning: str, most: int
    ) -> Iterator[FollowingWord]:
        words = wordlist.beginning(self._snapshot, WORDS_IN, beginning, most)
        # Titles complete by themselves what follows in them alone.
        return following(self._snapshot, before, words)

    def printed(self, form: str) -> str:
        return wordlist.printed(self._snapshot, form)


def _opening(lists: PlacedPostings, forms: np.ndarray) -> np.ndarray:
    """The documents of a segment that begin with one of these forms, of which it has each."""
    lengths = lists.start[forms + 1] - lists.start[forms]
    rows = ranges(lists.start[forms].astype(np.int64), lengths)
    counts = lists.counts[rows].astype(np.int64)
    firsts = lists.firsts_of_all(forms, counts)
    return lists.docs[rows][lists.places[firsts] == 0]


def _having_all(snapshot: Snapshot, field: str, begun: Sequence[Terms]) -> np.ndarray:
    """A mask of the documents whose field has a word of each beginning."""
    masks = [snapshot.mask(postings(snapshot, field, terms).docs) for terms in begun]
    return np.logical_and.reduce(masks)


def _in_field(snapshot: Snapshot, field: str, terms: Terms) -> Terms:
    """Those of the forms that the field has."""
    used = []
    for segment, forms in zip(snapshot.segments, terms, strict=True):
        used.append(forms[wordlist.uses(segment, [field], forms) > 0])
    return tuple(used)
