"""What is asked of the cluster, as its query language has it: pure functions that return dicts.

Words are the terms that the index has at the place of each form: see `index.encoding`.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from archive.search.engines.opensearch.index.encoding import (
    BESIDE,
    FAMILY,
    FOLDED,
    STEM,
    folded_terms,
)
from archive.search.engines.opensearch.index.mapping import HUNDREDTH, LONGEST_POSITION
from archive.search.words.analysis import MARK

Query = dict
MOST_OPENINGS = 400  # words that begin as was typed, whose places at the beginning are looked for
ANY_LETTERS = ".*"  # in a regular expression,
UNMARKED = f"[^{FOLDED}{STEM}{FAMILY}{MARK}]"  # and what begins a form
NOTHING: Query = {"match_none": {}}
ALL: Query = {"match_all": {}}


# Junctions


def any_of(queries: Sequence[Query]) -> Query:
    """Return the query that is met where one of these is."""
    if not queries:
        return NOTHING
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}


def all_of(queries: Sequence[Query]) -> Query:
    """Return the query that is met where all of these are; where there are none, everywhere."""
    if not queries:
        return ALL
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"filter": list(queries)}}


def at_least(number: int, queries: Sequence[Query]) -> Query:
    """Return the query that is met where so many of these are."""
    return {"bool": {"should": list(queries), "minimum_should_match": number}}


def none_of(queries: Sequence[Query]) -> Query:
    return {"bool": {"must_not": list(queries)}}


def named(query: Query, name: str) -> Query:
    """Return a query whose hits tell that they meet it, by this name."""
    return {"bool": {"filter": [query], "_name": name}}


def constant(query: Query, boost: float) -> Query:
    """Return a query that gives all that meets it the same score."""
    return {"constant_score": {"filter": query, "boost": boost}}


# Exact values


def having(field: str, values: Collection) -> Query:
    """Return the query of the editorials that have one of these values."""
    return {"terms": {field: sorted(values)}}


def ids(numbers: Sequence[int]) -> Query:
    return {"terms": {"id": list(numbers)}}


def may_be_of(first: date | None, last: date | None) -> Query:
    """Return the query of the dated editorials that may be of a time; None is an open end."""
    conditions: list[Query] = [{"exists": {"field": "earliest"}}]
    if first:
        conditions.append({"range": {"latest": {"gte": first.toordinal()}}})
    if last:
        conditions.append({"range": {"earliest": {"lte": last.toordinal()}}})
    return all_of(conditions)


def within(first: date | None, last: date | None) -> Query:
    """Return the query of what is of a time whatever day of its own is right."""
    conditions: list[Query] = [{"exists": {"field": "earliest"}}]
    if first:
        conditions.append({"range": {"earliest": {"gte": first.toordinal()}}})
    if last:
        conditions.append({"range": {"latest": {"lte": last.toordinal()}}})
    return all_of(conditions)


# Words

Slot = Collection[str]  # the tokens that may stand at one place of a phrase


def has_token(field: str, tokens: Slot) -> Query:
    """Return the query of the editorials whose field has one of these tokens."""
    if not tokens:
        return NOTHING
    return {"terms": {field: sorted(tokens)}}


def synonyms(field: str, tokens: Slot, boost: float, share: float = 1.0) -> Query:
    """Return the query that scores a field by how often it has any of these tokens, together.

    Each time counts for the `share` of one.
    """
    if not tokens:
        return NOTHING
    boost = with_share(boost, share)
    tokens = sorted(tokens)
    if len(tokens) == 1:
        return {"term": {field: {"value": tokens[0], "boost": boost}}}
    joined = BESIDE.join(tokens)
    if len(joined) > LONGEST_POSITION:  # hundreds of forms: what is cut off is not counted
        joined = joined[:LONGEST_POSITION].rpartition(BESIDE)[0]
    return {"match": {field: {"query": joined, "analyzer": "encoded", "boost": boost}}}


def with_share(boost: float, share: float) -> float:
    """Return a boost that tells `mapping.similarity` for how much each count counts, too."""
    return boost + HUNDREDTH * round(100 * (1 - share))


def beginning(field: str, folded: str) -> Query:
    """Return the query of the editorials whose field has a word that begins so."""
    return any_of([{"prefix": {field: term}} for term in folded_terms(folded)])


def pattern(field: str, folded: str) -> Query:
    """Return the query of those that have a word that fits a pattern, `*` for any letters."""
    return any_of([{"regexp": {field: fitting(term)}} for term in folded_terms(folded)])


def fitting(pattern: str) -> Query:
    """Return what the query language has for a pattern; no term that is marked fits it."""
    pieces = [_escaped(piece) for piece in pattern.split("*")]
    expression = ANY_LETTERS.join(pieces)
    if not pieces[0]:
        expression = f"({UNMARKED}{ANY_LETTERS})?" + expression.removeprefix(ANY_LETTERS)
    return {"value": expression, "flags": "NONE"}


def _escaped(text: str) -> str:
    return "".join(letter if letter.isalnum() else f"\\{letter}" for letter in text)


def merged(queries: Sequence[Query]) -> list[Query]:
    """Return queries that are added up, each once, with the points of all that are like it.

    The index itself would add up their boosts, and these say more than how much each counts.
    """
    distinct: dict[str, Query] = {}
    times: dict[str, float] = {}
    for query in queries:
        key, boost = json.dumps(query, sort_keys=True), 1.0
        kind, body = _scored(query)
        if body:
            share, boost = divmod(body["boost"], HUNDREDTH)
            key = json.dumps([kind, {**body, "boost": share}], sort_keys=True)
        distinct.setdefault(key, query)
        times[key] = times.get(key, 0.0) + boost
    return [_many_times(query, times[key]) for key, query in distinct.items()]


def _many_times(query: Query, boost: float) -> Query:
    """Return words with this boost, beside what their share is; all else so many times."""
    kind, body = _scored(query)
    if body:
        ((field, asked),) = query[kind].items()
        share = asked["boost"] // HUNDREDTH * HUNDREDTH
        return {kind: {field: {**asked, "boost": share + boost}}}
    if boost == 1.0:
        return query
    return {"function_score": {"query": query, "weight": boost}}


def multiplied(query: Query, factors: Sequence[tuple[Query, float]]) -> Query:
    """Return the query with its points times the factor of each condition that is met."""
    functions = [{"filter": condition, "weight": factor} for condition, factor in factors]
    return {
        "function_score": {
            "query": query,
            "functions": functions,
            "score_mode": "multiply",
            "boost_mode": "multiply",
        }
    }


def _scored(query: Query) -> tuple[str, dict]:
    """Return what is asked by words that score a field, and of which; "" and {} for all else."""
    ((kind, body),) = query.items()
    if kind in ("term", "match"):
        ((field, asked),) = body.items()
        if isinstance(asked, dict) and "boost" in asked:
            return kind, {**asked, "field": field}
    return "", {}


# Words beside each other


def in_row(field: str, slots: Sequence[Slot], slop: int | Sequence[int] = 1) -> Query:
    """Return the query of what has one token of each slot in this order.

    Each stands at most `slop` places after the one before (1: directly after). There is one `slop`
    for all slots, or one for each but the first.
    """
    if not slots or not all(slots):
        return NOTHING
    slops = slop
    if isinstance(slops, int):
        slops = [slops] * (len(slots) - 1)
    if all(slop == 1 for slop in slops):
        return _spans([span(field, slot) for slot in slots], 0)
    row = span(field, slots[0])
    for slot, apart in zip(slots[1:], slops, strict=True):
        row = _spans([row, span(field, slot)], apart - 1)
    return row


def around(field: str, slots: Sequence[Slot], distance: int) -> Query:
    """Return the query of what has one token of each slot within so many places, in any order."""
    if not slots or not all(slots):
        return NOTHING
    return _spans([span(field, slot) for slot in slots], distance - 1, in_order=False)


def early(field: str, slot: Slot, places: int) -> Query:
    """Return the query of what has one of these tokens among its first places."""
    if not slot:
        return NOTHING
    return {"span_first": {"match": span(field, slot), "end": places}}


def span(field: str, slot: Slot) -> Query:
    """Return the places where one of these tokens stands."""
    places = [{"span_term": {field: token}} for token in sorted(slot)]
    if len(places) == 1:
        return places[0]
    return {"span_or": {"clauses": places}}


def opening(field: str, folded: str) -> Query:
    """Return the query of the editorials whose field begins with a word that begins so."""
    openings = []
    for term in folded_terms(folded):
        prefix = {"value": term, "rewrite": f"top_terms_{MOST_OPENINGS}"}
        begun = {"span_multi": {"match": {"prefix": {field: prefix}}}}
        openings.append({"span_first": {"match": begun, "end": 1}})
    return any_of(openings)


def _spans(clauses: Sequence[Query], slop: int, in_order: bool = True) -> Query:
    if len(clauses) == 1:
        return clauses[0]
    return {"span_near": {"clauses": list(clauses), "slop": max(slop, 0), "in_order": in_order}}


def boosted(query: Query, boost: float, share: float = 1.0) -> Query:
    """Return a query of places with a boost."""
    ((kind, body),) = query.items()
    boost = with_share(boost, share)
    if kind == "span_term":
        ((field, token),) = body.items()
        return {kind: {field: {"value": token, "boost": boost}}}
    return {kind: {**body, "boost": boost}}


def tokens_of(places: Query) -> Iterator[str]:
    """Yield the tokens of a query of places."""
    ((kind, body),) = places.items()
    if kind == "span_term":
        yield from body.values()
        return
    for clause in body.get("clauses", ()):
        yield from tokens_of(clause)
