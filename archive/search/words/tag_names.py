"""Where a text says the name of a tag: by its surface, never by a stem alone. Pure functions.

Accents, a plural and a hyphen are no matter, but where the lexicon knows both as different words
(« marché », « marche »). What has capitals inside and a short acronym are met by their capitals
alone. A name of function words is never met, and none in an address or in a name of a program's.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.printed_dates import FRENCH_MONTHS
from archive.search.words.analysis import (
    Token,
    as_name,
    in_capitals,
    is_function_word,
    single_tokens,
    tokenize,
)
from archive.search.words.forms import are_apart, are_different, singular_of
from archive.search.words.unspoken import Unspoken
from archive.text import fold

LONGEST = 6  # words of a name that is looked for
SHORTEST_PLURAL = 4  # letters of a word that loses its « s »: « mois » is none of « moi »
LONGEST_ACRONYM = 4  # letters that must all be capitals: a longer one is no other word
LONGEST_HEADING = 90  # characters of a line that is no sentence: a crosshead, an entry of a list
SENTENCE_ENDS = (".", "!", "?", "…", ";", ",")


class Name(NamedTuple):
    """A name of a tag as it is looked for: the forms of its words, and how they are written."""

    slug: str
    printed: str
    forms: tuple[str, ...]
    by_capital: bool
    by_capitals: bool  # all its letters

    def slots(self) -> tuple[tuple[str, ...], ...]:
        """Return for each word the spellings by which an index is asked for the name."""
        if self.by_capitals:
            return ((in_capitals(self.forms[0]),),)
        if self.by_capital:
            return self.slots_as_name()
        return tuple(_spellings(form) for form in self.forms)

    def slots_as_name(self) -> tuple[tuple[str, ...], ...]:
        """Return the same of a single word, in texts that never print it in small letters."""
        return ((as_name(self.forms[0]), in_capitals(self.forms[0])),)

    @property
    def has_capitals(self) -> bool:
        """Return whether it is written with capitals by which it is told from other words."""
        return self.by_capital or self.by_capitals

    @property
    def may_be_proper(self) -> bool:
        """Return whether it may be a proper name: « Orange », where texts do write it so."""
        return len(self.forms) == 1 and self.printed[:1].isupper()


class Place(NamedTuple):
    """Where a text says a name: from and to, in characters; after which share of its words.

    `in_heading`: in a short line that is no sentence.
    """

    name: Name
    start: int
    end: int
    depth: float
    in_heading: bool


class TagNames:
    """The names and aliases of tags, for which texts in a language are looked through."""

    def __init__(self, names: Mapping[str, Sequence[str]], language: str):
        self._language = language
        # By the key of the first word, each with the keys of the others.
        self._beginning: dict[str, list[tuple[Name, list[str]]]] = defaultdict(list)
        for slug, printed_names in names.items():
            for printed in printed_names:
                for name in names_of(slug, printed, language):
                    first, *others = map(surface_key, name.forms)
                    self._beginning[first].append((name, others))

    def places(self, text: str, tokens: Sequence[Token]) -> dict[str, list[Place]]:
        """Return {slug of a tag: where a text, of these tokens, says one of its names}."""
        unspoken = Unspoken(text, self._language)
        places: dict[str, list[Place]] = defaultdict(list)
        for name, run, depth in self._runs(tokens):
            start, end = run[0].start, run[-1].end
            if self._is_said(text, run, name) and not unspoken.covers(start, end):
                place = Place(name, start, end, depth, _is_heading(text, start, end))
                places[name.slug].append(place)
        return places

    def _runs(self, tokens: Sequence[Token]) -> Iterator[tuple[Name, Sequence[Token], float]]:
        """Yield the names that may begin at a word, the words that they may be, and its depth."""
        single = [token for token in tokens if token.span == 1]
        keys = [surface_key(token.form) for token in single]
        for number, key in enumerate(keys):
            for name, others in self._beginning.get(key, ()):
                end = number + 1 + len(others)
                if keys[number + 1 : end] == others:
                    yield name, single[number:end], number / len(single)
        for token in tokens:
            if token.span == 1:
                continue
            for name, others in self._beginning.get(surface_key(token.form), ()):
                if not others:  # « e-mail » is « email »
                    yield name, [token], token.position / len(single)

    def _is_said(self, text: str, run: Sequence[Token], name: Name) -> bool:
        for token, form in zip(run, name.forms, strict=True):
            if name.has_capitals and fold(token.form) != fold(form):
                return False  # « MAP » is no singular of « MAPS »
            if not is_same_word(token.form, form, self._language):
                return False
        printed = text[run[0].start : run[-1].end]
        if name.by_capitals:
            return printed.replace(".", "").isupper()
        return not name.by_capital or printed != printed.lower()


@lru_cache(maxsize=40_000)  # the same names are asked about each editorial
def names_of(slug: str, printed: str, language: str) -> list[Name]:
    """Return a name as it is looked for, and the one word that it may be too: « email »."""
    names = []
    name = name_of(slug, printed, language)
    if name:
        names.append(name)
        for token in tokenize(printed):
            if token.span == len(name.forms) > 1:
                names.append(name._replace(forms=(token.form,)))
    return names


@lru_cache(maxsize=40_000)
def name_of(slug: str, printed: str, language: str) -> Name | None:
    """Return a name as it is looked for; None where it is too long, or says nothing."""
    forms = tuple(token.form for token in single_tokens(printed))
    if not forms or len(forms) > LONGEST:
        return None
    is_single = len(forms) == 1
    by_capitals = is_single and _is_short_acronym(printed)
    if not by_capitals and all(is_function_word(form, language) for form in forms):
        return None
    letters = "".join(filter(str.isalpha, printed))
    has_inner_capitals = letters[1:] != letters[1:].lower()
    # What a date says is no planet and no first name.
    is_month = letters[:1].isupper() and forms[0] in FRENCH_MONTHS
    by_capital = is_single and (has_inner_capitals or is_month)
    return Name(slug, printed, forms, by_capital, by_capitals)


def _is_short_acronym(printed: str) -> bool:
    """Return True for « R » and « SIG », which in small letters are other words."""
    letters = printed.replace(".", "")
    return len(letters) <= LONGEST_ACRONYM and letters.isupper() and letters.isalnum()


@lru_cache(maxsize=100_000)
def is_same_word(form: str, other: str, language: str) -> bool:
    """Return whether two forms are one word but for its accents and its number."""
    if form == other:
        return True
    if surface_key(form) != surface_key(other) or is_function_word(form, language):
        return False  # « les » is none of « Less »
    if fold(form) == fold(other):
        return not are_apart(form, other, language)
    return not are_different(form, other, language)


@lru_cache(maxsize=200_000)
def surface_key(form: str) -> str:
    """Return what forms share that may be one word by their surface."""
    folded = fold(form)
    if len(folded) < SHORTEST_PLURAL:
        return folded
    return singular_of(folded)


def _spellings(form: str) -> tuple[str, ...]:
    """Return the singular and the plurals of a form, the form first."""
    if len(form) < SHORTEST_PLURAL:
        return (form,)
    singular = singular_of(form)
    plurals = [f"{singular}s", f"{singular}x"]
    if singular.endswith("al"):
        plurals.append(f"{singular[:-2]}aux")
    return tuple(dict.fromkeys([form, singular, *plurals]))


def _is_heading(text: str, start: int, end: int) -> bool:
    """Return whether what stands there is in a short line that is no sentence."""
    after = text.find("\n", end)
    if after < 0:
        after = len(text)
    return is_heading(text[text.rfind("\n", 0, start) + 1 : after].strip())


def is_heading(line: str) -> bool:
    """Return whether a line is short and no sentence: a crosshead, an entry of a list."""
    return len(line) <= LONGEST_HEADING and not line.endswith(SENTENCE_ENDS)
