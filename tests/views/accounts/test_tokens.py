"""The tokens by which programs write in somebody's name."""

import re

import pytest
from doors import PASSWORD
from pages import linked, text

from archive.models import AccessToken, AccountEvent, AccountEventKind

pytestmark = pytest.mark.django_db
FIELDS = {
    "name": "Moissonneur",
    "rights": ["tag", "enter"],
    "days": "30",
    "limit": "500",
    "password": PASSWORD,
}


def make(client, **fields):
    return client.post("/desk/account/tokens/", FIELDS | fields)


def test_an_editor_makes_one_and_sees_it_once(logged_in):
    client, user = logged_in()
    assert "/desk/account/tokens/" in linked(client.get("/desk/account/"))
    page = make(client).content.decode()
    token = re.search(r"edt_[\w-]+", page)[0]
    row = AccessToken.objects.of(token)
    assert (row.user, row.name, row.rights, row.limit) == (
        user,
        "Moissonneur",
        ["enter", "tag"],
        500,
    )
    listed = client.get("/desk/account/tokens/").content.decode()
    assert token not in listed and token[-4:] in listed and "Moissonneur" in listed
    assert AccountEvent.objects.filter(kind=AccountEventKind.TOKEN, user=user).exists()


def test_it_is_revoked_by_a_button(logged_in):
    client, user = logged_in()
    make(client)
    token = user.access_tokens.get()
    response = client.post("/desk/account/tokens/revoke/", {"token": token.pk}, follow=True)
    assert "1 jeton est révoqué" in text(response)
    assert not user.access_tokens.in_force().exists()
    again = client.post("/desk/account/tokens/revoke/", {"token": token.pk}, follow=True)
    assert "0 jeton" in text(again)
    assert AccountEvent.objects.filter(kind=AccountEventKind.TOKEN_ENDED).count() == 1


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 40, "-1"])
def test_a_number_that_is_none_revokes_nothing(logged_in, number):
    client, user = logged_in()
    make(client)
    response = client.post("/desk/account/tokens/revoke/", {"token": number})
    assert response.status_code == 302 and user.access_tokens.in_force().exists()


def test_nobody_revokes_those_of_others_but_a_chief(logged_in, chief):
    client, user = logged_in()
    make(client)
    token = user.access_tokens.get()
    other, _user = logged_in("édith")
    other.post("/desk/account/tokens/revoke/", {"token": token.pk})
    assert user.access_tokens.in_force().exists()
    assert "Moissonneur" in text(chief.get(f"/desk/accounts/{user.pk}/"))
    chief.post(f"/desk/accounts/{user.pk}/", {"do": "tokens"})
    assert not user.access_tokens.in_force().exists()


@pytest.mark.parametrize(
    "field, value",
    [
        ("name", ""),
        ("name", "x" * 61),
        ("rights", []),
        ("rights", ["merge"]),
        ("days", "4000"),
        ("limit", "0"),
        ("limit", "x"),
        ("password", "une autre"),
    ],
)
def test_what_is_filled_in_wrongly_makes_none(logged_in, field, value):
    client, user = logged_in()
    assert make(client, **{field: value}).status_code == 422
    assert not user.access_tokens.exists()


def test_two_in_force_bear_no_same_name_and_there_are_not_too_many(logged_in, monkeypatch):
    client, user = logged_in()
    make(client)
    assert make(client).status_code == 422
    monkeypatch.setattr("archive.views.accounts.forms.MOST", 1)
    assert "1 jetons" in text(make(client, name="Autre"))
    user.access_tokens.revoke()
    assert make(client).status_code == 200


def test_who_may_not_edit_makes_none(logged_in, client):
    contributor, _user = logged_in(role="contributeur")
    assert contributor.get("/desk/account/tokens/").status_code == 403
    assert "/desk/account/tokens/" not in linked(contributor.get("/desk/account/"))
    assert client.get("/desk/account/tokens/").status_code == 302
