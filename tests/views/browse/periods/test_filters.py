"""A period narrowed by its address: one address a choice, and no name that only drafts bear."""

import pytest
from pages import linked, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(make_editorial):
    for number in range(12):
        make_editorial(
            f"N° {number}", date="2001", authors=["Claire Abgrall"], tags=["accueil", "zèle"]
        )
    make_editorial(
        "Secret",
        date="2001",
        state="draft",
        authors=["Luc Caché"],
        tags=["rumeur"],
        publication="Feuille cachée",
    )


@pytest.mark.parametrize("choice", ["author=luc-cache", "tag=rumeur", "publication=feuille-cachee"])
def test_a_name_that_only_drafts_bear_is_not_known_to_readers(client, editor_client, year, choice):
    client.logout()
    unknown = client.get("/2001/?author=nobody")
    hidden = client.get(f"/2001/?{choice}")
    assert hidden.status_code == unknown.status_code == 404
    for page in (hidden, client.get(f"/search/?{choice}"), client.get(f"/search/feed/?{choice}")):
        for name in ("Luc Caché", "rumeur »", "Feuille cachée"):
            assert name not in text(page)


def test_an_editor_narrows_by_the_names_of_drafts(editor_client, year):
    assert "Luc Caché" in text(editor_client.get("/2001/?author=luc-cache"))


@pytest.mark.parametrize(
    "sent, address",
    [
        ("tag=zele&tag=accueil", "/2001/?tag=accueil&tag=zele"),
        ("tag=accueil&author=claire-abgrall", "/2001/?author=claire-abgrall&tag=accueil"),
        ("tag=accueil&tag=accueil&page=1", "/2001/?tag=accueil&page=1"),
        ("tag=", "/2001/"),
    ],
)
def test_a_choice_has_one_address(client, year, sent, address):
    response = client.get(f"/2001/?{sent}")
    assert response.status_code == 301 and response.headers["Location"] == address


def test_the_ways_to_narrow_lead_to_that_address(client, year):
    page = client.get("/2001/?tag=zele")
    assert ".?tag=accueil&tag=zele" in linked(page)


def test_the_first_page_of_a_list_has_the_address_of_the_list(client, make_editorial):
    for number in range(35):
        make_editorial(f"N° {number}", date="2001")
    assert "/2001/?page=2" in linked(client.get("/2001/"))
    back = linked(client.get("/2001/?page=2"))
    assert "/2001/" in back and "/2001/?page=1" not in back
