"""Backups of an archive in PostgreSQL, by commands as people call them."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench import postgres_cluster

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "data" / "captures"
DATABASE = "saved"  # which is destroyed and restored
# What tells of the site at work rather than of the archive.
AT_WORK = ("archive_proof", "archive_shown", "archive_stale", "django_migrations")
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
ALL_ROWS = "md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
MORE = "An editorial more"
CHANGE = f"""
from archive.models import Editorial
Editorial.objects.create(title="{MORE}", body="<p>Plus tard.</p>")
Editorial.objects.earliest("pk").delete()
"""
# A restore that kills itself when it is about to have the shell of PostgreSQL do this, or has had it done.
KILLED = """
import os, signal
from django.core.management import call_command
from archive.backups import database_copies
tell = database_copies._Psql.tell
def killing(psql, lines, then):
    if "{moment}" == f"before {{then}}":
        os.kill(os.getpid(), signal.SIGKILL)
    tell(psql, lines, then)
    if "{moment}" == f"after {{then}}":
        os.kill(os.getpid(), signal.SIGKILL)
database_copies._Psql.tell = killing
call_command("restore", "{bag}")
"""


@pytest.fixture(scope="module")
def manage(postgres):
    """Run a command on a data folder and the server's database; return what it says."""

    def run(data, *arguments, expected=0):
        environment = {"ARCHIVE_DATA_DIR": str(data), "DATABASE_URL": postgres.url(DATABASE)}
        path = f"{postgres_cluster.program('psql').parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            [sys.executable, ROOT / "manage.py", *map(str, arguments)],
            env=os.environ | environment | {"PATH": path},
            cwd="/",
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == expected, done.stderr
        return done.stderr if expected else done.stdout

    return run


def begin_with(postgres, template: str) -> None:
    """Have the database be a copy of another of the server."""
    postgres.sql(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    postgres.sql(f"CREATE DATABASE {DATABASE} TEMPLATE {template}")


@pytest.fixture(scope="module")
def lived(tmp_path_factory, postgres, new_on_postgres, manage):
    """A data folder with eighteen captures, and a backup of it and its database."""
    data = tmp_path_factory.mktemp("lived") / "var"
    new_on_postgres(DATABASE)
    manage(data, "import_editorials", *sorted(PAGES.glob("*.txt")))
    bag = data.parent / "sac"
    assert "18 éditoriaux, 18 captures" in manage(data, "backup", bag)
    postgres.sql(f"CREATE DATABASE lived TEMPLATE {DATABASE}")
    return data, bag


@pytest.fixture(scope="module")
def lived_on(tmp_path_factory, lived, postgres, manage) -> Path:
    """That data folder and its database a day later: an editorial came, another went."""
    data = Path(shutil.copytree(lived[0], tmp_path_factory.mktemp("later") / "var"))
    begin_with(postgres, "lived")
    manage(data, "shell", "--verbosity=0", "--command", CHANGE)
    postgres.sql(f"CREATE DATABASE lived_on TEMPLATE {DATABASE}")
    return data


@pytest.fixture
def data(lived, postgres, tmp_path):
    """The data folder and its database as they were backed up, for one test."""
    begin_with(postgres, "lived")
    return Path(shutil.copytree(lived[0], tmp_path / "var"))


@pytest.fixture
def live_on(lived_on, data, postgres):
    """Have that data folder and its database be those of a day later."""

    def live_on() -> None:
        shutil.rmtree(data)
        shutil.copytree(lived_on, data)
        begin_with(postgres, "lived_on")

    return live_on


@pytest.fixture
def bag(lived):
    return lived[1]


@pytest.fixture
def held(postgres):
    """All that the archive holds: a digest of each table, each file that cannot be made anew."""

    def of(data) -> dict[str, str]:
        tables = [name for name in postgres.sql(TABLES, DATABASE).split() if name not in AT_WORK]
        digests = [f"SELECT '{name}', {ALL_ROWS} FROM \"{name}\" t" for name in tables]
        lines = postgres.sql(" UNION ALL ".join(digests), DATABASE).splitlines()
        told = dict(line.split("|") for line in lines)
        for path in [data / "secret-key", *(data / "captures").rglob("*")]:
            if path.is_file():
                name = path.relative_to(data).as_posix()
                told[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return told

    return of


def asides(data) -> list[Path]:
    return sorted(data.parent.glob(f"{data.name}.before-*"))


def test_what_was_destroyed_comes_back(data, bag, postgres, manage, held):
    before = held(data)
    assert len(before) > 40 and "18" in postgres.sql(
        "SELECT count(*) FROM archive_capture", DATABASE
    )
    shutil.rmtree(data)
    postgres.sql(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    postgres.sql(f"CREATE DATABASE {DATABASE}")
    manage(data, "restore", bag)
    assert held(data) == before and asides(data) == []
    assert manage(data, "check_captures") == "captures: 18\nmissing: 0\nchanged: 0\n"
    assert "Index: 18 editorials." in manage(data, "prepare")
    manage(data, "check_index")
    assert held(data) == before


def test_what_is_not_in_the_backup_is_gone_after_it(data, bag, postgres, manage, held):
    before = held(data)
    postgres.sql("CREATE TABLE later (id int)", DATABASE)
    function = "CREATE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT 1'"
    postgres.sql(function, DATABASE)
    manage(data, "restore", bag)
    assert held(data) == before
    assert postgres.sql("SELECT count(*) FROM pg_proc WHERE proname = 'later'", DATABASE) == "0"


def test_as_much_room_is_asked_for_as_a_dump_may_take(data, bag, manage):
    asked = "from archive.backups import database_copies; print(database_copies.size())"
    size = int(manage(data, "shell", "--verbosity=0", "--command", asked))
    (dump,) = bag.rglob("archive.pgdump")
    assert dump.stat().st_size < size < 100 * dump.stat().st_size


def test_what_is_there_is_kept_with_a_dump_of_the_database(
    data, live_on, bag, postgres, manage, held
):
    before = held(data)
    live_on()
    manage(data, "restore", bag)
    assert held(data) == before
    [aside] = asides(data)
    postgres.sql("CREATE DATABASE aside")
    restore = [
        postgres_cluster.program("pg_restore"),
        "--no-owner",
        "--dbname",
        postgres.url("aside"),
    ]
    subprocess.run([*restore, aside / "archive.pgdump"], check=True)
    titles = postgres.sql("SELECT title FROM archive_editorial", "aside")
    assert MORE in titles and MORE not in postgres.sql(
        "SELECT title FROM archive_editorial", DATABASE
    )


def test_a_drill_leaves_nothing_and_is_noted(data, bag, postgres, manage, held):
    before = held(data), postgres.sql("SELECT datname FROM pg_database")
    assert "18 captures retrouvées" in manage(data, "restore", "--drill", bag)
    assert (held(data), postgres.sql("SELECT datname FROM pg_database")) == before
    assert "drill" in postgres.sql("SELECT kind FROM archive_proof", DATABASE)


def test_while_somebody_is_connected_nothing_is_restored(data, bag, postgres, manage, held):
    before = held(data)
    waiting = [postgres_cluster.program("psql"), postgres.url(DATABASE), "-qAt"]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdin.write(b"SELECT 1;\n")
        other.stdin.flush()
        assert other.stdout.readline() == b"1\n"
        assert "est en service" in manage(data, "restore", bag, expected=1)
        other.stdin.close()
    assert held(data) == before


def test_a_dump_without_the_captures_that_it_names_is_refused(data, bag, manage, tmp_path, held):
    from archive.backups import bags

    copy = Path(shutil.copytree(bag, tmp_path / "copie"))
    told = json.loads((copy / "data" / "archive.json").read_text())
    name = next(path for path in told["files"] if path.startswith("captures/"))
    del told["files"][name]
    (copy / "data" / name).unlink()
    (copy / "data" / "archive.json").write_text(json.dumps(told))
    hashes = {}
    for path in (copy / "data").rglob("*"):
        if path.is_file():
            hashes[path.relative_to(copy).as_posix()] = bags.digest(path)
    for tag_file in copy.glob("*.txt"):
        tag_file.unlink()
    bags.finish(copy, hashes, {})
    before = held(data)
    for command in ("verify", "restore"):
        assert f"{name} manque" in manage(data, command, copy, expected=1)
    assert held(data) == before


def test_a_dump_that_cannot_be_loaded_changes_nothing(data, bag, postgres, manage, held):
    # What bears the name of an index of ours, and is no table that would make way for it.
    postgres.sql("DROP INDEX newest_first; CREATE VIEW newest_first AS SELECT 1", DATABASE)
    before = held(data), sorted(data.parent.iterdir()), sorted(data.iterdir())
    assert "psql a échoué" in manage(data, "restore", bag, expected=1)
    assert (held(data), sorted(data.parent.iterdir()), sorted(data.iterdir())) == before


@pytest.mark.parametrize("moment", ["before loaded", "after loaded"])
def test_killed_before_the_folders_change_hands_all_is_as_it_was(
    data, live_on, bag, manage, held, moment
):
    live_on()
    before = held(data)
    killed = KILLED.format(moment=moment, bag=bag)
    manage(data, "shell", "--verbosity=0", "--command", killed, expected=-9)
    assert held(data) == before


@pytest.mark.parametrize("moment", ["before committed", "after committed"])
def test_killed_between_folder_and_database_it_is_told_and_done_again(
    data, live_on, bag, manage, held, moment
):
    restored = held(data)
    live_on()
    killed = KILLED.format(moment=moment, bag=bag)
    manage(data, "shell", "--verbosity=0", "--command", killed, expected=-9)
    assert "killed half-way" in manage(data, "prepare", expected=1)
    manage(data, "restore", bag)
    assert held(data) == restored
    assert len(asides(data)) == 2 and not list(data.parent.glob(".*restoring*"))
