"""Lasting keys of editorials: they lead to it, tell what it is, and stand wherever it is cited."""

import pytest
from django.test import Client
from pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def naan(settings):
    settings.ARK_NAAN = "12345"


@pytest.fixture
def editorial(make_editorial):
    return make_editorial(
        "La voix", publication="En ligne", authors=["Anne Martin"], date="2001-02-12"
    )


@pytest.mark.parametrize(
    "form", ["ark:12345/e{}", "ark:/12345/e{}", "ark:1234-5/e-{}", "ark:12345/e{}/"]
)
def test_a_key_leads_to_its_editorial_in_all_its_forms(client, editorial, form):
    response = client.get("/" + form.format(editorial.pk))
    assert (response.status_code, response.url) == (302, editorial.get_absolute_url())


def test_it_tells_what_it_is(client, editorial):
    response = client.get(f"/ark:12345/e{editorial.pk}?info")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    told = response.content.decode()
    assert "who: Martin, Anne\nwhat: La voix\nwhen: 2001-02-12\n" in told
    assert f"where: http://testserver/ark:12345/e{editorial.pk}\n" in told


def test_it_stands_where_the_editorial_is_cited(client, editorial):
    key = f"ark:12345/e{editorial.pk}"
    page = client.get(editorial.get_absolute_url())
    assert key in text(page)
    assert f'<meta name="DC.identifier" content="{key}">' in page.content.decode()
    assert f'<http://testserver/{key}>; rel="cite-as"' in page["Link"]
    assert client.get(f"/api/v1/editorials/{editorial.pk}").json()["ark"] == key
    harvest = client.get("/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"})
    assert f"<dc:identifier>{key}</dc:identifier>" in harvest.content.decode()


@pytest.mark.parametrize(
    "key",
    [
        "ark:12345/e99999",
        "ark:99999/e1",
        "ark:12345/x1",
        "ark:12345/e0",
        "ark:12345/e٣",
        "ark:12345/e" + "9" * 30,
    ],
)
def test_a_key_of_nothing_is_not_found(client, editorial, key):
    response = client.get(f"/{key}")
    assert response.status_code == 404 and "identifiant" in text(response)


def test_without_a_number_of_its_own_the_archive_has_no_keys(client, editorial, settings):
    settings.ARK_NAAN = ""
    assert client.get(f"/ark:12345/e{editorial.pk}").status_code == 404
    page = client.get(editorial.get_absolute_url())
    assert "ark:" not in page.content.decode()
    assert client.get(f"/api/v1/editorials/{editorial.pk}").json()["ark"] is None


def test_what_was_withdrawn_is_gone_by_every_door(make_editorial):
    withdrawn = make_editorial("Un", state="withdrawn")
    number, reader = withdrawn.pk, Client()
    for address in (
        f"/editorials/{number}/",
        f"/editorials/{number}/un/letters/",
        f"/editorials/{number}/citation/",
        f"/editorials/{number}/citation.bib",
        f"/editorials/{number}/card.png",
        f"/ark:12345/e{number}",
        f"/api/v1/editorials/{number}",
        f"/api/v1/reuse?editorial={number}",
        f"/unapi?id={number}",
        f"/editorials/{number}/manifest.json",
        f"/editorials/{number}/pictures/{'0' * 64}-960.jpg",
    ):
        assert reader.get(address).status_code == 410, address


def test_drafts_have_no_key_yet(client, make_editorial):
    draft = make_editorial("Un", state="draft")
    assert client.get(f"/ark:12345/e{draft.pk}").status_code == 404
