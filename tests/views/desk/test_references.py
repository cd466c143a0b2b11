"""References that no rule resolves: an editor says what each means, and may take it back."""

import pytest

from archive.models import CrossReference, Operation, Settlement
from archive.search.upkeep import freshness


@pytest.fixture
def unsure(make_editorial):
    """Two editorials of one month, and a text that refers to one of them."""
    for title in ("Le premier", "Le second"):
        make_editorial(title, publication="Décroché", date="2008-12")
    body = "<p>Dans notre éditorial de décembre 2008, nous disions non.</p>"
    make_editorial("Mea culpa", body, publication="Décroché", date="2010-03")
    freshness.drain()
    return CrossReference.objects.select_related("editorial").get()


def settled(client, reference, **sent) -> str:
    response = client.post(f"/desk/references/{reference.pk}/", sent, follow=True)
    freshness.drain()
    assert response.status_code == 200
    return response.content.decode()


def test_it_waits_with_its_sentence_and_what_it_may_mean(editor_client, unsure):
    assert "Renvois entre textes" in editor_client.get("/desk/").content.decode()
    page = editor_client.get("/desk/references/").content.decode()
    assert "<mark>notre éditorial de décembre 2008</mark>" in page
    assert "Le premier" in page and "Le second" in page and "Mea culpa" in page
    page = editor_client.get("/desk/references/?publication=decroche&kind=page").content.decode()
    assert "Aucun renvoi" in page


def test_what_an_editor_says_holds_after_a_rebuild_and_can_be_undone(editor_client, unsure):
    number = unsure.candidates.first().number
    assert "mène à" in settled(editor_client, unsure, cited=number)
    assert CrossReference.objects.get().cited_id == number
    other = Settlement.objects.get()
    CrossReference.objects.all().delete()
    freshness.mark([unsure.editorial_id])
    freshness.drain()
    assert CrossReference.objects.get().cited_id == number
    Operation.objects.get(changes__model="settlement").undo()
    freshness.drain()
    assert CrossReference.objects.get().state == "open"
    assert not Settlement.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("sent", [{"cited": "none"}, {"other": ""}])
def test_what_was_said_leads_to_where_it_is_undone(editor_client, unsure, sent):
    if "other" in sent:
        sent = {"other": str(unsure.candidates.first().number)}
    page = settled(editor_client, unsure, **sent)
    operation = Operation.objects.first()
    assert f'<a href="/desk/operations/{operation.pk}/">Voir ou annuler</a>' in page
    assert "n’est pas un renvoi" in page or "mène à" in page


def test_it_may_be_no_reference_and_then_mean_something_after_all(editor_client, unsure):
    settled(editor_client, unsure, cited="none")
    refused = CrossReference.objects.get()
    assert (refused.state, refused.cited) == ("refused", None)
    page = editor_client.get("/desk/references/?state=refused").content.decode()
    assert "notre éditorial de décembre 2008" in page
    address = f"http://testserver/editorials/{refused.candidates.last().number}/le-second/"
    settled(editor_client, refused, other=address)
    assert CrossReference.objects.get().cited.title == "Le second"


@pytest.mark.parametrize("typed", ["", "x", "0", "999999", "9" * 30, "/editorials/x/"])
def test_what_is_no_editorial_is_told_and_changes_nothing(editor_client, unsure, typed):
    assert "n’est ni le numéro ni l’adresse" in settled(editor_client, unsure, other=typed)
    assert not Settlement.objects.exists()


def test_it_leads_neither_to_itself_nor_to_what_is_not_published(editor_client, unsure):
    page = settled(editor_client, unsure, other=str(unsure.editorial_id))
    assert "ne renvoie pas à lui-même" in page and not Settlement.objects.exists()
    unsure.editorial.__class__.objects.filter(title="Le premier").update(state="withdrawn")
    first = unsure.candidates.first().number
    assert "n’est pas publié" in settled(editor_client, unsure, cited=first)


def test_one_that_has_changed_meanwhile_is_told(editor_client, unsure):
    unsure.delete()
    response = editor_client.post("/desk/references/99999/", {"cited": "none"}, follow=True)
    assert "a changé" in response.content.decode()


def test_who_is_no_editor_sees_none(client, unsure):
    assert client.get("/desk/references/").status_code == 302
    assert client.post(f"/desk/references/{unsure.pk}/", {"cited": "none"}).status_code == 403
    assert not Settlement.objects.exists()
