"""The archive's own word for one that it does not know: the most plausible one, of those the most used."""

from collections.abc import Iterator, Sequence
from math import log
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.answers.matching import phrase, postings
from archive.search.engines.whoosh.index import wordlist
from archive.search.engines.whoosh.index.mapped_segment import MappedSegment
from archive.search.engines.whoosh.index.postings import Postings, ranges
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.words.analysis import DEFAULT_LANGUAGE, ELIDED, is_function_word
from archive.search.words.slips import UNHEARD, cost
from archive.text import fold

FIELDS = ("title", "standfirst", "text", "byline", "keywords", "magazine")
SHORTEST, LONGEST = 4, 30  # letters of a word that is repaired
USE = 5.0  # the logarithm of how much more used a word is that makes up for a letter that nothing explains
RARE = 2  # documents that do not tell one rare word from another
SURE, SURE_A_LETTER = (
    0.4,
    0.08,
)  # the cost of a slip that is still believed in a word, and for each letter of it
SPACE = 0.8  # the cost of leaving out a space; an apostrophe costs less
MOST_CUTS = 4  # places where a space may be missing that are looked at closely,
ENOUGH_TEXTS = 500  # in so many texts that have both words
PLACE_BITS = 32
CUT_SHORT = 0.6  # the cost of writing only the beginning of a word (« sécu »), where
MOST_OF_ALL = 0.5  # of all uses of words that begin so are its own


class Repair(NamedTuple):
    """Words to read instead; `cost` as `slips.cost` has it, `uses` in documents. `parts`: their spellings."""

    form: str
    cost: float
    uses: int
    parts: tuple[str, ...]

    @property
    def score(self) -> float:
        return self.at(self.uses)

    def at(self, uses: int) -> float:
        """Its score where it is used so often."""
        return log(uses + RARE) - USE * self.cost


def repair(snapshot: Snapshot, form: str) -> str:
    """The archive's word for an unknown one (a form as `analysis` cuts it), or two words with a space between them;
    "" where none is plausible."""
    return next((one.form for one in repairs(snapshot, form) if _is_there(snapshot, one)), "")


def repairs(snapshot: Snapshot, form: str, fields: Sequence[str] = FIELDS) -> list[Repair]:
    """All plausible ones, the best first."""
    if len(form) > LONGEST:
        return []
    folded = fold(form)
    if not (SHORTEST <= len(folded) <= LONGEST and wordlist.is_word(folded)):
        return []
    sure = SURE + SURE_A_LETTER * len(folded)
    found = [one for one in _near(snapshot, folded, fields) if one.cost <= sure]
    found = [*(found or _apart(snapshot, folded, fields)), *_cut_short(snapshot, folded, fields)]
    return sorted(found, key=lambda one: (-one.score, one.form))


def _near(snapshot: Snapshot, folded: str, fields: Sequence[str]) -> Iterator[Repair]:
    for word in wordlist.near(snapshot, fields, folded, reach=2 if len(folded) < 8 else 3):
        if word.folded != folded and len(word.folded) >= SHORTEST - 1:
            yield Repair(word.form, cost(folded, word.folded), word.uses, (word.folded,))


def _cut_short(snapshot: Snapshot, folded: str, fields: Sequence[str]) -> Iterator[Repair]:
    words = wordlist.beginning(snapshot, fields, folded)
    best = max(words, key=lambda word: (word.uses, word.form), default=None)
    if best and best.uses > max(RARE, MOST_OF_ALL * sum(word.uses for word in words)):
        yield Repair(best.form, CUT_SHORT, best.uses, (best.folded,))


def _apart(snapshot: Snapshot, folded: str, fields: Sequence[str]) -> Iterator[Repair]:
    """« lentreprise », « servicesclients »: as two words that follow each other somewhere in the archive."""
    cuts = [(folded[:cut], folded[cut:]) for cut in range(1, len(folded) - 1)]
    words = [
        [wordlist.spelled(snapshot, fields, part) for part in cut]
        for cut in cuts
        if _may_part(*cut)
    ]
    words = sorted(
        (both for both in words if all(both)), key=lambda both: -min(word.uses for word in both)
    )
    for both in words[:MOST_CUTS]:
        uses = sum(
            _following(segment, *(word.form for word in both)) for segment in snapshot.segments
        )
        if uses:
            price = UNHEARD if both[0].folded in ELIDED else SPACE
            yield Repair(
                " ".join(word.form for word in both),
                price,
                uses,
                tuple(word.folded for word in both),
            )


def _following(segment: MappedSegment, left: str, right: str) -> int:
    """In how many texts of a segment the one form directly follows the other: of the first ones, for it need not be exact."""
    lists, lexicon = segment.postings(LEXICON), segment.lexicon(LEXICON)
    numbers = [lexicon.find(form.encode()) for form in (left, right)] if lists else [-1]
    if -1 in numbers:
        return 0
    ends = [slice(lists.start[number], lists.start[number + 1]) for number in numbers]
    shared = np.intersect1d(*(lists.docs[here] for here in ends), assume_unique=True)[:ENOUGH_TEXTS]
    places = [_places(lists, number, shared) for number in numbers]
    return len(np.unique(np.intersect1d(places[0] + 1, places[1]) >> PLACE_BITS))


def _places(lists: Postings, number: int, docs: np.ndarray) -> np.ndarray:
    """Where a term stands in these of its documents: the document's rank among them and the place, as one number."""
    here = slice(lists.start[number], lists.start[number + 1])
    counts = lists.counts[here].astype(np.int64)
    at = np.searchsorted(lists.docs[here], docs)
    starts = int(lists.at[number]) + (np.cumsum(counts) - counts)[at]
    ranks = np.repeat(np.arange(len(docs), dtype=np.int64) << PLACE_BITS, counts[at])
    return ranks | lists.places[ranges(starts, counts[at])]


def _may_part(left: str, right: str) -> bool:
    if left in ELIDED:
        return right[0] in "aeiouyh"
    functions = [is_function_word(part, DEFAULT_LANGUAGE) for part in (left, right)]
    return (
        min(len(left), len(right)) > 1
        and not all(functions)
        and max(len(left), len(right)) >= SHORTEST
    )


def _is_there(snapshot: Snapshot, one: Repair) -> bool:
    """Whether a document that is not deleted has it."""
    if snapshot.live is None:
        return True
    slots = [wordlist.terms(snapshot, part) for part in one.parts]
    find = (
        (lambda field: phrase(snapshot, field, slots))
        if len(slots) > 1
        else lambda field: postings(snapshot, field, slots[0])
    )
    return any(np.any(snapshot.live[find(field).docs]) for field in FIELDS)
