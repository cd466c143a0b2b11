"""A Question -> what the editorials that answer it must meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.search.engines.opensearch.answers import narrowing
from archive.search.engines.opensearch.answers.order import ranking
from archive.search.engines.opensearch.answers.order.ranking import Scored
from archive.search.engines.opensearch.answers.queries import (
    ALL,
    NOTHING,
    Query,
    all_of,
    any_of,
    at_least,
    constant,
    having,
    ids,
    multiplied,
)
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.engines.opensearch.answers.understanding import Understanding
from archive.search.engines.opensearch.answers.words.lexicon import Lexicon
from archive.search.question.query import Question
from archive.search.question.weights import ENOUGH, TELLING

ROUNDING = 1e-5  # of a sum of idf, which the index keeps with less precision than we


@dataclass(frozen=True)
class Asked:
    """What the editorials that answer must meet.

    `enough` is the query of those that have enough of what was typed; where fewer than ENOUGH meet
    `telling`, it is `otherwise`. `choices` are by facet. `levels` are the queries of those of the
    answer, `level` is its own; `pinned` are the editorials that come first.
    """

    enough: Query
    telling: Query
    otherwise: Query | None
    choices: Mapping[str, Query]
    levels: Mapping[int, Query]
    level: int
    pinned: Sequence[int]
    scoring: Query | None
    weights: Sequence[tuple[str, str, float]]

    @property
    def chosen(self) -> Query:
        return all_of(list(self.choices.values()))

    def query(self, *further: Query) -> Query:
        """Return the query of what has enough, with its points."""
        asked: dict = {"filter": [self.enough, *further]}
        if self.scoring is not None:
            asked["should"] = [self.scoring]
        query: Query = {"bool": asked}
        if not self.weights:
            return query
        factors = []
        for facet, value, factor in self.weights:
            factors.append((having(facet, [value]), factor))
        return multiplied(query, factors)


def asked_by(lexicon: Lexicon, question: Question, understood: Understanding) -> Asked:
    """Return what the editorials must meet that answer a question."""
    reader = lexicon.reader
    units = ranking.weighed(lexicon, understood.units)
    conditions = ranking.weighed(lexicon, understood.conditions)
    required = narrowing.required(lexicon, question)
    choices = narrowing.choices(question)
    having_units = [entry.unit.anywhere() for entry in units]
    everything = [*required, *choices.values()]
    levels = _levels(having_units, everything, understood.telling)
    telling = _telling(units)
    level = min(question.words or 0, len(levels))
    otherwise = None
    if level:
        enough = at_least(level, having_units) if level <= len(units) else NOTHING
    elif units:
        enough = telling
        any_word = any_of(having_units)
        # Where too few have enough of the query's weight, any word of it is enough.
        if sum(entry.editorials for entry in units) < ENOUGH:
            enough = any_word
        elif telling != any_word:
            otherwise = any_word
    else:
        # None was typed, or none that the archive knows.
        enough = NOTHING if understood.telling else ALL
    pinned = present(reader, question.pinned)

    def answering(enough: Query) -> Query:
        met = all_of([*required, enough])
        return any_of([met, ids(pinned)]) if pinned else met

    return Asked(
        enough=answering(enough),
        telling=all_of([*required, telling]),
        otherwise=None if otherwise is None else answering(otherwise),
        choices=choices,
        levels=levels,
        level=level,
        pinned=pinned,
        scoring=ranking.scoring(lexicon, units, conditions),
        weights=question.weights,
    )


def _levels(units: Sequence[Query], everything: Sequence[Query], most: int) -> dict[int, Query]:
    """{level: the query of what has at least so many units}, from all down to one."""
    if not units:
        return {}
    queries = {}
    for level in range(most, 0, -1):
        queries[level] = NOTHING
        if level <= len(units):
            queries[level] = all_of([*everything, at_least(level, units)])
    return queries


def _telling(units: Sequence[Scored]) -> Query:
    """The query of the editorials with enough of the query's weight.

    Those that share one common word of many with it are left out.
    """
    least = TELLING * sum(entry.telling for entry in units)
    if all(entry.telling >= least for entry in units):
        return any_of([entry.unit.anywhere() for entry in units])
    weights = [constant(entry.unit.anywhere(), entry.telling) for entry in units]
    return {
        "function_score": {
            "query": {"bool": {"should": weights}},
            "min_score": max(least - ROUNDING, ROUNDING),
            "boost_mode": "replace",
            "functions": [{"script_score": {"script": {"source": "_score"}}}],
        }
    }


def present(reader: Reader, numbers: Sequence[int]) -> list[int]:
    """Return those of the editorials that the index holds, in their order."""
    if not numbers:
        return []
    counts = reader.counts(ids([number]) for number in numbers)
    return [number for number, count in zip(numbers, counts, strict=True) if count]
