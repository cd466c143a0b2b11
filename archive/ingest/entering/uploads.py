"""What editors sent by the web: looked through, and brought in once it is confirmed, by a process of its own.

Nothing waits in a request and nothing is kept in memory that would be missed: what is done stands in the database item by
item, so that the process may be killed at any moment, and the next one goes on behind the last item.
"""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from django.core.files import locks
from django.db import DatabaseError
from django.utils.translation import gettext as _

from archive import ingest, processes, text
from archive.ingest.entering import saving
from archive.ingest.records import Record, Rejected
from archive.models import Upload, UploadItem, UploadState, uploads_folder

log = logging.getLogger(__name__)
TURN = 1.0  # seconds that one upload is worked on before the next has its turn
NICENESS = 5
OPENING = 300  # characters of a text that a preview keeps
COMMAND = "import_pending"


class Differs(Exception):
    """The files are no longer read as the preview showed them."""


def begin() -> bool:
    """Has the waiting uploads worked on by a process of its own, unless one is at it; returns at once whether one was
    begun."""
    if processes.is_running(COMMAND) or not Upload.objects.waiting().exists():
        return False
    with alone() as held:
        if not held:
            return False
    processes.begin(COMMAND, niceness=NICENESS)
    return True


@contextmanager
def alone() -> Iterator[bool]:
    """Whether this process is the one that works; the lock goes with the process, however it ends."""
    with open(uploads_folder() / "worker.lock", "w") as file:
        held = locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)
        try:
            yield held
        finally:
            if held:
                locks.unlock(file)


def work() -> None:
    """Works on all that waits, on each for a turn, until nothing does; nothing where another process is at it."""
    with alone() as held:
        going = {}
        while held and (waiting := {(one.pk, one.state): one for one in Upload.objects.waiting()}):
            for key in going.keys() - waiting.keys():  # dropped or stopped meanwhile
                going.pop(key).close()
            for key, upload in waiting.items():
                if key not in going:
                    going[key] = _begun(upload)
                if _turn(upload, going[key]):
                    going.pop(key).close()


def _begun(upload: Upload) -> Iterator[None]:
    """The work that an upload waits for, a step an item."""
    Upload.objects.filter(pk=upload.pk).update(tries=upload.tries + 1)
    if upload.tries >= Upload.MOST_TRIES:
        return _given_up(upload)
    return {UploadState.READING: _look_through, UploadState.IMPORTING: _bring_in}.get(
        upload.state, _stop
    )(upload)


def _turn(upload: Upload, steps: Iterator[None]) -> bool:
    """Goes on for a turn; True once there is no more to do, or no more can be done now."""
    until = time.monotonic() + TURN
    try:
        for _step in steps:
            if time.monotonic() >= until:
                Upload.objects.filter(pk=upload.pk).update(tries=0)
                return False
    except Differs:
        upload.fail(
            _(
                "Les fichiers ne se lisent plus comme l’aperçu les a montrés : envoyez-les à nouveau."
            )
        )
    except (DatabaseError, OSError, ValueError):
        if Upload.objects.filter(pk=upload.pk).exists():
            log.exception("Upload %s could not be gone on with", upload.pk)
    return True


def _given_up(upload: Upload) -> Iterator[None]:
    source = upload.event.items if upload.event else upload.items
    reason = _(
        "La lecture s’est arrêtée plusieurs fois après l’élément n° %(number)s ; le journal dit pourquoi."
    )
    upload.fail(reason % {"number": source.count()})
    yield from ()


def _stop(upload: Upload) -> Iterator[None]:
    upload.finish()
    yield from ()


def records(upload: Upload) -> Iterator[Record | Rejected]:
    """All that the files hold, in a fixed order, with sources as they were named when they were sent."""
    folder = os.path.realpath(upload.folder) + os.sep
    for path in ingest.walk([upload.folder]):
        for item in [path] if isinstance(path, Rejected) else ingest.read(path, upload.format):
            item.source = item.source.removeprefix(folder)
            yield item


def _look_through(upload: Upload) -> Iterator[None]:
    """Tries each item and takes it back; what would become of it is noted."""
    done = upload.items.count()
    outcomes = saving.save(islice(records(upload), done, None), upload.publication, dry_run=True)
    for number, outcome in enumerate(outcomes, start=done + 1):
        _note(upload, number, outcome)
        yield
    Upload.objects.filter(pk=upload.pk, state=UploadState.READING).update(
        state=UploadState.READY, tries=0
    )


def _note(upload: Upload, number: int, outcome: saving.Outcome) -> None:
    said = outcome.as_row()
    fingerprint = text.fingerprint(said["text"])
    row = UploadItem(
        upload=upload, number=number, source=said["source"][:1000], fingerprint=fingerprint
    )
    row.outcome, row.reason = outcome.outcome, outcome.reason or ""
    if row.outcome == "created" and fingerprint and (twin := _twin(upload, fingerprint, said)):
        row.outcome = "duplicate"
        row.reason = _("Même texte que l’élément n° %(number)s de cet envoi.") % {
            "number": twin.number
        }
    doubts = outcome.editorial.doubts if outcome.editorial else []
    row.said = said | {"text": said["text"][:OPENING], "doubts": doubts}
    row.doubtful = bool(doubts) and row.outcome in ("created", "updated")
    row.save()


def _twin(upload: Upload, fingerprint: str, said: dict) -> UploadItem | None:
    """An earlier item with the same text, as `identity.twin` will find it: what is tried is not there for the next."""
    for other in upload.items.filter(
        fingerprint=fingerprint, outcome__in=["created", "updated"]
    ).order_by("number"):
        pairs = [
            (text.slug(other.said["title"] or ""), text.slug(said["title"] or "")),
            (other.said["date"], said["date"]),
        ]
        if all(not one or not another or one == another for one, another in pairs):
            return other
    return None


def _bring_in(upload: Upload) -> Iterator[None]:
    event = upload.event
    done = event.items.count()
    yield from (
        None
        for _outcome in saving.save(
            _chosen(upload, done), upload.publication, event=event, before=done
        )
    )
    upload.finish()


def _chosen(upload: Upload, done: int) -> Iterator[Record | Rejected]:
    """What comes behind the items that are done; what the editor left out is rejected with that reason."""
    left_out = dict(
        upload.items.filter(left_out=True)
        .exclude(outcome="rejected")
        .values_list("number", "source")
    )
    for number, item in enumerate(islice(records(upload), done, None), start=done + 1):
        if number not in left_out:
            yield item
        elif item.source[:1000] == left_out[number]:
            yield Rejected(_("Écarté à l’aperçu."), source=item.source)
        else:
            raise Differs
