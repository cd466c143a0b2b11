"""A question's words as texts have them, and a text read beside these."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from archive.search.engine import PassageWord
from archive.search.replying.asking import Asked
from archive.search.replying.sentences import sentences
from archive.text import fold

_WORD = re.compile(r"\w+")
PREFIX = 5  # letters in which a form is akin to a word where nothing else is
DERIVED, AKIN = 0.8, 0.4  # what a form of the same stem, or one that begins so, counts of a word
NEAR = 4  # words from one to the next that belong together
WINDOW = 14  # words of a text that are looked at together

Held = Sequence[float]  # how much of each of the question's words a text has, from 0 to 1


class Terms:
    """The words of a question with what each counts, and the forms by which texts have it."""

    def __init__(self, asked: Asked, words: Sequence[PassageWord]):
        self.kind, self.words = asked.kind, words
        self.whole = sum(word.weight for word in words) or 1.0
        self.weights = [word.weight / self.whole for word in words]
        self.rarest = self.weights.index(max(self.weights))
        self.nothing: Held = [0.0] * len(words)
        self.names = [number for number, word in enumerate(asked.words) if word.is_name]
        self.figures = [number for number, word in enumerate(words) if word.form.isdigit()]
        self.unknown = 0.0  # the weight of words that no editorial has
        self._of_form: dict[str, tuple[int, float]] = {}
        self._akin: dict[str, int] = {}
        for number, word in enumerate(words):
            self._add(number, word)
        # The number of the word that a form counts as, and how much; None for no word.
        self.met = _Met(self._of_form, self._akin)

    def _add(self, number: int, word: PassageWord) -> None:
        if not word.editorials:
            self.unknown += self.weights[number]
        for form in word.derived:
            self._of_form.setdefault(form, (number, DERIVED))
        for form in word.forms:
            if self._of_form.get(form, (0, 0.0))[1] < 1.0:
                self._of_form[form] = (number, 1.0)
        self._of_form[word.form] = (number, 1.0)
        if len(word.form) >= PREFIX:
            self._akin.setdefault(fold(word.form)[:PREFIX], number)


class _Met(dict[str, tuple[int, float] | None]):
    """Forms of a question; those of texts are added as they are met, by the hundred a text."""

    def __init__(self, of_form: Mapping[str, tuple[int, float]], akin: Mapping[str, int]):
        super().__init__(of_form)
        self._akin = akin

    def __missing__(self, form: str) -> tuple[int, float] | None:
        """Add a form that is none of the question's, perhaps akin to a word of it."""
        self[form] = kin = self._kin(form)
        return kin

    def _kin(self, form: str) -> tuple[int, float] | None:
        if len(form) < PREFIX:
            return None
        beginning = form[:PREFIX]
        if not beginning.isascii():  # else it is folded: it is in small letters
            beginning = fold(beginning)[:PREFIX]
        akin = self._akin.get(beginning)
        return None if akin is None else (akin, AKIN)


class Beside:
    """A text beside a question: which of its words it has, how much of each, and where."""

    def __init__(self, text: str, terms: Terms):
        self.text, self.terms = text, terms
        self.forms = _WORD.findall(text.lower())
        self.met: list[tuple[int, int, float]] = []  # place, number of the word, how much
        held = list(terms.nothing)
        met_of = terms.met
        for place, form in enumerate(self.forms):
            met = met_of[form]
            if met is not None:
                number, much = met
                self.met.append((place, number, much))
                held[number] = max(held[number], much)
        self.held: Held = held

    def covered(self, *others: Held) -> float:
        """Return what of the weight of the question's words it has, or some others have."""
        covered = 0.0
        for weight, much in zip(self.terms.weights, self._most(others), strict=True):
            covered += weight * much
        return covered

    def _most(self, others: Sequence[Held]) -> Held:
        """Return how much of each of the words it has, or the one of some others that has most."""
        return list(map(max, self.held, *others)) if others else self.held

    @cached_property
    def exact(self) -> float:
        """The weight of the words that it has in the very form that was typed."""
        forms, exact = set(self.forms), 0.0
        for word, weight in zip(self.terms.words, self.terms.weights, strict=True):
            if word.form in forms:
                exact += weight
        return exact

    @cached_property
    def pairs(self) -> tuple[float, float]:
        """Shares of the question's neighbours that are near each other, and in their order."""
        count = len(self.terms.words) - 1
        if count < 1:
            return 0.0, 0.0
        near, in_order = set[int](), set[int]()
        for number, (place, word, _much) in enumerate(self.met[:-1]):
            after, other, _more = self.met[number + 1]
            if after - place > NEAR or abs(other - word) != 1:
                continue
            near.add(min(word, other))
            if other > word:
                in_order.add(word)
        return len(near) / count, len(in_order) / count

    @cached_property
    def window(self) -> float:
        """The most weight that stands within WINDOW words."""
        best, first = 0.0, 0
        for last, (place, _number, _much) in enumerate(self.met):
            while place - self.met[first][0] >= WINDOW:
                first += 1
            held: dict[int, float] = {}
            for _place, number, much in self.met[first : last + 1]:
                held[number] = max(held.get(number, 0.0), much)
            weights = self.terms.weights
            best = max(best, sum(weights[number] * much for number, much in held.items()))
        return best

    def names(self, *others: Held) -> float:
        """Return the share of the question's names that it has, or some others have; 1 of none."""
        names = self.terms.names
        if not names:
            return 1.0
        most = self._most(others)
        return sum(most[number] for number in names) / len(names)


class Paragraph(Beside):
    """A paragraph as what may answer, with its sentences."""

    def __init__(self, text: str, terms: Terms):
        super().__init__(text, terms)
        self.sentences = [Beside(sentence, terms) for sentence in sentences(text)]
