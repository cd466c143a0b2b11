"""Issues and pages: asked in the words, chosen as a facet, however a magazine prints them."""

import pytest

from .conftest import needs


@pytest.fixture
def archive(make_editorial):
    make_editorial("Trente-six", publication="Décroché", issue="n° 36", page="3", date="2010-09")
    make_editorial("Lettre", publication="Décroché", issue="lettre n° 54", page="pp. 20-22")
    make_editorial("Hors", publication="Décroché", issue="hors-série printemps 2012", page="IV")
    make_editorial("Double", publication="Ligne ouverte", issue="N° 36-37", page="20")
    make_editorial("Ailleurs", publication="Ligne ouverte", body="<p>Le numéro 36, page 20.</p>")


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("numéro:36", {"Trente-six", "Double"}),
        ("numero:036", {"Trente-six", "Double"}),
        ("issue:37", {"Double"}),
        ('numéro:"n° 36"', {"Trente-six", "Double"}),
        ("numéro:36-37", {"Double"}),
        ("numéro:54", {"Lettre"}),
        ('numéro:"lettre 54"', {"Lettre"}),
        ("numéro:hors-série", {"Hors"}),
        ('numéro:"Hors-série printemps 2012"', {"Hors"}),
        ("numéro:hors*", {"Hors"}),
        ("numéro:2012", set()),
        ("numéro:3", set()),
        ("page:20", {"Lettre", "Double"}),
        ("page:21", {"Lettre"}),
        ("page:iv", {"Hors"}),
        ("page:3", {"Trente-six"}),
        ("numéro:36 page:20", {"Double"}),
        ("numéro:36 -page:20", {"Trente-six"}),
        ("numéro:54 OU page:3", {"Trente-six", "Lettre"}),
        ("numéro:999", set()),
    ],
)
def test_issue_and_page_are_asked_of_their_fields(archive, titles, typed, expected):
    assert set(titles(q=typed, literal="1")) == expected


def test_an_issue_is_chosen_with_its_magazine(archive, titles):
    assert titles(issue="decroche/36") == ["Trente-six"]
    assert set(titles(issue=["decroche/36", "ligne-ouverte/36-37"])) == {"Trente-six", "Double"}
    assert "Trente-six" not in titles(issue="-decroche/36")
    assert titles(issue="ligne-ouverte/36") == []


@pytest.mark.parametrize("odd", ["decroche", "/", "decroche/", "/36", "x" * 500, "a/b/c"])
def test_an_odd_issue_finds_nothing(archive, titles, odd):
    assert titles(issue=odd) == []


def test_the_issues_are_counted_whatever_issue_is_chosen(archive, answer):
    counts = dict(answer(issue="decroche/36").facets["issue"])
    assert counts == {
        "decroche/36": 1,
        "decroche/lettre-54": 1,
        "decroche/hors-serie-printemps-2012": 1,
        "ligne-ouverte/36-37": 1,
    }


def test_an_archive_without_issues_has_no_facet_of_them(make_editorial, answer):
    make_editorial("Sans numéro", publication="Décroché")
    assert answer(q="").facets["issue"] == []


@needs("dates")
def test_an_issue_typed_as_words_raises_its_editorials(archive, titles):
    assert titles(q="lettre 54", literal=1)[:1] == ["Lettre"]
    assert set(titles(q="n° 36", literal=1)[:2]) == {"Trente-six", "Double"}
    assert "Ailleurs" in titles(q="n° 36", literal=1)


@needs("reasons")
def test_an_issue_and_a_page_are_reasons(archive, answer):
    assert [hit.why for hit in answer(q="numéro:36 page:20").hits] == [
        {"issue": ["36"], "page": ["20"]}
    ]
