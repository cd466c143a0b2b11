"""What visitors read from a copy of the database that follows it, of PostgreSQL's own making."""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from serving import get, needs_environment, running

from archive import databases
from bench import postgres_cluster

pytestmark = needs_environment
ROOT = Path(__file__).parents[1]
EDITOR = {"Cookie": "sessionid=somebody"}  # whoever may be logged in
LISTED = "api/v1/editorials"  # which no process keeps


@pytest.fixture(scope="module")
def site(postgres, new_on_postgres, tmp_path_factory):
    """The address of a site, its server, the one that follows, and the file of its log."""
    data = tmp_path_factory.mktemp("site")
    postgres.sql("DROP DATABASE archive")
    new_on_postgres("archive")
    folder = postgres.folder.parent
    with ExitStack() as stack:
        copy = stack.enter_context(postgres_cluster.replica(postgres, folder))
        log = data / "log"
        address = stack.enter_context(
            running(
                data / "data",
                log,
                DATABASE_URL=postgres.url(),
                DATABASE_REPLICA_URL=copy.url(),
                READ_SECONDS="2",
                REPLICA_SECONDS="20",
            )
        )
        yield address, postgres, copy, log


def renamed(server, title) -> str:
    """Rename an editorial as another machine would; return its address in the site."""
    stamp = "INSERT INTO archive_shown (id) VALUES (floor(random() * 1000000000))"
    first = "(SELECT min(id) FROM archive_editorial)"
    row = f"UPDATE archive_editorial SET title = '{title}' WHERE id = {first}"
    address = "'/editorials/' || id || '/' || slug || '/'"
    return server.sql(f"WITH stamp AS ({stamp}) {row} RETURNING {address}", "archive")


def page(address, path, **headers) -> str:
    response = get(address.rstrip("/") + path, **headers)
    assert response.status == 200, response.read()
    return response.read().decode()


def until(condition, seconds=60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.1)


@contextmanager
def locked(first):
    """Hold the table of editorials, so that whoever reads it waits."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE query ILIKE '%pg_sleep%'"
    lock = "BEGIN; LOCK TABLE archive_editorial IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)"
    holding = subprocess.Popen(
        [
            postgres_cluster.program("psql"),
            *("-h", "127.0.0.1", "-p", str(first.port), "-U", "archive", "-c", lock, "archive"),
        ],
        stdout=subprocess.DEVNULL,
    )
    try:
        until(lambda: first.sql(asked, "archive") > "1")
        yield
    finally:
        holding.terminate()
        holding.wait()
        first.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'BEGIN; LOCK%'"
        )


def test_a_query_that_takes_too_long_is_ended_and_told_as_busy(site):
    address, first, _copy, _log = site
    with locked(first):
        until(lambda: get(address + LISTED).status == 503)  # once the copy has heard of the lock
    until(lambda: get(address + LISTED).status == 200)


def test_a_harvest_is_read_of_the_first_within_bounds(site):
    address, first, _copy, _log = site
    harvest = f"{address}oai?verb=ListRecords&metadataPrefix=oai_dc"
    assert get(harvest).status == 200  # from here on every change has its time
    with locked(first):
        # Sooner than the first lets anybody wait for a lock.
        assert get(harvest, timeout=databases.WAITING - 5).status == 503


def test_visitors_read_the_copy_and_whoever_may_have_written_the_first(site):
    address, first, copy, _log = site
    path = renamed(first, "Le premier titre")
    until(lambda: "Le premier titre" in page(address, path))
    copy.sql("SELECT pg_wal_replay_pause()")
    try:
        renamed(first, "Le second titre")
        assert "Le premier titre" in page(address, path)
        assert "Le second titre" in page(address, path, **EDITOR)
        assert "Le second titre" in page(address, path, Authorization="Bearer x")
    finally:
        copy.sql("SELECT pg_wal_replay_resume()")
    until(lambda: "Le second titre" in page(address, path))


def test_an_invitation_is_good_at_once_however_late_the_copy_is(site):
    address, first, copy, log = site
    environment = os.environ | {
        "DATABASE_URL": first.url(),
        "ARCHIVE_DATA_DIR": str(log.with_name("data")),
        "DJANGO_SUPERUSER_PASSWORD": "encre et papier",
    }

    def manage(*line) -> str:
        command = [sys.executable, ROOT / "manage.py", *line]
        return subprocess.check_output(command, env=environment, text=True)

    manage("createsuperuser", "--username=jeanne", "--email=jeanne@example.org", "--noinput")
    copy.sql("SELECT pg_wal_replay_pause()")
    try:
        link = re.search(r"/login/link/[^/\s]+/", manage("account_link", "jeanne"))
        page(address, link[0])
    finally:
        copy.sql("SELECT pg_wal_replay_resume()")


def test_a_copy_that_is_too_far_behind_is_not_read(site):
    address, first, copy, log = site
    path = renamed(first, "Un titre d’avant")
    until(lambda: "Un titre d’avant" in page(address, path))
    copy.sql("SELECT pg_wal_replay_pause()")
    try:
        renamed(first, "Un titre d’après")
        until(lambda: "Un titre d’après" in page(address, path), seconds=120)
        assert "seconds behind: the first is read" in log.read_text()
        with locked(first):
            until(lambda: get(address + LISTED).status == 503)  # the first is read within bounds
    finally:
        copy.sql("SELECT pg_wal_replay_resume()")


def ready(address) -> dict:
    return json.loads(page(address, "/readyz"))


def test_how_far_the_copy_is_behind_is_told(site):
    address, first, copy, _log = site
    until(lambda: ready(address)["replica"] == {"state": "ok", "behind_seconds": 0.0})
    copy.sql("SELECT pg_wal_replay_pause()")
    try:
        renamed(first, "Un titre en retard")
        until(lambda: ready(address)["replica"]["behind_seconds"] >= 1)
    finally:
        copy.sql("SELECT pg_wal_replay_resume()")
    until(lambda: ready(address)["replica"]["behind_seconds"] == 0)


def test_a_visitor_who_is_counted_changes_the_first_alone(site):
    address, first, _copy, log = site
    page(address, "/search/?q=accueil", **{"User-Agent": "Mozilla/5.0 (X11) Firefox/150.0"})
    until(lambda: first.sql("SELECT count(*) FROM archive_soughtquery", "archive") != "0")
    assert "read-only transaction" not in log.read_text()


def test_where_the_copy_is_gone_the_first_answers(site):
    address, first, copy, log = site
    path = renamed(first, "Le dernier titre")
    copy.stop()
    until(lambda: get(address.rstrip("/") + path).status == 200)
    until(lambda: "Le dernier titre" in page(address, path))
    # A process that holds the copy to be far behind looks again within ten seconds.
    until(lambda: page(address, path) and "database for readers does not answer" in log.read_text())
    assert ready(address)["replica"] == {"state": "away"}


@pytest.mark.parametrize(
    ("url", "replica"),
    [
        ("", "postgres://localhost/archive"),
        ("postgres://localhost/archive", "sqlite:////tmp/archive.sqlite3"),
        ("postgres://localhost/archive", "nowhere"),
    ],
)
def test_a_copy_that_cannot_be_gets_one_line(tmp_path, url, replica):
    done = subprocess.run(
        [*Path(__file__).parents[1].glob(".venv/bin/python"), "-m", "archive.settings"],
        env={
            "DATABASE_URL": url,
            "DATABASE_REPLICA_URL": replica,
            "ARCHIVE_DATA_DIR": str(tmp_path),
        },
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert done.stderr.startswith("DATABASE_REPLICA_URL")
