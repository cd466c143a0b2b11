"""Followers of an archive whose mails leave by a server on this machine."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from mail_server import mail_server, sent_by

from archive import processes
from archive.following import wishes
from archive.following.topics import Topic
from archive.models import Follow
from archive.workers import aside


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """What is done aside is done at once: another thread would have another database."""
    monkeypatch.setattr(aside, "do", lambda work, request, *given: work(request, *given))


@pytest.fixture(autouse=True)
def no_process(monkeypatch):
    """No process of its own sends what is due: a test does."""
    begun = []
    monkeypatch.setattr(processes, "begin", lambda *command, niceness: begun.append(command))
    return begun


@pytest.fixture
def server(settings):
    with mail_server() as server:
        sent_by(settings, server)
        yield server


@pytest.fixture
def wish(client):
    """Send the form of /follow/ for an address."""

    def wish(email="lea@example.org", parameters="?q=voix", **fields):
        return client.post(f"/follow/{parameters}", {"email": email, **fields})

    return wish


@pytest.fixture
def follower(server):
    """Have somebody follow something, as who has wished and confirmed it does; return the row.

    Without the pages and the mail of that, which have tests of their own.
    """

    def make(email="lea@example.org", parameters="?q=voix", rhythm="at-once"):
        topic = Topic.read(QueryDict(parameters.removeprefix("?")))
        follow = Follow.objects.asked(
            *(email, topic.kind, topic.query),
            **{"rhythm": rhythm, "language": "fr", "site": "http://testserver"},
        )
        wishes.confirm(follow, rhythm, "fr")
        follow.refresh_from_db()
        return follow

    return make


@pytest.fixture
def reader():
    """A browser that has been nowhere yet, and whose forms need their tokens."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def later(monkeypatch):
    """Have the clock of the archive be so much later."""

    def go(**much):
        now = timezone.now() + timedelta(**much)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        return SimpleNamespace(now=now)

    return go
