"""./run on a data folder of its own, for tests that need a server."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from random import randrange

import pytest

ROOT = Path(__file__).parents[1]
HAS_ENVIRONMENT = Path(sys.executable).is_relative_to(ROOT / ".venv")
needs_environment = pytest.mark.skipif(
    not HAS_ENVIRONMENT, reason="needs the environment that ./test makes"
)


def free_port() -> int:
    """A port that nobody listens at, below those that connections take for themselves."""
    while True:
        with (
            suppress(OSError),
            socket.create_server(("127.0.0.1", randrange(20_000, 32_000))) as server,
        ):
            return server.getsockname()[1]


@contextmanager
def running(
    data: Path, log: Path | None = None, command: Sequence = (ROOT / "run",), **environment: str
) -> Iterator[str]:
    """The address of a running site; it must stop when asked to. `log` takes its lines."""
    environment = (
        os.environ | {"PORT": str(free_port()), "ARCHIVE_DATA_DIR": str(data)} | environment
    )
    with (
        nullcontext() if log is None else log.open("w") as lines,
        subprocess.Popen(
            command,
            env=environment,
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=lines,
            text=True,
        ) as process,
    ):
        try:
            address = next(
                found[0] for line in process.stdout if (found := re.search(r"http://\S+", line))
            )
            wait_for(address, process)
            yield address
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0
        except BaseException:
            process.terminate()  # or whoever waits for its end would wait for ever
            raise


def wait_for(address, process, seconds=60):
    for _ in range(seconds * 20):
        assert process.poll() is None, "the server has stopped"
        try:
            return get(address)
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.05)
    pytest.fail(f"nothing answers at {address}")


def get(address, timeout=20, **headers):
    try:
        return urllib.request.urlopen(
            urllib.request.Request(address, headers=headers), timeout=timeout
        )
    except urllib.error.HTTPError as error:
        return error
