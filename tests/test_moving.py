"""An archive moved from one database into another and back is the same, field by field."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.migrations.recorder import MigrationRecorder

from archive import databases, moving
from archive.backups import database_copies
from archive.models import (
    Author,
    Editorial,
    Editorship,
    Letter,
    Operation,
    Period,
    Publication,
    Tag,
    Tallied,
    letters,
    moderation,
)
from archive.models.operations import OperationKind

ROOT = Path(__file__).parents[1]


of_both = pytest.mark.django_db(transaction=True, databases=["default", moving.OTHER])


@pytest.fixture(scope="module", autouse=True)
def known_alias():
    """Tests are held to the databases that there are when they begin."""
    connections.databases[moving.OTHER] = connections.databases["default"]
    yield
    connections.databases.pop(moving.OTHER, None)


@contextmanager
def archive_at(url):
    """The archive in the database of an address, as long as the block lasts."""
    usual = connections["default"]
    filled = connections.configure_settings({"default": settings.DATABASE_OF(url)})["default"]
    usual_settings, connections.databases["default"] = connections.databases["default"], filled
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.databases["default"] = usual_settings
        connections["default"] = usual


def everything() -> dict[str, list]:
    """All rows of every table as they are, but those that the database counts by itself."""
    tables = {}
    for model in moving.models():
        rows = [list(map(told, row)) for row in model._base_manager.values_list()]
        tables[model._meta.label] = sorted(map(str, rows))
    return tables


def told(value):
    """A value so that equal ones look alike: PostgreSQL keeps the keys of JSON in its own order."""
    is_json = isinstance(value, dict | list)
    return json.dumps(value, sort_keys=True) if is_json else value


@pytest.fixture(autouse=True)
def alias_again():
    """What is moved takes it away at its end."""
    yield
    connections.databases[moving.OTHER] = connections.databases["default"]


@pytest.fixture
def filled(make_editorial):
    """An archive with a bit of everything, whose last editorial was deleted; that one's number."""
    author = User.objects.create_user("lucie", "lucie@example.org", "encre et papier")
    author.groups.add(Group.objects.first())
    for number in range(3):
        make_editorial(
            f"« L’été » n° {number} \U0001f4d6",
            "<p>Où l’œil s’arrête.</p>",
            date=["", "2001-02-12", "1998~"][number],
            publication="Décroché",
            issue=f"n° {number}",
            authors=["Claire Abgrall", "Ève Œdipe"],
            tags=["écoute"],
            imported={"titre": "Un\ttitre", "nombres": [1, 2.5, None], "é": {"à": True}},
            doubts=[{"field": "byline", "code": "unknown", "value": ""}],
        )
    with Operation.objects.recording(OperationKind.EDIT, by=author):
        Editorial.objects.first().save()
    magazine = Publication.objects.get()
    magazine.successors.add(Publication.objects.named("Ligne ouverte"))
    Period.objects.create(publication=magazine, date="1998/2004", frequency="mensuel")
    Editorship.objects.create(publication=magazine, name="Claire Abgrall", date="2001/..")
    letter = letters.receive(Editorial.objects.first(), "Ève", "eve@example.org", "Où donc ?")
    Letter.objects.create(
        editorial=letter.editorial, name="Luc", text="Ici.", parent=letter, source_id="7"
    )
    moderation.decide(Letter.objects.filter(pk=letter.pk), "shown", author)
    last = make_editorial("Effacé")
    number = last.pk
    last.delete()
    return number


@of_both
def test_an_archive_goes_to_postgresql_and_comes_back_the_same(filled, postgres, tmp_path):
    before, told = everything(), []
    postgres.sql("CREATE DATABASE moved")
    moved = moving.move(settings.DATABASE_OF(postgres.url("moved")), told.append)
    assert moved == told
    assert sum(part.rows for part in moved) == sum(map(len, before.values()))
    with archive_at(postgres.url("moved")):
        assert everything() == before
        assert Tallied.objects.published() == 3
        moving.move(settings.DATABASE_OF(f"sqlite:///{tmp_path}/back.sqlite3"), told.append)
    with archive_at(f"sqlite:///{tmp_path}/back.sqlite3"):
        assert everything() == before
        assert Tallied.objects.published() == 3 and not Tallied.objects.differences()
        assert Editorial.objects.create(title="Nouveau").pk > filled, "no number is given twice"
        assert Tallied.objects.published() == 4
        assert Author.objects.named("Nouvelle").pk and Tag.objects.named("nouveau").pk


@of_both
def test_a_text_that_does_not_fit_is_named_and_nothing_is_moved(filled, new_on_postgres, postgres):
    Editorial.objects.filter(date="1998~").update(section="x" * 200)
    if connections["default"].vendor == "postgresql":
        pytest.skip("PostgreSQL takes no longer texts in")
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE archive_editorial SET section = section || 'x'")
    url = new_on_postgres("longer")
    with pytest.raises(moving.Refused, match="section has more than 200 characters"):
        moving.move(settings.DATABASE_OF(url), str)
    assert postgres.sql("SELECT count(*) FROM archive_editorial", "longer") == "0"
    Editorial.objects.filter(date="1998~").update(section="")
    moving.move(settings.DATABASE_OF(url), str)
    with archive_at(url):
        assert Tallied.objects.published() == 3


@of_both
def test_a_database_in_which_tables_were_made_and_no_more_is_moved_to(filled, tmp_path):
    url = f"sqlite:///{tmp_path}/killed.sqlite3"
    with archive_at(url):
        call_command("migrate", "auth", verbosity=0)
    moving.move(settings.DATABASE_OF(url), str)
    with archive_at(url):
        assert Tallied.objects.published() == 3
        Editorial.objects.all().delete()
        Operation.objects.all().delete()
        assert User.objects.exists()
    with pytest.raises(moving.Refused, match="an archive’s already"):
        moving.move(settings.DATABASE_OF(url), str)


@of_both
def test_a_database_of_a_later_version_is_not_moved_to(filled, migrated, tmp_path):
    shutil.copy(migrated, tmp_path / "later.sqlite3")
    url = f"sqlite:///{tmp_path}/later.sqlite3"
    with archive_at(url):
        MigrationRecorder(connections["default"]).record_applied("archive", "9999_later")
    with pytest.raises(moving.Refused, match="later version"):
        moving.move(settings.DATABASE_OF(url), str)


@of_both
def test_a_database_that_is_not_empty_is_left_as_it_is(filled, migrated, postgres, tmp_path):
    postgres.sql("CREATE DATABASE wiki")
    postgres.sql("CREATE TABLE page (title text)", "wiki")
    with pytest.raises(moving.Refused, match="something else’s"):
        moving.move(settings.DATABASE_OF(postgres.url("wiki")), str)
    shutil.copy(migrated, tmp_path / "once.sqlite3")
    url = f"sqlite:///{tmp_path}/once.sqlite3"
    moving.move(settings.DATABASE_OF(url), str)
    with pytest.raises(moving.Refused, match="an archive’s already"):
        moving.move(settings.DATABASE_OF(url), str)
    with archive_at(url), pytest.raises(moving.Refused, match="the archive is in"):
        moving.move(settings.DATABASE_OF(url), str)


def manage(data, *arguments, told=""):
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        env=os.environ | {"ARCHIVE_DATA_DIR": str(data)},
        input=told,
        capture_output=True,
        text=True,
    )


def test_the_command_moves_an_archive_that_nobody_uses_and_refuses_in_one_line(migrated, tmp_path):
    shutil.copy(migrated, tmp_path / "archive.sqlite3")
    url = f"sqlite:///{tmp_path}/other.sqlite3"
    done = manage(tmp_path, "move_archive", "-", told=url + "\n")  # as an address with a password
    assert done.returncode == 0 and "all the same" in done.stdout, done.stderr
    (former,) = tmp_path.glob("archive.sqlite3*")
    assert f"kept as {former}" in done.stdout and ".moved-" in former.name
    done = manage(tmp_path, "import_editorials", str(tmp_path))
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    former.replace(tmp_path / "archive.sqlite3")
    same = f"sqlite:///{tmp_path}/archive.sqlite3"
    for address in (same, "nowhere", "postgres://127.0.0.1:1/archive"):
        done = manage(tmp_path, "move_archive", address)
        assert done.returncode == 1 and "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) <= 2


@of_both
def test_how_a_connection_is_protected_is_heeded_by_us_and_by_the_programs(postgres):
    url = postgres.url()
    with archive_at(f"{url}?sslmode=disable&sslrootcert={__file__}"):
        assert connections["default"].introspection.table_names() is not None
        told = database_copies._run(["sh", "-c", "echo $PGSSLMODE $PGSSLROOTCERT"])
        assert told == f"disable {__file__}\n"
    with (
        archive_at(f"{url}?sslmode=require"),
        pytest.raises(OperationalError, match="does not support SSL"),
    ):
        connections["default"].ensure_connection()
    readers = databases.readers(f"{url}?sslmode=verify-full", settings.DATABASE_OF(url), 10)
    assert readers["OPTIONS"]["sslmode"] == "verify-full"
