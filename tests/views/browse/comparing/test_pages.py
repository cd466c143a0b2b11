"""Two names side by side."""

import re

import pytest
from django.db import transaction
from pages import linked, text

from archive.models import Tag

pytestmark = pytest.mark.django_db
TWO_AUTHORS = "/compare/?author=claire-abgrall&author=luc-d-astree"


@pytest.fixture
def archive(make_editorial):
    make_editorial(
        date="1999-02",
        publication="En ligne",
        authors=["Claire Abgrall"],
        tags=["écoute", "CRM"],
    )
    make_editorial(
        date="2004", publication="En ligne", authors=["Luc d’Astrée"], tags=["écoute", "métier"]
    )
    make_editorial(
        date="2005",
        publication="Décroché",
        authors=["Luc d’Astrée", "Claire Abgrall"],
        tags=["écoute", "accueil"],
    )


def test_two_authors_are_compared_by_years_tags_and_magazines(client, archive):
    response = client.get(TWO_AUTHORS)
    page = text(response)
    assert (
        "Claire Abgrall 2 éditoriaux, de 1999 à 2005 Luc d’Astrée 2 éditoriaux, de 2004 à 2005"
        in page
    )
    assert "Signés ensemble : 1 éditorial" in page
    assert re.search(r"Mots-clés En commun.* écoute 2 2", page)
    assert "Claire Abgrall seulement CRM 1 Luc d’Astrée seulement métier 1" in page
    assert re.search(r"Revues En commun.* Décroché 1 1 En ligne 1 1", page)
    assert re.search(r"Année Claire Abgrall Luc d’Astrée 1999 1 2004 1 2005 1 1", page)


def test_two_magazines_are_compared_by_who_signs_and_what_about(client, archive):
    page = text(client.get("/compare/?publication=en-ligne&publication=decroche"))
    assert re.search(r"Signatures En commun.* Claire Abgrall 1 1 Luc d’Astrée 1 1", page)
    assert re.search(r"En ligne seulement CRM 1 métier 1 Décroché seulement accueil 1", page)


def test_two_tags_are_compared_and_lead_to_what_has_both(client, archive):
    response = client.get("/compare/?tag=crm&tag=ecoute")
    page = text(response)
    assert "Avec les deux : 1 éditorial" in page
    assert "/tags/crm+ecoute/" in linked(response)
    assert re.search(r"Auteurs En commun.* Claire Abgrall 1 2", page)
    voisins = page.partition("Mots-clés voisins")[2].partition("Revues")[0]
    assert "accueil" in voisins and "CRM 1" not in voisins


def test_both_rows_are_drawn_on_one_scale(client, make_editorial):
    with transaction.atomic():
        for _number in range(8):
            make_editorial(date="2001", authors=["Claire Abgrall"])
        for _number in range(4):
            make_editorial(date="2001", authors=["Luc d’Astrée"])
    response = client.get(TWO_AUTHORS).content.decode()
    assert re.findall(r"100v-(\d+)", response) == ["80", "40"]
    assert "la même échelle" in response


def test_names_are_chosen_by_a_form_that_needs_no_script(client, archive):
    response = client.get("/compare/")
    html = response.content.decode()
    assert html.count('<form action="/compare/"') == 3
    assert '<option value="Claire Abgrall">' in html
    chosen = client.get("/compare/", {"author": ["claire ABGRALL", "Luc d’Astrée"]})
    assert chosen.status_code == 302 and chosen["Location"] == TWO_AUTHORS


def test_one_name_asks_for_another(client, archive):
    html = client.get("/compare/?author=claire-abgrall").content.decode()
    assert 'value="Claire Abgrall"' in html
    assert html.count('<form action="/compare/"') == 1


def test_an_unknown_name_proposes_those_like_it_beside_the_other(client, archive):
    response = client.get("/compare/?author=claire-abgrall&author=Astr%C3%A9e")
    assert "ne connaît pas « Astrée »" in text(response)
    assert TWO_AUTHORS in linked(response)


def test_a_name_is_not_compared_with_itself(client, archive):
    page = text(client.get("/compare/?author=claire-abgrall&author=claire-abgrall"))
    assert "deux fois le même nom" in page


@pytest.mark.parametrize(
    "query",
    ["author=claire-abgrall&tag=crm", "author=claire-abgrall&author=luc-d-astree&author=x"],
)
def test_nothing_but_two_of_one_kind_is_compared(client, archive, query):
    response = client.get(f"/compare/?{query}")
    assert response.status_code == 404 and "deux auteurs, deux revues" in text(response)


@pytest.mark.parametrize("typed", ["", "<script>", "%", "x" * 5000, "\x00", "é" * 300])
def test_odd_names_are_asked_for_again(client, archive, typed):
    response = client.get("/compare/", {"author": [typed, "claire-abgrall"]})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().partition("<main")[2]


def test_names_that_only_drafts_bear_are_not_compared(client, archive, make_editorial):
    make_editorial(authors=["Zoé Cachée"], tags=["cachette"], state="draft")
    response = client.get("/compare/?author=claire-abgrall&author=zoe-cachee")
    assert "ne connaît pas" in text(response) and "Zoé" not in text(response)
    assert "cachette" not in text(client.get("/compare/"))


def test_what_drafts_have_is_not_told(client, archive, make_editorial):
    make_editorial(authors=["Claire Abgrall"], tags=["secret"], state="draft")
    assert "secret" not in text(client.get(TWO_AUTHORS))


def test_a_tag_of_a_former_address_is_compared_by_its_present_one(client, archive):
    tag = Tag.objects.get(slug="crm")
    tag.slug, tag.name = "gestion", "gestion"
    tag.save()
    response = client.get("/compare/?tag=crm&tag=ecoute")
    assert response.status_code in (200, 302)


def test_an_empty_archive_has_nothing_to_compare(client, db):
    assert client.get("/compare/").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "author=anne-numero1&author=anne-numero2",
        "publication=revue-1&publication=revue-2",
        "tag=ecoute&tag=t1",
    ],
)
def test_the_queries_of_a_comparison_do_not_grow_with_the_archive(
    client, make_editorial, django_assert_max_num_queries, query
):
    with transaction.atomic():
        for number in range(70):
            make_editorial(
                date="2001-01-02",
                publication=f"Revue {number % 3}",
                authors=[f"Anne Numéro{number % 5}"],
                tags=["écoute", f"t{number}"],
            )
    with django_assert_max_num_queries(22):
        assert client.get(f"/compare/?{query}").status_code == 200


def test_pages_of_names_lead_to_their_comparison_and_to_their_feed(client, archive):
    for address, query in [
        ("/authors/claire-abgrall/", "author=claire-abgrall"),
        ("/publications/en-ligne/", "publication=en-ligne"),
        ("/tags/crm/", "tag=crm"),
    ]:
        page = client.get(address)
        links = linked(page)
        assert f"/compare/?{query}" in links
        assert f"/search/feed/?{query}" in links
        announced = (
            f'<link rel="alternate" type="application/atom+xml" href="/search/feed/?{query}"'
        )
        assert announced in " ".join(page.text.split())
        assert client.get(f"/search/feed/?{query}").status_code == 200
