"""What a reader chooses for all pages: the colours. The language is tested with the site."""

import pytest
from django.utils.encoding import iri_to_uri

pytestmark = pytest.mark.django_db


def page(client) -> str:
    return client.get("/authors/").content.decode()


def test_the_device_decides_until_a_reader_does(client):
    assert "data-theme=" not in page(client)
    assert 'name="color-scheme" content="light dark"' in page(client)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_chosen_colours_stand_in_the_page_before_it_is_drawn(client, theme):
    response = client.post("/theme/", {"theme": theme, "next": "/authors/?letter=A"})
    assert response["Location"] == "/authors/?letter=A"
    assert f'<html lang="fr" data-theme="{theme}">' in page(client)
    assert f'name="color-scheme" content="{theme}"' in page(client)


def test_the_choice_can_be_given_back_to_the_device(client):
    client.post("/theme/", {"theme": "dark"})
    client.post("/theme/", {"theme": ""})
    assert "data-theme=" not in page(client)


@pytest.mark.parametrize("odd", ["red", "dark\0", '"><script>', "DARK"])
def test_other_colours_change_nothing(client, odd):
    client.post("/theme/", {"theme": odd})
    client.cookies["theme"] = odd
    assert "data-theme=" not in page(client)


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""]
)
def test_choosing_colours_never_leads_to_another_site(client, away):
    assert client.post("/theme/", {"theme": "dark", "next": away})["Location"] == "/"


@pytest.mark.parametrize("odd", ["0", "home", "logout", "é", "a" * 3000, "%00"])
def test_whatever_it_is_to_lead_back_to_it_does_not_fail(client, odd):
    for choice in ("/theme/", "/news/"):
        assert client.post(choice, {"next": odd})["Location"] in ("/", iri_to_uri(odd))


def test_colours_are_chosen_by_a_form_alone(client):
    assert client.get("/theme/").status_code == 405


def test_a_page_without_colours_is_no_page_with_them_for_a_cache(client):
    assert "Cookie" in client.get("/authors/")["Vary"]
