"""/desk/selections/: made, described, put in order and published by editors."""

import pytest
from django.contrib.auth.models import Group
from pages import text

from archive.models import Operation, Selection, SelectionEntry, curating

pytestmark = pytest.mark.django_db


@pytest.fixture
def editorials(make_editorial):
    return [make_editorial(title, tags=["accueil"]) for title in ("Un", "Deux", "Trois")]


@pytest.fixture
def chosen(editorials):
    return curating.make("Accueil", numbers=[editorial.pk for editorial in editorials])


AT = "/desk/selections/accueil/"


def titles() -> list[str]:
    return list(SelectionEntry.objects.values_list("editorial__title", flat=True))


def describe(client, chosen, **changes):
    form = client.get(f"{AT}?describe=1").context["form"]
    return client.post(AT, form.initial | changes)


def test_one_is_made_described_published_and_read(editor_client, editorials, client):
    editor_client.post("/desk/selections/", {"name": "Accueil", "kind": "series"})
    into = f"/desk/selection/into/?editorial={editorials[1].pk}"
    assert "Deux" in text(editor_client.get(into))
    response = editor_client.post(into, {"selection": "accueil"}, follow=True)
    assert response.redirect_chain == [(AT, 302)] and "1 éditorial ajouté." in text(response)
    changes = {"introduction": "Pour **écouter**.", "state": "published"}
    assert describe(editor_client, None, **changes).status_code == 302
    client.logout()
    page = client.get("/selections/accueil/").content.decode()
    assert "<strong>écouter</strong>" in page and ">Deux<" in page


def test_all_of_a_search_go_into_a_new_one(editor_client, editorials):
    batch = editor_client.get("/desk/selection/?list=untagged").content.decode()
    assert "Partez d’une" in batch
    address = "/desk/selection/into/?tag=accueil"
    editor_client.post(address, {"name": "Écoute", "kind": "selection"})
    assert sorted(titles()) == ["Deux", "Trois", "Un"]
    operation = Operation.objects.first()
    operation.undo()
    assert not Selection.objects.exists()


def test_a_batch_leads_there_without_what_was_left_out(editor_client, make_editorial):
    first, second = make_editorial("Un"), make_editorial("Deux")
    page = editor_client.get(f"/desk/selection/?list=untagged&without={first.pk}").content.decode()
    address = f"/desk/selection/into/?list=untagged&amp;without={first.pk}"
    assert address in page
    editor_client.post(address.replace("&amp;", "&"), {"name": "Reste"})
    assert titles() == ["Deux"] and second.pk


@pytest.mark.parametrize(
    "moved, buttons, expected",
    [
        (2, {"up": "1"}, ["Un", "Trois", "Deux"]),
        (0, {"down": "1"}, ["Deux", "Un", "Trois"]),
        (2, {"move": "1", "to": "1"}, ["Trois", "Un", "Deux"]),
        (0, {"move": "1", "to": "999"}, ["Deux", "Trois", "Un"]),
        (1, {"out": "1"}, ["Un", "Trois"]),
        (0, {"up": "1"}, ["Un", "Deux", "Trois"]),
        (0, {"move": "1", "to": "x"}, ["Un", "Deux", "Trois"]),
        (0, {"move": "1", "to": ""}, ["Un", "Deux", "Trois"]),
    ],
)
def test_buttons_move_editorials_without_a_script(
    editor_client, chosen, editorials, moved, buttons, expected
):
    sent = {"editorial": editorials[moved].pk} | buttons
    assert editor_client.post(AT, sent).headers["Location"] == AT
    assert titles() == expected


@pytest.mark.parametrize("number", ["", "x", "999999", "-1", "9" * 30])
def test_what_is_not_in_it_is_not_moved(editor_client, chosen, number):
    response = editor_client.post(AT, {"editorial": number, "up": "1"}, follow=True)
    assert response.status_code in (200, 404) and titles() == ["Un", "Deux", "Trois"]


def test_it_is_published_by_a_button_and_taken_back(editor_client, chosen, client):
    editor_client.post(AT, {"state": "published"})
    assert Selection.objects.get().is_published
    editor_client.post(AT, {"state": "draft"})
    editor_client.post(AT, {"state": "nonsense"})
    assert not Selection.objects.get().is_published


def test_an_empty_one_is_not_published(editor_client):
    curating.make("Accueil")
    page = text(editor_client.post(AT, {"state": "published"}, follow=True))
    assert (
        "Une sélection vide ne se publie pas." in page and not Selection.objects.get().is_published
    )


def test_what_another_editor_changed_meanwhile_is_not_lost(editor_client, chosen):
    form = editor_client.get(f"{AT}?describe=1").context["form"]
    curating.edit(chosen, {"introduction": "Écrite entre-temps."})
    response = editor_client.post(AT, form.initial | {"introduction": "La mienne."})
    assert response.status_code == 422 and "modifiée entre-temps" in text(response)
    assert "La mienne." in response.content.decode()
    assert Selection.objects.get().introduction == "Écrite entre-temps."


def test_a_rename_keeps_the_address(editor_client, chosen):
    describe(editor_client, chosen, name="L’accueil d’abord")
    renamed = Selection.objects.get()
    assert (renamed.name, renamed.slug) == ("L’accueil d’abord", "accueil")


def test_it_is_deleted_and_comes_back_from_the_history(editor_client, chosen):
    page = text(editor_client.post(AT, {"delete": "1"}, follow=True))
    assert "C’est enregistré." in page and not Selection.objects.exists()
    operation = Operation.objects.first()
    assert "Accueil" in text(editor_client.get(f"/desk/operations/{operation.pk}/"))
    editor_client.post(f"/desk/operations/{operation.pk}/")
    assert titles() == ["Un", "Deux", "Trois"]


@pytest.mark.parametrize(
    "sent, why",
    [
        ({}, "Choisissez une sélection"),
        ({"selection": "nowhere"}, "Choisissez une sélection"),
        ({"name": "x" * 201}, "trop long"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(editor_client, editorials, sent, why):
    response = editor_client.post(f"/desk/selection/into/?editorial={editorials[0].pk}", sent)
    assert response.status_code == 422 and why in text(response)
    assert sent.get("name", "") in response.content.decode() and not Selection.objects.exists()


def test_an_editorial_that_is_not_there_goes_nowhere(editor_client):
    assert editor_client.get("/desk/selection/into/?editorial=999").status_code == 404
    assert "Aucun éditorial choisi" in text(editor_client.get("/desk/selection/into/"))
    assert editor_client.get("/desk/selections/nowhere/").status_code == 404


def test_contributors_do_not_make_selections(client, django_user_model, chosen, editorials):
    user = django_user_model.objects.create_user("aline")
    user.groups.add(Group.objects.get(name="contributeur"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/desk/selections/", AT, f"/desk/selection/into/?editorial={editorials[0].pk}"):
        assert client.get(address).status_code == client.post(address).status_code == 403


def test_a_long_one_comes_in_pages_with_few_queries(
    editor_client, make_editorial, django_assert_max_num_queries
):
    curating.make("Accueil", numbers=[make_editorial(f"N {number}").pk for number in range(120)])
    with django_assert_max_num_queries(16):
        page = editor_client.get(f"{AT}?page=3")
    assert '<ol class="order" start="101">' in page.content.decode()
    sent = {"editorial": Selection.objects.get().entries.last().editorial_id, "up": "1"}
    assert editor_client.post(f"{AT}?page=3", sent).headers["Location"] == f"{AT}?page=3"
