"""/api/v1/people: names in the texts, with their mentions."""

import pytest

from archive.models import Sheet, describing
from archive.search.upkeep import freshness


@pytest.fixture
def archive(make_editorial):
    body = "<p>Bonjour.</p><p>On cite Drew Kraus ici. Puis Drew Kraus là.</p>"
    make_editorial("Le rapport", body, date="2001-02", publication="En-Contact")
    make_editorial("Ailleurs", "<p>Il vit à Lyon.</p>")
    freshness.drain()


def test_they_are_listed_and_narrowed(archive, get):
    whole = get("people")
    assert [entry["value"] for entry in whole["results"]] == ["drew-kraus", "lyon"]
    narrowed = get("people", kind="person", like="kraus")
    [entry] = narrowed["results"]
    assert entry["kind"] == "person" and entry["editorials"] == 1


def test_one_is_told_with_its_mentions(archive, get):
    person = get("people/drew-kraus")
    assert person["years"] == [{"year": 2001, "editorials": 1, "perhaps": 0}]
    [mention] = person["mentions"]
    assert mention["sentence"] == "On cite Drew Kraus ici."
    assert (mention["paragraph"], mention["number"], mention["date"]) == (2, 2, "2001-02")


@pytest.mark.parametrize("address", ["people/nobody", "people/marc%00"])
def test_what_is_not_there_is_said(archive, get, address):
    assert "detail" in get(address, status=404)


def test_odd_values_are_refused(archive, get):
    assert "kind" in get("people", status=400, kind="x")["detail"]
    assert get("people/lyon", page=9)["mentions"] == []


def test_a_search_takes_what_texts_cite(archive, get):
    found = get("search", cited="lyon")
    assert [hit["title"] for hit in found["results"]] == ["Ailleurs"]
    both = get("search", cited=["lyon", "drew-kraus"])
    assert both["count"] == 2


def test_whole_records_are_narrowed_by_what_they_cite_under_an_older_name_too(archive, get):
    describing.edit(Sheet.objects.get(slug="lyon"), {"name": "Lyon-sur-Rhône"}, None)
    assert [entry["title"] for entry in get("editorials", cited="lyon")["results"]] == ["Ailleurs"]
    assert get("editorials", cited=["lyon", "drew-kraus"])["count"] == 2
    everything = get("editorials")["count"]
    assert get("editorials", cited="-lyon")["count"] == everything - 1
    assert get("editorials", cited=["drew-kraus", "-lyon"])["count"] == 1


def test_what_the_results_cite_is_counted_where_it_is_asked_for(archive, get):
    assert "cited" not in get("search", q="cite")["facets"]
    counted = get("search", facet="cited")["facets"]["cited"]
    assert counted == [
        {"value": "drew-kraus", "label": "Drew Kraus", "count": 1},
        {"value": "lyon", "label": "Lyon", "count": 1},
    ]
    narrowed = get("search", q="cite", facet="cited")["facets"]["cited"]
    assert [entry["value"] for entry in narrowed] == ["drew-kraus"]


def test_more_results_than_are_counted_give_no_names(archive, get, monkeypatch):
    monkeypatch.setattr("archive.api.searching.DEEPEST", 1)
    assert get("search", facet="cited")["facets"]["cited"] is None


def test_another_facet_to_count_is_refused(archive, get):
    assert "facet" in get("search", facet="tag", status=400)["detail"]
