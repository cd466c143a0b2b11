"""The accounts of others, as chiefs look after them."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from doors import PASSWORD, enter, is_in, token_in, with_factor
from pages import text

from archive.models import AccountEvent, AccountLink, SecondFactor

pytestmark = pytest.mark.django_db


def role(name: str) -> int:
    return Group.objects.get(name=name).pk


def do(client, user, deed, **fields):
    return client.post(f"/desk/accounts/{user.pk}/", {"do": deed, **fields})


# Working


def test_accounts_are_listed_with_what_a_chief_wants_to_know(chief, person):
    with_factor(person())
    person("paul", "", is_active=False)
    chief.post("/desk/accounts/", {"username": "nadia", "role": role("contributeur")})
    page = text(chief.get("/desk/accounts/"))
    for words in ("chef · vous", "éditeur · second facteur", "suspendu · sans second facteur"):
        assert words in page
    assert "contributeur · invité, pas encore venu" in page


def test_a_list_of_many_accounts_costs_as_many_queries(
    chief, person, django_assert_max_num_queries
):
    for number in range(60):
        person(f"p{number}")
    with django_assert_max_num_queries(14):
        assert "Page 1 sur 2" in text(chief.get("/desk/accounts/"))


def test_a_chief_makes_a_link_which_is_shown_once(chief, person):
    user = person()
    page = do(chief, user, "link").content.decode()
    assert AccountLink.objects.open(token_in(page)).user == user
    assert "/login/link/" not in chief.get(f"/desk/accounts/{user.pk}/").content.decode()


def test_a_chief_lets_in_somebody_who_lost_the_telephone(chief, person):
    user = person()
    with_factor(user)
    do(chief, user, "factor")
    assert SecondFactor.objects.of(user) is None and enter(Client()).url == "/"


def test_a_chief_ends_the_sessions_of_another(chief, logged_in):
    client, user = logged_in()
    other = Client()
    enter(other)
    do(chief, user, "end", session=user.open_sessions.latest("pk").pk)
    assert is_in(client) and not is_in(other)
    do(chief, user, "end")
    assert not is_in(client) and is_in(chief)


def test_a_suspended_account_is_out_at_once_and_comes_back(chief, logged_in):
    client, user = logged_in()
    token = AccountLink.objects.make(user, "chief")
    do(chief, user, "close")
    assert not is_in(client) and AccountLink.objects.open(token) is None
    assert enter(client).status_code == 200
    do(chief, user, "reopen")
    assert enter(client).status_code == 302


def test_a_chief_gives_another_role(chief, logged_in):
    client, user = logged_in()
    do(chief, user, "role", role=role("contributeur"))
    assert client.get("/desk/operations/").status_code == 403
    do(chief, user, "role", role="")
    assert client.get("/desk/").status_code == 403 and is_in(client)


def test_each_deed_is_kept_with_who_did_it(chief, person):
    user = person()
    with_factor(user)
    for deed in ("link", "factor", "close", "reopen"):
        do(chief, user, deed)
    events = AccountEvent.objects.filter(user=user).order_by("pk")
    assert [event.kind for event in events] == ["link", "factor-off", "closed", "reopened"]
    assert {event.by.username for event in events} == {"chef"}


def test_a_chief_sees_who_came_and_who_was_refused(chief, person):
    person()
    enter(Client(REMOTE_ADDR="203.0.113.7"), password="non")
    enter(Client(), "somebody else", "non")
    page = text(chief.get("/desk/accounts/events/"))
    assert "Mot de passe refusé · claire" in page and "203.0.113.0" in page
    assert "aucun compte connu" in page and "somebody else" not in page
    only = text(chief.get("/desk/accounts/events/?kind=login"))
    assert "Connexion · chef" in only and "· claire" not in only


# Empty and odd


def test_an_account_that_nothing_happened_to(chief, person):
    page = text(chief.get(f"/desk/accounts/{person().pk}/"))
    assert "Rien encore." in page and "Aucune." in page


@pytest.mark.parametrize("kind", ["nope", "%00", "'--"])
def test_events_of_no_kind_are_not_found(chief, kind):
    assert chief.get(f"/desk/accounts/events/?kind={kind}").status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_no_account_is_not_found(chief, number):
    assert chief.get(f"/desk/accounts/{number}/").status_code == 404
    assert chief.post(f"/desk/accounts/{number}/", {"do": "close"}).status_code == 404


@pytest.mark.parametrize("deed", ["", "delete", "\0"])
def test_an_odd_deed_is_not_found(chief, person, deed):
    assert do(chief, person(), deed).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"username": ""},
        {"username": "Chef"},
        {"username": "deux mots"},
        {"username": "x" * 151},
        {"username": "<b>"},
        {"username": "\0"},
        {"username": "nadia", "email": "nulle part"},
        {"username": "nadia", "role": "999"},
        {"username": "nadia", "role": "x"},
    ],
)
def test_an_odd_invitation_makes_no_account(chief, fields):
    response = chief.post("/desk/accounts/", fields)
    assert response.status_code == 200 and "errorlist" in response.content.decode()
    assert User.objects.count() == 1


# Forbidden


@pytest.mark.parametrize("name", ["contributeur", "éditeur", ""])
@pytest.mark.parametrize("deed", ["link", "factor", "close", "end", "role", "reopen"])
def test_only_chiefs_look_after_accounts(logged_in, person, name, deed):
    client, _user = logged_in("curieux", name)
    victim = person()
    assert do(client, victim, deed).status_code == 403
    assert client.post("/desk/accounts/", {"username": "x"}).status_code == 403
    victim.refresh_from_db()
    assert victim.is_active and not AccountLink.objects.exists()


@pytest.mark.parametrize("deed", ["link", "factor", "close", "end", "role"])
def test_a_chief_cannot_become_who_may_more(chief, person, deed):
    superuser = person("root", "", is_superuser=True)
    with_factor(superuser)
    assert do(chief, superuser, deed).status_code == 403
    assert 'value="link"' not in chief.get(f"/desk/accounts/{superuser.pk}/").content.decode()
    assert SecondFactor.objects.of(superuser)


def test_nor_one_that_is_suspended_for_now(chief, person):
    user = person("root", "", is_active=False)
    user.user_permissions.add(Permission.objects.get(codename="delete_user"))
    assert do(chief, user, "reopen").status_code == 403


def test_a_chief_gives_no_role_that_may_more(chief, person):
    group = Group.objects.create(name="exploitants")
    group.permissions.add(Permission.objects.get(codename="change_user"))
    user = person()
    assert do(chief, user, "role", role=group.pk).status_code == 403
    assert "exploitants" not in text(chief.get("/desk/accounts/"))
    chief.post("/desk/accounts/", {"username": "x", "role": group.pk})
    assert not User.objects.filter(username="x").exists()


def test_a_chief_does_not_close_the_own_account(chief):
    me = User.objects.get(username="chef")
    assert do(chief, me, "close").status_code == 403 and is_in(chief)


def test_a_superuser_looks_after_everybody(logged_in, person):
    client, _user = logged_in("root", "", is_superuser=True)
    for name in ("rédacteur en chef", "éditeur"):
        user = person(name[:4], name)
        assert do(client, user, "close").status_code == 302
    assert do(client, person("autre", "", is_superuser=True), "close").status_code == 302


def test_every_deed_wants_the_token_of_its_form(person):
    client = Client(enforce_csrf_checks=True)
    chief = person("chef", "rédacteur en chef")
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    user = person()
    assert do(client, user, "close").status_code == 403
    assert client.post("/desk/accounts/", {"username": "x"}).status_code == 403


def test_looking_does_nothing(chief, person):
    user = person()
    chief.get(f"/desk/accounts/{user.pk}/?do=close")
    user.refresh_from_db()
    assert user.is_active and user.check_password(PASSWORD)
