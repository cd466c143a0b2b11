"""The one door: a password, then a second factor."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from doors import PASSWORD, code_of, enter, is_in, with_factor
from pages import text

from archive.models import AccountEvent, RecoveryCode, SecondFactor

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    """The kinds of what happened, the oldest first."""
    return list(AccountEvent.objects.order_by("pk").values_list("kind", flat=True))


# The password


def test_a_password_lets_in_where_no_second_factor_is_asked(person, client):
    person()
    assert enter(client, next="/desk/").url == "/desk/"
    assert is_in(client) and kinds() == ["login"]


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:///evil.example",
        "\0",
        "http:evil",
        "elsewhere",
        "account_of",
        "https://testserver:x/",
        "",
    ],
)
def test_a_login_never_leads_to_another_site(person, client, target):
    person()
    assert enter(client, next=target).url == "/"


def test_a_login_with_a_second_factor_never_leads_to_another_site(person, client):
    factor, _codes = with_factor(person())
    enter(client, next="https://evil.example/")
    assert client.post("/login/code/", {"code": code_of(factor)}).url == "/"


def test_unknown_names_wrong_passwords_and_suspended_accounts_are_answered_alike(person, client):
    person()
    person("paul", is_active=False)
    pages = []
    for name in ("claire", "paul", "nobody"):
        response = enter(client, name, "une autre phrase entière")
        assert response.status_code == 200
        pages.append(text(response).replace(name, "…"))
    assert len(set(pages)) == 1


def test_unknown_names_cost_the_same_as_wrong_passwords(person, client, monkeypatch):
    person()
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given)
    )
    costs = []
    for name in ("claire", "nobody"):
        hashed.clear()
        with CaptureQueriesContext(connection) as queries:
            enter(client, name, "une autre phrase entière")
        costs.append((len(queries), len(hashed)))
    assert costs[0] == costs[1] and costs[0][1] == 1


def test_a_suspended_account_does_not_come_in_with_the_right_password(person, client):
    person(is_active=False)
    assert enter(client).status_code == 200 and not is_in(client)


@pytest.mark.parametrize("name", ["", "\0", "x" * 5000, "' OR 1=1 --", "<b>x</b>", "CLAIRE"])
def test_odd_names_are_refused_and_nothing_more(person, client, name):
    person()
    response = enter(client, name)
    assert response.status_code == 200 and "<b>x" not in response.content.decode()


def test_a_name_that_nobody_has_is_not_kept(client):
    """People type their password in its place."""
    enter(client, "mon mot de passe", "x")
    event = AccountEvent.objects.get()
    assert (event.kind, event.user, event.detail) == ("failure", None, "")


def test_eight_failures_suspend_the_login_from_there(person, client):
    person()
    for _number in range(8):
        enter(client, password="non")
    response = enter(client)
    assert response.status_code == 429 and not is_in(client)
    assert kinds()[-1] == "locked"


def test_the_session_has_another_key_once_somebody_is_logged_in(person, client):
    factor, _codes = with_factor(person())
    client.get("/login/")
    keys = {client.session.session_key}
    enter(client)
    keys.add(client.session.session_key)
    client.post("/login/code/", {"code": code_of(factor)})
    keys.add(client.session.session_key)
    assert len(keys) == 3 and is_in(client)


def test_passwords_are_kept_by_argon2_and_older_ones_at_the_next_login(person, client, settings):
    settings.PASSWORD_HASHERS = [
        "archive.models.accounts.hashing.BoundedArgon2",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    user = person()
    assert user.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    user.password = "md5$salt$" + "0" * 32
    settings.PASSWORD_HASHERS.reverse()
    user.set_password(PASSWORD)
    user.save()
    settings.PASSWORD_HASHERS.reverse()
    assert enter(client).status_code == 302
    user.refresh_from_db()
    assert user.password.startswith("argon2$")


# The second factor


def test_nobody_is_logged_in_between_the_two_steps(person, client):
    with_factor(person())
    assert enter(client, next="/desk/").url == "/login/code/"
    assert not is_in(client) and client.get("/admin/").status_code == 302


def test_a_code_of_the_application_lets_in(person, client):
    factor, _codes = with_factor(person())
    enter(client, next="/desk/")
    code = code_of(factor)
    assert client.post("/login/code/", {"code": f" {code[:3]} {code[3:]} "}).url == "/desk/"
    assert is_in(client) and kinds() == ["factor", "login"]


@pytest.mark.parametrize("periods", [-1, 1])
def test_a_clock_may_be_half_a_minute_wrong(person, client, periods):
    factor, _codes = with_factor(person())
    enter(client)
    assert client.post("/login/code/", {"code": code_of(factor, periods)}).status_code == 302


@pytest.mark.parametrize("periods", [-3, 3])
def test_a_code_of_another_time_is_refused(person, client, periods):
    factor, _codes = with_factor(person())
    enter(client)
    client.post("/login/code/", {"code": code_of(factor, periods)})
    assert not is_in(client) and kinds() == ["factor-failure"]


def test_a_code_is_taken_once(person, client):
    factor, _codes = with_factor(person())
    code = code_of(factor)
    enter(client)
    client.post("/login/code/", {"code": code})
    other = Client()
    enter(other)
    response = other.post("/login/code/", {"code": code})
    assert "il a déjà servi" in text(response) and not is_in(other)


def test_of_two_who_send_a_code_at_once_one_is_refused(person):
    user = person()
    _factor, codes = with_factor(user)
    first, second = SecondFactor.objects.of(user), SecondFactor.objects.of(user)
    code = code_of(first)
    assert first.accepts(code) and not second.accepts(code)
    assert RecoveryCode.objects.take(user, codes[0])
    assert not RecoveryCode.objects.take(user, codes[0])


def test_a_code_before_one_that_was_taken_is_not_taken(person, client):
    factor, _codes = with_factor(person())
    enter(client)
    client.post("/login/code/", {"code": code_of(factor)})
    other = Client()
    enter(other)
    other.post("/login/code/", {"code": code_of(factor, -1)})
    assert not is_in(other)


@pytest.mark.parametrize("code", ["", "0", "٢٢٢٢٢٢", "abcdef", "\0", "9" * 5000, "<b>", "12345é"])
def test_odd_codes_are_refused(person, client, code):
    with_factor(person())
    enter(client)
    assert client.post("/login/code/", {"code": code}).status_code == 200 and not is_in(client)


def test_wrong_codes_count_as_wrong_passwords_do(person, client):
    factor, _codes = with_factor(person())
    enter(client)
    for _number in range(8):
        response = client.post("/login/code/", {"code": "000000"})
    assert response.status_code == 429
    assert client.post("/login/code/", {"code": code_of(factor)}).status_code == 429
    assert not is_in(client)


def test_guessing_from_many_places_is_stopped_and_codes_on_paper_go_on(person):
    factor, codes = with_factor(person())
    for number in range(10):
        guesser = Client(REMOTE_ADDR=f"203.0.{number}.7")
        enter(guesser)
        guesser.post("/login/code/", {"code": "000000"})
    client = Client(REMOTE_ADDR="198.51.100.7")
    enter(client)
    client.post("/login/code/", {"code": code_of(factor)})
    assert not is_in(client)
    client.post("/login/code/", {"code": codes[0]})
    assert is_in(client)


def test_codes_are_taken_again_a_quarter_of_an_hour_later(person, client):
    factor, _codes = with_factor(person())
    past = timezone.now() - timedelta(minutes=16)
    SecondFactor.objects.update(failures=10, failed_at=past)
    enter(client)
    client.post("/login/code/", {"code": code_of(factor)})
    assert is_in(client)


def test_a_code_on_paper_lets_in_once_and_leads_to_the_second_factor(person, client):
    user = person()
    _factor, codes = with_factor(user)
    enter(client)
    written = codes[3].upper().replace("-", " ")
    assert client.post("/login/code/", {"code": written}).url == "/desk/account/second-factor/"
    assert kinds() == ["recovery", "login"] and RecoveryCode.objects.left(user) == 9
    other = Client()
    enter(other)
    other.post("/login/code/", {"code": codes[3]})
    assert not is_in(other)


def test_the_code_on_paper_of_another_is_refused(person, client):
    with_factor(person())
    _factor, codes = with_factor(person("paul"))
    enter(client)
    client.post("/login/code/", {"code": codes[0]})
    assert not is_in(client)


def test_neither_seeds_nor_codes_on_paper_can_be_read_in_the_database(person):
    user = person()
    factor, codes = with_factor(user)
    row = SecondFactor.objects.values().get()
    assert factor.seed not in str(row)
    kept = str(list(RecoveryCode.objects.values()))
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_under_another_secret_key_the_codes_on_paper_are_the_way_in(person, client, settings):
    _factor, codes = with_factor(person())
    settings.SECRET_KEY = "x" * 50
    enter(client)
    assert client.post("/login/code/", {"code": "123456"}).status_code == 200
    client.post("/login/code/", {"code": codes[0]})
    assert is_in(client)


def test_the_second_step_ends_after_ten_minutes(person, client, monkeypatch):
    factor, _codes = with_factor(person())
    enter(client)
    later = time.time() + 601
    monkeypatch.setattr("archive.views.accounts.pending.time.time", lambda: later)
    assert client.post("/login/code/", {"code": code_of(factor)}).url == "/login/"


def test_the_second_step_ends_when_the_password_changes(person, client):
    user = person()
    factor, _codes = with_factor(user)
    enter(client)
    user.set_password("encore une autre phrase")
    user.save()
    assert client.post("/login/code/", {"code": code_of(factor)}).url == "/login/"
    assert not is_in(client)


@pytest.mark.parametrize("address", ["/login/code/", "/login/set-up/"])
def test_the_second_step_without_the_first_leads_to_the_first(client, address):
    assert client.get(address).url == "/login/"
    assert client.post(address, {"code": "123456"}).url == "/login/"


# Where it must be


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "chiefs"


def test_a_chief_who_must_have_one_sets_it_up_before_coming_in(required, person, client):
    user = person("chef", "rédacteur en chef")
    assert enter(client, "chef", next="/desk/").url == "/login/set-up/"
    assert not is_in(client)
    page = client.get("/login/set-up/").content.decode()
    factor = SecondFactor.objects.get(user=user)
    assert factor.seed in page and "data:image/svg+xml" in page
    response = client.post("/login/set-up/", {"code": code_of(factor)})
    assert text(response).count("-") >= 30 and is_in(client)
    assert kinds() == ["factor-on", "login"] and RecoveryCode.objects.left(user) == 10


def test_a_wrong_code_sets_nothing_up(required, person, client):
    user = person("chef", "rédacteur en chef")
    enter(client, "chef")
    client.get("/login/set-up/")
    assert "n’est pas le bon" in text(client.post("/login/set-up/", {"code": "000000"}))
    assert SecondFactor.objects.of(user) is None and not is_in(client)


def test_who_has_one_cannot_set_up_another_with_the_password_alone(required, person, client):
    user = person("chef", "rédacteur en chef")
    with_factor(user)
    enter(client, "chef")
    assert client.get("/login/set-up/").url == "/login/code/"
    assert client.post("/login/set-up/", {"code": "1"}).url == "/login/code/"


def test_editors_need_none_where_chiefs_do(required, person, client):
    person()
    assert enter(client).url == "/" and is_in(client)


def test_everybody_needs_one_where_the_settings_say_so(settings, person, client):
    settings.SECOND_FACTOR = "everybody"
    person("lu", role="")
    assert enter(client, "lu").url == "/login/set-up/"


def test_a_session_from_before_ends_when_a_second_factor_is_asked(logged_in, settings):
    client, _user = logged_in("chef", "rédacteur en chef")
    assert is_in(client)
    settings.SECOND_FACTOR = "chiefs"
    assert not is_in(client)


def test_no_other_door_passes_by_the_second_factor(person, client):
    """A session that some other code would begin is ended."""
    user = person(is_staff=True)
    with_factor(user)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/").url.startswith("/admin/login/")
    assert not is_in(client)


# Django's admin


def test_the_admin_has_no_login_of_its_own(person, client):
    person(is_superuser=True, is_staff=True)
    response = client.get("/admin/login/?next=/admin/archive/tag/")
    assert response.url == "/login/?next=%2Fadmin%2Farchive%2Ftag%2F"
    response = client.post("/admin/login/", {"username": "claire", "password": PASSWORD})
    assert response.status_code == 302 and not is_in(client)


def test_who_is_not_of_the_team_is_refused_there_rather_than_sent_in_a_circle(logged_in):
    client, _user = logged_in()
    assert client.get("/admin/", follow=True).status_code == 403


def test_the_admin_neither_makes_accounts_nor_changes_passwords(logged_in):
    client, user = logged_in("chef", "rédacteur en chef", is_superuser=True, is_staff=True)
    assert client.get("/admin/auth/user/add/").status_code == 403
    page = client.get(f"/admin/auth/user/{user.pk}/change/")
    assert (
        page.status_code == 200 and "argon2" not in text(page) and "../password/" not in text(page)
    )
    assert client.get(f"/admin/auth/user/{user.pk}/password/").url == f"/desk/accounts/{user.pk}/"
    assert client.get("/admin/password_change/").url == "/desk/account/password/"
    for odd in ("fr", "1,2,3", "-1", "٣", "_5F"):
        assert client.get(f"/admin/auth/user/{odd}/password/").status_code == 404


def test_rights_that_the_admin_changes_and_accounts_that_it_deletes_are_kept(logged_in, person):
    client, chief = logged_in("chef", "", is_superuser=True, is_staff=True)
    user = person(email="claire@exemple.fr")
    posted = {"username": "claire", "is_active": "on", "is_staff": "on"}
    assert client.post(f"/admin/auth/user/{user.pk}/change/", posted).status_code == 302
    event = AccountEvent.objects.first()
    assert (event.kind, event.user, event.by) == ("role", user, chief)
    client.post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"})
    event = AccountEvent.objects.first()
    assert (event.kind, event.user, event.by, event.detail) == ("deleted", None, chief, "claire")


# All of it


def test_events_tell_from_where_but_not_exactly(person):
    person()
    client = Client(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="X Firefox/140 Linux")
    enter(client)
    event = AccountEvent.objects.get()
    assert (event.origin, event.browser) == ("203.0.113.0", "Firefox · Linux")


def test_the_log_tells_operators_in_one_line_of_json(person, client, caplog):
    person()
    with caplog.at_level("INFO", "archive.accounts"):
        enter(client, password="une autre phrase\nentière")
        enter(client)
    lines = [record.getMessage() for record in caplog.records if record.name == "archive.accounts"]
    assert lines[0].startswith('account {"event": "failure", "user": "claire"')
    assert len(lines) == 2 and "phrase" not in "".join(lines)


def test_events_are_forgotten_after_a_year(person, client):
    person()
    enter(client, password="non")
    AccountEvent.objects.update(at=timezone.now() - timedelta(days=366))
    enter(client)
    assert kinds() == ["login"]


@pytest.mark.parametrize(
    "address", ["/login/", "/login/code/", "/login/set-up/", "/login/forgotten/"]
)
def test_every_step_wants_the_token_of_its_form(person, address):
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, {"code": "1"}).status_code == 403


def test_a_logout_ends_the_session_and_is_kept(logged_in):
    client, user = logged_in()
    client.post("/logout/")
    assert not is_in(client) and not user.open_sessions.exists()
    assert kinds() == ["login", "logout"]
    assert client.get("/logout/").status_code == 405
