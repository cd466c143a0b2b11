"""From the wish to follow something to its confirmation and its end, through mails and links."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from mail_server import NO_RELAY, link_in, plain
from pages import linked, text

from archive.following import links
from archive.journal.lines import masked
from archive.models import Follow
from archive.models.following.follows import UNCONFIRMED

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_up(wish, server):
    """The path of the link in the mail that asks for a confirmation."""
    wish()
    return link_in(server.mails[-1])


# Asking


def test_the_page_offers_the_feed_and_a_form_for_mails(client, server):
    page = client.get("/follow/?q=voix&sort=newest&page=3")
    content = page.content.decode()
    assert "Articles sur « voix »" in text(page)
    assert 'href="/search/feed/?q=voix"' in content and 'type="email"' in content
    assert 'value="weekly" checked' in content and 'content="noindex"' in content


def test_what_a_page_lists_can_be_followed_from_it(client, make_editorial):
    make_editorial("Un", "<p>La voix.</p>", "Revue", authors=["Léa Roux"], tags=["écoute"])
    pages = {
        "/": "/follow/",
        "/search/?q=voix": "/follow/?q=voix",
        "/tags/ecoute/": "/follow/?tag=ecoute",
        "/authors/lea-roux/": "/follow/?author=lea-roux",
        "/publications/revue/": "/follow/?publication=revue",
    }
    for address, way in pages.items():
        assert way in linked(client.get(address)), address
        assert client.get(way).status_code == 200


def test_the_page_asks_the_database_little(client, make_editorial, django_assert_max_num_queries):
    make_editorial("Un", "<p>La voix.</p>", "Revue", authors=["Léa Roux"], tags=["écoute"])
    with django_assert_max_num_queries(6):
        client.get("/follow/?tag=ecoute&author=lea-roux&publication=revue&q=voix")


def test_without_a_mail_server_following_is_by_feed_alone(client, wish):
    page = client.get("/follow/?tag=formation")
    assert "/search/feed/?tag=formation" in page.content.decode()
    assert "email" not in page.content.decode() and "n’envoie pas de courriel" in text(page)
    assert wish().status_code == 404 and not Follow.objects.exists()


def test_a_wish_is_asked_about_by_a_mail_and_nothing_is_followed_yet(wish, server, client):
    assert wish().url == "/follow/asked/?q=voix"
    assert "Il reste à confirmer" in text(client.get("/follow/asked/?q=voix"))
    [mail] = server.mails
    assert mail["To"] == "lea@example.org" and mail["Auto-Submitted"] == "auto-generated"
    assert "articles sur « voix »" in mail["Subject"].replace("\u00a0", " ")
    assert not Follow.objects.confirmed().exists()


def test_the_mail_is_in_the_language_that_the_reader_reads(client, server):
    client.post("/follow/?q=voix&lang=en", {"email": "lea@example.org", "rhythm": "monthly"})
    assert Follow.objects.get().language == "en"


def test_an_address_is_kept_encrypted_and_found_by_a_keyed_hash(wish, server):
    wish("Lea@Example.org")
    row = Follow.objects.get()
    assert "example" not in str(vars(row)).lower().replace("site", "")
    assert row.plain_address() == "Lea@Example.org"
    wish("lea@example.ORG")
    assert Follow.objects.count() == 1


NO_ADDRESSES = [
    "",
    "nobody",
    "a@b",
    "a" * 300 + "@example.org",
    "lea@example.org\nBcc: all@example.org",
    "lea@example.org, paul@example.org",
    "lea@example.org\0",
    '"lea"@example.org',  # a mailbox may be quoted in ever other ways: each would be asked
]


def test_what_is_no_address_is_refused_and_no_mail_leaves(wish, server):
    for email in NO_ADDRESSES:
        response = wish(email)
        assert response.status_code == 422 and 'role="alert"' in response.text, email
    assert not server.mails and not Follow.objects.exists()


def test_a_rhythm_that_there_is_not_is_refused(wish, server):
    assert wish(rhythm="hourly").status_code == 422
    assert wish(parameters="?what=anniversaries", rhythm="at-once").status_code == 422


def test_a_search_that_is_too_long_is_not_followed(client, wish, server):
    parameters = "?" + "&".join(f"tag={'mot' * 20}-{number}" for number in range(50))
    assert client.get(f"/follow/{parameters}").status_code == 404
    assert wish(parameters=parameters).status_code == 404


def test_title_and_address_of_what_is_followed_are_text(client, server):
    page = client.get("/follow/", {"q": "<script>alert(1)</script>", "tag": '"><img src=x>'})
    assert "<script>alert" not in page.content.decode() and "<img" not in page.content.decode()


def test_words_with_line_breaks_make_no_headers(wish, server):
    wish(parameters="?q=voix%0D%0ABcc:%20all@example.org")
    [mail] = server.mails
    assert mail["Bcc"] is None and mail["To"] == "lea@example.org"


MESSAGES = [
    {"q": "Gagnez 1000 € sur http://mechant.example/"},
    {"tag": "Votre compte est suspendu, voyez mechant.example"},
    {"author": "écrivez à rappel@mechant.example"},
    {"publication": "Appelez d’urgence le 08 99 12 34 56 " * 4},
    {"author": "Appelez le (08)99–12–34–56"},
    {"author": "Appelez le 08_99_12_34_56"},
]


def test_what_a_stranger_writes_does_not_reach_a_mailbox(wish, server, client):
    for number, parameters in enumerate(MESSAGES):
        query = f"?{urlencode(parameters)}"
        [written] = parameters.values()
        assert written[:11] in text(client.get(f"/follow/{query}")), "the page says what it is"
        wish(f"reader{number}@example.org", query)
        mail = server.mails[-1]
        words = f"{mail['Subject']} {plain(mail)}"
        assert "mechant" not in words and "Appelez" not in words
        assert "ce que trouve une recherche" in words
        assert written[:11] in text(client.get(link_in(mail))), "so does the page of the link"
    assert len(server.mails) == len(MESSAGES)


# Limits


def test_a_mailbox_is_asked_three_times_a_day_however_it_is_written(wish, server, later):
    for email in ["lea@example.org", "LEA@example.org", "lea+1@example.org", "lea+2@example.org"]:
        assert wish(email, f"?q={len(server.mails)}").url.startswith("/follow/asked/")
    assert len(server.mails) == 3
    later(days=1, minutes=1)
    wish("lea@example.org")
    assert len(server.mails) == 4


def test_of_a_thousand_wishes_of_one_network_few_are_heard(server):
    client = Client(REMOTE_ADDR="192.0.2.9")
    answers = []
    for number in range(1000):
        answer = client.post("/follow/?q=voix", {"email": f"reader{number}@example.org"})
        answers.append(answer.status_code)
        if answers[-3:] == [429, 429, 429]:
            break
    assert answers.count(302) == 20 == len(server.mails)
    assert answer.headers["Retry-After"] == "3600" and "dans une heure" in text(answer)
    assert (
        Client(REMOTE_ADDR="198.51.100.9")
        .post("/follow/?q=voix", {"email": "x@example.org"})
        .status_code
        == 302
    )


def test_nobody_learns_whether_an_address_follows(follower, wish, server):
    follower("lea@example.org")
    answers = {}
    for email in ["lea@example.org", "paul@example.org"]:
        response = wish(email)
        answers[email] = (response.status_code, response.url, response.content)
    assert answers["lea@example.org"] == answers["paul@example.org"]
    assert len(server.mails) == 2, "either is asked"


def test_a_server_that_refuses_is_told_in_the_log_and_uses_up_no_asking(wish, server, caplog):
    server.replies[b"MAIL"] = NO_RELAY
    for _number in range(4):
        assert wish().status_code == 302
    assert "could not be sent" in caplog.text and "lea@" not in caplog.text
    server.replies.clear()
    wish()
    assert len(server.mails) == 1


# Confirming


def test_looking_at_the_link_confirms_nothing_its_button_does(signed_up, reader):
    for _number in range(3):
        page = reader.get(signed_up)
        assert page.status_code == 200 and reader.head(signed_up).status_code == 200
    assert not Follow.objects.confirmed().exists()
    assert reader.post(signed_up).status_code == 403, "the button's token is asked for"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    answer = reader.post(signed_up, {"csrfmiddlewaretoken": token})
    assert "C’est confirmé" in text(answer) and Follow.objects.confirmed().count() == 1


def test_a_confirmation_is_over_after_three_days(signed_up, client, monkeypatch):
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3 * 24 * 3600 + 5)
    assert client.post(signed_up).status_code == 410
    assert not Follow.objects.confirmed().exists()


def test_a_forged_link_is_refused_in_every_way(client):
    for forged in ("x", "1_00_weekly_fr.1abc.sig", "%00", "a" * 3000, "..", "é"):
        for room, status in (("confirm", 410), ("stop", 404)):
            for ask in (client.get, client.post):
                assert ask(f"/follow/{room}/{forged}/").status_code in (status, 404), forged


def test_the_links_of_one_purpose_serve_no_other(signed_up, client):
    assert client.get(signed_up.replace("confirm", "stop")).status_code == 404


def test_what_nobody_confirms_is_forgotten(signed_up, wish, server):
    Follow.objects.update(asked_at=timezone.now() - UNCONFIRMED - timedelta(minutes=1))
    wish("paul@example.org")
    assert [row.plain_address() for row in Follow.objects.all()] == ["paul@example.org"]


def test_confirmed_again_only_the_rhythm_is_another(follower, wish, server, client):
    row = follower(rhythm="at-once")
    wish(rhythm="monthly")
    before = Follow.objects.get(pk=row.pk)
    assert before.rhythm == "at-once", "nothing changes before the mail's button is pressed"
    client.post(link_in(server.mails[-1]))
    after = Follow.objects.get(pk=row.pk)
    assert after.rhythm == "monthly" and after.confirmed_at == row.confirmed_at


# Ending


def test_looking_at_the_link_ends_nothing_its_button_does(follower, reader):
    end = links.end(follower())
    for _number in range(3):
        assert "Ne plus suivre" in text(reader.get(end))
    assert Follow.objects.exists()
    assert "Vous ne suivez plus" in text(reader.post(end)) and not Follow.objects.exists()
    assert "Vous ne suivez plus" in text(reader.get(end)), "said again, it is as true"


def test_a_mail_program_ends_it_by_one_post_without_cookies(follower, reader):
    end = links.end(follower())
    answer = reader.post(end, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and not answer.content and not answer.cookies
    assert not Follow.objects.exists()
    assert reader.post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_all_that_an_address_follows_is_ended_at_once_and_nothing_of_others(follower, reader):
    first = follower("lea@example.org", "?q=voix")
    follower("lea@example.org", "?what=letter")
    follower("paul@example.org", "?q=voix")
    page = reader.get(links.end(first))
    assert "Cette adresse suit aussi : la lettre des éditeurs" in text(page)
    reader.post(links.end(first), {"all": "1"})
    assert [row.plain_address() for row in Follow.objects.all()] == ["paul@example.org"]


def test_the_log_of_requests_tells_no_link(follower, client, caplog):
    end = links.end(follower())
    assert masked(f"path {end} gone") == "path /follow/stop/…/ gone"
    assert "lea" not in caplog.text


def test_the_pages_of_links_are_kept_by_nobody(signed_up, client):
    assert "no-store" in client.get(signed_up)["Cache-Control"]


def test_the_confirmation_says_what_it_is_about(wish, server):
    wish(parameters="?what=anniversaries", rhythm="monthly")
    words = plain(server.mails[-1]).replace("\u00a0", " ")
    assert "il y a 10, 20 et 25 ans" in words and "chaque mois" in words


def test_who_asks_for_it_is_forgotten(follower, capsys):
    follower("lea@example.org", "?q=voix")
    follower("paul@example.org")
    call_command("forget_follower", "LEA@example.org")
    assert capsys.readouterr().out == "deleted: 1\n"
    assert [row.plain_address() for row in Follow.objects.all()] == ["paul@example.org"]
