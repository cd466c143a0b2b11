"""Archives to leave and to come to, each in a data folder and an SQLite file of its own."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from backed_up import TITLES, bring_in, database_at
from django.apps import apps


@pytest.fixture
def archive(migrated, tmp_path, settings, django_db_blocker, monkeypatch):
    """Make the empty archive of a name the site's, for as long as the block lasts."""

    @contextmanager
    def of(name: str):
        folder = tmp_path / name
        if not folder.exists():
            folder.mkdir(mode=0o700)
            shutil.copy(migrated, folder / "archive.sqlite3")
        settings.DATA_DIR = settings.MEDIA_ROOT = folder
        config = apps.get_app_config("archive")
        monkeypatch.setattr(config, "hold", None)
        config.ready()
        with django_db_blocker.unblock(), database_at(folder / "archive.sqlite3"):
            yield folder

    return of


@pytest.fixture
def left(archive, tmp_path) -> Path:
    """The data folder of an archive with three editorials and their captures, which is in use."""
    with archive("left") as folder:
        assert bring_in(tmp_path / "html", *TITLES) == ["created"] * 3
        yield folder
