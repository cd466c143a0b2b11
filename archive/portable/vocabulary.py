"""The words of a portable index: of each form what else counts as it, by the rules of `words`.

A browser has no lexicon and no stemmer: what they say of the archive's own words is written down
for it, and so is what they say of the words of French that are forms of these.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from archive.portable.encoding import near, number, shared
from archive.portable.gathering import Gathering
from archive.search.words.analysis import (
    ASKING_WORDS,
    DEFAULT_LANGUAGE,
    FUNCTION_WORDS,
    MARK,
    is_function_word,
)
from archive.search.words.families import stem_key
from archive.search.words.forms import (
    ENOUGH_USES,
    FAR_MORE,
    MOSTLY,
    are_apart,
    are_different,
    ending_key,
    is_in_lexicon,
    is_stemmed,
    readings,
    word_key,
)
from archive.search.words.lexicon import lexicon
from archive.text import fold

FRENCH = FUNCTION_WORDS[DEFAULT_LANGUAGE]
IS_FUNCTION, IS_LISTED, IS_NAME = 1, 2, 4  # signs of a form, added up


class Meaning(NamedTuple):
    """The forms that are a word to the letter (accents aside), and all that count as it."""

    exact: list[str]
    forms: list[str]


class Vocabulary:
    """The forms of a gathering in the order of their letters, accents aside."""

    def __init__(self, gathering: Gathering):
        self._gathering = gathering
        self.forms = sorted(gathering.forms(), key=lambda form: (fold(form), form))
        self.place = {form: place for place, form in enumerate(self.forms)}
        words = [form for form in self.forms if not form.startswith(MARK)]
        self._by_fold = _by(words, fold)
        self._by_word = _by(words, lambda form: word_key(form, DEFAULT_LANGUAGE))
        self._by_ending = _by(words, ending_key)

    # What a form means

    def meaning(self, form: str) -> Meaning:
        """Return what a form of French means here, whether the archive has it or not."""
        spelled = self._spelled_alike(form)
        exact = [spelling for spelling in spelled if spelling in self.place]
        are_names = all(map(self.is_name, spelled))
        if not FRENCH.isdisjoint(spelled) or form in ASKING_WORDS or are_names:
            return Meaning(exact, exact)
        counted, stemmed = set(exact), set[str]()
        for spelling in spelled:
            for key in readings(spelling, DEFAULT_LANGUAGE):
                alike = stemmed if is_stemmed(key) else counted
                alike.update(self._by_word.get(key, ()))
                if key in self.place:
                    counted.add(key)
            counted.update(self._with_its_ending(spelling))
        counted |= self._as_rare(form, stemmed)
        if not counted:
            counted.update(self._by_stem.get(stem_key(form), ()))
        counted -= FRENCH
        return Meaning(exact, sorted(counted, key=self.place.__getitem__))

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        return _by(self.forms, stem_key)

    def _spelled_alike(self, form: str) -> list[str]:
        """The form and those that differ from it by accents alone, but for other words."""
        folded, spelled = fold(form), [form]
        uses, is_bare = self._gathering.uses.get(form, 0), folded == form
        for spelling in self._by_fold.get(folded, ()):
            count = self._gathering.uses.get(spelling, 0)
            if spelling == form or not count:
                continue
            if (uses or not is_bare) and _is_other_word(form, spelling):
                continue
            is_first = form[1:] == spelling[1:]
            is_other_name = self.is_name(form) and not self.is_name(spelling)
            if uses and not is_first and is_other_name:
                continue
            if not uses or count > uses or not is_bare:
                spelled.append(spelling)
        return spelled

    def is_name(self, form: str) -> bool:
        """Return True for what the texts write with a capital."""
        uses = self._gathering.in_texts(form)
        if uses < ENOUGH_USES and is_in_lexicon(form, DEFAULT_LANGUAGE):
            return False
        return uses > 0 and self._gathering.names.get(form, 0) >= MOSTLY * uses

    def _with_its_ending(self, form: str) -> Iterator[str]:
        for spelling in self._by_ending.get(ending_key(form), ()):
            if not are_different(form, spelling, DEFAULT_LANGUAGE):
                yield spelling

    def _as_rare(self, form: str, forms: Collection[str]) -> set[str]:
        """Those of the forms that are not used far more than a form that the archive has."""
        uses = self._gathering.in_texts(form)
        if not uses:
            return set(forms)
        in_texts = self._gathering.in_texts
        return {other for other in forms if in_texts(other) < FAR_MORE * uses}

    # What is written of it

    def documents_of_word(self, term: str) -> int:
        """Return in how many texts the terms of a term's word are, each by itself."""
        by_word = self._written_by_word if term.startswith(MARK) else self._by_word
        key = word_key(term, DEFAULT_LANGUAGE)
        return sum(map(self._gathering.in_texts, by_word.get(key, ())))

    @cached_property
    def _written_by_word(self) -> dict[str, list[str]]:
        """The terms that say how forms are written."""
        written = {MARK + form for form in self._gathering.names}
        written.update(form for form in self.forms if form.startswith(MARK))
        return _by(sorted(written), lambda term: word_key(term, DEFAULT_LANGUAGE))

    def words(self) -> Iterator[tuple[str, str]]:
        """Yield each form with what is told of it: uses, signs, stem, what counts as it."""
        for form in self.forms:
            yield form, self._described(form)

    def _described(self, form: str) -> str:
        uses = self._gathering.uses.get(form, 0)
        if form.startswith(MARK):
            return (number(uses) + number(0) * 4).decode()
        place, meaning = self.place[form], self.meaning(form)
        exact = [self.place[spelling] for spelling in meaning.exact]
        counted = [self.place[spelling] for spelling in meaning.forms]
        kept, rest = _stem(form)
        parts = [
            number(uses),
            number(self._signs(form)),
            number(kept),
            near(exact if exact != [place] else [], place),
            near(counted if counted != exact else [], place),
        ]
        return b"".join(parts).decode() + (f" {rest}" if rest else "")

    def _signs(self, form: str) -> int:
        signs = 0
        if is_function_word(form, DEFAULT_LANGUAGE):
            signs += IS_FUNCTION
        if is_in_lexicon(form, DEFAULT_LANGUAGE):
            signs += IS_LISTED
        if self.is_name(form):
            signs += IS_NAME
        return signs

    def foreign_forms(self) -> Iterator[str]:
        """Yield the forms of French that the texts lack, of which they have other forms."""
        for listed in french():
            if listed.word in self._by_word and listed.form not in self.place:
                yield listed.form

    def foreign_words(self) -> Iterator[tuple[str, str]]:
        """Yield each of these with the places of the forms that count as it."""
        for form in self.foreign_forms():
            places = [self.place[spelling] for spelling in self.meaning(form).forms]
            yield form, near(places, 0).decode()


class Listed(NamedTuple):
    """A form that the lexicon of French has, without accents too, and the key of its word."""

    folded: str
    form: str
    word: str


@lru_cache(maxsize=1)
def french() -> list[Listed]:
    """Return the forms of French in the order of their letters; a second's work, done once."""
    forms = []
    for form in lexicon(DEFAULT_LANGUAGE):
        if form.isalpha() and form == form.lower():
            forms.append(Listed(fold(form), form, word_key(form, DEFAULT_LANGUAGE)))
    return sorted(forms)


def _by(forms: Iterable[str], key: Callable[[str], str]) -> dict[str, list[str]]:
    """{key: the forms that have it}"""
    grouped: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        grouped[key(form)].append(form)
    return dict(grouped)


def _is_other_word(form: str, spelling: str) -> bool:
    if form.replace("è", "é") == spelling.replace("è", "é"):
        return False
    return are_apart(form, spelling, DEFAULT_LANGUAGE)


def _stem(form: str) -> tuple[int, str]:
    """Return how many letters of a form without accents its stem has, plus one, and what follows
    them there; 0 where it has no stem that tells something."""
    stem = stem_key(form)
    if stem.startswith("="):
        return 0, ""
    kept = shared(stem, fold(form))
    return kept + 1, stem[kept:]
