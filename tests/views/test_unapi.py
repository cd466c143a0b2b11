"""What reference managers ask by unAPI."""

import pytest
from lxml import etree

pytestmark = pytest.mark.django_db


def formats(response):
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    return root.get("id"), [element.get("name") for element in root]


def test_the_server_tells_its_formats_and_gives_each(client, make_editorial):
    number = str(make_editorial("La voix", publication="Décroché").pk)
    names = ["bibtex", "ris", "csl-json"]
    assert formats(client.get("/unapi")) == (None, names)
    response = client.get("/unapi", {"id": number})
    assert response.status_code == 300 and formats(response) == (number, names)
    for name in names:
        response = client.get("/unapi", {"id": number, "format": name})
        assert response.status_code == 200 and "La voix" in response.content.decode()


def test_an_editorial_leads_to_the_server_with_its_id(client, make_editorial):
    editorial = make_editorial("La voix")
    page = client.get(editorial.get_absolute_url()).content.decode()
    assert '<link rel="unapi-server" type="application/xml" title="unAPI" href="/unapi">' in page
    assert f'<abbr class="unapi-id" title="{editorial.pk}"></abbr>' in page


def test_another_format_is_refused(client, make_editorial):
    number = make_editorial("La voix").pk
    assert client.get("/unapi", {"id": number, "format": "mods"}).status_code == 406


def test_a_slip_in_a_parameter_is_told(client, make_editorial):
    number = make_editorial("La voix").pk
    response = client.get("/unapi", {"id": number, "fmt": "ris"})
    assert response.status_code == 400 and "fmt" in response.content.decode()
    response = client.get(f"/editorials/{number}/citation.bib", {"paragraf": "x"})
    assert response.status_code == 400
    assert "paragraf (paragraph\u202f?)" in response.content.decode()
    assert client.get(f"/editorials/{number}/citation.bib?utm_source=x&lang=en").status_code == 200


@pytest.mark.parametrize("identifier", ["0", "x", "9" * 30, "\x00", "-1", "٣"])
def test_an_odd_id_is_of_nothing(client, identifier):
    assert client.get("/unapi", {"id": identifier, "format": "ris"}).status_code == 404


@pytest.mark.parametrize(
    ("state", "status"), [("draft", 404), ("withdrawn", 410), ("trashed", 410)]
)
def test_what_is_not_published_is_not_given(editor_client, make_editorial, state, status):
    editorial = make_editorial("La voix", state=state)
    response = editor_client.get("/unapi", {"id": editorial.pk, "format": "ris"})
    assert response.status_code == status and "TY  - " not in response.content.decode()
    page = editor_client.get(editorial.get_absolute_url()).content.decode()
    assert "unapi" not in page
