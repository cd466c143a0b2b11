"""What the texts of an archive say together of a name that one of them does not explain."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from archive.naming.finding import SINGLES
from archive.naming.kinds import Kind, Name
from archive.naming.people import PROPER, is_given
from archive.naming.runs import CAPITAL, Run
from archive.naming.words import DATIVE, NO_FIRM, NO_SURNAME, TITLES

ENOUGH = 2  # texts that must agree on what a name names
AGREEING = 0.9  # share of those that say it which do
# Share of the texts with the word that say what it names: a program that some treat as a house
# stands in many more.
SAYING = 0.1
SHORTEST = 3  # letters of a name that is learned
_WORD = re.compile(rf"[{CAPITAL}][\w&-]*")


class Evidence:
    """How many texts say of a name what it names, each by itself."""

    def __init__(self) -> None:
        self._sure: dict[str, Counter[Kind]] = defaultdict(Counter)
        self._hinted: Counter[str] = Counter()

    def read(self, sure: Iterable[Name], unsure: Iterable[Run]) -> None:
        """Take in what `finding.reading` found in a text."""
        for name, kind in {(name.name, name.kind) for name in sure}:
            self._sure[name][kind] += 1
        self._hinted.update({run.name for run in unsure if _may_be_place(run)})

    def kinds(self) -> dict[str, Kind]:
        """Return {name: what it names}, of names that no list has and on which texts agree.

        Of a place, texts count as well that only lead to it by « à ».
        """
        agreed = {}
        for name, texts in self._sure.items():
            kind = texts.most_common(1)[0][0]
            if self._number(name, kind) < ENOUGH or not _is_new(name):
                continue
            if texts[kind] >= AGREEING * texts.total():
                agreed[name] = kind
        return agreed

    def learned(self, present: Mapping[str, Collection[int]]) -> dict[str, Kind]:
        """Return those of `kinds` that enough of the texts say which have them.

        `present`: {name: the texts that have it}, as `Presence` tells it.
        """
        learned = {}
        for name, kind in self.kinds().items():
            if self._number(name, kind) >= SAYING * len(present.get(name, ())):
                learned[name] = kind
        return learned

    def _number(self, name: str, kind: Kind) -> int:
        hinted = self._hinted[name] if kind is Kind.PLACE else 0
        return self._sure[name][kind] + hinted


class Presence:
    """Which texts have some names, whatever they say of them."""

    def __init__(self, names: Collection[str]) -> None:
        self.texts: dict[str, list[int]] = {name: [] for name in names}
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for name in names:
            word = _WORD.search(name)
            if word:
                self._by_word[word[0]].append(name)

    def read(self, number: int, text: str) -> None:
        """Take in a text under its number."""
        words = self._by_word.keys() & set(_WORD.findall(text))
        printed = text.replace("'", "’") if words else ""
        for word in words:
            for name in self._by_word[word]:
                if name in printed:
                    self.texts[name].append(number)


def _is_new(name: str) -> bool:
    """Return True for a name that rules do not find wherever it stands, and that may be one."""
    if name in SINGLES or len(name) < SHORTEST:
        return False
    first = name.split(" ")[0]
    if first in TITLES or is_given(first) or not first[0].isupper():
        return False
    return name not in NO_SURNAME and name not in NO_FIRM


def _may_be_place(run: Run) -> bool:
    """Return True behind « à », where nothing is said or given to somebody."""
    if len(run.words) > 1 or not run.before or run.before[0].lower() != "à":
        return False
    if not PROPER.match(run.name) or run.name in NO_SURNAME or is_given(run.name):
        return False
    return not any(word.lower() in DATIVE for word in run.before[1:])
