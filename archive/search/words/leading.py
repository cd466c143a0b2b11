"""Words that say that editorials are looked for, or lead to a name, and tell nothing else.

« les éditoriaux de … », « numéro de … »: beside a name or a date they ask for nothing further.
"""

from archive.search.words.analysis import DEFAULT_LANGUAGE, is_function_word
from archive.text import fold

_LEADING = """
    éditorial éditoriaux edito editos article articles texte textes numéro numéros revue revues
    magazine magazines auteur auteurs signé signés signée par paru parus parue publié publiés
    publication année années an écrit écrits n n° no editorials articles issue issues by written
    in of the from mois date entre et depuis
"""
LEADING = frozenset(fold(_LEADING).split())


def is_leading(word: str) -> bool:
    """Return True for such a word, and for a function word."""
    folded = fold(word)
    return folded in LEADING or is_little(folded)


def is_little(folded: str) -> bool:
    """Return True for a function word, without its accents: it names nothing by itself."""
    return is_function_word(folded, DEFAULT_LANGUAGE) or folded == "a"
