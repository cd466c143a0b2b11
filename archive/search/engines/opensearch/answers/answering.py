"""A Question -> its Answer from the cluster.

It says which editorials, in what order, how many of each facet.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from archive.search.engines.opensearch.answers import facets
from archive.search.engines.opensearch.answers.asked import asked_by, present
from archive.search.engines.opensearch.answers.listing import Listing
from archive.search.engines.opensearch.answers.narrowing import required
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.answers.reasons import Reason, of_exact_fields, of_units
from archive.search.engines.opensearch.answers.understanding import (
    Understanding,
    look_up,
    understand,
)
from archive.search.engines.opensearch.answers.words.corrections import correction
from archive.search.engines.opensearch.answers.words.lexicon import Lexicon
from archive.search.question.answers import Answer, Hit
from archive.search.question.query import Question
from archive.search.question.weights import MOST_WORDS

MOST_YEARS = 10_000


def answer(reader: Reader, question: Question) -> Answer:
    """Return all that a result page tells, but for the texts."""
    lexicon = Lexicon(reader)
    look_up(lexicon, question.typed)
    reader.beside(partial(required, lexicon, question))
    reader.beside(partial(present, reader, question.pinned))
    reader.beside(partial(correction, lexicon, question.typed))
    understood = understand(lexicon, question.typed, mends=not question.literal)
    asked = asked_by(lexicon, question, understood)
    listing = Listing(reader, question, asked, _reasons(question, understood))
    counted = listing.aggregations
    values = facets.counted(counted)
    unlisted = {}
    for facet in facets.unfinished(counted):
        among = listing.counted_for(facet)
        number = facets.number_of_values(reader, facet, among)
        if number <= facets.MOST_LISTED:
            values[facet] = facets.every_value(reader, facet, among)
        else:
            wanted = {value.value for value in values[facet]}
            wanted.update(question.chosen(facet), question.excluded(facet))
            values[facet] = facets.frequent(reader, facet, among, wanted)
            unlisted[facet] = number - len(values[facet])
    return Answer(
        count=listing.count,
        hits=listing.hits(),
        listed=listing.listed,
        is_ranked=listing.is_ranked,
        facets=values,
        unlisted=unlisted,
        years=facets.in_order(values["year"]),
        decades=facets.decades(counted),
        levels=listing.levels,
        level=asked.level,
        words=understood.words,
        phrases=understood.phrases,
        suggestion=_suggestion(lexicon, question, understood),
        cut=sum(clause.ranks for clause in question.typed.clauses) > MOST_WORDS,
    )


def hits(reader: Reader, question: Question, at_once: int) -> Iterator[list[Hit]]:
    """Yield all hits of a question in its order, so many at a time; nothing is folded."""
    question = replace(question, page=1, page_size=at_once, fold=None)
    lexicon = Lexicon(reader)
    understood = understand(lexicon, question.typed, mends=not question.literal)
    asked = asked_by(lexicon, question, understood)
    listing = Listing(reader, question, asked, _reasons(question, understood))
    return listing.portions(at_once)


def _reasons(question: Question, understood: Understanding) -> list[Reason]:
    units = [*understood.units, *understood.conditions]
    return [*of_units(units), *of_exact_fields(question.typed)]


def years(reader: Reader) -> dict[int, int]:
    """Return {year: how many of all editorials may be of it}, in order."""
    counts = {int(year): count for year, count in reader.values("year", MOST_YEARS)}
    return dict(sorted(counts.items()))


def _suggestion(lexicon: Lexicon, question: Question, understood: Understanding) -> str:
    if any(unit.dated is not None for unit in understood.units):
        return ""
    return correction(lexicon, question.typed)
