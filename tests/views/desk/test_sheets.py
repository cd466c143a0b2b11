"""/desk/people/: sheets named, identified, hidden, put together and apart, and all of it undone."""

import pytest
from django.contrib.auth.models import Group, User
from pages import text

from archive.models import Operation, Sheet
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db
AT = "/desk/people/octophone/"


@pytest.fixture
def sheets(make_editorial):
    make_editorial("Un", "<p>La société Octophone recrute.</p>")
    make_editorial("Deux", "<p>Le groupe Octofone recrute.</p>")
    freshness.drain()


def save(client, **changes):
    return save_at(client, "octophone", **changes)


def save_at(client, slug: str, **changes):
    address = f"/desk/people/{slug}/"
    form = client.get(address).context["form"]
    fields = {name: value for name, value in form.initial.items() if value not in (None, False)}
    return client.post(address, fields | changes)


def undo_last() -> None:
    Operation.objects.first().undo()


def test_identifiers_are_attached_by_their_addresses(sheets, editor_client):
    changes = {"wikidata": "https://www.wikidata.org/wiki/Q42", "viaf": "113230702"}
    assert save(editor_client, **changes).status_code == 302
    octophone = Sheet.objects.get(slug="octophone")
    assert (octophone.wikidata, octophone.viaf) == ("Q42", "113230702")
    page = editor_client.get("/people/octophone/").content.decode()
    assert "https://www.wikidata.org/wiki/Q42" in page
    assert "Octophone" in text(editor_client.get("/desk/people/"))


@pytest.mark.parametrize(
    "wrong, reason",
    [
        ({"wikidata": "forty-two"}, "n’est pas un identifiant de Wikidata"),
        ({"viaf": "Q42"}, "n’est pas un identifiant de VIAF"),
        ({"name": " "}, "obligatoire"),
        ({"author": "Personne"}, "L’archive n’a pas d’auteur"),
        ({"seal": "old"}, "modifiée entre-temps"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(sheets, editor_client, wrong, reason):
    response = save(editor_client, **wrong)
    assert response.status_code == 422 and reason in text(response)
    assert not Operation.objects.exists()


def test_a_name_of_another_sheet_is_refused_and_uniting_offered(sheets, editor_client):
    response = save(editor_client, name="OCTOFONE")
    assert response.status_code == 422 and "porte ce nom" in text(response)
    assert not Operation.objects.exists()
    assert '<a href="/desk/people/octofone/">Octofone</a>' in response.content.decode()
    assert "Réunir les deux fiches" in text(response)
    editor_client.post(AT, {"into": "octofone"})
    assert Sheet.objects.get(slug="octofone").named_in == 2
    assert not Sheet.objects.filter(slug="octophone").exists()


def test_a_name_of_a_sheet_of_another_kind_is_taken(sheets, editor_client):
    Sheet.objects.create(name="Octofone SA", kind="place")
    assert save(editor_client, name="Octofone SA").status_code == 302
    response = save_at(editor_client, "octofone-sa-2", kind="place")
    assert response.status_code == 422 and "porte ce nom" in text(response)


def test_hiding_is_undone(sheets, editor_client, client):
    save(editor_client, hidden="on")
    assert not Sheet.objects.shown().filter(slug="octophone").exists()
    undo_last()
    assert Sheet.objects.shown().filter(slug="octophone").exists()


def test_two_are_put_together_and_apart_again(sheets, editor_client, client):
    editor_client.post("/desk/people/octofone/", {"into": "Octophone"})
    octophone = Sheet.objects.get(slug="octophone")
    assert octophone.named_in == 2 and octophone.forms.count() == 2
    assert client.get("/people/octofone/")["Location"] == "/people/octophone/"
    undo_last()
    octophone.refresh_from_db()
    assert octophone.named_in == 1
    assert Sheet.objects.get(slug="octofone").named_in == 1


def test_forms_are_put_on_a_sheet_of_their_own(sheets, editor_client):
    editor_client.post("/desk/people/octofone/", {"into": "/people/octophone/"})
    octophone = Sheet.objects.get(slug="octophone")
    form = octophone.forms.get(name="Octofone")
    editor_client.post(AT, {"part": "Octofone SA", "form": form.pk})
    assert Sheet.objects.get(slug="octofone-sa").named_in == 1
    octophone.refresh_from_db()
    assert octophone.named_in == 1
    undo_last()
    octophone.refresh_from_db()
    assert octophone.named_in == 2
    assert not Sheet.objects.filter(slug="octofone-sa").exists()


def test_identifiers_go_back_to_whose_they_were(sheets, editor_client):
    Sheet.objects.filter(slug="octofone").update(wikidata="Q2", viaf="22")
    Sheet.objects.filter(slug="octophone").update(viaf="22")
    editor_client.post("/desk/people/octofone/", {"into": "octophone"})
    octophone = Sheet.objects.get(slug="octophone")
    assert (octophone.wikidata, octophone.viaf) == ("Q2", "22")
    form = octophone.forms.get(name="Octofone")
    editor_client.post(AT, {"part": "Octofone", "form": form.pk})
    octophone.refresh_from_db()
    part = Sheet.objects.get(forms=form)
    assert (octophone.wikidata, octophone.viaf) == ("", "22")
    assert (part.wikidata, part.viaf) == ("Q2", "22")
    undo_last()
    octophone.refresh_from_db()
    assert octophone.wikidata == "Q2" and not Sheet.objects.filter(pk=part.pk).exists()


def test_sheets_of_different_identifiers_are_not_put_together(sheets, editor_client):
    Sheet.objects.filter(slug="octofone").update(wikidata="Q2")
    Sheet.objects.filter(slug="octophone").update(wikidata="Q1")
    response = editor_client.post("/desk/people/octofone/", {"into": "octophone"}, follow=True)
    assert "identifiants Wikidata différents (Q1, Q2)" in text(response)
    assert not Operation.objects.exists() and Sheet.objects.filter(slug="octofone").exists()


@pytest.mark.parametrize("into", ["Octophone", "Personne", ""])
def test_a_merge_that_cannot_be_changes_nothing(sheets, editor_client, into):
    editor_client.post(AT, {"into": into})
    assert not Operation.objects.exists() and Sheet.objects.filter(slug="octophone").exists()


def test_only_editors_come_in_and_only_chiefs_put_together(sheets, client):
    assert client.get(AT).status_code == 302
    editor = User.objects.create_user("ed")
    editor.groups.add(Group.objects.get(name="éditeur"))
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(AT).status_code == 200
    assert client.post("/desk/people/octofone/", {"into": "octophone"}).status_code == 403
    assert client.get("/desk/people/nobody/").status_code == 404
