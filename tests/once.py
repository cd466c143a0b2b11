"""What is made once for all tests, by whichever of the processes that run them needs it first."""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the file or folder of that name, which `make` has made at the path it was given.

    Nobody may change it: who wants to takes a copy.
    """
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of all workers
    path = folder / name
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = Path(tempfile.mkdtemp(dir=folder)) / name  # stays there where that fails
            make(unfinished)
            unfinished.rename(path)
    return path


def prepared_once(factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a data folder as the first `manage.py prepare` leaves it, and what that said.

    It holds the demonstration, its index, the static files.
    """

    def prepare(folder: Path) -> None:
        folder.mkdir()
        environment = os.environ | {"ARCHIVE_DATA_DIR": str(folder / "l’archive")}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, ROOT / "manage.py", "prepare"]
        done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        (folder / "said").write_text(done.stdout)

    folder = made_once(factory, "prepared", prepare)
    return folder / "l’archive", (folder / "said").read_text()
