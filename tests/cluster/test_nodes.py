"""A node that does not start says why, and nothing of it stays."""

import subprocess
import sys
from pathlib import Path

import pytest

from cluster.nodes import FLOOR, JARS, VERSIONS, can_run

NODES = Path(__file__).with_name("nodes.py")


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, NODES, *arguments], capture_output=True, text=True)


def test_versions_are_those_for_which_there_is_a_java():
    assert run("versions").stdout.split() == list(filter(can_run, VERSIONS))


def test_a_node_that_does_not_start_is_told_with_the_last_lines_of_its_log(tmp_path):
    if not can_run(FLOOR) or not (JARS / FLOOR).is_dir():
        pytest.skip("needs Java, and the jars of OpenSearch that .ci/opensearch gets by Maven")
    done = run("start", str(tmp_path), "--nodes", "1", "--port", "9890", "--memory", "1k")
    assert done.returncode == 1
    assert "Node 1 has ended" in done.stderr and "heap" in done.stderr
    assert not (tmp_path / "n1.pid").exists()
