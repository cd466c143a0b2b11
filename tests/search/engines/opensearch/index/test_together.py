"""Processes that share a work end with the one that began them, however it ends."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[5]
ENDED = 30.0  # seconds in which processes that were ended have gone
BEGUN = """
import os, signal, sys, time
import django
django.setup()
from archive.search.engines.opensearch.index.together import done_together

class Stopping(BaseException):
    pass

def stop(*_signal):
    raise Stopping

def work():
    with open(f"{sys.argv[1]}/{os.getpid()}", "w"):
        pass
    time.sleep(600)

signal.signal(signal.SIGTERM, stop)
try:
    done_together([work, work])
except Stopping:
    sys.exit(3)
"""


@pytest.fixture
def begun(tmp_path):
    """A process that has two others at work, and the ids of these."""
    folder = tmp_path / "at-work"
    folder.mkdir()
    environment = os.environ | {
        "ARCHIVE_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen([sys.executable, "-c", BEGUN, str(folder)], env=environment)
    while len(list(folder.iterdir())) < 2:
        assert process.poll() is None
        time.sleep(0.05)
    yield process, [int(path.name) for path in folder.iterdir()]
    process.kill()
    process.wait()


def are_gone(numbers: list[int]) -> bool:
    until = time.monotonic() + ENDED
    while time.monotonic() < until:
        if not any(map(is_running, numbers)):
            return True
        time.sleep(0.05)
    return False


def is_running(number: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="needs the system to end them")
def test_they_end_with_one_that_is_killed(begun):
    process, others = begun
    process.kill()
    assert are_gone(others)


def test_they_let_go_at_once_where_it_is_told_to_stop(begun):
    process, others = begun
    process.send_signal(signal.SIGTERM)
    assert process.wait(ENDED) == 3
    assert are_gone(others)


def test_each_gives_what_it_gives_in_order():
    from archive.search.engines.opensearch.index.together import done_together

    assert done_together([partial(pow, 2, number) for number in range(3)]) == [1, 2, 4]


def test_what_one_raises_is_raised():
    from archive.search.engines.opensearch.index.together import done_together

    with pytest.raises(ZeroDivisionError):
        done_together([partial(pow, 2, 1), partial(divmod, 1, 0)])
