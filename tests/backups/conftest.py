"""An archive in a data folder and an SQLite file of its own, as the site has it."""

import shutil
from functools import cache
from pathlib import Path

import pytest
from backed_up import TITLES, backup, bring_in, database_at
from django.apps import apps

from archive.backups.sealing import Seal

new_seal = Seal.new
one_seal = cache(new_seal)


@pytest.fixture(autouse=True)
def sealed_by_one_key(monkeypatch):
    """A passphrase takes seconds on purpose to seal a key: that of the first sealed bag does for all."""
    monkeypatch.setattr(Seal, "new", one_seal)


@pytest.fixture
def own_keys(sealed_by_one_key, monkeypatch):
    """Each bag has a key of its own all the same, as those of the site have."""
    monkeypatch.setattr(Seal, "new", new_seal)


@pytest.fixture
def data(migrated, tmp_path, settings, django_db_blocker, monkeypatch) -> Path:
    """A data folder with three editorials and their captures, in use by nobody but the test."""
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)
    shutil.copy(migrated, folder / "archive.sqlite3")
    settings.DATA_DIR = settings.MEDIA_ROOT = folder
    settings.SECRET_KEY = "la clé de l’archive, assez longue pour en être une"
    (folder / "secret-key").write_text(settings.SECRET_KEY)
    config = apps.get_app_config("archive")
    monkeypatch.setattr(config, "hold", None)
    config.ready()
    with django_db_blocker.unblock(), database_at(folder / "archive.sqlite3"):
        assert bring_in(tmp_path / "pages", *TITLES) == ["created"] * 3
        yield folder


@pytest.fixture
def bags(tmp_path) -> Path:
    """The folder of the backups."""
    folder = tmp_path / "bags"
    folder.mkdir()
    return folder


@pytest.fixture
def bag(data, bags) -> Path:
    """A backup of it."""
    return backup(bags).bag
