"""Editors write a letter from a selection, look at it, and send it to those who follow it."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from mail_server import mail_server, plain, sent_by
from pages import text

from archive import processes
from archive.models import Editorial, Follow, Newsletter, TopicKind, curating
from archive.models.following.follows import PURPOSE, key_of
from archive.sealing import seal
from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/newsletters/"


@pytest.fixture
def begun(monkeypatch) -> list[tuple[str, ...]]:
    """The commands that processes of their own were begun for."""
    begun = []
    monkeypatch.setattr(processes, "begin", lambda *command, niceness: begun.append(command))
    return begun


@pytest.fixture
def server(settings, begun):
    with mail_server() as server:
        sent_by(settings, server)
        yield server


@pytest.fixture
def follower(db):
    """Make somebody who follows the letter since yesterday."""

    def make(email: str) -> Follow:
        yesterday = timezone.now() - timedelta(days=1)
        return Follow.objects.create(
            key=key_of(email),
            address=seal(email, PURPOSE),
            kind=TopicKind.LETTER,
            site="http://testserver",
            confirmed_at=yesterday,
            told_at=yesterday,
        )

    return make


@pytest.fixture
def chosen(make_editorial):
    for number in range(3):
        make_editorial(f"Texte {number}", "<p>La voix.</p>", date=f"200{number}")
    make_editorial("Brouillon", "<p>La voix.</p>", state="draft")
    freshness.drain()
    return list(Editorial.objects.published().order_by("pk").values_list("pk", flat=True))


def send() -> None:
    call_command("send_mails", stdout=io.StringIO())


def letter(numbers, **fields) -> dict:
    lines = "\n".join(map(str, numbers))
    return {"title": "À relire", "introduction": "Un.\n\nDeux.", "editorials": lines, **fields}


def key_in(page) -> str:
    return re.search(r'name="key" value="(\w+)"', page.content.decode())[1]


def test_a_search_fills_the_form_with_what_readers_can_read(editor_client, chosen):
    page = editor_client.get(f"{ADDRESS}?q=voix")
    assert re.findall(r"^(\d+) Texte \d", page.content.decode().replace(">", ">\n"), re.M)
    assert "Brouillon" not in text(page)
    assert f'href="{ADDRESS}?q=voix"' in editor_client.get("/search/?q=voix").content.decode()


def test_a_selection_fills_the_form_with_its_words_and_its_order(editor_client, chosen):
    selection = curating.make("Trente ans d’accueil", numbers=chosen[::-1])
    curating.edit(selection, {"introduction": "Lus *ensemble*."})
    address = f"{ADDRESS}?selection={selection.slug}"
    assert f'href="{address}"' in editor_client.get(f"/desk/selections/{selection.slug}/").text
    page = editor_client.get(address)
    assert re.findall(r"^(\d+) Texte", page.text.replace(">", ">\n"), re.M) == [
        str(number) for number in chosen[::-1]
    ]
    assert 'value="Trente ans d’accueil"' in page.text and "Lus *ensemble*." in page.text
    assert "Personne ne suit encore la lettre." in text(page)
    assert editor_client.get(f"{ADDRESS}?selection=aucune").status_code == 404


def test_a_letter_is_seen_confirmed_and_sent_in_its_order(
    editor_client, admin_user, chosen, follower, server, begun
):
    first, _second, third = chosen
    for name in ("ana", "lea"):
        follower(f"{name}@example.org")
    fields = letter([f"{third} Texte 2", f"https://testserver/editorials/{first}/texte-0/"])
    page = editor_client.post(ADDRESS, fields)
    assert "À relire" in text(page) and "2 personnes suivent la lettre" in text(page)
    assert not Newsletter.objects.exists(), "it is only looked at"
    key = key_in(page)
    for _click in range(2):
        sent = editor_client.post(ADDRESS, {**fields, "key": key, "send": "1"})
        assert sent.url == ADDRESS
    assert set(begun) == {("send_mails",)}
    row = Newsletter.objects.get()
    assert row.editorials == [third, first] and row.sent_by == admin_user
    send()
    send()
    assert sorted(mail["To"] for mail in server.mails) == ["ana@example.org", "lea@example.org"]
    words = plain(server.mails[0])
    assert words.index("Texte 2") < words.index("Texte 0") and "Deux." in words
    assert "À relire" in server.mails[0]["Subject"]
    assert "2 courriels partis" in text(editor_client.get(ADDRESS))


def test_who_follows_it_later_gets_the_next_letter_only(editor_client, chosen, follower, server):
    Newsletter.objects.create(key="a", title="Avant", editorials=chosen)
    row = follower("lea@example.org")
    Follow.objects.filter(pk=row.pk).update(confirmed_at=None)
    row.confirm("at-once", "fr")
    send()
    assert not server.mails
    Newsletter.objects.create(key="b", title="Après", editorials=chosen)
    send()
    assert ["Après" in mail["Subject"] for mail in server.mails] == [True]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "a" * 151},
        {"introduction": "a" * 5001},
        {"editorials": ""},
        {"editorials": "la voix du client"},
        {"editorials": "999999999999999999"},
        {"editorials": "\n".join(map(str, range(1, 60)))},
    ],
)
def test_what_makes_no_letter_is_refused_and_what_was_typed_stays(editor_client, chosen, fields):
    page = editor_client.post(ADDRESS, letter(chosen) | fields)
    assert page.status_code == 422 and "errorlist" in page.content.decode()
    assert not Newsletter.objects.exists()


def test_a_draft_is_in_no_letter(editor_client, chosen):
    draft = Editorial.objects.get(state="draft")
    assert editor_client.post(ADDRESS, letter([draft.pk])).status_code == 422


def test_what_nobody_has_seen_is_not_sent(editor_client, chosen, server):
    page = editor_client.post(ADDRESS, letter(chosen, send="1", key="forgé"))
    assert "Envoyer la lettre" in text(page) and not Newsletter.objects.exists()


def test_a_letter_can_be_taken_up_again_from_its_preview(editor_client, chosen):
    page = editor_client.post(ADDRESS, letter(chosen, again="1"))
    assert "Un.\n\nDeux." in page.content.decode().replace("\r", "")


def test_without_a_mail_server_nothing_can_be_sent(editor_client, chosen, settings):
    settings.MAIL_IS_SENT = False
    assert "EMAIL_URL" in text(editor_client.get(ADDRESS))
    page = editor_client.post(ADDRESS, letter(chosen, send="1", key="a" * 32))
    assert not Newsletter.objects.exists() and "Envoyer la lettre" not in text(page)


def test_hostile_words_of_a_letter_are_text(editor_client, chosen):
    page = editor_client.post(ADDRESS, letter(chosen, title="<script>x</script>"))
    assert "<script>x" not in page.content.decode()


def test_only_editors_come_here(client, django_user_model, chosen):
    assert client.get(ADDRESS).status_code == 302
    user = django_user_model.objects.create_user("paul")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, letter(chosen)).status_code == 403
