"""`manage.py prepare`, as ./run calls it: in a process of its own, on a data folder of its own."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEMONSTRATION = sum(
    len(path.read_text().splitlines()) for path in ROOT.glob("fixtures/demo/*.jsonl")
)


def manage(data, *arguments, **environment):
    environment = os.environ | {"ARCHIVE_DATA_DIR": str(data)} | environment
    command = [sys.executable, ROOT / "manage.py", *arguments]
    return subprocess.run(
        command, env=environment, cwd="/", capture_output=True, text=True, timeout=120
    )


def prepare(data, **environment) -> str:
    done = manage(data, "prepare", **environment)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def indexed(data) -> int:
    count = "from haystack.query import SearchQuerySet; print(SearchQuerySet().count())"
    return int(manage(data, "shell", "--verbosity=0", "--command", count).stdout)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A data folder that one start has filled, and what that start said."""
    data = tmp_path_factory.mktemp("prepared") / "l’archive"
    return data, prepare(data)


@pytest.fixture
def data(prepared, tmp_path):
    return Path(shutil.copytree(prepared[0], tmp_path / "data"))


def test_a_fresh_archive_gets_tables_demonstration_index_and_static_files(prepared):
    data, said = prepared
    assert [line.split(":")[0] for line in said.splitlines()] == [
        "Database",
        "Demonstration archive",
        "Static files",
        "No editor has an account yet. To make the first one",
    ]
    assert indexed(data) == DEMONSTRATION


def test_a_second_start_only_reminds_of_the_account(data):
    assert prepare(data).startswith("No editor has an account yet.")


def test_an_archive_older_than_the_squashed_migration_has_it_recorded(data):
    with sqlite3.connect(data / "archive.sqlite3") as database:
        assert (
            database.execute("DELETE FROM django_migrations WHERE name LIKE '%squashed%'").rowcount
            == 1
        )
    assert "Database" not in prepare(data)
    with sqlite3.connect(data / "archive.sqlite3") as database:
        names = [
            name
            for (name,) in database.execute(
                "SELECT name FROM django_migrations WHERE app = 'archive'"
            )
        ]
    assert "0001_squashed_0007_spaces_of_help_texts" in names and "0004_uploads" in names


def test_an_index_written_by_older_rules_is_made_anew_once(data):
    (data / "indexed-by").write_text("1")
    assert f"Index: {DEMONSTRATION} editorials." in prepare(data)
    assert "Index" not in prepare(data)


def test_the_reminder_ends_with_the_first_editor(data):
    reminder = prepare(data)
    assert f"{ROOT}/manage.py createsuperuser" in reminder
    account = ["--username=lucie", "--email=lucie@example.org", "--noinput"]
    assert (
        manage(
            data, "createsuperuser", *account, DJANGO_SUPERUSER_PASSWORD="encre et papier"
        ).returncode
        == 0
    )
    assert prepare(data) == ""


def test_a_lost_index_is_made_again(data):
    shutil.rmtree(data / "index")
    assert f"Index: {DEMONSTRATION} editorials." in prepare(data)
    assert indexed(data) == DEMONSTRATION


def test_a_damaged_index_is_named_and_made_again(data):
    next((data / "index").glob("*.toc")).write_text("This is not a table of contents.")
    done = manage(data, "prepare")
    assert "index" in done.stderr
    assert f"Index: {DEMONSTRATION} editorials." in done.stdout


def test_lost_static_files_are_collected_again(data):
    shutil.rmtree(data / "static")
    assert "Static files: collected." in prepare(data)
    assert (data / "static" / "staticfiles.json").exists()


def test_an_archive_with_editorials_gets_no_demonstration(data):
    with sqlite3.connect(data / "archive.sqlite3") as database:
        database.execute("UPDATE archive_editorial SET source_id = 'mine-' || id")
    assert "Demonstration" not in prepare(data)


def test_a_file_that_is_no_database_gets_one_line(tmp_path):
    (tmp_path / "archive.sqlite3").write_text("This is not a database. " * 200)
    done = manage(tmp_path, "prepare")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "database" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://here/there"),
        ("ARCHIVE_SEARCH_URL", "elsewhere"),
        ("ARCHIVE_LANGUAGE", "xx"),
        ("DEBUG", "peut-être"),
        ("SECRET_KEY", "short"),
        ("ARCHIVE_DATA_DIR", "/proc/here"),
    ],
)
def test_a_wrong_setting_gets_one_line(tmp_path, name, value):
    done = manage(tmp_path, "prepare", **{name: value})
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert name in done.stderr
