"""A cluster of PostgreSQL for one run of a benchmark, from Debian's package."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
PORT = 54_329


@contextmanager
def cluster(folder: Path):
    """A cluster of PostgreSQL that is this run's alone; it cannot be root's."""
    data, binaries = folder / "cluster", BINARIES[-1]
    data.mkdir()
    user = []
    if not os.geteuid():
        shutil.chown(data, "nobody", "nogroup")
        user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    made = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "archive",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    subprocess.run([*user, *made], check=True, stdout=subprocess.DEVNULL, cwd="/")
    ways = ["-D", data, "-p", str(PORT), "-k", data, "-c", "listen_addresses=127.0.0.1"]
    server = subprocess.Popen(
        [*user, binaries / "postgres", *ways], cwd="/", stderr=subprocess.DEVNULL
    )
    os.environ["DATABASE_URL"] = f"postgres://archive@127.0.0.1:{PORT}/crashes"
    try:
        while subprocess.run(
            [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(PORT)]
        ).returncode:
            time.sleep(0.2)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # at once, whoever is connected
        server.wait(60)
