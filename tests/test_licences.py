"""Under what terms a magazine's texts may be used again, wherever it is said."""

import json
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from pages import structured, text

from archive.models import Operation, Publication

pytestmark = pytest.mark.django_db
ADDRESS = "https://creativecommons.org/licenses/by-sa/4.0/"


@pytest.fixture
def editorial(make_editorial):
    editorial = make_editorial("La voix", publication="En ligne", date="2001-02-12")
    Publication.objects.update(licence="CC-BY-SA-4.0")
    return editorial


def test_it_is_said_on_the_pages_of_the_editorial_and_of_the_magazine(client, editorial):
    for address in (editorial.get_absolute_url(), "/publications/en-ligne/"):
        page = client.get(address).content.decode()
        assert f'<a href="{ADDRESS}" rel="license">CC BY-SA 4.0</a>' in page


def test_programs_are_told(client, editorial):
    page = client.get(editorial.get_absolute_url())
    article = next(thing for thing in structured(page) if "license" in thing)
    assert article["license"] == ADDRESS
    at = f"/editorials/{editorial.pk}/citation"
    assert f"CC BY-SA 4.0 — {ADDRESS}" in client.get(f"{at}.bib").content.decode()
    assert f"N1  - CC BY-SA 4.0 — {ADDRESS}" in client.get(f"{at}.ris").content.decode()
    [item] = json.loads(client.get(f"{at}.json").content)
    assert item["custom"]["license"] == f"CC BY-SA 4.0 — {ADDRESS}"
    record = client.get(f"/api/v1/editorials/{editorial.pk}").json()
    assert (record["license"], record["license_url"]) == ("CC-BY-SA-4.0", ADDRESS)
    feed = ElementTree.fromstring(client.get("/feeds/").content)
    rights = feed.find(".//{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}rights")
    assert rights.text == f"CC BY-SA 4.0 — {ADDRESS}"


def test_where_nothing_is_said_nothing_is_shown(client, make_editorial):
    editorial = make_editorial("La voix", publication="En ligne")
    page = client.get(editorial.get_absolute_url())
    assert "Droits" not in text(page) and "license" not in page.content.decode()
    record = client.get(f"/api/v1/editorials/{editorial.pk}").json()
    assert record["license"] is record["license_url"] is None
    assert "Droits" not in text(client.get(make_editorial("Seul").get_absolute_url()))


def test_rights_that_are_reserved_have_no_address_to_lead_to(client, editorial):
    Publication.objects.update(licence="reserved")
    page = client.get(editorial.get_absolute_url())
    assert "Droits tous droits réservés" in text(page)
    assert structured(page)[0]["license"] == "tous droits réservés"


def test_an_address_of_the_magazine_s_own_takes_the_usual_one_s_place(client, editorial):
    Publication.objects.update(licence="other", licence_address="https://en-ligne.example/reprise")
    page = client.get(editorial.get_absolute_url()).content.decode()
    assert 'href="https://en-ligne.example/reprise" rel="license">autres conditions</a>' in page


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "ftp://x.example/", "ici"])
def test_other_terms_want_an_address_of_the_web(editorial, address):
    magazine = Publication.objects.get()
    magazine.licence, magazine.licence_address = "other", address
    with pytest.raises(ValidationError):
        magazine.full_clean()


def test_they_are_set_where_the_magazine_is_edited_and_undone(editor_client, editorial):
    magazine = Publication.objects.get()
    fields = {"name": "En ligne", "slug": "en-ligne", "licence": "CC0-1.0", "letters": "open"}
    for rows in ("periods", "editorships"):
        fields |= {f"{rows}-TOTAL_FORMS": "0", f"{rows}-INITIAL_FORMS": "0"}
    editor_client.post(f"/admin/archive/publication/{magazine.pk}/change/", fields)
    operation = Operation.objects.get()
    assert Publication.objects.get().licence == "CC0-1.0"
    shown = text(editor_client.get(f"/desk/operations/{operation.pk}/"))
    assert "CC0 1.0" in shown, shown
    operation.undo()
    assert Publication.objects.get().licence == "CC-BY-SA-4.0"
