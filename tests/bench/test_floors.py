"""What bench/floors.py does with floors, asked as CI asks, on a collection of three documents."""

import json
import lzma
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "bench" / "floors.py"
RANKING, NONE = "cnil.nDCG@10", "cnil.none"
WHY = "Half the questions are put otherwise."


def run(file, shared, *arguments):
    environment = os.environ | {"ARCHIVE_SHARED": str(shared)}
    command = [sys.executable, str(SCRIPT), *arguments, "--file", str(file)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def figures(file):
    return json.loads(file.read_text())["figures"]


def write(path, floors):
    path.write_text(json.dumps({"figures": floors}))
    return path


def row(done, name):
    """The cells of a figure in the table: its floor, what was measured, whether it holds."""
    [cells] = re.findall(rf"^\| {re.escape(name)} \| (.+) \|$", done.stdout, re.M)
    return cells.split(" | ")


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    """A shared folder: one of two questions has its document first, the other has no result."""
    shared = tmp_path_factory.mktemp("shared")
    folder = shared / "data" / "relevance" / "cnil"
    folder.mkdir(parents=True)
    subjects = {"d1": "Le standard", "d2": "La musique d’attente", "d3": "Le répondeur"}
    with lzma.open(folder / "docs.jsonl.xz", "wt") as lines:
        for key, subject in subjects.items():
            text = f"{subject} fait beaucoup parler dans les centres d’appels."
            lines.write(json.dumps({"id": key, "title": subject, "text": text}) + "\n")
    queries = [{"id": "q1", "text": "musique"}, {"id": "q2", "text": "xyzzyx"}]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (folder / "qrels.tsv").write_text("q1\td2\t1\nq2\td3\t1\n")
    return shared


@pytest.fixture(scope="module")
def measured(collection, tmp_path_factory):
    """The floors that raising writes where there are none yet."""
    file = write(tmp_path_factory.mktemp("floors") / "floors.json", {})
    done = run(file, collection, "raise", "--only", "cnil")
    assert done.returncode == 0, done.stderr
    return figures(file)


@pytest.fixture
def fallen(measured, tmp_path):
    """A file with a floor above what is measured, and a ceiling well above it."""
    floors = {
        RANKING: measured[RANKING] | {"floor": 0.6},
        NONE: measured[NONE] | {"ceiling": 0.9},
    }
    return write(tmp_path / "floors.json", floors)


def test_what_has_no_floor_yet_takes_what_is_measured(measured):
    assert measured[RANKING]["floor"] == 0.5 and measured[NONE]["ceiling"] == 0.5
    assert re.fullmatch("[0-9a-f]{64}", measured[RANKING]["data"])


def test_a_fallen_figure_fails_and_is_named(fallen, collection):
    before = fallen.read_text()
    done = run(fallen, collection, "--only", "cnil")
    assert done.returncode == 1
    assert row(done, RANKING) == ["≥ 0.600", "0.500", "NO"]
    assert row(done, NONE) == ["≤ 0.900", "0.500", "yes"]
    assert f"Failing: {RANKING}\n" in done.stdout
    assert fallen.read_text() == before


def test_raising_only_raises(fallen, collection):
    done = run(fallen, collection, "raise", "--only", "cnil")
    assert done.returncode == 1  # one is still under its floor
    assert figures(fallen)[RANKING]["floor"] == 0.6
    assert figures(fallen)[NONE]["ceiling"] == 0.5


def test_lowering_without_a_reason_is_refused(fallen, collection):
    before = fallen.read_text()
    for reason in ([], ["--why", "  "]):
        done = run(fallen, collection, "lower", RANKING, *reason)
        assert done.returncode == 2 and "--why" in done.stderr
    assert fallen.read_text() == before


def test_lowering_writes_its_reason_beside_the_figure(fallen, collection):
    ceiling = figures(fallen)[NONE]
    done = run(fallen, collection, "lower", "cnil", "--why", WHY)
    assert done.returncode == 0
    assert figures(fallen)[RANKING]["floor"] == 0.5
    assert figures(fallen)[RANKING]["lowered"] == [{"from": 0.6, "why": WHY}]
    assert figures(fallen)[NONE] == ceiling  # it has not fallen


def test_what_was_measured_on_other_material_is_skipped_by_name(fallen, collection):
    floors = {name: entry | {"data": "0" * 64} for name, entry in figures(fallen).items()}
    done = run(write(fallen, floors), collection, "--only", "cnil")
    assert done.returncode == 0
    assert row(done, RANKING) == ["≥ 0.600", "–", "skipped: other material"]
    assert f"Skipped: other material: {RANKING}, {NONE}\n" in done.stdout


def test_without_the_shared_folder_the_demonstration_alone_is_held(fallen, tmp_path):
    floors = figures(fallen) | {
        "demonstration.home.queries": {"ceiling": 1000, "data": "0" * 64},
        "demonstration.home.kB": {"ceiling": 0.1, "data": "0" * 64},
    }
    file = write(fallen, floors)
    done = run(file, tmp_path / "nowhere", "--only", "demonstration.home", "--only", "cnil")
    assert done.returncode == 1
    assert f"Skipped: not there: {RANKING}, {NONE}\n" in done.stdout
    assert row(done, "demonstration.home.queries")[2] == "yes"
    assert "Failing: demonstration.home.kB\n" in done.stdout


def test_a_floor_that_nothing_measures_fails(tmp_path):
    file = write(tmp_path / "floors.json", {"forgotten.figure": {"floor": 1, "data": "0" * 64}})
    done = run(file, tmp_path / "nowhere", "--only", "forgotten")
    assert done.returncode == 1 and "Failing: forgotten.figure\n" in done.stdout


def test_a_name_that_no_figure_has_is_refused(tmp_path):
    done = run(write(tmp_path / "floors.json", {}), tmp_path / "nowhere", "--only", "nothing")
    assert done.returncode == 2 and "nothing" in done.stderr
