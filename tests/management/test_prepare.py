"""`manage.py prepare`, as ./run calls it: in a process of its own, on a data folder of its own."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from haystack import connections
from haystack.query import SearchQuerySet

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


def test_each_command_takes_that_its_checks_are_skipped(tmp_path):
    done = manage(tmp_path, "check_index", "--help")
    assert "--skip-checks" in done.stdout


def prepare(data, **environment) -> str:
    done = manage(data, "prepare", **environment)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def indexed(db, monkeypatch):
    """How many editorials the index of a data folder holds."""

    def count(data) -> int:
        path = str(data / "index")
        monkeypatch.setitem(connections.connections_info["default"], "PATH", path)
        connections.thread_local.connections = {}
        return SearchQuerySet().count()

    return count


@pytest.fixture
def data(prepared, tmp_path):
    return Path(shutil.copytree(prepared[0], tmp_path / "data"))


def test_a_fresh_archive_gets_tables_demonstration_index_and_static_files(prepared, indexed):
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


def recorded(path) -> set[str]:
    """The migrations of the archive that a database records."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT name FROM django_migrations WHERE app = 'archive'")
        return {name for (name,) in rows}


def of_a_later_version(data):
    with closing(sqlite3.connect(data / "archive.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('archive', '9999_later', '2036-01-01')"
        )


def test_a_database_of_a_later_version_is_refused_in_one_line(data):
    of_a_later_version(data)
    done = manage(data, "prepare")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1 and "later version" in done.stderr
    assert "archive.9999_later" in done.stderr


@pytest.mark.parametrize("line", [("worker",), ("import_editorials", "fixtures/demo")])
def test_no_worker_and_no_import_touches_a_database_of_a_later_version(data, line):
    of_a_later_version(data)
    done = manage(data, *line, ARCHIVE_WORK="queue")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1 and "archive.9999_later" in done.stderr


def test_a_server_is_not_started_on_a_database_of_a_later_version(data):
    of_a_later_version(data)
    server = [sys.executable, "-m", "gunicorn", "archive.wsgi", "--bind=127.0.0.1:0", "--preload"]
    done = subprocess.run(
        [*server, "--no-control-socket"],
        env=os.environ | {"ARCHIVE_DATA_DIR": str(data)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert "archive.9999_later" in done.stderr and "Traceback" not in done.stderr


def test_a_database_of_an_app_that_is_gone_is_taken(data):
    with closing(sqlite3.connect(data / "archive.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('wiki', '0001_initial', '2006-01-01')"
        )
    assert "later version" not in prepare(data)


@pytest.fixture(scope="module")
def of_before(prepared, tmp_path_factory):
    """A data folder whose database is of an earlier version."""
    data = Path(shutil.copytree(prepared[0], tmp_path_factory.mktemp("earlier") / "data"))
    assert manage(data, "migrate", "archive", "0013", "--verbosity=0").returncode == 0
    return data


@pytest.fixture
def earlier(of_before, tmp_path):
    return Path(shutil.copytree(of_before, tmp_path / "earlier"))


@pytest.fixture(scope="module")
def latest(prepared):
    """The last migration."""
    return max(recorded(prepared[0] / "archive.sqlite3"))


def test_the_database_is_kept_as_it_was_before_each_migration_the_last_three_times(earlier, latest):
    data = earlier
    kept = data / "before-migrations"
    assert not kept.exists(), "the first start has nothing to keep"
    kept.mkdir()
    for day in ("01", "02", "03"):
        (kept / f"2020-01-{day}-000000-000000.sqlite3").touch()
    killed, at_work = kept / ".killed.unfinished", kept / ".at-work.unfinished"
    killed.touch()
    os.utime(killed, (0, 0))
    at_work.touch()  # by another machine
    vanished = kept / ".vanished.unfinished"  # another has just ended it: nothing is there any more
    vanished.symlink_to("nowhere")
    done = prepare(data)
    assert not killed.exists()
    at_work.unlink()
    vanished.unlink()
    assert latest in recorded(data / "archive.sqlite3")
    oldest, _second, newest = sorted(kept.iterdir())
    assert oldest.name.startswith("2020-01-02")
    assert f"kept in {newest}" in done
    assert newest.stat().st_mode & 0o077 == 0
    assert latest not in recorded(newest)
    with closing(sqlite3.connect(newest)) as copy:
        rows = copy.execute("SELECT count(*) FROM archive_editorial").fetchone()
    assert rows == (DEMONSTRATION,)


def test_nothing_is_migrated_where_the_database_cannot_be_copied_before(earlier, latest):
    data = earlier
    (data / "before-migrations").write_text("a file where the folder is to be")
    done = manage(data, "prepare")
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert "cannot be copied" in done.stderr
    assert latest not in recorded(data / "archive.sqlite3")


def test_an_index_written_by_older_rules_is_made_anew_once(data):
    (data / "indexed-by").write_text("1")
    assert f"Index: {DEMONSTRATION} editorials." in prepare(data)
    assert "Index" not in prepare(data)


def test_an_index_of_an_earlier_version_answers_while_another_is_made_aside(data, indexed):
    shutil.rmtree(data / "index")
    with tarfile.open(ROOT / "tests" / "data" / "index-of-november-2026.tar.gz") as archive:
        archive.extractall(data, filter="data")
    (data / "indexed-by").write_text("1")
    done = manage(data, "prepare")  # its standard error ends with the process that it began
    assert done.returncode == 0 and "Index" not in done.stdout
    assert "The index is being rebuilt" in done.stderr
    assert indexed(data) == DEMONSTRATION
    assert "Index" not in prepare(data)


def test_a_start_does_not_fail_where_another_makes_the_index(data):
    shutil.rmtree(data / "index")
    (data / "index").mkdir(mode=0o700)
    with (data / "index" / "rebuild.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = manage(data, "prepare")
    assert done.returncode == 0 and "being rebuilt by another process" in done.stderr
    assert f"Index: {DEMONSTRATION} editorials." in prepare(data)


ACCOUNT = ["--username=lucie", "--email=lucie@example.org", "--noinput"]


def test_a_weak_password_of_the_first_editor_gets_one_line(data):
    done = manage(data, "createsuperuser", *ACCOUNT, DJANGO_SUPERUSER_PASSWORD="court")
    assert done.returncode == 1 and "mot de passe" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("weak", ["court", "lucielucielucie", "1234567890123456"])
def test_the_first_editors_password_is_one_that_could_be_chosen_at_the_desk(monkeypatch, weak):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", weak)
    with pytest.raises(CommandError, match="mot de passe"):
        call_command("createsuperuser", *ACCOUNT)


def test_the_reminder_ends_with_the_first_editor(data):
    reminder = prepare(data)
    assert f"{ROOT}/manage.py createsuperuser" in reminder
    made = manage(data, "createsuperuser", *ACCOUNT, DJANGO_SUPERUSER_PASSWORD="encre et papier")
    assert made.returncode == 0
    assert prepare(data) == ""


def test_a_lost_index_is_made_again(data, indexed):
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
