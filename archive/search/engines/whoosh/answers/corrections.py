"""« Vouliez-vous dire »: a whole query with better words in it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice

import numpy as np

from archive.search.engines.whoosh.answers.matching import postings
from archive.search.engines.whoosh.answers.meaning import Meaning, meaning, union
from archive.search.engines.whoosh.answers.repairs import FIELDS, Repair, repairs
from archive.search.engines.whoosh.index import wordlist
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.question.parsing import Clause, Kind, Term, Typed, parse
from archive.search.words.analysis import ELIDED, Token, tokenize

TYPED_FIELDS = {
    "title": ("title",),
    "author": ("byline",),
    "tag": ("keywords",),
    "publication": ("magazine",),
}
MOST_WORDS = 16  # of a query that are looked at,
MOST_DOUBTED = 4  # and of these that are compared with others
CLOSE = 3  # repairs of a word that are tried beside the other words
FEW = 3  # documents that know a word which may be a slip all the same, where
SLIGHT = 0.6  # it is at most such a slip (`slips.cost`)
FAR_MORE = 30  # and so many times more documents have the other


def correction(snapshot: Snapshot, typed: Typed) -> str:
    """The query as it is printed, with much more used words for rare or unknown ones; "" where nothing is better."""
    terms = [term for clause in typed.clauses if not clause.excluded for term in clause.terms]
    forms = dict.fromkeys(word.form for term in terms for word in _words(term))
    better = _Better(snapshot, islice(forms, MOST_WORDS))
    corrected = str(Typed(tuple(_corrected(clause, better) for clause in typed.clauses)))
    return corrected if better.used and str(parse(corrected)) == corrected else ""


def _words(term: Term) -> list[Token]:
    if term.kind not in (Kind.WORD, Kind.PHRASE):
        return []
    return [token for token in tokenize(term.text) if token.span == 1]


def _corrected(clause: Clause, better: "_Better") -> Clause:
    if clause.excluded:
        return clause
    return Clause(tuple(_corrected_term(term, better) for term in clause.terms))


def _corrected_term(term: Term, better: "_Better") -> Term:
    pieces, at = [], 0
    for word in _words(term):
        new = better.word(word.form, TYPED_FIELDS.get(term.field, FIELDS))
        if new:
            pieces += [term.text[at : word.start], _as_typed(term.text[word.start : word.end], new)]
            at = word.end
    text = "".join([*pieces, term.text[at:]])
    kind = Kind.PHRASE if term.field and " " in text else term.kind
    return replace(term, text=text, kind=kind)


def _as_typed(typed: str, new: str) -> str:
    """In capitals, or with a capital, as what was typed; « l entreprise » as « l’entreprise »."""
    first, space, second = new.partition(" ")
    new = f"{first}’{second}" if space and first in ELIDED else new
    if len(typed) > 1 and typed.isupper():
        return new.upper()
    return new[:1].upper() + new[1:] if typed[:1].isupper() else new


class _Better:
    """Better words for those of one query. `used`: whether one was found."""

    def __init__(self, snapshot: Snapshot, forms: Iterable[str]):
        self._snapshot, self.used, self._doubted = snapshot, False, 0
        known = {form: meaning(snapshot, form) for form in forms}
        self._meanings = {form: one for form, one in known.items() if not one.is_function}

    def word(self, form: str, fields: Sequence[str]) -> str:
        if not self._is_doubtful(form) or self._doubted == MOST_DOUBTED:
            return ""
        self._doubted += 1
        own, found = self._docs[form], repairs(self._snapshot, form, fields)[:CLOSE]
        others = [docs for other, docs in self._docs.items() if other != form and docs.any()]
        beside = np.logical_and.reduce([self._snapshot.all(), *others])
        best = self._best(found, own, beside) or (
            "" if own.any() else self._best(found, own, self._snapshot.all())
        )
        self.used = self.used or bool(best)
        return wordlist.printed(self._snapshot, best) if best else ""

    def _is_doubtful(self, form: str) -> bool:
        one = self._meanings.get(form)
        if one is None or one.parts:
            return False
        pairs = zip(self._snapshot.segments, _terms(one), strict=True)
        return (
            sum(int(wordlist.uses(segment, FIELDS, terms).sum()) for segment, terms in pairs) <= FEW
        )

    @cached_property
    def _docs(self) -> dict[str, np.ndarray]:
        """A mask of the documents that have each word in any form."""
        return {form: _holding(self._snapshot, _terms(one)) for form, one in self._meanings.items()}

    def _best(self, found: Sequence[Repair], own: np.ndarray, beside: np.ndarray) -> str:
        """The one to read for a word that these documents have, going by the documents that have the other words."""
        least = max(FAR_MORE * np.count_nonzero(own & beside), 1)
        allowed = [one for one in found if one.cost <= SLIGHT or not own.any()]
        scored = [
            (one.at(uses), one.form)
            for one in allowed
            if (uses := self._uses(one, beside)) >= least
        ]
        return max(scored, default=(0.0, ""))[1]

    def _uses(self, one: Repair, beside: np.ndarray) -> int:
        """How many documents that have the other words have this one."""
        found = [
            _holding(self._snapshot, wordlist.terms(self._snapshot, part)) for part in one.parts
        ]
        return int(np.count_nonzero(np.logical_and.reduce([*found, beside])))


def _terms(one: Meaning) -> Terms:
    return union(*one.by_language.values())


def _holding(snapshot: Snapshot, terms: Terms) -> np.ndarray:
    return snapshot.mask(
        np.concatenate([postings(snapshot, field, terms).docs for field in FIELDS])
    )
