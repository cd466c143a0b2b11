"""Letters to the editor, as readers write and read them."""

import re
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now

from archive import letter_forms, sealing
from archive.models import Letter, Publication
from archive.views import letters as views

pytestmark = pytest.mark.django_db
TEXT = "Madame,\r\n\r\nvotre éditorial dit tout haut ce que le standard pense tout bas."


@pytest.fixture
def editorial(make_editorial):
    return make_editorial("La voix", publication="En ligne", date="2001-02-12")


@pytest.fixture
def write(client, editorial):
    """Fills the form in as a reader would, a minute after it was opened, and sends it."""

    def write(to=None, seconds=60, **typed):
        to = to or editorial
        fields = {"name": "Ada Nord", "email": "ada@exemple.fr", "text": TEXT, "website": ""}
        opened = int(now().timestamp()) - seconds
        fields["opened"] = signing.dumps([to.pk, opened], salt=letter_forms.SALT)
        return client.post(f"/editorials/{to.pk}/{to.slug}/letters/", fields | typed)

    return write


@pytest.fixture
def letter(editorial):
    """Keeps a letter that is shown."""

    def letter(text="Bravo.", name="Luc Sud", state="shown", to=None, **fields):
        defaults = {"received": text, "written_at": datetime(2004, 3, 31, 10, tzinfo=UTC)}
        if state == "shown":
            defaults["shown_at"] = now()
        return Letter.objects.create(
            editorial=to or editorial, name=name, text=text, state=state, **defaults | fields
        )

    return letter


def page_of(client, editorial):
    return client.get(f"/editorials/{editorial.pk}/{editorial.slug}/letters/").content.decode()


# Writing


def test_a_letter_waits_for_an_editor_and_its_writer_is_thanked(client, editorial, write):
    response = write()
    thanks = client.get(response.url).content.decode()
    assert response.status_code == 302 and "attend d’être lue par la rédaction" in thanks
    kept = Letter.objects.get()
    assert (kept.name, kept.state, kept.oddities) == ("Ada Nord", "waiting", [])
    assert kept.text == TEXT.replace("\r\n", "\n")
    for address in (editorial.get_absolute_url(), response.url.replace("thanks/", "")):
        assert "standard pense tout bas" not in client.get(address).content.decode()


def test_the_form_of_the_page_can_be_sent_as_it_is(editorial, monkeypatch):
    browser = Client(enforce_csrf_checks=True)
    address = f"/editorials/{editorial.pk}/{editorial.slug}/letters/"
    page = browser.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page))
    typed = {"name": "Ada", "email": "ada@exemple.fr", "text": TEXT, "website": ""}
    monkeypatch.setattr(letter_forms.time, "time", lambda: now().timestamp() + 30)
    hidden.pop("csrfmiddlewaretoken", None)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    sent = hidden | typed | {"csrfmiddlewaretoken": token}
    assert browser.post(address, sent).status_code == 302
    assert browser.post(address, hidden | typed).status_code == 403
    assert Letter.objects.count() == 1


def test_the_address_is_sealed_and_nowhere_to_be_read(client, editorial, write, caplog):
    with caplog.at_level("DEBUG"):
        write()
    kept = Letter.objects.get()
    kept.state, kept.shown_at = "shown", now()
    kept.save()
    assert "ada@exemple.fr" not in kept.sealed_email + kept.email_key + caplog.text
    assert kept.email == "ada@exemple.fr" == sealing.unsealed(kept.sealed_email, "letter")
    for address in (
        *(editorial.get_absolute_url(), "/letters/", "/letters/feed/"),
        *(f"/api/v1/editorials/{editorial.pk}", f"/editorials/{editorial.pk}/citation.json"),
        *(
            f"{editorial.get_absolute_url()}letters/",
            f"{editorial.get_absolute_url()}letters/feed/",
        ),
    ):
        assert "ada@exemple.fr" not in client.get(address).content.decode(), address


REFUSED = [
    ({"name": " "}, "dites votre nom"),
    ({"email": ""}, "à quelle adresse"),
    ({"email": "ada"}, "pas une adresse électronique"),
    ({"email": f"{'a' * 300}@exemple.fr"}, "254"),
    ({"text": ""}, "Écrivez votre lettre."),
    ({"text": "\x00\x07 \u200b"}, "Écrivez votre lettre."),
    ({"text": "!!! ??? 1234"}, "avec des mots"),
    ({"text": "é" * 100_000}, "100\u00a0000 caractères, pour 10\u00a0000 au plus"),
    ({"name": "A" * 201}, "200"),
    ({"website": "http://x.example"}, "piège pour les programmes"),
    ({"opened": ""}, "n’est plus valable"),
    ({"opened": "1:2:3"}, "n’est plus valable"),
    ({"opened": signing.dumps([1, "x"], salt=letter_forms.SALT)}, "n’est plus valable"),
    ({"seconds": 1}, "allé trop vite"),
    ({"seconds": 25 * 3600}, "n’est plus valable"),
]


def test_a_letter_that_cannot_be_taken_is_shown_again_with_the_reason(write):
    for typed, message in REFUSED:
        response = write(**typed)
        page = response.content.decode()
        assert response.status_code == 422 and not Letter.objects.exists(), message
        assert message in page.replace("&nbsp;", "\u00a0"), page[page.find("write") :]
        assert ("standard pense tout bas" in page) == ("text" not in typed), message
        assert typed.get("text", "")[:50_000].replace("\x00\x07 \u200b", "") in page


def test_who_was_too_quick_need_not_wait_anew(editorial, write, monkeypatch):
    page = write(seconds=1).content.decode()
    opened = re.search(r'name="opened" value="([^"]+)"', page)[1]
    monkeypatch.setattr(letter_forms.time, "time", lambda: now().timestamp() + 3)
    assert write(opened=opened).status_code == 302


def test_the_form_of_another_editorial_is_not_taken(make_editorial, write):
    other = make_editorial("Autre")
    opened = signing.dumps([other.pk, int(now().timestamp()) - 60], salt=letter_forms.SALT)
    assert write(opened=opened).status_code == 422


def test_an_odd_letter_is_kept_for_the_moderator_with_what_is_odd(write):
    odd = {
        "<script>alert(1)</script><b>Bravo</b> pour ce que vous écrivez": "markup",
        "http://montres.example http://montres.example/2": "only-links",
        "VOUS N’AVEZ RIEN COMPRIS À NOTRE MÉTIER": "capitals",
        "Bravo\x07\u202e à la rédaction": "unseen",
    }
    for typed, oddity in odd.items():
        assert write(text=typed).status_code == 302
        assert Letter.objects.latest("pk").oddities == [oddity]
    assert Letter.objects.count() == 4


def test_the_same_letter_sent_twice_is_one(write):
    assert write().url == write().url
    assert Letter.objects.count() == 1


def test_letters_of_one_address_are_limited(client, write, monkeypatch):
    monkeypatch.setattr(views, "MOST_LETTERS", 2)
    statuses = [write(text=f"Lettre numéro {number}").status_code for number in range(4)]
    assert statuses == [302, 302, 429, 429] and Letter.objects.count() == 2
    refused = write(text="Ma lettre")
    assert refused.headers["Retry-After"] and "Ma lettre" in refused.content.decode()


def test_letters_of_all_readers_are_limited(write, monkeypatch):
    monkeypatch.setattr(views, "MOST_WAITING", 1)
    assert write().status_code == 302
    assert write(text="Une autre").status_code == 503


def test_a_letter_is_not_lost_while_nothing_can_be_written(write, monkeypatch):
    monkeypatch.setattr("archive.disk.is_archive_read_only", lambda: True)
    response = write()
    assert response.status_code == 503 and "standard pense tout bas" in response.content.decode()


# Where no letters are


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_published_takes_no_letters(client, editorial, write, letter, state):
    letter("Un secret")
    type(editorial).objects.update(state=state)
    for address in ("", "feed/", "thanks/"):
        response = client.get(f"/editorials/{editorial.pk}/{editorial.slug}/letters/{address}")
        assert response.status_code in (404, 410) and "Un secret" not in response.content.decode()
    assert write().status_code in (404, 410) and Letter.objects.count() == 1


def test_a_magazine_that_is_closed_shows_its_letters_and_takes_none(
    client, editorial, write, letter
):
    letter("Bravo à vous.")
    Publication.objects.update(letters="closed")
    page = page_of(client, editorial)
    assert "Bravo à vous." in page and "<textarea" not in page
    assert "Écrire à la rédaction" not in client.get(editorial.get_absolute_url()).content.decode()
    assert write().status_code == 404 and Letter.objects.count() == 1


def test_a_magazine_without_letters_has_none(client, editorial, write, letter, make_editorial):
    letter("Bravo à vous.")
    Publication.objects.update(letters="off")
    assert client.get(f"/editorials/{editorial.pk}/letters/").status_code == 404
    assert write().status_code == 404
    for address in (editorial.get_absolute_url(), "/letters/", "/letters/feed/"):
        page = client.get(address)
        assert page.status_code == 200 and "Bravo à vous." not in page.content.decode()
    assert write(to=make_editorial("Sans revue")).status_code == 302


def test_an_archive_without_letters_has_none(client, editorial, write, letter, settings):
    letter("Bravo à vous.")
    settings.LETTERS = False
    assert write().status_code == 404
    for address in ("/letters/", "/letters/feed/", f"/editorials/{editorial.pk}/letters/"):
        assert client.get(address).status_code == 404
    assert "Lettres des lecteurs" not in client.get(editorial.get_absolute_url()).content.decode()


def test_where_there_is_no_editorial_there_are_no_letters(client):
    for address in ("/editorials/999/letters/", "/editorials/999/x/letters/feed/"):
        assert client.get(address).status_code == 404


def test_another_slug_leads_to_the_present_one(client, editorial):
    whole = f"/editorials/{editorial.pk}/la-voix/letters/"
    for address in (f"/editorials/{editorial.pk}/letters/", whole.replace("la-voix", "ancien")):
        assert client.get(address).url == whole
    assert client.get(f"/editorials/{editorial.pk}/letters/feed/").url == f"{whole}feed/"


def test_an_editorial_that_is_called_letters_keeps_its_page(client, make_editorial):
    editorial = make_editorial("Letters", "<p>Dear readers.</p>")
    assert "Dear readers." in client.get(editorial.get_absolute_url()).content.decode()
    assert "<textarea" in page_of(client, editorial)


# Reading


def test_a_letter_is_shown_with_its_day_and_the_reply(client, editorial, letter):
    parent = letter("Premier.", name="Ada Nord")
    letter(
        "Un\nvers.\n\n« Non »!", parent=parent, reply="Merci.", replied_at=now(), mended_at=now()
    )
    for page in (
        client.get(editorial.get_absolute_url()).content.decode(),
        page_of(client, editorial),
        client.get("/letters/").content.decode(),
    ):
        assert "Luc Sud" in page and "31 mars 2004" in page and "en réponse à Ada Nord" in page
        assert '<p dir="auto">Un<br>vers.</p><p dir="auto">«\u00a0Non\u00a0»\u202f!</p>' in page
        assert "La rédaction" in page and "Merci." in page
        assert "abrégée ou corrigée par la rédaction." in page


def test_what_is_not_accepted_is_shown_nowhere(client, editorial, letter):
    for state in ("waiting", "refused", "spam", "erased"):
        unseen = letter("Cela ne se lit pas.", state=state)
        letter(f"Une réponse : {state}.", parent=unseen)
    for address in (
        *(editorial.get_absolute_url(), "/letters/", "/letters/feed/"),
        *(
            f"{editorial.get_absolute_url()}letters/",
            f"{editorial.get_absolute_url()}letters/feed/",
        ),
    ):
        page = client.get(address).content.decode()
        assert page.count("Une réponse") == 4 and "Cela ne se lit pas." not in page
        assert "en réponse à" not in page


def test_nothing_in_a_letter_is_executed(client, editorial, letter):
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> & javascript:alert(1)"
    letter(hostile, name="<b>Ada</b>", reply=hostile, replied_at=now())
    for address in (editorial.get_absolute_url(), "/letters/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page and "<b>Ada" not in page
        assert "&lt;script&gt;alert(1)" in page and "&lt;b&gt;Ada" in page


def test_the_page_of_an_editorial_shows_the_first_and_leads_to_the_rest(client, editorial, letter):
    for day in range(1, 8):
        letter(f"Lettre {day}.", written_at=datetime(2004, 3, day, tzinfo=UTC))
    page = client.get(editorial.get_absolute_url()).content.decode()
    assert "Lettre 5." in page and "Lettre 6." not in page and "Lire les 7 lettres" in page
    assert page.index("Lettre 1.") < page.index("Lettre 2.")
    assert "Lettre 7." in page_of(client, editorial)


def test_a_kept_page_is_made_anew_once_a_letter_is_accepted(client, editorial, letter):
    waiting = letter("Enfin publiée.", state="waiting")
    addresses = (editorial.get_absolute_url(), "/letters/", "/letters/feed/")
    for address in addresses:
        assert "Enfin publiée." not in client.get(address).content.decode()
    waiting.state, waiting.shown_at = "shown", now()
    waiting.save()
    for address in addresses:
        assert "Enfin publiée." in client.get(address).content.decode()


def test_long_lists_have_pages_and_a_bounded_number_of_queries(
    client, editorial, letter, django_assert_max_num_queries
):
    for number in range(views.PER_PAGE + 5):
        letter(f"Lettre {number}.", parent=Letter.objects.first())
    cache.clear()
    for address in (f"{editorial.get_absolute_url()}letters/", "/letters/", "/letters/feed/"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
    assert client.get(f"{editorial.get_absolute_url()}letters/?page=2").status_code == 200
    assert client.get(f"{editorial.get_absolute_url()}letters/?page=9").status_code == 404


def test_the_address_of_a_letter_leads_to_the_page_that_it_stands_on(client, editorial, letter):
    letters = [letter(f"Lettre {number}.") for number in range(views.PER_PAGE + 1)]
    for shown, page in ((letters[0], ""), (letters[-1], "?page=2")):
        response = client.get(shown.get_absolute_url(), follow=True)
        address, _status = response.redirect_chain[-1]
        assert address.endswith(f"/letters/{page}#letter-{shown.pk}")
        assert f'id="letter-{shown.pk}"' in response.content.decode()
    waiting = letter("Elle attend.", state="waiting")
    for odd in (waiting.pk, 0, "x", "9" * 30, ""):
        response = client.get(f"{editorial.get_absolute_url()}letters/?letter={odd}")
        assert response.url == f"{editorial.get_absolute_url()}letters/"


def test_letters_can_be_followed(client, editorial, make_editorial, letter):
    letter("Bravo <b>vraiment</b>\x0b.", reply="Merci.", replied_at=now())
    letter("Ailleurs.", to=make_editorial("Autre"), shown_at=now() - timedelta(days=1))
    page = page_of(client, editorial)
    address = re.search(r'type="application/atom\+xml" href="([^"]+letters/feed/)"', page)[1]
    own = feedparser.parse(client.get(address).content)
    every = feedparser.parse(client.get("/letters/feed/").content)
    assert not own.bozo and not every.bozo
    assert [entry.title for entry in own.entries] == ["Luc Sud\u00a0: La voix"]
    assert [entry.title for entry in every.entries] == [
        "Luc Sud\u00a0: La voix",
        "Luc Sud\u00a0: Autre",
    ]
    entry = own.entries[0]
    shown = Letter.objects.first().pk
    assert entry.link.endswith(f"/letters/?letter={shown}#letter-{shown}")
    assert "&lt;b&gt;vraiment" in entry.summary and "Merci." in entry.summary
    assert entry.published.startswith("2004-03-31")


def test_the_foot_of_each_page_leads_to_the_letters_where_there_are_any(client, settings):
    link = '<a href="/letters/">'
    assert link in client.get("/about/").content.decode()
    settings.LETTERS = False
    assert link not in client.get("/about/").content.decode()
