"""What readers are told where a page does not say it, in lists, on its page and in the search."""

import pytest
from pages import text

from archive.models import Editorial

pytestmark = pytest.mark.django_db
GUESS = {"field": "date", "code": "guess", "value": "2004~"}
EMPTY = {"field": "text", "code": "empty", "value": ""}


@pytest.fixture
def everywhere(client):
    """All that a reader sees of an editorial: in the lists, in the search, on its page."""

    def pages(editorial: Editorial) -> list[str]:
        addresses = ["/undated/", "/", f"/search/?q={editorial.title}"]
        return [text(client.get(page)) for page in [*addresses, editorial.get_absolute_url()]]

    return pages


@pytest.mark.parametrize(
    "told",
    ["titre donné par l’archive", "auteur inconnu", "revue inconnue", "d’après le texte"],
)
def test_what_a_page_does_not_say_is_said_wherever_it_is_shown(everywhere, make_editorial, told):
    editorial = make_editorial("Raccroché", title_supplied=True, doubts=[GUESS])
    for page in everywhere(editorial):
        assert told in page.lower(), page


def test_nothing_is_said_of_what_is_known(everywhere, make_editorial):
    editorial = make_editorial("Raccroché", publication="En ligne", authors=["Claire Abgrall"])
    for page in everywhere(editorial):
        assert "inconnue" not in page.replace("date inconnue", "").lower()
        assert "auteur inconnu" not in page.lower()
        assert "titre donné" not in page.lower()


def test_what_the_text_makes_believe_of_the_date_is_told_as_that(everywhere, make_editorial):
    for page in everywhere(make_editorial("Raccroché", doubts=[GUESS])):
        assert "peut-être vers 2004, d’après le texte" in page


def test_a_date_that_is_known_is_told_without_what_was_guessed(client, make_editorial):
    editorial = make_editorial("Raccroché", date="2001", doubts=[GUESS])
    assert "peut-être" not in text(client.get(editorial.get_absolute_url()))


@pytest.mark.parametrize("value", ["", "bientôt", "<script>"])
def test_a_guess_that_is_no_date_is_not_told(client, make_editorial, value):
    editorial = make_editorial("Raccroché", doubts=[{**GUESS, "value": value}])
    page = text(client.get(editorial.get_absolute_url()))
    assert "date inconnue" in page and "peut-être" not in page


def test_an_article_of_pictures_says_so(client, make_editorial):
    editorial = make_editorial("Raccroché", "", date="2001", doubts=[EMPTY])
    assert "Cet article n’avait que des images." in text(client.get(editorial.get_absolute_url()))
    for address in ("/", "/2001/", "/search/?q=raccroché"):
        assert "cet article n’avait que des images" in text(client.get(address))


def test_a_list_of_a_magazine_does_not_say_its_name_again(client, make_editorial):
    make_editorial("Raccroché", publication="En ligne")
    page = text(client.get("/publications/en-ligne/"))
    assert "Raccroché date inconnue auteur inconnu" in page
    assert "revue inconnue" not in page
