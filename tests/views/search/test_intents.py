"""What was read in the words, above the results: in force, on offer, and the way back."""

import csv
import io
import re
from html import unescape

import pytest
from django.urls import reverse

from archive.search.upkeep import freshness


@pytest.fixture
def archive(make_editorial):
    make_editorial("Madame Delmas", publication="Décroché", date="2018-05", issue="lettre n° 54")
    make_editorial("Raccroché", publication="Décroché", date="2021-06", issue="n° 1")
    make_editorial("Ça sonne", publication="Ligne ouverte", date="2018-03", issue="n° 1")
    make_editorial("Hors revue", "<p>Décroché en 2018.</p>", tags=["écoute"], date="2018")
    freshness.drain()


@pytest.fixture
def page(client, archive):
    def paged(**parameters):
        response = client.get(reverse("search"), parameters, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    return paged


def titles(page):
    return set(map(unescape, re.findall(r'<h2 lang="\w+"><a [^>]*>(?:<mark[^>]*>)?([^<]+)', page)))


def chips(page):
    """The text of each chip -> its address, in their order."""
    links = {}
    for listed in re.findall(r'<ul class="parts.*?</ul>', page, re.S):
        for address, text in re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', listed, re.S):
            words = re.sub(r"<[^>]+>", "", text)
            links[unescape(" ".join(words.split()))] = unescape(address)
    return links


def test_choices_in_force_are_named_with_their_counts(page):
    assert list(chips(page(q="Décroché 2018"))) == [
        "Enlever Revue : Décroché × 1 éditorial",
        "Enlever Année : 2018 × 1 éditorial",
    ]


def test_one_choice_is_taken_off_and_the_other_stays(page, client):
    address = chips(page(q="Décroché 2018"))["Enlever Année : 2018 × 1 éditorial"]
    assert address == "/search/?q=2018&publication=decroche"
    without = client.get(address).content.decode()
    assert titles(without) == {"Madame Delmas"}


def test_one_click_leads_back_to_the_bare_words(page, client):
    link = re.search(r'<a href="([^"]+)"[^>]*>Chercher plutôt les mots', page(q="Décroché 2018"))
    bare = client.get(unescape(link[1])).content.decode()
    assert "Hors revue" in titles(bare)
    assert "Revue :" not in bare


def test_an_offer_is_taken_by_one_click(page, client):
    offered = chips(page(q="n° 1"))
    assert "Numéro : Décroché n° 1 1 éditorial" in offered
    address = offered["Numéro : Décroché n° 1 1 éditorial"]
    assert address == "/search/?issue=decroche/1"
    assert titles(client.get(address).content.decode()) == {"Raccroché"}


def test_words_that_only_lead_to_a_name_go_with_it(page):
    offered = chips(page(q="les éditoriaux de l’écoute en 2018"))
    assert offered["Mot-clé : écoute 1 éditorial"] == "/search/?q=2018&tag=ecoute"


def test_nothing_is_shown_where_nothing_was_read(page):
    assert "Limiter à" not in page(q="sonne") and "tels quels" not in page(q="sonne")


def test_the_facets_go_on_from_what_was_read(page):
    assert 'href="/search/?publication=decroche"' in page(q="Décroché 2018")


def test_the_issues_are_a_facet_named_as_printed(page):
    assert "Décroché lettre n°\u00a054" in page(q="numéro:54 OU numéro:1")
    assert 'id="issue"' not in page(q="écoute")


def test_page_feed_table_and_json_agree(page, client):
    asked = {"q": "Décroché 2018"}
    assert titles(page(**asked)) == {"Madame Delmas"}
    feed = client.get(reverse("search_feed"), asked).content.decode()
    assert "Madame Delmas" in feed and "Raccroché" not in feed and "Hors revue" not in feed
    table = b"".join(client.get(reverse("search_csv"), asked)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";" if ";" in table else ","))
    assert len(rows) == 1
    listed = client.get(reverse("api:search"), asked).json()
    assert [hit["title"] for hit in listed["results"]] == ["Madame Delmas"]


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "Décroché 2018", "issue": "../../etc"},
        {"q": "Décroché 2018", "issue": "<script>"},
        {"issue": "x" * 1000},
        {"q": "<b>1999</b> n° 1"},
        {"q": '"Décroché 2018'},
        {"q": "Décroché 2018", "page": "99999"},
    ],
)
def test_odd_parameters_are_safe(page, parameters):
    assert "<script>" not in page(**parameters).replace('<script type="module"', "")
