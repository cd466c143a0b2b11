"""The habits in the data folder: put in use at once, read by every process, told to be old.

They are learned from the database, so no backup holds them.
"""

import json
import os
import secrets
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings

from archive.habits.wording import Wording
from archive.models import Tagging

FOLDER = "habits"  # in the data folder
IN_USE = "in-use.json"
EDITION = 1  # of what is kept, and of the signs that are weighed
FEWEST = 200  # taggings that teach anything
CHANGED = 0.1  # of the taggings, from which on all is learned anew


@dataclass(frozen=True)
class Habits:
    """What words say of tags, {sign: its weight}, and from which likelihood on a tag is sure."""

    wording: Wording
    weights: dict[str, float]
    sure: float


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def keep(habits: Habits | None, taggings: int) -> None:
    """Put habits in use, or that so many taggings teach none. Raises OSError."""
    room = folder()
    room.mkdir(parents=True, exist_ok=True)
    contents: dict = {"edition": EDITION, "taggings": taggings, "name": ""}
    if habits:
        name = f"{secrets.token_hex(8)}.npy"
        np.save(room / name, habits.wording.weights)
        contents |= {
            "name": name,
            "words": list(habits.wording.words),
            "rarity": habits.wording.rarity.tolist(),
            "tags": list(habits.wording.tags),
            "usual": habits.wording.usual.tolist(),
            "weights": habits.weights,
            "sure": habits.sure,
        }
    draft = room / f"{IN_USE}.{secrets.token_hex(4)}"
    draft.write_text(json.dumps(contents))
    os.replace(draft, room / IN_USE)
    for path in room.glob("*.npy"):
        if path.name != contents["name"]:
            path.unlink(missing_ok=True)  # who has it mapped reads on


def are_to_be_learned() -> bool:
    """Return whether a tenth of the taggings have come or gone since habits were learned."""
    count = Tagging.objects.count()
    try:
        contents = _in_use()
        before = contents["taggings"] if contents["edition"] == EDITION else 0
    except (OSError, ValueError, KeyError, TypeError):
        before = 0
    return count >= FEWEST and abs(count - before) > CHANGED * before


def _in_use() -> dict:
    return json.loads((folder() / IN_USE).read_text())


class _Kept:
    """The habits as this process has read them last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp: tuple[str, int] | None = None
        self._habits: Habits | None = None

    def current(self) -> Habits | None:
        stamp = self._stamp_now()
        with self._lock:
            if stamp != self._stamp:
                self._stamp, self._habits = stamp, _read()
            return self._habits

    def _stamp_now(self) -> tuple[str, int] | None:
        path = folder() / IN_USE
        with suppress(OSError):
            return str(path), path.stat().st_mtime_ns
        return None


def _read() -> Habits | None:
    """Return the habits in use; None where there are none, or they cannot be read."""
    try:
        contents = _in_use()
        if contents["edition"] != EDITION or not contents["name"]:
            return None
        weights = np.load(folder() / contents["name"], mmap_mode="r")
        words, tags = contents["words"], contents["tags"]
        if weights.shape != (len(words), len(tags)):
            return None
        rarity = np.array(contents["rarity"], np.float32)
        usual = np.array(contents["usual"], np.float32)
        wording = Wording(words, rarity, tags, usual, weights)
        return Habits(wording, contents["weights"], contents["sure"])
    except (OSError, ValueError, KeyError, TypeError, EOFError):
        return None


_kept = _Kept()


def current() -> Habits | None:
    """Return the habits in use; None where too little is tagged, or nothing was learned yet."""
    return _kept.current()
