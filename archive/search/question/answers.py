"""What a search finds, whichever engine answers it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from archive.search.question.query import Question

# Facet, or typed field -> the field of the index that has the names behind its addresses.
NAMES_OF = {"tag": "keywords", "author": "byline", "publication": "magazine"}


class Hit(NamedTuple):
    """One editorial of an answer, by its id and score.

    `why` has for each field the forms that counted there, most telling first. `pinned`: the editors
    have put it there. `parts` are the ids of what is folded under it, best first.
    """

    id: int
    score: float
    why: dict[str, list[str]]
    pinned: bool = False
    parts: tuple[int, ...] = ()


class Value(NamedTuple):
    """A facet's value, and how many editorials have it.

    They are those of the whole question but for this facet's own choice.
    """

    value: str
    # mypy minds that it hides the method `tuple.count`, which nobody asks of a value.
    count: int  # type: ignore[assignment]


@dataclass(frozen=True)
class Word:
    """A typed word: the forms it was matched with, each with how many editorials hold it.

    `count` is how many hold any of the forms. `read_as` is the word of the archive that took the
    place of one unknown to it, "" where it is known. `counts` is False for function words, and for
    those by which a question opens, where more telling words count.
    """

    typed: str
    forms: list[tuple[str, int]]
    count: int
    read_as: str = ""
    counts: bool = True

    @property
    def matched(self) -> set[str]:
        """The forms that it was matched with."""
        return {form for form, _count in self.forms}

    @property
    def is_unknown(self) -> bool:
        """True where no editorial has it, and no word of the archive was read in its place."""
        return not self.count and not self.read_as


class Phrase(list[set[str]]):
    """For each word of a phrase its forms; `slop` further words may stand between two of them."""

    def __init__(self, words: Iterable[set[str]] = (), slop: int = 0):
        super().__init__(words)
        self.slop = slop


class Reading(NamedTuple):
    """What was read beside what was typed, or in its place.

    `kind` is "equivalent", "acronym", "number" or "join" for what counts as it too, "correction"
    for what the editors want read in its place, "loosened" for what is asked instead, since nothing
    has what was typed.
    """

    kind: str
    typed: str
    read: tuple[str, ...]


class Intent(NamedTuple):
    """A part of what was typed, read as a choice of a facet: « Décroché » as a magazine.

    `count`: how many editorials the choice leaves. `applied`: it is in force; otherwise offered.
    """

    facet: str
    value: str
    label: str
    typed: str
    # mypy minds that it hides the method `tuple.count`.
    count: int  # type: ignore[assignment]
    applied: bool


class Part(NamedTuple):
    """A part of what was typed, the question for it alone, and how many editorials answer it."""

    text: str
    question: Question
    # mypy minds that it hides the method `tuple.count`.
    count: int  # type: ignore[assignment]


class Way(StrEnum):
    """What the question that is asked instead keeps of the one that nothing answers.

    MENDED: all of it, with better words for slips. TOGETHER: the parts that can be met together.
    EITHER: any of its conditions. NEAR: a phrase's words near each other. ANYWHERE: what was asked
    of a field, in any. ALL, SOME, ANY, WORDS: all words, several of them, any, the only one. ALIKE:
    words that resemble the unknown ones.
    """

    MENDED = "mended"
    TOGETHER = "together"
    EITHER = "either"
    NEAR = "near"
    ANYWHERE = "anywhere"
    ALL = "all"
    SOME = "some"
    ANY = "any"
    WORDS = "words"
    ALIKE = "alike"


@dataclass(frozen=True)
class Answer:
    """All that answers a question but for the texts.

    `facets` has each facet's values by falling count: all of them, unless `unlisted` has the facet
    with about how many more there are; then they are the most frequent, and what is chosen. `years`
    has how many editorials are of each year, whatever years are chosen; `decades` ({`199X`: 4})
    those of each decade, fewer than of its years together where one may be of several.

    `levels` is {k: how many editorials hold at least k of the words that count}, from all of them
    down, but for those k that no editorial holds; empty where nobody holds any. `level` is the k
    that was asked, 0 where the weight of the words decides .

    `by` is "index", or "database" where the index could not answer and the database did, by simpler
    rules. `cut` is True where only the first parts of a long search were heeded.

    `phrases` has for each phrase the forms of each of its words (`Phrase` where words may stand
    between these).

    `reading` and `intent` tell what was read into the words. `relaxed`: nothing has what was asked,
    so that `hits`, facets and years are of `instead`, while `count` stays what was asked;
    `instead_count` editorials answer `instead`, and `way` says what it keeps of the question;
    where that is any of its parts, `parts` are those that something answers.

    `listed`: how many hits the list has on all of its pages, where these are not `count` of them:
    what is folded under a hit is none of its own. `is_ranked`: some hits answer better than others;
    where all answer alike, the newest come first.
    """

    count: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[Value]] = field(default_factory=dict)
    unlisted: dict[str, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    decades: dict[str, int] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    level: int = 0
    words: list[Word] = field(default_factory=list)
    phrases: list[list[set[str]]] = field(default_factory=list)
    suggestion: str = ""
    by: str = "index"
    cut: bool = False
    reading: list[Reading] = field(default_factory=list)
    intent: list[Intent] = field(default_factory=list)
    relaxed: bool = False
    instead: Question | None = None
    listed: int | None = None
    is_ranked: bool = False
    instead_count: int = 0
    way: Way | None = None
    parts: list[Part] = field(default_factory=list)

    @property
    def shown(self) -> int:
        """How many editorials its hits are the first of: of what was asked, or of `instead`."""
        if self.relaxed:
            return self.instead_count
        return self.count

    @property
    def entries(self) -> int:
        """How many hits the list has on all of its pages."""
        return self.shown if self.listed is None else self.listed

    @property
    def forms(self) -> set[str]:
        """Every form to be marked in a text."""
        forms: set[str] = set()
        for word in self.words:
            if word.counts:
                forms |= word.matched
        return forms

    @property
    def repairs(self) -> list[Word]:
        """The words in whose place one of the archive was looked for, or several, each once."""
        repaired = {(word.typed, word.read_as): word for word in self.words if word.read_as}
        return list(repaired.values())
