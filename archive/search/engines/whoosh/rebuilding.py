"""The whole index made anew: written beside the one in use by several processes, checked, then put in its place.

Meanwhile search goes on with the old index, and what is saved goes there; `aside` notes what that was, so that it is
stale once the new index is in use. A crash leaves the old index as it is.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from multiprocessing import get_context

import numpy as np
from django.db import connection, connections
from haystack.constants import DJANGO_ID
from tqdm import tqdm
from whoosh.filedb.filestore import FileStorage

from archive.models import Stale
from archive.search.engine import IndexBusy, NotRight
from archive.search.engines.whoosh.answers import answering
from archive.search.engines.whoosh.index import succession
from archive.search.engines.whoosh.index.contents import ArrayIndex
from archive.search.engines.whoosh.index.folder import Folder
from archive.search.engines.whoosh.index.schema import document
from archive.search.engines.whoosh.index.snapshot import Snapshot, Snapshots
from archive.search.engines.whoosh.index.writing import write_segments
from archive.search.question.query import LARGEST_PAGE, Question
from archive.search.words.analysis import tokenize

BATCH = 500  # editorials read from the database at a time
WORTH_SHARING = 2000  # editorials from which on several processes write
WAIT = 60.0  # seconds that the new index waits for who writes the old one
WHILE_ASKED = 1.0  # seconds to wait for who only asks whether a rebuild is running
CANARIES = 5  # editorials that the new index has to find by a word of their title
UNKNOWN = "zzqxzzq"  # a word that no archive has


def rebuild(backend, workers: int | None, batch: int, progress: bool) -> int:
    """Returns the number of editorials in the new index. What was saved meanwhile is stale then, for `freshness.drain`.
    `workers`: processes that write; as many as there are processors where it is not said.
    Raises RebuildRunning, NotRight, IndexBusy, OSError."""
    with succession.alone(backend.folder, WHILE_ASKED):
        new = succession.begun(backend.folder)
        taken_in = list(Stale.objects.values_list("pk", flat=True))  # with what is read from now on
        known = backend.published()
        batches = [known[start : start + batch] for start in range(0, len(known), batch)]
        _write(backend, new, batches, workers or _workers(len(known)), progress)
        snapshot = Snapshots(new.path).current()
        _check(backend, snapshot, taken_in)
        _put_in_place(backend, new)
        Stale.objects.settle(taken_in)
    return snapshot.count


def go_back(backend) -> int:
    """Puts the previous index in use again, and the one in use aside as the previous one; returns the number of
    editorials in it. Raises RebuildRunning, IndexDamaged where there is none to go back to, IndexBusy, OSError."""
    with succession.alone(backend.folder, WHILE_ASKED):
        _put_in_place(backend, succession.previous(backend.folder))
    return backend.snapshot().count


def _put_in_place(backend, new: Folder) -> None:
    with backend.writer_lock(WAIT) as held:
        if not held:
            raise IndexBusy(
                f"the index in {backend.folder.path} is being written by another process"
            )
        Stale.objects.mark(sorted(succession.changed(backend.folder)))
        succession.take_place(backend.folder, new)


# Writing


def _workers(editorials: int) -> int:
    return len(os.sched_getaffinity(0)) if editorials >= WORTH_SHARING else 1


def _write(
    backend, new: Folder, batches: Sequence[Sequence[int]], workers: int, progress: bool
) -> None:
    done = get_context("fork").Value("q", 0)
    parts = [batches[number::workers] for number in range(workers)]
    shares = [partial(_documents, backend, part, done) for part in parts if part]
    shown = sum(map(len, batches)) if progress else 0
    with new.writing(0, merge=False) as writer, _shown(done, shown):
        if len(shares) > 1 and not connection.in_atomic_block:
            connections.close_all()  # what is open does not survive a fork
            index = ArrayIndex(FileStorage(new.path), new.schema)
            writer.adopt(
                write_segments(index, [partial(_forked, share, os.getpid()) for share in shares])
            )
        else:
            for share in shares:
                writer.add(share())


def _documents(backend, batches: Sequence[Sequence[int]], done) -> Iterator[dict]:
    """What the index takes of these editorials, in bounded memory."""
    for ids in batches:
        for prepared in backend.prepared(ids):
            yield document(backend.schema, prepared)
        with done.get_lock():
            done.value += len(ids)


def _forked(share, parent: int) -> Iterator[dict]:
    for one in share():
        if os.getppid() != parent:
            raise SystemExit("The process that rebuilds the index has gone.")
        yield one


class _shown:
    """A bar of progress while others work, on a terminal only."""

    def __init__(self, done, total: int):
        self._done, self._over = done, threading.Event()
        self._bar = tqdm(total=total, unit=" editorials", disable=None if total else True, delay=1)

    def __enter__(self):
        if not self._bar.disable:
            threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        while not self._over.wait(0.5):
            self._bar.update(self._done.value - self._bar.n)

    def __exit__(self, *_error):
        self._over.set()
        self._bar.close()


# Checking


def _check(backend, snapshot: Snapshot, taken_in: Sequence[int]) -> None:
    """Raises NotRight unless the new index holds what the database has, and finds it."""
    there = snapshot.numbers(DJANGO_ID).values[snapshot.all()]
    stale = dict(Stale.objects.values_list("pk", "editorial_id"))
    changed = [
        *succession.changed(backend.folder),
        *(stale[row] for row in stale.keys() - set(taken_in)),
    ]
    missing = np.setdiff1d(np.setdiff1d(backend.published(), there), changed)
    left_out = (
        snapshot.size - snapshot.count
    )  # those that cannot be prepared or indexed were said in the log
    if sum(1 for _ in backend.prepared(missing.tolist())) > left_out:
        raise NotRight(f"{len(missing)} editorials of the database are not in the new index")
    if len(np.unique(there)) != len(there):
        raise NotRight("there are editorials that the new index holds twice")
    snapshot.verify()
    settled = np.setdiff1d(there, changed)
    for number in settled[:: max(1, len(settled) // CANARIES)][:CANARIES].tolist():
        _ask_for(backend, snapshot, number)
    answering.answer(snapshot, Question(q=UNKNOWN))


def _ask_for(backend, snapshot: Snapshot, number: int) -> None:
    """An editorial has to be found by a word of its title. This also makes the tables that the first visitors need."""
    title = (
        backend.search_index.get_model()
        .objects.filter(pk=number)
        .values_list("title", flat=True)
        .first()
    )
    words = [token.form for token in tokenize(title or "") if token.form.isalpha()]
    if words:
        question = Question(q=f"titre:{max(words, key=len)}", page_size=LARGEST_PAGE)
        found = answering.answer(snapshot, question)
        if not found.count or (
            found.count <= LARGEST_PAGE and number not in [hit.id for hit in found.hits]
        ):
            raise NotRight(f"the new index does not find editorial {number} by {question.q}")
        if not answering.answer(snapshot, Question(q=max(words, key=len))).count:
            raise NotRight(f"the new index finds nothing for {question.q}")
