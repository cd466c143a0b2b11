"""The folder that holds the index: made when first written, read as snapshots, written by one."""

import contextlib
import os
import time
import weakref
from collections.abc import Iterator
from functools import lru_cache

from whoosh.filedb.filestore import FileStorage
from whoosh.index import clean_files
from whoosh.util.filelock import try_for

from archive.search.engine import IndexBusy, IndexDamaged, IndexMissing
from archive.search.engines.whoosh.index.folder.commits import Snapshots
from archive.search.engines.whoosh.index.folder.contents import NAME, ArrayIndex, Contents
from archive.search.engines.whoosh.index.schema import lacking
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.engines.whoosh.index.writing import ArrayWriter

PAUSE = 0.01  # seconds between two tries to get the writer
EVERY = 1.0  # seconds from one look at the files in use to the next


class Folder:
    """Not shared between threads; what it reads is."""

    def __init__(self, path: str | os.PathLike, schema):
        self.path, self.schema = os.path.abspath(path), schema
        self._storage = FileStorage(self.path)
        self._locked = False
        self._checked = -EVERY
        # The snapshot that was last asked what it lacks; nobody holds its files by having asked.
        self._compared: weakref.ref[Snapshot] | None = None
        self._lacking: frozenset[str] | None = None

    # Reading

    def snapshot(self) -> Snapshot:
        """Return the index as it stands.

        Raises IndexMissing where there is none, IndexDamaged where it cannot be trusted.
        """
        try:
            snapshot = snapshots_of(self.path).current()
        except IndexDamaged:
            if not self.exists():
                raise IndexMissing(f"there is no index in {self.path}") from None
            raise
        if self.lacking(snapshot) is None:
            raise IndexDamaged(
                f"the index in {self.path} has the fields of another version: rebuild it"
            )
        if time.monotonic() - self._checked > EVERY:
            self._check(snapshot)
            self._checked = time.monotonic()
        return snapshot

    def lacking(self, snapshot: Snapshot) -> frozenset[str] | None:
        """Return what an index was written without, as `schema.lacking` tells it."""
        if self._compared is None or self._compared() is not snapshot:
            self._compared = weakref.ref(snapshot)
            self._lacking = lacking(snapshot.schema, self.schema)
        return self._lacking

    def written_schema(self):
        """Return the schema that the index in use is written by, today's where there is none.

        An index goes on without the fields that came after it until it is made anew: of half of
        its documents they would tell nothing.
        """
        with contextlib.suppress(IndexMissing):
            snapshot = self.snapshot()
            if self.lacking(snapshot):
                return snapshot.schema
        return self.schema

    def _check(self, snapshot: Snapshot) -> None:
        """Raise IndexDamaged where a file has got shorter or is gone since it was mapped.

        Reading it there would end this process.
        """
        try:
            for segment in snapshot.states:
                segment.check(self._storage)
        except OSError as error:
            # Where there is another generation, a commit removed it.
            if Contents.newest(self._storage) == snapshot.generation:
                raise IndexDamaged(f"the index in {self.path} is not whole: {error}") from error

    def verify(self) -> None:
        """Read every byte of the index on the disk. Raises IndexMissing, IndexDamaged.

        What is found altered is not read again by this process.
        """
        self.snapshot()
        snapshots_of(self.path).verify()

    def exists(self) -> bool:
        """Return True if there is an index. Raises IndexDamaged where that cannot be read."""
        try:
            return Contents.newest(self._storage) >= 0
        except FileNotFoundError:
            return False
        except OSError as error:
            raise IndexDamaged(
                f"the index in {self.path} cannot be read: {error.strerror}"
            ) from error

    # Writing

    @contextlib.contextmanager
    def lock(self, wait: float) -> Iterator[bool]:
        """Give True if this process alone may write now; wait up to `wait` seconds for it.

        Raises OSError where the folder cannot be written at all.
        """
        if self._locked:
            yield True
            return
        # Only its owner may enter: what is unpickled is trusted.
        os.makedirs(self.path, mode=0o700, exist_ok=True)
        lock = self._storage.lock(f"{NAME}_WRITELOCK")
        self._locked = try_for(lock.acquire, timeout=wait, delay=PAUSE)
        try:
            yield self._locked
        finally:
            if self._locked:
                self._locked = False
                lock.release()

    @contextlib.contextmanager
    def locked(self, wait: float) -> Iterator[None]:
        """As `lock`. Raises IndexBusy where another process still writes after the wait."""
        with self.lock(wait) as is_locked:
            if not is_locked:
                raise IndexBusy(f"the index in {self.path} is being written by another process")
            yield

    @contextlib.contextmanager
    def writing(self, wait: float, **commit) -> Iterator[ArrayWriter]:
        """Give a writer; at the end of the block all is committed, or nothing if it raises.

        Raises IndexBusy, IndexDamaged, OSError.
        """
        with self.locked(wait):
            if not self.exists() or self._is_another_empty():
                self.empty(wait)
            writer = ArrayWriter(self._opened(), _lk=False)
            try:
                yield writer
            except BaseException:
                writer.abandon()
                raise
            writer.commit(**commit)

    def _is_another_empty(self) -> bool:
        """Return True for an index by another schema that holds nothing: no loss to begin anew."""
        with contextlib.suppress(IndexDamaged):
            snapshot = snapshots_of(self.path).current()
            return not snapshot.size and lacking(snapshot.schema, self.schema) is None
        return False

    def _opened(self) -> ArrayIndex:
        try:
            return ArrayIndex(self._storage, self.written_schema())
        except Exception as error:  # whatever comes of unpickling a damaged list of segments
            raise IndexDamaged(f"the index in {self.path} cannot be read: {error!r}") from error

    def empty(self, wait: float) -> None:
        """Begin anew with an index of nothing, whatever is there now.

        Readers go on with the snapshots they have. Raises IndexBusy, OSError.
        """
        with self.locked(wait):
            # Never an earlier number again: readers tell by it that something changed.
            generation = Contents.newest(self._storage) + 1
            Contents(self.schema, [], generation).write(self._storage, NAME)
            clean_files(self._storage, NAME, generation, [])


@lru_cache(maxsize=8)
def snapshots_of(path: str) -> Snapshots:
    """Return what follows the index in a folder: one for all threads of a process."""
    return Snapshots(path)
