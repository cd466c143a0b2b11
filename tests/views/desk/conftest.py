import pytest
from django.contrib.auth.models import Group
from django.test import Client

from archive.ingest.entering import uploads
from archive.workers import aside

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def mailed(settings, monkeypatch):
    """The archive sends mails, and what is done aside is done at once."""
    settings.MAIL_IS_SENT = True
    monkeypatch.setattr(aside, "do", lambda work, request, *given: work(request, *given))


@pytest.fixture
def member(django_user_model):
    """Make somebody of the team; return (account, browser)."""

    def make(name, role="éditeur"):
        user = django_user_model.objects.create_user(name, email=f"{name}@exemple.fr")
        user.groups.add(Group.objects.get(name=role))
        browser = Client()
        browser.force_login(user, backend=BACKEND)
        return user, browser

    return make


@pytest.fixture
def tagged(make_editorial):
    """Return {title: editorial} of three editorials that share tags."""
    borne = {
        "Un": ["Centre d'appel"],
        "Deux": ["Centre d'appel", "Call center"],
        "Trois": ["Call center", "Qualité"],
    }
    return {title: make_editorial(title, tags=names) for title, names in borne.items()}


@pytest.fixture
def no_other_process(monkeypatch):
    """What it would do, the tests do at the moment that they choose, by `uploads.work`."""
    monkeypatch.setattr(uploads, "begin", lambda: False)
