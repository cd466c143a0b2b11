"""From a search to the editorials it found and from one to the next, by the address alone."""

import pytest
from pages import linked, text

from archive.models import Editorial

from .conftest import needs


@pytest.fixture
def archive(make_editorial, engine) -> list[Editorial]:
    body = "<p>Les clients, la clientèle &amp; le client.</p>"
    editorials = [
        make_editorial(f"Numéro {number}", body, date=str(2000 + number)) for number in range(1, 8)
    ]
    engine.refresh()
    return editorials


def page_of(client, editorial, position, question="q=client&sort=oldest"):
    return client.get(f"{editorial.get_absolute_url()}?{question}&hit={position}")


def test_a_result_leads_to_its_page_and_that_to_the_one_before_and_after(client, archive):
    [second] = [
        address
        for address in linked(client.get("/search/?q=client&sort=oldest"))
        if "hit=2" in address
    ]
    response = client.get(second)
    assert "2 sur 7" in text(response)
    before, after = archive[0].get_absolute_url(), archive[2].get_absolute_url()
    assert f"{before}?q=client&sort=oldest&hit=1" in linked(response)
    assert f"{after}?q=client&sort=oldest&hit=3" in linked(response)


@pytest.mark.parametrize("position", range(1, 8))
def test_every_position_knows_its_neighbours(client, archive, position):
    links = linked(page_of(client, archive[position - 1], position))
    for beside in (position - 1, position + 1):
        assert any(address.endswith(f"hit={beside}") for address in links) is (1 <= beside <= 7)


@needs("forms")
def test_the_words_are_marked_in_all_their_forms_and_the_first_can_be_gone_to(client, archive):
    response = page_of(client, archive[0], 1)
    page = response.content.decode()
    assert 'Les <mark id="found">clients</mark>, la clientèle &amp; le <mark>client</mark>.' in page
    assert "2 mots marqués" in text(response)


def test_a_phrase_is_marked_in_the_title_and_the_standfirst_as_well(client, make_editorial, engine):
    editorial = make_editorial(
        "Le bon accueil", "<p>Un bon accueil.</p>", standfirst="D’un bon accueil."
    )
    engine.refresh()
    page = page_of(client, editorial, 1, 'q="bon accueil"').content.decode()
    assert "Le <mark>bon accueil</mark></h1>" in page
    assert "D’un <mark>bon accueil</mark>." in page


def test_the_way_back_is_to_the_result_on_its_page(client, archive):
    response = page_of(client, archive[6], 7, "q=client&sort=oldest&page_size=3")
    assert "/search/?q=client&sort=oldest&page=3&page_size=3#hit7" in linked(response)
    assert (
        'id="hit7"'
        in client.get("/search/?q=client&sort=oldest&page=3&page_size=3").content.decode()
    )


def test_search_engines_are_led_to_the_page_itself(client, archive):
    page = page_of(client, archive[0], 1).content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert f'<link rel="canonical" href="http://testserver{archive[0].get_absolute_url()}">' in page
    assert "noindex" not in client.get(archive[0].get_absolute_url()).content.decode()


def test_an_editorial_that_is_no_longer_there_still_leads_back(client, archive):
    response = page_of(client, archive[4], 1)
    assert "Retour aux résultats" in text(response)
    assert "sur 7" not in text(response)


def test_a_title_that_changed_keeps_the_search(client, archive):
    response = client.get(f"/editorials/{archive[0].pk}/autre/?q=client&sort=oldest&hit=1")
    assert (
        response.headers["Location"]
        == f"{archive[0].get_absolute_url()}?q=client&sort=oldest&hit=1"
    )


def test_filters_alone_are_walked_through_without_marks(client, archive):
    response = page_of(client, archive[1], 1, "year=2002")
    assert "1 sur 1" in text(response)
    assert "<mark" not in response.content.decode()


@pytest.mark.parametrize(
    "question", ["", "q=client", "hit=1", "q=client&hit=0", "q=client&hit=x", "q=client&hit=99999"]
)
def test_without_a_search_or_a_position_it_is_the_plain_page(client, archive, question):
    response = client.get(f"{archive[0].get_absolute_url()}?{question}")
    assert response.status_code == 200
    assert "Retour aux résultats" not in text(response)


@pytest.mark.parametrize(
    "question", ["q=client&hit=9999", "q=%00(((&tag=x&hit=3", "q=<script>&hit=1"]
)
def test_odd_addresses_are_no_error(client, archive, question):
    response = client.get(f"{archive[0].get_absolute_url()}?{question}")
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_a_draft_stays_hidden_and_a_withdrawn_one_gone(client, make_editorial):
    draft, withdrawn = make_editorial(state="draft"), make_editorial(state="withdrawn")
    assert page_of(client, draft, 1).status_code == 404
    assert page_of(client, withdrawn, 1).status_code == 410


def test_the_number_of_queries_is_bounded(client, archive, engine, django_assert_max_num_queries):
    with django_assert_max_num_queries(17 + engine.QUERIES):
        page_of(client, archive[3], 4)
