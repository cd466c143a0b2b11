"""Where nothing has what was asked: what the page shows instead, and what resembles it."""

import pytest
from pages import linked, text

from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db


def test_words_that_no_editorial_holds_are_said_together(client, archive):
    response = client.get("/search/?q=qualité wxyz zyxw")
    assert "« wxyz », « zyxw » ne se trouvent dans aucun éditorial." in text(response)


def test_a_number_that_an_issue_bears_is_not_said_to_be_in_none(client, make_editorial):
    make_editorial("Accueil", publication="Décroché", issue="36")
    freshness.drain()
    shown = text(client.get("/search/?q=n°+36")).replace("\u00a0", " ")
    assert "Numéro : Décroché n° 36" in shown and "ne se trouve dans aucun" not in shown


def test_what_was_read_for_a_word_behind_an_apostrophe_is_not_advised_too(client, make_editorial):
    make_editorial("L’attente", body="<p>Le temps d’attente.</p>")
    freshness.drain()
    shown = text(client.get("/search/?q=temps+d'atente")).replace("\u00a0", " ")
    assert "« atente » n’est pas dans l’archive ; lu comme" in shown and "Essayez" not in shown


@pytest.fixture
def silences(make_editorial):
    """An editorial titled with a word, and others that have it in their texts."""
    make_editorial("Le silence au bout du fil", body="<p>Personne ne répond.</p>")
    make_editorial("Autre", body="<p>Un silence, puis le téléphone, la relation client.</p>")
    make_editorial("Encore", body="<p>Ce silence du conseiller, la relation client.</p>")
    freshness.drain()


def test_a_slip_is_mended_within_the_field_it_was_asked_of(client, silences):
    response = client.get("/search/?q=titre:silense")
    shown = text(response).replace("\u00a0", " ")
    assert "Aucun éditorial ne l’a à l’endroit demandé ; 1 répond à « titre:silence »." in shown
    assert "Le silence au bout du fil" in shown and "Un silence, puis" not in shown
    assert "dans aucun éditorial" not in shown


def test_what_is_proposed_has_all_that_was_mended(client, silences):
    shown = text(client.get('/search/?q=telephonne conseiler "relation cliant"'))
    assert 'Essayez téléphone conseiller "relation client"' in shown
    assert "2 répondent à" in shown.replace("\u00a0", " ")


def test_words_that_open_a_question_are_no_parts_of_the_search(client, silences):
    response = client.get("/search/?q=Combien de conseillers pour un silence ?")
    shown = text(response)
    assert "Enlever combien" not in shown.lower() and "Enlever conseillers" in shown
    assert "Aucun éditorial ne contient" not in shown
    response = client.get("/search/?q=Pourquoi un silence ?")
    shown = text(response).replace("\u00a0", " ")
    assert "3 éditoriaux" in shown and "Enlever" not in shown
    assert "Pourquoi : " not in shown and "Ressemblent" not in shown


def test_a_phrase_that_nothing_has_shows_the_nearest_and_says_so(client, loosened):
    response = client.get("/search/?q=%22relation+client%22")
    shown = text(response).replace("\u00a0", " ")
    assert "Aucun texte n’a ces mots à la suite ; 2 ont les deux." in shown
    assert "<mark>client</mark> et la <mark>relation</mark>" in response.content.decode()
    assert "2 éditoriaux" in shown and "Aucun éditorial ne répond" not in shown
    exactly = "/search/?q=%22relation+client%22&literal=1"
    assert exactly in linked(response)
    assert "Aucun éditorial ne répond" in text(client.get(exactly))


def test_what_is_shown_instead_narrows_and_sorts_under_the_visitors_own_address(client, loosened):
    response = client.get("/search/?q=%22relation+client%22&year=2004&sort=oldest")
    assert "Deux" in text(response) and "1 a les deux." in text(response)
    assert "/search/?q=%22relation+client%22&sort=oldest" in linked(response)


def test_from_one_result_shown_instead_to_the_next(client, loosened):
    response = client.get("/search/?q=%22relation+client%22&sort=oldest")
    first = next(link for link in linked(response) if link.endswith("hit=1"))
    assert "1 sur 2" in text(client.get(first)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "query, nothing",
    [
        ("titre:client", "Aucun éditorial ne l’a à l’endroit demandé ; 2 l’ont ailleurs."),
        ('"client relation" spinnaker', "Aucun éditorial ne remplit toutes ces conditions ; 1"),
        ("client spinnaker&words=2", "Aucun éditorial n’a autant de ces mots ; 3 ont l’un"),
    ],
)
def test_what_nothing_has_is_said_as_it_was_asked(client, loosened, query, nothing):
    assert nothing in text(client.get(f"/search/?q={query}", follow=True)).replace("\u00a0", " ")


def test_an_unknown_word_shows_what_resembles_it(client, loosened):
    response = client.get("/search/?q=client+spinnakerboat")
    assert "« spinnakerboat » ne se trouve dans aucun éditorial." in text(response)
    assert "Ressemblent à « spinnakerboat » : spinnaker 1" in text(response).replace("\u00a0", " ")
    assert "/search/?q=client+spinnaker" in linked(response)


def test_in_a_better_search_all_else_stays_as_it_was_asked(client, loosened):
    response = client.get("/search/", {"q": "(client OU -relation) ET spinnakerboat"}, follow=True)
    assert "/search/?q=(client+OU+-relation)+ET+spinnaker" in linked(response)
    response = client.get("/search/", {"q": "(-client OU -relation) ET spinnakerboat"}, follow=True)
    assert "/search/?q=-client+OU+-relation&author=paul-spinnaker" in linked(response)


def test_names_that_resemble_are_shown_where_nothing_else_is(client, loosened):
    response = client.get("/search/?q=spinnakerboat")
    shown = text(response).replace("\u00a0", " ")
    assert "Mots-clés, auteurs et revues : Paul Spinnaker 1" in shown
    assert "1 éditorial a un mot qui y ressemble." in shown
    assert "/search/?author=paul-spinnaker" in linked(response)


def test_a_selection_of_what_was_not_asked_is_never_offered(client, editor_client, loosened):
    assert "Modifier ensemble" in text(client.get("/search/?q=client"))
    assert "Modifier ensemble" not in text(client.get("/search/?q=%22relation+client%22"))


def test_what_goes_on_by_itself_is_never_loosened(client, loosened):
    asked = "?q=%22relation+client%22"
    feed = client.get(f"/search/feed/{asked}").content.decode()
    assert "<entry>" not in feed
    csv = client.get(f"/search/results.csv{asked}")
    assert csv.headers["X-Total-Count"] == "0"
    assert len(csv.getvalue().decode().splitlines()) == 1


def test_an_unknown_word_among_others_is_told_once(client, archive):
    shown = text(client.get("/search/?q=wxyz+casque"))
    assert "« wxyz » ne se trouve dans aucun éditorial." in shown
    assert "Aucun éditorial ne contient" not in shown
    assert "avec l’un des mots" not in shown


def test_what_is_shown_instead_says_nothing_twice_of_unknown_words(client, loosened):
    shown = text(client.get('/search/?q="wxyz zyxw" client')).replace("\u00a0", " ")
    assert "« wxyz », « zyxw » ne se trouvent dans aucun éditorial. 2 répondent à « client »." in (
        shown
    )


def test_beside_an_unknown_word_it_is_said_of_what_those_shown_have_one(client, loosened):
    shown = text(client.get('/search/?q="client et la relation" spinnaker zzqxzzq'))
    assert "« zzqxzzq » ne se trouve dans aucun éditorial." in shown
    assert "2 éditoriaux remplissent l’une des autres conditions." in shown.replace("\u00a0", " ")
