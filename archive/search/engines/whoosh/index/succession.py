"""The files of an index that is built beside the one in use, and their way into its place.

All of it lies in the index's own folder, so that nothing else has to be writable: `rebuilding/` is the new index and
`changed` in it what was written to the old one meanwhile; `previous/` is the last index; `rebuild.lock` is held by the
one process that rebuilds. The new index is put in place by the renaming of one file, its table of contents.
"""

import contextlib
import logging
import os
import shutil
import time
from collections.abc import Iterable, Iterator

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError, clean_files
from whoosh.util.filelock import FileLock, try_for

from archive.search.engine import RebuildRunning
from archive.search.engines.whoosh.index.contents import NAME, Contents
from archive.search.engines.whoosh.index.folder import PAUSE, Folder

REBUILDING, PREVIOUS, CHANGED = "rebuilding", "previous", "changed"
DRAFT = f"{PREVIOUS}.draft"
LOCK, TRIED = "rebuild.lock", "rebuild.tried"
log = logging.getLogger(__name__)


@contextlib.contextmanager
def alone(folder: Folder, wait: float = 0) -> Iterator[None]:
    """Only one process rebuilds; for that it waits so many seconds. Raises RebuildRunning, OSError."""
    os.makedirs(folder.path, mode=0o700, exist_ok=True)
    lock = FileLock(os.path.join(folder.path, LOCK))
    if not try_for(lock.acquire, timeout=wait, delay=PAUSE):
        raise RebuildRunning(f"the index in {folder.path} is being rebuilt by another process")
    try:
        yield
    finally:
        lock.release()


def is_running(folder: Folder) -> bool:
    if os.path.exists(os.path.join(folder.path, LOCK)):
        with contextlib.suppress(OSError):
            try:
                with alone(folder):
                    return False
            except RebuildRunning:
                return True
    return False


def begun(folder: Folder) -> Folder:
    """An empty folder for the new index; what an earlier rebuild left there is removed. Raises OSError."""
    path = os.path.join(folder.path, REBUILDING)
    shutil.rmtree(path, ignore_errors=True)
    os.mkdir(path, mode=0o700)
    return Folder(path, folder.schema)


def note_changed(folder: Folder, identifiers: Iterable[str]) -> None:
    """To be called by whoever writes the index in use, before it is written: the new one may have read an earlier
    state of these."""
    rebuilding = os.path.join(folder.path, REBUILDING)
    if os.path.isdir(rebuilding):
        with (
            contextlib.suppress(FileNotFoundError),
            open(os.path.join(rebuilding, CHANGED), "a") as file,
        ):
            file.writelines(f"{identifier}\n" for identifier in identifiers)


def changed(folder: Folder) -> set[int]:
    """The keys of what was written to the index in use since `begun`; they are the last part of each identifier."""
    try:
        with open(os.path.join(folder.path, REBUILDING, CHANGED)) as file:
            return {int(line.rpartition(".")[2]) for line in file if line.endswith("\n")}
    except FileNotFoundError:
        return set()


def take_place(folder: Folder, new: Folder) -> None:
    """Puts the new index in the place of that in use, which is kept as the previous one if it can be read. The caller
    holds the writer. Readers go on with the files that they have open. Raises OSError."""
    storage, source = FileStorage(folder.path), FileStorage(new.path)
    toc = Contents.read(source, NAME)
    kept = _keep(folder, storage)
    for name in _files(source, toc):
        os.replace(os.path.join(new.path, name), os.path.join(folder.path, name))
    # Never an earlier number again: readers tell by it that something changed.
    toc.generation = Contents._latest_generation(storage, NAME) + 1
    toc.write(storage, NAME)
    clean_files(storage, NAME, toc.generation, toc.segments)
    _remove_drafts(storage)
    if kept:  # only now: killed before, going back can be tried again
        _replace(kept, os.path.join(folder.path, PREVIOUS))
    shutil.rmtree(new.path, ignore_errors=True)


def _files(storage: FileStorage, toc: Contents) -> list[str]:
    """The files of its segments, with what was derived from them and kept."""
    segments = tuple(f"{segment.segment_id()}." for segment in toc.segments)
    return [name for name in storage.list() if name.startswith(segments)]


def _keep(folder: Folder, storage: FileStorage) -> str:
    """Links the index in use in a folder of its own, to be the previous one; "" if it is empty or cannot be read."""
    draft = os.path.join(folder.path, DRAFT)
    shutil.rmtree(draft, ignore_errors=True)
    try:
        toc = Contents.read(storage, NAME)
        for segment in toc.segments:
            segment.check(storage)
        if toc.segments:
            os.mkdir(draft, mode=0o700)
            _link_all(folder.path, draft, storage, toc)
            return draft
    except EmptyIndexError:
        pass
    except Exception as error:  # whatever comes of a damaged index, or of another engine's
        log.warning("The index that was in use cannot be kept as the previous one: %r", error)


def _link_all(source: str, target: str, storage: FileStorage, toc: Contents) -> None:
    """The table of contents comes last: without it there is no index."""
    for name in [*_files(storage, toc), Contents._filename(NAME, toc.generation)]:
        ends = os.path.join(source, name), os.path.join(target, name)
        try:
            os.link(*ends)
        except OSError:  # a file system without links
            shutil.copyfile(*ends)


def _replace(folder: str, other: str) -> None:
    shutil.rmtree(other, ignore_errors=True)
    os.replace(folder, other)


def _remove_drafts(storage: FileStorage) -> None:
    """Tables of contents that a crash left half-written."""
    for name in storage.list():
        if name.startswith(f"_{NAME}_") and not name.endswith(".toc"):
            with contextlib.suppress(OSError):
                storage.delete_file(name)


def previous(folder: Folder) -> Folder:
    """The last index, linked where `take_place` takes a new one from: itself it stays until another takes its place.
    Raises IndexDamaged where there is none that is whole, OSError."""
    path, draft = os.path.join(folder.path, PREVIOUS), os.path.join(folder.path, DRAFT)
    if os.path.isdir(draft) and not os.path.isdir(path):  # who was to put it there was killed
        os.replace(draft, path)
    Folder(path, folder.schema).snapshot()
    storage, again = FileStorage(path), begun(folder)
    _link_all(path, again.path, storage, Contents.read(storage, NAME))
    return again


# Rebuilding without being asked


def may_try(folder: Folder, pause: float) -> bool:
    """Whether this process is to rebuild now: nobody is at it, nor was asked here in the last `pause` seconds.
    Raises OSError."""
    tried = os.path.join(folder.path, TRIED)
    try:
        with alone(folder):
            if os.path.exists(tried) and 0 <= time.time() - os.stat(tried).st_mtime < pause:
                return False
            with open(tried, "w"):
                return True
    except RebuildRunning:
        return False
