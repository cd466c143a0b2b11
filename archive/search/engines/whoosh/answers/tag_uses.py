"""How tags are used, and what their names in texts are worth."""

from collections.abc import Sequence

import numpy as np

from archive.search.engine import Saying, TagUse, TagUses
from archive.search.engines.whoosh.answers.adjacency import word_or_phrase
from archive.search.engines.whoosh.answers.alike import tagged
from archive.search.engines.whoosh.answers.words.meaning import FOLDED, union
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.words.analysis import MARK


def tag_uses(snapshot: Snapshot, tags: Sequence[Saying], magazine: str) -> TagUses:
    """See `engine.Engine.tag_uses`."""
    of_magazine = _of_magazine(snapshot, magazine)
    column = snapshot.facet("tag")
    all_bearing = snapshot.once_of_bytes(("bearing",), lambda: column.counts(tagged(snapshot)))
    all_own = snapshot.once_of_bytes(("bearing", magazine), lambda: column.counts(of_magazine))
    uses = []
    for tag in tags:
        place, bearing, own = column.place(tag.slug), 0, 0
        if place >= 0:
            bearing, own = int(all_bearing[place]), int(all_own[place])
        uses.append(TagUse(bearing, own, *_saying(snapshot, tag)))
    return TagUses(int(np.count_nonzero(of_magazine)), uses)


def _of_magazine(snapshot: Snapshot, magazine: str) -> np.ndarray:
    """Return a mask of the tagged documents of a magazine, or of none."""

    def mask() -> np.ndarray:
        magazines = snapshot.facet("publication")
        if magazine:
            return magazines.having([magazine]) & tagged(snapshot)
        return tagged(snapshot) & ~magazines.having(magazines.values)

    return snapshot.once_of_bytes(("tagged of", magazine), mask)


def _saying(snapshot: Snapshot, tag: Saying) -> tuple[int, int]:
    """Return how many tagged documents say the name of a tag, and how many of these bear it."""
    if not tag.slots:
        return 0, 0

    def counted() -> np.ndarray:
        terms = [_terms(snapshot, spellings) for spellings in tag.slots]
        docs = word_or_phrase(snapshot, "text", terms).docs
        docs = docs[tagged(snapshot)[docs]]
        is_borne = snapshot.facet("tag").having([tag.slug])
        return np.array([len(docs), np.count_nonzero(is_borne[docs])])

    saying, both = snapshot.once_of_bytes(("saying", tag), counted).tolist()
    return saying, both


def _terms(snapshot: Snapshot, spellings: Sequence[str]) -> Terms:
    """Return the terms of a word, whatever its accents; what says how it is written, as it is."""
    terms = []
    for spelling in spellings:
        if spelling.startswith(MARK):
            terms.append(snapshot.terms(LEXICON, [spelling]))
        else:
            terms.append(snapshot.alike(LEXICON, spelling, FOLDED))
    return union(*terms)
