"""The files of an index that is built beside the one in use, and their way into its place.

All of it lies in the index's own folder, so that nothing else has to be writable: `rebuilding/` is
the new index and `changed` in it what was written to the old one meanwhile; `previous/` is the last
index; `rebuild.lock` is held by the one process that rebuilds. The new index is put in place by the
renaming of one file, its table of contents.
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
from archive.search.engines.whoosh.index.folder import PAUSE, Folder
from archive.search.engines.whoosh.index.folder.contents import NAME, Contents

REBUILDING, PREVIOUS, CHANGED = "rebuilding", "previous", "changed"
DRAFT = f"{PREVIOUS}.draft"
LOCK, TRIED = "rebuild.lock", "rebuild.tried"
log = logging.getLogger(__name__)


@contextlib.contextmanager
def alone(folder: Folder, wait: float = 0) -> Iterator[None]:
    """Let only one process rebuild; wait up to `wait` seconds for it.

    Raises RebuildRunning where another one still does, OSError.
    """
    os.makedirs(folder.path, mode=0o700, exist_ok=True)
    lock = FileLock(os.path.join(folder.path, LOCK))
    if not try_for(lock.acquire, timeout=wait, delay=PAUSE):
        raise RebuildRunning(f"the index in {folder.path} is being rebuilt by another process")
    try:
        yield
    finally:
        lock.release()


def is_running(folder: Folder) -> bool:
    """Return True if a process rebuilds the index."""
    if os.path.exists(os.path.join(folder.path, LOCK)):
        with contextlib.suppress(OSError):
            try:
                with alone(folder):
                    return False
            except RebuildRunning:
                return True
    return False


def begun(folder: Folder) -> Folder:
    """Return an empty folder for the new index.

    What an earlier rebuild left there is removed. Raises OSError.
    """
    path = os.path.join(folder.path, REBUILDING)
    shutil.rmtree(path, ignore_errors=True)
    os.mkdir(path, mode=0o700)
    return Folder(path, folder.schema)


def note_changed(folder: Folder, identifiers: Iterable[str]) -> None:
    """Note what is about to be written: the new index may have read an earlier state of these.

    To be called by whoever writes the index in use, before it is written.
    """
    rebuilding = os.path.join(folder.path, REBUILDING)
    if not os.path.isdir(rebuilding):
        return
    with (
        contextlib.suppress(FileNotFoundError),
        open(os.path.join(rebuilding, CHANGED), "a") as file,
    ):
        for identifier in identifiers:
            file.write(f"{identifier}\n")


def changed(folder: Folder) -> set[int]:
    """Return the ids of what was written to the index in use since `begun`.

    They are the last part of each identifier.
    """
    ids: set[int] = set()
    try:
        with open(os.path.join(folder.path, REBUILDING, CHANGED)) as file:
            for line in file:
                if line.endswith("\n"):  # else somebody is writing it
                    ids.add(int(line.rpartition(".")[2]))
    except FileNotFoundError:
        pass
    return ids


def take_place(folder: Folder, successor: Folder) -> None:
    """Put a new index in the place of that in use.

    That one is kept as the previous one if it can be read. The caller holds the writer. Readers go
    on with the files that they have open. Raises OSError.
    """
    storage, source = FileStorage(folder.path), FileStorage(successor.path)
    toc = Contents.read(source, NAME)
    draft = keep_previous(folder, storage)
    for name in files_of(source, toc):
        os.replace(os.path.join(successor.path, name), os.path.join(folder.path, name))
    # Never an earlier number again: readers tell by it that something changed.
    toc.generation = Contents.newest(storage) + 1
    toc.write(storage, NAME)
    clean_files(storage, NAME, toc.generation, toc.segments)
    remove_drafts(storage)
    if draft:  # only now: killed before, going back can be tried again
        replace_folder(os.path.join(folder.path, PREVIOUS), draft)
    shutil.rmtree(successor.path, ignore_errors=True)


def files_of(storage: FileStorage, toc: Contents) -> list[str]:
    """Return the files of an index's segments, with what was derived from them and kept."""
    segments = tuple(f"{segment.segment_id()}." for segment in toc.segments)
    return [name for name in storage.list() if name.startswith(segments)]


def keep_previous(folder: Folder, storage: FileStorage) -> str | None:
    """Link the index in use in a folder of its own, to be the previous one, and return its path.

    None if the index is empty or cannot be read.
    """
    draft = os.path.join(folder.path, DRAFT)
    shutil.rmtree(draft, ignore_errors=True)
    try:
        toc = Contents.read(storage, NAME)
        for segment in toc.segments:
            segment.verify(storage)
        if toc.segments:
            os.mkdir(draft, mode=0o700)
            _link_all(folder.path, draft, storage, toc)
            return draft
    except EmptyIndexError:
        pass
    except Exception as error:  # whatever comes of a damaged index, or of another engine's
        log.warning("The index that was in use cannot be kept as the previous one: %r", error)
    return None


def _link_all(source: str, target: str, storage: FileStorage, toc: Contents) -> None:
    """Link an index's files in another folder.

    The table of contents comes last: without it there is no index.
    """
    for name in [*files_of(storage, toc), Contents.file_name(toc.generation)]:
        ends = os.path.join(source, name), os.path.join(target, name)
        try:
            os.link(*ends)
        except OSError:  # a file system without links
            shutil.copyfile(*ends)


def replace_folder(folder: str, successor: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(successor, folder)


def remove_drafts(storage: FileStorage) -> None:
    """Remove tables of contents that a crash left half-written."""
    for name in storage.list():
        if name.startswith(f"_{NAME}_") and not name.endswith(".toc"):
            with contextlib.suppress(OSError):
                storage.delete_file(name)


def previous(folder: Folder) -> Folder:
    """Return the last index, linked where `take_place` takes a new one from.

    Itself it stays until another takes its place. Raises IndexDamaged where there is none that is
    whole, OSError.
    """
    path, draft = os.path.join(folder.path, PREVIOUS), os.path.join(folder.path, DRAFT)
    if os.path.isdir(draft) and not os.path.isdir(path):  # who was to put it there was killed
        os.replace(draft, path)
    Folder(path, folder.schema).snapshot()
    storage, again = FileStorage(path), begun(folder)
    _link_all(path, again.path, storage, Contents.read(storage, NAME))
    return again


# Rebuilding without being asked


def may_try(folder: Folder, pause: float) -> bool:
    """Return True if nobody rebuilds, nor was asked to in the last `pause` seconds.

    The asking counts. Raises OSError.
    """
    tried = os.path.join(folder.path, TRIED)
    try:
        with alone(folder):
            if os.path.exists(tried) and 0 <= time.time() - os.stat(tried).st_mtime < pause:
                return False
            with open(tried, "w"):
                return True
    except RebuildRunning:
        return False
