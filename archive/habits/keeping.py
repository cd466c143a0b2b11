"""The habits in the data folder: put in use at once, read by every process, told to be old.

They are learned from the database, so no backup holds them. No text is kept with them, but words
that several texts have: so they are learned anew as well where one of these is no longer published,
and go at once where a person asks to be taken out of texts.
"""

import fcntl
import json
import os
import secrets
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from django.conf import settings

from archive.habits.wording import Wording
from archive.models import Editorial, PersonRequest, Tagging

FOLDER = "habits"  # in the data folder
IN_USE = "in-use.json"
LOCK = "lock"
ORIGINS = ("texts", "taggings", "requests")
EDITION = 1  # of what is kept, and of the signs that are weighed
FEWEST = 200  # taggings that teach anything
CHANGED = 0.1  # of the taggings, from which on all is learned anew
PAUSE = 3600.0  # seconds from one time to the next
PORTION = 500  # ids in one query


@dataclass(frozen=True)
class Habits:
    """What words say of tags, {sign: its weight}, and from which likelihood on a tag is sure."""

    wording: Wording
    weights: dict[str, float]
    sure: float


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


@dataclass(frozen=True)
class Origin:
    """What habits were learned from: texts, all taggings and persons' requests that there were."""

    texts: Sequence[int]
    taggings: int
    requests: int

    @classmethod
    def now(cls, texts: Sequence[int]) -> "Origin":
        return cls(texts, Tagging.objects.count(), PersonRequest.objects.count())


def keep(habits: Habits | None, origin: Origin) -> None:
    """Put habits in use, or that what there is teaches none. Raises OSError."""
    room = folder()
    room.mkdir(parents=True, exist_ok=True)
    with (room / LOCK).open("w") as lock:  # of two that learned at once the later is in use, whole
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            _put_in_use(room, habits, origin)
        finally:
            _tidy()


def _put_in_use(room: Path, habits: Habits | None, origin: Origin) -> None:
    contents: dict = {"edition": EDITION, "name": "", "origin": asdict(origin)}
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


def _tidy() -> None:
    """Remove what is not in use."""
    name = ""
    with suppress(OSError, ValueError, KeyError, TypeError):
        name = _in_use()["name"]
    for path in [*folder().glob("*.npy"), *folder().glob(f"{IN_USE}.*")]:
        if path.name != name:
            path.unlink(missing_ok=True)  # who has it mapped reads on


def forget_masked() -> None:
    """Drop the habits where a person’s request was granted since they were learned."""
    origin = _origin()
    if origin and origin.requests != PersonRequest.objects.count():
        (folder() / IN_USE).unlink(missing_ok=True)
        _tidy()


def are_to_be_learned() -> bool:
    """Return whether habits are to be learned, or learned anew, an hour after the last time.

    That is where a tenth of the taggings have come or gone since, or a text is no longer published.
    """
    origin = _origin()
    if origin is None:
        return Tagging.objects.count() >= FEWEST
    if time.time() - (folder() / IN_USE).stat().st_mtime < PAUSE:
        return False
    count = Tagging.objects.count()
    if count >= FEWEST and abs(count - origin.taggings) > CHANGED * origin.taggings:
        return True
    return _published(origin.texts) < len(origin.texts)


def _published(ids: Sequence[int]) -> int:
    """Return how many of these texts are published."""
    published, count = Editorial.objects.published().order_by(), 0
    for start in range(0, len(ids), PORTION):
        count += published.filter(pk__in=ids[start : start + PORTION]).count()
    return count


def _in_use() -> dict:
    return json.loads((folder() / IN_USE).read_text())


def _origin() -> Origin | None:
    """Return what the habits in use were learned from; None where there are none to be used."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        contents = _in_use()
        is_whole = not contents["name"] or (folder() / contents["name"]).exists()
        if contents["edition"] == EDITION and is_whole:
            texts, taggings, requests = (contents["origin"][name] for name in ORIGINS)
            return Origin(list(texts), int(taggings), int(requests))
    return None


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
