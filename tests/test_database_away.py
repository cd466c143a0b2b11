"""A server of PostgreSQL that lets a running site in no more, and then does again."""

import subprocess
import sys
from pathlib import Path

import pytest
from serving import get, needs_environment, running

pytestmark = needs_environment
ROOT = Path(__file__).parents[1]
PAGES = ("", "search/?q=accueil", "api/v1/search?q=accueil", "login/", "feeds/?q=accueil")
COMMANDS = ("check_index", "rebuild_index", "check_captures", "load_demo", "find_likenesses")


@pytest.fixture(scope="module")
def shut_out(postgres, tmp_path_factory):
    """The address of a site that is shut out of its database, its settings, its log."""
    folder = tmp_path_factory.mktemp("away")
    log = folder / "log"
    postgres.sql("CREATE DATABASE away")
    settings = {"DATABASE_URL": postgres.url("away"), "ARCHIVE_KEEP": "0"}
    with running(folder / "data", log, **settings) as address:
        assert get(address).status == 200
        postgres.sql("ALTER DATABASE away ALLOW_CONNECTIONS false")
        postgres.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'away'"
        )
        yield address, settings | {"ARCHIVE_DATA_DIR": str(folder / "data")}, log
        postgres.sql("ALTER DATABASE away ALLOW_CONNECTIONS true")
        assert get(address).status == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_when_to_come_again(shut_out, page):
    address, _settings, log = shut_out
    answer = get(f"{address}{page}")
    assert (answer.status, answer.headers["Retry-After"] is not None) == (503, True)
    assert "Traceback" not in log.read_text()


def test_readers_are_told_that_the_database_does_not_answer(shut_out):
    address, _settings, _log = shut_out
    page = get(address, **{"Accept-Language": "fr"}).read().decode()
    assert "La base de données ne répond pas" in page


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_ends_with_one_line(shut_out, command):
    _address, settings, _log = shut_out
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env={**settings, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "ne répond pas" in done.stderr
