"""What other packages add: the two examples of docs/extending.md, installed and run."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from serving import ROOT, needs_environment

from archive import extensions

EXAMPLES = ROOT / "docs" / "examples"
MINUTES = """COMPTE RENDU : La réunion de printemps
12 mars 2004
Anne Martin

Le président ouvre la séance et salue les nouveaux adhérents du syndicat.

La cotisation reste la même.
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    place, sources = tmp_path_factory.mktemp("place"), tmp_path_factory.mktemp("sources")
    for example in EXAMPLES.iterdir():
        copy = sources / example.name
        copy.mkdir()
        for file in example.glob("*.*"):
            (copy / file.name).write_bytes(file.read_bytes())
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    bounds = ["--no-deps", "--no-index", "--no-build-isolation", "--target", place]
    subprocess.run([*pip, *bounds, *sources.iterdir()], check=True)
    return place


def run(line: list, installed: Path, data: Path) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": str(installed), "DEBUG": "1"}
    environment["ARCHIVE_DATA_DIR"] = str(data)
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True)


@needs_environment
def test_a_format_and_a_style_are_found_by_their_entry_points(installed, migrated, tmp_path):
    (tmp_path / "minutes.txt").write_text(MINUTES)
    (tmp_path / "var").mkdir()
    shutil.copy(migrated, tmp_path / "var" / "archive.sqlite3")
    manage, report = [sys.executable, "manage.py"], tmp_path / "report.jsonl"
    line = [*manage, "import_editorials", tmp_path / "minutes.txt", "--report", report]
    done = run(line, installed, tmp_path / "var")
    assert done.returncode == 0, done.stderr
    row = json.loads(report.read_text())
    assert (row["outcome"], row["title"]) == ("created", "La réunion de printemps")
    assert (row["date"], row["authors"]) == ("2004-03-12", ["Anne Martin"])
    shown = (
        "from django.test import Client; "
        "print(Client(SERVER_NAME='localhost').get('/editorials/1/citation/').content.decode())"
    )
    done = run([*manage, "shell", "-v0", "-c", shown], installed, tmp_path / "var")
    page = done.stdout.replace("\u00a0", " ")
    assert "Maison" in page, done.stderr
    assert "Martin, « La réunion de printemps »" in page


def test_what_cannot_be_loaded_or_has_a_name_of_ours_is_left_out(tmp_path, monkeypatch, caplog):
    told = tmp_path / "broken-1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1\n")
    (told / "entry_points.txt").write_text(
        "[editotheque.trials]\nbroken = nowhere_at_all\njson = json\nours = json\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    extensions.named.cache_clear()
    assert extensions.added("trials", {"ours": None}) == {"json": json}
    assert "broken" in caplog.text and "ours" in caplog.text


def test_a_template_of_the_data_folder_takes_the_place_of_ours(client, db, settings, tmp_path):
    engine = settings.TEMPLATES[0]
    assert str(engine["DIRS"][0]).endswith("templates")
    assert engine["DIRS"][1] == ROOT / "templates"
    (tmp_path / "404.html").write_text("La page du dossier")
    settings.TEMPLATES = [{**engine, "DIRS": [tmp_path, ROOT / "templates"]}]
    assert client.get("/nowhere/").content.decode() == "La page du dossier"
