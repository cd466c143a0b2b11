"""An editorial, or a paragraph of it, to be cited."""

import json

import pytest
from django.test import Client
from pages import linked, text

pytestmark = pytest.mark.django_db
BODY = "<p>Le client attend au guichet.</p><p>Personne ne lui répond avant midi.</p>"
SECOND = "p-personne-ne-lui-repond-avant"


@pytest.fixture
def editorial(make_editorial):
    return make_editorial(
        "La voix", BODY, publication="En ligne", authors=["Anne Martin"], date="2001-02-12"
    )


def test_a_paragraph_is_cited_by_its_number_and_address_and_version(client, editorial):
    page = client.get(f"/editorials/{editorial.pk}/citation/?paragraph={SECOND}")
    told = text(page)
    assert "Personne ne lui répond avant midi." in told and "au guichet" not in told
    assert told.count(f"/editorials/{editorial.pk}/la-voix/#{SECOND}") == 4
    assert "paragr. 2" in told and f"version {editorial.version}" in told
    for name in ("ISO 690", "APA", "MLA", "Chicago"):
        assert name in told
    files = [address for address in linked(page) if "citation." in address]
    assert len(files) == 3
    for address in files:
        assert SECOND in client.get(address).content.decode()


def test_files_tell_the_paragraph_too(client, editorial):
    at = f"/editorials/{editorial.pk}/citation"
    item = json.loads(client.get(f"{at}.json?paragraph={SECOND}").content)[0]
    assert item["URL"].endswith(SECOND) and item["note"] == "paragr.\u00a02"
    assert item["version"] == str(editorial.version)
    assert "paragr.\u00a02" in client.get(f"{at}.bib?paragraph={SECOND}").content.decode()
    assert "N1  - paragr.\u00a02" in client.get(f"{at}.ris?paragraph={SECOND}").content.decode()


def test_without_a_paragraph_the_whole_is_cited(client, editorial):
    told = text(client.get(f"/editorials/{editorial.pk}/citation/"))
    assert "Citer cet éditorial" in told and "paragr." not in told and "version" not in told


@pytest.mark.parametrize("anchor", ["p-rien", "x" * 5000, "<script>", "\x00"])
def test_a_paragraph_that_is_not_there_is_told(client, editorial, anchor):
    for address in ("citation/", "citation.bib"):
        response = client.get(f"/editorials/{editorial.pk}/{address}", {"paragraph": anchor})
        assert response.status_code == 404
        assert "n’a pas (ou plus) ce paragraphe" in text(response)


def test_drafts_and_what_was_withdrawn_are_not_cited(client, editor_client, make_editorial):
    draft = make_editorial("Un", state="draft")
    withdrawn = make_editorial("Deux", state="withdrawn")
    reader = Client()
    assert reader.get(f"/editorials/{draft.pk}/citation/").status_code == 404
    assert editor_client.get(f"/editorials/{draft.pk}/citation/").status_code == 200
    assert reader.get(f"/editorials/{withdrawn.pk}/citation/").status_code == 410
    assert reader.get("/editorials/9999/citation/").status_code == 404
    assert reader.post(f"/editorials/{draft.pk}/citation/").status_code == 405
