"""Which of the paragraphs that an engine found answers a question best, and whether it does."""

from collections.abc import Mapping, Sequence
from math import exp
from typing import NamedTuple

from archive.search.engine import FoundPassage, FoundPassages
from archive.search.replying import signs, weights
from archive.search.replying.asking import Asked
from archive.search.replying.signs import Signs, Standing, Surroundings
from archive.search.replying.terms import Beside, Held, Paragraph, Terms

LONGEST = 6000  # characters of a paragraph that are read


class Text(NamedTuple):
    """What is read of an editorial: its title and its paragraphs."""

    title: str
    paragraphs: Sequence[str]


class Reply(NamedTuple):
    """A paragraph that may answer, by its number in the editorial's text, from 0.

    `score` is how likely it answers, from 0 to 1.
    """

    id: int
    paragraph: int
    text: str
    sentence: str
    score: float


class Candidate(NamedTuple):
    """A paragraph that was found, with the signs of its sentences, and what is around it."""

    passage: FoundPassage
    paragraph: Paragraph
    around: Surroundings
    sentences: list[Signs]


class Weighed(NamedTuple):
    """A candidate with the points of its sentences, which is the best, its signs and its points."""

    candidate: Candidate
    sentence_points: list[float]
    best: int
    signs: Signs
    points: float

    @property
    def text(self) -> str:
        return self.candidate.paragraph.text

    @property
    def sentence(self) -> str:
        """The best of its sentences."""
        return self.candidate.paragraph.sentences[self.best].text


def replies(asked: Asked, finding: FoundPassages, texts: Mapping[int, Text]) -> list[Reply]:
    """Return the paragraphs that were found, the one that answers best first.

    `texts` are those of their editorials; what is of another one is left out.
    """
    best = weighed(candidates(asked, finding, texts))
    if not best:
        return []
    score = sureness(best)
    chosen = []
    for reply in best:
        passage = reply.candidate.passage
        chance = score * exp(reply.points - best[0].points)
        chosen.append(Reply(passage.id, passage.paragraph, reply.text, reply.sentence, chance))
    return chosen


def sureness(best: Sequence[Weighed]) -> float:
    """Return how likely the first of the paragraphs, which is the best, answers: from 0 to 1."""
    return 1 / (1 + exp(-_points(reply_signs(best), weights.OF_REPLIES) - weights.BIAS))


def candidates(asked: Asked, finding: FoundPassages, texts: Mapping[int, Text]) -> list[Candidate]:
    """Return the paragraphs with what they are judged by; what is printed again only once."""
    terms = Terms(asked, finding.words)
    titles = {number: Beside(text.title, terms) for number, text in texts.items()}
    listed: list[Candidate] = []
    printed = set[str]()
    for passage in finding.passages:
        text = texts.get(passage.id)
        if text is None or passage.paragraph >= len(text.paragraphs):
            continue
        paragraph = Paragraph(text.paragraphs[passage.paragraph][:LONGEST], terms)
        if not paragraph.sentences or paragraph.text in printed:
            continue
        printed.add(paragraph.text)
        title = titles[passage.id]
        around = Surroundings(
            title,
            _neighbours(text.paragraphs, passage.paragraph, terms),
            passage.paragraph,
            passage.score / terms.whole,
            passage.share,
        )
        sentences = []
        for place in range(len(paragraph.sentences)):
            sentences.append(signs.of_sentence(paragraph, place, title))
        listed.append(Candidate(passage, paragraph, around, sentences))
    return listed


def weighed(listed: Sequence[Candidate]) -> list[Weighed]:
    """Return candidates, in the order in which they were found, with their points, best first."""
    best = []
    for rank, candidate in enumerate(listed):
        points = [_points(sentence, weights.OF_SENTENCES) for sentence in candidate.sentences]
        place = _answering(candidate, points)
        behind = listed[0].around.score - candidate.around.score
        own = signs.of_paragraph(
            candidate.paragraph, candidate.around, points[place], place, rank, behind
        )
        total = _points(own, weights.OF_PARAGRAPHS)
        best.append(Weighed(candidate, points, place, own, total))
    return sorted(best, key=lambda reply: -reply.points)


def _answering(candidate: Candidate, points: Sequence[float]) -> int:
    """Return the place of the best sentence; where that only asks, of the one that follows it."""
    place = points.index(max(points))
    if candidate.sentences[place]["asks"] and place + 1 < len(points):
        place += 1
    return place


def _neighbours(paragraphs: Sequence[str], place: int, terms: Terms) -> Held:
    """Return what the paragraphs before and after one have of the question's words."""
    held = terms.nothing
    for neighbour in (place - 1, place + 1):
        if 0 <= neighbour < len(paragraphs):
            other = Beside(paragraphs[neighbour][:LONGEST], terms).held
            held = list(map(max, held, other))
    return held


def reply_signs(best: Sequence[Weighed]) -> Signs:
    """Return the signs by which it is judged whether the first of these answers."""
    first = best[0]
    candidate = first.candidate
    points = [reply.points for reply in best]
    others = [reply.points for reply in best if reply.candidate.passage.id != candidate.passage.id]
    standing = Standing(
        points=first.points,
        chance=_share(points),
        ahead=_ahead(first.points, points[1:]),
        ahead_of_others=_ahead(first.points, others),
        clear=_share(sorted(first.sentence_points, reverse=True)),
        found=len(best),
    )
    sentence = candidate.sentences[first.best]
    return signs.of_reply(first.signs, sentence, candidate.paragraph, standing)


def _share(points: Sequence[float]) -> float:
    """Return the share of the first, which is the highest, of what all are worth."""
    return 1 / sum(exp(other - points[0]) for other in points)


def _ahead(points: float, others: Sequence[float]) -> float:
    return points - max(others) if others else signs.ALONE


def _points(of_signs: Signs, weighing: Mapping[str, float]) -> float:
    return sum(weighing.get(name, 0.0) * value for name, value in of_signs.items())
