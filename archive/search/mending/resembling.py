"""What an archive has that is like a word which it does not have.

Words that are spelled or sound nearly so, words that hold it or begin as it does, its own parts.
"""

from collections.abc import Iterable, Iterator

from archive.search.mending.repair import Repair, SpelledWord, is_of_splinters
from archive.search.mending.repairs import nearly_so
from archive.search.mending.texts import Spellings
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


def resembling(spellings: Spellings, form: str, most: int) -> list[SpelledWord]:
    """Return words that an unknown form resembles, nearest first; each form as texts print it.

    See `Engine.resembling`.
    """
    folded = fold(form)
    if not is_word(folded) or len(folded) < SHORTEST:
        return []
    if spellings.spelled(FIELDS, folded):
        return []
    # What resembles it less is of no use beside what resembles it more.
    for find in (_near, _holding, _family, _parts):
        uses = _uses(spellings, find(spellings, folded), most)
        if uses:
            return uses
    return []


def _uses(spellings: Spellings, words: Iterable[SpelledWord], most: int) -> list[SpelledWord]:
    uses = []
    for word in words:
        printed = spellings.printed(word.form)
        if is_function_word(word.form, DEFAULT_LANGUAGE) or is_of_splinters(printed):
            continue
        if spellings.is_there((word.folded,)):
            uses.append(SpelledWord(word.folded, {printed: word.uses}))
        if len(uses) == most:
            break
    return uses


def _near(spellings: Spellings, folded: str) -> list[SpelledWord]:
    """The words that are spelled or sound nearly so, the most plausible first."""
    near = [repair for repair in nearly_so(spellings, folded, FIELDS) if _is_near(repair, folded)]
    near.sort(key=lambda repair: (-repair.score, repair.form))
    return [SpelledWord(repair.parts[0], {repair.form: repair.uses}) for repair in near]


def _is_near(repair: Repair, folded: str) -> bool:
    nearly = NEARLY_SHORT if len(folded) == SHORTEST else NEARLY
    return repair.cost <= nearly * len(folded)


def _holding(spellings: Spellings, folded: str) -> list[SpelledWord]:
    """The words that begin so, then those that have it within, the most used first."""
    words = spellings.holding(FIELDS, folded)
    return sorted(words, key=lambda word: (not word.folded.startswith(folded), *_by_use(word)))


def _by_use(word: SpelledWord) -> tuple[int, str]:
    return -word.uses, word.form


def _parts(spellings: Spellings, folded: str) -> Iterator[SpelledWord]:
    """Yield the longest word that it begins with, and the longest that it ends with."""
    cuts = range(max(SHORTEST, round(PART * len(folded))), len(folded))
    beginnings = [folded[:cut] for cut in reversed(cuts)]
    endings = [folded[-cut:] for cut in reversed(cuts)]
    for pieces in (beginnings, endings):
        for piece in pieces:
            word = spellings.spelled(FIELDS, piece)
            if word:
                yield word
                break


def _family(spellings: Spellings, folded: str) -> list[SpelledWord]:
    """The words that begin with most of its letters."""
    shortest = max(SHORTEST, round(SHARED * len(folded)))
    for length in range(len(folded) - 1, shortest - 1, -1):
        words = spellings.beginning(FIELDS, folded[:length])
        if words:
            return sorted(words, key=_by_use)
    return []
