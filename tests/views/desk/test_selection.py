"""Changing many editorials as one: any search or list, minus those unticked, seen before it is done."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django_tasks_db.models import DBTaskResult

from archive.models import Editorial, Operation
from archive.search.upkeep import freshness
from archive.workers.worker import Worker

HERE = "/desk/selection/"


@pytest.fixture
def three(make_editorial):
    made = [
        make_editorial(f"N° {n}", "<p>Le standard.</p>", tags=["Accueil"], date="2001")
        for n in range(3)
    ]
    make_editorial("Autre", "<p>Rien.</p>", tags=["Divers"], date="2003")
    freshness.drain()
    return made


def apply(client, address):
    """Sees the preview as an editor would, and confirms it."""
    seal = re.search('name="seal" value="([^"]*)"', client.get(address).content.decode())[1]
    return client.post(address, {"seal": seal}, follow=True)


def test_each_choice_of_the_form_has_a_name(editor_client, three):
    page = editor_client.get(f"{HERE}?q=standard").text
    assert "<option" in page and not re.search(r"<option[^>]*></option>", page)


def tags() -> dict[str, list[str]]:
    return {
        one.title: sorted(tag.name for tag in one.tags.all()) for one in Editorial.objects.all()
    }


def test_a_search_is_a_selection(editor_client, three):
    response = editor_client.get(f"{HERE}?tag=accueil")
    assert response.context["count"] == 3 and "3 éditoriaux choisis" in response.content.decode()


def test_a_list_of_what_waits_is_a_selection(editor_client, three, make_editorial):
    waiting = make_editorial("Sans mot", state="draft")
    assert editor_client.get(f"{HERE}?list=untagged").context["selection"].ids == [waiting.pk]


@pytest.mark.parametrize("nothing", ["", "?q=", "?set-add=x&preview=1", "?tag="])
def test_nothing_asked_selects_nothing(editor_client, three, nothing):
    response = editor_client.get(HERE + nothing)
    assert response.context["count"] == 0 and response.context["preview"] is None


def test_what_is_unticked_is_left_out_on_every_page(editor_client, three, monkeypatch):
    monkeypatch.setattr("archive.views.desk.selection.PER_PAGE", 2)
    listed = editor_client.get(f"{HERE}?tag=accueil").context["selection"].listed
    first = editor_client.get(
        f"{HERE}?tag=accueil&shown={listed[0]},{listed[1]}&keep={listed[1]}&page=2"
    )
    asked = parse_qs(urlsplit(first.url).query)
    assert asked == {"tag": ["accueil"], "without": [str(listed[0])], "page": ["2"]}
    second = editor_client.get(f"{first.url}&shown={listed[2]}", follow=True)
    assert second.context["selection"].ids == [listed[1]]


def test_what_is_ticked_again_is_taken_in_again(editor_client, three):
    pk = three[0].pk
    response = editor_client.get(f"{HERE}?tag=accueil&without={pk}&shown={pk}&keep={pk}")
    assert response.url == f"{HERE}?tag=accueil"


def test_a_preview_counts_and_shows_and_changes_nothing(editor_client, three):
    response = editor_client.get(
        f"{HERE}?tag=accueil&set-add=Formation&set-remove=Accueil&preview=1"
    )
    page = response.content.decode()
    assert (
        response.context["preview"].changed == 3
        and "Nouveaux dans l’archive" in page
        and "Formation" in page
    )
    assert tags()["N° 0"] == ["Accueil"] and not Operation.objects.exists()


def test_what_was_seen_is_done_as_one_operation(editor_client, admin_user, three):
    address = (
        f"{HERE}?tag=accueil&without={three[2].pk}&set-add=Formation&set-date=mai 2001&preview=1"
    )
    page = apply(editor_client, address).content.decode()
    operation = Operation.objects.get()
    assert "2 éditoriaux changés." in page and operation.by == admin_user and operation.why
    assert tags()["N° 0"] == ["Accueil", "Formation"] and tags()["N° 2"] == ["Accueil"]
    assert Editorial.objects.get(pk=three[0].pk).date == "2001-05"


def test_the_whole_is_undone_as_it_was_done(editor_client, three):
    before = tags()
    apply(editor_client, f"{HERE}?tag=accueil&set-add=Formation&set-replace=on&preview=1")
    assert tags() != before
    editor_client.post(f"/desk/operations/{Operation.objects.get().pk}/")
    assert tags() == before


def test_author_magazine_and_state_are_set(editor_client, three, make_editorial):
    known = make_editorial("Connu", publication="En-Contact", authors=["Claire Abgrall"])
    wanted = f"set-author=claire abgrall&set-publication={known.publication.pk}&set-state=draft"
    apply(editor_client, f"{HERE}?tag=accueil&{wanted}&preview=1")
    changed = Editorial.objects.get(pk=three[0].pk)
    assert (str(changed.bylines.get()), str(changed.publication), changed.state) == (
        "Claire Abgrall",
        "En-Contact",
        "draft",
    )


def test_who_withdraws_many_says_why(editor_client, three):
    apply(editor_client, f"{HERE}?tag=accueil&set-state=withdrawn&set-why=Doublons&preview=1")
    assert Operation.objects.get().why.startswith("Doublons — ")
    assert Editorial.objects.filter(state="withdrawn").count() == 3


def test_names_are_one_a_line_so_that_commas_may_be_in_them(editor_client, three):
    apply(editor_client, f"{HERE}?tag=accueil&set-add=Paris, ville%0ALyon&preview=1")
    assert tags()["N° 1"] == ["Accueil", "Lyon", "Paris, ville"]


@pytest.mark.parametrize(
    "wanted, said",
    [
        ("", "Dites ce qui doit changer."),
        ("set-remove=Inconnu", "L’archive n’a pas ce mot-clé : « Inconnu »."),
        ("set-author=Personne", "L’archive ne connaît pas cet auteur."),
        ("set-date=hier", "n’est pas une date"),
        ("set-state=withdrawn", "Dites pourquoi ces éditoriaux sont retirés."),
        ("set-replace=on", "Dites d’abord quels mots-clés ajouter."),
        ("set-state=lost", "set-state"),
        ("set-publication=x", "set-publication"),
        (f"set-add={'é' * 300}", "trop long"),
    ],
)
def test_what_cannot_be_done_is_said_and_what_was_typed_stays(editor_client, three, wanted, said):
    response = editor_client.get(f"{HERE}?tag=accueil&{wanted}&preview=1")
    assert response.status_code == 422 and said in response.content.decode()
    assert response.context["preview"] is None


def test_a_selection_that_became_another_is_shown_again(editor_client, three, make_editorial):
    address = f"{HERE}?tag=accueil&set-add=Formation&preview=1"
    seal = editor_client.get(address).context["seal"]
    make_editorial("Nouveau", tags=["Accueil"])
    freshness.drain()
    page = editor_client.post(address, {"seal": seal}).content.decode()
    assert "La sélection a changé depuis l’aperçu" in page and not Operation.objects.exists()


@pytest.mark.parametrize("seal", ["", "forged"])
def test_without_a_preview_nothing_is_done(editor_client, three, seal):
    editor_client.post(f"{HERE}?tag=accueil&set-add=Formation&preview=1", {"seal": seal})
    editor_client.post(f"{HERE}?tag=accueil&set-add=Formation", {"seal": seal})
    assert not Operation.objects.exists()


def test_after_a_session_ran_out_the_same_preview_is_there(client, three):
    address = f"{HERE}?tag=accueil&set-add=Formation&preview=1"
    response = client.post(address, {"seal": "x"})
    assert response.status_code == 403 and "set-add=Formation" in response.content.decode()
    assert not Operation.objects.exists()


def test_what_would_change_nothing_says_so(editor_client, three):
    page = apply(editor_client, f"{HERE}?tag=accueil&set-add=Accueil&preview=1").content.decode()
    assert "Il n’y avait rien à changer." in page and not Operation.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        "without=a,b,²",
        "without=" + "9" * 5000,
        "shown=1&keep=" + 5000 * "9",
        "shown=x&keep=y",
        "page=0",
        "list=nowhere",
    ],
)
def test_odd_addresses_are_answered(editor_client, three, odd):
    assert editor_client.get(f"{HERE}?tag=accueil&{odd}").status_code in (200, 302, 404)


def test_a_selection_costs_the_same_whatever_its_size(
    editor_client, make_editorial, django_assert_max_num_queries
):
    for number in range(70):
        make_editorial(f"N° {number}", tags=["Accueil"], publication="En-Contact")
    freshness.drain()
    with django_assert_max_num_queries(21):  # one is whether the session may go on
        editor_client.get(f"{HERE}?tag=accueil")
    with django_assert_max_num_queries(26):
        editor_client.get(f"{HERE}?tag=accueil&set-add=Formation&preview=1")


@pytest.fixture
def queue(settings, monkeypatch):
    """What is large is queued; two editorials are many here."""
    settings.WORK = "queue"
    monkeypatch.setattr("archive.workers.changes.LARGE", 1)


@pytest.mark.django_db(transaction=True)
def test_a_large_change_is_queued_and_its_operation_says_that_it_goes_on(
    editor_client, three, queue
):
    response = apply(editor_client, f"{HERE}?tag=accueil&set-add=Formation&preview=1")
    operation = Operation.objects.get()
    assert response.redirect_chain[-1][0] == f"/desk/operations/{operation.pk}/"
    assert "est en cours" in response.content.decode() and "Formation" not in str(tags())
    Worker().work(until_empty=True)
    assert operation.changes.filter(model="editorial").count() == 3
    assert tags()["N° 1"] == ["Accueil", "Formation"]
    page = editor_client.get(f"/desk/operations/{operation.pk}/").content.decode()
    assert "est en cours" not in page and operation.by.username == "admin"


def test_a_small_change_is_made_at_once_with_a_queue_too(editor_client, three, settings):
    settings.WORK = "queue"
    apply(editor_client, f"{HERE}?tag=accueil&set-add=Formation&preview=1")
    assert tags()["N° 1"] == ["Accueil", "Formation"] and not DBTaskResult.objects.exists()
