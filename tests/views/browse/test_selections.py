"""Selections and series as readers see them, and their feeds."""

from xml.etree import ElementTree

import pytest
from pages import linked, text

from archive.models import Operation, Selection, curating

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def editorials(make_editorial):
    return [make_editorial(title, date="2001") for title in ("Un", "Deux", "Trois")]


def published(name, editorials, kind="selection", **fields) -> Selection:
    made = curating.make(name, kind, [editorial.pk for editorial in editorials])
    curating.edit(made, {"state": "published", **fields})
    made.refresh_from_db()
    return made


def order(response) -> list[int]:
    page = response.content.decode()
    return sorted(range(3), key=lambda place: page.index((">Un<", ">Deux<", ">Trois<")[place]))


def test_it_has_a_title_an_introduction_and_its_editorials_in_order(client, editorials):
    chosen = published("Accueil", editorials[::-1], introduction="Pour *écouter*.\n\n<script>")
    response = client.get(chosen.get_absolute_url())
    page = response.content.decode()
    assert "<h1>Accueil</h1>" in page and "Pour <em>écouter</em>." in page
    introduction = page.partition('<div class="introduction"')[2].partition("</header>")[0]
    assert "Pour" in introduction and "<script" not in introduction
    assert order(response) == [2, 1, 0] and "Sélection · 3 éditoriaux" in text(response)
    assert "/selections/accueil/feed/" in linked(response)


def test_drafts_are_for_editors(client, editorials, admin_user):
    curating.make("Secrète", numbers=[editorials[0].pk])
    assert client.get("/selections/secrete/").status_code == 404
    assert client.get("/selections/secrete/feed/").status_code == 404
    assert "Secrète" not in text(client.get("/selections/"))
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    assert "brouillon" in text(client.get("/selections/secrete/"))


def test_the_list_has_the_last_published_first(client, editorials):
    assert "Aucune sélection" in text(client.get("/selections/"))
    published("Première", editorials[:1])
    published("Seconde", editorials)
    page = text(client.get("/selections/"))
    assert page.index("Seconde") < page.index("Première") and "3 éditoriaux" in page


def test_what_is_not_published_is_left_out_and_not_counted(client, editorials):
    editorials[0].state = "draft"
    editorials[0].save()
    published("Accueil", editorials)
    assert "2 éditoriaux" in text(client.get("/selections/accueil/"))
    assert ">Un<" not in client.get("/selections/accueil/").content.decode()


def test_home_tells_of_the_latest(client, editorials):
    assert "Toutes les sélections" not in text(client.get("/"))
    for number in range(1, 6):
        published(f"Choix {number}", editorials)
    page = text(client.get("/"))
    assert "Choix 5" in page and "Choix 3" in page and "Choix 2" not in page


def test_a_kept_page_knows_of_each_change(client, editorials):
    chosen = published("Accueil", editorials)
    assert order(client.get("/selections/accueil/")) == [0, 1, 2]
    curating.move(chosen, editorials[2].pk, 1)
    assert order(client.get("/selections/accueil/")) == [2, 0, 1]


def test_a_long_one_comes_in_pages_whose_queries_are_few(
    client, make_editorial, django_assert_max_num_queries
):
    many = [make_editorial(f"N {number}") for number in range(70)]
    published("Longue", many, kind="series", introduction="Pour commencer.")
    with django_assert_max_num_queries(12):
        second = client.get("/selections/longue/?page=2")
    page = second.content.decode()
    assert '<ol class="entries episodes" start="31">' in page and "N 30" in page
    assert "Pour commencer" not in page and "Page 2 sur 3" in text(second)
    assert client.get("/selections/longue/?page=4").status_code == 404


def test_an_episode_leads_to_the_next(client, editorials):
    published("La voix", editorials, kind="series")
    first = client.get(editorials[0].get_absolute_url())
    assert "Épisode 1 sur 3 de la série La voix" in text(first)
    assert "Épisode suivant › Deux" in text(first) and "Épisode précédent" not in text(first)
    assert "/selections/la-voix/" in linked(first)


def test_the_notice_names_the_selections(client, editorials):
    published("Accueil", editorials)
    page = client.get(editorials[0].get_absolute_url())
    assert "Sélections Accueil" in text(page) and "Épisode" not in text(page)


def test_its_feed_tells_what_was_put_into_it_last(client, editorials):
    chosen = published("Accueil", editorials[1:])
    curating.add(chosen, [editorials[0].pk])
    feed = ElementTree.fromstring(client.get("/selections/accueil/feed/").content)
    assert feed.find(f"{ATOM}title").text == "Accueil — L’Éditothèque"
    titles = [title.text for title in feed.findall(f"{ATOM}entry/{ATOM}title")]
    assert titles == ["Un", "Deux", "Trois"]
    first = feed.find(f"{ATOM}entry")
    added = chosen.entries.get(editorial=editorials[0]).at
    assert first.find(f"{ATOM}published").text.startswith(f"{added:%Y-%m-%dT%H:%M:%S}")


def test_a_former_address_leads_to_todays(client, editorials):
    chosen = published("Accueil", editorials)
    chosen.slug = "ecoute"
    chosen.save()
    for end in ("", "feed/"):
        response = client.get(f"/selections/accueil/{end}")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/selections/ecoute/{end}"


def test_search_engines_are_told(client, editorials):
    published("Accueil", editorials)
    assert "/selections/accueil/" in client.get("/sitemaps/selections-0.xml").content.decode()


def test_deleted_it_is_gone_and_undone_it_is_back(client, editorials):
    chosen = published("Accueil", editorials)
    operation = curating.delete(chosen)
    assert client.get("/selections/accueil/").status_code == 404
    Operation.objects.get(pk=operation.pk).undo()
    assert client.get("/selections/accueil/").status_code == 200
