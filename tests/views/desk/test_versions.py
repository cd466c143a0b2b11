"""Any two versions of an editorial compared, and the way back to one."""

import pytest

from archive.models import Author, Editorial, Operation, Publication, Tag, vocabulary
from archive.models.name_places import find
from archive.models.requests import mask
from archive.models.transfers import Union
from archive.templatetags.versions import compared_paragraphs

pytestmark = pytest.mark.django_db


@pytest.fixture
def editorial(editor_client, make_editorial):
    """One that was corrected twice since it came."""
    editorial = make_editorial(
        "Le fil",
        "<p>Le client appelle souvent.</p><p>Fin.</p>",
        authors=["Claire Abgrall"],
        tags=["Accueil"],
        date="2001",
    )
    correct(editor_client, editorial, body="<p>Le client <i>rappelle</i> souvent.</p><p>Fin.</p>")
    correct(editor_client, editorial, title="Le fil rompu", date="2002", bylines="Luc Roux")
    return editorial


def correct(client, editorial, **changed):
    address = f"/desk/editorials/{editorial.pk}/"
    shown = client.get(address).context["form"].initial
    values = {name: value for name, value in shown.items() if value not in (None, False)}
    assert client.post(address, values | changed).status_code == 302


def page_of(editorial) -> str:
    return f"/desk/editorials/{editorial.pk}/versions/"


def numbers() -> list[int]:
    """The operations, oldest first."""
    return list(Operation.objects.order_by("pk").values_list("pk", flat=True))


def back_to(client, editorial, number, **more):
    version = Editorial.objects.get(pk=editorial.pk).version
    sent = {"to": number, "version": version} | more
    return client.post(page_of(editorial), sent, follow=True)


def test_the_last_two_versions_are_compared_where_nobody_says_which(editor_client, editorial):
    page = editor_client.get(page_of(editorial)).text
    assert "<del>Le fil</del> <ins>Le fil rompu</ins>" in page and "rappelle" not in page


def test_any_two_versions_are_compared_with_their_words_marked(editor_client, editorial):
    page = editor_client.get(page_of(editorial), {"from": 0, "to": numbers()[-1]}).text
    assert "<p>Le client <del>appelle</del> <ins>rappelle</ins> souvent.</p>" in page
    assert "<p>Fin.</p>" in page and "<ins>Le fil rompu</ins>" in page
    backwards = editor_client.get(page_of(editorial), {"to": 0, "from": numbers()[-1]}).text
    assert "<del>appelle</del> <ins>rappelle</ins>" in backwards


def test_returning_to_a_version_is_an_operation_and_is_undone(editor_client, admin_user, editorial):
    response = back_to(editor_client, editorial, 0)
    assert "1 éditorial changé" in response.text
    returned = Editorial.objects.get()
    assert (returned.title, returned.date) == ("Le fil", "2001")
    assert "<p>Le client appelle souvent.</p>" in returned.body
    assert [byline.name for byline in returned.bylines.all()] == ["Claire Abgrall"]
    last = Operation.objects.first()
    assert last.why == "Retour à : avant le premier changement" and last.by == admin_user
    last.undo(admin_user)
    assert Editorial.objects.get().title == "Le fil rompu"


def test_a_version_between_is_returned_to(editor_client, editorial):
    back_to(editor_client, editorial, numbers()[0])
    returned = Editorial.objects.get()
    assert returned.title == "Le fil" and "rappelle" in returned.body


def test_what_is_published_or_withdrawn_stays_so(editor_client, editorial):
    correct(editor_client, editorial, state="withdrawn", why="droits")
    back_to(editor_client, editorial, 0)
    assert Editorial.objects.get().state == "withdrawn"


def test_who_comes_second_does_not_undo_what_the_first_saved(editor_client, editorial):
    seen = Editorial.objects.get().version
    correct(editor_client, editorial, title="Le fil renoué")
    page = back_to(editor_client, editorial, 0, version=seen)
    assert "a changé depuis" in page.text and Editorial.objects.get().title == "Le fil renoué"


def test_what_is_no_more_does_not_come_back_and_is_told(editor_client, editorial):
    editor_client.post(f"/desk/tagging/{editorial.pk}/", {"remove": "accueil"})
    Tag.objects.all().delete()
    page = back_to(editor_client, editorial, 0)
    assert "n’existe plus" in page.text and Editorial.objects.get().title == "Le fil"


def merged(source, into) -> Operation:
    union = Union(source._meta.model_name, source.pk, into.pk)
    return union.apply(union.store.bearers([source.pk]))


def test_a_magazine_merged_since_is_the_one_that_took_it_over(editor_client, make_editorial):
    editorial = make_editorial("Le fil", publication="Ligne ouverte")
    cahiers = Publication.objects.create(name="Les Cahiers")
    correct(editor_client, editorial, title="Le fil rompu")
    source = Publication.objects.get(name="Ligne ouverte")
    merge = merged(source, cahiers)
    page = back_to(editor_client, editorial, 0)
    returned = Editorial.objects.get()
    assert (returned.title, returned.publication) == ("Le fil", cahiers)
    assert "n’existe plus" not in page.text
    merge.undo()
    assert Editorial.objects.get().publication == source


def test_a_magazine_that_is_no_more_leaves_the_present_one(editor_client, make_editorial):
    editorial = make_editorial("Le fil", publication="Ligne ouverte")
    cahiers = Publication.objects.create(name="Les Cahiers")
    correct(editor_client, editorial, title="Le fil rompu", publication=cahiers.pk)
    Publication.objects.get(name="Ligne ouverte").delete()
    page = back_to(editor_client, editorial, 0)
    assert Editorial.objects.get().publication == cahiers and "n’existe plus" in page.text


def test_authors_and_tags_merged_since_are_those_that_took_them_over(editor_client, editorial):
    luc = Author.objects.get(name="Luc Roux")
    merged(Author.objects.get(name="Claire Abgrall"), luc)
    vocabulary.merge([Tag.objects.get()], Tag.objects.create(name="Réception"))
    page = back_to(editor_client, editorial, 0)
    byline = Editorial.objects.get().bylines.get()
    assert (byline.name, byline.author) == ("Claire Abgrall", luc)
    assert Editorial.objects.get().tags.get().name == "Réception"
    assert "n’existe plus" not in page.text


@pytest.mark.parametrize("namesakes, is_linked", [(1, True), (2, False)])
def test_an_author_without_a_successor_is_whoever_alone_signs_so(
    editor_client, editorial, namesakes, is_linked
):
    Author.objects.get(name="Claire Abgrall").delete()
    for _person in range(namesakes):
        Author.objects.create(name="Claire Abgrall")
    back_to(editor_client, editorial, 0)
    assert bool(Editorial.objects.get().bylines.get().author) is is_linked


def test_an_author_without_a_successor_leaves_the_present_link(editor_client, editorial):
    correct(editor_client, editorial, bylines="Claire Abgrall")
    Author.objects.get(name="Claire Abgrall").delete()
    initial = Author.objects.create(name="C. Abgrall")
    Editorial.objects.get().bylines.update(author=initial)
    back_to(editor_client, editorial, 0)
    assert Editorial.objects.get().bylines.get().author == initial


def test_a_name_that_was_masked_since_stays_masked(editor_client, admin_user, editorial):
    correct(editor_client, editorial, body="<p>Jean Dupré appelle.</p>")
    correct(editor_client, editorial, body="<p>On appelle.</p>")
    named = numbers()[-2]
    correct(editor_client, editorial, standfirst="Avec Jean Dupré.")
    mask(find(["Jean Dupré"], False), admin_user, "à sa demande")
    back_to(editor_client, editorial, named)
    body = Editorial.objects.get().body
    assert "[nom masqué] appelle" in body and "Dupré" not in body


@pytest.mark.parametrize("asked", [{"from": "99999"}, {"to": "x"}, {"from": "", "to": "-1"}])
def test_a_version_that_there_is_not_is_not_found(editor_client, editorial, asked):
    assert editor_client.get(page_of(editorial), asked).status_code == 404
    assert editor_client.post(page_of(editorial), {"to": "99999"}).status_code == 404
    assert editor_client.post(page_of(editorial), {"to": numbers()[0]}).status_code == 302
    assert Editorial.objects.get().title == "Le fil rompu"


def test_an_editorial_without_a_history_says_so(editor_client, make_editorial):
    page = editor_client.get(page_of(make_editorial())).text
    assert "ne connaît pas encore deux versions" in page


def test_the_history_leads_to_each_version(editor_client, editorial):
    page = editor_client.get(f"/desk/editorials/{editorial.pk}/history/").text
    assert all(f"/versions/?to={number}" in page for number in numbers())


def test_where_markup_alone_differs_that_is_shown(editor_client, editorial):
    correct(editor_client, editorial, body="<p>Le client rappelle souvent.</p><p>Fin.</p>")
    page = editor_client.get(page_of(editorial)).text
    assert "Mise en forme" in page and "&lt;i&gt;" in page


@pytest.mark.parametrize(
    "before, after, paragraphs",
    [
        ("", "", []),
        ("", "Un.", ["<ins>Un.</ins>"]),
        ("Un. Deux.", "Un.\n\nDeux.", ["Un. <ins>¶</ins>", "Deux."]),
        ("Un.\n\nDeux.", "Un. Deux.", ["Un. <del>¶</del> Deux."]),
        ("a < b", "a > b", ["a <del>&lt;</del> <ins>&gt;</ins> b"]),
        ("Un.\n\nDeux.", "Un.", ["Un. <del>¶</del> <del>Deux.</del>"]),
    ],
)
def test_paragraphs_are_compared_whole(before, after, paragraphs):
    assert compared_paragraphs(before, after) == paragraphs
