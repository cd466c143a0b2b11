"""The contract between search and the engine that answers it.

It states what every engine gives, and how it may fail. Whoever needs an answer asks `current()` and
names no engine. Editorials cross this seam as their ids, words as forms (`words.analysis`), dates
as days.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from django.utils.module_loading import import_string
from haystack import connections

from archive.search.question.answers import Answer, Hit
from archive.search.question.query import Question


class IndexDamaged(Exception):
    """The index, or a part of it, is missing, cut short, foreign or altered."""


class IndexMissing(IndexDamaged):
    """There is no index yet."""


class IndexBusy(Exception):
    """Another process has been writing the index for too long."""


class IndexAway(Exception):
    """The engine does not answer, though its index may be whole: no rebuild is begun for it."""


class NotTaken(Exception):
    """Some editorials could not be taken in now: `ids`. The others were."""

    def __init__(self, message: str, ids: Collection[int]):
        super().__init__(message)
        self.ids = ids


class Unanswered(Exception):
    """Nothing can answer a question now: the index cannot, and the database would take too long."""


class RebuildRunning(Exception):
    """Another process is rebuilding the index."""


class NotRight(Exception):
    """The new index is not what the database says; the old one stays."""


# Why an index may be unreadable, and why it may not be written: whoever does either tells of these.
UNREADABLE = (IndexDamaged, IndexAway, OSError)
REFUSALS = (*UNREADABLE, IndexBusy, NotTaken, RebuildRunning, NotRight)


class Condition(NamedTuple):
    """How an index is.

    `state` is "ok", "missing", "damaged" or "away"; `editorials` counts those that it holds.
    `is_outdated`: it answers, but an earlier version of the archive made it, without some fields;
    None where it has all fields, but does not tell by which rules of what a word is it was made.
    """

    state: str
    editorials: int
    rebuilding: bool
    error: Exception | None = None  # what makes the state other than "ok"
    is_outdated: bool | None = False


class Usage(NamedTuple):
    """How many editorials an index holds, and how many of their texts have each form."""

    editorials: int
    of_form: dict[str, int]


# What is alike


class WordSign(NamedTuple):
    """The forms of one word of a text.

    Its weights are multiplied by BM25 in the text and in the title of another editorial.
    """

    forms: Sequence[str]
    weight: float
    title_weight: float


class NameSign(NamedTuple):
    """A tag or an author by its slug.

    Its weight is multiplied by the idf of the editorials that have it.
    """

    facet: str
    slug: str
    weight: float


Sign = WordSign | NameSign


@dataclass(frozen=True)
class Resemblance:
    """What is looked for in other editorials: signs, and nearness in time to a day.

    Score = the signs' sum · (1 + `nearness` · e^(−days apart / `days`)). With `tagged` only
    editorials that bear a tag are looked at, and nearness counts nothing.
    """

    signs: Sequence[Sign]
    language: str
    itself: int | None = None  # the id of the editorial that the others are to be like
    day: date | None = None
    nearness: float = 0.0
    days: float = 1.0
    tagged: bool = False


@dataclass(frozen=True)
class Candidate:
    """An editorial beside the signs.

    `adds`: what each sign adds to its score; `counts`: how often its text has each word sign.
    """

    id: int
    score: float
    adds: Sequence[float]
    counts: Sequence[float]
    length: float  # words of its text
    days_apart: float  # infinite where one has no date
    tags: Sequence[str] = ()  # slugs, told only where `Resemblance.tagged` is asked


class Saying(NamedTuple):
    """A tag, and one of its names as texts may say it: for each word its spellings.

    Without slots nothing is looked for in the texts.
    """

    slug: str
    slots: tuple[tuple[str, ...], ...] = ()


class TagUse(NamedTuple):
    """How many tagged editorials bear a tag, how many of these are of a magazine.

    And how many tagged editorials say its name, and how many of these bear it.
    """

    bearing: int
    of_magazine: int
    saying: int
    saying_and_bearing: int


class TagUses(NamedTuple):
    """Of some tags, in their order, and of how many tagged editorials a magazine has."""

    of_magazine: int
    uses: list[TagUse]


class Candidates(NamedTuple):
    """The most alike, best first, and what the index holds of the editorial itself."""

    others: list[Candidate]
    itself: Candidate | None


# What is being typed


class WordUse(NamedTuple):
    """A word of the index without accents, its most used form, and how many editorials have it."""

    folded: str
    form: str
    editorials: int


class FollowingWord(NamedTuple):
    """A word that stands behind others in a text, and what stands between: « du », "" for nothing.

    Its use counts the editorials in which it stands so.
    """

    joint: str
    use: WordUse


class Beginnings(Protocol):
    """What an index holds that has a word for each of some beginnings.

    The words may stand in any order and have any accents.
    """

    def titles(self, most: int) -> Iterator[tuple[int, str]]:
        """Yield (editorial's id, title).

        First come those that open with the first beginning, then the newest.
        """

    def names(self, facet: str, most: int) -> list[tuple[str, int]]:
        """Return (slug, editorials) of tags, authors or magazines, most used first.

        They are those whose name may have the words.
        """

    def phrases(self, most: int) -> list[tuple[str, int]]:
        """Return (phrase, editorials), most frequent first."""

    def words(self, beginning: str, most: int) -> Iterator[WordUse]:
        """Yield the words that begin so, the most used."""

    def following(
        self, before: Sequence[str], beginning: str, most: int
    ) -> Iterator[FollowingWord]:
        """Yield those of the most used words that begin so which follow others in some text.

        The folded words `before` follow each other, and directly, or by a word like « de », this.
        """

    def printed(self, form: str) -> str:
        """Return a form as texts print it: « après-vente » for `aprèsvente`."""


# What may answer a question by itself


class PassageWord(NamedTuple):
    """A word that passages are looked for by, with the forms that count as it.

    `derived` are forms of its stem. The weight tells how telling it is; `editorials`, how many
    have it in their texts or titles.
    """

    form: str
    forms: Sequence[str]
    derived: Sequence[str]
    weight: float
    editorials: int


class FoundPassage(NamedTuple):
    """A paragraph of an editorial, by its number in the text, from 0.

    `share`: of the weight of all words, what the editorial has in its text and title.
    """

    id: int
    paragraph: int
    score: float
    share: float


class FoundPassages(NamedTuple):
    """The words as the archive has them, and the best paragraphs first."""

    words: list[PassageWord]
    passages: list[FoundPassage]


class Engine(Protocol):
    """What answers, and what is kept.

    Whatever answers may raise IndexDamaged, IndexAway and OSError.
    """

    def answer(self, question: Question) -> Answer:
        """Return the whole answer to a question but for the texts."""

    def hits(self, question: Question, at_once: int) -> Iterator[list[Hit]]:
        """Yield all hits of a question in its order, so many at a time, whatever its page.

        None is folded, and what is saved meanwhile does not show. `at_once` is DEEPEST at most;
        beyond so many a reprint may come before what is as good. Raises Unanswered where the rest
        cannot be had any more.
        """

    def years(self) -> dict[int, int]:
        """Return {year: editorials of the whole archive that may be of it}, in order."""

    def usage(self, forms: Collection[str]) -> Usage:
        """Return how many texts have each of these forms."""

    def alike(self, resemblance: Resemblance, most: int) -> Candidates:
        """Return the most alike; of equals the newest first, among the tagged the first entered."""

    def tag_uses(self, tags: Sequence[Saying], magazine: str) -> TagUses:
        """Return how tags are used, and what their names in texts are worth.

        `magazine` is a slug, "" for those of none.
        """

    def beginnings(self, words: Sequence[str]) -> Beginnings:
        """Return what is there for these beginnings of words, folded."""

    def resembling(self, form: str, most: int) -> list[WordUse]:
        """Return words that an unknown form resembles, nearest first.

        First those that are spelled or sound nearly so, then those that have it in them or that it
        begins with; none where the archive has it.
        """

    def passages(self, words: Sequence[str], most: int) -> FoundPassages:
        """Return the paragraphs that have most of these words (forms), as few as `most`.

        Paragraphs are those of `archive.text.paragraphs`.
        """

    def expansions(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """Return what acronyms, as printed, stand for by the texts, with the editorials saying so.

        The most said come first. It is the same object as long as nothing is written.
        """

    def prepare(self) -> None:
        """Make what completion answers from and is not made at once: frequent phrases.

        It takes seconds where much was written since: nobody may wait for it. Raises REFUSALS.
        """

    def condition(self) -> Condition:
        """Return how the index is; raises nothing."""

    def versions(self) -> Iterator[tuple[int, int]]:
        """Yield (id, version) of every document that the index holds, by ascending id.

        What it holds twice comes twice.
        """

    def verify(self) -> None:
        """Read all that was written. Raises IndexDamaged where it is not as it was."""

    def writing(self) -> AbstractContextManager[bool]:
        """Give True if this process alone may write the index now."""

    def refresh(self, ids: Collection[int]) -> None:
        """Take in these editorials as the database has them; drop those that are not published.

        Raises REFUSALS.
        """

    def rebuild(
        self, workers: int | None = None, batch: int | None = None, progress: bool = False
    ) -> int:
        """Make the index anew beside the one in use and return how many editorials it holds.

        Raises REFUSALS.
        """

    def go_back(self) -> int:
        """Put the previous index in use again and return how many editorials it holds.

        Raises REFUSALS.
        """

    def resume(self) -> None:
        """Finish what a rebuild that was cut short had still to do; nothing where all is done.

        Raises REFUSALS.
        """

    def may_rebuild(self, pause: float) -> bool:
        """Return True if nobody rebuilds, nor was asked to in the last `pause` seconds.

        The asking counts.
        """

    def let_go(self) -> None:
        """Have this process hold nothing of the index, no file and no connection.

        So do processes that are forked from it then. No thread asks anything meanwhile; what is
        asked next opens the index anew.
        """


def engine_class() -> Callable[..., Engine]:
    """Return the class of the engine that the settings name, by which all of it is loaded."""
    return import_string(connections.connections_info["default"]["ENGINE_CLASS"])


def current() -> Engine:
    """Return the engine that the settings name."""
    return engine_class()(connections["default"].get_backend())
