"""A site with a queue, and workers that are processes of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[1]
LEASE = 2  # seconds


class Site:
    """The data folder and the environment of a site, and the workers that were started on it."""

    def __init__(self, folder: Path, database_url: str):
        self.folder = folder
        self.environment = os.environ | {
            "ARCHIVE_DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "ARCHIVE_WORK": "queue",
            "ARCHIVE_SEARCH_URL": f"whoosh:///{quote(str(folder))}/index",
            "SECRET_KEY": "la clé de l’archive, assez longue pour en être une",
        }
        self.processes: list[subprocess.Popen] = []

    def worker(self, *options: str, **environment: str) -> subprocess.Popen:
        line = [sys.executable, "manage.py", "worker", f"--lease={LEASE}", *options]
        log = (self.folder / f"worker-{len(self.processes)}.log").open("w")
        process = subprocess.Popen(
            line, cwd=ROOT, env=self.environment | environment, stdout=log, stderr=log
        )
        self.processes.append(process)
        return process

    def until_empty(self, **environment: str) -> str:
        """Have a worker do all that is queued; return its log."""
        process = self.worker("--until-empty", **environment)
        assert process.wait(timeout=120) == 0, self.logs()
        return self.logs()

    def logs(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("worker-*.log")))

    def end(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait()


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it has not come to pass"
        time.sleep(0.05)
