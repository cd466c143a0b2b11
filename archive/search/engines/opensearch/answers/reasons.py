"""Why editorials answer: for each field the words that it holds, as typed or as they were read."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.search.engines.opensearch.answers.narrowing import having_exactly
from archive.search.engines.opensearch.answers.order.units import Unit
from archive.search.engines.opensearch.answers.queries import Query, ids, named
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.question.parsing import Typed
from archive.search.question.typed_fields import EXACT_OF

DATE = "date"  # in place of a field, for a time or an issue that was typed among the words

Reasons = dict[str, list[str]]  # field -> words


class Reason(NamedTuple):
    """Words that may be told of a field, and the query of the editorials of which they are told.

    `unless`: of those that do not meet this as well.
    """

    field: str
    words: str
    query: Query
    unless: Query | None = None


def reasons_of(reader: Reader, numbers: Sequence[int], reasons: Sequence[Reason]) -> list[Reasons]:
    """Return for each of these editorials {field: the words that it has there}."""
    if not numbers or not reasons:
        return [{} for _number in numbers]
    body = {
        "query": naming(reasons, ids(numbers)),
        "size": len(numbers),
        "_source": False,
        "docvalue_fields": ["id"],
    }
    met: dict[int, list[str]] = {}
    for hit in reader.search(body)["hits"]["hits"]:
        met[hit["fields"]["id"][0]] = hit.get("matched_queries", [])
    return [in_order(reasons, met.get(number, [])) for number in numbers]


def naming(reasons: Sequence[Reason], condition: Query) -> Query:
    """Return the query of what meets a condition, whose hits name the reasons that they meet."""
    if not reasons:
        return condition
    clauses = []
    for place, reason in enumerate(reasons):
        query = reason.query
        if reason.unless is not None:
            query = {"bool": {"filter": [query], "must_not": [reason.unless]}}
        clauses.append(named(query, str(place)))
    return {"bool": {"filter": [condition], "should": clauses}}


def in_order(reasons: Sequence[Reason], met: Sequence[str]) -> Reasons:
    """Return the reasons that a hit names, in their order."""
    why: Reasons = {}
    for place in sorted(map(int, met)):
        field, words, _query, _unless = reasons[place]
        in_field = why.setdefault(field, [])
        if words not in in_field:
            in_field.append(words)
    return why


def of_units(units: Sequence[Unit]) -> Iterator[Reason]:
    """Yield what may be told of each unit.

    Where only what was read into a word stands, that is named.
    """
    for unit in units:
        if not unit.meanings:
            for name, query in unit.queries.items():
                yield Reason(name, unit.typed, query)
            continue
        for name in unit.fields:
            for meaning in unit.meanings:
                typed = meaning.typed_in(name)
                yield Reason(name, meaning.read_as or meaning.typed, typed)
                for text, query in meaning.equivalents(name):
                    yield Reason(name, text, query, unless=typed)
        if unit.dated is not None:
            yield Reason(DATE, unit.typed, unit.dated)


def of_exact_fields(typed: Typed) -> Iterator[Reason]:
    """Yield what was typed of issues and pages, which rank nothing."""
    for term in typed.asked():
        if term.field in EXACT_OF:
            yield Reason(term.field, term.text, having_exactly(term))
