from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from doors import PASSWORD, enter

from archive.models.accounts import factors, sessions
from archive.workers import aside


@pytest.fixture(autouse=True)
def in_the_middle_of_a_code(monkeypatch):
    """No code changes between a test and the archive."""
    monkeypatch.setattr(factors, "time", SimpleNamespace(time=lambda: 1_800_000_015))


@pytest.fixture(autouse=True)
def looked_at_each_time(monkeypatch):
    """Sessions are looked at for each page, not every ten seconds."""
    monkeypatch.setattr(sessions, "LOOKED_EVERY", 0)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """What is done aside is done at once: another thread would have another database."""
    monkeypatch.setattr(aside, "do", lambda work, request, *given: work(request, *given))


@pytest.fixture
def mailed(settings):
    """The archive sends mails."""
    settings.MAIL_IS_SENT = True


@pytest.fixture
def person(db):
    """Make an account that can log in, in a group of that name."""

    def make(name="claire", role="éditeur", **fields):
        user = User.objects.create_user(name, password=PASSWORD, **fields)
        if role:
            user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def logged_in(person):
    """Return (client, user) of somebody who came by the door."""

    def log_in(name="claire", role="éditeur", **fields):
        user = person(name, role, **fields)
        client = Client()
        assert enter(client, name).status_code == 302
        return client, user

    return log_in


@pytest.fixture
def chief(logged_in):
    """Return the client of a chief."""
    return logged_in("chef", "rédacteur en chef")[0]
