"""How people come in, for the tests of accounts."""

import re

import pyotp
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from archive.models import RecoveryCode, SecondFactor
from archive.models.accounts import factors

PASSWORD = "une phrase assez longue"


def enter(client: Client, name="claire", password=PASSWORD, **fields):
    """Send the first step of a login."""
    return client.post("/login/", {"username": name, "password": password, **fields})


def is_in(client: Client) -> bool:
    return client.get("/desk/account/").status_code == 200


def with_factor(user: User) -> tuple[SecondFactor, list[str]]:
    """Give a user a second factor; return it with its codes on paper."""
    factor = SecondFactor.objects.begun(user)
    SecondFactor.objects.filter(pk=factor.pk).update(confirmed_at=timezone.now())
    return SecondFactor.objects.of(user), RecoveryCode.objects.renew(user)


def code_of(factor: SecondFactor, periods: int = 0) -> str:
    """The code that an application shows, or will show in some periods of thirty seconds."""
    now = int(factors.time.time()) // factors.PERIOD
    return pyotp.TOTP(factor.seed).generate_otp(now + periods)


def token_in(text: str) -> str:
    """The token of the link in a page or a mail."""
    return re.search(r"/login/link/([\w-]+)/", text)[1]
