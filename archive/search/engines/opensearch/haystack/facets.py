"""Haystack's facets, counted by the cluster: values of fields, spans of dates, queries."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from whoosh import fields

from archive.search.engines.haystack import spans
from archive.search.engines.haystack.kinds import (
    DayNumber,
    ExactValue,
    Moment,
    kind_in,
    value_of,
)
from archive.search.engines.opensearch.answers.queries import Query
from archive.search.engines.opensearch.haystack.translation import KEPT_AS_NUMBERS, Kept

MOST_VALUES = 10_000  # of a facet without a limit
COUNTED = KEPT_AS_NUMBERS | ExactValue | fields.BOOLEAN


class Facets:
    """What haystack's options ask to be counted.

    `queries` are the queries of query_facets, by the text that each is told under.
    """

    def __init__(self, kept: Kept, options: Mapping, queries: Mapping[str, Query]):
        self._kept = kept
        self._values: Mapping[str, Mapping] = options.get("facets") or {}
        self._dates: Mapping[str, Mapping] = options.get("date_facets") or {}
        self._queries = queries

    def asked(self) -> dict[str, dict]:
        """Return the aggregations to be asked for."""
        asked: dict[str, dict] = {}
        for name, facet in self._values.items():
            if isinstance(kind_in(self._kept.schema, name), COUNTED):
                asked[f"values {name}"] = {
                    "terms": {
                        "field": self._kept.path(name),
                        "size": facet.get("limit") or MOST_VALUES,
                        "order": [{"_count": "desc"}, {"_key": "asc"}],
                    }
                }
        for name, facet in self._dates.items():
            kind = kind_in(self._kept.schema, name)
            ranges = {}
            if isinstance(kind, DayNumber | Moment):
                edges = [spans.first_of(kind, edge) for edge in spans.edges(facet)]
                for number, (first, end) in enumerate(pairwise(edges)):
                    within = {"gte": first, "lt": end}
                    ranges[str(number)] = {"range": {self._kept.path(name): within}}
            if ranges:
                asked[f"dates {name}"] = {"filters": {"filters": ranges}}
        for number, query in enumerate(self._queries.values()):
            asked[f"query {number}"] = {"filter": query}
        return asked

    def counts(self, aggregations: Mapping[str, Any]) -> dict[str, dict]:
        """Return haystack's facets from aggregations; nothing where none are asked for."""
        if not (self._values or self._dates or self._queries):
            return {}
        counts: dict[str, dict] = {"fields": {}, "dates": {}, "queries": {}}
        for name in self._values:
            counts["fields"][name] = self._of_values(aggregations, name)
        for name in self._dates:
            counts["dates"][name] = self._of_dates(aggregations, name)
        for number, text in enumerate(self._queries):
            counts["queries"][text] = aggregations[f"query {number}"]["doc_count"]
        return counts

    def _of_values(self, aggregations: Mapping, name: str) -> list[tuple[Any, int]]:
        if f"values {name}" not in aggregations:
            return []
        kind = kind_in(self._kept.schema, name)
        buckets = aggregations[f"values {name}"]["buckets"]
        return [(value_of(kind, bucket["key"]), bucket["doc_count"]) for bucket in buckets]

    def _of_dates(self, aggregations: Mapping, name: str) -> list[tuple[spans.Span, int]]:
        if f"dates {name}" not in aggregations:
            return []
        buckets = aggregations[f"dates {name}"]["buckets"]
        pairs = list(pairwise(spans.edges(self._dates[name])))
        counts = [buckets[str(number)]["doc_count"] for number in range(len(pairs))]
        return spans.counted(pairs, counts)
