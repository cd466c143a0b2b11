"""The archive's own word for one that it does not know.

It is the most plausible one, and of those the most used.
"""

import re
from collections.abc import Iterator, Sequence
from math import log
from typing import NamedTuple

import numpy as np

from archive.search.engines.whoosh.answers.adjacency import PLACE_BITS, word_or_phrase
from archive.search.engines.whoosh.index.postings import PlacedPostings, ranges
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.engines.whoosh.index.words import wordlist
from archive.search.question.typed_fields import FIELDS
from archive.search.words.analysis import DEFAULT_LANGUAGE, ELIDED, is_function_word
from archive.search.words.slips import UNHEARD, cost
from archive.search.words.spelling import is_word
from archive.text import fold

SHORTEST, LONGEST = 4, 30  # letters of a word that is repaired
REACH = 2  # letters that may be wrong in a word,
LONG = 8  # and one more in a word of so many letters
# The logarithm of how much more used a word is that makes up for a letter that nothing explains.
USE = 5.0
RARE = 2  # documents that do not tell one rare word from another
SURE = 0.4  # the cost of a slip that is still believed in a word,
SURE_A_LETTER = 0.08  # and for each letter of it
SPACE = 0.8  # the cost of leaving out a space; an apostrophe costs less
MOST_CUTS = 4  # places where a space may be missing that are looked at closely,
ENOUGH_TEXTS = 500  # in so many texts that have both words
CUT_SHORT = 0.6  # the cost of writing only the beginning of a word (« sécu »), where
MOST_OF_ALL = 0.5  # of all uses of words that begin so are its own


class Repair(NamedTuple):
    """Words to read instead.

    `cost` is that of `slips.cost`, `uses` are in documents, `parts` the words' spellings.
    """

    form: str
    cost: float
    uses: int
    parts: tuple[str, ...]

    @property
    def score(self) -> float:
        return self.at(self.uses)

    def at(self, uses: int) -> float:
        """Return its score where it is used so often."""
        return log(uses + RARE) - USE * self.cost


def repair(snapshot: Snapshot, form: str) -> str:
    """Return the archive's word for an unknown one, "" where none is plausible.

    The form is as `analysis` cuts it. It may be read as two words, with a space between them.
    """
    for candidate in repairs(snapshot, form):
        if is_there(snapshot, candidate.parts):
            return candidate.form
    return ""


def repairs(snapshot: Snapshot, form: str, fields: Sequence[str] = FIELDS) -> list[Repair]:
    """Return all plausible words of these fields, the best first."""
    if len(form) > LONGEST:
        return []
    folded = fold(form)
    if not (SHORTEST <= len(folded) <= LONGEST and is_word(folded)):
        return []
    sure = SURE + SURE_A_LETTER * len(folded)
    plausible = []
    for repair in nearly_so(snapshot, folded, fields):
        if repair.cost <= sure and not is_of_splinters(snapshot, repair.form):
            plausible.append(repair)
    if not plausible:
        plausible += _apart(snapshot, folded, fields)
    plausible += _cut_short(snapshot, folded, fields)
    return sorted(plausible, key=lambda repair: (-repair.score, repair.form))


def nearly_so(snapshot: Snapshot, folded: str, fields: Sequence[str]) -> Iterator[Repair]:
    """Yield the words of these fields that a few letters part from a spelling, in any order."""
    reach = REACH
    if len(folded) >= LONG:
        reach += 1
    for word in wordlist.near(snapshot, fields, folded, reach):
        if word.folded != folded and len(word.folded) >= SHORTEST - 1:
            yield Repair(word.form, cost(folded, word.folded), word.uses, (word.folded,))


def is_of_splinters(snapshot: Snapshot, form: str) -> bool:
    """Return True for function words and single letters with a hyphen or an apostrophe between.

    « qune » is « q-une », and no word to read for « quene ».
    """
    parts = re.split("[-’]", wordlist.printed(snapshot, form))
    if len(parts) == 1:
        return False
    return all(len(part) == 1 or is_function_word(part, DEFAULT_LANGUAGE) for part in parts)


def _cut_short(snapshot: Snapshot, folded: str, fields: Sequence[str]) -> Iterator[Repair]:
    words = wordlist.beginning(snapshot, fields, folded)
    if not words:
        return
    best = max(words, key=lambda word: (word.uses, word.form))
    if best.uses > max(RARE, MOST_OF_ALL * sum(word.uses for word in words)):
        yield Repair(best.form, CUT_SHORT, best.uses, (best.folded,))


def _apart(snapshot: Snapshot, folded: str, fields: Sequence[str]) -> Iterator[Repair]:
    """« lentreprise », « servicesclients »: as two words that follow each other somewhere."""
    pairs = []
    for cut in range(1, len(folded) - 1):
        if not _may_part(folded[:cut], folded[cut:]):
            continue
        left = wordlist.spelled(snapshot, fields, folded[:cut])
        right = wordlist.spelled(snapshot, fields, folded[cut:])
        if left and right:
            pairs.append((left, right))
    pairs.sort(key=lambda pair: -min(pair[0].uses, pair[1].uses))
    for left, right in pairs[:MOST_CUTS]:
        uses = _following(snapshot, left.form, right.form)
        if uses:
            price, joint = (UNHEARD, "’") if left.folded in ELIDED else (SPACE, " ")
            form = f"{left.form}{joint}{right.form}"
            yield Repair(form, price, uses, (left.folded, right.folded))


def _following(snapshot: Snapshot, left: str, right: str) -> int:
    """In how many texts the one form directly follows the other.

    Of each segment only the first texts with both are read, for it need not be exact.
    """
    lefts, rights = snapshot.terms(LEXICON, [left]), snapshot.terms(LEXICON, [right])
    texts = 0
    for segment, left_numbers, right_numbers in zip(snapshot.segments, lefts, rights, strict=True):
        lists = segment.placed(LEXICON)
        if lists is not None and len(left_numbers) and len(right_numbers):
            texts += _following_in(lists, int(left_numbers[0]), int(right_numbers[0]))
    return texts


def _following_in(lists: PlacedPostings, left: int, right: int) -> int:
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


def _may_part(left: str, right: str) -> bool:
    """Whether two words may be written without the space between them."""
    if left in ELIDED:
        return right[0] in "aeiouyh"
    shorter, longer = sorted([len(left), len(right)])
    if shorter < 2 or longer < SHORTEST:
        return False
    return not all(is_function_word(part, DEFAULT_LANGUAGE) for part in (left, right))


def is_there(snapshot: Snapshot, parts: Sequence[str]) -> bool:
    """Return True if a document that is not deleted has a spelling, or several as a phrase."""
    if snapshot.live is None:
        return True
    slots = [wordlist.terms(snapshot, part) for part in parts]
    for field in FIELDS:
        docs = word_or_phrase(snapshot, field, slots).docs
        if np.any(snapshot.live[docs]):
            return True
    return False
