"""PostgreSQL for the time of one command, from Debian's package: a server on loopback, in a folder that is thrown away.

    python bench/postgres_cluster.py COMMAND …

The command is run with `DATABASE_URL` naming the server's database, and its status is this one's. A server that does not
start is told with the last lines of its log. The server cannot be root's: where this is, it is `nobody`'s.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BINARIES = sorted(
    Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name)
)
USER = "archive"
START = 60  # seconds that a server may take to answer
LAST_LINES = 20  # of the log of one that did not
# Nothing outlives the run: no waiting for the disk.
UNSAFE_AND_QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


class NotStarted(Exception):
    """A server did not start, and what its log says last."""


@dataclass
class Server:
    """A running server of PostgreSQL, its folder, its port, and the process that is to be ended."""

    folder: Path
    port: int
    process: subprocess.Popen

    def url(self, database: str = "archive") -> str:
        return f"postgres://{USER}@127.0.0.1:{self.port}/{database}"

    def sql(self, command: str, database: str = "postgres") -> str:
        """Run one command by psql; return what it prints. Raises CalledProcessError."""
        ways = ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", database]
        psql = [program("psql"), *ways, "-qAt", "-v", "ON_ERROR_STOP=1", "-c", command]
        return subprocess.run(psql, check=True, capture_output=True, text=True).stdout.strip()

    def stop(self) -> None:
        """End it at once, whoever is connected."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(60)


def is_here() -> bool:
    """Return whether this machine has the programs of a server."""
    return bool(BINARIES)


def program(name: str) -> Path:
    return BINARIES[-1] / name


@contextmanager
def cluster(folder: Path) -> Iterator[Server]:
    """Give a server with an empty database `archive`, in a folder of its own within `folder`.

    Raises NotStarted.
    """
    data = _folder(folder, "cluster")
    ways = ["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    _made([program("initdb"), "-D", data, *ways], data)
    with _started(data) as server:
        server.sql("CREATE DATABASE archive")
        yield server


@contextmanager
def replica(primary: Server, folder: Path) -> Iterator[Server]:
    """Give a server that follows another and is only read. Raises NotStarted."""
    data = _folder(folder, "replica")
    ways = ["-h", "127.0.0.1", "-p", str(primary.port), "-U", USER, "--checkpoint=fast"]
    _made([program("pg_basebackup"), "-D", data, "-R", *ways], data)
    with _started(data) as server:
        yield server


def _folder(parent: Path, name: str) -> Path:
    """Return a new folder that is for the server's user alone, and that this user can come to."""
    data = parent / name
    data.mkdir(mode=0o700)
    if not os.geteuid():
        shutil.chown(data, "nobody", "nogroup")
        parent.chmod(0o711)
    return data


def _as_user(command: list) -> list:
    if os.geteuid():
        return command
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]


def _made(command: list, data: Path) -> None:
    done = subprocess.run(_as_user(command), cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise NotStarted(f"{command[0]} in {data}: {done.stderr.strip()}")


@contextmanager
def _started(data: Path) -> Iterator[Server]:
    port, log = _free_port(), data.parent / f"{data.name}.log"
    ways = ["-D", data, "-p", str(port), "-k", data]
    for setting in ("listen_addresses=127.0.0.1", *UNSAFE_AND_QUICK):
        ways += ["-c", setting]
    with log.open("w") as lines:
        process = subprocess.Popen(
            _as_user([program("postgres"), *ways]), cwd="/", stdout=lines, stderr=lines
        )
    server = Server(data, port, process)
    try:
        _wait(server, log)
        yield server
    finally:
        server.stop()


def _wait(server: Server, log: Path) -> None:
    asking = [program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(server.port)]
    until = time.monotonic() + START
    while subprocess.run(asking).returncode:
        if server.process.poll() is not None or time.monotonic() > until:
            told = log.read_text().splitlines()[-LAST_LINES:]
            raise NotStarted("\n".join(["PostgreSQL did not start:", *told]))
        time.sleep(0.2)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", nargs=argparse.REMAINDER)
    command = parser.parse_args().command
    if not command:
        parser.error("a command is to be named")
    if not is_here():
        sys.exit("PostgreSQL is not installed: on Debian and Ubuntu, apt install postgresql.")
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        try:
            with cluster(Path(folder)) as server:
                os.environ["DATABASE_URL"] = server.url()
                status = subprocess.run(command).returncode
        except NotStarted as error:
            sys.exit(str(error))
    sys.exit(status)


if __name__ == "__main__":
    main()
