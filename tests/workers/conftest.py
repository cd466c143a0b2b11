"""A site with a queue, on the database that the tests run on."""

import shutil
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import quote

import pytest
from backed_up import database_at
from django.db import connection
from queued import Site


def _database_url(file: Path) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(file))}"
    parts = connection.settings_dict
    password = quote(parts["PASSWORD"], safe="")
    host = f"{quote(parts['HOST'], safe='')}:{parts['PORT'] or 5432}"
    return f"postgres://{parts['USER']}:{password}@{host}/{parts['NAME']}"


@pytest.fixture
def site(tmp_path, settings, request, django_db_blocker) -> Site:
    """A site of which every process has the same database, this one as well."""
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)
    file = folder / "archive.sqlite3"
    is_sqlite = connection.vendor == "sqlite"
    if is_sqlite:
        shutil.copy(request.getfixturevalue("migrated"), file)
    site = Site(folder, _database_url(file))
    settings.DATA_DIR = settings.MEDIA_ROOT = folder
    settings.SECRET_KEY = site.environment["SECRET_KEY"]
    settings.WORK = "queue"
    if not is_sqlite:
        request.getfixturevalue("transactional_db")
    with django_db_blocker.unblock(), database_at(file) if is_sqlite else nullcontext():
        yield site
        site.end()


def pytest_collection_modifyitems(items):
    """On PostgreSQL have each test commit what its site's processes are to see."""
    if connection.vendor == "sqlite":
        return
    for item in items:
        is_here = item.path.is_relative_to(Path(__file__).parent)
        if is_here and "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db(transaction=True))
