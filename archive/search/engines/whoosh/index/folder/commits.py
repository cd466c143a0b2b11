"""The newest snapshot of an index folder, as one commit follows the other.

`Snapshots.current` is asked once for each request and opens only what a commit added.
"""

import os
import stat
import threading
import time
from typing import NamedTuple

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError

from archive.search.engine import IndexDamaged
from archive.search.engines.whoosh.index.folder.contents import NAME, Contents
from archive.search.engines.whoosh.index.mapped_segment import MappedSegment
from archive.search.engines.whoosh.index.snapshot import Snapshot

# Seconds before each try to open, beside a committing writer.
PAUSES = (0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3)
# Seconds after which a folder's time of change is trusted to tell the next change from this one.
SETTLED = 2.0
AGAIN = 5.0  # seconds after which an index that could not be opened is tried again

# What tells one commit from any other.
State = tuple[object, ...]


class FolderTime(NamedTuple):
    """Which folder it is, and when it was changed last."""

    device: int
    inode: int
    changed: int  # nanoseconds since 1970


class Failure(NamedTuple):
    """Which state of the folder could not be opened, why, and when by the monotonic clock."""

    state: State
    message: str
    at: float


class Snapshots:
    """The newest state of an index folder. Threads may share it, and it survives a fork."""

    def __init__(self, folder: str | os.PathLike, indexname: str = NAME):
        self.folder, self.indexname = os.fspath(folder), indexname
        self._storage = FileStorage(self.folder)
        self._mapped: dict[str, MappedSegment] = {}
        self._snapshot: Snapshot | None = None
        self._time: FolderTime | None = None
        self._state: State | None = None
        self._failure: Failure | None = None
        self._damaged: dict[str, str] = {}  # segment that is not as it was written: how it is told
        self._lock, self._process = threading.Lock(), os.getpid()

    def current(self) -> Snapshot:
        """Return the newest snapshot.

        Raises IndexDamaged where there is no index, or none that can be trusted.
        """
        folder_time = self._folder_time()
        if folder_time == self._time and self._snapshot is not None:
            return self._snapshot
        if self._process != os.getpid():
            # Another thread may have held the lock when this process was forked.
            self._lock, self._process = threading.Lock(), os.getpid()
        with self._lock:
            return self._refreshed(folder_time)

    def verify(self) -> None:
        """Read every byte of the newest index on the disk.

        Raises IndexDamaged where it is not as it was written; so does `current` from then on, until
        another index has taken its place.
        """
        try:
            toc = self._contents()
            for segment in toc.segments:
                try:
                    segment.verify(self._storage)
                except IndexDamaged as error:
                    if Contents.newest(self._storage, self.indexname) != toc.generation:
                        return  # a commit took its files away
                    self._damaged[segment.segment_id()] = str(error)
                    raise
        except IndexDamaged:
            self._snapshot = self._time = self._state = None
            raise

    def _contents(self) -> Contents:
        """Return the newest table of contents. Raises IndexDamaged."""
        try:
            return Contents.read(self._storage, self.indexname)
        except IndexDamaged:
            raise
        except Exception as error:  # whatever comes of unpickling
            raise IndexDamaged(f"the index in {self.folder} cannot be read: {error!r}") from error

    def _folder_time(self) -> FolderTime:
        try:
            folder = os.stat(self.folder)
        except OSError as error:
            raise IndexDamaged(f"there is no index in {self.folder}") from error
        if not stat.S_ISDIR(folder.st_mode):
            raise IndexDamaged(f"there is no index in {self.folder}: it is no folder")
        return FolderTime(folder.st_dev, folder.st_ino, folder.st_mtime_ns)

    def _refreshed(self, folder_time: FolderTime) -> Snapshot:
        state = self._state_at(folder_time, Contents.newest(self._storage, self.indexname))
        snapshot = self._snapshot
        if snapshot is None or state != self._state:
            snapshot = self._snapshot = self._opened_at(state)
            self._state = self._state_at(folder_time, snapshot.generation)
        # Set last: whoever reads this time next to a snapshot finds the snapshot of it.
        if time.time() - folder_time.changed / 1e9 > SETTLED:
            self._time = folder_time
        else:
            self._time = None
        return snapshot

    def _state_at(self, folder_time: FolderTime, generation: int) -> State:
        """Return what tells one commit from any other.

        From that to another index in a folder of the same name, too.
        """
        name = Contents.file_name(generation, self.indexname)
        try:
            toc = os.stat(os.path.join(self.folder, name))
        except OSError:  # a writer replaced it just now
            return (folder_time, generation)
        return (folder_time.device, folder_time.inode, generation, toc.st_ino, toc.st_mtime_ns)

    def _opened_at(self, state: State) -> Snapshot:
        """Open the newest snapshot.

        Whoever comes soon after a failure is told of it at once, rather than to wait in turn for
        files that are gone.
        """
        failure = self._failure
        if failure and failure.state == state and time.monotonic() - failure.at < AGAIN:
            raise IndexDamaged(failure.message)
        try:
            return self._opened()
        except IndexDamaged as error:
            self._failure = Failure(state, str(error), time.monotonic())
            raise

    def _opened(self) -> Snapshot:
        for pause in PAUSES:
            time.sleep(pause)
            try:
                return self._open()
            except (FileNotFoundError, EmptyIndexError) as error:
                last = error  # a writer replaced the files just now
            except IndexDamaged:
                raise
            except Exception as error:  # whatever comes of unpickling a damaged list of segments
                raise IndexDamaged(
                    f"the index in {self.folder} cannot be read: {error!r}"
                ) from error
        raise IndexDamaged(f"the index in {self.folder} is not whole: {last}") from last

    def _open(self) -> Snapshot:
        toc = Contents.read(self._storage, self.indexname)
        mapped = {}
        for segment in toc.segments:
            name = segment.segment_id()
            if name in self._damaged:
                raise IndexDamaged(self._damaged[name])
            known = self._mapped.get(name)
            mapped[name] = known or MappedSegment(self._storage, toc.schema, segment)
        self._mapped = mapped
        segments = list(zip(mapped.values(), toc.segments, strict=True))
        return Snapshot(toc.schema, toc.generation, segments)
