"""OpenSearch nodes on loopback for tests and benches: got from Maven Central, started, waited for, ended.

    python tests/cluster/nodes.py start FOLDER [--nodes 3] [--port 9200] [--version 2.19.6] [--memory 512m] [--brief]
    python tests/cluster/nodes.py stop FOLDER
    python tests/cluster/nodes.py versions          (those for which there is a Java)

Node 1 answers at the port + 1. FOLDER keeps of each node its data, `n1.log` and `n1.pid`; the jars are kept in
`~/.cache/archive-opensearch`. A node that does not start is told with the last lines of its log, and the status is 1.
Those that run for minutes are `--brief`: Java compiles once and quickly, by which three of them start with a quarter
of the processor's time and tests take half of it. Where speed is measured they are not.
"""

import argparse
import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
JARS = Path.home() / ".cache" / "archive-opensearch"
# OpenSearch's version -> log4j's beside it, and the oldest Java that runs it.
VERSIONS = {"2.19.6": ("2.25.4", 17), "3.9.0": ("2.25.5", 21)}
FLOOR = "2.19.6"
START = 300.0  # seconds in which all nodes must have found each other
LAST_LINES = 20
QUICKLY_COMPILED = ["-XX:TieredStopAtLevel=1"]


class NotStarted(Exception):
    """What a cluster needs is not there, or a node did not start: the message says which."""


def java(version: str) -> str:
    """Return a Java that runs this version. Raises NotStarted where there is none."""
    oldest = VERSIONS[version][1]
    candidates = [shutil.which("java"), *map(str, Path("/usr/lib/jvm").glob("*/bin/java"))]
    for candidate in filter(None, candidates):
        if _java_version(candidate) >= oldest:
            return candidate
    raise NotStarted(f"OpenSearch {version} needs Java {oldest} or newer")


def can_run(version: str) -> bool:
    with contextlib.suppress(NotStarted):
        return bool(java(version))
    return False


def _java_version(command: str) -> int:
    told = subprocess.run([command, "-version"], capture_output=True, text=True, check=False).stderr
    with contextlib.suppress(IndexError, ValueError):
        return int(told.split('"')[1].split(".")[0])
    return 0


def jars(version: str = FLOOR) -> Path:
    """Return the folder of a version's jars, got by Maven the first time. Raises NotStarted."""
    folder = JARS / version
    if folder.is_dir():
        return folder
    if not shutil.which("mvn"):
        raise NotStarted("Maven is not here to get OpenSearch's jars: install maven")
    unfinished = folder.with_name(f"{version}.{os.getpid()}")
    command = ["mvn", "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={unfinished}"]
    command += [f"-Dopensearch={version}", f"-Dlog4j={VERSIONS[version][0]}"]
    got = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    if got.returncode:
        raise NotStarted("Maven could not get OpenSearch's jars:\n" + _last_lines(got.stdout))
    with contextlib.suppress(OSError):  # another process was quicker
        unfinished.rename(folder)
    return folder


class Cluster:
    """Nodes that run together. Those that this object started end with `stop`."""

    def __init__(
        self,
        folder: Path,
        nodes: int = 3,
        port: int = 9200,
        version: str = FLOOR,
        brief: bool = False,
    ):
        self.folder, self.nodes, self.port, self.version = folder, nodes, port, version
        self.java_options = QUICKLY_COMPILED if brief else []
        self.hosts = [f"127.0.0.1:{port + number}" for number in range(1, nodes + 1)]

    def start(self, memory: str = "512m") -> None:
        """Start all nodes and wait until they have found each other. Raises NotStarted."""
        for number in range(1, self.nodes + 1):
            self.start_node(number, memory)
        self.wait(self.nodes)

    def start_node(self, number: int, memory: str = "512m") -> None:
        """Start one node, or start it again; does not wait for it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [java(self.version), f"-Xms{memory}", f"-Xmx{memory}", "-XX:+UseSerialGC"]
        command += self.java_options
        command += ["-cp", f"{jars(self.version)}/*", str(HERE / "OneNode.java")]
        command += [str(self.folder), str(number), str(self.nodes), str(self.port)]
        with open(self._log(number), "ab") as log:
            node = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        self._pid(number).write_text(str(node.pid))

    def wait(self, nodes: int, status: str = "yellow") -> None:
        """Wait until so many nodes have found each other. Raises NotStarted with a log's last lines."""
        until = time.monotonic() + START
        while time.monotonic() < until:
            for number in range(1, self.nodes + 1):
                if self._pid(number).exists() and not self.is_running(number):
                    raise NotStarted(f"Node {number} has ended:\n{self.last_lines(number)}")
            with contextlib.suppress(OSError, ValueError):
                path = f"_cluster/health?wait_for_nodes={nodes}&wait_for_status={status}&timeout=2s"
                if not self.get(path)["timed_out"]:
                    return
            time.sleep(0.5)
        raise NotStarted(f"{nodes} nodes have not found each other:\n{self.last_lines(1)}")

    def get(self, path: str) -> dict:
        """Return what the first node that answers says. Raises OSError where none does."""
        refusal = OSError("no node")
        for host in self.hosts:
            try:
                with urllib.request.urlopen(f"http://{host}/{path}", timeout=5) as answer:
                    return json.load(answer)
            except OSError as error:
                refusal = error
            except http.client.HTTPException as error:  # another's port
                refusal = OSError(f"{host} speaks no HTTP: {error}")
        raise refusal

    def manager(self) -> int:
        """Return the number of the cluster manager's node."""
        state = self.get("_cluster/state/master_node,nodes")
        return int(state["nodes"][state["master_node"]]["name"].removeprefix("n"))

    def kill(self, number: int) -> None:
        """End a node at once, as a power cut does."""
        self._end(number, signal.SIGKILL)

    def stop(self) -> None:
        """End all nodes."""
        for number in range(1, self.nodes + 1):
            self._end(number, signal.SIGTERM)

    def is_running(self, number: int) -> bool:
        try:
            pid = int(self._pid(number).read_text())
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
            os.kill(pid, 0)
        except (OSError, ValueError):
            return False
        return True

    def last_lines(self, number: int) -> str:
        with contextlib.suppress(OSError):
            return _last_lines(self._log(number).read_text(errors="replace"))
        return "(it has written no log)"

    def _end(self, number: int, sign: signal.Signals) -> None:
        if self.is_running(number):
            os.kill(int(self._pid(number).read_text()), sign)
            until = time.monotonic() + 20
            while self.is_running(number) and time.monotonic() < until:
                time.sleep(0.05)
        self._pid(number).unlink(missing_ok=True)

    def _pid(self, number: int) -> Path:
        return self.folder / f"n{number}.pid"

    def _log(self, number: int) -> Path:
        return self.folder / f"n{number}.log"


def _last_lines(text: str) -> str:
    return "\n".join(text.splitlines()[-LAST_LINES:])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=["start", "stop", "versions"])
    parser.add_argument("folder", type=Path, nargs="?", default=Path())
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--version", choices=VERSIONS, default=FLOOR)
    parser.add_argument("--memory", default="512m")
    parser.add_argument("--brief", action="store_true", help="for minutes: compiled quickly")
    given = parser.parse_args()
    if given.what == "versions":
        print("\n".join(filter(can_run, VERSIONS)))
        return 0
    folder = given.folder.absolute()
    cluster = Cluster(folder, given.nodes, given.port, given.version, given.brief)
    if given.what == "stop":
        cluster.stop()
        return 0
    try:
        cluster.start(given.memory)
    except NotStarted as error:
        print(error, file=sys.stderr)
        cluster.stop()
        return 1
    print(",".join(cluster.hosts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
