"""The whole index made anew beside the one in use: written, checked, then put in its place.

Several processes write it. Meanwhile search goes on with the old index, and what is saved goes
there; `succession` notes what that was, so that it is stale once the new index is in use. A crash
leaves the old index as it is.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized

import numpy as np
from django.db import connection, connections
from haystack.constants import DJANGO_ID
from whoosh.filedb.filestore import FileStorage

from archive.models import Stale
from archive.search.engine import NotRight
from archive.search.engines.progress import Progress
from archive.search.engines.whoosh.answers import answering, beginnings
from archive.search.engines.whoosh.index.folder import Folder, succession
from archive.search.engines.whoosh.index.folder.commits import Snapshots
from archive.search.engines.whoosh.index.folder.contents import ArrayIndex
from archive.search.engines.whoosh.index.schema import as_documents
from archive.search.engines.whoosh.index.snapshot import Snapshot
from archive.search.engines.whoosh.index.writing import write_contributions, write_segments
from archive.search.question.answers import Answer
from archive.search.question.query import LARGEST_PAGE, Question
from archive.search.words.analysis import DEFAULT_LANGUAGE, tokenize
from archive.search.words.lexicon import lexicon

BATCH = 500  # editorials read from the database at a time
WORTH_SHARING = 2000  # editorials from which on several processes write
# Editorials up to which what several write becomes one segment: a question looks in each. Of more
# one process would put the postings together while the others have nothing to do.
IN_ONE = 200_000
WAIT = 60.0  # seconds that the new index waits for who writes the old one
WHILE_ASKED = 1.0  # seconds to wait for who only asks whether a rebuild is running
CANARIES = 5  # editorials that the new index has to find by a word of their title
UNKNOWN = "zzqxzzq"  # a word that no archive has


def rebuild(backend, workers: int | None, batch: int, progress: bool) -> int:
    """Make the index anew and return the number of editorials in it.

    What was saved meanwhile is stale then, for `freshness.drain`. `workers`: processes that write;
    as many as there are processors where it is not said. `batch`: editorials that each reads at a
    time. Raises RebuildRunning, NotRight, IndexBusy, OSError.
    """
    with succession.alone(backend.folder, WHILE_ASKED):
        successor = succession.begun(backend.folder)
        # Taken in with what is read from now on.
        taken_in = list(Stale.objects.values_list("pk", flat=True))
        ids = backend.published()
        batches = [ids[start : start + batch] for start in range(0, len(ids), batch)]
        write(backend, successor, batches, workers or _workers(len(ids)), progress)
        snapshot = Snapshots(successor.path).current()
        check(backend, snapshot, taken_in)
        beginnings.prepare(snapshot)
        _put_in_place(backend, successor)
        Stale.objects.settle(taken_in)
    return snapshot.count


def go_back(backend) -> int:
    """Put the previous index in use again and return the number of editorials in it.

    The one in use becomes the previous one. Raises RebuildRunning, IndexDamaged where there is none
    to go back to, IndexBusy, OSError.
    """
    with succession.alone(backend.folder, WHILE_ASKED):
        _put_in_place(backend, succession.previous(backend.folder))
    return backend.snapshot().count


def _put_in_place(backend, successor: Folder) -> None:
    with backend.folder.locked(WAIT):
        Stale.objects.mark(sorted(succession.changed(backend.folder)))
        succession.take_place(backend.folder, successor)


# Writing


def _workers(editorials: int) -> int:
    if editorials < WORTH_SHARING:
        return 1
    return len(os.sched_getaffinity(0))


def write(
    backend, successor: Folder, batches: Sequence[Sequence[int]], workers: int, progress: bool
) -> None:
    """Write the new index: batches of editorials by their ids, shared out among processes."""
    written: Synchronized[int] = get_context("fork").Value("q", 0)
    shares = []
    for number in range(workers):
        chosen = batches[number::workers]
        if chosen:
            shares.append(partial(documents, backend, chosen, written))
    total = sum(map(len, batches))
    shown = total if progress else 0
    with successor.writing(0, merge=False) as writer, Progress(written, shown):
        if len(shares) > 1 and not connection.in_atomic_block:
            lexicon(DEFAULT_LANGUAGE)  # written here where it is not yet, not by each process
            connections.close_all()  # what is open does not survive a fork
            index = ArrayIndex(FileStorage(successor.path), successor.schema)
            forked = [partial(_while_alive, share, os.getpid()) for share in shares]
            if total <= IN_ONE:
                for contribution in write_contributions(index, forked):
                    writer.take_in(contribution)
            else:
                writer.adopt(write_segments(index, forked))
        else:
            for share in shares:
                writer.add(share())


def documents(
    backend, batches: Sequence[Sequence[int]], written: "Synchronized[int]"
) -> Iterator[dict]:
    """Yield what the index takes of these editorials, in bounded memory; count them as written."""
    for ids in batches:
        yield from as_documents(backend.schema, backend.prepared(ids))
        with written.get_lock():
            written.value += len(ids)


def _while_alive(share: Callable[[], Iterable[dict]], parent: int) -> Iterator[dict]:
    """Yield a share of the documents as long as the process that rebuilds is there."""
    for prepared in share():
        if os.getppid() != parent:
            raise SystemExit("The process that rebuilds the index has gone.")
        yield prepared


# Checking


def check(backend, snapshot: Snapshot, taken_in: Sequence[int]) -> None:
    """Raise NotRight unless the new index holds what the database has, and finds it.

    `taken_in`: the rows of `Stale` whose editorials it holds as they are now.
    """
    indexed = snapshot.numbers(DJANGO_ID).values[snapshot.all()]
    changed = _changed(backend, taken_in)
    missing = np.setdiff1d(np.setdiff1d(backend.published(), indexed), changed)
    # Those that cannot be prepared or indexed were told in the log.
    left_out = snapshot.size - snapshot.count
    if sum(1 for _document in backend.prepared(missing.tolist())) > left_out:
        raise NotRight(f"{len(missing)} editorials of the database are not in the new index")
    if len(np.unique(indexed)) != len(indexed):
        raise NotRight("there are editorials that the new index holds twice")
    snapshot.verify()
    settled = np.setdiff1d(indexed, changed)
    for number in settled[:: max(1, len(settled) // CANARIES)][:CANARIES].tolist():
        _look_for(backend, snapshot, number)
    answering.answer(snapshot, Question(q=UNKNOWN))


def _changed(backend, taken_in: Sequence[int]) -> list[int]:
    """Return the ids of editorials that changed since the rebuilding began."""
    # First what is stale: what is indexed between the two looks is among the changed then.
    stale = dict(Stale.objects.values_list("pk", "editorial_id"))
    changed = list(succession.changed(backend.folder))
    for row in stale.keys() - set(taken_in):
        changed.append(stale[row])
    return changed


def _look_for(backend, snapshot: Snapshot, number: int) -> None:
    """Raise NotRight unless an editorial is found by a word of its title.

    This also makes the tables that the first visitors need.
    """
    editorials = backend.search_index.get_model().objects.filter(pk=number)
    title = editorials.values_list("title", flat=True).first()
    words = [token.form for token in tokenize(title or "") if token.form.isalpha()]
    if not words:
        return
    longest = max(words, key=len)
    question = Question(q=f"titre:{longest}", page_size=LARGEST_PAGE)
    if not _is_found(number, answering.answer(snapshot, question)):
        raise NotRight(f"the new index does not find editorial {number} by {question.q}")
    if not answering.answer(snapshot, Question(q=longest)).count:
        raise NotRight(f"the new index finds nothing for {question.q}")


def _is_found(number: int, answer: Answer) -> bool:
    """Return True if an editorial is among the hits, or may be on a further page of them."""
    if answer.count > LARGEST_PAGE:
        return True
    return number in [hit.id for hit in answer.hits]
