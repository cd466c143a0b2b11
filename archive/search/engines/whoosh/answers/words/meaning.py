"""What a typed word means in this archive: the forms of it that the index holds, by language."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial

import numpy as np

from archive.search.engines.typed_words import SHORTEST_PART
from archive.search.engines.whoosh.answers.adjacency import phrase, word_or_phrase
from archive.search.engines.whoosh.answers.matching import Hits, are_among, postings, together
from archive.search.engines.whoosh.index.schema import LEXICON
from archive.search.engines.whoosh.index.snapshot import Snapshot, Terms
from archive.search.engines.whoosh.index.words import wordlist
from archive.search.engines.whoosh.index.words.conflation import Key
from archive.search.question.typed_fields import FIELDS
from archive.search.question.weights import READ_INTO
from archive.search.words.analysis import (
    ASKING_WORDS,
    DEFAULT_LANGUAGE,
    FUNCTION_WORDS,
    as_name,
    as_printed,
    in_capitals,
    is_function_word,
)
from archive.search.words.families import stem_key, stem_keys
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
    word_keys,
)
from archive.text import fold, folded

FOLDED = Key("fold", fold, folded)
ENDINGS = Key("ending", ending_key)  # of French
STEMS = Key("stem", stem_key, stem_keys)


@lru_cache(maxsize=64)
def language_key(language: str) -> Key:
    """Return the key that the forms of one word share in a language."""
    of, at_once = partial(word_key, language=language), partial(word_keys, language=language)
    return Key(f"{language}-word", of, at_once)


def languages(snapshot: Snapshot) -> list[str]:
    """Return the languages of the archive's editorials, the default one first."""
    codes = {DEFAULT_LANGUAGE, *snapshot.facet("language").values} - {""}
    return sorted(codes, key=lambda code: (code != DEFAULT_LANGUAGE, code))


def spoken(snapshot: Snapshot, language: str) -> np.ndarray:
    """Return a mask of the documents in a language.

    Those of unknown language are taken to be in the default one.
    """
    return snapshot.once(("spoken", language), lambda: _spoken(snapshot, language))


def _spoken(snapshot: Snapshot, language: str) -> np.ndarray:
    facet = snapshot.facet("language")
    if language != DEFAULT_LANGUAGE:
        return facet.having([language])
    return ~facet.having(set(facet.values) - {"", DEFAULT_LANGUAGE})


@dataclass(frozen=True)
class Meaning:
    """A word that was typed, and the terms that count as it, for documents of each language.

    `form` is `typed`, or what it was `read_as`. `exact` are the terms that are it to the letter
    (case and accents aside). `parts` are phrases that count as it too: « télé usine » for
    « téléusine »; `also` those that count for less, which were read into it as `also_texts`.
    """

    typed: str
    form: str
    by_language: dict[str, Terms]
    exact: Terms
    parts: Sequence[Sequence[Terms]] = ()
    also: Sequence[Sequence[Terms]] = ()
    also_texts: Sequence[str] = ()
    read_as: str = ""
    is_function: bool = False
    # The documents of the date that it is part of: « mars » in « mars 2001 ».
    dated: Hits | None = field(default=None, compare=False, repr=False)
    # `hits` of each field, for one question.
    by_field: dict[str, Hits] = field(default_factory=dict, compare=False, repr=False)

    def asked(self, **changes) -> "Meaning":
        """Return the word as one question has it: changed, but for its terms; its hits unread.

        As `dataclasses.replace` in a tenth of its time, which each word of a question takes.
        """
        word = object.__new__(Meaning)
        vars(word).update(vars(self), identity=self.identity, by_field={}, **changes)
        return word

    def hits(self, snapshot: Snapshot, name: str) -> Hits:
        """Return the documents whose field holds it in any form, and how often."""
        if name not in self.by_field:
            self.by_field[name] = self._hits(snapshot, name)
        return self.by_field[name]

    def _hits(self, snapshot: Snapshot, name: str) -> Hits:
        kinds = []
        for language, terms in _distinct(self.by_language):
            hits = postings(snapshot, name, terms)
            if language:
                is_spoken = spoken(snapshot, language)[hits.docs]
                hits = Hits(hits.docs[is_spoken], hits.counts[is_spoken])
            kinds.append(hits)
        for part in self.parts:
            kinds.append(phrase(snapshot, name, part))
        for text, slots in zip(self.also_texts, self.also, strict=True):
            docs, counts = equivalent_hits(snapshot, name, text, slots)
            kinds.append(Hits(docs, counts * np.float32(READ_INTO)))
        return together(kinds)

    def exact_hits(self, snapshot: Snapshot, name: str) -> Hits:
        """Return the documents whose field holds it to the letter, and how often."""
        return postings(snapshot, name, self.exact)

    def is_known(self, snapshot: Snapshot) -> bool:
        """Return True if any editorial has it.

        A form that only another language would take for this word is not enough.
        """
        if self.dated is not None:
            return True
        return snapshot.once(("known", *self.identity), lambda: self._is_known(snapshot))

    def _is_known(self, snapshot: Snapshot) -> bool:
        for name in FIELDS:
            docs = self.hits(snapshot, name).docs
            if len(docs) and (snapshot.live is None or snapshot.live[docs].any()):
                return True
        return False

    def forms(self, snapshot: Snapshot) -> list[str]:
        """Return every form that counts as this word."""
        single = [slots[0] for slots in self.also if len(slots) == 1]
        terms = snapshot.forms(LEXICON, union(*self.by_language.values(), *single))
        return list(map(as_printed, terms))

    @cached_property
    def identity(self) -> tuple:
        """What tells it from any other: a form counts otherwise to the letter, or alone."""
        identity: list[str | bytes | int] = [self.form, len(self.parts), *self.also_texts]
        for terms in (self.exact, *self.by_language.values()):
            identity += [numbers.tobytes() for numbers in terms]
        return tuple(identity)

    def in_default_language(self) -> Terms:
        """Return the terms that count as this word in a document of the default language."""
        return next(iter(self.by_language.values()))

    def in_any_language(self) -> Terms:
        """Return the terms that count as this word in a document of one language or another."""
        return union(*self.by_language.values())


def equivalent_hits(snapshot: Snapshot, name: str, text: str, slots: Sequence[Terms]) -> Hits:
    """Return the hits in a field of what counts as a word: a text, with the terms of its words.

    They are kept: the word's own hits, how much it is used and the reasons ask for the same.
    """
    key = ("equivalent", name, text)
    return snapshot.once(key, partial(word_or_phrase, snapshot, name, slots))


def _distinct(by_language: dict[str, Terms]) -> list[tuple[str, Terms]]:
    """The languages with their terms; one language "" where the terms are the same in all."""
    languages = list(by_language.items())
    _language, first = languages[0]
    for _language, terms in languages[1:]:
        if not all(map(np.array_equal, terms, first)):
            return languages
    return [("", first)]


def meaning(snapshot: Snapshot, form: str) -> Meaning:
    """Return what a form (as `analysis` cuts it) means in the archive as this snapshot has it."""
    return kept_meaning(snapshot, form).asked()


def kept_meaning(snapshot: Snapshot, form: str) -> Meaning:
    """Return the same as it is kept: for its terms alone, its hits would be kept with it."""
    return snapshot.once(("meaning", form), lambda: _meaning(snapshot, form))


def _meaning(snapshot: Snapshot, form: str) -> Meaning:
    spelled = _spelled_alike(snapshot, form)
    exact = snapshot.terms(LEXICON, spelled)
    by_language = {}
    for language in languages(snapshot):
        by_language[language] = _of_the_word(snapshot, form, spelled, language, exact)
    return Meaning(
        typed=form,
        form=form,
        by_language=by_language,
        exact=exact,
        parts=_parts(snapshot, form),
        is_function=is_function_word(form, DEFAULT_LANGUAGE),
    )


def _spelled_alike(snapshot: Snapshot, form: str) -> list[str]:
    """The form and those that differ from it by accents alone, but for other words.

    « accelerations », typed without them, is « accélérations », and so is « payes » « payés » where
    the archive has no « payes »; « peter » is not « péter » where the archive has it more often,
    and « salé » is not « sale ».
    """
    alike = _uses_anywhere(snapshot, snapshot.alike(LEXICON, form, FOLDED))
    uses = alike.pop(form, 0)
    is_bare = fold(form) == form
    spelled = [form]
    for spelling, count in alike.items():
        if (uses or not is_bare) and _is_other_word(form, spelling):
            continue
        is_first = form[1:] == spelling[1:]  # « Energie »: capitals are printed without accents
        if uses and not is_first and is_name(snapshot, form) and not is_name(snapshot, spelling):
            continue
        if not uses or count > uses or not is_bare:
            spelled.append(spelling)
    return spelled


def _uses_anywhere(snapshot: Snapshot, terms: Terms) -> dict[str, int]:
    """In how many documents each term is, names of a byline too: « Édith » is in no text."""
    uses = dict[str, int]()
    for segment, numbers in zip(snapshot.segments, terms, strict=True):
        lexicon = segment.lexicon(LEXICON)
        counts = wordlist.uses(segment, FIELDS, numbers).tolist()
        for number, count in zip(numbers.tolist(), counts, strict=True):
            if count:
                form = lexicon[number].decode(errors="replace")
                uses[form] = uses.get(form, 0) + count
    return uses


def is_name(snapshot: Snapshot, form: str) -> bool:
    """Return True for what the archive's texts write with a capital: « Paris », not « pari »."""
    uses = _uses(snapshot, form)
    if uses < ENOUGH_USES and is_in_lexicon(form, DEFAULT_LANGUAGE):
        return False
    return uses > 0 and _uses(snapshot, as_name(form)) >= MOSTLY * uses


def _uses(snapshot: Snapshot, term: str) -> int:
    """In how many texts a term is."""
    return snapshot.spelled(LEXICON, snapshot.terms(LEXICON, [term])).get(term, 0)


def _is_other_word(form: str, spelling: str) -> bool:
    """Whether the lexicon knows two forms of the same letters as different words."""
    if form.replace("è", "é") == spelling.replace("è", "é"):  # « événement », « évènement »
        return False
    return are_apart(form, spelling, DEFAULT_LANGUAGE)


def _of_the_word(
    snapshot: Snapshot, form: str, spelled: Sequence[str], language: str, exact: Terms
) -> Terms:
    """The terms of all forms of the word in a language.

    « tel » is none of « télé », which it resembles: it is a function word.
    """
    words = FUNCTION_WORDS.get(language, frozenset())
    are_names = all(is_name(snapshot, spelling) for spelling in spelled)
    if not words.isdisjoint(spelled) or form in ASKING_WORDS or are_names:
        return exact
    words |= FUNCTION_WORDS[DEFAULT_LANGUAGE]  # not « la » either, which is of Portuguese « no »
    inflected, stemmed = [exact], list[Terms]()
    for spelling in spelled:
        for key in readings(spelling, language):
            alike = snapshot.keyed(LEXICON, key, language_key(language))
            (stemmed if is_stemmed(key) else inflected).append(alike)
            inflected.append(snapshot.terms(LEXICON, [key]))
        if language == DEFAULT_LANGUAGE:
            inflected.append(_with_its_ending(snapshot, spelling))
    terms = union(*inflected)
    if stemmed:
        terms = union(terms, _as_rare(snapshot, form, union(*stemmed)))
    if not _are_there(terms):  # « cloturer », typed without its accent: the lexicon lacks it
        terms = snapshot.keyed(LEXICON, stem_key(form), STEMS)
    terms = without(terms, snapshot.listed(LEXICON, words))
    if language == DEFAULT_LANGUAGE:
        return terms
    return union(exact, _spoken_in(snapshot, terms, language))


def _spoken_in(snapshot: Snapshot, terms: Terms, language: str) -> Terms:
    """Those of the terms that a document in the language has: the others are of no word of it."""
    mask = spoken(snapshot, language)
    forms = []
    for form in snapshot.spelled(LEXICON, terms):
        if mask[postings(snapshot, LEXICON, snapshot.terms(LEXICON, [form])).docs].any():
            forms.append(form)
    return snapshot.terms(LEXICON, forms)


def _with_its_ending(snapshot: Snapshot, form: str) -> Terms:
    """The terms that differ from a French form by a regular ending, and are no other words."""
    terms = snapshot.keyed(LEXICON, ending_key(form), ENDINGS)
    other_words = []
    for spelling in snapshot.spelled(LEXICON, terms):
        if are_different(form, spelling, DEFAULT_LANGUAGE):
            other_words.append(spelling)
    return without(terms, snapshot.terms(LEXICON, other_words))


def _as_rare(snapshot: Snapshot, form: str, terms: Terms) -> Terms:
    """Those of the terms that are not used FAR_MORE than a form that the archive has."""
    uses = _uses(snapshot, form)
    if not uses:
        return terms
    counts = snapshot.spelled(LEXICON, terms)
    rare = [spelling for spelling, count in counts.items() if count < FAR_MORE * uses]
    return snapshot.terms(LEXICON, rare)


def union(*terms: Terms) -> Terms:
    """Return the terms that are among any of these."""
    if len(terms) == 1:
        return terms[0]
    joined = []
    for numbers in zip(*terms, strict=True):
        # As sets: of so few numbers much faster than as arrays.
        among = set[int]().union(*(some.tolist() for some in numbers))
        joined.append(np.array(sorted(among), np.intp))
    return tuple(joined)


def without(terms: Terms, others: Terms) -> Terms:
    """Return the terms that are not among the others."""
    rest = []
    for numbers, left_out in zip(terms, others, strict=True):
        if len(numbers) and len(left_out):
            numbers = numbers[~are_among(numbers, left_out)]
        rest.append(numbers)
    return tuple(rest)


def with_joined(word: Meaning, joined: Terms) -> Meaning:
    """Return « télé », typed beside « usine », as it is also met by « téléusine »."""
    by_language = {}
    for language, forms in word.by_language.items():
        by_language[language] = union(forms, joined)
    return replace(word, by_field={}, by_language=by_language)


def _are_there(terms: Terms) -> bool:
    return any(map(len, terms))


def _parts(snapshot: Snapshot, form: str) -> list[tuple[Terms, Terms]]:
    """The two words that a form may be written as: both known, and not function words."""
    parts = []
    for cut in range(SHORTEST_PART, len(form) - SHORTEST_PART + 1):
        left, right = form[:cut], form[cut:]
        if is_function_word(left, DEFAULT_LANGUAGE) or is_function_word(right, DEFAULT_LANGUAGE):
            continue
        first = snapshot.alike(LEXICON, left, FOLDED)
        if not _are_there(first):
            continue
        halves = first, snapshot.alike(LEXICON, right, FOLDED)
        if _are_there(halves[1]) and len(phrase(snapshot, LEXICON, halves).docs):
            parts.append(halves)
    return parts


def acronym(snapshot: Snapshot, form: str) -> Meaning | None:
    """Return what a form typed in capitals means; None where the archive has no such acronym.

    « SI » is none of the « si » in small letters; « CRM » is « crm » too, which is no other word.
    """
    word = meaning(snapshot, form)
    printed = snapshot.terms(LEXICON, [in_capitals(form)])
    if not _are_there(printed):
        return None
    if not is_in_lexicon(form, DEFAULT_LANGUAGE) and not word.is_function:
        return word
    return Meaning(form, form.upper(), {DEFAULT_LANGUAGE: printed}, printed)


def letters(snapshot: Snapshot, form: str) -> Meaning:
    """Return a form as it counts to the letter: no other form, whatever their accents."""
    exact = snapshot.terms(LEXICON, [form])
    return Meaning(form, form, {DEFAULT_LANGUAGE: exact}, exact)
