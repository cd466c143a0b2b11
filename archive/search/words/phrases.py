"""What a frequent phrase is: « relation client », « centre d’appels ».

Two to four words; its first and last are telling ones.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from archive.search.words.analysis import APOSTROPHED, ASKING_WORDS, FUNCTION_WORDS, joint

LONGEST = 4  # words
SHORTEST_END = 3  # letters of a phrase's first and last word
LEAST, LEAST_SHARE = 5, 0.0002  # texts that a phrase must be in, and their share of those read
TOGETHER = 8  # times as often it must occur as if its first and last word met by chance
# Of a phrase's documents: so many of them with a longer one make it a part of that.
ONLY_A_PART = 0.8
MOST = 20_000  # phrases of an index, or of a part of it
# Words that open and close no subject, beside function words.
EMPTY = """
    entre sous sans lors avant après depuis pendant selon sauf contre parmi afin dès chez vers
    tant durant suite tout toute tous toutes chaque autre autres certain certaine certains
    certaines plusieurs quelques aucun aucune deux trois quatre cinq six sept huit neuf dix
    premier première premiers premières dernier dernière derniers dernières présent présente
    présents présentes tel telle tels telles peu moins plus beaucoup trop très encore déjà
    jamais toujours notamment lorsque sinon puis ensuite alors donc également seulement
    uniquement grand grande grands grandes
    between under before after during since against each every other others some any all first
    last two three more most
    """
FUNCTIONS = frozenset().union(*FUNCTION_WORDS.values())
TELLS_NOTHING = FUNCTIONS | ASKING_WORDS | frozenset(EMPTY.split())
Words = TypeVar("Words", bound=tuple)


def without_parts(counted: Iterable[tuple[Words, int]]) -> dict[Words, int]:
    """Return {phrase: documents} without those that are nearly always part of a longer one.

    The shorter phrases come first.
    """
    phrases: dict[Words, int] = {}
    for words, documents in counted:
        for part in (words[1:], words[:-1]):
            if part in phrases and documents >= ONLY_A_PART * phrases[part]:
                del phrases[part]
        phrases[words] = documents
    return phrases


def tells(form: str) -> bool:
    """Return True for a form that may open or close a phrase."""
    return len(form) >= SHORTEST_END and form.isalpha() and form not in TELLS_NOTHING


def as_printed(words: Sequence[str], count: int, documents: dict[str, int]) -> str:
    """Return a phrase as texts print it: « centre d’appels », « service après-vente ».

    `count`: its documents; `documents`: those of each form, compounds among them.
    """
    text = words[0]
    for left, right in pairwise(words):
        is_compound = not FUNCTIONS & {left, right} and 2 * documents.get(left + right, 0) > count
        if is_compound or left in APOSTROPHED:
            text += joint(left) + right
        else:
            text += f" {right}"
    return text
