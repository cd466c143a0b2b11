"""What a typed word means in this archive: the forms of it that editorials have, by language."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from archive.search.engines.opensearch.answers.queries import (
    NOTHING,
    Query,
    all_of,
    any_of,
    has_token,
    in_row,
)
from archive.search.engines.opensearch.answers.words.lexicon import TEXT, Lexicon, halves, spoken
from archive.search.question.typed_fields import FIELDS
from archive.search.words.analysis import (
    ASKING_WORDS,
    DEFAULT_LANGUAGE,
    FUNCTION_WORDS,
    as_printed,
    in_capitals,
    is_function_word,
)
from archive.search.words.forms import (
    FAR_MORE,
    are_apart,
    are_different,
    ending_key,
    is_in_lexicon,
    is_stemmed,
    readings,
)
from archive.text import fold

Forms = tuple[str, ...]  # ascending, each once


@dataclass(frozen=True)
class Meaning:
    """A word that was typed, and the forms that count as it, for editorials of each language.

    `form` is `typed`, or what it was `read_as`. `exact` are the forms that are it to the letter
    (case and accents aside). `parts` are phrases that count as it too: « télé usine » for
    « téléusine »; `also` those that count for less, which were read into it as `also_texts`.
    `dated`: the query of the editorials of the time or the issue that it is part of.
    """

    typed: str
    form: str
    by_language: dict[str, Forms]
    exact: Forms
    languages: Sequence[str] = ()
    parts: Sequence[Sequence[Forms]] = ()
    also: Sequence[Sequence[Forms]] = ()
    also_texts: Sequence[str] = ()
    read_as: str = ""
    is_function: bool = False
    dated: Query | None = field(default=None, compare=False, repr=False)

    def own(self) -> list[tuple[Query | None, Forms]]:
        """Return the forms that count as it, and of which editorials: None for all."""
        shares = []
        for language, forms in self._distinct():
            if forms:
                condition = spoken(language, self.languages) if language else None
                shares.append((condition, forms))
        return shares

    def rows(self, name: str) -> Iterator[Query]:
        """Yield the phrases of a field that count as it fully."""
        for part in self.parts:
            yield in_row(name, part)

    def equivalents(self, name: str) -> Iterator[tuple[str, Query]]:
        """Yield each text that was read into it, and the query of what has it in a field."""
        for text, slots in zip(self.also_texts, self.also, strict=True):
            yield text, word_or_row(name, slots)

    def typed_in(self, name: str) -> Query:
        """Return the query of what has it in a field without what was read into it."""
        queries = []
        for condition, forms in self.own():
            has_it = has_token(name, forms)
            queries.append(all_of([has_it, condition]) if condition else has_it)
        return any_of([*queries, *self.rows(name)])

    def within(self, name: str) -> Query:
        """Return the query of the editorials whose field has it in any form."""
        queries = [self.typed_in(name)]
        queries += [query for _text, query in self.equivalents(name)]
        return any_of([query for query in queries if query != NOTHING])

    def anywhere(self, fields: Sequence[str] = FIELDS) -> Query:
        """Return the query of the editorials that have it in one of these fields, or by date."""
        queries = [self.within(name) for name in fields]
        if self.dated is not None:
            queries.append(self.dated)
        return any_of([query for query in queries if query != NOTHING])

    def is_known(self, lexicon: Lexicon) -> bool:
        """Return True if any editorial has it.

        A form that only another language would take for this word is not enough.
        """
        if self.dated is not None or self.parts:
            return True
        if any(condition is None and lexicon.uses(forms) for condition, forms in self.own()):
            return True
        return lexicon.reader.count(self.anywhere()) > 0

    def in_any_language(self) -> Forms:
        """Return the forms that count as it in an editorial of one language or another."""
        return union(*self.by_language.values())

    def forms(self) -> list[str]:
        """Return every form that counts as this word."""
        single = [slots[0] for slots in self.also if len(slots) == 1]
        return list(dict.fromkeys(map(as_printed, union(*self.by_language.values(), *single))))

    def _distinct(self) -> list[tuple[str, Forms]]:
        """The languages with their forms; one language "" where these are the same in all."""
        if len(set(self.by_language.values())) == 1:
            return [("", next(iter(self.by_language.values())))]
        return list(self.by_language.items())


def word_or_row(name: str, slots: Sequence[Forms]) -> Query:
    """Return the query of the editorials whose field has a phrase, which may be one word alone."""
    if len(slots) == 1:
        return has_token(name, slots[0])
    return in_row(name, slots)


def union(*forms: Iterable[str]) -> Forms:
    """Return the forms that are among any of these."""
    return tuple(sorted(set().union(*forms)))


# A form


def meaning(lexicon: Lexicon, form: str) -> Meaning:
    """Return what a form (as `analysis` cuts it) means in the archive."""
    return lexicon.reader.once(("meaning", form), lambda: _meaning(lexicon, form))


def _meaning(lexicon: Lexicon, form: str) -> Meaning:
    lexicon.look_up([form])
    pairs = _pairs(lexicon, form)
    rows = [in_row(TEXT, pair) for pair in pairs]
    lexicon.reader.expect_counts(rows)
    spelled = _spelled_alike(lexicon, form)
    exact = tuple(spelling for spelling in spelled if lexicon.has(spelling))
    works = []
    for language in lexicon.languages:
        works.append(partial(_of_the_word, lexicon, form, spelled, language, exact))
    forms = lexicon.reader.together(works)
    counts = lexicon.reader.counts(rows)
    return Meaning(
        typed=form,
        form=form,
        by_language=dict(zip(lexicon.languages, forms, strict=True)),
        exact=union(exact),
        languages=lexicon.languages,
        parts=[pair for pair, count in zip(pairs, counts, strict=True) if count],
        is_function=is_function_word(form, DEFAULT_LANGUAGE),
    )


def _spelled_alike(lexicon: Lexicon, form: str) -> list[str]:
    """The form and those that differ from it by accents alone, but for other words.

    « accelerations », typed without them, is « accélérations », and so is « payes » « payés » where
    the archive has no « payes »; « peter » is not « péter » where the archive has it more often,
    and « salé » is not « sale ».
    """
    alike = lexicon.uses(lexicon.spelled(form))
    uses = alike.pop(form, 0)
    is_bare = fold(form) == form
    spelled = [form]
    if uses or not is_bare:
        for spelling in list(alike):
            if _is_other_word(form, spelling):
                del alike[spelling]
    lexicon.look_up(alike)
    for spelling, count in alike.items():
        is_first = form[1:] == spelling[1:]  # « Energie »: capitals are printed without accents
        if uses and not is_first and lexicon.is_name(form) and not lexicon.is_name(spelling):
            continue
        if not uses or count > uses or not is_bare:
            spelled.append(spelling)
    return spelled


def _is_other_word(form: str, spelling: str) -> bool:
    """Whether the lexicon knows two forms of the same letters as different words."""
    if form.replace("è", "é") == spelling.replace("è", "é"):  # « événement », « évènement »
        return False
    return are_apart(form, spelling, DEFAULT_LANGUAGE)


def _of_the_word(
    lexicon: Lexicon, form: str, spelled: Sequence[str], language: str, exact: Forms
) -> Forms:
    """The forms of the word in a language.

    « tel » is none of « télé », which it resembles: it is a function word.
    """
    words = FUNCTION_WORDS.get(language, frozenset())
    are_names = all(lexicon.is_name(spelling) for spelling in spelled)
    if not words.isdisjoint(spelled) or form in ASKING_WORDS or are_names:
        return union(exact)
    words |= FUNCTION_WORDS[DEFAULT_LANGUAGE]  # not « la » either, which is of Portuguese « no »
    inflected, stemmed = set(exact), set[str]()
    for spelling in spelled:
        for key in readings(spelling, language):
            alike = lexicon.of_word(key, language)
            (stemmed if is_stemmed(key) else inflected).update(alike)
            if lexicon.has(key):
                inflected.add(key)
        if language == DEFAULT_LANGUAGE:
            inflected.update(_with_its_ending(lexicon, spelling))
    forms = inflected | _as_rare(lexicon, form, stemmed)
    if not forms:  # « cloturer », typed without its accent: the lexicon lacks it
        forms = set(lexicon.of_stem(form))
    forms -= words
    if language == DEFAULT_LANGUAGE:
        return union(forms)
    return union(exact, lexicon.spoken_in(forms, language))


def _with_its_ending(lexicon: Lexicon, form: str) -> Iterator[str]:
    """The forms that differ from a French one by a regular ending, and are no other words."""
    for spelling in lexicon.of_ending(ending_key(form)):
        if not are_different(form, spelling, DEFAULT_LANGUAGE):
            yield spelling


def _as_rare(lexicon: Lexicon, form: str, forms: Collection[str]) -> set[str]:
    """Those of the forms that are not used FAR_MORE than a form that the archive has."""
    if not forms:
        return set()
    uses = lexicon.uses_in_texts(form)
    if not uses:
        return set(forms)
    counts = lexicon.uses(forms, [TEXT])
    return {spelling for spelling, count in counts.items() if count < FAR_MORE * uses}


def with_joined(lexicon: Lexicon, word: Meaning, joined: str) -> Meaning:
    """Return « télé », typed beside « usine », as it is also met by « téléusine »."""
    forms = lexicon.spelled(joined)
    if not forms:
        return word
    by_language = {}
    for language, own in word.by_language.items():
        by_language[language] = union(own, forms)
    return replace(word, by_language=by_language)


def _pairs(lexicon: Lexicon, form: str) -> list[tuple[Forms, Forms]]:
    """The two words that a form may be written as: both known, and not function words.

    Those that follow each other in a text are its parts.
    """
    cuts = list(halves(form))
    lexicon.look_up_spelled(fold(half) for pair in cuts for half in pair)
    pairs = []
    for left, right in cuts:
        pair = union(lexicon.spelled(left)), union(lexicon.spelled(right))
        if all(pair):
            pairs.append(pair)
    return pairs


def acronym(lexicon: Lexicon, form: str) -> Meaning | None:
    """Return what a form typed in capitals means; None where the archive has no such acronym.

    « SI » is none of the « si » in small letters; « CRM » is « crm » too, which is no other word.
    """
    word = meaning(lexicon, form)
    printed = in_capitals(form)
    if not lexicon.uses([printed]):
        return None
    if not is_in_lexicon(form, DEFAULT_LANGUAGE) and not word.is_function:
        return word
    return Meaning(form, form.upper(), {DEFAULT_LANGUAGE: (printed,)}, (printed,))


def letters(lexicon: Lexicon, form: str) -> Meaning:
    """Return a form as it counts to the letter: no other form, whatever their accents."""
    return Meaning(form, form, {DEFAULT_LANGUAGE: (form,)}, (form,))
