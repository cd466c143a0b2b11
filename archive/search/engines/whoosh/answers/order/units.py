"""What a question is ranked by: a typed word, words joined by OR, a phrase, a beginning."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from archive.search.engines.typed_words import TypedUnit
from archive.search.engines.whoosh.answers.matching import Hits, idf
from archive.search.engines.whoosh.answers.order.points import Points, points
from archive.search.engines.whoosh.answers.words.meaning import Meaning
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.question.typed_fields import FIELDS


@dataclass
class Unit(TypedUnit):
    """Something typed that a document has or has not.

    `hits` are those of what is no word, by field: a phrase, a beginning; by "date" those of the
    date that a word is part of. `find` finds what words give, their `points`, and the `mask` of the
    `documents` that have it, deleted ones included. `printed` are the documents that have a phrase
    in its very words; they come first.
    """

    meanings: Sequence[Meaning]
    hits: dict[str, Hits] = field(default_factory=dict)
    mask: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    documents: int = 0
    fields: tuple[str, ...] = FIELDS
    label: str = ""
    printed: np.ndarray | None = None
    points: Points | None = None

    def telling(self, snapshot: Snapshot) -> float:
        """Return its idf, or the part of it that counts."""
        return idf(snapshot, self.documents) * self.asking

    def find(self, snapshot: Snapshot) -> None:
        """Find which documents have it."""
        if not self.meanings:
            self.mask = np.zeros(snapshot.size, bool)
            for hits in self.hits.values():
                self.mask[hits.docs] = True
            self.documents = int(np.count_nonzero(self.mask))
            return
        self.points = points(snapshot, self.meanings, self.fields, self.asking)
        self.mask = self.points.having.mask(snapshot.size)
        self.documents = self.points.documents
        dated = self.points.having.dated
        if dated is not None:
            self.hits = {"date": dated}

    def fields_of(self, docs: np.ndarray) -> list[tuple[str, ...]]:
        """Return for each of some documents the fields in which it has one of its words."""
        assert self.points is not None  # as of each that was looked for
        return [_named(self.fields, bits) for bits in self.points.having.of(docs).tolist()]


@cache
def _named(fields: tuple[str, ...], bits: int) -> tuple[str, ...]:
    """The fields that bits stand for."""
    return tuple(name for number, name in enumerate(fields) if bits & 1 << number)
