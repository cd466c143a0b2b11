"""A disk that is read-only or full, a database that another holds: the site reads on, and says what to do.

Each test is a process of its own on a data folder of its own, with a real lock, a real read-only mount.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[1]
SET_UP = """
import atexit, json, os, sys
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.3
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
from archive import processes
from archive.models import Editorial
@atexit.register
def end_what_was_begun():  # which would wait for the disk and the lock half a minute
    for process in processes._running.values():
        process.kill()
client = Client(raise_request_exception=False)
TEXT = "<p>Un client attend, et personne ne décroche avant la troisième sonnerie.</p>"
def told(response):
    return [response.status_code, response.headers.get("Retry-After"), response.content.decode()]
"""
MADE = """
from archive.search.upkeep import freshness
editorial = Editorial.objects.create(title="L’accueil", body=TEXT, date="2001-02")
editorial.add_tags(["Voix"], origin="import")
freshness.drain()
get_user_model().objects.create_superuser("anne", password="x" * 20)
client.force_login(get_user_model().objects.get(), backend="django.contrib.auth.backends.ModelBackend")
print(json.dumps(client.cookies["sessionid"].value))
"""
LOGGED_IN = """
client.cookies["sessionid"] = os.environ["SESSION"]
editorial = Editorial.objects.get()
"""
READ = """
pages = ["/", editorial.get_absolute_url(), "/search/?q=client", "/2001/", "/2001/02/", "/authors/", "/tags/",
         "/tags/voix/", "/publications/", "/undated/", "/calendar/", "/login/", "/desk/"]
machines = ["/feeds/", "/sitemap.xml", "/api/v1/search?q=client", "/search/complete?q=cl", "/healthz"]
print(json.dumps({address: told(client.get(address)) for address in [*pages, *machines]}))
"""
ARTICLE = """
print(json.dumps(told(client.get(editorial.get_absolute_url()))))
"""
SAVED = """
address = f"/desk/editorials/{editorial.pk}/"
shown = client.get(address).context["form"]
form = {name: shown.get_initial_for_field(field, name) for name, field in shown.fields.items()}
form = {name: value for name, value in form.items() if value not in (None, False)}
form |= {"title": "Autrement", "body": TEXT, "password": "geheim"}
print(json.dumps(told(client.post(address, form))))
"""
IMPORTED = """
try:
    call_command("import_editorials", os.environ["PAGES"])
except CommandError as error:
    print(json.dumps(str(error)))
"""


def printed(folder, code, before=(), **environment):
    """What a process of the site on that data folder prints, line by line read as JSON, and its complaints."""
    environment = (
        os.environ
        | environment
        | {
            "ARCHIVE_DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "archive.settings",
        }
    )
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [*before, sys.executable, "-c", SET_UP + code],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return *lines, done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory, migrated):
    """A data folder with one editorial in it, and an editor's session."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copy(migrated, folder / "archive.sqlite3")
    session, _complaints = printed(folder, MADE)
    return folder, session


@pytest.fixture
def site(made, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(made[0], folder)
    return folder, made[1]


@pytest.fixture
def read_only(site):
    """What a process is begun with that sees the data folder on a read-only disk."""
    folder = site[0]
    script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    begin = ["unshare", "--mount", "sh", "-c", script, str(folder)]
    if os.geteuid() or subprocess.run([*begin, "true"], capture_output=True).returncode:
        pytest.skip("needs the right to mount a folder read-only")
    return begin


def test_a_read_only_disk_still_serves_every_page_says_so_and_a_form_keeps_its_text(
    site, read_only
):
    folder, session = site
    pages, (status, again, content), complaints = printed(
        folder, LOGGED_IN + READ + SAVED, read_only, SESSION=session
    )
    assert (status, again) == (503, "300")
    assert "lecture seule" in content and "troisième sonnerie" in content
    assert "geheim" not in content
    health = json.loads(pages.pop("/healthz")[2])
    assert {status for status, _again, _content in pages.values()} == {200}
    for address, (_status, _again, content) in pages.items():
        if "<html" in content:
            assert "Lecture seule" in content, address
    assert (
        "L’accueil" in pages["/search/?q=client"][2]
        and "index ne répond pas" not in pages["/search/?q=client"][2]
    )
    assert (health["status"], health["read_only"], health["index"]) == ("degraded", True, "ok")
    assert "Traceback" not in complaints


def manage(folder, *arguments, before=()):
    """What a command prints on that data folder, or says as it ends."""
    environment = os.environ | {"ARCHIVE_DATA_DIR": str(folder)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [*before, sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("command", ["account_link anne", "import_pending", "check_sources"])
def test_on_a_read_only_disk_a_command_ends_with_one_line(site, read_only, command):
    status, _printed, complaint = manage(site[0], *command.split(), before=read_only)
    assert status == 1 and complaint.count("\n") == 1 and "lecture seule" in complaint


def test_captures_are_proved_on_a_read_only_disk_too(site, read_only):
    status, told, complaint = manage(site[0], "check_captures", before=read_only)
    assert (status, told) == (0, "captures: 0\nmissing: 0\nchanged: 0\n")
    assert "noted" in complaint and "lecture seule" in complaint


@pytest.mark.parametrize("disk", ["read_only", "full"])
def test_a_disk_that_takes_nothing_more_is_backed_up_to_another(site, disk, request, tmp_path):
    begin = request.getfixturevalue(disk)
    status, told, _complaint = manage(site[0], "backup", str(tmp_path / "sac"), before=begin)
    assert status == 0 and "Sauvegarde vérifiée" in told
    call_command("verify", str(tmp_path / "sac"))


def test_what_was_committed_last_is_read_from_a_disk_that_turned_read_only(site, read_only):
    """The log of SQLite holds it as long as somebody has the database open."""
    folder, session = site
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as writer:
        with writer:
            writer.execute("UPDATE archive_editorial SET title = 'Changé'")
        page, _complaints = printed(folder, LOGGED_IN + ARTICLE, read_only, SESSION=session)
    assert "Changé" in page[2]


def test_the_site_starts_on_a_read_only_disk(site, read_only):
    folder, _session = site
    code = 'import io; out = io.StringIO(); call_command("prepare", stdout=out); print(json.dumps(out.getvalue()))'
    assert "read-only" in printed(folder, code, read_only)[0]


@pytest.fixture
def full(site):
    """What a process is begun with that sees the data folder on a disk without a byte left."""
    folder = site[0]
    script = """
        cp -a "$0" "$0.kept" && mount -t tmpfs -o size=16m none "$0" && cp -a "$0.kept/." "$0"
        dd if=/dev/zero of="$0/filling" bs=4k 2>/dev/null
        exec "$@"
    """
    begin = ["unshare", "--mount", "sh", "-c", script, str(folder)]
    if os.geteuid() or subprocess.run([*begin, "true"], capture_output=True).returncode:
        pytest.skip("needs the right to mount a disk")
    shutil.rmtree(f"{folder}.kept")
    return begin


def test_a_full_disk_still_serves_every_page_says_so_and_a_form_keeps_its_text(site, full):
    folder, session = site
    pages, (status, again, content), complaints = printed(
        folder, LOGGED_IN + READ + SAVED, full, SESSION=session
    )
    assert (status, again) == (503, "300")
    assert "plein" in content and "troisième sonnerie" in content
    health = json.loads(pages.pop("/healthz")[2])
    assert {status for status, _again, _content in pages.values()} == {200}
    assert "Lecture seule" in pages["/"][2]
    assert (health["status"], health["read_only"]) == ("degraded", True)
    assert "Traceback" not in complaints


@pytest.fixture
def held(site):
    """Another process has begun to write and does not end."""
    with closing(sqlite3.connect(site[0] / "archive.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield site
        other.execute("ROLLBACK")


def test_while_another_writes_pages_are_read_and_a_form_keeps_its_text(held):
    folder, session = held
    pages, (status, again, content), complaints = printed(
        folder, LOGGED_IN + READ + SAVED, SESSION=session
    )
    assert {status for status, _again, _content in pages.values()} == {200}
    assert (status, again) == (503, "30")
    assert "occupée" in content and "troisième sonnerie" in content and "Réessayer" in content
    assert "Traceback" not in complaints


FULL = """
page_count = connection.cursor().execute("PRAGMA page_count").fetchone()[0]
connection.close()
settings.DATABASES["default"]["OPTIONS"]["init_command"] += f"; PRAGMA max_page_count={page_count};"
TEXT *= 20_000
"""


def test_a_full_disk_is_told_to_an_editor_with_the_text_that_was_typed(site):
    folder, session = site
    answer, complaints = printed(folder, LOGGED_IN + FULL + SAVED, SESSION=session)
    status, again, content = answer
    assert (status, again) == (503, "300")
    assert "plein" in content and "troisième sonnerie" in content and "Traceback" not in complaints


def test_an_import_ends_with_one_line(held, read_only, tmp_path):
    folder, _session = held
    page = "\n\n".join(
        ["Le téléphone", "Par Ada Nord", "Il sonne toute la nuit, et personne. " * 30]
    )
    (tmp_path / "page.txt").write_text(page)
    for before, reason in (([], "occupée"), (read_only, "lecture seule")):
        line, complaints = printed(folder, IMPORTED, before, PAGES=str(tmp_path / "page.txt"))
        assert reason in line and "\n" not in line and "Traceback" not in complaints
