"""Guessing passwords: how far it gets, and whom it keeps out."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pages import text

pytestmark = pytest.mark.django_db
ATTACKER, OFFICE = "192.0.2.66", "198.51.100.7"


@pytest.fixture(autouse=True)
def people(db):
    for name in ("claire", "luc"):
        get_user_model().objects.create_user(name, password="un mot de passe long")


def log_in(name, password="faux", address=ATTACKER, client=None, path="/login/"):
    return (client or Client(REMOTE_ADDR=address)).post(
        path, {"username": name, "password": password}
    )


def test_an_address_fails_fifty_times_an_hour_under_however_many_names():
    for number in range(50):
        assert log_in(f"nom {number}").status_code == 200
    for response in (
        log_in("nom 51"),
        log_in("claire", "un mot de passe long"),
    ):
        assert response.status_code == 429 and response.headers["Retry-After"] == "3600"
        assert "Attendez 60 minutes" in text(response)


def test_others_log_in_meanwhile_and_it_ends_after_an_hour():
    for number in range(50):
        log_in(f"nom {number}")
    assert log_in("claire", "un mot de passe long", OFFICE).status_code == 302
    AccessFailureLog.objects.update(attempt_time=timezone.now() - timedelta(minutes=61))
    assert log_in("claire", "un mot de passe long").status_code == 302


def test_an_ipv6_subscriber_is_one_address():
    for number in range(50):
        log_in(f"nom {number}", address=f"2001:db8:1:2::{number:x}")
    assert log_in("claire", address="2001:db8:1:2:ffff::1").status_code == 429
    assert log_in("claire", address="2001:db8:1:3::1").status_code == 200


def test_a_name_is_tried_eight_times_from_an_address_and_its_owner_logs_in_from_another():
    statuses = [log_in("claire").status_code for _ in range(9)]
    assert statuses == [200] * 7 + [429] * 2
    assert log_in("claire", "un mot de passe long").headers["Retry-After"] == "900"
    assert log_in("claire", "un mot de passe long", OFFICE).status_code == 302


def test_nobody_is_locked_out_of_a_browser_where_they_have_logged_in_before():
    own = Client(REMOTE_ADDR=OFFICE)
    assert log_in("claire", "un mot de passe long", client=own).status_code == 302
    own.post("/logout/")
    for number in range(60):  # from the same office: her name first, then any
        log_in("claire" if number < 9 else f"nom {number}", address=OFFICE)
    assert log_in("luc", "un mot de passe long", OFFICE).status_code == 429
    assert log_in("claire", "un mot de passe long", client=own).status_code == 302


def test_a_known_browser_is_limited_too_and_for_its_owner_alone():
    own = Client(REMOTE_ADDR=OFFICE)
    log_in("claire", "un mot de passe long", client=own)
    own.post("/logout/")
    assert [log_in("claire", client=own).status_code for _ in range(8)][-1] == 429
    for number in range(50):
        log_in(f"nom {number}", client=own)
    assert log_in("luc", "un mot de passe long", client=own).status_code == 429


@pytest.mark.parametrize("name", ["Cœur", "Łukasz", "李明", "anne@exemple.fr"])
def test_whatever_letters_a_name_has_its_browser_is_known_again(name):
    get_user_model().objects.create_user(name, password="un mot de passe long")
    own = Client(REMOTE_ADDR=OFFICE)
    response = log_in(name, "un mot de passe long", client=own)
    for cookie in response.cookies.values():
        assert cookie.OutputString().encode("latin-1")  # as servers send it
        assert name not in cookie.OutputString()
    own.post("/logout/")
    for number in range(50):
        log_in(f"nom {number}", address=OFFICE)
    assert log_in(name, "un mot de passe long", OFFICE).status_code == 429
    assert log_in(name, "un mot de passe long", client=own).status_code == 302


@pytest.mark.parametrize("forged", ["x claire", "", "x claire:1:forged", "\u00e9"])
def test_a_forged_mark_of_a_browser_is_worth_nothing(forged):
    for number in range(50):
        log_in(f"nom {number}")
    client = Client(REMOTE_ADDR=ATTACKER)
    client.cookies["device"] = forged
    assert log_in("claire", "un mot de passe long", client=client).status_code == 429


@pytest.mark.parametrize("name", ["", "x" * 5000, "\x00", "é" * 300, "a (b)"])
def test_an_odd_name_is_refused_as_any_other(name):
    assert log_in(name).status_code == 200


def test_old_failures_are_forgotten():
    log_in("claire")
    AccessFailureLog.objects.update(attempt_time=timezone.now() - timedelta(days=31))
    log_in("claire")
    assert AccessFailureLog.objects.count() == 1


def test_what_was_typed_as_a_name_is_neither_kept_nor_told(caplog):
    """People type their password in its place."""
    typed = "mon mot de passe secret"
    client = Client(REMOTE_ADDR=ATTACKER, HTTP_USER_AGENT="Firefox/mouchard")
    for _time in range(9):
        log_in(typed, client=client)
    kept = [*AccessAttempt.objects.values(), *AccessFailureLog.objects.values()]
    assert kept and typed not in str(kept)
    for fact in (typed, ATTACKER, "mouchard"):
        assert fact not in caplog.text


def test_behind_a_proxy_each_client_is_counted_by_its_own_address(settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(50):
        Client(REMOTE_ADDR="127.0.0.1").post(
            "/login/",
            {"username": f"nom {number}", "password": "faux"},
            headers={"x-forwarded-for": f"9.9.9.9, {ATTACKER}"},
        )
    near = Client(REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": OFFICE})
    assert log_in("claire", "un mot de passe long", client=near).status_code == 302
    same = Client(REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": ATTACKER})
    assert log_in("claire", "un mot de passe long", client=same).status_code == 429
