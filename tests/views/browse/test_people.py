"""/people/: who and what the texts name, and a sheet for each."""

import pytest
from pages import linked, text

from archive.models import Editorial, Sheet, describing, requests
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(make_editorial):
    make_editorial(
        "Le rapport",
        "<p>Un début.</p><p>On cite Drew Kraus, analyste du cabinet Gartner. Il vit à Lyon.</p>",
        date="2001-02",
        publication="En-Contact",
        authors=["Anne Martin"],
    )
    make_editorial("Encore", "<p>Chez nous, à Lyon, Drew Kraus a parlé.</p>", date="2004")
    make_editorial("Brouillon", "<p>Un mot de Marc Secret.</p>", state="draft")
    freshness.drain()


def test_the_index_lists_what_is_named_most_by_kind(archive, client):
    page = text(client.get("/people/"))
    assert "Personnes Drew Kraus 2" in page and "Organisations Gartner 1" in page
    assert "Secret" not in page


def test_the_index_goes_by_letter_under_the_surname(archive, client):
    assert "Kraus, Drew 2" in text(client.get("/people/?kind=person&letter=K"))
    assert "Aucun nom." in text(client.get("/people/?kind=place&letter=K"))
    assert "1 nom contient « gart »" in text(client.get("/people/?like=gart"))


@pytest.mark.parametrize("like", ["côte d’or", "COTE-D'OR", "te d or", "-d’Or"])
def test_a_name_is_looked_for_whatever_joins_its_words(make_editorial, client, like):
    make_editorial("Un", "<p>Ils vivent en Côte-d’Or depuis dix ans.</p>")
    freshness.drain()
    assert "Côte-d’Or 1" in text(client.get("/people/", {"like": like}))
    assert "Aucun nom." in text(client.get("/people/", {"like": "-"}))


def test_a_sentence_that_returns_stands_once_with_all_its_sources(make_editorial, client):
    said = "Selon Drew Kraus, analyste du cabinet, le marché des centres a doublé en {} ans."
    for title, years in (("Un", "dix"), ("Deux", "vingt"), ("Trois", "dix")):
        make_editorial(title, f"<p>{said.format(years)}</p>", date="2001")
    make_editorial("Quatre", "<p>Tout autre chose : Drew Kraus habite ici, dit-on.</p>")
    freshness.drain()
    response = client.get("/people/drew-kraus/")
    page = text(response)
    assert "cité dans 4 éditoriaux" in page
    telling, mentions = page.split("Ce qu’en disent les textes")[1].split("Toutes les mentions")
    for part in (telling, mentions):
        assert part.count("le marché des centres a doublé") == 1
        assert "2 autres éditoriaux le disent presque dans les mêmes mots" in part
        assert all(title in part for title in ("Un", "Deux", "Trois"))
    assert "Quatre" in mentions


def test_a_sentence_that_says_something_is_quoted_rather_than_a_line_of_a_list(
    make_editorial, client
):
    make_editorial("Un", "<p>Gartner</p><p>On a lu le rapport du cabinet Gartner hier soir.</p>")
    freshness.drain()
    mentions = text(client.get("/people/gartner/")).split("Toutes les mentions")[1]
    assert "On a lu le rapport du cabinet Gartner hier soir." in mentions


def test_a_long_sentence_is_cut_around_the_name(make_editorial, client):
    many = ", ".join(f"mot{number}" for number in range(60))
    make_editorial("Un", f"<p>Début {many} et Drew Kraus, puis {many} fin.</p>")
    freshness.drain()
    mentions = text(client.get("/people/drew-kraus/")).split("Toutes les mentions")[1]
    assert "… mot" in mentions and "mot59 et Drew Kraus , puis mot0," in mentions
    assert "Début" not in mentions and "fin." not in mentions


@pytest.mark.parametrize(
    "odd", ["?letter=zz", "?letter=é", "?kind=x", "?letter=K&page=9", "nobody/", "marc-secret/"]
)
def test_what_is_not_there_is_missing(archive, client, odd):
    assert client.get(f"/people/{odd}").status_code == 404


def test_an_empty_archive_says_so(db, client):
    assert "aucun pour le moment" in text(client.get("/people/"))


def test_a_sheet_quotes_what_tells_and_every_mention(archive, client):
    response = client.get("/people/drew-kraus/")
    page = text(response)
    assert "cité dans 2 éditoriaux" in page
    telling, mentions = page.split("Ce qu’en disent les textes")[1].split("Toutes les mentions")
    assert "On cite Drew Kraus , analyste du cabinet Gartner. Le rapport" in telling
    assert "Anne Martin · En-Contact · février 2001" in telling
    assert "Cité par Anne Martin 1" in page
    assert "Cité avec Lyon 2 Gartner 1" in page
    assert mentions.index("Encore") < mentions.index("Le rapport")
    assert "/search/?cited=drew-kraus" in linked(response)


def test_a_quotation_leads_to_its_paragraph(archive, client):
    addresses = linked(client.get("/people/gartner/"))
    [address] = {link for link in addresses if link.startswith("/editorials/") and "#" in link}
    page, _hash, anchor = address.partition("#")
    assert f'id="{anchor}"' in client.get(page).content.decode()


def test_a_person_of_an_author_s_very_name_leads_to_the_author(make_editorial, client):
    make_editorial("Un", authors=["Anne Martin"])
    make_editorial("Deux", "<p>Comme le dit Anne Martin hier.</p>")
    freshness.drain()
    assert "/authors/anne-martin/" in linked(client.get("/people/anne-martin/"))


def test_a_hidden_sheet_is_for_editors(archive, client, admin_client):
    describing.edit(Sheet.objects.get(slug="gartner"), {"hidden": True})
    assert client.get("/people/gartner/").status_code == 404
    assert "Gartner" not in text(client.get("/people/"))
    assert "Gartner" not in text(client.get("/people/drew-kraus/")).split("Cité avec")[1][:40]
    assert "fiche masquée" in text(admin_client.get("/people/gartner/"))


def test_a_former_address_leads_to_today_s(archive, client):
    describing.edit(Sheet.objects.get(slug="gartner"), {"name": "Gartner Group"})
    response = client.get("/people/gartner/")
    assert (response.status_code, response["Location"]) == (301, "/people/gartner-group/")


def test_a_sheet_that_quotes_what_is_kept_from_search_engines_is_kept_so_too(archive, client):
    assert "X-Robots-Tag" not in client.get("/people/drew-kraus/").headers
    requests.withhold([Editorial.objects.get(title="Encore").pk], None, "Demande")
    assert client.get("/people/drew-kraus/").headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/people/gartner/").headers
