"""Work that nobody waits for: a process of its own, begun once, at low priority, for much of it."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

# Where the processes that serve pages add up what they count: others do not belong to them.
COUNTS = "PROMETHEUS_MULTIPROC_DIR"
COLLECTED = 50_000  # new things after which garbage is looked for, of work that makes many
_running: dict[str, subprocess.Popen] = {}


def is_running(command: str) -> bool:
    """Return True while a process that this one began still works on a management command."""
    process = _running.get(command)
    return process is not None and process.poll() is None


def begin(command: str, *arguments: str, niceness: int) -> int:
    """Begin a management command in a process of its own and return its id at once.

    `niceness` is added to this process's own, so that those that serve pages come first.
    """
    line = [sys.executable, str(settings.BASE_DIR / "manage.py"), command, *arguments]
    environment = {name: text for name, text in os.environ.items() if name != COUNTS}
    process = subprocess.Popen(
        line,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.setpriority(os.PRIO_PROCESS, process.pid, niceness)
    _running[command] = process
    return process.pid


@contextmanager
def sparing_collector() -> Iterator[None]:
    """Look for garbage seldom meanwhile, and never among what is loaded already.

    An index made anew and an import take a tenth of their time less so: what is looked at is
    hardly ever garbage.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(COLLECTED)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
