"""What acronyms stand for by the archive's texts, beside what tags and editors say of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from archive.search.engine import current
from archive.search.reading.keys import Key, is_common, keys, plain, telling
from archive.search.reading.tables import Entry, Tables, is_met
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
        senses = sorted(self.senses.values(), key=lambda sense: (-sense.editorials, sense.words))
        enough = [sense for sense in senses if sense.editorials >= ENOUGH]
        if not enough and not is_known:
            enough = senses
        return enough[:MOST_SENSES]


class _Joined(NamedTuple):
    """Tables with the acronyms of the texts in them, and what they were made of."""

    listed: Tables
    printed: Printed
    tables: Tables


_latest: _Joined | None = None


def with_printed(listed: Tables) -> Tables:
    """Return the tables with the acronyms that the texts explain, both ways.

    They are made again only where the tables or the index are others.
    """
    global _latest
    printed, joined = _printed(), _latest
    if joined is None or joined.listed is not listed or joined.printed is not printed:
        joined = _latest = _Joined(listed, printed, _with(listed, printed))
    return joined.tables


def _printed() -> Printed:
    try:
        return current().expansions()
    except Exception:  # whatever it is: the engine's own answer will tell of it
        return NOTHING


def _with(listed: Tables, printed: Printed) -> Tables:
    entries = dict(listed.entries)
    for acronym in _acronyms(printed):
        for key in keys(acronym.printed):
            _join(entries, listed.entries.get(key), key, acronym)
    longest = max(map(len, entries), default=0)
    return replace(listed, entries=entries, longest=max(listed.longest, longest))


def _join(entries: dict[Key, Entry], present: Entry | None, key: Key, acronym: Acronym) -> None:
    """Let an acronym's senses be read for it, and it for those of them that it mostly means."""
    capitals = is_common(acronym.printed)
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
            present = entries.get(spelling)
            entries[spelling] = _entry(present, sense.words, [acronym.printed], False)


def _entry(present: Entry | None, typed: str, words: Iterable[str], capitals: bool) -> Entry:
    """Return an entry with further words, those left out that it has in another spelling."""
    if present is None:
        return Entry(typed, capitals, dict.fromkeys(words), is_acronym=True)
    entry = replace(present, capitals=present.capitals and capitals, words=dict(present.words))
    spelt = {key for word in present.words for key in keys(word)}
    for word in words:
        if spelt.isdisjoint(keys(word)):
            entry.words.setdefault(word)
    return entry


def _acronyms(printed: Printed) -> Iterator[Acronym]:
    """Yield the acronyms, those that differ by case and accents as the one printed most."""
    spellings: dict[str, list[str]] = {}
    for spelling in printed:
        spellings.setdefault(fold(spelling), []).append(spelling)
    for alike in spellings.values():
        most = max(alike, key=lambda spelling: sum(count for _words, count in printed[spelling]))
        acronym = Acronym(most)
        said = [pair for spelling in alike for pair in printed[spelling]]
        for words, editorials in sorted(said, key=lambda pair: -pair[1]):
            acronym.add(words, editorials)
        yield acronym
