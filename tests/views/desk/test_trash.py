"""The trash: gone for readers and programs at once, whole again within thirty days, then gone."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from archive import deadlines
from archive.models import (
    Bulk,
    Capture,
    Change,
    Editorial,
    Letter,
    Operation,
    Selection,
    SelectionEntry,
    Tallied,
    trash,
)
from archive.models.stores import EDITORIALS
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db
TRASH = "/desk/trash/"
FOR_ALL = [
    "/",
    "/2001/",
    "/search/?q=standard",
    "/search/feed/?q=standard",
    "/search/results.csv?q=standard",
    "/feeds/?format=atom",
    "/tags/accueil/",
    "/api/v1/editorials",
    "/api/v1/search?q=standard",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/sitemaps/editorials-0.xml",
    "/desk/",
    "/desk/todo/drafts/",
    "/desk/todo/withdrawn/",
    "/desk/todo/undated/",
]
OF_IT = ["{}", "citation.bib", "citation/", "card.png"]


@pytest.fixture
def editorial(make_editorial):
    """One with all that an editorial can have, and another beside it."""
    editorial = make_editorial(
        "Le Standard perdu",
        "<p>Le standard.</p>",
        publication="Décroché",
        authors=["Claire Abgrall"],
        tags=["Accueil", "Formation"],
        date="2001",
    )
    content = ContentFile(b"x", "a")
    Capture.objects.create(editorial=editorial, content=content, sha256="a", size=1)
    Letter.objects.create(editorial=editorial, name="Ada", text="Bravo.", state="shown")
    selection = Selection.objects.create(name="Accueil")
    SelectionEntry.objects.create(selection=selection, editorial=editorial, position=1)
    make_editorial("L’autre", "<p>Le standard.</p>", tags=["Accueil"], date="2001")
    freshness.drain()
    return editorial


def page_of(client, address) -> str:
    return b"".join(client.get(address)).decode()


def throw_away(client, editorial, why="double"):
    return client.post(f"/desk/editorials/{editorial.pk}/trash/", {"why": why}, follow=True)


def let_pass(days: float) -> None:
    Operation.objects.update(at=timezone.now() - timedelta(days=days))


def test_what_is_thrown_away_comes_back_whole(editor_client, client, editorial):
    before = EDITORIALS.read([editorial.pk])[editorial.pk]
    page = throw_away(editor_client, editorial).text
    assert "Le Standard perdu" in page and "double" in page and "était publié" in page
    response = editor_client.post(TRASH, {"back": [editorial.pk]}, follow=True)
    assert "1 éditorial changé" in response.text
    after = EDITORIALS.read([editorial.pk])[editorial.pk]
    assert before | {"version": after["version"]} == after
    assert editorial.letters.count() == 1 and editorial.entries.count() == 1
    assert client.get(editorial.get_absolute_url()).status_code == 200


def test_nothing_that_anybody_or_a_program_reads_has_it_meanwhile(editor_client, client, editorial):
    client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc")
    throw_away(editor_client, editorial)
    freshness.drain()
    for address in FOR_ALL:
        assert "Standard perdu" not in page_of(editor_client, address), address
    editor_client.logout()
    for ending in OF_IT:
        address = f"/editorials/{editorial.pk}/{ending}".replace("{}", "")
        gone = client.get(address, follow=True)
        assert gone.status_code == 410 and "Standard perdu" not in gone.text, address
    api = client.get(f"/api/v1/editorials/{editorial.pk}")
    assert api.status_code == 410 and "perdu" not in api.text
    assert 'status="deleted"' in client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").text
    assert Tallied.objects.total(["published", "draft"]) == 1


def test_where_nothing_is_ticked_nothing_is_said_to_be_changed(editor_client, editorial):
    trash.put([editorial.pk], None, "Doublon")
    page = editor_client.post(TRASH, follow=True).content.decode()
    assert "Il n’y avait rien à changer." in page and "0 éditorial" not in page
    assert Editorial.objects.get(pk=editorial.pk).state == "trashed"


def test_who_throws_away_says_why(editor_client, editorial):
    for why in ("", "  "):
        refused = throw_away(editor_client, editorial, why)
        assert refused.status_code == 422 and "Dites pourquoi" in refused.text
    assert not Operation.objects.exists()


@pytest.mark.parametrize("state", ["draft", "withdrawn", "published"])
def test_each_comes_back_in_the_state_that_it_had(editor_client, make_editorial, state):
    editorial = make_editorial(state=state)
    throw_away(editor_client, editorial)
    editor_client.post(TRASH, {"back": [editorial.pk, "x"]})
    assert Editorial.objects.get().state == state


def test_throwing_away_is_undone_as_any_operation_and_so_is_coming_back(
    editor_client, admin_user, editorial
):
    throw_away(editor_client, editorial)
    [thrown] = Operation.objects.all()
    assert thrown.kind == "delete"
    undo = thrown.undo(admin_user)
    assert Editorial.objects.get(pk=editorial.pk).is_published
    undo.undo(admin_user)
    assert trash.contents().get().pk == editorial.pk


def test_many_are_thrown_away_from_a_batch(editor_client, editorial):
    address = "/desk/selection/?tag=accueil&set-state=trashed&set-why=doubles&preview=1"
    seal = editor_client.get(address).context["seal"]
    editor_client.post(address, {"seal": seal})
    assert trash.contents().count() == 2 and Operation.objects.count() == 1
    editor_client.post(TRASH, {"back": [row.pk for row in trash.contents()]})
    assert Editorial.objects.published().count() == 2 and Operation.objects.count() == 2


def test_after_thirty_days_it_goes_with_its_history_and_no_sooner(editor_client, client, editorial):
    editor_client.post(f"/desk/tagging/{editorial.pk}/", {"add": "Écoute"})
    throw_away(editor_client, editorial)
    let_pass(29.9)
    assert deadlines.meet() == (0, 0)
    let_pass(30.1)
    assert deadlines.meet() == (0, 1)
    assert not Editorial.objects.filter(pk=editorial.pk).exists() and not Letter.objects.exists()
    assert not Change.objects.filter(model="editorial", object_id=editorial.pk).exists()
    last = Operation.objects.first()
    assert f"n° {editorial.pk}" in last.why and last.by is None
    assert client.get(f"/editorials/{editorial.pk}/").status_code == 404
    assert "à la corbeille" in editor_client.get("/desk/operations/").text
    assert deadlines.meet() == (0, 0)


def test_what_came_back_and_was_thrown_away_again_begins_its_thirty_days_anew(
    editor_client, editorial
):
    throw_away(editor_client, editorial)
    editor_client.post(TRASH, {"back": [editorial.pk]})
    let_pass(40)
    assert deadlines.meet() == (0, 0)
    throw_away(editor_client, editorial)
    assert deadlines.meet() == (0, 0) and trash.contents().count() == 1


def test_what_nobody_knows_the_day_of_stays(editor_client, make_editorial):
    editorial = make_editorial("Ancien", state="trashed")
    assert deadlines.meet() == (0, 0) and "Ancien" in editor_client.get(TRASH).text
    editor_client.post(TRASH, {"back": [editorial.pk]})
    assert Editorial.objects.get().is_draft


def test_an_import_that_finds_it_again_leaves_it_there_until_it_is_gone_for_good(
    editor_client, admin_user, tmp_path
):
    path = tmp_path / "lot.jsonl"
    for title in ("La voix", "La voix, corrigée"):
        row = {"source_id": "1", "title": title, "text": "Un texte qui parle."}
        path.write_text(json.dumps(row))
        call_command("import_editorials", str(path))
        editorial = Editorial.objects.get()
        trash.put([editorial.pk], admin_user, "double")
    assert editorial.title == "La voix, corrigée" and editorial.is_in_trash
    assert "était publié" in editor_client.get(TRASH).text
    assert editor_client.get(f"/desk/tagging/{editorial.pk}/").status_code == 404
    assert editor_client.get(f"/desk/editorials/{editorial.pk}/").status_code == 200
    let_pass(30.1)
    deadlines.meet()
    call_command("import_editorials", str(path))
    assert Editorial.objects.get().is_published and Editorial.objects.get().pk != editorial.pk


def test_of_a_draft_that_is_thrown_away_nobody_learns_that_it_was_ever_here(
    editor_client, client, editorial
):
    Bulk(values={"state": "draft"}).apply([editorial.pk])
    throw_away(editor_client, editorial)
    assert editor_client.get(editorial.get_absolute_url()).status_code == 410
    editor_client.logout()
    addresses = [editorial.get_absolute_url(), f"/api/v1/editorials/{editorial.pk}"]
    for ending in [*OF_IT, "letters/"]:
        addresses.append(f"/editorials/{editorial.pk}/{ending}".replace("{}", ""))
    for address in addresses:
        assert client.get(address, follow=True).status_code == 404, address


@pytest.mark.parametrize("page", ["2", "0", "x"])
def test_a_page_of_the_trash_that_there_is_not_is_not_found(editor_client, page):
    assert editor_client.get(TRASH, {"page": page}).status_code == 404


def test_the_trash_costs_as_much_with_many(
    editor_client, admin_user, make_editorial, django_assert_max_num_queries
):
    ids = [make_editorial(f"N° {number}").pk for number in range(8)]
    trash.put(ids, admin_user, "doubles")
    with django_assert_max_num_queries(14):
        assert len(editor_client.get(TRASH).context["discarded"]) == 8
