"""What a search finds, whichever engine answers it."""

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True)
class Hit:
    """A result: the editorial's id, its score, and per field the forms that counted there, most telling first."""

    id: int
    score: float
    why: dict[str, list[str]] = field(default_factory=dict)


class Value(NamedTuple):
    """A facet's value and how many results have it: those of the whole question but for this facet's own choice."""

    value: str
    count: int


@dataclass(frozen=True)
class Word:
    """A typed word: the forms it was matched with, each with how many editorials hold it; how many hold any of them.

    `read_as` is the word of the archive that took the place of one unknown to it, "" where it is known.
    `counts` is False for function words where other words count.
    """

    typed: str
    forms: list[tuple[str, int]]
    count: int
    read_as: str = ""
    counts: bool = True


@dataclass(frozen=True)
class Answer:
    """`levels`: {k: how many editorials hold at least k of the words that count}, from all of them down, those that no
    editorial holds among them; empty where nobody holds any. `level`: the k asked, 0 where the weight of the words
    decides (`answering.TELLING`).

    `facets` has each facet's values by falling count; `years` the results of each year, whatever years are chosen, and
    `decades` ({`199X`: 4}) those of each decade: fewer than of its years together where one may be of several.
    `by` is "index", or "database" where the index could not answer and the database did, by simpler rules; `cut` where
    it heeded only the first parts of a long search.
    """

    count: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[Value]] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    decades: dict[str, int] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    level: int = 0
    words: list[Word] = field(default_factory=list)
    suggestion: str = ""
    by: str = "index"
    cut: bool = False

    @property
    def forms(self) -> set[str]:
        """Every form to be marked in a text."""
        return {form for word in self.words if word.counts for form, _count in word.forms}

    @property
    def repairs(self) -> list[Word]:
        return [word for word in self.words if word.read_as]
