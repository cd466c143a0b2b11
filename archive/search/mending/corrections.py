"""« Vouliez-vous dire »: a whole query with better words in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Generic

from archive.search.mending.company import Company
from archive.search.mending.openings import openings
from archive.search.mending.repair import ONE_LETTER, Repair
from archive.search.mending.texts import Texts, Word
from archive.search.question.parsing import Clause, Kind, Term, Typed, parse
from archive.search.question.typed_fields import EXACT_OF, FIELDS, FIELDS_OF
from archive.search.words.analysis import Token, typed_tokens
from archive.search.words.spelling import as_typed
from archive.text import fold

MOST_WORDS = 16  # of a query that are looked at,
MOST_DOUBTED = 4  # and of these that are compared with others
CLOSE = 3  # repairs of a word that are tried beside the other words
MOST_PAIRED = 6  # repairs that are tried beside its neighbours
PAIRED = 3  # texts in which a word must stand beside a neighbour to be read for one that does not,
OFTEN_PAIRED = 5  # and for one that the archive has to the letter
RARE = 0.0005  # of all documents: in fewer a word is rare enough to be doubted for its company
FEW = 3  # documents that know a word which may be a slip all the same, where
SLIGHT = 0.6  # it is at most such a slip (`slips.cost`)
FAR_MORE = 30  # and so many times more documents have the other


def correction(texts: Texts[Word], typed: Typed) -> str:
    """Return the query as it is printed, with much more used words for rare or unknown ones.

    "" where nothing is better.
    """
    corrector = _Corrector(texts, doubted_forms(typed))
    clauses = tuple(_corrected(clause, corrector) for clause in typed.clauses)
    if not corrector.found_any:
        return ""
    corrected = str(Typed(clauses))
    if str(parse(corrected)) == corrected:
        return corrected
    return ""


def in_company(texts: Texts[Word], forms: Sequence[str]) -> dict[str, str]:
    """Return {form: the word to read for it} of forms that the archive has not as they were typed.

    It has others that are written or inflected alike (« sévices » for « sevice »), but never beside
    the words typed with it, beside which the word to read stands. The forms are `doubted_forms`.
    """
    return _Corrector(texts, forms).by_company()


def doubted_forms(typed: Typed) -> tuple[str, ...]:
    """Return the words of a query that are looked at, in their order.

    "" stands after a clause that is more than one word, or none.
    """
    return tuple(islice(_forms(typed), MOST_WORDS))


def _forms(typed: Typed) -> Iterator[str]:
    """Each word in its order; "" after a clause that is more than one word, or none."""
    opening = openings(typed)
    for clause in typed.clauses:
        if clause.excluded:
            yield ""
            continue
        for term in clause.terms:
            for word in _words(term):
                if word.form not in opening:
                    yield word.form
            if clause.is_condition or len(clause.terms) > 1:
                yield ""


def _words(term: Term) -> list[Token]:
    if term.field in EXACT_OF or term.kind not in (Kind.WORD, Kind.PHRASE):
        return []
    return [token for token in typed_tokens(term.text) if token.span == 1]


def _fields(term: Term) -> Sequence[str]:
    """The fields whose words are read instead: for a word of the text those of any field."""
    if term.field == "text":
        return FIELDS
    return FIELDS_OF[term.field]


def _corrected(clause: Clause, corrector: "_Corrector") -> Clause:
    if clause.excluded:
        return clause
    terms = tuple(_corrected_term(term, corrector) for term in clause.terms)
    if terms == clause.terms:
        return clause
    return replace(clause, terms=terms)


def _corrected_term(term: Term, corrector: "_Corrector") -> Term:
    if term.also:  # « bogue », read as « bug » too: a word that is known, however rare
        return term
    pieces, at = [], 0
    for word in _words(term):
        typed = term.text[word.start : word.end]
        if corrector.is_name(word.form, typed):
            continue
        better = corrector.better(word.form, _fields(term))
        if better:
            pieces.append(term.text[at : word.start])
            pieces.append(as_typed(typed, better))
            at = word.end
    if not pieces:
        return term
    text = "".join([*pieces, term.text[at:]])
    kind = term.kind
    if term.field and " " in text:
        kind = Kind.PHRASE
    return replace(term, text=text, kind=kind)


class _Corrector(Generic[Word]):
    """Finds better words for those of one query; `found_any` tells whether it did."""

    def __init__(self, texts: Texts[Word], forms: Sequence[str]):
        self._texts = texts
        self._company = Company(texts, forms)
        self._doubted = 0
        self.found_any = False
        self._words: dict[str, Word] = {}
        for form in filter(None, forms):
            word = texts.word(form)
            if not word.is_function:
                self._words[form] = word

    def is_name(self, form: str, typed: str) -> bool:
        """Return True for what is typed as the archive has it, and with a capital in all texts."""
        word = self._words.get(form)
        if word is None or not typed[:1].isupper() or typed.isupper():
            return False
        return self._texts.is_there(word) and not self._texts.is_printed_small(form)

    def better(self, form: str, fields: Sequence[str]) -> str:
        """Return the word to read for a form, as texts print it; "" where none is better."""
        word = self._words.get(form)
        if word is None or word.parts or self._doubted == MOST_DOUBTED:
            return ""
        uses = self._texts.uses(word)
        if uses > self._few:
            return ""
        # What stands beside its neighbours in a text is no slip.
        if uses and any(self._company.pairs(form, [word])):
            return ""
        self._doubted += 1
        closest = self._texts.repairs(form, fields)
        if uses:
            closest = self._slight(word, closest)
        best = self._beside_its_neighbours(form, uses, closest[:MOST_PAIRED])
        if not best and uses <= FEW:
            best = self._in_the_same_texts(form, uses, closest[:CLOSE])
        if not best:
            return ""
        self.found_any = True
        return self._texts.printed(best)

    def by_company(self) -> dict[str, str]:
        """Return {form: better word} of forms that are not there as typed, and keep company."""
        words = {}
        for form, word in self._words.items():
            is_there = self._texts.is_there(word) or not self._texts.uses(word)
            if not is_there and self._company.has_neighbours(form):
                words[form] = self.better(form, FIELDS)
        return {form: better for form, better in words.items() if better}

    @property
    def _few(self) -> int:
        return max(FEW, int(RARE * self._texts.size))

    def _slight(self, word: Word, closest: Sequence[Repair]) -> list[Repair]:
        """The repairs that are slight slips of a word that there is, and no other forms of it."""
        forms = {fold(form) for form in self._texts.forms(word)}
        typed = fold(word.form)
        slight = []
        for repair in closest:
            is_form = repair.parts[0] in forms or repair.parts[0].startswith(typed)
            if len(repair.parts) == 1 and not is_form and repair.cost <= ONE_LETTER:
                slight.append(repair)
        return slight

    def _beside_its_neighbours(self, form: str, uses: int, closest: Sequence[Repair]) -> str:
        """The word that stands beside the neighbours of a form, as the form itself never does."""
        if not self._company.has_neighbours(form):
            return ""
        least = PAIRED
        if uses and self._texts.is_there(self._words[form]):
            least = OFTEN_PAIRED
        single = [repair for repair in closest if len(repair.parts) == 1]
        words = self._texts.words([repair.form for repair in single])
        scored = []
        for repair, texts in zip(single, self._company.pairs(form, words), strict=True):
            if texts >= least:
                scored.append((repair.at(texts), repair.form))
        return max(scored, default=(0.0, ""))[1]

    def _in_the_same_texts(self, form: str, uses: int, closest: Sequence[Repair]) -> str:
        others = self._others(form)
        if uses and self._company.has_neighbours(form) and self._together(others):
            # A word that there is, beside others: only its neighbours can tell that it is a slip.
            return ""
        best = self._best(form, closest, others)
        if not best and others and not self._together([form]):
            best = self._best(form, closest, [])
        return best

    def _others(self, form: str) -> list[str]:
        """The other words of the query that any editorial has."""
        others = [other for other in self._words if other != form]
        counts = self._texts.together([([self._words[other]], ()) for other in others])
        return [other for other, count in zip(others, counts, strict=True) if count]

    def _together(self, forms: Sequence[str]) -> int:
        """How many editorials have all of these words in some form."""
        (count,) = self._texts.together([([self._words[form] for form in forms], ())])
        return count

    def _best(self, form: str, closest: Sequence[Repair], beside: Sequence[str]) -> str:
        """The word to read for one that editorials have, going by those that have the others."""
        word = self._words[form]
        words = [self._words[other] for other in beside]
        sets = [([word], ()), ([word, *words], ()), *((words, repair.parts) for repair in closest)]
        own, own_beside, *counts = self._texts.together(sets)
        least = max(FAR_MORE * own_beside, 1)
        scored = []
        for repair, uses in zip(closest, counts, strict=True):
            is_believed = not own or repair.cost <= SLIGHT
            if is_believed and uses >= least:
                scored.append((repair.at(uses), repair.form))
        return max(scored, default=(0.0, ""))[1]
