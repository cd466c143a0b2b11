"""One's own account: password, address, second factor, sessions."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from doors import PASSWORD, code_of, enter, is_in, with_factor
from pages import linked, text

from archive import disk
from archive.models import AccountEvent, OpenSession, RecoveryCode, SecondFactor
from archive.models.accounts import sessions

pytestmark = pytest.mark.django_db
NEW = "une tout autre phrase"
ROLES = ["", "contributeur", "éditeur", "rédacteur en chef"]


def change(client, password=PASSWORD, new=NEW, again=None):
    fields = {"password": password, "new": new, "again": again or new}
    return client.post("/desk/account/password/", fields)


# Working


@pytest.mark.parametrize("role", ROLES)
def test_every_role_changes_its_password(logged_in, role):
    client, user = logged_in(role=role)
    assert change(client).url == "/desk/account/"
    assert is_in(client)
    user.refresh_from_db()
    assert user.check_password(NEW)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_its_account_and_the_way_to_it(logged_in, role):
    client, _user = logged_in(role=role)
    start = "/desk/" if role else "/"
    assert "/desk/account/" in linked(client.get(start))
    page = text(client.get("/desk/account/"))
    assert "Votre compte" in page and "Connexion" in page and role in page


def test_a_new_password_gives_the_session_another_key_and_ends_the_others(logged_in):
    client, user = logged_in()
    other = Client()
    enter(other)
    key = client.session.session_key
    change(client)
    assert client.session.session_key != key and is_in(client)
    assert not is_in(other) and user.open_sessions.count() == 1


@pytest.mark.parametrize(
    "password, new, again",
    [
        ("faux", NEW, NEW),
        ("", NEW, NEW),
        (PASSWORD, "onze lettre", "onze lettre"),
        (PASSWORD, NEW, "autre chose encore"),
        (PASSWORD, "motdepasse123456"[:11], "x"),
        (PASSWORD, "password1234", "password1234"),
        (PASSWORD, "passwordpassword", "passwordpassword"),
        (PASSWORD, "ClaireclaireClaire", "ClaireclaireClaire"),
        (PASSWORD, "aaaaaaaaaaaa", "aaaaaaaaaaaa"),
        (PASSWORD, "", ""),
    ],
)
def test_a_wrong_or_weak_password_changes_nothing(logged_in, password, new, again):
    client, user = logged_in()
    response = change(client, password, new, again)
    assert response.status_code == 200 and "errorlist" in response.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_neither_password_is_kept_with_a_failure(logged_in):
    client, _user = logged_in()
    change(client, password="celui d’avant-hier")
    kept = str(list(AccessAttempt.objects.values()))
    assert "/desk/account/password/" in kept
    assert NEW not in kept and "avant-hier" not in kept


def test_guessing_the_password_in_an_open_session_is_counted_as_at_the_door(logged_in):
    client, _user = logged_in()
    for _number in range(8):
        response = change(client, password="faux")
    assert response.status_code == 429
    assert change(client).status_code == 429


def test_the_address_is_changed_with_the_password_alone(logged_in):
    client, user = logged_in()
    client.post("/desk/account/address/", {"email": "c@exemple.fr", "password": "faux"})
    user.refresh_from_db()
    assert user.email == ""
    client.post("/desk/account/address/", {"email": "c@exemple.fr", "password": PASSWORD})
    user.refresh_from_db()
    assert user.email == "c@exemple.fr"


# The second factor


def begin(client, user) -> SecondFactor:
    client.get("/desk/account/second-factor/")
    return SecondFactor.objects.get(user=user, confirmed_at=None)


def test_a_second_factor_is_set_up_and_asked_from_then_on(logged_in):
    client, user = logged_in()
    other = Client()
    enter(other)
    factor = begin(client, user)
    fields = {"password": PASSWORD, "code": code_of(factor)}
    page = client.post("/desk/account/second-factor/", fields)
    assert page.content.decode().count("<code>") == 10
    assert is_in(client) and not is_in(other)
    assert enter(other).url == "/login/code/"


def test_the_key_stays_the_same_until_it_is_confirmed(logged_in):
    client, user = logged_in()
    assert begin(client, user).seed == begin(client, user).seed


def test_a_factor_that_is_not_confirmed_asks_for_nothing(logged_in):
    client, user = logged_in()
    begin(client, user)
    assert is_in(client) and enter(Client()).url == "/"


@pytest.mark.parametrize("fields", [
    {"password": "faux"},
    {"password": PASSWORD, "code": "000000"},
    {"password": PASSWORD, "code": ""},
    {"code": "123456"},
    {},
])  # fmt: skip
def test_without_password_and_code_nothing_is_set_up(logged_in, fields):
    client, user = logged_in()
    factor = begin(client, user)
    posted = {"code": code_of(factor)} | fields
    assert client.post("/desk/account/second-factor/", posted).status_code == 200
    assert SecondFactor.objects.of(user) is None


@pytest.fixture
def inside(logged_in):
    """Somebody who came in with both factors: (client, user, codes)."""
    client, user = logged_in()
    client.post("/logout/")
    factor, codes = with_factor(user)
    enter(client)
    client.post("/login/code/", {"code": code_of(factor)})
    assert is_in(client)
    return client, user, codes


def test_new_codes_on_paper_replace_those_before(inside):
    client, user, codes = inside
    fields = {"password": PASSWORD, "do": "codes"}
    page = client.post("/desk/account/second-factor/", fields).content.decode()
    assert page.count("<code>") == 10 and codes[0] not in page
    assert not RecoveryCode.objects.take(user, codes[0])


def test_a_second_factor_is_taken_away_with_the_password(inside):
    client, user, _codes = inside
    client.post("/desk/account/second-factor/", {"password": "faux", "do": "off"})
    assert SecondFactor.objects.of(user)
    client.post("/desk/account/second-factor/", {"password": PASSWORD, "do": "off"})
    assert SecondFactor.objects.of(user) is None and not user.recovery_codes.exists()
    assert enter(Client()).url == "/"


def test_one_that_the_archive_asks_for_is_not_taken_away(inside, settings):
    client, user, _codes = inside
    settings.SECOND_FACTOR = "everybody"
    page = client.get("/desk/account/second-factor/")
    assert 'value="off"' not in page.content.decode()
    client.post("/desk/account/second-factor/", {"password": PASSWORD, "do": "off"})
    assert SecondFactor.objects.of(user)


def test_another_telephone_takes_the_place_of_the_first_once_it_shows_a_code(inside, settings):
    settings.SECOND_FACTOR = "everybody"
    client, user, codes = inside
    former = SecondFactor.objects.of(user)
    assert "d’avant valent jusque-là" in text(client.get("/desk/account/second-factor/new/"))
    begun = SecondFactor.objects.get(user=user, confirmed_at=None)
    fields = {"password": PASSWORD, "code": code_of(former, 1)}
    client.post("/desk/account/second-factor/new/", fields)
    assert SecondFactor.objects.of(user) == former
    client.post("/desk/account/second-factor/new/", fields | {"code": code_of(begun)})
    assert SecondFactor.objects.get() == begun == SecondFactor.objects.of(user)
    assert is_in(client) and not RecoveryCode.objects.take(user, codes[0])


def test_an_odd_wish_does_nothing(inside):
    client, user, codes = inside
    response = client.post("/desk/account/second-factor/", {"password": PASSWORD, "do": "\0"})
    assert response.status_code == 200 and RecoveryCode.objects.take(user, codes[0])


def test_the_codes_are_not_kept_by_browsers(logged_in):
    client, _user = logged_in()
    assert "no-store" in client.get("/desk/account/second-factor/")["Cache-Control"]


# Sessions


def test_ones_own_sessions_are_listed_and_ended(logged_in):
    client, user = logged_in()
    other = Client(REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Firefox/1 Android")
    enter(other)
    page = text(client.get("/desk/account/"))
    assert "Firefox · Android" in page and "203.0.113.0" in page and "203.0.113.9" not in page
    row = user.open_sessions.get(origin="203.0.113.0")
    client.post("/desk/account/sessions/", {"end": row.pk})
    assert is_in(client) and not is_in(other)
    assert AccountEvent.objects.first().kind == "session-ended"


def test_all_other_sessions_are_ended_at_once(logged_in):
    client, _user = logged_in()
    others = [Client(), Client()]
    for other in others:
        enter(other)
    client.post("/desk/account/sessions/", {"end": "others"})
    assert is_in(client) and not any(is_in(other) for other in others)


def test_who_logs_in_once_more_in_a_browser_has_one_session_there(logged_in):
    client, user = logged_in()
    enter(client)
    assert is_in(client) and user.open_sessions.count() == 1
    factor, _codes = with_factor(user)
    enter(client)
    assert not user.open_sessions.exists()
    client.post("/login/code/", {"code": code_of(factor)})
    assert is_in(client) and user.open_sessions.count() == 1


def test_nobody_ends_the_session_of_another_from_there(logged_in):
    client, _user = logged_in()
    other, owner = logged_in("paul", "")
    client.post("/desk/account/sessions/", {"end": owner.open_sessions.get().pk})
    assert is_in(other)


@pytest.mark.parametrize("end", ["", "0", "-1", "x", "9" * 40, "\0", "all"])
def test_an_odd_session_ends_nothing(logged_in, end):
    client, _user = logged_in()
    other = Client()
    enter(other)
    assert client.post("/desk/account/sessions/", {"end": end}).status_code == 302
    assert is_in(client) and is_in(other)


def test_an_idle_session_ends_and_reading_goes_on(logged_in, settings):
    client, user = logged_in()
    settings.SESSION_IDLE = timedelta(minutes=30)
    OpenSession.objects.update(seen_at=timezone.now() - timedelta(minutes=29))
    assert is_in(client)
    OpenSession.objects.update(seen_at=timezone.now() - timedelta(minutes=31))
    assert client.get("/").status_code == 200
    assert not is_in(client) and not user.open_sessions.exists()
    assert AccountEvent.objects.first().kind == "idle"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has one writer at a time")
def test_a_reader_hardly_waits_for_who_writes_to_be_noted_as_seen(logged_in, monkeypatch):
    client, _user = logged_in()
    OpenSession.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    monkeypatch.setattr(sessions, "_looked_at", {})
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    queries = [query["sql"] for query in asked]
    (seen,) = [n for n, sql in enumerate(queries) if sql.startswith('UPDATE "archive_opensession"')]
    assert queries[seen - 1] == f"PRAGMA busy_timeout = {disk.WAIT}"
    assert queries[seen + 1].startswith("PRAGMA busy_timeout = ")
    assert queries[seen + 1] != queries[seen - 1]


def test_no_session_lasts_longer_than_two_weeks(logged_in):
    client, _user = logged_in()
    OpenSession.objects.update(begun_at=timezone.now() - timedelta(days=15))
    assert not is_in(client)


def test_a_session_that_is_too_old_does_not_begin_anew_when_rows_are_cleared(logged_in):
    client, _user = logged_in()
    OpenSession.objects.update(begun_at=timezone.now() - timedelta(days=15))
    enter(Client())
    assert not is_in(client)


def test_a_session_from_before_there_were_rows_goes_on(logged_in):
    client, user = logged_in()
    OpenSession.objects.all().delete()
    assert is_in(client) and user.open_sessions.count() == 1


def test_a_page_of_the_desk_costs_one_query_more(logged_in, django_assert_num_queries):
    client, _user = logged_in()
    client.get("/desk/date?q=2001")
    with django_assert_num_queries(5):  # session, user, its row, permissions twice
        client.get("/desk/date?q=2001")


def test_within_ten_seconds_it_costs_none_and_what_is_ended_is_over_at_once(
    logged_in, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(sessions, "LOOKED_EVERY", 10)
    client, user = logged_in()
    client.get("/desk/date?q=2001")
    with django_assert_num_queries(4):
        client.get("/desk/date?q=2001")
    user.open_sessions.end()
    assert not is_in(client)


def test_readers_are_asked_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):  # whether the archive is a demonstration
        client.get("/login/")


# Told by mail


def test_its_owner_is_told_of_a_change_by_mail(mailed, logged_in, mailoutbox):
    client, user = logged_in(email="claire@exemple.fr")
    change(client)
    with_factor(user)
    OpenSession.objects.update(has_passed=True)
    client.post("/desk/account/second-factor/", {"password": NEW, "do": "off"})
    client.post("/desk/account/address/", {"password": NEW, "email": "autre@exemple.fr"})
    assert [mail.to for mail in mailoutbox] == [["claire@exemple.fr"]] * 3
    told = "".join(mail.body for mail in mailoutbox)
    for event in ("mot de passe changé", "second facteur retiré", "adresse électronique changée"):
        assert event in told


def test_nobody_is_told_where_there_are_no_mails(logged_in, mailoutbox):
    client, _user = logged_in(email="claire@exemple.fr")
    change(client)
    assert mailoutbox == []


# Forbidden


@pytest.mark.parametrize(
    "address", ["", "password/", "address/", "second-factor/", "second-factor/new/", "sessions/"]
)
def test_who_is_not_logged_in_is_asked_to(client, db, address):
    for response in (
        client.get(f"/desk/account/{address}"),
        client.post(f"/desk/account/{address}"),
    ):
        assert response.url.startswith("/login/?next=/desk/account/")


@pytest.mark.parametrize(
    "address", ["password/", "address/", "second-factor/", "second-factor/new/", "sessions/"]
)
def test_every_change_wants_the_token_of_its_form(person, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/desk/account/{address}", {"end": "others"}).status_code == 403


def test_looking_changes_nothing(logged_in):
    client, user = logged_in()
    other = Client()
    enter(other)
    client.get("/desk/account/sessions/?end=others")
    client.get(f"/desk/account/password/?password={PASSWORD}&new={NEW}&again={NEW}")
    user.refresh_from_db()
    assert is_in(other) and user.check_password(PASSWORD)
