"""How many of the editorials that answer have each value of each facet, and how much of the words.

A facet is counted among what all other choices leave: its own choice does not empty it.
"""

from collections.abc import Collection, Mapping, Sequence

from archive.search.engines.opensearch.answers.queries import Query, all_of
from archive.search.engines.opensearch.answers.reader import Reader
from archive.search.question.answers import Value
from archive.search.question.query import FACETS

MOST_VALUES = 1000  # of a facet that are counted with the hits; where there are more, all are
MOST_LISTED = 20_000  # of a facet that has more, only those with the hits are listed
NEARLY = 40_000  # values that the nodes count without an error worth telling
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


def number_of_values(reader: Reader, facet: str, query: Query) -> int:
    """Return how many values of a facet there are in what meets a query: of very many, nearly."""
    distinct = {"cardinality": {"field": facet, "precision_threshold": NEARLY}}
    return int(_aggregated(reader, query, distinct)["value"])


def frequent(reader: Reader, facet: str, query: Query, values: Collection[str]) -> list[Value]:
    """Return these values of a facet as far as anything that meets a query has them.

    They come by falling count, exact ones: each part of the index is asked for all of them.
    """
    wanted = sorted(filter(None, values))
    of_these = {"terms": {"field": facet, "include": wanted, "size": len(wanted), "order": ORDER}}
    return _pairs(_aggregated(reader, query, of_these))


def every_value(reader: Reader, facet: str, query: Query) -> list[Value]:
    """Return all values of a facet of what meets a query, by falling count."""
    values: list[Value] = []
    counted: dict = {"size": AT_ONCE, "sources": [{facet: {"terms": {"field": facet}}}]}
    while True:
        portion = _aggregated(reader, query, {"composite": counted})
        for bucket in portion["buckets"]:
            if bucket["key"][facet]:
                values.append(Value(bucket["key"][facet], bucket["doc_count"]))
        if len(portion["buckets"]) < AT_ONCE:
            return sorted(values, key=lambda value: (-value.count, value.value))
        counted["after"] = portion["after_key"]


def _aggregated(reader: Reader, query: Query, aggregation: dict) -> dict:
    body = {
        "query": query,
        "size": 0,
        "track_total_hits": False,
        "aggs": {"values": aggregation},
    }
    aggregated: dict = reader.search(body)["aggregations"]["values"]
    return aggregated


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
