"""Counts of what is found, by value, by date and by query."""

import datetime

import pytest
from haystack.exceptions import FacetingError
from haystack.query import SearchQuerySet

from archive.search_indexes import EditorialIndex

from .conftest import fault_of_the_parent


def fields(results, name):
    return dict(results.facet_counts()["fields"][name])


def test_values_are_counted(sqs):
    counts = fields(sqs.facet("author"), "author")
    assert (
        counts["jeanne-dupont"] == 2 and counts["paul-martin"] == 1 and counts["anais-lefevre"] == 1
    )


def test_values_are_counted_among_the_results(sqs):
    assert fields(sqs.filter(content="marge").facet("tag"), "tag") == {"relation-client": 1}


def test_several_facets_are_counted_at_once(sqs):
    results = sqs.facet("tag").facet("year").facet("language")
    assert fields(results, "tag")["relation-client"] == 2
    assert fields(results, "year")["2004"] == 2
    assert fields(results, "language") == {"fr": 4, "en": 1}


@fault_of_the_parent("what has no value is counted too, under an empty name or none")
def test_only_values_are_counted(sqs):
    assert fields(sqs.facet("publication"), "publication") == {"centres-appels": 2, "decroche": 2}
    assert fields(sqs.facet("tag"), "tag") == {"formation": 3, "relation-client": 2, "automates": 1}


def test_the_most_frequent_value_comes_first(sqs):
    counts = [count for value, count in sqs.facet("tag").facet_counts()["fields"]["tag"] if value]
    assert counts == [3, 2, 1]


def test_facets_of_a_narrowed_search(sqs):
    counts = fields(sqs.narrow("tag:formation").facet("year"), "year")
    assert counts["2001"] == 1 and counts["2004"] == 1


def test_facets_do_not_depend_on_the_page(sqs):
    results = sqs.facet("tag").order_by("title")
    assert len(results[:1]) == 1
    assert dict(results.facet_counts()["fields"]["tag"])["formation"] == 3


@fault_of_the_parent("nothing found, no facets at all")
def test_facets_of_nothing_are_empty(sqs):
    assert sqs.narrow("tag:inconnu").facet("tag").facet_counts()["fields"] == {"tag": []}


def test_without_facets_there_are_no_counts(sqs):
    counts = sqs.filter(content="promesse").facet_counts()
    assert not any(counts.values())


@fault_of_the_parent("a single value is counted by its stems")
def test_values_keep_their_case_and_accents(make_editorial):
    make_editorial(section="Éditorial, suite")
    EditorialIndex().update()
    assert ("Éditorial, suite", 1) in SearchQuerySet().facet("section").facet_counts()["fields"][
        "section"
    ]


@fault_of_the_parent("a limit is ignored")
def test_a_facet_may_be_cut(sqs):
    counts = sqs.facet("tag", limit=1).facet_counts()["fields"]["tag"]
    assert counts == [("formation", 3)]


def day(year, month=1):
    return datetime.datetime(year, month, 1)


def dates(results, name="earliest"):
    return dict(results.facet_counts()["dates"][name])


def test_dates_are_counted_by_year(sqs):
    counts = dates(
        sqs.date_facet("earliest", datetime.date(2001, 1, 1), datetime.date(2005, 1, 1), "year")
    )
    assert counts[day(2001), day(2002)] == 1
    assert counts[day(2003), day(2004)] == 1
    assert counts[day(2004), day(2005)] == 2


def test_dates_are_counted_by_several_months(sqs):
    counts = dates(
        sqs.date_facet("earliest", datetime.date(2003, 1, 1), datetime.date(2005, 1, 1), "month", 6)
    )
    assert counts[day(2003), day(2003, 7)] == 1
    assert counts[day(2004), day(2004, 7)] == 1
    assert counts[day(2004, 7), day(2005)] == 1


def test_dates_are_counted_among_the_results(sqs):
    results = sqs.filter(tag="formation").date_facet("earliest", day(2001), day(2005), "year")
    assert dates(results)[day(2004), day(2005)] == 1


@fault_of_the_parent("what is in no span is counted under no name")
def test_dates_outside_of_all_spans_are_not_counted(sqs):
    assert dates(sqs.date_facet("earliest", day(2001), day(2002), "year")) == {
        (day(2001), day(2002)): 1
    }


@pytest.mark.parametrize("gap", ["decade", "week", ""])
def test_an_odd_span_is_refused(sqs, gap):
    with pytest.raises(FacetingError):
        sqs.date_facet("earliest", day(2001), day(2002), gap)


@fault_of_the_parent("it has no facets by query")
def test_queries_are_counted(sqs):
    results = sqs.query_facet("tag", "formation").query_facet("earliest", "[20030101 TO 20041231]")
    assert results.facet_counts()["queries"] == {
        "tag:formation": 3,
        "earliest:[20030101 TO 20041231]": 3,
    }


@fault_of_the_parent("it has no facets by query")
def test_queries_are_counted_among_the_results(sqs):
    results = sqs.filter(content="marge").query_facet("tag", "relation-client")
    assert results.facet_counts()["queries"] == {"tag:relation-client": 1}


def test_facets_of_all_kinds_come_together(sqs):
    results = sqs.facet("tag").date_facet("earliest", day(2001), day(2005), "year")
    counts = results.facet_counts()
    assert dict(counts["fields"]["tag"])["formation"] == 3
    assert dict(counts["dates"]["earliest"])[day(2001), day(2002)] == 1
