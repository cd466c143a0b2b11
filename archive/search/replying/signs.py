"""By what a paragraph, a sentence of it and a reply are judged: numbers that `weights` weighs.

The words of the question count by how telling they are, which the engine tells.
"""

from collections.abc import Sequence
from math import log1p
from typing import NamedTuple

from archive.search.replying import kinds
from archive.search.replying.kinds import Kind
from archive.search.replying.terms import Beside, Held, Paragraph
from archive.search.words.analysis import DEFAULT_LANGUAGE, is_function_word
from archive.search.words.numerals import is_numeral

NEAR = 8  # words within which what answers stands beside words of the question
MOST_NEW = 20  # words of a sentence that the question does not have: more tell no more
FEW = 8  # paragraphs found: only small archives have so few
ALONE = 5.0  # points ahead of the others: more, or no others, tell no more

Signs = dict[str, float]


def of_sentence(paragraph: Paragraph, place: int, title: Beside) -> Signs:
    """Return the signs of one of the sentences of a paragraph, by its place."""
    sentences, terms = paragraph.sentences, paragraph.terms
    sentence, last = sentences[place], len(sentences) - 1
    before = sentences[place - 1].held if place else terms.nothing
    after = sentences[place + 1].held if place < last else terms.nothing
    covered = sentence.covered()
    titled = sentence.covered(title.held)
    near, in_order = sentence.pairs
    return {
        "covered": covered,
        "covered with title": titled,
        "squared": covered * covered,
        "exact": sentence.exact,
        "names": sentence.names(),
        "pairs": near,
        "in order": in_order,
        "window": sentence.window,
        "rarest": sentence.held[terms.rarest],
        "share of paragraph": covered / (paragraph.covered() or 1.0),
        "before": sentence.covered(before) - covered,
        "after": sentence.covered(after) - covered,
        "with title before": sentence.covered(title.held, before) - titled,
        "new words": min(_new_words(sentence), MOST_NEW) / MOST_NEW,
        "length": log1p(len(sentence.forms)) / 4,
        "first": float(place == 0),
        "last": float(place == last),
        "asks": float(sentence.text.rstrip(' \u00a0»”")').endswith("?")),
        **of_kind(sentence),
    }


def of_kind(sentence: Beside) -> Signs:
    """Return the signs of the kind of thing that is asked for."""
    kind, text = sentence.terms.kind, sentence.text
    lowered = text.lower()
    there: Sequence[bool]
    if kind in (Kind.PERSON, Kind.PLACE, Kind.THING):
        named = _has_new_name(sentence)
        if kind is Kind.PERSON:
            there = (named, not named)
        elif kind is Kind.PLACE:
            there = (named and bool(kinds.PLACED.search(text)), not named)
        else:
            there = (named, bool(_new_figures(sentence)))
    elif kind in (Kind.NUMBER, Kind.DATE):
        figures = _new_figures(sentence)
        near = _are_near(sentence, figures)
        dated = bool(figures and kinds.YEAR.search(lowered)) or bool(kinds.DAY.search(lowered))
        sometime = bool(kinds.SOMETIME.search(lowered))
        if kind is Kind.NUMBER:
            there = (bool(figures), not figures, near)
        else:
            there = (dated, sometime and not dated, not (dated or sometime), near and dated)
    elif kind is Kind.DEFINITION:
        opening = lowered[: len(lowered) // 3]
        there = (bool(kinds.DEFINITION.search(lowered)), bool(kinds.DEFINITION.search(opening)))
    else:
        pattern = kinds.REASON if kind is Kind.REASON else kinds.MANNER
        is_there = bool(pattern.search(lowered))
        there = (is_there, not is_there)
    return dict(zip(kinds.signs_of(kind), map(float, there), strict=True))


def _new_words(sentence: Beside) -> int:
    """Return how many words the question does not have, function words aside."""
    met = {place for place, _number, _much in sentence.met}
    new = 0
    for place, form in enumerate(sentence.forms):
        new += place not in met and not is_function_word(form, DEFAULT_LANGUAGE)
    return new


def _has_new_name(sentence: Beside) -> bool:
    """Return True where a name that is not of the question stands behind the first word."""
    for name in kinds.NAME.finditer(sentence.text):
        if name.start() > 0 and sentence.terms.met[name[0].lower()] is None:
            return True
    return False


def _new_figures(sentence: Beside) -> list[int]:
    """Return the places of figures and numerals that are not of the question."""
    met = {place for place, _number, _much in sentence.met}
    figures = []
    for place, form in enumerate(sentence.forms):
        is_figure = form[:1].isdigit() or (form not in ("un", "une") and is_numeral(form))
        if is_figure and place not in met:
            figures.append(place)
    return figures


def _are_near(sentence: Beside, places: Sequence[int]) -> bool:
    for met, _number, _much in sentence.met:
        if any(abs(place - met) <= NEAR for place in places):
            return True
    return False


class Surroundings(NamedTuple):
    """What stands around a paragraph, and how the engine found it.

    `score` is the engine's beside the weight of all words, `share` what of these the whole
    editorial has.
    """

    title: Beside
    neighbours: Held
    place: int
    score: float
    share: float


def of_paragraph(
    paragraph: Paragraph, around: Surroundings, points: float, best: int, rank: int, behind: float
) -> Signs:
    """Return the signs of a paragraph by the points of its best sentence, and which that is.

    `rank` is its place among those that were found, `behind` how much less its score is than that
    of the first.
    """
    terms, title = paragraph.terms, around.title.held
    covered, titled = paragraph.covered(), paragraph.covered(title)
    near, in_order = paragraph.pairs
    sentence = paragraph.sentences[best]
    before = paragraph.sentences[best - 1].held if best else terms.nothing
    missing = [number for number in terms.figures if not paragraph.held[number]]
    names = paragraph.names(title, around.neighbours)
    return {
        "covered": covered,
        "covered with title": titled,
        "squared": titled * titled,
        "exact": paragraph.exact,
        "names": paragraph.names(title),
        "names missing": float(bool(terms.names)) * (1 - names),
        "pairs": near,
        "in order": in_order,
        "neighbours": paragraph.covered(title, around.neighbours) - titled,
        "editorial": around.share,
        "rarest": max(paragraph.held[terms.rarest], title[terms.rarest]),
        "unknown": terms.unknown,
        "title": around.title.covered(),
        "window": paragraph.window,
        "best sentence": sentence.covered(title),
        "two sentences": sentence.covered(title, before),
        "points of sentence": max(min(points, 10.0), -10.0) / 5,
        "score": around.score / 4,
        "behind": behind / 4,
        "first": float(around.place == 0),
        "length": log1p(len(paragraph.forms)) / 5,
        "best found": float(rank == 0),
        "full": float(titled > 0.999),
        "figures missing": float(bool(missing)),
    }


class Standing(NamedTuple):
    """How the best paragraph stands beside the others, by their points.

    `chance` is its share of all, `ahead` how far it is before the next one, `ahead_of_others` the
    same of other editorials, `clear` the share of its best sentence among its sentences.
    """

    points: float
    chance: float
    ahead: float
    ahead_of_others: float
    clear: float
    found: int


def of_reply(
    paragraph_signs: Signs, sentence_signs: Signs, paragraph: Paragraph, standing: Standing
) -> Signs:
    """Return the signs by which it is judged whether the best paragraph answers at all."""
    terms = paragraph.terms
    words = len(terms.words)
    signs = {
        "points": standing.points / 5,
        "chance": standing.chance,
        "ahead": min(standing.ahead, ALONE),
        "ahead of others": min(standing.ahead_of_others, ALONE),
        "clear": standing.clear,
        "found": log1p(standing.found),
        "words": min(words, 8) / 8,
        "a word": float(words == 1),
        "two words": float(words == 2),
        f"asks for {terms.kind}": 1.0,
    }
    if standing.found < FEW:  # what is alone is ahead, whatever it says
        alone = ("points", "chance", "ahead", "ahead of others")
        signs |= {f"few {name}": signs[name] for name in alone} | {"few": 1.0}
    for name, value in paragraph_signs.items():
        signs[f"paragraph {name}"] = value
    for name in OF_SENTENCE_TOO:
        signs[f"sentence {name}"] = sentence_signs[name]
    return signs


OF_SENTENCE_TOO = ("covered", "covered with title", "squared", "exact", "names", "pairs", "window")
