"""A site on a copy of an archive, begun by the line with which ./run begins it, and what its workers use."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import archives
from served import wait_for

NAME, PASSWORD = "banc", "un-banc-ou-l-on-s-assoit"
STARTS = 120  # seconds in which a site must answer
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Site:
    """A running site: its address, its data folder, the number of its first process."""

    address: tuple[str, int]
    folder: Path
    master: int

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text()
        return sorted(map(int, children.split()))

    def memory(self) -> dict[int, tuple[float, float]]:
        """Return of each worker its MB: its own (shared pages by parts), and with mapped files."""
        return {worker: _memory(worker) for worker in self.workers()}

    def cpu(self) -> float:
        """Return the seconds of processor that the workers have used."""
        return sum(_cpu(worker) for worker in self.workers())


def _memory(process: int) -> tuple[float, float]:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return kilobytes["Pss_Anon"] / 1000, kilobytes["Pss"] / 1000


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def machine_cpu() -> float:
    """Return the seconds of processor that everything on this machine has used."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    numbers = list(map(int, fields))
    return (sum(numbers[:3]) + sum(numbers[5:8])) / TICKS


def archive_of(size: int) -> Path:
    """Return the folder of an archive of so many documents with its index, made where there is none."""
    folder = archives.FOLDER / str(size)
    if not (folder / "index").is_dir():
        archives.apart(_fill, size)
    return folder


def _fill(size: int) -> None:
    archives.open_archive(str(size))
    archives.fill(lambda: archives.corpus(size))
    archives.index()


def command(tree: Path, at: str) -> list[str]:
    """Return the line with which ./run of a tree begins its server, for another address."""
    run = _serving(tree)
    line = run.rpartition("exec ")[2].replace("\\\n", " ").partition("\n")[0]
    for processes in re.findall(r"^ *processes=\$\{WEB_CONCURRENCY:-(\d+)\}", run, re.M):
        line = line.replace("$processes", processes)
    for threads in re.findall(r"^ *threads=(\d+)", run, re.M):  # on SQLite and arrays
        line = line.replace("$threads", threads)
    words = []
    for word in shlex.split(line):
        if word == "$@":
            words += ["--worker-tmp-dir", "/dev/shm"]
        else:
            words.append(word.replace("$python", sys.executable).replace("$host:$port", at))
    return words


def _serving(tree: Path) -> str:
    """Return the file that begins the server: ./run alone, in trees of before serve.sh."""
    file = tree / "serve.sh"
    return (file if file.is_file() else tree / "run").read_text()


def settings(tree: Path) -> dict[str, str]:
    """Return what ./run of a tree sets in the environment unless it is set already."""
    exports = re.findall(r'^ *export (\w+)="\$\{\1:-([^$}]*)\}"', _serving(tree), re.M)
    return {name: text for name, text in exports if name not in os.environ}


@contextmanager
def running(tree: Path, archive: Path, name: str) -> Iterator[Site]:
    """Run the site of a tree on its own copy of an archive, where there is an editor."""
    folder = archives.FOLDER / f"load-{os.getpid()}" / name
    shutil.copytree(archive, folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    at = f"{address[0]}:{address[1]}"
    environment = os.environ | {"ARCHIVE_DATA_DIR": str(folder), "ALLOWED_HOSTS": "127.0.0.1"}
    environment["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
    environment |= settings(tree)
    manage = [sys.executable, "manage.py"]
    who = ["--username", NAME, "--email", "banc@example.org", "--noinput"]
    for arguments in (["prepare"], ["createsuperuser", *who]):
        subprocess.run(
            [*manage, *arguments], cwd=tree, env=environment, check=True, stdout=subprocess.DEVNULL
        )
    with open(folder / "server.log", "w") as log:
        server = subprocess.Popen(
            command(tree, at), cwd=tree, env=environment, stdout=log, stderr=log
        )
    try:
        wait_for(f"http://{at}/healthz", STARTS)
        yield Site(address, folder, server.pid)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)
        with suppress(OSError):  # that of another tree is still there
            folder.parent.rmdir()
