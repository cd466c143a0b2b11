"""What holds for every page: odd addresses, errors, languages, cookies, accounts."""

import re

import pytest
from django.test import Client
from pages import text

pytestmark = pytest.mark.django_db


# Odd addresses


@pytest.mark.parametrize(
    "address",
    [
        "/0000/",
        "/9999/",
        "/2001/13/",
        "/2001/00/",
        "/2001/2/",
        "/٢٠٠١/",
        "/2001%00/",
        "/tags/nope/",
        "/tags/%00/",
        "/authors/nobody/",
        "/authors/..%2f..%2fetc/",
        "/publications/none/",
        "/editorials/999999/x/",
        "/editorials/0/x/",
        f"/editorials/{'9' * 30}/x/",
        f"/editorials/{'9' * 5000}/x/",
        "/editorials/-1/x/",
        "/tags/?letter=%00",
    ],
)
def test_an_odd_address_is_not_found_in_the_dress_of_the_site(client, make_editorial, address):
    make_editorial(date="2001")
    response = client.get(address)
    assert response.status_code == 404
    assert "Cette page n’existe pas" in text(response)


@pytest.mark.parametrize(
    "wanted", ["999999", "x", "0", "-1", "1.0", "%00", "٢", "1" * 5000, "2'--", ""]
)
@pytest.mark.parametrize(
    "address", ["/2001/", "/2001/02/", "/undated/", "/publications/", "/tags/ecoute/"]
)
def test_an_odd_page_number_is_not_found_and_the_page_says_so(
    client, make_editorial, address, wanted
):
    make_editorial(date="2001-02-12", tags=["écoute"])
    response = client.get(f"{address}?page={wanted}")
    assert response.status_code == 404
    assert "pas de telle page" in text(response)


# Languages, cookies, accounts


def test_the_reader_chooses_the_language_and_it_stays(client):
    response = client.post("/language/", {"language": "en", "next": "/authors/"})
    assert response["Location"] == "/authors/"
    page = client.get("/authors/")
    assert "Authors" in text(page)
    assert '<html lang="en">' in page.content.decode()


@pytest.mark.parametrize("language", ["xx", "", "../fr", "\0"])
def test_an_unknown_language_changes_nothing(client, language):
    client.post("/language/", {"language": language, "next": "/"})
    assert '<html lang="fr">' in client.get("/").content.decode()


def test_choosing_a_language_never_leads_to_another_site(client):
    assert (
        client.post("/language/", {"language": "en", "next": "https://evil.example/"})["Location"]
        == "/"
    )


def test_readers_are_given_no_cookie(client, make_editorial):
    for address in ("/", make_editorial().get_absolute_url(), "/nowhere/"):
        assert not client.get(address).cookies


def test_an_editor_logs_in_and_out(client, django_user_model):
    django_user_model.objects.create_user("claire", password="une-phrase-longue")
    assert client.post("/login/", {"username": "claire", "password": "non"}).status_code == 200
    assert (
        client.post("/login/", {"username": "claire", "password": "une-phrase-longue"})["Location"]
        == "/"
    )
    assert "Se déconnecter (claire)" in text(client.get("/"))
    client.post("/logout/")
    assert "Espace des éditeurs" in text(client.get("/"))


def test_a_form_without_its_token_is_refused_in_the_dress_of_the_site():
    response = Client(enforce_csrf_checks=True).post("/login/", {"username": "x"})
    assert response.status_code == 403
    assert "n’est plus valable" in text(response)


def test_a_broken_site_says_so_without_asking_the_database(
    client, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("archive.views.browse.home.page_of_editorials", lambda *_: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/undated/")
    assert response.status_code == 500
    assert "s’est trompé" in text(response)


def test_pages_hold_no_inline_style_or_script(client, make_editorial):
    editorial = make_editorial(
        date="2001-02-12", publication="En ligne", authors=["Claire Abgrall"], tags=["écoute"]
    )
    for address in (
        "/",
        "/2001/",
        "/2001/02/",
        "/authors/",
        "/tags/",
        "/login/",
        editorial.get_absolute_url(),
    ):
        page = client.get(address).content.decode()
        assert not re.search(
            r"<style|<script(?![^>]* (?:src=|type=\"application/ld\+json\"))|\sstyle=|\son\w+=",
            page,
        )


def test_pages_are_compressed_for_who_takes_them_so(client, make_editorial):
    for number in range(10):
        make_editorial(f"N° {number}", date="2001")
    plain, packed = client.get("/2001/"), client.get("/2001/", headers={"accept-encoding": "gzip"})
    assert (
        packed.headers["Content-Encoding"] == "gzip"
        and len(packed.content) < len(plain.content) / 2
    )


def test_a_request_for_another_site_is_refused_with_our_page(client, db):
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert (
        response.status_code == 400 and "Cette demande n’a pas de sens" in response.content.decode()
    )
