"""Who and what the results of a search cite, counted where a reader opens it."""

from urllib.parse import quote

import pytest
from pages import linked, text

from archive.models import Sheet
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(make_editorial):
    make_editorial("Un", "<p>On attend à Lyon, au téléphone, puis à Lyon.</p>", date="2001")
    make_editorial("Deux", "<p>On attend à Lyon et à Nantes, au téléphone.</p>", date="2004")
    make_editorial("Trois", "<p>On attend Drew Kraus à Rennes, sans rien.</p>", date="2004")
    freshness.drain()


def cited(client, address: str) -> str:
    """What the part of the page says of what is cited."""
    page = text(client.get(address)).partition("Qui et quoi y est cité ")[2]
    return page.partition(" Atom ")[0]


def test_it_is_counted_under_the_question_and_its_other_choices(client, archive):
    assert "Lyon 2 Nantes 1 Replier" in cited(client, "/search/?q=téléphone&facet=cited")
    of_a_year = cited(client, "/search/?q=attend&year=2004&facet=cited")
    assert "Drew Kraus 1 Lyon 1 Nantes 1 Rennes 1" in of_a_year


def test_what_is_chosen_is_told_first_and_does_not_narrow_the_counts(client, archive):
    address = "/search/?q=téléphone&cited=nantes&facet=cited"
    assert "Enlever Nantes × 1 Lyon 2" in cited(client, address)
    assert "/search/?q=t%C3%A9l%C3%A9phone&cited=lyon&cited=nantes" in linked(client.get(address))


def test_nothing_is_counted_before_it_is_opened(client, archive):
    response = client.get("/search/?q=téléphone")
    assert "/search/?q=t%C3%A9l%C3%A9phone&facet=cited#cited" in linked(response)
    assert "Lyon" not in cited(client, "/search/?q=téléphone")


def test_names_are_looked_for_by_a_part(client, archive):
    assert "Nantes 1 Replier" in cited(client, "/search/?q=attend&facet=cited&like=NANT")
    nothing = cited(client, "/search/?q=attend&facet=cited&like=zz")
    assert "Aucun nom ne contient cela." in nothing


@pytest.mark.parametrize("like", ["Côte-d’Or", "cote d'or", "Jean-P"])
def test_names_are_looked_for_whatever_hyphens_they_have(client, make_editorial, like):
    make_editorial(
        "Un", "<p>On attend en Côte-d’Or et l’on voit Jean-Pierre Vasseur, au téléphone.</p>"
    )
    freshness.drain()
    name = "Jean-Pierre Vasseur" if like == "Jean-P" else "Côte-d’Or"
    shown = cited(client, "/search/?q=attend&facet=cited&like=" + quote(like))
    assert f"{name} 1 Replier" in shown


def test_it_is_told_how_many_names_there_are_where_not_all_are_shown(client, archive, monkeypatch):
    monkeypatch.setattr("archive.views.search.cited.MOST_OPENED", 1)
    assert "Les 1 plus fréquents de 4." in cited(client, "/search/?q=attend&facet=cited")
    with_letters = cited(client, "/search/?q=attend&facet=cited&like=n")
    assert "Les 1 plus fréquents de 3." in with_letters


def test_a_hidden_name_is_not_told(client, archive):
    Sheet.objects.filter(slug="lyon").update(hidden=True)
    assert "Lyon" not in cited(client, "/search/?q=téléphone&facet=cited")


def test_texts_that_name_nobody_say_so(client, make_editorial):
    make_editorial("Rien", "<p>On attend.</p>")
    freshness.drain()
    told = cited(client, "/search/?q=attend&facet=cited")
    assert "Ces textes ne nomment personne." in told


def test_too_many_results_are_not_counted(client, archive, monkeypatch):
    monkeypatch.setattr("archive.views.search.cited.MOST_COUNTED", 1)
    assert "affinez d’abord la recherche" in cited(client, "/search/?q=attend&facet=cited")


@pytest.mark.parametrize("opened", ["", "&facet=cited"])
def test_what_is_left_out_is_told_and_taken_off(client, archive, opened):
    response = client.get(f"/search/?q=attend&cited=-lyon{opened}")
    told = text(response)
    assert "qui ne citent pas Lyon" in told and "Trois" in told and "Deux" not in told
    assert "Enlever sauf Lyon ×" in cited(client, f"/search/?q=attend&cited=-lyon{opened}")
    assert "/search/?q=attend" in linked(response)


@pytest.mark.parametrize("address", ["/search/results.csv", "/api/v1/search"])
def test_every_door_leaves_out_what_cites_a_name(client, archive, address):
    told = b"".join(client.get(f"{address}?q=attend&cited=-lyon")).decode()
    assert "Trois" in told and "Deux" not in told


def test_a_name_without_a_sheet_is_told(client, archive):
    told = text(client.get("/search/?cited=nobody"))
    assert "nobody » n’a de fiche" in told.replace("\xa0", " ")
    assert "de fiche" not in text(client.get("/search/?cited=lyon"))


def test_names_without_a_sheet_are_told_in_bounds(client, archive):
    asked = "&".join(f"cited=nobody-{number:03}" for number in range(200))
    page = client.get(f"/search/?{asked}", follow=True)
    assert text(page).count("Enlever") < 110
    assert "nobody-050" not in text(page)
