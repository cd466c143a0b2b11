"""bench/fuzz.py itself: that it tries, goes on where it stopped, and tells what failed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def fuzz(tmp_path, shared):
    """Run it on a folder of its own; gives (exit status, what it printed, its state)."""
    given = os.environ | {"BENCH_FOLDER": str(tmp_path), "ARCHIVE_SHARED": str(shared)}

    def fuzz(*options):
        command = [sys.executable, str(ROOT / "bench" / "fuzz.py"), *options]
        done = subprocess.run(command, env=given, capture_output=True, text=True, timeout=300)
        state = json.loads((tmp_path / "fuzz" / "seed-7.json").read_text())
        return done.returncode, done.stdout + done.stderr, state

    return fuzz


def test_it_goes_on_where_it_stopped_and_tries_again_what_failed(fuzz, tmp_path):
    status, printed, state = fuzz("--seed", "7", "--kinds", "date,csv", "--inputs", "300")
    assert status == 0 and "| all |" in printed, printed
    tried = {kind: figures["inputs"] for kind, figures in state["kinds"].items()}
    assert tried["date"] >= 1 and tried["csv"] >= 250 and not tried["html"]
    assert sum(state["kinds"]["csv"]["outcomes"].values()) >= 250

    state["failures"] = [{"kind": "csv", "first": 0, "number": 3, "what": "It failed once."}]
    (tmp_path / "fuzz" / "seed-7.json").write_text(json.dumps(state))
    status, printed, again = fuzz("--seed", "7", "--kinds", "date,csv", "--inputs", "300")
    assert status == 0 and again["kinds"] == state["kinds"] and again["failures"] == []
