import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import TransactionTestCase
from haystack import connections
from once import MIGRATE, manage, migrated_once, prepared_once

from archive import kept_pages
from archive.models import Author, Editorial, Publication
from archive.search import absence
from archive.trust import holdings
from bench import postgres_cluster

# The same examples at each run: what lands does not depend on luck. `--hypothesis-seed=random` looks for new ones.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.load_profile("fixed")

SHARED = Path(os.environ.get("ARCHIVE_SHARED") or Path(__file__).parents[2] / "shared")


OF_THE_DATABASE = {"db", "transactional_db"}
OF_ANOTHER = {"prepared", "postgres"}  # an archive in an SQLite file, or a server of its own
IN_MEMORY = "file:archive-of-tests?mode=memory&cache=shared"
OF_ARRAYS = "[whoosh"  # in the names of a contract’s tests
# Debian's own. The shell without windows opens a page for a fourth of the processor's time.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")


def pytest_addoption(parser):
    parser.addoption(
        "--of-the-database",
        action="store_true",
        help="only the tests that ask the database, as .ci/run has them run on PostgreSQL",
    )


def pytest_terminal_summary(terminalreporter):
    if not os.environ.get("ARCHIVE_TEST_OPENSEARCH"):
        reason = "ARCHIVE_TEST_OPENSEARCH names no nodes (.ci/opensearch starts some)"
        terminalreporter.write_line(f"Left out, what is asked of OpenSearch: {reason}.")


def pytest_configure(config):
    """Leave out the readers' own connection to PostgreSQL: who tests it starts a site."""
    settings.DATABASES.pop("readers", None)


def pytest_collection_modifyitems(config, items):
    if not CHROMIUM:
        skip_what_browsers_do(items)
    if config.getoption("of_the_database"):
        leave_out_what_is_the_same_on_every_database(config, items)


def skip_what_browsers_do(items):
    absent = pytest.mark.skip(reason="needs Chromium")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(absent)


def leave_out_what_is_the_same_on_every_database(config, items):
    """Leave out pure functions, and what browsers do.

    So is what asks the arrays, whose tests only load rows, and what brings a database of its own.
    """
    left_out = []
    for item in items:
        asks = item.get_closest_marker("django_db") or OF_THE_DATABASE & set(item.fixturenames)
        is_elsewhere = OF_ANOTHER & set(item.fixturenames) or OF_ARRAYS in item.name
        if not asks or is_elsewhere or item.get_closest_marker("browser"):
            left_out.append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def begin_again(tables: sqlite3.Connection) -> None:
    """Make the database in memory what it was, after a test with transactions of its own.

    Emptying each table and making the permissions anew, as Django does, takes thirty times as long.
    """
    steps = []

    def count(status, *_pages):
        steps.append(status)
        assert len(steps) < 40, "somebody holds the database"

    connection.ensure_connection()
    tables.backup(connection.connection, progress=count)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """Begin the database in memory with the tables that it is to have: making them takes seconds."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.settings_dict["TEST"]["NAME"] = IN_MEMORY
    path = migrated_once(tmp_path_factory)
    with (
        closing(sqlite3.connect(IN_MEMORY, uri=True)) as memory,  # there while it is open
        closing(sqlite3.connect(path)) as tables,
    ):
        tables.backup(memory)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                TransactionTestCase, "_fixture_teardown", lambda _case: begin_again(tables)
            )
            yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Give the groups of the migration back to a database that was emptied.

    On PostgreSQL, tests with transactions of their own empty it, as Django does; which tests come after them in a process
    is up to the workers. On SQLite they begin it again: see `begin_again`.
    """
    granted = {}
    with django_db_blocker.unblock():
        for group in Group.objects.all():
            granted[group.name] = list(group.permissions.values_list("codename", flat=True))

    def give_back(**_signal):
        for name, codenames in granted.items():
            group, _created = Group.objects.get_or_create(name=name)
            group.permissions.set(Permission.objects.filter(codename__in=codenames))

    # What empties a database makes the permissions of each app anew, then sends this signal for the next.
    post_migrate.connect(give_back, sender=apps.get_app_config("archive"), weak=False)


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path, settings, monkeypatch):
    """No test touches the data of the archive on this machine."""
    settings.MEDIA_ROOT = tmp_path / "data"
    monkeypatch.setitem(connections.connections_info["default"], "PATH", str(tmp_path / "index"))
    connections.thread_local.connections = {}
    monkeypatch.setattr(
        "archive.search.upkeep.watching.aside", lambda work: None
    )  # what other processes and threads would do
    monkeypatch.setattr("archive.search.upkeep.watching.begin_concordance", lambda: None)
    monkeypatch.setattr("archive.fixity.aside", lambda: None)
    # The database is in memory, shared by threads: one that opens it while another is in a
    # function of Python that SQLite calls waits for ever, and so does the other.
    monkeypatch.setattr("archive.search.upkeep.freshness.aside", lambda: None)
    # What is due is done at the moment that a test chooses: `deadlines.meet`.
    monkeypatch.setattr("archive.deadlines.PAUSE", float("inf"))
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def own_holdings():
    """What was counted, and the pages that were kept, are of the database of another test."""
    holdings.forget()
    kept_pages.forget()


@pytest.fixture(autouse=True)
def answering_engine():
    """That an engine did not answer is of another test."""
    absence.end()


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


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Letters as wide as on a screen: the shell would round them up to whole points of it.
    options = ["--no-sandbox", "--font-render-hinting=none"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": options}


@pytest.fixture(scope="session")
def postgres():
    """A server of PostgreSQL of these tests alone, with an empty database `archive`."""
    pytest.importorskip("psycopg", reason="needs the driver of PostgreSQL")
    if not postgres_cluster.is_here():
        pytest.skip("needs PostgreSQL's server: on Debian and Ubuntu, apt install postgresql")
    with (
        tempfile.TemporaryDirectory(prefix="postgres-") as folder,
        postgres_cluster.cluster(Path(folder)) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def new_on_postgres(postgres, tmp_path_factory):
    """Make a database of a name on that server, with the tables of an archive; return its address."""
    data = tmp_path_factory.mktemp("migrated")
    postgres.sql("CREATE DATABASE migrated")
    manage(data, *MIGRATE, database=postgres.url("migrated"))

    def make(name: str) -> str:
        postgres.sql(f"CREATE DATABASE {name} TEMPLATE migrated")
        return postgres.url(name)

    return make


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    """An SQLite file with the tables of an archive, whatever database the tests run on."""
    return migrated_once(tmp_path_factory)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> tuple[Path, str]:
    """A data folder that one start has filled, which nobody changes, and what that start said."""
    return prepared_once(tmp_path_factory)


@pytest.fixture
def make_editorial(db):
    def make(
        title="Un titre", body="<p>Un texte.</p>", publication="", authors=(), tags=(), **fields
    ):
        magazine = Publication.objects.named(publication) if publication else None
        editorial = Editorial.objects.create(title=title, body=body, publication=magazine, **fields)
        people = [
            Author.objects.filter(name=name).first() or Author.objects.create(name=name)
            for name in authors
        ]
        editorial.set_bylines([(person, person.name, "") for person in people])
        editorial.add_tags(tags, origin="import")
        return editorial

    return make


@pytest.fixture
def editor_client(admin_user, client):
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    return client
