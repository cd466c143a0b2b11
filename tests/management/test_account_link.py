"""The way back in for whoever has the machine."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from doors import PASSWORD, enter, is_in, token_in, with_factor

from archive.models import AccountEvent, SecondFactor

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(django_user_model):
    return django_user_model.objects.create_user("claire", password=PASSWORD)


def link(*arguments) -> str:
    output = StringIO()
    call_command("account_link", *arguments, stdout=output)
    return output.getvalue()


def test_a_link_is_printed_by_which_a_password_is_chosen(user, client):
    token = token_in(link("claire"))
    new = {"new_password1": "une tout autre phrase", "new_password2": "une tout autre phrase"}
    client.post(f"/login/link/{token}/", new)
    enter(client, password="une tout autre phrase")
    assert is_in(client)


def test_the_second_factor_stays_unless_it_is_taken_away(user):
    with_factor(user)
    link("claire")
    assert SecondFactor.objects.of(user)
    link("claire", "--without-second-factor")
    assert SecondFactor.objects.of(user) is None
    assert AccountEvent.objects.filter(user=user, kind="factor-off", by=None).exists()


@pytest.mark.parametrize("name", ["nobody", "", "Claire"])
def test_no_account_of_that_name_is_said_in_one_line(user, name):
    with pytest.raises(CommandError, match="no account named"):
        link(name)


def test_a_suspended_account_gets_none(user):
    user.is_active = False
    user.save()
    with pytest.raises(CommandError, match="suspended"):
        link("claire")
