"""The page of an editorial, through the front door."""

import re

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pages import linked, structured, text

from archive.models import Author
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db


# What is read


def test_an_article_shows_all_that_is_known(shown, make_editorial):
    editorial = make_editorial(
        "La voix",
        "<p>Allô<sup>1</sup> ?</p><p class='note'>1. Oui.</p>",
        publication="En ligne",
        tags=["écoute"],
        date="2001-02-12",
        standfirst="Un chapô.",
        section="Le billet",
        issue="n° 12",
        page="3",
        source_url="https://example.org/a",
    )
    editorial.set_bylines(
        [(Author.objects.create(name="Claire Abgrall"), "Claire ABGRALL", "rédactrice en chef")]
    )
    response = shown(editorial)
    page = text(response)
    for part in (
        "La voix",
        "Un chapô.",
        "Le billet",
        "Claire ABGRALL , rédactrice en chef",
        "12 février 2001",
    ):
        assert part in page
    for part in ("Numéro n° 12", "Page 3", "Mots-clés écoute", "Source example.org/a", "1. Oui."):
        assert part in page
    assert {
        "/authors/claire-abgrall/",
        "/publications/en-ligne/",
        "/tags/ecoute/",
        "/2001/02/",
        "/2001/",
    } <= set(linked(response))
    assert '<time datetime="2001-02-12">' in response.content.decode()


def test_a_text_is_set_in_french_and_stored_as_it_was(shown, make_editorial):
    editorial = make_editorial("Qui appelle?", '<p>"Moi", dit l\'autre.</p>', standfirst="Allô?")
    page = shown(editorial).content.decode()
    assert "Qui appelle\u202f?</h1>" in page and "Allô\u202f?</p>" in page
    assert "«\u00a0Moi\u00a0», dit l’autre." in page
    editorial.refresh_from_db()
    assert editorial.title == "Qui appelle?" and '"Moi"' in editorial.body


def test_each_paragraph_and_each_note_can_be_led_to(shown, make_editorial):
    links = linked(shown(make_editorial(body="<p>Allô<sup>1</sup></p><p class='note'>1. Oui.</p>")))
    assert {"#p-allo", "#note-1", "#call-1"} <= set(links)


@pytest.mark.parametrize(
    "words, minutes", [(3, "1 minute"), (460, "2 minutes"), (20_000, "87 minutes")]
)
def test_the_time_that_it_takes_to_read_is_told(shown, make_editorial, words, minutes):
    assert f"{minutes} de lecture" in text(shown(make_editorial(body=f"<p>{'mot ' * words}</p>")))


@pytest.mark.parametrize(
    "date, said",
    [
        ("2001-02", "Date février 2001, connue au mois près"),
        ("2001", "Date 2001, connue à l’année près"),
        ("2004~", "Date vers 2004, date approximative"),
        ("2004?", "Date 2004 (date incertaine) Citer"),
        ("2001-02/2001-03", "Date février-mars 2001, le jour exact n’est pas connu"),
        ("2004-21", "Date printemps 2004 Citer"),
        ("2001-02-12", "Date 12 février 2001 Citer"),
        ("", "Date date inconnue Citer"),
    ],
)
def test_how_closely_a_date_is_known_is_said_in_words(shown, make_editorial, date, said):
    assert said in text(shown(make_editorial(date=date)))


def test_an_article_shows_no_more_precision_than_is_known(shown, make_editorial):
    response = shown(make_editorial(date="2004-21"))
    assert "printemps 2004" in text(response)
    assert "<time" not in response.content.decode()
    assert "/2004/" in linked(response)


def test_the_date_leads_to_its_month_without_a_space_behind_it(shown, make_editorial):
    page = shown(make_editorial(date="2001-02-12")).content.decode()
    assert (
        '<a href="/2001/02/"><time datetime="2001-02-12">12 février 2001</time></a><span> ·' in page
    )


def test_a_supplied_title_stands_in_brackets(shown, make_editorial):
    assert "[Mutation]" in text(shown(make_editorial("Mutation", title_supplied=True)))


def test_the_language_of_a_text_is_said_whatever_that_of_the_page(shown, make_editorial):
    page = shown(make_editorial("The voice", language="en")).content.decode()
    assert '<html lang="fr"' in page
    assert '<div class="prose" lang="en">' in page


def test_the_day_of_the_capture_is_told(shown, make_editorial):
    editorial = make_editorial()
    assert "Captée le" not in text(shown(editorial))
    when = timezone.datetime(2026, 11, 3, 12, tzinfo=timezone.get_current_timezone())
    editorial.captures.create(
        content=ContentFile(b"x", "x"), sha256="ab", size=1, origin="x", captured_at=when
    )
    assert "Captée le 3 novembre 2026" in text(shown(editorial))


# Where it leads


def test_an_article_leads_to_its_neighbours_in_the_same_magazine(shown, make_editorial):
    before = make_editorial("Avant", date="2001-01", publication="En ligne")
    editorial = make_editorial("Pendant", date="2001-01", publication="En ligne")
    after = make_editorial("Après", date="2001-03-02", publication="En ligne")
    make_editorial("Ailleurs", date="2001-02", publication="Autre")
    make_editorial("Brouillon", date="2001-02", publication="En ligne", state="draft")
    links = linked(shown(editorial))
    assert links.count(before.get_absolute_url()) == links.count(after.get_absolute_url()) == 1
    assert not [link for link in links if "ailleurs" in link or "brouillon" in link]


def test_an_article_leads_to_its_neighbours_by_the_same_authors(shown, make_editorial):
    make_editorial("Avant", date="2001-01", publication="Autre", authors=["Claire Abgrall"])
    editorial = make_editorial(
        "Pendant", date="2001-02", publication="En ligne", authors=["Claire Abgrall", "Luc Roux"]
    )
    make_editorial("Après", date="2001-03", authors=["Luc Roux"])
    page = text(shown(editorial))
    assert re.search(
        r"Par Claire Abgrall ‹ Précédent, janvier 2001 Avant Par Luc Roux Suivant, mars 2001 › Après",
        page,
    )


def test_neighbours_that_are_the_same_twice_are_shown_once(shown, make_editorial):
    for month in (1, 2, 3):
        made = make_editorial(
            f"Mois {month}",
            date=f"2001-0{month}",
            publication="En ligne",
            authors=["Claire Abgrall"],
        )
    page = text(shown(made))
    assert "Dans En ligne" in page and "Par Claire Abgrall" not in page


@pytest.mark.parametrize("fields", [{"date": ""}, {"publication": "", "authors": ["Anne Seule"]}])
def test_an_article_without_date_or_without_company_has_no_neighbours(
    shown, make_editorial, fields
):
    make_editorial(date="2001", publication="En ligne", authors=["Claire Abgrall"])
    given = {"date": "2001-02", "publication": "En ligne", "authors": ["Claire Abgrall"]} | fields
    assert "Précédent" not in text(shown(make_editorial(**given)))


def test_an_article_leads_to_others_on_the_same_matter_and_says_why(shown, make_editorial):
    editorial = make_editorial(
        "Le casque", "<p>Un casque léger pour la plateforme.</p>", tags=["matériel"]
    )
    make_editorial("Autre casque", "<p>Ce casque, la plateforme l’attend.</p>", tags=["matériel"])
    freshness.drain()
    page = text(shown(editorial))
    assert re.search("Sur le même sujet Autre casque .* matériel · on y retrouve « casque »", page)


@pytest.mark.parametrize("slug", ["autre-chose/", ""])
def test_a_wrong_slug_redirects_to_the_right_one(client, make_editorial, slug):
    editorial = make_editorial("La voix")
    response = client.get(f"/editorials/{editorial.pk}/{slug}")
    assert response.status_code == 301
    assert response["Location"] == f"/editorials/{editorial.pk}/la-voix/"


def test_the_marks_of_a_search_can_be_taken_away_and_put_back(shown, make_editorial):
    editorial = make_editorial("Le casque", "<p>Un casque léger.</p>", date="2001")
    freshness.drain()
    marked = shown(editorial, "?q=casque&hit=1")
    without = f"{editorial.get_absolute_url()}?q=casque&hit=1&marks=0"
    assert marked.content.decode().count("<mark") == 2 and without in linked(marked)
    bare = shown(editorial, "?q=casque&hit=1&marks=0")
    assert "<mark" not in bare.content.decode() and "Marquer les mots" in text(bare)
    assert without.removesuffix("&marks=0") in linked(bare)


def test_a_word_that_only_the_title_has_is_marked_there(shown, make_editorial):
    editorial = make_editorial("Le casque", "<p>Léger.</p>", date="2001")
    freshness.drain()
    assert "Le <mark>casque</mark></h1>" in shown(editorial, "?q=casque&hit=1").content.decode()
    assert "marques" not in text(shown(editorial, "?year=2001&hit=1"))


# Extremes


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Un très long titre, " * 20},
        {"title": "M" * 400},
        {"title": ""},
        {"body": "", "standfirst": ""},
        {"tags": [f"mot-clé {number}" for number in range(40)]},
        {"authors": [f"Anne Numéro{number}" for number in range(30)]},
        {"title": "Ἦ ποῦ", "body": "<p>שלום</p>", "language": "he"},
        {"language": "", "date": "../1914"},
        {"title": "</script><script>alert(1)</script>", "standfirst": "</title>\u2028"},
        {"body": "<p>" + "</p><p>".join(["Un deux trois quatre cinq six."] * 500) + "</p>"},
    ],
)
def test_extremes_are_shown_like_all_others(shown, make_editorial, fields):
    response = shown(make_editorial(**({"date": "2001-02-12", "publication": "En ligne"} | fields)))
    assert response.status_code == 200
    told, _trail = structured(response)
    assert len(told["headline"]) <= 110 and "alert(1)</script>" not in response.content.decode()


def test_a_text_of_another_direction_is_set_in_its_own(shown, make_editorial):
    assert '<h1 dir="auto">שלום' in shown(make_editorial("שלום", language="he")).content.decode()


def test_an_article_takes_few_queries_however_much_surrounds_it(
    client, make_editorial, django_assert_max_num_queries
):
    people = [f"Anne Numéro{number}" for number in range(9)]
    for number in range(12):
        made = make_editorial(
            f"Casque {number}",
            "<p>Un casque léger pour la plateforme.</p>",
            date=f"2001-{number + 1:02}",
            publication="En ligne",
            authors=people,
            tags=[f"sujet {number}", *"abcdef"],
        )
    freshness.drain()
    with django_assert_max_num_queries(24):
        client.get(f"{made.get_absolute_url()}?q=casque&hit=1")
