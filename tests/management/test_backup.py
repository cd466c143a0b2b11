"""`backup`, `verify` and `restore` as people call them, and the restore drill: everything destroyed, restored, compared."""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "data" / "captures"
AT_WORK = {
    "archive_proof",
    "archive_shown",
    "archive_stale",
}  # tables that tell of the site at work

# An editor's day: tags, a correction, a removal and its undo, a draft, an equivalent.
DAY = """
from django.core.management import call_command
from django.contrib.auth.models import User
from archive.models import Editorial, Operation, OperationKind, steering
lucie = User.objects.create_superuser("lucie", password="encre et papier, longtemps")
first, second, third = Editorial.objects.order_by("pk")[:3]
with Operation.objects.recording(OperationKind.EDIT, lucie, "essai"):
    first.title = "Un titre mendé"
    first.save()
    second.add_tags(["Repris", "Deux fois"], origin="editor", by=lucie)
with Operation.objects.recording(OperationKind.DELETE, lucie) as removal:
    third.delete()
removal.undo(lucie)
Editorial.objects.create(title="Brouillon", body="<p>Pas encore.</p>", state="draft")
# What grew page by page ranks a little otherwise than what is made at once, as after a restore.
call_command("rebuild_index", interactive=False, verbosity=0)
"""
# Every address that a reader has, with the digest of its page.
ADDRESSES = """
import hashlib, json, re
from django.test import Client
from archive.models import Author, Editorial, Publication, Tag
addresses = ["/", "/undated/", "/authors/", "/publications/", "/tags/", "/sitemap.xml", "/search/?q=client", "/api/v1/editorials"]
addresses += [f"/{year}/" for year in Editorial.objects.published().by_year()]
for model in (Author, Publication, Tag):
    addresses += [row.get_absolute_url() for row in model.objects.order_by("pk")]
for editorial in Editorial.objects.order_by("pk"):
    addresses += [editorial.get_absolute_url(), f"/api/v1/editorials/{editorial.pk}"]
client, pages = Client(SERVER_NAME="localhost"), {}
for address in addresses:
    response = client.get(address, follow=True)
    body = b"".join(response) if response.streaming else response.content
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)
    pages[address] = [response.status_code, hashlib.sha256(body).hexdigest()]
print(json.dumps(pages))
"""


def manage(data, *arguments, expected=0):
    """Run a command on a data folder and return what it says; on stderr where it is to fail."""
    command = [sys.executable, ROOT / "manage.py", *map(str, arguments)]
    done = subprocess.run(
        command,
        env=os.environ | {"ARCHIVE_DATA_DIR": str(data)},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == expected, done.stderr
    return done.stderr if expected else done.stdout


def refusal(data, *arguments) -> str:
    """Return the one line with which a command refuses."""
    said = manage(data, *arguments, expected=1)
    assert said.count("\n") == 1 and "Traceback" not in said
    return said


def pages(data) -> dict:
    return json.loads(manage(data, "shell", "--verbosity=0", "--command", ADDRESSES))


def rows(data) -> dict[str, list]:
    """All that the database holds, table by table."""
    with closing(sqlite3.connect(data / "archive.sqlite3")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        held = {}
        for (table,) in tables:
            if table not in AT_WORK:
                held[table] = sorted(database.execute(f'SELECT * FROM "{table}"'), key=repr)
    numbers = held["sqlite_sequence"]
    held["sqlite_sequence"] = [row for row in numbers if row[0] not in AT_WORK]
    return held


def captures(data) -> dict[str, str]:
    held = {}
    for path in (data / "captures").rglob("*"):
        if path.is_file():
            held[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return held


@pytest.fixture(scope="module")
def lived(tmp_path_factory, prepared):
    """A data folder in which somebody has worked, and a backup of it."""
    data = Path(shutil.copytree(prepared[0], tmp_path_factory.mktemp("lived") / "var"))
    manage(data, "import_editorials", *sorted(PAGES.glob("*.txt")))
    manage(data, "shell", "--verbosity=0", "--command", DAY)
    bag = data.parent / "sac"
    said = manage(data, "backup", bag)
    assert "Sauvegarde vérifiée" in said and "67 éditoriaux, 21 captures" in said
    return data, bag


def test_the_restore_drill(lived, tmp_path):
    """Everything destroyed, restored, and every field, capture, operation and address compared."""
    lived_in, bag = lived
    data = Path(shutil.copytree(lived_in, tmp_path / "var"))
    before = rows(data), captures(data), pages(data)
    key = (data / "secret-key").read_text()
    assert len(before[0]["archive_change"]) > 3 and len(before[1]) == 21 and len(before[2]) > 200
    shutil.rmtree(data)
    manage(data, "restore", bag)
    assert manage(data, "check_captures") == "captures: 66\nmissing: 0\nchanged: 0\n"
    assert (data / "secret-key").read_text() == key
    assert rows(data) == before[0]
    assert "Index: 66 editorials." in manage(data, "prepare")
    manage(data, "check_index")
    after = rows(data), captures(data), pages(data)
    for kind, was, now in zip(("rows", "captures", "pages"), before, after, strict=True):
        differing = [name for name in was if was[name] != now.get(name)]
        assert not differing and was.keys() == now.keys(), kind


def test_a_drill_disturbs_nobody_and_is_noted(lived):
    data, bag = lived
    before = rows(data), sorted(data.parent.iterdir())
    assert "Exercice réussi" in manage(data, "restore", bag, "--drill")
    assert (rows(data), sorted(data.parent.iterdir())) == before
    with closing(sqlite3.connect(data / "archive.sqlite3")) as database:
        kinds = database.execute("SELECT kind FROM archive_proof ORDER BY kind").fetchall()
    assert kinds == [("backup",), ("drill",)]


def test_a_backup_is_verified_and_a_changed_one_refused(lived, tmp_path):
    data, bag = lived
    assert "Sauvegarde entière" in manage(data, "verify", bag)
    copy = Path(shutil.copytree(bag, tmp_path / "copie"))
    (copy / "data" / "secret-key").write_text("une autre")
    assert "data/secret-key a été modifié" in refusal(data, "verify", copy)
    assert "data/secret-key a été modifié" in refusal(data, "restore", copy)


def test_a_passphrase_comes_from_a_file_and_is_asked_for_when_it_is_wanted(db, lived, tmp_path):
    data, _bag = lived
    (tmp_path / "phrase").write_text("encre et papier\n")
    (tmp_path / "autre").write_text("autre chose\n")
    (tmp_path / "vide").touch()
    sealed = tmp_path / "scelle"
    manage(data, "backup", sealed, "--passphrase-file", tmp_path / "phrase")
    assert "n’a pas été lu" in manage(data, "verify", sealed)
    assert "Sauvegarde entière" in manage(
        data, "verify", sealed, "--passphrase-file", tmp_path / "phrase"
    )
    (tmp_path / "courte").write_text("encre\n")
    short = refusal(data, "backup", tmp_path / "b", "--passphrase-file", tmp_path / "courte")
    assert "trop courte" in short and not (tmp_path / "b").exists()
    assert "est chiffré" in refusal(data, "restore", sealed)
    reasons = {"autre": "n’est pas celle", "vide": "est vide", "nowhere": "No such file"}
    for name, reason in reasons.items():
        with pytest.raises(CommandError, match=reason) as refused:
            call_command("verify", sealed, passphrase_file=tmp_path / name)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "arguments, reason",
    [
        (["verify", "/nowhere"], "n’est pas un dossier"),
        (["verify", "/tmp"], "n’est pas un sac"),
        (["restore", "/nowhere"], "n’est pas un dossier"),
        (["backup", "/nowhere/sac"], "n’est pas un dossier"),
        (["backup", "/tmp"], "existe déjà"),
    ],
)
def test_what_cannot_be_gets_one_line(db, arguments, reason):
    with pytest.raises(CommandError, match=reason) as refused:
        call_command(*arguments)
    assert "\n" not in str(refused.value)


def test_a_database_that_is_none_gets_one_line(tmp_path):
    data = tmp_path / "var"
    data.mkdir()
    (data / "archive.sqlite3").write_text("This is not a database. " * 200)
    assert "not a database" in refusal(data, "backup", tmp_path / "sac")
    assert not (tmp_path / "sac").exists()


def test_while_the_site_runs_nothing_is_restored(lived, tmp_path):
    lived_in, bag = lived
    data = Path(shutil.copytree(lived_in, tmp_path / "var"))
    environment = os.environ | {"ARCHIVE_DATA_DIR": str(data)}
    serve = "import archive.wsgi, time; print('serving', flush=True); time.sleep(300)"
    with subprocess.Popen(
        [sys.executable, "-c", serve], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as site:
        try:
            assert site.stdout.readline() == "serving\n"
            before = rows(data)
            assert "est en service" in refusal(data, "restore", bag)
            assert rows(data) == before
        finally:
            site.kill()
    manage(data, "restore", bag)
    assert list(data.parent.glob("var.before-*"))


def test_a_backup_that_is_killed_leaves_no_bag(lived, tmp_path):
    data, _bag = lived
    dest = tmp_path / "sac"
    command = [sys.executable, ROOT / "manage.py", "backup", dest]
    environment = os.environ | {"ARCHIVE_DATA_DIR": str(data)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob(".sac.unfinished-*/data/captures")):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    assert not dest.exists()
    manage(data, "backup", dest)
    assert [path.name for path in tmp_path.iterdir()] == ["sac"]


def test_all_that_the_site_writes_is_for_its_own_user(lived):
    data, _bag = lived
    assert {path.stat().st_mode & 0o077 for path in [data, *data.rglob("*")]} == {0}
