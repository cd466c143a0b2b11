"""What acronyms stand for by the archive's texts, beside what tags and editors say of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.search import absence
from archive.search.engine import IndexAway, current
from archive.search.reading.keys import Key, first_words, is_common, keys, plain, telling
from archive.search.reading.tables import Entry, Tables, is_met
from archive.search.words.expansions import MOST_WORDS
from archive.text import fold

MOST_SENSES = 3  # of an acronym that are read: each costs the engine as much as a typed phrase
ENOUGH = 2  # editorials that say so: what one says is read only where nothing else is known
LEAST_SHARE = 0.25  # of what an acronym stands for, so that it is read for a typed expansion

Printed = Mapping[str, Sequence[tuple[str, int]]]  # as `Engine.expansions` gives it
NOTHING: Printed = {}


@dataclass
class Sense:
    """What an acronym stands for, as it is printed most, and how many editorials say so."""

    words: str
    editorials: int = 0


def _most_said(sense: Sense) -> tuple[int, str]:
    return -sense.editorials, sense.words


@dataclass
class Acronym:
    """An acronym as it is printed most, and its senses by their telling words."""

    printed: str
    senses: dict[Key, Sense] = field(default_factory=dict)

    def add(self, words: str, editorials: int) -> None:
        key = tuple(plain(word.form) for word in telling(words))
        self.senses.setdefault(key, Sense(words)).editorials += editorials

    def read(self, is_known: bool) -> list[Sense]:
        """Return the senses that are read, the most said first.

        `is_known`: editors or tags say what it stands for.
        """
        senses = sorted(self.senses.values(), key=_most_said)
        enough = [sense for sense in senses if sense.editorials >= ENOUGH]
        if not enough and not is_known:
            enough = senses
        return enough[:MOST_SENSES]


class Entries:
    """The entries of the lists and of what the texts say that acronyms stand for, both ways.

    The texts of an archive explain thousands of acronyms, of which a question meets a few: those
    that may begin with one word are joined to the lists when that word is first asked for.
    """

    def __init__(self, listed: Tables, printed: Printed):
        self.listed, self.printed = listed, printed
        # Of the longest phrase, in words; no text explains an acronym by more.
        self.longest = max(listed.longest, MOST_WORDS)
        self._beginning = _by_first_words(printed)
        self._joined: dict[str, dict[Key, Entry]] = {}

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and self._find(key) is not None

    def __getitem__(self, key: Key) -> Entry:
        entry = self._find(key)
        if entry is None:
            raise KeyError(key)
        return entry

    def _find(self, key: Key) -> Entry | None:
        acronyms = self._beginning.get(key[0])
        if acronyms is None:
            return self.listed.entries.get(key)
        joined = self._joined.get(key[0])
        if joined is None:
            joined = self._joined[key[0]] = _joined(self.listed.entries, acronyms, self.printed)
        return joined.get(key) or self.listed.entries.get(key)


_latest: Entries | None = None


def with_printed(listed: Tables) -> Entries:
    """Return the entries of the tables with the acronyms that the texts explain.

    They are made again only where the tables or the index are others.
    """
    global _latest
    printed, entries = _printed(), _latest
    if entries is None or entries.listed is not listed or entries.printed is not printed:
        entries = _latest = Entries(listed, printed)
    return entries


def _printed() -> Printed:
    if absence.is_away():
        return NOTHING
    try:
        return current().expansions()
    except IndexAway as error:
        absence.begin(error)
        return NOTHING
    except Exception:  # whatever it is: the engine's own answer will tell of it
        return NOTHING


def _by_first_words(printed: Printed) -> dict[str, list[list[str]]]:
    """Return {first word of a key: the acronyms of that key}, each as its spellings.

    Those that differ by case and accents are one acronym. More than these may stand under a word,
    in the order of the texts.
    """
    spellings: dict[str, list[str]] = {}
    for spelling in printed:
        spellings.setdefault(fold(spelling), []).append(spelling)
    beginning: dict[str, list[list[str]]] = {}
    for alike in spellings.values():
        firsts: set[str] = set()
        for spelling in alike:
            firsts |= first_words(spelling)
            for words, _editorials in printed[spelling]:
                firsts |= first_words(words)
        for first in firsts:
            beginning.setdefault(first, []).append(alike)
    return beginning


def _joined(
    listed: Mapping[Key, Entry], acronyms: Iterable[Sequence[str]], printed: Printed
) -> dict[Key, Entry]:
    """Return the entries of some acronyms; only those of keys that all of them have are whole."""
    entries: dict[Key, Entry] = {}
    for alike in acronyms:
        acronym = _acronym(alike, printed)
        for key in keys(acronym.printed):
            _join(entries, listed, key, acronym)
    return entries


def _join(
    entries: dict[Key, Entry], listed: Mapping[Key, Entry], key: Key, acronym: Acronym
) -> None:
    """Let an acronym's senses be read for it, and it for those of them that it mostly means."""
    capitals = is_common(acronym.printed)
    present = listed.get(key)
    senses = acronym.read(is_known=present is not None)
    if present is None or present.capitals or not capitals:
        words = [sense.words for sense in senses]
        entries[key] = _entry(present, acronym.printed, words, capitals)
    if not is_met(acronym.printed):
        return
    total = sum(sense.editorials for sense in acronym.senses.values())
    for sense in senses:
        if sense.editorials < LEAST_SHARE * total:
            continue
        for spelling in keys(sense.words):
            present = entries.get(spelling) or listed.get(spelling)
            entries[spelling] = _entry(present, sense.words, [acronym.printed], False)


def _entry(present: Entry | None, typed: str, words: Iterable[str], capitals: bool) -> Entry:
    """Return an entry with further words, those left out that it has in another spelling."""
    if present is None:
        return Entry(typed, capitals, dict.fromkeys(words), is_acronym=True)
    entry = replace(present, capitals=present.capitals and capitals, words=dict(present.words))
    spelt: set[Key] = set()
    for word in present.words:
        spelt |= keys(word)
    for word in words:
        if spelt.isdisjoint(keys(word)):
            entry.words.setdefault(word)
    return entry


def _acronym(alike: Sequence[str], printed: Printed) -> Acronym:
    """Return an acronym by its spellings, of which the one printed most stands for all."""
    most = max(alike, key=lambda spelling: sum(count for _words, count in printed[spelling]))
    acronym = Acronym(most)
    senses: list[tuple[str, int]] = []
    for spelling in alike:
        senses += printed[spelling]
    senses.sort(key=lambda pair: -pair[1])
    for words, editorials in senses:
        acronym.add(words, editorials)
    return acronym
