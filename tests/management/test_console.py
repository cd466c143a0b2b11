"""The command of an installed package, from a wheel that was built of this checkout."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from serving import ROOT, get, needs_environment, running

LEFT = shutil.ignore_patterns(".*", "var", "__pycache__", "build", "staticfiles", "tests", "bench")
pytestmark = needs_environment


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The folder that a wheel of this checkout is installed in, with packages of the environment."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "checkout", ignore=LEFT)
    bounds = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    pip = [sys.executable, "-m", "pip"]
    wheel = [*pip, "wheel", *bounds, "--no-build-isolation", "--wheel-dir", folder, "."]
    subprocess.run(wheel, cwd=folder / "checkout", check=True, capture_output=True)
    (built,) = folder.glob("editotheque-*.whl")
    place = folder / "place"
    subprocess.run([*pip, "install", *bounds, "--target", place, built], check=True)
    return place


def command(installed: Path) -> list:
    return [sys.executable, installed / "bin" / "editotheque"]


def asked(installed: Path, *arguments) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": str(installed)}
    return subprocess.run(
        [*command(installed), *arguments],
        env=environment,
        cwd="/",
        capture_output=True,
        text=True,
    )


def test_a_folder_becomes_an_archive_that_is_served_and_kept(installed, tmp_path):
    data = tmp_path / "l’archive"
    line = [*command(installed), "run", data]
    with running(data, command=line, PYTHONPATH=str(installed)) as address:
        page = get(address).read().decode()
        assert "/editorials/" in page and "/static/css/archive." in page
        assert get(f"{address}search/?q=client").status == 200
    assert (data / "archive.sqlite3").is_file()
    done = asked(installed, "manage", data, "check_index")
    assert done.returncode == 0 and "missing: 0" in done.stdout
    assert not list(installed.rglob("archive.sqlite3"))


def test_an_option_makes_no_archive_of_its_name(installed, tmp_path):
    for arguments in (["--help"], ["run", "--help"], ["manage", "-h", "check_index"]):
        done = asked(installed, *arguments)
        assert done.returncode == 0 and "editotheque run FOLDER" in done.stdout
    done = asked(installed, "run", "--port=8000")
    assert done.returncode == 2 and "editotheque run FOLDER" in done.stderr
    assert not Path("/--port=8000").exists() and not Path("/--help").exists()


def test_it_has_each_module_of_the_checkout(installed):
    modules = [path.relative_to(ROOT) for path in (ROOT / "archive").rglob("*.py")]
    assert not [module for module in modules if not (installed / module).is_file()]


def test_a_mistyped_folder_is_told_and_not_made(installed, tmp_path):
    done = asked(installed, "manage", tmp_path / "archvie", "check_index")
    assert done.returncode == 1 and "Il n’y a pas d’archive ici" in done.stderr
    assert not (tmp_path / "archvie").exists()


def test_what_it_needs_is_what_the_requirements_name(installed):
    (metadata,) = installed.glob("editotheque-*.dist-info/METADATA")
    told = metadata.read_text()
    for line in (ROOT / "requirements.in").read_text().splitlines():
        name = line.partition("=")[0].partition("<")[0].partition(">")[0].partition("[")[0]
        assert f"Requires-Dist: {name.strip()}" in told


@pytest.mark.parametrize(
    "arguments", [[], ["run"], ["manage", "x"], ["serve", "x"], ["run", "a", "b"]]
)
def test_other_arguments_tell_how_it_is_used(installed, arguments):
    done = asked(installed, *arguments)
    assert done.returncode == 2 and "editotheque run FOLDER" in done.stderr


def test_a_wrong_setting_stops_the_start_with_one_line(installed, tmp_path, monkeypatch):
    monkeypatch.setenv("SEARCH_LIMIT", "many")
    done = asked(installed, "run", tmp_path / "x")
    assert done.returncode != 0 and "SEARCH_LIMIT='many'" in done.stderr
    assert not (tmp_path / "x").exists()
