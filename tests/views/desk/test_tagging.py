"""Tagging one editorial after another."""

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Operation, Tag, Tagging
from archive.search.upkeep import freshness

TRAINING = "<p>Le standard forme ses conseillers ; chaque stagiaire répète les appels difficiles avec un tuteur.</p>"
ALSO = "<p>Un tuteur écoute le stagiaire, qui répète les appels difficiles avant le standard.</p>"


def page_of(editorial) -> str:
    return reverse("tag_editorial", args=[editorial.pk])


def names(editorial) -> list[str]:
    return [tag.name for tag in editorial.tags.all()]


def test_the_first_untagged_editorial_is_opened(editor_client, make_editorial):
    make_editorial("Un", tags=["Accueil"])
    second = make_editorial("Deux")
    assert editor_client.get("/desk/tagging/").url == f"/desk/tagging/{second.pk}/?list=untagged"


def test_where_nothing_waits_the_list_says_so(editor_client, make_editorial):
    make_editorial("Un", tags=["Accueil"])
    assert editor_client.get("/desk/tagging/").url == "/desk/todo/untagged/"


def test_where_nothing_is_likely_the_page_says_so(editor_client, make_editorial):
    make_editorial("Un", "<p>La mer monte.</p>", tags=["Marées"])
    editorial = make_editorial("Deux", "<p>Le standard répond.</p>")
    page = editor_client.get(f"/desk/tagging/{editorial.pk}/").content.decode()
    assert "Rien à proposer" in page


def test_a_suggestion_is_shown_with_its_passage(editor_client, make_editorial):
    make_editorial("Un", TRAINING, tags=["Formation"])
    make_editorial("Deux", "<p>Rien à voir.</p>", tags=["Divers"])
    editorial = make_editorial("Trois", ALSO)
    freshness.drain()
    response = editor_client.get(page_of(editorial))
    page = response.content.decode()
    [suggestion] = response.context["suggestions"]
    assert (suggestion.name, suggestion.is_borne) == ("Formation", False)
    assert 'value="Formation"' in page and "<mark>tuteur</mark>" in page


def test_reasons_are_those_of_the_text_as_it_is_now(editor_client, make_editorial):
    for number in range(3):
        make_editorial(f"Un {number}", TRAINING, tags=["Tuteur"])
    editorial = make_editorial("Trois", ALSO)
    freshness.drain()
    shown = {"shown": "tuteur"}
    [suggestion] = editor_client.get(page_of(editorial), shown).context["suggestions"]
    assert suggestion.why.named == "Tuteur"
    editorial.body = ALSO.replace("tuteur", "moniteur")
    editorial.save()
    [suggestion] = editor_client.get(page_of(editorial), shown).context["suggestions"]
    assert suggestion.slug == "tuteur" and not suggestion.why.named


def test_an_accepted_tag_is_borne_with_who_gave_it_and_is_an_operation(
    editor_client, admin_user, make_editorial
):
    editorial = make_editorial("Un")
    assert editor_client.post(page_of(editorial), {"add": "Formation"}).status_code == 302
    tagging = Tagging.objects.get()
    assert (tagging.tag.name, tagging.by, tagging.origin) == ("Formation", admin_user, "editor")
    assert Operation.objects.get().by == admin_user


def test_a_tag_is_taken_off(editor_client, make_editorial):
    editorial = make_editorial("Un", tags=["Accueil", "Formation"])
    editor_client.post(page_of(editorial), {"remove": "accueil"})
    assert names(editorial) == ["Formation"]


def test_two_spellings_of_one_tag_are_one(editor_client, make_editorial):
    editorial = make_editorial("Un")
    editor_client.post(page_of(editorial), {"add": ["Télétravail", " teletravail "]})
    assert Tag.objects.count() == 1 and len(names(editorial)) == 1


@pytest.mark.parametrize(
    "odd", ['« Dupont, "fils" »', "☎️", "<b>gras</b>", "a" * 200, "  à   part  "]
)
def test_odd_names_are_kept_as_typed_and_shown_safely(editor_client, make_editorial, odd):
    editorial = make_editorial("Un")
    page = editor_client.post(page_of(editorial), {"add": odd}, follow=True).content.decode()
    assert names(editorial) == [" ".join(odd.split())] and "<b>gras" not in page


def test_a_tag_too_long_is_refused_and_what_was_typed_stays(editor_client, make_editorial):
    editorial = make_editorial("Un")
    response = editor_client.post(page_of(editorial), {"add": "é" * 300})
    assert response.status_code == 422 and "trop long" in response.content.decode()
    assert "é" * 300 in response.content.decode() and not Tag.objects.exists()


@pytest.mark.parametrize("nothing", [{}, {"add": "  "}, {"remove": "nulle-part"}, {"accept": "x"}])
def test_a_form_that_asks_for_nothing_changes_nothing(editor_client, make_editorial, nothing):
    editorial = make_editorial("Un", tags=["Accueil"])
    assert editor_client.post(page_of(editorial), nothing).status_code == 302
    assert names(editorial) == ["Accueil"] and not Operation.objects.exists()


def test_the_next_of_the_list_is_offered_and_the_list_begins_again(editor_client, make_editorial):
    first, second, third = (make_editorial(f"N° {number}") for number in range(3))
    assert editor_client.get(page_of(second)).context["following"] == third
    assert editor_client.get(page_of(third)).context["following"] == first


def test_the_list_that_one_came_from_is_kept(editor_client, make_editorial):
    make_editorial("Un", publication="Autre")
    second, third = (
        make_editorial(f"N° {number}", publication="En-Contact") for number in range(2)
    )
    asked = "?list=untagged&publication=en-contact"
    response = editor_client.post(page_of(second) + asked, {"add": "Accueil"})
    assert response.url == page_of(second) + asked
    assert editor_client.get(response.url).context["following"] == third


def test_what_is_withdrawn_or_unknown_is_not_tagged(editor_client, make_editorial):
    withdrawn = make_editorial("Un", state="withdrawn")
    assert editor_client.get(page_of(withdrawn)).status_code == 404
    assert editor_client.post("/desk/tagging/999999/", {"add": "x"}).status_code == 404


def test_a_forged_request_is_refused(admin_user, make_editorial):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    editorial = make_editorial("Un")
    assert client.post(page_of(editorial), {"add": "x"}).status_code == 403 and not names(editorial)


def test_an_expired_session_asks_to_log_in_and_changes_nothing(client, make_editorial):
    editorial = make_editorial("Un")
    page = client.post(page_of(editorial), {"add": "x"})
    assert page.status_code == 403 and "Reconnectez-vous" in page.text and not names(editorial)
    assert client.get(page_of(editorial)).url.startswith("/login/")


def test_a_page_costs_the_same_whatever_the_number_of_tags(
    editor_client, make_editorial, django_assert_max_num_queries
):
    for number in range(30):
        make_editorial(f"N° {number}", TRAINING, tags=[f"Mot {number}", "Formation"])
    editorial = make_editorial("Trois", ALSO)
    freshness.drain()
    with django_assert_max_num_queries(17):
        editor_client.get(page_of(editorial))


# Suggestions that stay where they are


@pytest.fixture
def suggested(make_editorial):
    """An editorial, of which two tags are suggested, and how the page says so."""
    make_editorial("Un", TRAINING, tags=["Formation", "Écoute"])
    make_editorial("Deux", "<p>Rien à voir.</p>", tags=["Divers"])
    editorial = make_editorial("Trois", ALSO)
    freshness.drain()
    return editorial


def shown(response) -> list[tuple[str, bool]]:
    return [(tag.slug, tag.is_borne) for tag in response.context["suggestions"]]


def test_an_accepted_suggestion_keeps_its_place_ticked_and_is_taken_off_again(
    editor_client, suggested
):
    places = [slug for slug, _is_borne in shown(editor_client.get(page_of(suggested)))]
    assert len(places) == 2
    answer = {"add": "Formation", "shown": places}
    response = editor_client.post(page_of(suggested), answer, follow=True)
    assert shown(response) == [(slug, slug == "formation") for slug in places]
    answer = {"remove": "formation", "shown": places}
    response = editor_client.post(page_of(suggested), answer, follow=True)
    assert shown(response) == [(slug, False) for slug in places] and not names(suggested)
    answer = {"reject": "formation", "shown": places}
    response = editor_client.post(page_of(suggested), answer, follow=True)
    assert [slug for slug, _is_borne in shown(response)] == places
    assert [slug for slug, _ in shown(editor_client.get(page_of(suggested)))] == ["ecoute"]


def test_nothing_sure_is_said(editor_client, suggested):
    assert "Rien de sûr." in editor_client.get(page_of(suggested)).content.decode()


@pytest.mark.parametrize("odd", [["nulle-part"], ["x" * 5000], ["\x00"], ["formation"] * 99])
def test_odd_places_are_none(editor_client, suggested, odd):
    assert editor_client.get(page_of(suggested), {"shown": odd}).status_code == 200


# A new tag that nearly is an old one


def test_a_new_tag_that_nearly_is_an_old_one_asks_first(editor_client, make_editorial):
    make_editorial("Un", tags=["OpenStreetMap"])
    editorial = make_editorial("Deux")
    response = editor_client.post(page_of(editorial), {"add": "Open street maps"})
    assert response.status_code == 409 and not names(editorial)
    assert "OpenStreetMap\N{NO-BREAK SPACE}?" in response.content.decode()
    editor_client.post(page_of(editorial), {"add": "Open street maps", "sure": "1"})
    assert names(editorial) == ["Open street maps"]


# Completion


def test_tags_complete_as_they_are_typed_the_most_used_first(editor_client, make_editorial):
    make_editorial("Un", tags=["Formation", "Formateurs", "Centre de formation"])
    make_editorial("Deux", tags=["Formation"])
    answer = editor_client.get("/desk/tagging/complete?q=FORMA").json()
    assert [one["text"] for one in answer["options"]] == [
        "Formation",
        "Formateurs",
        "Centre de formation",
    ]
    assert answer["said"] == "3 mots-clés"


@pytest.mark.parametrize("typed", ["", " ", "zz", "%", "_", "x" * 5000])
def test_odd_beginnings_complete_nothing(editor_client, make_editorial, typed):
    make_editorial("Un", tags=["Formation"])
    assert editor_client.get("/desk/tagging/complete", {"q": typed}).json() == {
        "said": "",
        "options": [],
    }
