"""What an archive has that is like a word which it does not have.

Words that are spelled or sound nearly so, words that hold it or begin as it does, its own parts.
"""

from collections.abc import Iterable, Iterator

from archive.search.engine import WordUse
from archive.search.engines.whoosh.answers.words.repairs import (
    Repair,
    is_of_splinters,
    is_there,
    nearly_so,
)
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.engines.whoosh.index.words import wordlist
from archive.search.engines.whoosh.index.words.wordlist import SpelledWord
from archive.search.question.typed_fields import FIELDS
from archive.search.words.analysis import DEFAULT_LANGUAGE, is_function_word
from archive.search.words.spelling import is_word
from archive.text import fold

SHORTEST = 4  # letters of a word that others may hold, and of a part of it
# The cost of a slip for each letter of a word that is still shown as nearly so: any one letter of
# five (« queue » for « quene »); of four only a likely one, so that « voir » is none for « VoIP ».
NEARLY, NEARLY_SHORT = 0.2, 0.15
PART = 0.25  # of a word's letters that a part of it must have
SHARED = 0.6  # of a word's letters that another must begin with to be one of its family


def resembling(snapshot: Snapshot, form: str, most: int) -> list[WordUse]:
    """Return words that an unknown form resembles, nearest first; see `Engine.resembling`."""
    folded = fold(form)
    if not is_word(folded) or len(folded) < SHORTEST:
        return []
    if wordlist.spelled(snapshot, FIELDS, folded):
        return []
    # What resembles it less is of no use beside what resembles it more.
    for find in (_near, _holding, _family, _parts):
        uses = _uses(snapshot, find(snapshot, folded), most)
        if uses:
            return uses
    return []


def _uses(snapshot: Snapshot, words: Iterable[SpelledWord], most: int) -> list[WordUse]:
    uses = []
    for word in words:
        if is_function_word(word.form, DEFAULT_LANGUAGE) or is_of_splinters(snapshot, word.form):
            continue
        if is_there(snapshot, (word.folded,)):
            printed = wordlist.printed(snapshot, word.form)
            uses.append(WordUse(word.folded, printed, word.uses))
        if len(uses) == most:
            break
    return uses


def _near(snapshot: Snapshot, folded: str) -> list[SpelledWord]:
    """The words that are spelled or sound nearly so, the most plausible first."""
    near = [repair for repair in nearly_so(snapshot, folded, FIELDS) if _is_near(repair, folded)]
    near.sort(key=lambda repair: (-repair.score, repair.form))
    return [SpelledWord(repair.parts[0], repair.form, repair.uses) for repair in near]


def _is_near(repair: Repair, folded: str) -> bool:
    nearly = NEARLY_SHORT if len(folded) == SHORTEST else NEARLY
    return repair.cost <= nearly * len(folded)


def _holding(snapshot: Snapshot, folded: str) -> list[SpelledWord]:
    """The words that begin so, then those that have it within, the most used first."""
    words = wordlist.holding(snapshot, FIELDS, folded)
    return sorted(words, key=lambda word: (not word.folded.startswith(folded), *_by_use(word)))


def _by_use(word: SpelledWord) -> tuple[int, str]:
    return -word.uses, word.form


def _parts(snapshot: Snapshot, folded: str) -> Iterator[SpelledWord]:
    """Yield the longest word that it begins with, and the longest that it ends with."""
    cuts = range(max(SHORTEST, round(PART * len(folded))), len(folded))
    beginnings = [folded[:cut] for cut in reversed(cuts)]
    endings = [folded[-cut:] for cut in reversed(cuts)]
    for pieces in (beginnings, endings):
        for piece in pieces:
            word = wordlist.spelled(snapshot, FIELDS, piece)
            if word:
                yield word
                break


def _family(snapshot: Snapshot, folded: str) -> list[SpelledWord]:
    """The words that begin with most of its letters."""
    shortest = max(SHORTEST, round(SHARED * len(folded)))
    for length in range(len(folded) - 1, shortest - 1, -1):
        words = wordlist.beginning(snapshot, FIELDS, folded[:length])
        if words:
            return sorted(words, key=_by_use)
    return []
