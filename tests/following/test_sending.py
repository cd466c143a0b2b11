"""What is new leaves for those who follow it, through a server that takes, refuses, hangs."""

import io
import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from mail_server import GREYLISTED, NO_RELAY, UNKNOWN, plain

from archive.following import links, sending
from archive.models import Arrival, Editorial, Follow, Lease, Newsletter, Stale
from archive.workers.worker import Worker

pytestmark = pytest.mark.django_db


def send(**options) -> str:
    """Run the command; return what it said."""
    told = io.StringIO()
    call_command("send_mails", stdout=told, **options)
    return told.getvalue()


def words(mail) -> str:
    """The plain text of a mail in one line."""
    return " ".join(plain(mail).replace("\u00a0", " ").split())


def to(server) -> list[str]:
    return sorted(mail["To"].partition("@")[0] for mail in server.mails)


# What is new


def test_what_came_since_is_told_once(follower, make_editorial, server):
    make_editorial("Avant", "<p>La voix de jadis.</p>")
    follower(parameters="?q=voix")
    assert "Nothing was due" in send() and not server.mails
    new = make_editorial(
        "La voix", "<p>La voix du client.</p>", publication="Revue", date="1962-03"
    )
    make_editorial("Le casque", "<p>Un casque.</p>")
    assert "taken: 1" in send()
    [mail] = server.mails
    assert mail["To"] == "lea@example.org"
    assert str(mail["From"]) == "L’Éditothèque <archive@localhost>"
    assert "un éditorial nouveau, articles sur « voix »" in mail["Subject"].replace("\u00a0", " ")
    assert "La voix du client." in words(mail) and "mars 1962 · Revue" in words(mail)
    assert f"http://testserver{new.get_absolute_url()}" in words(mail)
    assert "casque" not in words(mail) and "Avant" not in words(mail)
    send()
    assert len(server.mails) == 1


def test_the_mail_has_the_same_as_html_and_can_be_ended_by_one_click(
    follower, make_editorial, server, reader
):
    row = follower()
    make_editorial("Voix <b>&", "<p>La voix.</p>")
    send()
    [mail] = server.mails
    page = mail.get_body(preferencelist=("html",)).get_content()
    assert "Voix &lt;b&gt;&amp;" in page and "<img" not in page and "<script" not in page
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip()
    assert address == f"<http://testserver{links.end(row)}>"
    path = address.strip("<>").removeprefix("http://testserver")
    assert reader.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    make_editorial("Encore", "<p>La voix.</p>")
    send()
    assert len(server.mails) == 1


def test_a_draft_is_news_once_it_is_published_and_never_again(follower, make_editorial, server):
    follower()
    draft = make_editorial("La voix", "<p>La voix.</p>", state="draft")
    send()
    assert not server.mails
    for state in ("published", "withdrawn", "published"):
        draft.state = state
        draft.save()
        send()
    assert len(server.mails) == 1


def test_what_was_withdrawn_before_the_mail_left_is_not_told(follower, make_editorial, server):
    follower(rhythm="at-once", parameters="")
    editorial = make_editorial("La voix", "<p>La voix.</p>")
    Arrival.objects.note()
    Editorial.objects.filter(pk=editorial.pk).update(state="withdrawn")
    send()
    assert not server.mails


def test_what_the_index_lacks_is_told_once_it_has_it(follower, make_editorial, server, monkeypatch):
    follower()
    monkeypatch.setattr("archive.following.searches.freshness.drain", lambda: None)
    make_editorial("La voix", "<p>La voix.</p>")
    assert Stale.objects.exists()
    send()
    assert not server.mails
    monkeypatch.undo()
    assert "taken: 1" in send()


def test_while_the_index_is_away_nothing_is_told_nor_forgotten(
    follower, make_editorial, server, monkeypatch, settings
):
    settings.MAIL_IS_SENT = True
    follower()
    make_editorial("La voix", "<p>La voix.</p>")
    with monkeypatch.context() as away:
        away.setattr("archive.search.absence.is_away", lambda: True)
        send()
    assert not server.mails
    assert "taken: 1" in send()


def test_whatever_a_search_asks_is_followed(follower, make_editorial, server):
    titles = {
        "": ["Trois", "Deux", "Un"],
        "?tag=ecoute": ["Un"],
        "?author=lea-roux": ["Deux"],
        "?publication=revue": ["Trois"],
        "?tag=-ecoute": ["Trois", "Deux"],
        "?from=2004&to=2005": ["Deux"],
    }
    for number, parameters in enumerate(titles):
        follower(f"reader{number}@example.org", parameters)
    make_editorial("Un", "<p>a</p>", tags=["écoute"], date="2001")
    make_editorial("Deux", "<p>b</p>", authors=["Léa Roux"], date="2004")
    make_editorial("Trois", "<p>c</p>", publication="Revue", date="2009")
    send()
    told = {mail["To"]: re.findall(r"^\* (\w+)", plain(mail), re.M) for mail in server.mails}
    for number, (parameters, expected) in enumerate(titles.items()):
        assert told[f"reader{number}@example.org"] == expected, parameters


def test_of_very_many_some_are_shown_and_the_rest_is_counted(follower, make_editorial, server):
    follower(parameters="")
    with transaction.atomic():
        for number in range(25):
            make_editorial(f"Texte {number}", "<p>voix</p>")
    send()
    [mail] = server.mails
    assert "25 éditoriaux nouveaux" in mail["Subject"].replace("\u00a0", " ")
    assert plain(mail).count("\n* ") == 20 and "Et 5 autres" in words(mail)


def test_each_reads_it_in_their_language(client, follower, make_editorial, server, wish):
    row = follower()
    Follow.objects.filter(pk=row.pk).update(language="en")
    make_editorial("La voix", "<p>voix</p>")
    send()
    page = server.mails[0].get_body(preferencelist=("html",)).get_content()
    assert '<html lang="en">' in page


def test_a_name_that_was_changed_is_followed_by_its_new_one(follower, make_editorial, server):
    editorial = make_editorial("Un", "<p>a</p>", tags=["écoute"])
    follower(parameters="?tag=ecoute")
    tag = editorial.tags.get()
    tag.name = "attention"
    tag.save()
    make_editorial("Deux", "<p>b</p>", tags=["attention"])
    send()
    assert len(server.mails) == 1


# When


def at(monkeypatch, *moment: int) -> None:
    now = datetime(*moment, 12, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def test_news_come_at_once_by_the_week_or_by_the_month(
    follower, make_editorial, server, monkeypatch
):
    at(monkeypatch, 2026, 3, 3)  # a Tuesday
    for rhythm in ("at-once", "weekly", "monthly"):
        follower(f"{rhythm}@example.org", rhythm=rhythm)
    told = []
    for month, day in ((3, 4), (3, 9), (3, 10), (4, 1)):  # Wednesday, Monday, Tuesday, Wednesday
        at(monkeypatch, 2026, month, day)
        if month == 3:
            make_editorial(f"Voix {day}", f"<p>La voix {day}.</p>")
        send()
        told.append(to(server))
        server.mails.clear()
    assert told == [["at-once"], ["at-once", "weekly"], ["at-once"], ["monthly", "weekly"]]


def test_what_is_of_this_week_years_ago(follower, make_editorial, server, monkeypatch):
    for date in ("2016-03-10", "2006-03-15", "2001-03-09", "2001-03-08", "2011-03-10", "2016"):
        make_editorial(f"Du {date}", f"<p>{date}</p>", date=date)
    at(monkeypatch, 2026, 3, 3)
    follower(parameters="?what=anniversaries", rhythm="weekly")
    send()
    assert not server.mails, "not before the next week"
    at(monkeypatch, 2026, 3, 9)
    for _time in range(2):
        send()
    [mail] = server.mails
    assert re.findall(r"Du \S+", mail.get_body(("plain",)).get_content()) == [
        "Du 2016-03-10",
        "Du 2006-03-15",
        "Du 2001-03-09",
    ]
    assert "semaine du 9 mars" in mail["Subject"]


def test_what_is_of_this_month_years_ago(follower, make_editorial, server, monkeypatch):
    for date in ("2016-04-30", "2006-04", "2001-05-01"):
        make_editorial(f"Du {date}", f"<p>{date}</p>", date=date)
    at(monkeypatch, 2026, 3, 3)
    follower(parameters="?what=anniversaries", rhythm="monthly")
    at(monkeypatch, 2026, 4, 2)
    send()
    [mail] = server.mails
    assert re.findall(r"Du \S+", plain(mail)) == ["Du 2016-04-30", "Du 2006-04"]
    assert "en avril" in mail["Subject"]


def test_february_is_whole_in_years_that_have_its_29th(
    follower, make_editorial, server, monkeypatch
):
    for date in ("2016-02", "2016-02-29", "2006-02", "2016-03-01"):
        make_editorial(f"Du {date}", f"<p>{date}</p>", date=date)
    at(monkeypatch, 2026, 1, 5)
    follower(parameters="?what=anniversaries", rhythm="monthly")
    at(monkeypatch, 2026, 2, 2)
    send()
    [mail] = server.mails
    assert set(re.findall(r"Du \S+", plain(mail))) == {"Du 2016-02", "Du 2016-02-29", "Du 2006-02"}


def test_29_february_has_its_week_in_years_without_it(
    follower, make_editorial, server, monkeypatch
):
    make_editorial("De février", "<p>a</p>", date="2018-02-28")
    at(monkeypatch, 2028, 2, 22)
    follower(parameters="?what=anniversaries", rhythm="weekly")
    at(monkeypatch, 2028, 2, 28)
    send()
    assert "De février" in words(server.mails[0])


# A server that does not take mails


@pytest.fixture
def due(follower, make_editorial, server):
    """Three followers with news."""
    for name in ("ana", "lea", "paul"):
        follower(f"{name}@example.org")
    make_editorial("La voix", "<p>La voix.</p>")
    server.mails.clear()
    return server


def test_one_recipient_that_is_refused_keeps_nobody_else_waiting(due, caplog):
    due.to["lea@"] = UNKNOWN
    assert "refused: 1" in send() and to(due) == ["ana", "paul"]
    assert "550 5.1.1" in caplog.text and "example.org" not in caplog.text
    due.to.clear()
    send()
    assert to(due) == ["ana", "paul"], "not asked again on the same day"
    Follow.objects.update(retry_at=timezone.now())
    send()
    assert to(due) == ["ana", "lea", "paul"]
    assert not Follow.objects.filter(refusals__gt=0).exists()


def test_an_address_that_is_refused_again_and_again_is_forgotten(due, make_editorial):
    due.to["lea@"] = UNKNOWN
    for time in range(sending.MOST_REFUSALS):
        make_editorial(f"Voix {time}", f"<p>La voix {time}.</p>")
        Follow.objects.update(retry_at=None)
        told = send()
    assert "dropped: 1" in told and Follow.objects.count() == 2


def test_who_is_greylisted_is_tried_later_each_time_longer(due):
    due.to["lea@"] = GREYLISTED
    assert "later: 1" in send() and to(due) == ["ana", "paul"]
    row = Follow.objects.get(delays=1)
    first = row.retry_at - timezone.now()
    assert timedelta(minutes=9) < first < timedelta(minutes=11)
    Follow.objects.update(retry_at=timezone.now())
    send()
    assert Follow.objects.get(delays=2).retry_at - timezone.now() > timedelta(minutes=19)
    due.to.clear()
    Follow.objects.update(retry_at=timezone.now())
    send()
    assert to(due) == ["ana", "lea", "paul"]


def test_a_server_that_refuses_the_sender_costs_nobody_anything(due):
    due.replies[b"MAIL"] = NO_RELAY
    with pytest.raises(CommandError, match="does not take mails"):
        send()
    assert Follow.objects.filter(refusals=0, retry_at=None).count() == 3
    due.replies.clear()
    send()
    assert to(due) == ["ana", "lea", "paul"]


def test_a_policy_that_refuses_everybody_forgets_nobody(due):
    due.replies[b"RCPT"] = NO_RELAY
    for _day in range(sending.MOST_REFUSALS + 1):
        Follow.objects.update(retry_at=None)
        send()
    assert Follow.objects.filter(refusals=0).count() == 3


def test_where_nobody_at_all_exists_it_is_the_server(due, monkeypatch):
    monkeypatch.setattr(sending, "MOST_DOUBTED", 3)
    due.replies[b"RCPT"] = UNKNOWN
    with pytest.raises(CommandError, match="refuses everybody"):
        send()
    assert Follow.objects.filter(refusals=0).count() == 3


def test_a_server_that_hangs_is_given_up_and_nothing_is_lost(due, settings):
    settings.EMAIL_TIMEOUT = 0.3
    due.hangs = True
    with pytest.raises(CommandError, match="tried again later"):
        send()
    assert due.sessions >= 2
    due.hangs = False
    due.released.set()
    settings.EMAIL_TIMEOUT = 5
    send()
    assert to(due) == ["ana", "lea", "paul"]


def test_a_server_that_is_not_there_is_told(due, settings):
    settings.EMAIL_PORT = 1
    with pytest.raises(CommandError, match="ConnectionRefusedError"):
        send()
    assert not Lease.objects.exists(), "the next run is let in"


def test_a_connection_that_breaks_after_some_is_opened_again(due, monkeypatch):
    monkeypatch.setattr("archive.following.postbox.PER_CONNECTION", 1)
    before = due.sessions
    send()
    assert to(due) == ["ana", "lea", "paul"] and due.sessions - before == 3


def test_who_missed_a_letter_does_not_have_the_next_in_its_place(follower, server, monkeypatch):
    for name in ("ana", "lea"):
        follower(f"{name}@example.org", "?what=letter")
    for title in ("Une", "Deux"):
        Newsletter.objects.create(key=title, title=f"Lettre {title}")
    refuses_first(monkeypatch, server)
    send()
    assert letters_of(server, "ana") == [] and letters_of(server, "lea") == ["Une", "Deux"]
    send()
    assert letters_of(server, "ana") == ["Une", "Deux"]


def test_a_line_of_spaces_parts_the_paragraphs_of_a_letter(follower, server):
    follower(parameters="?what=letter")
    Newsletter.objects.create(key="a", title="A", introduction="Un.\r\n \u00a0\r\nDeux\nlignes.")
    send()
    assert "Un.\n\nDeux lignes.\n" in plain(server.mails[0]).replace("\r\n", "\n")
    assert "Deux lignes.</p>" in server.mails[0].get_body(("html",)).get_content()


def refuses_first(monkeypatch, server) -> None:
    """Have the server want nothing from this site when the first mail comes."""
    reply, refusals = server.reply, [NO_RELAY]

    def answer(command, line):
        if command == b"MAIL" and refusals:
            return refusals.pop()
        return reply(command, line)

    monkeypatch.setattr(server, "reply", answer)


def letters_of(server, name: str) -> list[str]:
    """The letters that somebody has, in the order in which they came."""
    return [mail["Subject"].split()[-1] for mail in server.mails if mail["To"].startswith(name)]


# Runs


def test_another_run_is_not_begun_meanwhile(due):
    with sending.alone():
        assert "Another send_mails is at it" in send()
    assert not due.mails and "taken: 3" in send()


def test_a_run_that_was_killed_is_followed_by_another(due):
    with transaction.atomic():
        Lease.objects.take(sending.COMMAND, uuid.uuid4(), "gone", 0.0)
    assert "taken: 3" in send()


def test_a_run_whose_lease_is_anothers_ends(due, monkeypatch):
    monkeypatch.setattr(sending, "RENEWAL", 0)
    monkeypatch.setattr(Lease, "renew", lambda self, seconds: False)
    with pytest.raises(CommandError, match="taken over"):
        send()
    assert not due.mails


def test_so_many_at_most_leave_and_the_rest_with_the_next_run(due):
    assert "taken: 2" in send(most=2)
    assert "taken: 1" in send(most=2) and to(due) == ["ana", "lea", "paul"]


def test_who_ends_it_meanwhile_is_not_written_to(due, monkeypatch):
    keep_lease = sending.Run._keep_lease

    def ended(run):
        keep_lease(run)
        Follow.objects.filter(key=Follow.objects.last().key).delete()

    monkeypatch.setattr(sending.Run, "_keep_lease", ended)
    send()
    assert len(due.mails) < 3


def test_under_another_secret_key_nobody_is_written_to_nor_forgotten(due, settings):
    settings.SECRET_KEY = "une autre clé, assez longue pour en être une"
    assert "unreadable: 3" in send()
    assert not due.mails and Follow.objects.count() == 3


def test_a_mail_that_comes_twice_has_one_id(due):
    send()
    ids = {mail["Message-ID"] for mail in due.mails}
    Follow.objects.update(mark=0)
    due.mails.clear()
    send()
    assert len(ids) == 3
    assert all(mail["Message-ID"].endswith("@localhost>") for mail in due.mails)


def test_without_a_mail_server_it_says_so(db, settings):
    settings.MAIL_IS_SENT = False
    assert "EMAIL_URL" in send()


def test_a_run_asks_the_database_little_for_each_mail(due, django_assert_max_num_queries):
    with django_assert_max_num_queries(90):
        send()


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_what_is_due_now_and_then(due, settings, monkeypatch):
    settings.WORK = "queue"
    monkeypatch.setattr(sending, "_begun", -sending.PAUSE)
    for _look in range(3):
        sending.begin()
    [task] = DBTaskResult.objects.all()
    assert task.args_kwargs["args"] == ["send_mails"]
    Worker().work(until_empty=True)
    assert len(due.mails) == 3


def test_where_nobody_follows_a_worker_begins_nothing(server, settings, monkeypatch):
    settings.WORK = "queue"
    monkeypatch.setattr(sending, "_begun", -sending.PAUSE)
    sending.begin()
    assert not DBTaskResult.objects.exists()
