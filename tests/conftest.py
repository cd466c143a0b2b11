import os
from pathlib import Path

import hypothesis
import pytest
from haystack import connections

from archive.models import Author, Editorial, Publication

# The same examples at each run: what lands does not depend on luck. `--hypothesis-seed=random` looks for new ones.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.load_profile("fixed")

SHARED = Path(os.environ.get("ARCHIVE_SHARED") or Path(__file__).parents[2] / "shared")


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, settings, monkeypatch):
    """No test touches the data of the archive on this machine."""
    settings.MEDIA_ROOT = tmp_path / "data"
    monkeypatch.setitem(connections.connections_info["default"], "PATH", str(tmp_path / "index"))
    connections.thread_local.connections = {}
    monkeypatch.setattr("archive.search.upkeep.aside", lambda work: None)  # what other processes and threads would do
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Their names carry a hash only where they have been collected."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}


@pytest.fixture(autouse=True)
def cheap_passwords(settings):
    """A third of a second for each account would be half the time of the desk's tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def shared() -> Path:
    """The folder of real material beside the repository."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the real documents in {SHARED}")
    return SHARED


@pytest.fixture
def make_editorial(db):
    def make(title="Un titre", body="<p>Un texte.</p>", publication="", authors=(), tags=(), **fields):
        magazine = Publication.objects.named(publication) if publication else None
        editorial = Editorial.objects.create(title=title, body=body, publication=magazine, **fields)
        people = [Author.objects.filter(name=name).first() or Author.objects.create(name=name) for name in authors]
        editorial.set_bylines([(person, person.name, "") for person in people])
        editorial.add_tags(tags, origin="import")
        return editorial

    return make


@pytest.fixture
def editor_client(admin_user, client):
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    return client
