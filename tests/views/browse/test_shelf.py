"""A reader's shelf, as an address names it: listed, taken along as files."""

import re
import zipfile
from io import BytesIO

import pytest
from lxml import etree
from pages import linked, text

from archive.models import Publication

pytestmark = pytest.mark.django_db
BODY = "<p>Au début du mois, un notaire.</p><p>Puis rien & « plus » que cela.</p>"


@pytest.fixture
def editorials(make_editorial):
    first = make_editorial("La voix", BODY, date="2001-02", publication="En ligne")
    return [first, make_editorial("L’écoute", BODY, authors=["Claire Abgrall"], language="fr")]


def shelf(client, *items):
    return client.get(f"/shelf/?ids={','.join(map(str, items))}")


def test_without_an_address_it_says_what_it_is_and_what_it_wants(client, editorials):
    page = text(client.get("/shelf/"))
    assert "Elle n’est que dans ce navigateur" in page and "il faut un script" in page


def test_what_an_address_names_is_listed_in_its_order(client, editorials):
    first, second = editorials
    response = shelf(client, second.pk, first.pk)
    page = text(response)
    assert page.index("L’écoute") < page.index("La voix") and "Claire Abgrall" in page
    assert f"/shelf/shelf.epub?ids={second.pk},{first.pk}" in linked(response)
    assert f"http://testserver/shelf/?ids={second.pk},{first.pk}" in linked(response)
    assert 'content="noindex"' in response.content.decode()


def test_a_paragraph_is_shown_with_where_it_stands(client, editorials):
    first, _second = editorials
    page = client.get(first.get_absolute_url()).content.decode()
    anchor = re.search(r'<p id="(p-puis[^"]*)"', page)[1]
    response = shelf(client, f"{first.pk}.{anchor}")
    assert "Puis rien & « plus » que cela." in text(response)
    assert "Au début du mois" not in text(response)
    assert f"{first.get_absolute_url()}#{anchor}" in linked(response)


def test_a_paragraph_that_is_not_there_any_more_leaves_its_editorial(client, editorials):
    response = shelf(client, f"{editorials[0].pk}.p-nowhere")
    assert response.status_code == 200 and "La voix" in text(response)


@pytest.mark.parametrize(
    "ids",
    [
        "",
        ",",
        "x",
        "0",
        "-1",
        "1'--",
        "9" * 30,
        "9" * 18,
        "1.p-<script>",
        "%00",
        "1.5",
        ",".join(map(str, range(5000, 9000))),
    ],
)
def test_an_odd_address_names_nothing(client, editorials, ids):
    response = client.get(f"/shelf/?ids={ids}")
    assert response.status_code == 200 and "<script>alert" not in response.content.decode()
    for ending in ("bib", "ris", "epub"):
        assert client.get(f"/shelf/shelf.{ending}?ids={ids}").status_code in (200, 404)


def test_no_more_than_its_bound_is_read(client, make_editorial, django_assert_max_num_queries):
    numbers = [make_editorial(f"N {number}").pk for number in range(210)]
    with django_assert_max_num_queries(14):
        page = shelf(client, *numbers).content.decode()
    assert page.count("<li data-item=") == 200
    assert (
        client.get(f"/shelf/shelf.bib?ids={','.join(map(str, numbers))}").content.count(b"@article")
        == 200
    )


def test_drafts_and_what_was_withdrawn_are_not_shown_and_are_counted(client, editorials):
    first, second = editorials
    first.state, second.state = "draft", "withdrawn"
    first.save()
    second.save()
    page = text(shelf(client, first.pk, second.pk, 999_999))
    assert "3 éditoriaux ne sont pas ou plus dans l’archive" in page
    assert "La voix" not in page and "L’écoute" not in page
    assert client.get(f"/shelf/shelf.epub?ids={first.pk},{second.pk}").status_code == 404


def test_it_is_taken_along_for_reference_managers(client, editorials):
    numbers = ",".join(str(editorial.pk) for editorial in editorials)
    bibtex = client.get(f"/shelf/shelf.bib?ids={numbers}")
    assert bibtex.content.decode().count("@article{") == 2
    assert bibtex.headers["Content-Disposition"] == 'attachment; filename="etagere.bib"'
    ris = client.get(f"/shelf/shelf.ris?ids={numbers}").content.decode()
    assert ris.count("TY  - MGZN") == ris.count("ER  - ") == 2
    assert client.get(f"/shelf/shelf.txt?ids={numbers}").status_code == 404


def test_it_is_taken_along_as_a_book(client, editorials):
    Publication.objects.update(licence="CC0-1.0")
    numbers = ",".join(str(editorial.pk) for editorial in editorials)
    response = client.get(f"/shelf/shelf.epub?ids={numbers}")
    assert response.headers["Content-Type"] == "application/epub+zip"
    with zipfile.ZipFile(BytesIO(response.content)) as book:
        assert book.infolist()[0].filename == "mimetype"
        assert book.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert book.read("mimetype") == b"application/epub+zip"
        for name in book.namelist():
            if name.endswith((".xhtml", ".opf", ".xml")):
                etree.fromstring(book.read(name))
        first = book.read("EPUB/chapter-1.xhtml").decode()
        contents = book.read("EPUB/contents.xhtml").decode()
    assert "<h1>La voix</h1>" in first and "En ligne · février 2001" in first
    assert "CC0 1.0" in first and "http://testserver/editorials/" in first
    assert contents.index("La voix") < contents.index("L’écoute")
    again = client.get(f"/shelf/shelf.epub?ids={numbers}")
    assert again.content == response.content


def test_nothing_of_it_is_kept_here(client, editorials):
    response = shelf(client, editorials[0].pk)
    assert not response.cookies and client.post("/shelf/").status_code in (403, 405)


def test_robots_are_told_to_leave_it(client):
    assert "Disallow: /shelf/" in client.get("/robots.txt").content.decode()


@pytest.mark.parametrize("address", ["/shelf/shelf.epub?ids={}", "/shelf/?ids={}"])
def test_a_visitor_who_asks_for_many_books_is_asked_to_wait(
    client, make_editorial, settings, address
):
    settings.SEARCH_LIMIT, settings.TRUSTED_PROXIES = 3, 1
    number = make_editorial("La voix", BODY).pk
    many = address.format(",".join(f"{item}.p-a" for item in range(number, number + 30)))
    statuses = [client.get(f"{many}&n={time}").status_code for time in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert client.get(address.format(number)).status_code == 200
