"""What the texts of an archive say together of a name that one of them does not explain."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from archive.naming.finding import SINGLES
from archive.naming.kinds import Kind, Name
from archive.naming.people import PROPER, is_given
from archive.naming.runs import CAPITAL, Run, hyphened, unified
from archive.naming.words import DATIVE, NO_FIRM, NO_SURNAME, TITLES

ENOUGH = 2  # texts that must agree on what a name names
AGREEING = 0.9  # share of those that say it which do
# Share of the texts with the word that say what it names: a program that some treat as a house
# stands in many more.
SAYING = 0.1
SHORTEST, LONGEST = 3, 200  # characters of a name that is learned
MOST = 50_000  # names that are learned, those that most texts explain
# A word with a capital. What stands before is looked at behind the capital, since few are some.
_WORD = re.compile(rf"[{CAPITAL}](?<!\w.)\w*")


class Evidence:
    """How many texts say of a name what it names, each by itself."""

    def __init__(self) -> None:
        self._sure: dict[Kind, Counter[str]] = {kind: Counter() for kind in Kind}
        self._hinted: Counter[str] = Counter()

    def read(self, sure: Iterable[Name], unsure: Iterable[Run]) -> None:
        """Take in what `finding.reading` found in a text."""
        for name, kind in {(name.name, name.kind) for name in sure}:
            if _is_new(name):
                self._sure[kind][name] += 1
        hinted = {run.name for run in unsure if _may_be_place(run)}
        self._hinted.update(name for name in hinted if _is_new(name))

    def kinds(self) -> dict[str, Kind]:
        """Return {name: what it names}, of names that no list has and on which texts agree.

        Of a place, texts count as well that only lead to it by « à ». Those that most texts
        explain come first, MOST at most.
        """
        agreed = {}
        for kind, texts in self._sure.items():
            for name, number in texts.items():
                total = sum(others[name] for others in self._sure.values())
                if self._number(name, kind) >= ENOUGH and number >= AGREEING * total:
                    agreed[name] = kind
        names = sorted(agreed, key=lambda name: (-self._number(name, agreed[name]), name))
        return {name: agreed[name] for name in names[:MOST]}

    def learned(self, present: Mapping[str, int]) -> dict[str, Kind]:
        """Return those of `kinds` that enough of the texts say which have them.

        `present`: {name: how many texts have it}, as `Presence` tells it.
        """
        learned = {}
        for name, kind in self.kinds().items():
            if self._number(name, kind) >= SAYING * present.get(name, 0):
                learned[name] = kind
        return learned

    def _number(self, name: str, kind: Kind) -> int:
        hinted = self._hinted[name] if kind is Kind.PLACE else 0
        return self._sure[kind][name] + hinted


class Presence:
    """How many texts have some names, whatever they say of them."""

    def __init__(self, names: Collection[str]) -> None:
        self.texts: dict[str, int] = dict.fromkeys(names, 0)
        words = {name: _WORD.findall(name) for name in names}  # the first of each is one
        number = Counter(word for of_name in words.values() for word in of_name)
        # Each under the word that the fewest have: of a text few names are then looked for.
        self._by_word: dict[str, list[str]] = defaultdict(list)
        for name, of_name in words.items():
            if of_name:
                self._by_word[min(of_name, key=number.__getitem__)].append(name)

    def read(self, text: str) -> list[str]:
        """Take in a text, and return those of the names that it has."""
        printed = unified(hyphened(text))
        present = []
        for word in self._by_word.keys() & set(_WORD.findall(printed)):
            present += [name for name in self._by_word[word] if name in printed]
        for name in present:
            self.texts[name] += 1
        return present


def _is_new(name: str) -> bool:
    """Return True for a name that rules do not find wherever it stands, and that may be one."""
    if name in SINGLES or not SHORTEST <= len(name) <= LONGEST:
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
