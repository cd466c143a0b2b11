"""The search page, through the front door; the engine has tests of its own."""

import re

import pytest
from pages import linked, text

from archive.search import sought
from archive.search.query import Answer, Hit, Value, Word
from archive.views import search as page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(make_editorial):
    make_editorial(
        "La qualité",
        "<p>La qualité d’abord.</p>",
        date="2001-02-12",
        publication="En ligne",
        authors=["Claire Abgrall"],
        tags=["écoute", "qualité"],
    )
    make_editorial("Le casque", "<p>Un casque de qualité.</p>", date="2004", publication="Autre", tags=["écoute"])
    make_editorial("Brouillon", "<p>qualité</p>", date="2004", state="draft")


def test_a_search_without_words_shows_what_may_be_typed(client):
    response = client.get("/search/")
    assert response.status_code == 200
    assert "ces mots dans cet ordre" in text(response)


def test_results_are_counted_and_their_words_marked(client, archive):
    response = client.get("/search/?q=qualité")
    assert "2 éditoriaux Par" in text(response)
    assert "La <mark>qualité</mark> d’abord." in response.content.decode()
    assert "Claire Abgrall · En ligne · 12 février 2001" in text(response)
    assert "Brouillon" not in text(response)


def test_a_phrase_is_marked_as_a_phrase(client, archive):
    page = client.get('/search/?q="casque de qualité"').content.decode()
    assert "<mark>casque de qualité</mark>" in page


def test_nothing_found_says_so_and_every_part_can_be_taken_off(client, archive):
    response = client.get("/search/?q=introuvable&tag=ecoute&from=2001")
    assert "Aucun éditorial ne répond" in text(response)
    assert "Enlever introuvable × Enlever écoute × Enlever 2001 ou après ×" in text(response)
    assert {"/search/?tag=ecoute&from=2001", "/search/?q=introuvable&tag=ecoute"} <= set(linked(response))


def test_a_facet_narrows_and_a_chosen_value_is_taken_off(client, archive):
    narrowed = "/search/?q=qualit%C3%A9&publication=en-ligne"
    assert narrowed in linked(client.get("/search/?q=qualité"))
    response = client.get(narrowed)
    assert "1 éditorial " in text(response)
    assert "/search/?q=qualit%C3%A9" in linked(response)


def test_years_lead_to_a_year_and_an_empty_one_is_seen(client, archive):
    response = client.get("/search/?q=qualité")
    assert "/search/?q=qualit%C3%A9&year=2001" in linked(response)
    assert "2002 : aucun éditorial" in text(response)


def test_new_words_keep_the_filters_and_new_dates_keep_the_words(client, archive):
    page = client.get("/search/?q=qualité&tag=ecoute&from=2001&page=2&words=1").content.decode()
    seek, span = re.findall(r"<form.*?</form>", page, flags=re.DOTALL)[:2]
    assert 'name="tag" value="ecoute"' in seek
    assert 'name="page"' not in seek + span
    assert 'name="words"' not in seek
    assert 'name="q" value="qualité"' in span


def test_a_page_beyond_the_last_says_so(client, archive):
    response = client.get("/search/?q=qualité&page=9")
    assert response.status_code == 200
    assert "pas de telle page" in text(response)
    assert "/search/?q=qualit%C3%A9" in linked(response)


def test_long_results_are_paged(client, make_editorial):
    for number in range(25):
        make_editorial(f"Texte {number:02}", "<p>qualité</p>", date="2001")
    first, second = client.get("/search/?q=qualité"), client.get("/search/?q=qualité&page=2")
    titles = re.findall(r"Texte \d\d", text(first) + text(second))
    assert len(titles) == len(set(titles)) == 25
    assert "/search/?q=qualit%C3%A9&page=2" in linked(first)


def test_search_pages_are_not_for_search_engines_and_have_one_address(client, archive):
    page = client.get("/search/?sort=relevance&page=1&tag=ecoute&q=qualité").content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="/search/?q=qualit%C3%A9&amp;tag=ecoute">' in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "a" * 10_000,
        "q=" + "(" * 3_000,
        "q=%22%22%22",
        "q=<script>alert(1)</script>",
        "q=' OR 1=1 --",
        "q=auteur:",
        "q=date:9999..0000",
        "q=x&page=1000000000",
        "q=x&page=x",
        "q=x&sort=nope",
        "from=2001-99&to=x",
        "from=2004&to=2001",
        "tag=nope&author=%00&year=xx&language=%F0%9F%92%A9",
        "&".join(f"tag=t{number}" for number in range(500)),
    ],
)
def test_whatever_is_asked_is_no_error(client, archive, query):
    response = client.get(f"/search/?{query}")
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


# What only the index tells


@pytest.fixture
def answering(monkeypatch):
    def answer(**fields):
        monkeypatch.setattr(page_of, "ask", lambda question: Answer(**fields))

    return answer


def test_fewer_words_than_typed_are_offered_step_by_step(client, archive, answering):
    answering(count=14, levels={3: 0, 2: 14, 1: 60}, level=2)
    response = client.get("/search/?q=un deux trois")
    assert "les 3 mots 0 2 mots au moins 14 1 mot au moins 60" in text(response)
    assert "/search/?q=un+deux+trois&words=1" in linked(response)


def test_a_better_spelling_is_offered(client, answering):
    answering(suggestion="qualité")
    response = client.get("/search/?q=qalité")
    assert "Vouliez-vous dire qualité ?" in text(response)
    assert "/search/?q=qualit%C3%A9" in linked(response)


def test_a_word_read_as_another_is_said(client, answering):
    answering(count=1, words=[Word("acueil", [("accueil", 3)], 3, read_as="accueil")])
    assert "« acueil » n’est pas dans l’archive ; lu comme « accueil »." in text(client.get("/search/?q=acueil"))


def test_a_result_says_why_it_was_found(client, make_editorial, answering):
    editorial = make_editorial("La qualité", "<p>Texte.</p>")
    hit = Hit(editorial.pk, 1.0, {"title": ["qualité"], "text": ["qualités"]})
    answering(count=1, hits=[hit], words=[Word("qualité", [("qualité", 1)], 1)], facets={"tag": [Value("x", 1)]})
    response = client.get("/search/?q=qualité")
    assert "Pourquoi ce résultat dans le titre : qualité dans le texte : qualités" in text(response)
    assert "La <mark>qualité</mark>" in response.content.decode()


def test_what_was_withdrawn_since_the_index_was_written_is_left_out(client, make_editorial, answering):
    gone = make_editorial("Retiré", state="withdrawn")
    answering(count=1, hits=[Hit(gone.pk, 1.0)])
    assert "Retiré" not in text(client.get("/search/?q=x"))


# Bounded work


def test_the_number_of_queries_does_not_grow_with_the_results(
    client, make_editorial, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(sought, "record", lambda *_: None)
    for number in range(22):
        tags, authors = ["écoute", f"t{number}"], [f"Anne Numéro{number}"]
        make_editorial("Qualité", date="2001", publication=f"Revue {number}", authors=authors, tags=tags)
    with django_assert_max_num_queries(20):
        client.get("/search/?q=qualité&tag=ecoute&year=2001")
