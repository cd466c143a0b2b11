"""« Vouliez-vous dire »: a whole query with better words in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice

import numpy as np

from archive.search.engines.whoosh.answers.matching import anywhere, postings
from archive.search.engines.whoosh.answers.words.company import Company
from archive.search.engines.whoosh.answers.words.meaning import Meaning, meaning
from archive.search.engines.whoosh.answers.words.repairs import Repair, repairs
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.engines.whoosh.index.words import wordlist
from archive.search.question.parsing import Clause, Kind, Term, Typed, parse
from archive.search.question.typed_fields import EXACT_OF, FIELDS, FIELDS_OF
from archive.search.words.analysis import ELIDED, Token, single_tokens
from archive.text import fold

MOST_WORDS = 16  # of a query that are looked at,
MOST_DOUBTED = 4  # and of these that are compared with others
CLOSE = 3  # repairs of a word that are tried beside the other words
MOST_PAIRED = 6  # repairs that are tried beside its neighbours
PAIRED = 3  # texts in which a word must stand beside a neighbour to be read for one that does not,
OFTEN_PAIRED = 5  # and for one that the archive has to the letter
RARE = 0.0005  # of all documents: in fewer a word is rare enough to be doubted for its company
LIKELY = 0.8  # the cost of a slip that its neighbours make believed: any one letter (`slips.cost`)
FEW = 3  # documents that know a word which may be a slip all the same, where
SLIGHT = 0.6  # it is at most such a slip (`slips.cost`)
FAR_MORE = 30  # and so many times more documents have the other


def correction(snapshot: Snapshot, typed: Typed) -> str:
    """Return the query as it is printed, with much more used words for rare or unknown ones.

    "" where nothing is better.
    """
    corrector = _Corrector(snapshot, list(islice(_forms(typed), MOST_WORDS)))
    corrected = str(Typed(tuple(_corrected(clause, corrector) for clause in typed.clauses)))
    if corrector.found_any and str(parse(corrected)) == corrected:
        return corrected
    return ""


def in_company(snapshot: Snapshot, typed: Typed) -> dict[str, str]:
    """Return {form: the word to read for it} of forms that the archive has not as they were typed.

    It has others that are written or inflected alike (« sévices » for « sevice »), but never beside
    the words typed with it, beside which the word to read stands.
    """
    forms = tuple(islice(_forms(typed), MOST_WORDS))
    key = ("in company", forms)
    return snapshot.once(key, lambda: _Corrector(snapshot, forms).by_company())


def _forms(typed: Typed) -> Iterator[str]:
    """Each word in its order; "" after a clause that is more than one word, or none."""
    for clause in typed.clauses:
        if clause.excluded:
            yield ""
            continue
        for term in clause.terms:
            for word in _words(term):
                yield word.form
            if clause.is_condition or len(clause.terms) > 1:
                yield ""


def _words(term: Term) -> list[Token]:
    if term.field in EXACT_OF or term.kind not in (Kind.WORD, Kind.PHRASE):
        return []
    return single_tokens(term.text)


def _fields(term: Term) -> Sequence[str]:
    """The fields whose words are read instead: for a word of the text those of any field."""
    if term.field == "text":
        return FIELDS
    return FIELDS_OF[term.field]


def _corrected(clause: Clause, corrector: "_Corrector") -> Clause:
    if clause.excluded:
        return clause
    terms = tuple(_corrected_term(term, corrector) for term in clause.terms)
    return replace(clause, terms=terms)


def _corrected_term(term: Term, corrector: "_Corrector") -> Term:
    if term.also:  # « bogue », read as « bug » too: a word that is known, however rare
        return term
    pieces, at = [], 0
    for word in _words(term):
        better = corrector.better(word.form, _fields(term))
        if better:
            pieces.append(term.text[at : word.start])
            pieces.append(_as_typed(term.text[word.start : word.end], better))
            at = word.end
    text = "".join([*pieces, term.text[at:]])
    kind = term.kind
    if term.field and " " in text:
        kind = Kind.PHRASE
    return replace(term, text=text, kind=kind)


def _as_typed(typed: str, better: str) -> str:
    """In capitals, or with a capital, as what was typed; « l entreprise » as « l’entreprise »."""
    first, space, second = better.partition(" ")
    if space and first in ELIDED:
        better = f"{first}’{second}"
    if len(typed) > 1 and typed.isupper():
        return better.upper()
    if typed[:1].isupper():
        return better[:1].upper() + better[1:]
    return better


class _Corrector:
    """Finds better words for those of one query; `found_any` tells whether it did."""

    def __init__(self, snapshot: Snapshot, forms: Sequence[str]):
        self._snapshot = snapshot
        self._company = Company(snapshot, forms)
        self._doubted = 0
        self.found_any = False
        self._meanings: dict[str, Meaning] = {}
        for form in filter(None, forms):
            word = meaning(snapshot, form)
            if not word.is_function:
                self._meanings[form] = word

    def better(self, form: str, fields: Sequence[str]) -> str:
        """Return the word to read for a form, as texts print it; "" where none is better."""
        word = self._meanings.get(form)
        if word is None or word.parts or self._doubted == MOST_DOUBTED:
            return ""
        uses = self._uses_of(word)
        if uses > self._few:
            return ""
        # What stands beside its neighbours in a text is no slip.
        if uses and self._company.pairs(form, word.in_any_language()):
            return ""
        self._doubted += 1
        closest = repairs(self._snapshot, form, fields)
        if uses:
            closest = self._slight(word, closest)
        best = self._beside_its_neighbours(form, uses, closest[:MOST_PAIRED])
        if not best and uses <= FEW:
            best = self._in_the_same_texts(form, uses, closest[:CLOSE])
        if not best:
            return ""
        self.found_any = True
        return wordlist.printed(self._snapshot, best)

    def by_company(self) -> dict[str, str]:
        """Return {form: better word} of forms that are not there as typed, and keep company."""
        words = {}
        for form, word in self._meanings.items():
            is_there = any(map(len, word.exact)) or not self._uses_of(word)
            if not is_there and self._company.has_neighbours(form):
                words[form] = self.better(form, FIELDS)
        return {form: better for form, better in words.items() if better}

    @property
    def _few(self) -> int:
        return max(FEW, int(RARE * self._snapshot.size))

    def _uses_of(self, word: Meaning) -> int:
        uses = 0
        pairs = zip(self._snapshot.segments, word.in_any_language(), strict=True)
        for segment, terms in pairs:
            uses += int(wordlist.uses(segment, FIELDS, terms).sum())
        return uses

    def _slight(self, word: Meaning, closest: Sequence[Repair]) -> list[Repair]:
        """The repairs that are slight slips of a word that there is, and no other forms of it."""
        forms = {fold(form) for form in word.forms(self._snapshot)}
        typed = fold(word.form)
        slight = []
        for repair in closest:
            is_form = repair.parts[0] in forms or repair.parts[0].startswith(typed)
            if len(repair.parts) == 1 and not is_form and repair.cost <= LIKELY:
                slight.append(repair)
        return slight

    def _beside_its_neighbours(self, form: str, uses: int, closest: Sequence[Repair]) -> str:
        """The word that stands beside the neighbours of a form, as the form itself never does."""
        if not self._company.has_neighbours(form):
            return ""
        least = PAIRED
        if uses and any(map(len, self._meanings[form].exact)):
            least = OFTEN_PAIRED
        scored = []
        for repair in closest:
            if len(repair.parts) > 1:
                continue
            terms = meaning(self._snapshot, repair.form).in_any_language()
            texts = self._company.pairs(form, terms)
            if texts >= least:
                scored.append((repair.at(texts), repair.form))
        return max(scored, default=(0.0, ""))[1]

    def _in_the_same_texts(self, form: str, uses: int, closest: Sequence[Repair]) -> str:
        docs = self._docs[form]
        if uses and self._company.has_neighbours(form) and self._beside(form).any():
            # A word that there is, beside others: only its neighbours can tell that it is a slip.
            return ""
        best = self._best(closest, docs, self._beside(form))
        if not best and not docs.any():
            best = self._best(closest, docs, self._snapshot.all())
        return best

    @cached_property
    def _docs(self) -> dict[str, np.ndarray]:
        """A mask of the documents that have each word in any form."""
        docs = {}
        for form, word in self._meanings.items():
            docs[form] = _holding(self._snapshot, word.in_any_language())
        return docs

    def _beside(self, form: str) -> np.ndarray:
        """A mask of the documents that have the other words that any document has."""
        mask = self._snapshot.all()
        for neighbour, docs in self._docs.items():
            if neighbour != form and docs.any():
                mask &= docs
        return mask

    def _best(self, closest: Sequence[Repair], docs: np.ndarray, beside: np.ndarray) -> str:
        """The word to read for one that documents have, going by those that have the others."""
        is_used = docs.any()
        least = max(FAR_MORE * int(np.count_nonzero(docs & beside)), 1)
        scored = []
        for repair in closest:
            if is_used and repair.cost > SLIGHT:
                continue
            uses = self._uses(repair, beside)
            if uses >= least:
                scored.append((repair.at(uses), repair.form))
        return max(scored, default=(0.0, ""))[1]

    def _uses(self, repair: Repair, beside: np.ndarray) -> int:
        """How many documents that have the other words have this one."""
        mask = beside.copy()
        for part in repair.parts:
            mask &= _holding(self._snapshot, wordlist.terms(self._snapshot, part))
        return int(np.count_nonzero(mask))


def _holding(snapshot: Snapshot, terms: Terms) -> np.ndarray:
    """A mask of the documents that hold any of these terms in any field."""
    return anywhere(snapshot, [postings(snapshot, field, terms) for field in FIELDS])
