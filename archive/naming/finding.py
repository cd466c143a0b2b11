"""Names in a French text, each with its kind: never where nothing is sure.

A person is told by a given name and a surname, a title or a trade; a firm by a list, a legal form
or a word that says what it is; a place by a list, and where its name is a word as well by what
leads to it.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from string import ascii_lowercase

from archive.naming import firms, people, places
from archive.naming.bynames import byname
from archive.naming.famous import FAMOUS
from archive.naming.firm_names import DOUBTFUL_FIRMS, ENGLISH, FIRMS, LEGAL_FORMS
from archive.naming.institutions import OPENERS, Abbreviation, abbreviations
from archive.naming.kinds import Kind, Name
from archive.naming.lists import listed
from archive.naming.place_names import DOUBTFUL_PLACES, MASCULINE, PLACES, SPELLED
from archive.naming.runs import CAPITAL, RUN, Run, hyphened, runs, same, unified
from archive.naming.unlisted import unlisted
from archive.naming.words import (
    AT,
    BEFORE_FIRM,
    BEFORE_PLACE,
    BEFORE_SITE,
    BEFORE_SURNAME,
    BOUGHT,
    INVESTING,
    KIN,
    MEMBERS,
    NEAR_PLACE,
    NO_SURNAME,
    OF_FIRM,
    OF_PERSON,
    SPEAKING,
    TITLES,
    WORKS,
)

BEHIND_INITIAL = re.compile(r"\w \w\. ")  # « Jeanne T. Untel »
SHOUTED = 0.6  # share of capitals among the signs of a line from which on it is a title
SMALL_LETTERS = ascii_lowercase.encode()
HEADED = 0.7  # share of capitalised words from which on a line is a title
FEWEST = 4  # words of such a line
SENTENCE_ENDS = (".", "!", "?", "…", "»")
SEVERAL_PEOPLE = 2  # given names in a line by which its capitals are people's
TELLING = 4  # letters of a word that is looked at there
_FINDERS = (byname, people.person, firms.firm, places.place)
# Words that may be names where they stand alone: lists tell.
SINGLES = (
    FAMOUS
    | FIRMS
    | DOUBTFUL_FIRMS
    | PLACES
    | DOUBTFUL_PLACES
    | MASCULINE
    | OPENERS
    | firms.OPENINGS.keys()
    | places.OPENINGS.keys()
    | ENGLISH
)
# Words near before a run by which it may be one, whatever it is.
LEADING = (
    TITLES
    | BEFORE_SURNAME
    | BEFORE_FIRM
    | BEFORE_PLACE
    | BEFORE_SITE
    | OF_FIRM
    | AT
    | NEAR_PLACE
    | MEMBERS
    | INVESTING
    | BOUGHT
    | KIN
    | WORKS
    | OF_PERSON
    | SPEAKING
    | {"chez", "ministère", "spécialiste", "leader", "numéro"}
)
# Before an acronym, these say that there are several such things.
SEVERAL = re.compile(
    r"(?:^|[\s(])(?:[Uu]ne?|[Cc]haque|[Cc]e(?:t|tte|s)|[Ll]es|[Dd]es|[Aa]ux) "
    rf"(?=[{CAPITAL}])"
)
LONGEST_ACRONYM = 60  # characters: of one that is longer nobody has several
WORD = re.compile(r"\w+")
# A word that nothing goes on with: no part of « Zubville-sur-Mer » or of an address.
FREE = re.compile(r"(?<![^\s'’(«])\w++(?![^\s.,;:)»])")
MOST_COUNTED = 100  # names that are counted in a text one by one


def _no_word(_form: str) -> bool:
    return False


def _any_word(_form: str) -> bool:
    return True


@dataclass(frozen=True)
class Lexicon:
    """Names that are known by themselves, with one kind of apostrophe, and what they name.

    `words`: those that are words as well: where one opens a sentence, nothing tells that it is a
    name. `is_word` returns True for a word of the language, in small letters, its accents left out
    or not; `is_any_word` for one of any language that the texts take words from.
    """

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    words: Collection[str] = frozenset()
    is_word: Callable[[str], bool] = _no_word
    is_any_word: Callable[[str], bool] = _any_word

    @cached_property
    def singles(self) -> frozenset[str]:
        """Words that may be names where they stand alone."""
        return frozenset(SINGLES) | self.kinds.keys()


NOTHING = Lexicon()


def names(text: str, lexicon: Lexicon = NOTHING) -> list[Name]:
    """Return the names in a text, in its order: none overlaps another."""
    sure, _unsure = reading(text, lexicon)
    return sure


def reading(text: str, lexicon: Lexicon = NOTHING) -> tuple[list[Name], list[Run]]:
    """Return the names in a text, in its order, and what may be names and is not sure."""
    text = hyphened(text)
    lines = _Lines(text)
    sure: list[Name] = []
    unsure = []
    for run in runs(text, lexicon.singles, LEADING):
        name = _name(run, lexicon)
        name = name or unlisted(run, sure[-1] if sure else None, lexicon.is_any_word)
        if name is None or _is_word(name, run, lexicon, lines):
            unsure.append(run)
        elif not lines.is_title(name.start):
            sure.append(name)
    explained = list(abbreviations(text))
    for abbreviation in explained:
        if abbreviation.is_institution and not lines.is_title(abbreviation.start):
            sure += abbreviation.names()
    sure = _without_common(_apart(sure), explained, text, lexicon)
    sure += listed(text, unsure, sure, lexicon.is_word)
    if not any(_may_recur(name, text) for name in sure):
        return sorted(sure, key=lambda name: name.start), unsure
    sure = _whole(_without_namesakes(sure))
    sure += _repeated(text, sure, lines)
    return sorted(sure, key=lambda name: name.start), unsure


def _name(run: Run, lexicon: Lexicon) -> Name | None:
    """Return what a run names: as the lexicon has it, else by the text, which says what that is."""
    name = _by_text(people.behind_heading(run, lexicon.is_word))
    kind = lexicon.kinds.get(run.name)
    if kind is None or (run.is_head and run.name in lexicon.words):
        return name
    tells = name is not None and name.kind is kind and name.tells
    called = SPELLED.get(run.name, run.name) if kind is Kind.PLACE else run.name
    return Name(run.start, run.end, called, kind, tells)


def _by_text(run: Run) -> Name | None:
    for finder in _FINDERS:
        name = finder(run)
        if name is not None:
            return name
    return None


def _is_word(name: Name, run: Run, lexicon: Lexicon, lines: "_Lines") -> bool:
    """Return True for a word with a capital by mistake, which the text has in small letters too.

    That is where a heading has run into what stands before: « de l’entreprise Affectation des … ».
    So has any word that opens a sentence: « Bref, une association peut », « Jeanne T. Hier soir ».
    """
    if name.kind is Kind.PERSON:
        return bool(BEHIND_INITIAL.search(name.name)) and lexicon.is_word(run.words[-1].lower())
    if not name.name.istitle() or name.name in lexicon.singles:
        return False
    if run.is_head and " " not in run.name and lexicon.is_word(name.name.lower()):
        return True
    is_led = name.kind is Kind.PLACE or "".join(run.before[:1]) in BEFORE_FIRM
    return is_led and name.name.lower() in lines.free_words


def _without_common(
    names: list[Name], explained: Collection[Abbreviation], text: str, lexicon: Lexicon
) -> list[Name]:
    """Return names without the acronyms that stand for no institution in this text.

    Their words are small there, or they are one of several: « un EPCI ». What the lexicon has is
    left, and what the text calls a firm: « la société Vocalcom ».
    """
    houses = {abbreviation.acronym for abbreviation in explained if abbreviation.is_institution}
    common = {abbreviation.acronym for abbreviation in explained if abbreviation.is_common}
    unlisted = {name.name for name in names if _is_unlisted(name)}
    if unlisted:
        common |= unlisted & _several(text)
    for name in names:
        if name.name in common and firms.is_called(Run(text, name.start, name.end)):
            houses.add(name.name)
    no_names = ((common - houses) | LEGAL_FORMS) - lexicon.kinds.keys()
    return [name for name in names if name.name not in no_names]


def _is_unlisted(name: Name) -> bool:
    return name.kind is Kind.FIRM and name.name.isupper() and name.name not in FIRMS


def _several(text: str) -> set[str]:
    """Return the capitals of which a text has several: « les GEIQ Bâtiment », « un GEIQ-fr »."""
    several = set()
    for indefinite in SEVERAL.finditer(text):
        start = indefinite.end()
        words = RUN.match(text, start, start + LONGEST_ACRONYM)
        if words:
            name = unified(words[0])
            acronym = WORD.findall(name)[0]
            several |= {name, name.partition(" ")[0], acronym, acronym.removesuffix("s")}
    return several


def _apart(names: list[Name]) -> list[Name]:
    """Return names in their order, of those that overlap the first, and the longest of these."""
    apart: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if not apart or name.start >= apart[-1].end:
            apart.append(name)
    return apart


class _Lines:
    """Which lines of a text are titles: in capitals, or with a capital on nearly every word."""

    def __init__(self, text: str):
        self._text = text
        # The line that was looked at last: places come in their order.
        self._start = self._end = -1
        self._is_title = False

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the text."""
        return frozenset(WORD.findall(self._text))

    @cached_property
    def free_words(self) -> frozenset[str]:
        """The words of the text that nothing goes on with."""
        return frozenset(FREE.findall(self._text))

    def is_title(self, place: int) -> bool:
        """Return True where the line of a place is one: nothing is sure there."""
        if not self._start <= place <= self._end:
            self._start = self._text.rfind("\n", 0, place) + 1
            end = self._text.find("\n", place)
            self._end = end if end >= 0 else len(self._text)
            self._is_title = _is_title(self._text[self._start : self._end])
        return self._is_title


def _is_title(line: str) -> bool:
    words = line.split()
    if len(words) < FEWEST:
        return False
    signs = sum(map(len, words))
    # Small letters leave no room for capitals in most lines, and are counted much faster.
    letters = line.encode(errors="replace")
    small = len(letters) - len(letters.translate(None, SMALL_LETTERS))
    if small <= signs - SHOUTED * signs and sum(map(str.isupper, line)) > SHOUTED * signs:
        return True
    if line.rstrip().endswith(SENTENCE_ENDS):
        return False
    long = [word for word in words if len(word) >= TELLING and word[0].isalpha()]
    if len(long) < FEWEST:
        return False
    is_headed = sum(word[0].isupper() for word in long) > HEADED * len(long)
    return is_headed and not _lists_people(line, words)


def _lists_people(line: str, words: list[str]) -> bool:
    """Return True for a line that says several people: « Avec Jeanne Untel, Jean Untel »."""
    if "," not in line and " et " not in line:
        return False
    return sum(people.is_given(word.strip(",;:()")) for word in words) >= SEVERAL_PEOPLE


# What is named again


def _without_namesakes(names: list[Name]) -> list[Name]:
    """Return names without the places that a list does not have and somebody is called like."""
    taken = set()
    for name in names:
        if name.kind is not Kind.PLACE:
            taken.add(name.name.rpartition(" ")[2])
    return [name for name in names if name.kind is not Kind.PLACE or _is_place(name, taken)]


def _is_place(name: Name, taken: Collection[str]) -> bool:
    return name.name in PLACES or name.name not in taken


def _whole(names: list[Name]) -> list[Name]:
    """Return names with those by surname alone under the whole name that the text has for it."""
    of_surname = _by_surname(names)
    whole = []
    for name in names:
        if name.kind is Kind.PERSON:
            title, _space, rest = name.name.partition(" ")
            bearer = of_surname.get(rest if title in TITLES else name.name)
            if bearer:
                name = replace(name, name=bearer)
        whole.append(name)
    return whole


def _by_surname(names: list[Name]) -> dict[str, str]:
    """Return {surname: whole name} of the people of a text who alone bear it there."""
    bearers: dict[str, set[str]] = {}
    for name in names:
        if name.kind is Kind.PERSON:
            bearers.setdefault(people.surname(name.name), set()).add(name.name)
    of_surname = {}
    for surname, whole in bearers.items():
        full = [name for name in whole if name != surname and name.split(" ")[0] not in TITLES]
        if len(full) == 1 and surname:
            of_surname[surname] = full[0]
    return of_surname


def _may_recur(name: Name, text: str) -> bool:
    """Return True for what is not found wherever it stands: a listed place is.

    « À Vertilly, » alone says too little of all other places where the word stands.
    """
    if name.kind is not Kind.PLACE:
        return True
    return not places.is_listed(name.name) and not text.startswith("À ", max(0, name.start - 2))


def _recurring(names: Collection[str], text: str, sure: list[Name]) -> set[str]:
    """Return the names that may stand elsewhere than in these, which are sure.

    Those whose last word does not are left out, so that few texts are read again. Of many names
    none is: the time would go with their number times the length of the text.
    """
    if len(names) > MOST_COUNTED:
        return set(names)
    printed = "\n".join(text[name.start : name.end] for name in sure)
    recurring = set()
    for name in names:
        last = WORD.findall(name)[-1:]
        if last and text.count(last[0]) > printed.count(last[0]):
            recurring.add(name)
    return recurring


def _repeated(text: str, sure: list[Name], lines: _Lines) -> Iterator[Name]:
    """Yield what a text names again without saying again what it is."""
    kinds = {name.name: name.kind for name in sure if _may_recur(name, text)}
    of_surname = _by_surname(sure)
    wanted = _recurring(kinds.keys() | of_surname.keys(), text, sure)
    if not wanted:
        return
    spans = sorted((name.start, name.end) for name in sure)
    starts = [start for start, _end in spans]
    ends = list(accumulate((end for _start, end in spans), max))
    for run in same(text, wanted):
        again = run
        if run.is_head and len(run.words) > 1 and run.name not in wanted:
            again = run.part(1)
        if again.name not in wanted or again.name in NO_SURNAME or lines.is_title(run.start):
            continue
        if again.is_head and again.name.lower() in lines.words:
            continue
        if kinds.get(again.name) is Kind.PLACE and places.is_called_after(again.before):
            continue
        before = bisect_left(starts, again.end)  # names that begin before its end
        if before and ends[before - 1] > again.start:
            continue
        whole = of_surname.get(again.name, again.name)
        kind = kinds.get(whole)
        if kind:
            yield Name(again.start, again.end, whole, kind)
