"""How far several processes are with the editorials, shown on a terminal."""

import threading
from multiprocessing.sharedctypes import Synchronized

from tqdm import tqdm

LOOK = 0.5  # seconds from one look at the progress to the next


class Progress:
    """A bar of progress while others work, on a terminal only; none without a total."""

    def __init__(self, written: "Synchronized[int]", total: int):
        self._written, self._over = written, threading.Event()
        is_disabled = None  # tqdm looks whether there is a terminal
        if not total:
            is_disabled = True
        self._bar = tqdm(total=total, unit=" editorials", disable=is_disabled, delay=1)

    def __enter__(self):
        if not self._bar.disable:
            threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        while not self._over.wait(LOOK):
            self._bar.update(self._written.value - self._bar.n)

    def __exit__(self, *_error):
        self._over.set()
        self._bar.close()
