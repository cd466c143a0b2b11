"""Whether every capture is still what came: its file there, its bytes those of its hash."""

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from django.db import DatabaseError, connections
from django.db.models import QuerySet

from archive import disk
from archive.capture_storage import StorageAway
from archive.models import Capture, Proof, ProofKind
from archive.models.capture_files import digest, note_lost, note_whole, storage

log = logging.getLogger(__name__)
PAUSE = 600.0  # seconds from one look of a process to its next: one costs 0.2 s at 36,000 captures
# The same where each look costs a request for a thousand files.
PAUSE_SHARED = 6 * 3600.0
WHILE_AWAY = 60.0
AT_ONCE = 10_000  # files whose names are held in memory
PORTION = 500  # files, after which what became of them is noted
_lock = threading.Lock()
_is_away = False
_looked = 0.0  # when this process looked last, by time.monotonic; 0 before the first time


@dataclass
class Findings:
    """What became of the files that were looked at. `captures`: rows; `missing`, `changed`: names
    of files; `unnoted`: why the database could not be told, None where it was."""

    captures: int = 0
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unnoted: DatabaseError | None = None

    @property
    def lost(self) -> list[str]:
        return self.missing + self.changed


def prove(findings: Findings) -> Iterator[str]:
    """Read every file and compare its bytes with its hash; yield each name once that is done.

    The findings are filled meanwhile, what is lost is noted on the captures, and the whole check
    as a proof. Raises StorageAway, and notes nothing as lost, where the storage cannot be asked.
    """
    whole: list[str] = []
    for name, hashes, count in _files():
        state = _digest(name)
        findings.captures += count
        if state is None:
            findings.missing.append(name)
        elif hashes == {state}:
            whole.append(name)
        else:
            findings.changed.append(name)
        if len(whole) >= PORTION:
            with _noting(findings):
                note_whole(whole)
            whole.clear()
        yield name
    with _noting(findings):
        note_whole(whole)
        note_lost(findings.lost)
        facts: dict[str, object] = {"captures": findings.captures, "lost": len(findings.lost)}
        Proof.objects.record(ProofKind.FIXITY, facts)


@contextmanager
def _noting(findings: Findings) -> Iterator[None]:
    """Go on where nothing can be written: a disk that is read-only is to be proved all the more."""
    try:
        yield
    except DatabaseError as error:
        if not disk.reason(error):
            raise
        findings.unnoted = error


def _files() -> Iterator[tuple[str, set[str], int]]:
    """Yield of each file its name, the hashes that captures say it has, how many captures."""
    for names in _portions(Capture.objects.all()):
        captures = Capture.objects.filter(content__gte=names[0], content__lte=names[-1])
        rows = list(captures.order_by("content").values_list("content", "sha256"))
        for name, of_file in groupby(rows, itemgetter(0)):
            hashes = [sha256 for _name, sha256 in of_file]
            yield name, set(hashes), len(hashes)


def _portions(captures: QuerySet[Capture]) -> Iterator[list[str]]:
    """Yield the names of the files of captures, ascending, AT_ONCE at a time.

    Each portion is asked for anew: see `chunks.portions`.
    """
    names = captures.order_by("content").values_list("content", flat=True).distinct()
    portion = list(names[:AT_ONCE])
    while portion:
        yield portion
        if len(portion) < AT_ONCE:
            return
        portion = list(names.filter(content__gt=portion[-1])[:AT_ONCE])


def _digest(name: str) -> str | None:
    """Return the hash of a file; nothing that is a hash where it cannot be read."""
    try:
        return digest(name)
    except StorageAway:
        raise
    except OSError:
        return ""


def look() -> int:
    """Note the captures whose files are not there; return how many that are since the last look.

    No bytes are read: what is there but changed is found by `prove`. Raises StorageAway, and notes
    no more, where the storage cannot be asked.
    """
    global _is_away
    lost = 0
    try:
        for portion in _portions(Capture.objects.filter(lost_at=None)):
            lost += note_lost(missing(portion))
    except StorageAway:
        _is_away = True
        raise
    _is_away = False
    if lost:
        log.error("%d captures are lost: manage.py check_captures names them.", lost)
    return lost


def missing(names: Iterable[str]) -> list[str]:
    """Return those of the names that no file has. Raises StorageAway."""
    return storage().missing(names)


def is_away() -> bool:
    """Return True where the storage could not be asked when this process looked last."""
    return _is_away


def aside() -> None:
    """Have a thread look, unless this process has looked not long ago."""
    global _looked
    with _lock:
        now = time.monotonic()
        if _looked and now - _looked < _pause():
            return
        _looked = now
    threading.Thread(target=_run, daemon=True).start()


def _pause() -> float:
    """Return the seconds between two looks: what was away is soon asked for again."""
    if _is_away:
        return WHILE_AWAY
    return PAUSE_SHARED if storage().is_shared else PAUSE


def _run() -> None:
    try:
        look()
    except (DatabaseError, OSError) as error:
        log.error("The captures could not be looked for: %s", error)
    finally:
        connections.close_all()
