"""Searches and worklists that the team keeps under a name, with their counts."""

import pytest

from archive.models import Publication, SavedList, Tag, authorities
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db
LISTS = "/desk/lists/"


@pytest.fixture
def texts(make_editorial):
    make_editorial("Un", "<p>Le standard.</p>", tags=["Accueil"], date="2001")
    make_editorial("Deux", "<p>Le standard.</p>", tags=["Accueil"], date="2002")
    make_editorial("Trois", "<p>Autre chose.</p>", date="2002")
    freshness.drain()


def save(client, asked, **fields):
    return client.post(f"{LISTS}?{asked}", {"name": "Accueil à relire"} | fields, follow=True)


def test_a_search_is_offered_under_its_words_and_kept_with_its_count(editor_client, texts):
    form = editor_client.get(f"{LISTS}?q=standard&tag=accueil").context["form"]
    assert "Accueil" in form.initial["name"]
    page = save(editor_client, "q=standard&tag=accueil", note="Vérifier\nles dates").text
    saved = SavedList.objects.get()
    assert (saved.address, saved.note) == ("q=standard&tag=accueil", "Vérifier\nles dates")
    assert "Accueil à relire" in page and '<span class="number">2</span>' in page


def test_a_list_of_the_desk_is_kept_as_it_was_narrowed(editor_client, texts, make_editorial):
    save(editor_client, "list=untagged&year=2002", name="Sans mot-clé 2002")
    make_editorial("Quatre", date="2002")
    page = editor_client.get("/desk/").text
    assert "Sans mot-clé 2002" in page and "/desk/todo/untagged/?year=2002" in page
    [row] = editor_client.get(LISTS).context["lists"]
    assert row.asked.count == 2


def test_the_desk_shows_ones_own_lists_first_and_so_many(editor_client, admin_user, member, texts):
    edith, browser = member("edith")
    for number in range(9):
        SavedList.objects.create(name=f"Liste {number}", address="list=undated")
    SavedList.objects.create(name="Pour elle", address="list=drafts", assignee=edith)
    shown = browser.get("/desk/").context["saved_lists"]
    assert [row.saved.name for row in shown][:2] == ["Pour elle", "Liste 0"] and len(shown) == 8
    assert "Toutes les listes (10)" in browser.get("/desk/").text


def test_a_list_costs_its_own_search_and_no_more(
    editor_client, texts, django_assert_max_num_queries
):
    SavedList.objects.bulk_create(
        SavedList(name=f"Liste {number}", address="list=undated") for number in range(60)
    )
    with django_assert_max_num_queries(40):
        assert len(editor_client.get(LISTS).context["lists"]) == 20


def test_a_list_is_given_to_somebody_who_is_mailed(
    editor_client, member, texts, mailed, mailoutbox
):
    edith, _browser = member("edith")
    save(editor_client, "tag=accueil", assignee=edith.pk, note="Avant vendredi")
    [mail] = mailoutbox
    assert mail.to == ["edith@exemple.fr"] and "Accueil à relire" in mail.subject
    assert "Avant vendredi" in mail.body and "/desk/" in mail.body
    saved = SavedList.objects.get()
    editor_client.post(f"{LISTS}{saved.pk}/", {"name": "Accueil", "assignee": edith.pk})
    assert len(mailoutbox) == 1


def test_a_name_on_two_lines_is_one_line_of_a_mail(
    editor_client, member, texts, mailed, mailoutbox
):
    edith, _browser = member("edith")
    save(editor_client, "tag=accueil", assignee=edith.pk, name="Accueil\r\nBcc: a@b.fr")
    assert "\n" not in mailoutbox[0].subject


def test_a_list_is_renamed_annotated_and_removed_and_its_editorials_stay(editor_client, texts):
    save(editor_client, "tag=accueil")
    address = f"{LISTS}{SavedList.objects.get().pk}/"
    editor_client.post(address, {"name": "Autre nom", "note": "Fini pour 2001"})
    saved = SavedList.objects.get()
    assert (saved.name, saved.note, saved.address) == ("Autre nom", "Fini pour 2001", "tag=accueil")
    editor_client.post(address, {"do": "remove"})
    assert not SavedList.objects.exists() and Tag.objects.get().editorials.count() == 2
    assert editor_client.get(address).status_code == 404


@pytest.mark.parametrize("asked", ["", "q=", "list=nothing", "list=untagged&publication=none"])
def test_what_asks_nothing_cannot_be_kept(editor_client, texts, asked):
    assert editor_client.get(f"{LISTS}?{asked}").context["form"] is None
    refused = save(editor_client, asked)
    assert refused.status_code == 422 and "ne demande rien" in refused.text
    assert not SavedList.objects.exists()


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "x" * 101}, {"assignee": "99999"}])
def test_a_list_without_a_name_or_for_nobody_that_there_is_is_refused(editor_client, texts, fields):
    assert save(editor_client, "tag=accueil", **fields).status_code == 422
    assert not SavedList.objects.exists()


def test_a_list_whose_magazine_is_gone_says_so_and_can_be_removed(editor_client, texts):
    saved = SavedList.objects.create(name="Vieille", address="list=undated&publication=gone")
    assert "n’existe plus" in editor_client.get(LISTS).text
    assert "n’existe plus" in editor_client.get("/desk/").text
    assert "n’existe plus" in editor_client.get(f"{LISTS}{saved.pk}/").text


def test_a_list_follows_its_magazine_to_its_new_name(editor_client, make_editorial):
    make_editorial("Un", publication="Décroché")
    save(editor_client, "list=untagged&publication=decroche")
    authorities.edit(Publication.objects.get(), {"name": "Raccroché"})
    [row] = editor_client.get(LISTS).context["lists"]
    assert row.asked.count == 1
    assert "/desk/todo/untagged/?publication=raccroche" in editor_client.get("/desk/").text


def test_a_contributor_sees_lists_without_what_they_may_not_see(member, texts, make_editorial):
    make_editorial("Secret", state="draft")
    SavedList.objects.create(name="Brouillons du mois", address="list=drafts")
    _claire, browser = member("claire", "contributeur")
    page = browser.get(f"{LISTS}?tag=accueil")
    assert page.context["form"] is None and page.context["lists"][0].asked.count == 0
    assert save(browser, "tag=accueil").status_code == 403
