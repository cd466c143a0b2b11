"""Ways to a password without the old one: invitations, links of a chief, mails."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from doors import PASSWORD, code_of, enter, is_in, token_in, with_factor
from pages import text

from archive.models import AccountEvent, AccountLink, LinkKind

pytestmark = pytest.mark.django_db
NEW = "une tout autre phrase"


def choose(client, token, password=NEW, again=None):
    fields = {"new_password1": password, "new_password2": again or password}
    return client.post(f"/login/link/{token}/", fields)


# What holds for every link


def test_a_link_lets_choose_a_password_once(person, client):
    token = AccountLink.objects.make(person(), LinkKind.BY_CHIEF)
    assert "claire" in text(client.get(f"/login/link/{token}/"))
    assert choose(client, token).url == "/login/"
    assert "Le mot de passe est choisi" in text(client.get("/login/"))
    assert choose(client, token, "encore une autre phrase").status_code == 410
    assert enter(client, password=NEW).status_code == 302 and is_in(client)


def test_looking_at_a_link_does_not_use_it(person, client):
    token = AccountLink.objects.make(person(), LinkKind.BY_CHIEF)
    for _number in range(3):
        assert client.get(f"/login/link/{token}/").status_code == 200


def test_a_link_is_over_in_time(person, client):
    token = AccountLink.objects.make(person(), LinkKind.BY_MAIL)
    AccountLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = choose(client, token)
    assert response.status_code == 410 and "ne vaut plus" in text(response)


def test_another_link_replaces_the_first(person, client):
    user = person()
    token = AccountLink.objects.make(user, LinkKind.BY_CHIEF)
    AccountLink.objects.make(user, LinkKind.BY_CHIEF)
    assert choose(client, token).status_code == 410


def test_a_link_of_a_suspended_account_is_over(person, client):
    user = person()
    token = AccountLink.objects.make(user, LinkKind.BY_CHIEF)
    User.objects.update(is_active=False)
    assert choose(client, token).status_code == 410


def test_of_two_who_use_a_link_at_once_one_is_refused(person):
    token = AccountLink.objects.make(person(), LinkKind.BY_CHIEF)
    first, second = AccountLink.objects.open(token), AccountLink.objects.open(token)
    assert first.take() and not second.take()


def test_a_password_that_was_changed_meanwhile_ends_the_link(logged_in, client):
    inside, user = logged_in()
    token = AccountLink.objects.make(user, LinkKind.BY_CHIEF)
    fields = {"password": PASSWORD, "new": NEW, "again": NEW}
    assert inside.post("/desk/account/password/", fields).status_code == 302
    assert choose(client, token).status_code == 410


def test_no_link_can_be_read_in_the_database(person):
    token = AccountLink.objects.make(person(), LinkKind.BY_CHIEF)
    assert token not in str(AccountLink.objects.values().get())


@pytest.mark.parametrize(
    "password", ["court", "onze lettres"[:11], "123456789012", "claire.abgrall", ""]
)
def test_a_weak_password_is_refused_and_the_link_stays(person, client, password):
    user = person(email="claire.abgrall@exemple.fr")
    token = AccountLink.objects.make(user, LinkKind.BY_CHIEF)
    response = choose(client, token, password)
    assert response.status_code == 200 and "errorlist" in response.content.decode()
    assert choose(client, token).status_code == 302


def test_two_that_differ_are_refused(person, client):
    token = AccountLink.objects.make(person(), LinkKind.BY_CHIEF)
    assert choose(client, token, again="une autre encore").status_code == 200


def test_a_new_password_ends_all_sessions(logged_in, client):
    inside, user = logged_in()
    choose(client, AccountLink.objects.make(user, LinkKind.BY_CHIEF))
    assert not is_in(inside) and not user.open_sessions.exists()


def test_a_link_does_not_pass_by_the_second_factor(person, client):
    user = person()
    factor, _codes = with_factor(user)
    choose(client, AccountLink.objects.make(user, LinkKind.BY_MAIL))
    assert not is_in(client)
    assert enter(client, password=NEW).url == "/login/code/"
    client.post("/login/code/", {"code": code_of(factor)})
    assert is_in(client)


@pytest.mark.parametrize("token", ["x", "%00", "a" * 2000, "é", "..%2f", "'--", "%F0%9F%8E%B2"])
def test_an_odd_link_is_over(client, token):
    assert client.get(f"/login/link/{token}/").status_code in (404, 410)


def test_a_link_wants_the_token_of_its_form(person):
    token = AccountLink.objects.make(person(), LinkKind.BY_CHIEF)
    assert choose(Client(enforce_csrf_checks=True), token).status_code == 403


def test_the_page_of_a_link_is_neither_kept_nor_found(person, client):
    token = AccountLink.objects.make(person(), LinkKind.BY_CHIEF)
    response = client.get(f"/login/link/{token}/")
    assert (
        "no-store" in response["Cache-Control"] and 'content="noindex"' in response.content.decode()
    )


# By mail


def test_a_forgotten_password_is_chosen_by_a_mail(mailed, person, client, mailoutbox):
    person(email="claire@exemple.fr")
    client.post("/login/forgotten/", {"email": "Claire@exemple.fr"})
    [mail] = mailoutbox
    assert mail.to == ["claire@exemple.fr"]
    choose(client, token_in(mail.body))
    enter(client, password=NEW)
    assert is_in(client)


def test_every_address_is_answered_alike(mailed, person, client, mailoutbox):
    person(email="claire@exemple.fr")
    person("paul", email="paul@exemple.fr", is_active=False)
    pages = set()
    for address in (
        "claire@exemple.fr",
        "paul@exemple.fr",
        "nobody@exemple.fr",
        "",
        "x" * 9000,
        "\0",
    ):
        response = client.post("/login/forgotten/", {"email": address})
        assert response.status_code == 200
        pages.add(text(response))
    assert len(pages) == 1 and len(mailoutbox) == 1


def test_an_address_that_only_looks_alike_gets_nothing(mailed, person, client, mailoutbox):
    person(email="mike@exemple.fr")
    client.post("/login/forgotten/", {"email": "mıke@exemple.fr"})
    assert mailoutbox == []


def test_nobody_is_mailed_twice_in_five_minutes(mailed, person, client, mailoutbox):
    person(email="claire@exemple.fr")
    for _number in range(3):
        client.post("/login/forgotten/", {"email": "claire@exemple.fr"})
    [mail] = mailoutbox
    assert choose(client, token_in(mail.body)).status_code == 302


def test_a_network_asks_twenty_times_an_hour_and_others_go_on(mailed, person, mailoutbox):
    person(email="claire@exemple.fr")
    near, far = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="198.51.100.7")
    for number in range(20):
        address = {"email": f"x{number}@exemple.fr"}
        assert near.post("/login/forgotten/", address).status_code == 200
    response = near.post("/login/forgotten/", {"email": "claire@exemple.fr"})
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "Attendez 60 minutes" in text(response) and mailoutbox == []
    assert AccountEvent.objects.count() == 20 and near.get("/login/forgotten/").status_code == 200
    far.post("/login/forgotten/", {"email": "claire@exemple.fr"})
    assert len(mailoutbox) == 1
    AccountEvent.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert near.post("/login/forgotten/", {"email": "x"}).status_code == 200


def test_a_mail_that_cannot_leave_is_told_to_operators_alone(
    mailed, person, client, settings, caplog
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    person(email="claire@exemple.fr")
    assert client.post("/login/forgotten/", {"email": "claire@exemple.fr"}).status_code == 200
    assert "could not be sent" in caplog.text


def test_an_archive_without_mails_says_whom_to_ask(person, client, mailoutbox):
    person(email="claire@exemple.fr")
    assert "Demandez à un rédacteur en chef" in text(client.get("/login/forgotten/"))
    client.post("/login/forgotten/", {"email": "claire@exemple.fr"})
    assert mailoutbox == [] and not AccountLink.objects.exists()


def test_what_was_asked_is_kept_without_the_address(mailed, person, client):
    client.post("/login/forgotten/", {"email": "nobody@exemple.fr"})
    event = AccountEvent.objects.get()
    assert (event.kind, event.user, event.detail) == ("reset-asked", None, "")


# An invitation


def test_an_invited_person_chooses_a_password_and_comes_in(chief, client):
    page = chief.post("/desk/accounts/", {"username": "nadia", "role": role("éditeur")})
    token = token_in(page.content.decode())
    assert enter(client, "nadia", "x").status_code == 200 and not is_in(client)
    assert "nadia" in text(client.get(f"/login/link/{token}/"))
    choose(client, token)
    assert enter(client, "nadia", NEW).status_code == 302
    assert client.get("/desk/operations/").status_code == 200
    kinds = AccountEvent.objects.filter(user__username="nadia").values_list("kind", flat=True)
    assert set(kinds) == {"invited", "failure", "link-used", "login"}


def test_an_invitation_is_mailed_where_there_are_mails(mailed, chief, client, mailoutbox):
    fields = {"username": "nadia", "email": "nadia@exemple.fr", "role": role("éditeur")}
    response = chief.post("/desk/accounts/", fields)
    assert response.status_code == 302 and "/login/link/" not in text(chief.get(response.url))
    [mail] = mailoutbox
    assert "nadia" in mail.body and choose(client, token_in(mail.body)).status_code == 302


def role(name: str) -> int:
    return Group.objects.get(name=name).pk
