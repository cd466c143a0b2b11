"""Readers' letters at the desk."""

import re

import pytest
from django.contrib.auth.models import Group, User

from archive.models import Letter, Operation, moderation
from archive.models import letters as writing

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def editorial(make_editorial):
    return make_editorial("La voix", publication="En ligne")


@pytest.fixture
def letter(editorial):
    """Keeps a letter that came from a reader."""

    def letter(text="Bravo à la rédaction.", name="Ada Nord", email="ada@exemple.fr", **fields):
        row = writing.receive(editorial, name, email, text)
        Letter.objects.filter(pk=row.pk).update(**fields)
        row.refresh_from_db()
        return row

    return letter


@pytest.fixture
def editor(client):
    user = User.objects.create_user("claire")
    user.groups.add(Group.objects.get(name="éditeur"))
    client.force_login(user, backend=BACKEND)
    return client


def seal_in(page) -> str:
    return re.search(r'name="seal" value="(\w+)"', page.content.decode())[1]


def address(letter) -> str:
    return f"/desk/letters/{letter.pk}/"


def test_the_desk_tells_how_many_wait(editor, letter):
    assert "Aucune lettre n’attend" in editor.get("/desk/").content.decode()
    letter()
    page = editor.get("/desk/").content.decode()
    assert re.search(r'Lettres des lecteurs</a>\s*<span class="number">1<', page)


def test_letters_are_listed_by_state_with_what_is_odd_about_them(editor, letter):
    letter("VOUS N’AVEZ RIEN COMPRIS À NOTRE MÉTIER")
    letter("Refusée, celle-ci.", state="refused", reason="hors sujet")
    page = editor.get("/desk/letters/").content.decode()
    assert "RIEN COMPRIS" in page and "tout en capitales" in page and "celle-ci" not in page
    page = editor.get("/desk/letters/?state=refused").content.decode()
    assert "celle-ci" in page and "hors sujet" in page and "RIEN COMPRIS" not in page
    assert "Refusées" in page and "Publiées" in page
    assert page.count('id="q"') == 1, "the field of the masthead"
    assert editor.get("/desk/letters/?state=x").status_code == 404


def test_ticked_letters_are_published_at_once_and_that_is_undone(editor, editorial, letter):
    letters = [letter(f"Lettre {number}.") for number in range(3)]
    ticked = [row.pk for row in letters[:2]]
    response = editor.post("/desk/letters/", {"keep": ticked, "do": "accept"}, follow=True)
    page = response.content.decode()
    assert "C’est enregistré." in page and "Lettre 2." in page and "Lettre 1." not in page
    assert Letter.objects.shown().count() == 2
    assert "Lettre 1." in editor.get(editorial.get_absolute_url()).content.decode()
    number = re.search(r"/desk/operations/(\d+)/", page)[1]
    seen = editor.get(f"/desk/operations/{number}/").content.decode()
    assert "Lettres publiées" in seen and address(letters[0]) in seen
    editor.post(f"/desk/operations/{number}/")
    assert Letter.objects.waiting().count() == 3


def test_what_is_not_clear_changes_nothing(editor, letter):
    row = letter()
    for sent, message in [
        ({"do": "accept"}, "Rien n’est coché"),
        ({"do": "accept", "keep": "x"}, "Rien n’est coché"),
        ({"do": "refuse", "keep": row.pk}, "Dites pourquoi"),
        ({"do": "burn", "keep": row.pk}, "Dites ce qui doit en être fait"),
        ({"keep": row.pk}, "Dites ce qui doit en être fait"),
    ]:
        response = editor.post("/desk/letters/", sent, follow=True)
        assert message in response.content.decode()
    assert Letter.objects.waiting().exists() and not Operation.objects.exists()


def test_a_letter_is_decided_about_and_the_next_one_comes(editor, letter):
    first, second = letter("Une."), letter("Deux.")
    assert "1 à lire" not in editor.get(address(first)).content.decode()
    sent = {"do": "refuse", "reason": "hors sujet"}
    assert editor.post(address(first), sent).url == address(second)
    assert editor.post(address(second), {"do": "spam"}).url == "/desk/letters/"
    first.refresh_from_db()
    assert (first.state, first.reason) == ("refused", "hors sujet")
    page = editor.get(address(first)).content.decode()
    assert "Lettre refusée\u00a0: hors sujet" in page and "claire" in page


def test_a_reply_that_was_typed_is_kept_by_whatever_is_decided(editor, letter):
    row = letter()
    shown = editor.get(address(row))
    sent = {"do": "accept", "reply": "Nous y viendrons.", "seal": seal_in(shown)}
    editor.post(address(row), sent)
    row.refresh_from_db()
    assert (row.state, row.reply) == ("shown", "Nous y viendrons.")
    moderation.reply(row, "Une autre, d’Édith.")
    late = editor.post(address(row), sent | {"do": "refuse", "reason": "hors sujet"})
    row.refresh_from_db()
    assert late.status_code == 422 and "Nous y viendrons." in late.content.decode()
    assert (row.state, row.reply) == ("shown", "Une autre, d’Édith.")


def test_who_typed_no_reply_takes_none_away_that_came_meanwhile(editor, letter):
    row = letter()
    sent = {"do": "accept", "reply": "", "seal": seal_in(editor.get(address(row)))}
    moderation.reply(row, "Une autre, d’Édith.")
    late = editor.post(address(row), sent)
    shown = late.context["replying"]["reply"].value()
    assert late.status_code == 422 and "La lettre a changé entre-temps" in late.text
    assert shown == "Une autre, d’Édith."
    editor.post(address(row), sent | {"reply": shown, "seal": seal_in(late)})
    row.refresh_from_db()
    assert (row.state, row.reply) == ("shown", "Une autre, d’Édith.")


def test_the_editors_reply_and_it_is_shown(editor, editorial, letter):
    row = letter(state="shown")
    seal = seal_in(editor.get(address(row)))
    editor.post(address(row), {"do": "reply", "reply": "Merci à vous.", "seal": seal})
    page = editor.get(editorial.get_absolute_url()).content.decode()
    assert "Merci à vous." in page
    seal = seal_in(editor.get(address(row)))
    editor.post(address(row), {"do": "reply", "reply": "", "seal": seal})
    assert "Merci à vous." not in editor.get(editorial.get_absolute_url()).content.decode()


def test_a_letter_is_mended_and_what_changed_stays_visible(editor, editorial, letter):
    row = letter("Vous mentez, monsieur.", state="shown")
    sent = {"do": "mend", "name": "Ada N.", "text": "Vous errez, monsieur.", "why": "insulte"}
    editor.post(address(row), sent | {"seal": seal_in(editor.get(address(row)))})
    page = editor.get(address(row)).content.decode()
    assert "<del>mentez,</del><ins>errez,</ins>" in page and "insulte" in page
    page = editor.get(editorial.get_absolute_url()).content.decode()
    assert "Vous errez, monsieur." in page and "corrigée par la rédaction" in page
    assert "mentez" not in page and "insulte" not in page


def test_what_another_editor_changed_meanwhile_is_not_overwritten(editor, letter):
    row = letter()
    seal = seal_in(editor.get(address(row)))
    moderation.mend(row, "Ada Nord", "Bravo.")
    moderation.reply(row, "Merci.")
    for sent in (
        {"do": "mend", "name": "Ada", "text": "Autre chose."},
        {"do": "reply", "reply": "Autre chose."},
    ):
        response = editor.post(address(row), sent | {"seal": seal})
        assert response.status_code == 422 and "a changé entre-temps" in response.content.decode()
        assert "Autre chose." in response.content.decode()
    row.refresh_from_db()
    assert (row.text, row.reply) == ("Bravo.", "Merci.")


def test_an_empty_letter_is_not_kept(editor, letter):
    row = letter()
    seal = seal_in(editor.get(address(row)))
    response = editor.post(address(row), {"do": "mend", "name": "", "text": "\x07", "seal": seal})
    assert response.status_code == 422
    row.refresh_from_db()
    assert row.text == "Bravo à la rédaction."


def test_editors_read_the_address_and_find_letters_by_it(editor, letter):
    row = letter()
    letter("Une autre.", "Luc Sud", "luc@exemple.fr")
    assert "mailto:ada@exemple.fr" in editor.get(address(row)).content.decode()
    assert "ada@exemple.fr" not in editor.get("/desk/letters/").content.decode()
    for asked, names in (("ADA@exemple.fr", {"Ada Nord"}), ("sud", {"Luc Sud"}), ("x@y.fr", set())):
        page = editor.post("/desk/letters/", {"q": asked}).content.decode()
        assert set(re.findall("Ada Nord|Luc Sud", page)) == names


def test_an_address_is_deleted_on_demand(editor, letter):
    row = letter()
    page = editor.post(address(row), {"do": "forget"}, follow=True).content.decode()
    assert "1 adresse effacée" in page and "mailto:" not in page
    assert not Letter.objects.exclude(sealed_email="").exists()


def test_a_letter_is_erased_once_that_is_confirmed(editor, editorial, letter):
    row = letter(state="shown")
    page = editor.post(address(row), {"do": "erase"}).content.decode()
    assert "ne s’annule pas" in page and Letter.objects.shown().exists()
    page = editor.post(address(row), {"do": "erase", "confirm": "1"}, follow=True).content.decode()
    assert "effacée pour de bon" in page and "Bravo" not in page and "Ada" not in page
    assert "Bravo" not in editor.get(editorial.get_absolute_url()).content.decode()
    response = editor.post(address(row), {"do": "accept"}, follow=True)
    assert "il n’en reste rien" in response.content.decode()
    assert "lettre effacée" in editor.get("/desk/letters/?state=erased").content.decode()


def test_nothing_in_a_letter_is_executed_at_the_desk(editor, letter):
    hostile = "<script>alert(1)</script> voilà ce que je pense"
    row = letter(hostile, "<img src=x onerror=alert(1)>")
    moderation.mend(row, row.name, hostile + " encore")
    for where in ("/desk/letters/", address(row)):
        page = editor.get(where).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_lists_cost_the_same_whatever_their_length(
    editor, letter, django_assert_max_num_queries
):
    for number in range(40):
        letter(f"Lettre {number}.")
    with django_assert_max_num_queries(14):
        assert editor.get("/desk/letters/").status_code == 200
    with django_assert_max_num_queries(16):
        assert editor.get(address(Letter.objects.first())).status_code == 200
    assert "Page 1 sur 2" in editor.get("/desk/letters/").content.decode()


def test_a_magazine_is_switched_off_where_magazines_are_edited(editor_client, editorial):
    magazine = editorial.publication
    where = f"/admin/archive/publication/{magazine.pk}/change/"
    assert 'name="letters"' in editor_client.get(where).content.decode()
    fields = {"name": magazine.name, "slug": magazine.slug, "description": "", "issn": ""}
    for rows in ("periods", "editorships"):
        fields |= {f"{rows}-TOTAL_FORMS": "0", f"{rows}-INITIAL_FORMS": "0"}
    editor_client.post(where, fields | {"letters": "off"})
    magazine.refresh_from_db()
    assert magazine.letters == "off" and Operation.objects.count() == 1
