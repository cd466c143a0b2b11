"""Searches among what cites a name: every engine is narrowed alike, by ids or by itself."""

import pytest

from archive.mentions import keeping
from archive.models import Editorial, Sheet


@pytest.fixture
def archive(make_editorial):
    make_editorial("Lyon d’abord", "<p>On attend à Lyon, au téléphone.</p>", date="2001")
    make_editorial("Lyon ensuite", "<p>On attend à Lyon et à Nantes.</p>", date="2004")
    make_editorial("Ailleurs", "<p>On attend au téléphone.</p>", date="2004")
    keeping.refresh(Editorial.objects.values_list("pk", flat=True))


def test_they_are_those_that_cite_any_of_the_names(archive, titles):
    assert set(titles(cited="lyon")) == {"Lyon d’abord", "Lyon ensuite"}
    assert titles(cited="nantes") == ["Lyon ensuite"]
    assert set(titles(cited=["nantes", "lyon"])) == {"Lyon d’abord", "Lyon ensuite"}
    assert titles(cited="nowhere") == []


def test_those_that_cite_a_name_are_left_out(archive, titles):
    assert titles(cited="-lyon") == ["Ailleurs"]
    assert set(titles(cited="-nantes")) == {"Lyon d’abord", "Ailleurs"}
    assert titles(cited=["lyon", "-nantes"]) == ["Lyon d’abord"]
    assert titles(cited=["-lyon", "-nantes"], q="téléphone", literal="1") == ["Ailleurs"]
    assert len(titles(cited="-nowhere")) == 3


def test_words_and_other_choices_narrow_as_well(archive, titles):
    assert titles(cited="lyon", q="téléphone", literal="1") == ["Lyon d’abord"]
    assert titles(cited="lyon", year="2004") == ["Lyon ensuite"]


def test_facets_are_counted_among_them(archive, answer):
    asked = answer(cited="lyon")
    assert asked.count == 2
    assert dict(asked.facets["year"]) == {"2001": 1, "2004": 1}


def test_a_hidden_sheet_finds_nothing(archive, titles):
    Sheet.objects.filter(slug="lyon").update(hidden=True)
    assert titles(cited="lyon") == []
