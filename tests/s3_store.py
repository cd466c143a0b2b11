"""An S3-compatible store for the tests: s3rver, which npm carries, as a process of its own."""

import fcntl
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from serving import free_port

PACKAGE = "s3rver@3.7.1"
FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "archive-s3rver"
KEY = "S3RVER"  # the one key that it knows, and its secret (which it does not check)


def program() -> Path:
    """The program, which npm puts into a cache at the first time; the test is skipped without npm."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("needs Node and npm")
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "node_modules" / "s3rver" / "bin" / "s3rver.js"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            line = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", FOLDER]
            done = subprocess.run([*line, PACKAGE], capture_output=True, text=True)
            if done.returncode:
                pytest.skip(f"npm cannot bring {PACKAGE}: {done.stderr[-200:]}")
    return path


class Store:
    """A store with one bucket, `archive`, that can be stopped and started again."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self._process: subprocess.Popen | None = None

    def url(self, key: str = KEY, bucket: str = "archive") -> str:
        return f"s3+http://{key}:{KEY}@127.0.0.1:{self.port}/{bucket}"

    def start(self) -> None:
        line = ["node", program(), "--directory", self.folder, "--address", "127.0.0.1"]
        line += ["--port", str(self.port), "--silent", "--configure-bucket", "archive"]
        self._process = subprocess.Popen(line)
        for _time in range(600):
            assert self._process.poll() is None, "the store has stopped"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail("the store does not answer")

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def store(folder: Path) -> Iterator[Store]:
    running = Store(folder)
    running.start()
    try:
        yield running
    finally:
        running.stop()
