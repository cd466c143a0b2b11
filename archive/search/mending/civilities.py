"""The civilities of a question: « Mme » leads to the name behind it and is not looked for itself.

A text may have « Madame Delmas » for it, and every other text has some « Mme ».
"""

import re
from collections.abc import Sequence
from itertools import dropwhile

from archive.search.question.clauses import Clause, Typed
from archive.search.words.analysis import is_acronym

# Before a name, or before the last word. DR, PR and ME in capitals are acronyms, « me » a pronoun.
CIVILITY = re.compile(
    r"^(?:M|MM|Me|[Mm]\.|mm|[DMPdmp]r|[Mm]mes?|MMES?|[Mm]lles?|MLLES?|[Mm]gr"
    r"|[Mm]adame|MADAME|[Mm]onsieur|MONSIEUR|[Mm]ademoiselle|MADEMOISELLE)$"
)
# Right before a name alone: « professeur principal » and « maître de stage » are trades.
TITLE = re.compile(r"^(?:[Dd]octeure?|[Pp]rofesseure?|[Mm]a[iî]tre)$")
PARTICLE = re.compile(r"^(?:de|du|des|la|le)$")  # « Mme de Staël »
NAME = re.compile(r"^(?:[dl]['’])?[A-ZÀ-ÖØ-ÞŒ]")
SMALL = re.compile(r"^[a-zà-öø-ÿœ]")


def civilities(typed: Typed) -> frozenset[str]:
    """Return the forms of the civilities that lead to a name: « mme » of « Mme Delmas »."""
    words = list(map(_word, typed.clauses))
    forms = set()
    for place, word in enumerate(words):
        if _leads(word, words[place + 1 :]):
            forms.add(word.lower().rstrip("."))
    return frozenset(forms)


def _word(clause: Clause) -> str:
    """Return what a clause of one plain word has, "" of any other."""
    if clause.required or not clause.ranks or len(clause.terms) != 1:
        return ""
    return clause.terms[0].text


def _leads(word: str, behind: Sequence[str]) -> bool:
    """Return True for a civility or a title with a name behind it."""
    if TITLE.match(word):
        return bool(behind and NAME.match(behind[0])) and not is_acronym(behind[0])
    if not CIVILITY.match(word):
        return False
    behind = list(dropwhile(PARTICLE.match, behind))
    if not behind or CIVILITY.match(behind[0]):
        return False
    return bool(NAME.match(behind[0]) or (len(behind) == 1 and SMALL.match(behind[0])))
