"""The pages of issues, and what the pages of their magazines tell of them."""

import hashlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from pages import linked, structured, text
from PIL import Image

from archive.models import Capture, Editorship, Issue, Period, Publication
from archive.views.browse.issues import numbered

pytestmark = pytest.mark.django_db
SHOWN = "/publications/decroche/36/"


@pytest.fixture
def thirty_six(make_editorial):
    """An issue whose editorials came in another order than they were printed in."""
    common = {"publication": "Décroché", "date": "2004-05/2004-06"}
    make_editorial("Carnet", issue="n° 36", page="12", section="Le billet", **common)
    make_editorial("Zèle", issue="36", page="3", section="Éditorial", **common)
    make_editorial("Accueil", issue="N°036", page="p. 3", section="éditorial", **common)
    make_editorial("Sans page", issue="n° 36", **common)
    return Issue.objects.get()


def add_numbers(make_editorial, *numbers, **fields):
    for number in numbers:
        make_editorial(f"Titre {number}", publication="Décroché", issue=str(number), **fields)


def test_an_issue_has_its_sections_and_editorials_in_the_order_of_its_pages(client, thirty_six):
    response = client.get(SHOWN)
    page = text(response)
    before, _count, page = page.partition("4 éditoriaux")
    assert before.endswith("N° 36, mai-juin 2004 ")
    places = [page.index(part) for part in ("Accueil", "Zèle", "Le billet", "Carnet", "Sans page")]
    assert places == sorted(places)
    assert page.count("Hors rubrique") == 1
    assert "éditorial Accueil" in page and "Éditorial" not in page
    assert "p. 12" in page and "n° 36, p. 12" not in page
    assert {"/publications/decroche/", "/search/?issue=decroche/36"} <= set(linked(response))


@pytest.mark.parametrize("spelt", ["036", "N° 36", "n°36", "numéro 36", "36 "])
def test_another_spelling_leads_to_the_one_address(client, thirty_six, spelt):
    response = client.get(f"/publications/decroche/{spelt}/")
    assert (response.status_code, response["Location"]) == (301, SHOWN)


def test_the_former_address_of_a_magazine_leads_to_its_issue(client, thirty_six):
    magazine = Publication.objects.get()
    magazine.slug = "raccroche"
    magazine.save()
    assert client.get(SHOWN)["Location"] == "/publications/raccroche/36/"
    assert client.get("/publications/decroche/")["Location"] == "/publications/raccroche/"


@pytest.mark.parametrize(
    "address",
    [
        "/publications/decroche/37/",
        "/publications/decroche/hors-serie/",
        "/publications/nulle-part/36/",
        "/publications/decroche/%00/",
        "/publications/decroche/…/",
        f"/publications/decroche/{'9' * 300}/",
        "/publications/decroche/<script>/",
        "/publications/decroche/..%5c35/",
        "/publications/decroche/36/?page=2",
        "/publications/decroche/36/cover.jpg",
    ],
)
def test_what_the_archive_has_not_is_not_found(client, thirty_six, address):
    assert client.get(address).status_code == 404


def test_an_issue_in_other_letters_has_an_address(client, make_editorial):
    make_editorial("Un", publication="Décroché", issue="特集")
    address = Issue.objects.get().get_absolute_url()
    assert address.isascii()
    assert "特集" in text(client.get(address))


def test_an_issue_of_drafts_is_shown_to_editors_alone(client, admin_user, make_editorial):
    make_editorial("Un", publication="Décroché", issue="36", state="draft")
    assert client.get(SHOWN).status_code == 404
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    assert "brouillon" in text(client.get(SHOWN))


def test_the_neighbours_are_of_the_same_series_and_what_lies_between_is_told(
    client, make_editorial
):
    add_numbers(make_editorial, 9, 11, 36, "36-37", 40, "hors-série 1", "hors-série 3")
    make_editorial("Brouillon", publication="Décroché", issue="35", state="draft")
    response = client.get("/publications/decroche/36/")
    addresses = linked(response)
    assert "/publications/decroche/11/" in addresses
    assert "/publications/decroche/36-37/" in addresses
    assert "Manquent les n° 12 à 35." in text(response)
    assert "Manquent les n° 38 à 39." in text(client.get("/publications/decroche/36-37/"))
    special = linked(client.get("/publications/decroche/hors-serie-1/"))
    assert "/publications/decroche/hors-serie-3/" in special
    assert "/publications/decroche/9/" not in special


def test_the_date_of_an_issue_is_what_its_editorials_agree_on(client, make_editorial):
    add_numbers(make_editorial, 1, date="2004-05-03")
    add_numbers(make_editorial, 1, date="2004-05-20")
    add_numbers(make_editorial, 2, date="2004-07")
    add_numbers(make_editorial, 2, date="2005-07")
    add_numbers(make_editorial, 3)
    assert "N° 1, mai 2004" in text(client.get("/publications/decroche/1/"))
    for number in (2, 3):
        response = client.get(f"/publications/decroche/{number}/")
        assert f"<h1>N°\u00a0{number}</h1>" in response.content.decode()


def test_a_date_that_the_name_of_an_issue_tells_is_not_said_again(client, make_editorial):
    make_editorial(publication="Décroché", issue="hors-série printemps 2004", date="2004-21")
    page = client.get("/publications/decroche/hors-serie-printemps-2004/").content.decode()
    assert "<h1>Hors-série printemps 2004</h1>" in page
    assert "<title>Décroché, hors-série printemps 2004 —" in page


def test_what_editors_say_of_an_issue_comes_first(client, thirty_six):
    Issue.objects.update(title="Le numéro des dix ans", date="2004-06")
    page = text(client.get(SHOWN))
    assert "N° 36, juin 2004 Le numéro des dix ans" in page


def test_an_issue_of_very_many_editorials_is_shown_in_pages(client, make_editorial, monkeypatch):
    monkeypatch.setattr("archive.views.browse.issues.pages.PER_PAGE", 2)
    for page in (1, 2, 3):
        make_editorial(f"Titre {page}", publication="Décroché", issue="36", page=str(page))
    assert "Titre 3" not in text(client.get(SHOWN))
    assert "Titre 3" in text(client.get(f"{SHOWN}?page=2"))


def test_programs_are_told_of_an_issue(client, thirty_six):
    Publication.objects.update(issn="1234-5679")
    [issue] = structured(client.get(SHOWN))
    assert (issue["@type"], issue["issueNumber"]) == ("PublicationIssue", "n° 36")
    assert issue["url"] == f"http://testserver{SHOWN}"
    assert issue["isPartOf"]["issn"] == "1234-5679"
    assert len(issue["hasPart"]) == 4


# Its cover


def bytes_of_picture(form="PNG", size=(900, 1300)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "#9b1c1c").save(written, form)
    return written.getvalue()


def give_cover(issue, content, media_type="image/png"):
    digest = hashlib.sha256(content).hexdigest()
    capture = Capture(editorial=issue.editorials().first(), sha256=digest, size=len(content))
    capture.media_type, capture.origin = media_type, "couverture"
    capture.content.save("cover", ContentFile(content))
    capture.save()
    Issue.objects.update(cover=capture)
    return capture


def test_a_cover_is_shown_small_enough_for_a_page(client, thirty_six):
    capture = give_cover(thirty_six, bytes_of_picture())
    response = client.get(SHOWN)
    assert f'src="{SHOWN}cover.jpg?{capture.pk}"' in response.content.decode()
    assert "Couverture : n° 36" in response.content.decode().replace("\u00a0", " ")
    picture = client.get(f"{SHOWN}cover.jpg")
    assert picture["Content-Type"] == "image/jpeg"
    with Image.open(BytesIO(picture.content)) as image:
        assert image.width <= 640 and image.height <= 960
    capture.content.storage.delete(capture.content.name)
    again = client.get(f"{SHOWN}cover.jpg?whatever")
    assert again.content == picture.content, "it is not made anew for each address"


@pytest.mark.parametrize("content", [b"", b"<script>alert(1)</script>", bytes_of_picture()[:300]])
def test_what_is_no_picture_is_no_cover(client, thirty_six, content):
    give_cover(thirty_six, content)
    assert client.get(f"{SHOWN}cover.jpg").status_code == 404


def test_a_capture_that_is_no_picture_is_not_given_away(client, thirty_six):
    give_cover(thirty_six, b"<p>Une page.</p>", "text/html")
    assert "cover.jpg" not in client.get(SHOWN).content.decode()
    assert client.get(f"{SHOWN}cover.jpg").status_code == 404


@pytest.mark.parametrize("state, status", [("draft", 404), ("withdrawn", 410), ("trashed", 404)])
def test_the_cover_of_what_is_not_published_is_not_given_away(client, thirty_six, state, status):
    give_cover(thirty_six, bytes_of_picture())
    thirty_six.editorials().update(state=state)
    assert client.get(f"{SHOWN}cover.jpg").status_code == status


# On the page of its magazine


def test_a_magazine_lists_its_issues_by_year_and_tells_what_is_missing(client, make_editorial):
    add_numbers(make_editorial, 10, 11, date="2004-05")
    add_numbers(make_editorial, 16, date="2005")
    add_numbers(make_editorial, 18, "hors-série Formation")
    response = client.get("/publications/decroche/")
    page = text(response)
    assert "Les numéros 5 numéros Manquent les n° 12 à 15 et 17." in page
    assert "2004 n° 10 mai n° 11 mai 2005 n° 16 Sans date n° 18 hors-série Formation" in page
    assert "/publications/decroche/hors-serie-formation/" in linked(response)


def test_one_missing_number_is_told_as_one_and_very_many_are_not_all_told(client, make_editorial):
    assert numbered.missing_in_words([(2, 2)]).startswith("Manque le n°")
    runs = [(number, number) for number in range(2, 80, 2)]
    told = numbered.missing_in_words(runs)
    assert told.endswith("24 et d’autres encore.") and len(told) < 100


def test_a_magazine_without_numbers_has_no_list_of_issues(client, make_editorial):
    make_editorial("Un", publication="Décroché", date="2004-05")
    assert "Les numéros" not in text(client.get("/publications/decroche/"))


def test_of_very_many_issues_those_of_one_year_are_shown(client, make_editorial, monkeypatch):
    monkeypatch.setattr("archive.views.browse.issues.numbered.MOST_AT_ONCE", 3)
    for number, year in enumerate((2001, 2001, 2002, 2003), start=1):
        add_numbers(make_editorial, number, date=str(year))
    add_numbers(make_editorial, 9)
    shown = linked(client.get("/publications/decroche/"))
    assert "/publications/decroche/4/" in shown and "/publications/decroche/1/" not in shown
    assert "?issues=2001#issues-title" in shown
    shown = linked(client.get("/publications/decroche/?issues=2001"))
    assert "/publications/decroche/2/" in shown and "/publications/decroche/4/" not in shown
    assert "/publications/decroche/9/" in linked(client.get("/publications/decroche/?issues=0"))
    add_numbers(make_editorial, 10, 11, 12)
    shown = linked(client.get("/publications/decroche/?issues=0"))
    assert "?issues=0-1#issues-title" in shown and "/publications/decroche/12/" not in shown
    shown = linked(client.get("/publications/decroche/?issues=0-1"))
    assert "/publications/decroche/12/" in shown
    for odd in ("1999", "", "x", "9" * 30, "-1", "0-2", "\0"):
        response = client.get("/publications/decroche/", {"issues": odd})
        assert "/publications/decroche/4/" in linked(response)


def test_a_magazine_with_very_many_issues_costs_as_many_queries_as_with_one(
    client, make_editorial, django_assert_max_num_queries
):
    add_numbers(make_editorial, *range(1, 40), date="2004")
    with django_assert_max_num_queries(20):
        client.get("/publications/decroche/")
    with django_assert_max_num_queries(15):
        client.get("/publications/decroche/3/")


def test_a_magazine_tells_what_is_known_of_it(client, make_editorial):
    author = make_editorial(
        "Un", publication="Décroché", authors=["Claire Abgrall"], date="2004"
    ).authors.get()
    make_editorial("Deux", publication="Ligne ouverte", date="2008")
    magazine = Publication.objects.get(name="Décroché")
    magazine.publisher, magazine.publisher_url = "Le Combiné", "https://combine.example/"
    magazine.subscription_url, magazine.issn = "https://combine.example/abo", "1234-5679"
    magazine.save()
    magazine.successors.add(Publication.objects.get(name="Ligne ouverte"))
    magazine.predecessors.add(Publication.objects.create(name="Sans éditorial"))
    Period.objects.create(publication=magazine, date="1998/2004", frequency="mensuel")
    Period.objects.create(publication=magazine, date="2005/..", frequency="bimestriel")
    Editorship.objects.create(
        publication=magazine, name="C. Abgrall", author=author, role="rédactrice", date="../2004"
    )
    response = client.get("/publications/decroche/")
    page = text(response)
    assert "A paru mensuel, 1998 – 2004 bimestriel, depuis 2005" in page
    assert "Éditeur Le Combiné Abonnement S’abonner auprès de la revue" in page
    assert "Direction C. Abgrall , rédactrice, jusqu’à 2004" in page
    assert "Fait suite à Sans éditorial Suivie de Ligne ouverte" in page
    addresses = linked(response)
    assert {"https://combine.example/", "https://combine.example/abo"} <= set(addresses)
    assert author.get_absolute_url() in addresses
    assert "/publications/ligne-ouverte/" in addresses
    assert "/publications/sans-editorial/" not in addresses
    assert "Fait suite à Décroché" in text(client.get("/publications/ligne-ouverte/"))
    [periodical] = structured(response)
    assert (periodical["@type"], periodical["issn"]) == ("Periodical", "1234-5679")
    assert periodical["publisher"]["name"] == "Le Combiné"
    assert periodical["editor"] == [
        {"@type": "Person", "name": "C. Abgrall", "jobTitle": "rédactrice"}
    ]


# Elsewhere


def test_lists_and_articles_tell_issue_and_page_and_lead_there(client, make_editorial):
    editorial = make_editorial(
        "Un", publication="Décroché", issue="N°036", page="20-22", date="2004", authors=["Ada Nord"]
    )
    assert "Ada Nord · Décroché, n° 36, p. 20–22" in text(client.get("/2004/"))
    assert "Ada Nord · n° 36, p. 20–22" in text(client.get("/publications/decroche/"))
    response = client.get(editorial.get_absolute_url())
    assert linked(response).count(SHOWN) == 2
    [told, _breadcrumbs] = structured(response)
    assert told["isPartOf"]["url"] == f"http://testserver{SHOWN}"
