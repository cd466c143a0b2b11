"""The concordance in the data folder: made whole, kept equal to the database, read.

What changed since it was made is a list of ids beside it. Each process binds these editorials into
a last volume of its own, which counts in the place of what the others say of them: so a save costs
the writing of a line. What is made anew takes the place of the old at once.
"""

import json
import logging
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError

from archive.concordance.binding import Cutting, Leaf, bound
from archive.concordance.volume import Volume
from archive.models import Editorial

log = logging.getLogger(__name__)
FOLDER = "concordance"  # in the data folder
IN_USE = "in-use.json"
CHANGED = "changed.txt"
EDITION = 2  # of how it is kept: one of another is made anew
YOUNG = 3600.0  # seconds: of a folder that is left alone, another process may be making it
VOLUME = 20_000  # editorials: what is in memory while one is bound is in proportion
READ = 500  # editorials read from the database at a time
# Changed editorials from which on all is made anew: a tenth of a small archive.
FEWEST_CHANGED, MOST_CHANGED = 50, 2000
MOST_BOUND = 20_000  # changed editorials that are bound while somebody waits: three seconds
COLUMNS = ("pk", "earliest", "latest", "date", "publication_id", "text")
_DIGITS = re.compile(r"\d+")


class Missing(Exception):
    """There is no concordance yet, or not by today's rules, or too much has changed since."""


@dataclass(frozen=True)
class Concordance:
    """Volumes, and for each which of its editorials count: others are in a later one.

    `stamp` is another whenever anything in it is.
    """

    volumes: tuple[Volume, ...]
    counts: tuple[np.ndarray, ...]
    stamp: tuple[str, int]

    def __len__(self) -> int:
        return sum(int(counts.sum()) for counts in self.counts)


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


# Making


def build() -> int:
    """Make the concordance from the database, put it in use, return how many editorials it has.

    Raises OSError.
    """
    room = folder()
    room.mkdir(parents=True, exist_ok=True)
    begun = _size_of(room / CHANGED)  # what changes from here on stays on the list
    name = secrets.token_hex(8)
    draft = room / f"{name}.making"
    volumes: list[str] = []
    count = 0
    try:
        draft.mkdir()
        ids, cutting = iter(_published()), Cutting()
        while part := list(islice(ids, VOLUME)):
            if len(cutting) > Cutting.MOST:
                cutting = Cutting()
            volume = bound(_leaves(part, cutting), cutting)
            volume.save(draft / str(len(volumes)))
            volumes.append(str(len(volumes)))
            count += len(volume)
        os.replace(draft, room / name)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    before = ""
    with suppress(Missing):
        before = _in_use(room)["name"]
    _put_in_use(room, {"edition": EDITION, "name": name, "volumes": volumes, "from": begun})
    if before:
        shutil.rmtree(room / before, ignore_errors=True)
    _remove_others(room, [name])
    return count


def _published() -> Iterable[int]:
    """Return the ids of the published editorials by their first day."""
    published = Editorial.objects.published().order_by("earliest", "pk")
    return published.values_list("pk", flat=True).iterator(10_000)


def _leaves(ids: Collection[int], cutting: Cutting) -> Iterator[Leaf]:
    """Yield those of these editorials that are published, as the database has them."""
    waiting = iter(ids)
    while batch := list(islice(waiting, READ)):
        for pk, earliest, latest, edtf, publication, text in _rows(batch):
            yield Leaf(
                id=pk,
                first_day=_ordinal(earliest),
                last_day=_ordinal(latest),
                first_month=_month(earliest),
                last_month=_month(latest),
                doubtful=(edtf or "")[-1:] in ("?", "~", "%"),
                publication=publication or 0,
                chunks=cutting.of(text),
            )


def _rows(ids: Collection[int]) -> list[tuple]:
    """Return the rows as the first database has them, whoever asks: a copy is a moment behind.

    What is bound is not looked at again until the next change. The copy has all where the first is
    away.
    """
    rows = Editorial.objects.published().filter(pk__in=ids).order_by().values_list(*COLUMNS)
    try:
        return list(rows.using(DEFAULT_DB_ALIAS))
    except OperationalError:
        return list(rows)


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _month(day: date | None) -> int | None:
    return day.year * 12 + day.month - 1 if day else None


def _put_in_use(room: Path, contents: dict) -> None:
    draft = room / f"{IN_USE}.{secrets.token_hex(4)}"
    draft.write_text(json.dumps(contents))
    os.replace(draft, room / IN_USE)


def _remove_others(room: Path, names: Collection[str]) -> None:
    """Remove what is not in use any more; who has it mapped reads on.

    What is young may be another process's, about to be put in use.
    """
    for path in room.iterdir():
        if not path.is_dir() or path.name in names:
            continue
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > YOUNG:
                shutil.rmtree(path, ignore_errors=True)


# Keeping it equal to the database


def note(ids: Collection[int]) -> None:
    """Note editorials that changed; what is read from now on has them as the database does.

    Where it cannot be noted the log says so: `look` finds it later.
    """
    if not ids:
        return
    try:
        room = folder()
        room.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{pk}\n" for pk in ids)
        # One write: lines of others are not cut.
        with open(room / CHANGED, "ab", buffering=0) as file:
            file.write(lines.encode())
    except OSError as error:
        log.error("What changed is not in the words through time: %s", error)


def is_to_be_made() -> bool:
    """Return True where there is none, much has changed since, or the numbers tell of a gap."""
    try:
        kept = _kept.current()
        changed = _changed(folder(), _in_use(folder())["from"])
    except (Missing, OSError):
        return True
    if len(changed) > min(MOST_CHANGED, max(FEWEST_CHANGED, len(kept) // 10)):
        return True
    return Editorial.objects.published().count() != len(kept)


def _changed(room: Path, begun: int) -> set[int]:
    """Return the ids that were noted from this byte of the list on."""
    try:
        with open(room / CHANGED, "rb") as file:
            file.seek(begun)
            return set(map(int, _DIGITS.findall(file.read().decode(errors="replace"))))
    except FileNotFoundError:
        return set()


def _size_of(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def _in_use(room: Path) -> dict:
    """Return what is said of the concordance in use. Raises Missing."""
    try:
        contents = json.loads((room / IN_USE).read_text())
    except (FileNotFoundError, ValueError) as error:
        raise Missing from error
    if not isinstance(contents, dict) or contents.get("edition") != EDITION:
        raise Missing
    return contents


# Reading


class _Kept:
    """The concordance as this process has read it last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._room: Path | None = None
        self._concordance: Concordance | None = None

    def current(self) -> Concordance:
        """Return the concordance as it is now. Raises Missing, OSError."""
        room = folder()
        with self._lock:
            contents = _in_use(room)
            stamp = (contents["name"], _size_of(room / CHANGED))
            kept = self._concordance
            if kept and self._room == room and kept.stamp == stamp:
                return kept
            base = None
            if kept and self._room == room and kept.stamp[0] == stamp[0]:
                base = kept.volumes[: len(contents["volumes"])]
            if base is None:
                base = _mapped(room, contents)
            self._concordance = _with_changed(base, room, contents["from"], stamp)
            self._room = room
            return self._concordance


def _mapped(room: Path, contents: dict) -> tuple[Volume, ...]:
    try:
        return tuple(Volume.mapped(room / contents["name"] / name) for name in contents["volumes"])
    except (KeyError, ValueError, EOFError, FileNotFoundError) as error:
        raise Missing from error


def _with_changed(
    base: tuple[Volume, ...], room: Path, begun: int, stamp: tuple[str, int]
) -> Concordance:
    changed = _changed(room, begun)
    if len(changed) > MOST_BOUND:
        raise Missing
    counts = tuple(np.ones(len(volume), bool) for volume in base)
    if not changed:
        return Concordance(base, counts, stamp)
    listed = np.fromiter(changed, np.int64, len(changed))
    cutting = Cutting()
    last = bound(_leaves(sorted(changed), cutting), cutting)
    counts = tuple(~np.isin(volume.ids, listed) for volume in base)
    return Concordance((*base, last), (*counts, np.ones(len(last), bool)), stamp)


_kept = _Kept()


def current() -> Concordance:
    """Return the concordance as the database is now. Raises Missing, OSError."""
    try:
        return _kept.current()
    except Missing:  # what was in use may have been replaced while it was being opened
        return _kept.current()
