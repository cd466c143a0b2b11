"""Why a tag is suggested, as it is shown: the name that the text says, words, a passage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from archive.search.about.related import printed
from archive.search.about.tag_evidence import LIKELY, UNTAUGHT, Evidence, Level, Measure
from archive.search.engine import Candidate, WordSign
from archive.search.showing.excerpts import Passage, passage_at, passages
from archive.search.words.subjects import is_subject
from archive.search.words.tag_names import Place

SPEAKING = 6  # words that speak for a tag
SHOWN_NEIGHBOURS = 3
PASSAGE = 180  # characters
MOST_PLACES = 20  # of a name, of which the first whose passage is no other tag's is shown


@dataclass(frozen=True)
class Suggested:
    """A tag (its slug) that an editorial may want, and how likely: `score`, 0 to 1.

    `named` is the name or alias that its text says, "" where none is; `words` speak for the tag;
    `passage` shows either, and is no other tag's; `neighbours` are ids of alike editorials that
    bear it.
    """

    slug: str
    score: float
    named: str = ""
    words: list[str] = field(default_factory=list)
    neighbours: list[int] = field(default_factory=list)
    passage: Passage | None = None
    level: Level = Level.POSSIBLE


class About(NamedTuple):
    """An editorial's text, which begins with its title, and the words that tell it from others."""

    text: str
    language: str
    signs: Sequence[WordSign]
    title_length: int


class Reasons:
    """The reasons of the tags of one editorial, given one after the other."""

    def __init__(self, about: About, neighbours: Sequence[Candidate], measure: Measure = UNTAUGHT):
        self._about, self._neighbours, self._measure = about, neighbours, measure
        self._adds = _added(neighbours, len(about.signs))
        self._shown: set[str] = set()  # passages

    def of(
        self,
        slug: str,
        evidence: Evidence,
        places: Sequence[Place],
        bearing: Sequence[Candidate],
        worded: Sequence[Sequence[str]],
    ) -> Suggested:
        """Return a tag with its reasons: where its name stands, and which alike ones bear it.

        `worded`: the words (their forms) that speak for it by habit, told where no alike one does.
        """
        words = self._speaking(bearing) or self._subjects(worded)
        name, passage = "", None
        likelihood = evidence.likelihood(self._measure)
        if places:
            name = places[0].name.printed
            passage = self._passage(self._around(places))
        elif likelihood >= LIKELY:  # of what is less, words that are there by chance say nothing
            forms = set(chain.from_iterable(words))
            passage = self._passage(passages(self._about.text, forms, length=PASSAGE))
        return Suggested(
            slug=slug,
            score=round(likelihood, 4),
            named=name,
            words=[printed(self._about.text, word) for word in words],
            neighbours=[neighbour.id for neighbour in bearing[:SHOWN_NEIGHBOURS]],
            passage=passage,
            level=evidence.level(self._measure),
        )

    def _around(self, places: Sequence[Place]) -> Iterator[Passage]:
        """Yield the passages that say a name: those of the body first, for the title is read."""
        in_body = [place for place in places if place.start > self._about.title_length]
        for place in [*in_body, *places][:MOST_PLACES]:
            yield passage_at(self._about.text, (place.start, place.end), PASSAGE)

    def _passage(self, candidates: Iterator[Passage] | Sequence[Passage]) -> Passage | None:
        """Return the first that is shown for no other tag; None where each is, or marks nothing."""
        for passage in candidates:
            if passage.marks and passage.text not in self._shown:
                self._shown.add(passage.text)
                return passage
        return None

    def _speaking(self, bearing: Sequence[Candidate]) -> list[Sequence[str]]:
        """Return the words that the editorial shares with those that bear a tag.

        First those that it shares less with the other ones that are alike.
        """
        signs = self._about.signs
        shared = _added(bearing, len(signs))
        bearing_count = max(len(bearing), 1)
        other_count = max(len(self._neighbours) - len(bearing), 1)
        worth = []
        for of_tag, of_all in zip(shared, self._adds, strict=True):
            worth.append(of_tag / bearing_count - (of_all - of_tag) / other_count)
        best = sorted(range(len(signs)), key=lambda number: -worth[number])
        return self._subjects([signs[number].forms for number in best if shared[number] > 0])

    def _subjects(self, words: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        """Return the first of these words that name a subject."""
        language = self._about.language
        return [forms for forms in words if is_subject(forms[0], language)][:SPEAKING]


def _added(neighbours: Sequence[Candidate], signs: int) -> list[float]:
    """Return what each sign adds to the likeness of all these editorials."""
    adds = [0.0] * signs
    for neighbour in neighbours:
        for number, add in enumerate(neighbour.adds):
            adds[number] += add
    return adds
