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
    kept: dict[tuple[Saying, str], TagUse] = snapshot.once(("tag uses",), dict)
    uses = []
    for tag in tags:
        use = kept.get((tag, magazine))
        if use is None:
            use = kept[tag, magazine] = _use(snapshot, tag, of_magazine)
        uses.append(use)
    return TagUses(int(np.count_nonzero(of_magazine)), uses)


def _of_magazine(snapshot: Snapshot, magazine: str) -> np.ndarray:
    """Return a mask of the tagged documents of a magazine, or of none."""

    def mask() -> np.ndarray:
        magazines = snapshot.facet("publication")
        if magazine:
            return magazines.having([magazine]) & tagged(snapshot)
        return tagged(snapshot) & ~magazines.having(magazines.values)

    return snapshot.once(("tagged of", magazine), mask)


def _use(snapshot: Snapshot, tag: Saying, of_magazine: np.ndarray) -> TagUse:
    bearing = snapshot.facet("tag").having([tag.slug]) & tagged(snapshot)
    saying = _saying(snapshot, tag.slots)
    saying = saying[tagged(snapshot)[saying]]
    return TagUse(
        bearing=int(np.count_nonzero(bearing)),
        of_magazine=int(np.count_nonzero(bearing & of_magazine)),
        saying=len(saying),
        saying_and_bearing=int(np.count_nonzero(bearing[saying])),
    )


def _saying(snapshot: Snapshot, slots: Sequence[Sequence[str]]) -> np.ndarray:
    """Return the documents whose text says a name."""
    if not slots:
        return np.zeros(0, np.intp)
    terms = [_terms(snapshot, spellings) for spellings in slots]
    return word_or_phrase(snapshot, "text", terms).docs


def _terms(snapshot: Snapshot, spellings: Sequence[str]) -> Terms:
    """Return the terms of a word, whatever its accents; what says how it is written, as it is."""
    terms = []
    for spelling in spellings:
        if spelling.startswith(MARK):
            terms.append(snapshot.terms(LEXICON, [spelling]))
        else:
            terms.append(snapshot.alike(LEXICON, spelling, FOLDED))
    return union(*terms)
