"""What was read beside a visitor's words is told, and taken off with one click."""

import pytest

from archive.models import Editorial, Equivalent, steering
from archive.search.question.answers import Answer, Hit
from archive.search.question.query import Question
from archive.search.upkeep import freshness
from archive.views.search.results import results

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bug_is_bogue(make_editorial):
    Equivalent.objects.all().delete()
    steering.add(["bogue", "bug"])
    make_editorial("Le bug", body="<p>Un bug de plus.</p>")
    freshness.drain()


def page(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_what_was_read_too_is_told_and_taken_off_with_one_click(client):
    shown = page(client, "/search/?q=bug")
    assert "« bug » lu aussi comme « bogue »." in shown
    assert 'href="/search/?q=bug&amp;literal=1"' in shown
    literal = page(client, "/search/?q=bug&literal=1")
    assert "lu aussi" not in literal and 'href="/search/?q=bug"' in literal


def test_the_click_keeps_what_was_chosen_and_begins_at_the_first_page(client):
    shown = page(client, "/search/?q=bug&tag=x&sort=newest&page=2")
    assert "/search/?q=bug&amp;tag=x&amp;sort=newest&amp;literal=1" in shown


def test_what_was_read_instead_is_told(client):
    steering.correct_words("bugg", "bug", instead=True)
    assert "« bugg » lu comme « bug »." in page(client, "/search/?q=bugg")


def test_a_word_that_editors_know_beside_another_is_no_slip(client, make_editorial):
    steering.add(["call center", "centre d’appels"])
    make_editorial("Le plateau", body="<p>Un centre d’appels.</p>")
    freshness.drain()
    shown = page(client, "/search/?q=call+center")
    assert "« call center » lu aussi comme « centre d’appels »." in shown
    assert "n’est pas dans l’archive" not in shown


def test_a_question_keeps_its_sign_and_an_acronym_its_dots(client, make_editorial):
    make_editorial("L’automate", body="<p>Le S.V.I. répond.</p>")
    freshness.drain()
    shown = page(client, "/search/?q=le+S.V.I.+répond+?")
    assert "« le S.V.I. répond ? »" in shown and 'value="le S.V.I. répond ?"' in shown
    assert "<strong>S.V.I.</strong>" in shown


def test_an_editors_suggestion_is_offered(client):
    steering.correct_words("bugue", "bug")
    shown = page(client, "/search/?q=le+bugue")
    assert "Essayez" in shown and 'href="/search/?q=le+bug"' in shown


def test_nothing_is_told_where_nothing_was_read(client):
    shown = page(client, "/search/?q=accueil")
    assert "lu aussi" not in shown and "lettre" not in shown


def test_what_several_parts_of_the_words_are_read_as_is_told_once(client):
    steering.add(["bug de l’an 2000", "bogue de l’an 2000", "an 2000"])
    shown = page(client, "/search/?q=bug+de+l%27an+2000")
    head = shown.partition('<p class="reading">')[2].partition("</p>")[0]
    assert "« bug » lu aussi comme « bogue »." in head
    assert head.count("bogue de l’an 2000") == 1
    assert head.count("Chercher à la lettre") == shown.count("literal=1") == 1


def test_what_is_read_for_a_slip_is_a_link_and_taken_off_with_one_click(client):
    shown = page(client, "/search/?q=bugg")
    read = '« bugg » n’est pas dans l’archive ; lu comme « <a href="/search/?q=bug" rel="nofollow">bug</a> ».'
    assert read in shown
    assert "Essayez" not in shown
    assert 'href="/search/?q=bugg&amp;literal=1"' in shown


def test_quotation_marks_follow_the_language(client):
    client.cookies["django_language"] = "en"
    assert "about “le bug”" in page(client, "/search/?q=le+bug")


def test_words_are_escaped(client):
    steering.add(["x<b>&", "y<i>z"])
    shown = page(client, "/search/?q=x%3Cb%3E%26")
    assert "<b>&" not in shown and "<i>z" not in shown


def test_a_hit_that_the_editors_have_put_there_says_so():
    editorial = Editorial.objects.get()
    for pinned in (True, False):
        answer = Answer(count=1, hits=[Hit(editorial.pk, 1.0, {}, pinned=pinned)])
        shown = results(Question(q="bug"), answer)
        assert ("choisi par la rédaction" in shown) == pinned


def test_parts_that_nothing_has_together_are_each_a_click_away(client, make_editorial):
    make_editorial("La relation", body="<p>La relation client se soigne.</p>")
    freshness.drain()
    shown = page(client, "/search/?q=%22relation+client%22+bug")
    assert "Aucun éditorial ne remplit toutes ces conditions ; 2 en remplissent une." in shown
    assert (
        'Séparément : <a href="/search/?q=%22relation+client%22" rel="nofollow">'
        '&quot;relation client&quot;</a> <span class="number">1</span>,'
        ' <a href="/search/?q=bug" rel="nofollow">bug</a>'
        ' <span class="number">1</span>'
    ) in shown.replace("\u202f", " ").replace("\xa0", " ").replace("  ", " ")


def test_what_counts_beside_the_same_words_is_told_in_one_sentence(client):
    steering.add(["35 heures", "RTT"])
    shown = page(client, "/search/?q=35+heures")
    assert "« 35 heures » lu aussi comme « RTT », « 35h », « trente-cinq heures »." in shown
    assert shown.count("lu aussi comme") == 1


def test_words_are_told_as_they_were_typed(client, make_editorial):
    make_editorial("M. Le Bihan", body="<p>Le C.R.M. ? C’est-à-dire : la relation client.</p>")
    freshness.drain()
    shown = page(client, '/search/?q=Bihan CRM c\'est-à-dire "relation client"')
    assert "<li>dans le titre : Bihan</li>" in shown
    assert "dans le texte : CRM, est-à-dire, « relation client »" in shown
    assert "<strong>« relation client »</strong>" in shown
    assert '(CRM <span class="number">1</span>' in shown
    assert "estàdire" not in shown


def test_a_number_that_was_typed_with_a_space_is_told_with_it(client, make_editorial):
    make_editorial("Un", body="<p>Ils ont reçu 30 000 appels.</p>")
    freshness.drain()
    shown = page(client, "/search/?q=30 000 appels")
    assert "<strong>30 000</strong>" in shown
    assert "30000" not in shown


def test_a_name_that_was_read_for_a_slip_keeps_its_capital(client, make_editorial):
    make_editorial("Kerdreux", body="<p>Sylvain Kerdreux le dit.</p>")
    freshness.drain()
    shown = page(client, "/search/?q=Kerdrex")
    assert "« Kerdrex » n’est pas dans l’archive" in shown
    assert ">Kerdreux</a> »" in shown and "Essayez" not in shown
    assert "dans le texte : Kerdreux" in shown


@pytest.mark.parametrize(
    ("q", "row"),
    [
        ("rien n° 36", "<strong>36</strong> : par la date ou le numéro"),
        ("2007", "<strong>2007</strong> : par la date ou le numéro, et dans 1 éditorial"),
        ("05/03/2007", "<strong>05</strong> : par la date ou le numéro"),
        ("depuis 2005", "<strong>2005</strong> : par la date ou le numéro"),
    ],
)
def test_what_a_date_or_a_number_has_is_not_said_to_be_nowhere(client, make_editorial, q, row):
    make_editorial("Un", date="2007-03-05", publication="Décroché", issue="36")
    make_editorial("Deux", body="<p>Depuis, en 2007, rien.</p>", date="1999")
    freshness.drain()
    shown = page(client, f"/search/?q={q}")
    assert row in shown
    assert "ne se trouve" not in shown


def test_a_word_that_was_read_twice_is_told_once(client, make_editorial):
    make_editorial("Un", body="<p>Qu’est-ce que la relation client ?</p>")
    freshness.drain()
    shown = page(client, "/search/?q=quest ce que la relation")
    assert shown.count("<strong>quest</strong>") == 1


@pytest.mark.parametrize(
    ("q", "meant"),
    [
        ("bug sauf plateau", "/search/?q=bug+-plateau"),
        ("bug except d’accueil", "/search/?q=bug+-d%E2%80%99accueil"),
    ],
)
def test_how_to_leave_a_word_out_is_told_where_it_is_meant(client, q, meant):
    shown = page(client, f"/search/?q={q}&tag=x")
    assert "pour exclure ce qui suit" in shown
    assert f'href="{meant}&amp;tag=x"' in shown


@pytest.mark.parametrize("q", ["sauf", "bug sauf", "sauf bug", "bug sauf le lundi", '"bug sauf x"'])
def test_a_word_that_may_be_meant_as_a_word_is_no_advice(client, q):
    assert "pour exclure" not in page(client, f"/search/?q={q}")


def test_what_is_left_out_by_an_operator_needs_no_advice(client):
    assert "pour exclure" not in page(client, "/search/?q=bug -plateau")
