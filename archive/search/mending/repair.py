"""A word to read for one that an archive does not know: the most plausible, then the most used."""

from collections.abc import Mapping
from math import log
from typing import NamedTuple

from archive.search.words.analysis import DEFAULT_LANGUAGE, ELIDED, is_function_word
from archive.search.words.forms import FAR_MORE, ending_key, is_in_lexicon, singular_of
from archive.search.words.slips import UNHEARD, cost
from archive.text import fold

SHORTEST, LONGEST = 4, 30  # letters of a word that is repaired
REACH = 2  # letters that may be wrong in a word,
LONG = 8  # and one more in a word of so many letters
# The logarithm of how much more used a word is that makes up for a letter that nothing explains.
USE = 8.0
RARE = 2  # documents that do not tell one rare word from another
SURE = 0.4  # the cost of a slip that is still believed in a word,
SURE_A_LETTER = 0.08  # and for each letter of it
ONE_LETTER = 0.8  # the cost of a slip in any one letter of a word (`slips.cost`)
SPACE = 0.8  # the cost of leaving out a space; an apostrophe costs less
MOST_CUTS = 4  # places where a space may be missing that are looked at closely
CUT_SHORT = 0.6  # the cost of writing only the beginning of a word (« sécu »), where
MOST_OF_ALL = 0.5  # of all uses of words that begin so are its own


class SpelledWord(NamedTuple):
    """A spelling without accents, and the forms that are spelled so.

    Each form is told with how many documents hold it.
    """

    folded: str
    forms: Mapping[str, int]

    @property
    def form(self) -> str:
        """The most used of the forms."""
        return max(self.forms, key=lambda form: (self.forms[form], form))

    @property
    def uses(self) -> int:
        """How many documents hold any of the forms, counted once for each."""
        return sum(self.forms.values())

    def form_for(self, typed: str) -> str:
        """Return the form that is typed most nearly so, accents included: « programmé » for
        « programé ».

        It is the most used, or one of the lexicon that is not used far less.
        """
        most_used = self.form
        likely = [most_used]
        for form, uses in self.forms.items():
            is_used = uses * FAR_MORE > self.forms[most_used]
            if form != most_used and is_used and is_in_lexicon(form, DEFAULT_LANGUAGE):
                likely.append(form)
        if len(likely) == 1:
            return most_used
        return min(likely, key=lambda form: (cost(typed, form), -self.forms[form], form))


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


def reach(folded: str) -> int:
    """Return how many letters may be wrong in a word."""
    if len(folded) >= LONG:
        return REACH + 1
    return REACH


def is_sure(repair: Repair, folded: str) -> bool:
    """Return True where a slip is believed, by its cost, for so long a word."""
    return repair.cost <= SURE + SURE_A_LETTER * len(folded)


def is_slip(typed: str, form: str) -> bool:
    """Return True where one letter parts what was typed from a form, and it is no further form.

    « conseiler » is one for « conseiller », « téléconseillère » none for « téléconseiller ».
    """
    may_be_of = map(fold, (singular_of(typed), ending_key(typed)))
    is_further_form = fold(singular_of(form)) in may_be_of
    return not is_further_form and cost(fold(typed), fold(form)) <= ONE_LETTER


def is_of_splinters(printed: str) -> bool:
    """Return True for function words and single letters with a hyphen or an apostrophe between.

    « qune » is « q-une », and no word to read for « quene ».
    """
    parts = printed.replace("’", "-").split("-")
    if len(parts) == 1:
        return False
    return all(len(part) == 1 or is_function_word(part, DEFAULT_LANGUAGE) for part in parts)


def may_part(left: str, right: str) -> bool:
    """Return True if two words may be written without the space between them."""
    if left in ELIDED:
        return right[0] in "aeiouyh"
    shorter, longer = sorted([len(left), len(right)])
    if shorter < 2 or longer < SHORTEST:
        return False
    return not all(is_function_word(part, DEFAULT_LANGUAGE) for part in (left, right))


def apart(left: SpelledWord, right: SpelledWord, uses: int) -> Repair:
    """Return the repair that reads two words, which follow each other in so many texts."""
    price, joint = (UNHEARD, "’") if left.folded in ELIDED else (SPACE, " ")
    return Repair(f"{left.form}{joint}{right.form}", price, uses, (left.folded, right.folded))


def cut_short(words: list[SpelledWord]) -> Repair | None:
    """Return the word whose beginning was typed, of all that begin so; None where it is no one."""
    if not words:
        return None
    best = max(words, key=lambda word: (word.uses, word.form))
    if best.uses > max(RARE, MOST_OF_ALL * sum(word.uses for word in words)):
        return Repair(best.form, CUT_SHORT, best.uses, (best.folded,))
    return None
