"""How many of the editorials that answer have each value of each facet, and how much of the words.

A facet is counted among what all other choices leave: its own choice does not empty it.
"""

from collections.abc import Mapping, Sequence

from archive.search.engines.opensearch.answers.queries import Query, all_of
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.question.answers import Value
from archive.search.question.query import FACETS

MOST_VALUES = 1000  # of a facet that are counted with the hits; where there are more, all are
AT_ONCE = 10_000  # counted by themselves, so many in one request
DECADES = "decade"  # a value of each decade that an editorial may be of
ORDER = [{"_count": "desc"}, {"_key": "asc"}]


def aggregations(choices: Mapping[str, Query]) -> dict:
    """Return what counts all facets, among the editorials that a search finds."""
    aggregations = {}
    for facet in FACETS:
        values = {"values": _values(facet)}
        if facet == "year":
            values["decades"] = _values(DECADES)
        aggregations[facet] = {"filter": others(facet, choices), "aggs": values}
    return aggregations


def others(facet: str, choices: Mapping[str, Query]) -> Query:
    """Return the query of what all choices allow but that of a facet."""
    return all_of([choice for name, choice in choices.items() if name != facet])


def _values(field: str) -> dict:
    return {"terms": {"field": field, "size": MOST_VALUES, "order": ORDER}}


def counted(aggregations: Mapping[str, dict]) -> dict[str, list[Value]]:
    """Return {facet: its values by falling count} of what was counted."""
    return {facet: _pairs(aggregations[facet]["values"]) for facet in FACETS}


def unfinished(aggregations: Mapping[str, dict]) -> list[str]:
    """Return the facets that have more values than were counted."""
    return [facet for facet in FACETS if aggregations[facet]["values"]["sum_other_doc_count"]]


def every_value(reader: Reader, facet: str, query: Query) -> list[Value]:
    """Return all values of a facet of what meets a query, by falling count."""
    values: list[Value] = []
    counted: dict = {"size": AT_ONCE, "sources": [{facet: {"terms": {"field": facet}}}]}
    body = {
        "query": query,
        "size": 0,
        "track_total_hits": False,
        "aggs": {"values": {"composite": counted}},
    }
    while True:
        told = reader.search(body)["aggregations"]["values"]
        for bucket in told["buckets"]:
            if bucket["key"][facet]:
                values.append(Value(bucket["key"][facet], bucket["doc_count"]))
        if len(told["buckets"]) < AT_ONCE:
            return sorted(values, key=lambda value: (-value.count, value.value))
        counted["after"] = told["after_key"]


def decades(aggregations: Mapping[str, dict]) -> dict[str, int]:
    """Return {`199X`: editorials that may be of that decade}, the first decade first."""
    return dict(sorted(_pairs(aggregations["year"]["decades"])))


def _pairs(values: dict) -> list[Value]:
    pairs: Sequence[dict] = values["buckets"]
    return [Value(pair["key"], pair["doc_count"]) for pair in pairs if pair["key"]]


def in_order(years: Sequence[Value]) -> dict[int, int]:
    """Return {year: editorials}, the first year first."""
    counts = {int(year.value): year.count for year in years}
    return dict(sorted(counts.items()))
