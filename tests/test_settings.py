"""A wrong value in the environment stops the start with one clear line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def start(tmp_path, **environment):
    """The settings, loaded in a process of their own."""
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "archive.settings", "ARCHIVE_DATA_DIR": str(tmp_path)}
        | environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    "name, value",
    [
        ("DEBUG", "peut-être"),
        ("SECRET_KEY", "court"),
        ("ARCHIVE_LANGUAGE", "tlh"),
        ("ARCHIVE_DATA_DIR", "/dev/null/archive"),
        ("ARCHIVE_DATA_DIR", "~nobody-of-that-name/archive"),
        ("DATABASE_URL", "mysql://localhost/archive"),
        ("DATABASE_URL", "postgres://localhost:port/archive"),
        ("DATABASE_URL", "postgres://[localhost/archive"),
        ("ARCHIVE_SEARCH_URL", "elasticsearch://localhost/"),
        ("ARCHIVE_SEARCH_URL", "whoosh://[/"),
        ("TIME_ZONE", "Europe/Paname"),
    ],
)
def test_a_wrong_value_stops_the_start_with_one_line_that_names_it(tmp_path, name, value):
    done = start(tmp_path, **{name: value})
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith(f"{name}=")


def test_no_password_is_shown(tmp_path):
    done = start(tmp_path, DATABASE_URL="postgres://editor:sesame@localhost:port/archive")
    assert done.returncode == 1 and "sesame" not in done.stderr


def test_a_key_is_made_once_for_its_owner_only(tmp_path):
    assert start(tmp_path, SECRET_KEY="").returncode == 0
    made = (tmp_path / "secret-key").read_text()
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert start(tmp_path, SECRET_KEY="").returncode == 0
    assert (tmp_path / "secret-key").read_text() == made and len(made) >= 50


def test_an_empty_key_is_refused(tmp_path):
    (tmp_path / "secret-key").touch()
    done = start(tmp_path, SECRET_KEY="")
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 1
