"""What a lost address is offered."""

import pytest
from pages import linked, text

pytestmark = pytest.mark.django_db


def test_a_lost_year_leads_to_the_nearest_that_holds_something(client, make_editorial):
    make_editorial(date="1987")
    make_editorial(date="2001")
    make_editorial(date="1998", state="draft")
    for address in ("/1984/", "/archives/1985/edito.html", "/1980/02/"):
        response = client.get(address)
        assert response.status_code == 404
        assert "/1987/" in linked(response) and "/2001/" not in linked(response), address


@pytest.mark.parametrize(
    "address", ["/authors/clare-abgral/", "/auteur/Claire_Abgrall", "/authors/claire-abgrall"]
)
def test_a_misspelt_author_is_recognised(client, make_editorial, address):
    make_editorial(authors=["Claire Abgrall"])
    make_editorial(authors=["Luc d’Astrée"])
    response = client.get(address, follow=True)
    assert "/authors/claire-abgrall/" in linked(response) or "Claire Abgrall" in text(response)
    assert "Luc d’Astrée" not in text(response)


def test_authors_of_drafts_alone_are_not_told(client, make_editorial):
    make_editorial(authors=["Zoé Cachée"], state="draft")
    assert "Zoé Cachée" not in text(client.get("/authors/zoe-cachees/"))


def test_the_words_of_a_lost_address_are_searched(client, make_editorial):
    response = client.get("/editorials/9999/la-voix-du-client/")
    assert 'name="q" value="la voix du client"' in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/%00/",
        "/%ff%fe/",
        "/" + "a" * 5000,
        "/<script>/",
        "/9999999999/",
        "/٢٠٠١/",
        "/'%22;--/",
        "/..%2f..%2f",
        "/xn--/é/",
    ],
)
def test_an_odd_address_is_answered_for_and_never_breaks(client, make_editorial, address):
    make_editorial(date="2001", authors=["Claire Abgrall"])
    response = client.get(address)
    assert response.status_code == 404
    assert "<script>" not in response.content.decode()


def test_a_lost_address_costs_few_queries(client, make_editorial, django_assert_max_num_queries):
    for number in range(60):
        make_editorial(date=f"{1940 + number}", authors=[f"Claire Numéro{number}"])
    with django_assert_max_num_queries(5):
        client.get("/1900/claire-numero/")
