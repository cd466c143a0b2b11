"""The help of search: each example finds something."""

import pytest
from pages import linked, text

from archive.search.upkeep import freshness
from archive.views.search.examples import MEANINGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def taught(archive, make_editorial):
    """An archive that has something for every kind of example."""
    text = "<p>Une clientèle à écouter.</p>"
    make_editorial("Écouter la clientèle", text, date="2003", issue="36 bis", page="20")
    make_editorial("Questions ouvertes", "<p>Une question.</p>", date="2003")
    freshness.drain()


def test_each_example_of_the_help_finds_something(client, taught):
    response = client.get("/search/help/")
    examples = [address for address in linked(response) if address.startswith("/search/?")]
    assert len(examples) == len(MEANINGS)
    for address in examples:
        assert "Aucun éditorial ne répond" not in text(client.get(address)), address


def test_the_help_shows_every_operator_in_the_language_of_its_reader(client, taught):
    french = text(client.get("/search/help/"))
    for typed in (
        "casque OU",
        " ET ",
        " SAUF (",
        ") OU ",
        "titre:(",
        "auteur:",
        "numéro:",
        "page:",
    ):
        assert typed in french
    client.cookies["django_language"] = "en"
    english = text(client.get("/search/help/"))
    for typed in ("casque OR", " AND ", " NOT (", ") OR ", "title:(", "author:", "issue:", "page:"):
        assert typed in english
    for typed in ('="', "~5", "casq*", "=casque"):
        assert typed in french and typed in english


def test_the_help_of_an_empty_archive_has_no_examples(client, db):
    response = client.get("/search/help/")
    assert response.status_code == 200
    assert not [address for address in linked(response) if address.startswith("/search/?")]
