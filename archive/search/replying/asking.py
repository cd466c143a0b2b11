"""What a question asks for: its words, and what kind of thing would answer it."""

import re
from typing import NamedTuple

from archive.search.replying.kinds import Kind, kind_of
from archive.search.words.analysis import (
    ASKING_WORDS,
    DEFAULT_LANGUAGE,
    is_function_word,
    single_tokens,
)
from archive.text import fold

LONGEST = 400  # characters: what is longer is a text and no question
MOST_WORDS = 16

_PRONOUNS = "qui|que|quoi|quand|ou|combien|comment|pourquoi|quell?e?s?|l[ea]s?quell?e?s?"
_PREPOSITIONS = (
    "a|de|d|en|dans|par|pour|sur|avec|chez|depuis|sous|vers|apres|avant|contre|selon|jusqu'a"
)
# Folded. « Les parents de Jakob sont-ils riches », « donnez un exemple » ask as well.
_ASKS = re.compile(
    rf"\?|^\W*(?:(?:et|mais|donc|alors|or)\b\W*)?"
    rf"(?:(?:{_PRONOUNS}|qu'|d'ou|est[- ]ce)\b|(?:{_PREPOSITIONS}) (?:{_PRONOUNS})\b)"
    rf"|\b(?:(?:{_PREPOSITIONS}) (?:qui|quoi)|pourquoi|combien|quell?e?s?|comment|c'est quoi"
    r"|qu'est[- ]ce|est[- ]ce qu[ei'])\b"
    r"|\w-(?:t-)?(?:ils?|elles?|on|vous)\b"
    r"|^\W*(?:citez?|nomme[rz]|donne[rz]|identifiez|indiquez)\b"
)


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# They tell of what kind the answer is, and hardly stand in it: « en quelle année ».
_OF_KINDS = _listed("""
    annee annees date dates nom noms prenom personne personnes nombre lieu endroit type types
    genre sorte sortes raison raisons moment periode epoque appelle appelait nomme nomment
    definition signifie designe trouve trouvent situe situee
    """)
_ASKING_FORMS = _listed("""
    qui que quoi quand où comment combien pourquoi cite citez nommer nommez donner donnez
    identifiez indiquez
    """)


class AskedWord(NamedTuple):
    """A word of a question: its form, and whether it is written as a name."""

    form: str
    is_name: bool


class Asked(NamedTuple):
    """A question as it is understood: its words in order, and the kind of its answer."""

    words: list[AskedWord]
    kind: Kind


def asked(typed: str) -> Asked | None:
    """Return what was asked; None where it is no question, or only of words that all texts have."""
    if len(typed) > LONGEST:
        return None
    typed = " ".join(typed.split())
    folded = fold(typed)
    if not _ASKS.search(folded):
        return None
    words = _words(typed)
    return Asked(words[:MOST_WORDS], kind_of(folded)) if words else None


def _words(typed: str) -> list[AskedWord]:
    words: dict[str, AskedWord] = {}
    of_kinds: dict[str, AskedWord] = {}  # taken where there is nothing else
    for token in single_tokens(typed):
        is_name = typed[token.start].isupper() and token.position > 0
        if _is_bare(token.form, is_name):
            continue
        taken = words
        if fold(token.form) in _OF_KINDS and not is_name:
            taken = of_kinds
        taken.setdefault(token.form, AskedWord(token.form, is_name))
    return list((words or of_kinds).values())


def _is_bare(form: str, is_name: bool) -> bool:
    """Return True for a word that tells nothing of what is asked."""
    if form in _ASKING_FORMS or form in ASKING_WORDS:
        return True
    if len(form) < 2 and not form.isdigit():
        return True
    return is_function_word(form, DEFAULT_LANGUAGE) and not (is_name and len(form) > 3)
