"""What editors sent by the web: looked through, and brought in once it is confirmed, by a process
of its own, or by workers.

Nothing waits in a request and nothing is kept in memory that would be missed: what is done stands
in the database item by item, so that the process may be killed at any moment, and the next one goes
on behind the last item.
"""

import logging
import os
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from typing import Any

from django.core.files import locks
from django.db import DatabaseError
from django.utils.translation import gettext as _

from archive import disk, ingest, processes, text, workers
from archive.ingest.entering import identity, keyed_rows, likeness, mending, saving
from archive.ingest.files.mappings import Mappings
from archive.ingest.records import Record, Rejected
from archive.models import ColumnMapping, Editorial, ImportRule, Upload, UploadItem, uploads_folder
from archive.models.loading import TITLED
from archive.models.uploads import UploadQuerySet

log = logging.getLogger(__name__)
TURN = 1.0  # seconds that one upload is worked on before the next has its turn
NICENESS = 5
OPENING = 300  # characters of a text that a preview's list shows
# Columns of an editorial that the preview of one item shows beside its report's line.
ITEM_FIELDS = ("standfirst", "section", "issue", "page", "language", "source_url", "source_id")
COMMAND = "import_pending"
Steps = Generator[None, None, None]  # the work that an upload waits for, a step an item


class Differs(Exception):
    """The files are no longer read as the preview showed them."""


def begin() -> bool:
    """Have the waiting uploads worked on by a process of its own, unless one is at it.

    With a queue each is a worker's task. Return at once, True if one was begun.
    """
    if workers.is_queued():
        begun = 0
        for upload in Upload.objects.waiting():
            begun += workers.begin(COMMAND, str(upload.pk), niceness=NICENESS)
        return begun > 0
    if processes.is_running(COMMAND) or not Upload.objects.waiting().exists():
        return False
    with alone() as is_alone:
        if not is_alone:
            return False
    processes.begin(COMMAND, niceness=NICENESS)
    return True


@contextmanager
def alone() -> Iterator[bool]:
    """Yield True if this process is the one that works; the lock goes with it, however it ends."""
    with open(uploads_folder() / "worker.lock", "w") as file:
        is_alone = locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)
        try:
            yield is_alone
        finally:
            if is_alone:
                locks.unlock(file)


def work() -> None:
    """Work on all that waits, on each for a turn, until nothing does; not beside another."""
    with alone() as is_alone:
        if is_alone:
            _work_in_turns(Upload.objects.all())


def work_on(number: int) -> None:
    """Work on one upload until it waits no more, or is no more; its lease keeps others away."""
    _work_in_turns(Upload.objects.filter(pk=number))


def _work_in_turns(uploads: UploadQuerySet) -> None:
    going: dict[tuple[int, str], Steps] = {}
    while waiting := _waiting(uploads):
        for key in going.keys() - waiting.keys():  # dropped or stopped meanwhile
            going.pop(key).close()
        for key, upload in waiting.items():
            if key not in going:
                going[key] = _begun(upload)
            if _turn(upload, going[key]):
                going.pop(key).close()


def _waiting(uploads: UploadQuerySet) -> dict[tuple[int, str], Upload]:
    """Return the uploads that there is work for; another state is other work."""
    return {(upload.pk, upload.state): upload for upload in uploads.waiting()}


def _begun(upload: Upload) -> Steps:
    """Begin the work that an upload waits for."""
    Upload.objects.filter(pk=upload.pk).update(tries=upload.tries + 1)
    if upload.tries >= Upload.MOST_TRIES:
        return _given_up(upload)
    if upload.is_in_reading:
        return _look_through(upload)
    if upload.is_in_import:
        return _bring_in(upload)
    return _stop(upload)


def _turn(upload: Upload, steps: Steps) -> bool:
    """Go on for a turn; True once there is no more to do, or no more can be done now."""
    until = time.monotonic() + TURN
    try:
        for _step in steps:
            if time.monotonic() >= until:
                Upload.objects.filter(pk=upload.pk).update(tries=0)
                return False
    except Differs:
        reason = _(
            "Les fichiers ne se lisent plus comme l’aperçu les a montrés : envoyez-les à nouveau."
        )
        upload.fail(reason)
    except (DatabaseError, OSError, ValueError) as error:
        if disk.reason(error):  # it is gone on with when something can be written again
            log.warning("Upload %s waits: %s", upload.pk, error)
        elif Upload.objects.filter(pk=upload.pk).exists():
            log.exception("Upload %s could not be gone on with", upload.pk)
    return True


def _given_up(upload: Upload) -> Steps:
    noted = upload.event.items if upload.event else upload.items
    reason = _(
        "La lecture s’est arrêtée plusieurs fois après l’élément n° %(number)s ; "
        "le journal dit pourquoi."
    )
    upload.fail(reason % {"number": noted.count()})
    yield from ()


def _stop(upload: Upload) -> Steps:
    upload.finish()
    yield from ()


def records(upload: Upload, mappings: Mappings) -> Iterator[Record | Rejected]:
    """Yield all that the files hold, in a fixed order, with sources named as they were sent.

    `mappings`: what the columns of tables give.
    """
    folder = os.path.realpath(upload.folder) + os.sep
    for record in ingest.read_all([str(upload.folder)], upload.format, mappings):
        record.source = record.source.removeprefix(folder)
        yield record


def _look_through(upload: Upload) -> Steps:
    """Try each item and take it back; note what would become of it."""
    done = upload.items.count()
    mappings = Mappings(ColumnMapping.objects.by_heading())
    rules = ImportRule.all_in_order()
    tried = keyed_rows.with_shared(records(upload, mappings), upload.publication)
    remaining = islice(tried, done, None)
    with_rules = (mending.with_rules(record, rules) for record in remaining)
    editorials = upload.items.exclude(row__id=None).values_list("row__id", flat=True)
    outcomes = saving.save(with_rules, upload.publication, dry_run=True, earlier=set(editorials))
    for number, outcome in enumerate(outcomes, start=done + 1):
        _note(upload, number, outcome)
        yield
    upload.become_ready({heading: asdict(table) for heading, table in mappings.met.items()})


def _note(upload: Upload, number: int, outcome: saving.Outcome) -> None:
    row = outcome.as_row()
    fingerprint = text.fingerprint(text.folded_words(row["text"]))
    preview = UploadItem(
        upload=upload,
        number=number,
        source=row["source"][:1000],
        fingerprint=fingerprint,
        outcome=outcome.outcome,
        reason=outcome.reason or "",
        ruled=outcome.ruled,
    )
    if outcome.outcome == "created" and fingerprint:
        twin = _twin(upload, fingerprint, row)
        if twin:
            preview.outcome = "duplicate"
            reason = _("Même texte que l’élément n° %(number)s de cet envoi.")
            preview.reason = reason % {"number": twin.number}
    stored = _stored(outcome)
    doubts = _fresh_doubts(outcome, stored)
    more: dict[str, Any] = {}
    if stored and (taken_away := _taken_away(outcome, stored)):
        more["taken_away"] = taken_away
    if preview.outcome == "created" and (near := _near(outcome)):
        more["near"] = near
    if outcome.letters:
        more["letters"] = outcome.letters
    preview.row = row | more | {"text": row["text"][:OPENING], "doubts": doubts}
    preview.text = row["text"]
    if outcome.editorial:
        preview.fields = _fields(outcome.editorial, outcome)
    preview.doubtful = bool(doubts) and preview.outcome in ("created", "updated")
    preview.save()


def _near(outcome: saving.Outcome) -> list[str]:
    """Return [heading, address] of an editorial that nearly has the text of a new one, else []."""
    fresh = outcome.editorial
    if fresh is None:
        return []
    numbers = [editorial.pk for editorial in likeness.near(fresh.text, fresh.language)]
    editorials = Editorial.objects.except_trashed().filter(pk__in=numbers).order_by("pk")
    nearest = editorials.only(*TITLED).first()
    if nearest is None:
        return []
    return [nearest.heading, nearest.get_absolute_url()]


def _stored(outcome: saving.Outcome) -> Editorial | None:
    """Return the editorial of an item as it is here before; None for what is new.

    The trial is taken back by now.
    """
    if outcome.editorial is None or outcome.outcome == "created":
        return None
    editorials = Editorial.objects.select_related("publication")
    return editorials.filter(pk=outcome.editorial.pk).first()


def _fresh_doubts(outcome: saving.Outcome, stored: Editorial | None) -> list[dict]:
    """Return the doubts that an item brings, without those that the archive has already."""
    if outcome.editorial is None:
        return []
    before = stored.doubts if stored else []
    return [doubt for doubt in outcome.editorial.doubts if doubt not in before]


def _taken_away(outcome: saving.Outcome, stored: Editorial) -> list[list[str]]:
    """Return [[field, content], …] of what an editorial has and would have no more."""
    row, after = outcome.as_row(), outcome.editorial
    gone = []
    for name in ("title", "date", *ITEM_FIELDS):
        before = getattr(stored, name)
        if before and not getattr(after, name):
            gone.append([name, before])
    if stored.publication and not row["publication"]:
        gone.append(["publication", stored.publication.name])
    if not row["authors"]:
        gone += [["bylines", byline.name] for byline in stored.bylines.all()]
    names = [tag.name for tag in stored.tags.all()]
    return gone + [["tags", name] for name in names if name not in row["tags"]]


def _fields(editorial: Editorial, outcome: saving.Outcome) -> dict[str, Any]:
    """Return what a preview shows beside a report's line, or asks to show it."""
    fields = {name: getattr(editorial, name) for name in ITEM_FIELDS}
    return fields | {"bylines": outcome.bylines or [], "is_citation": outcome.is_citation}


def _twin(upload: Upload, fingerprint: str, row: dict) -> UploadItem | None:
    """Return an earlier item with the same text, as `identity.twin` will find it.

    What is tried is taken back, so that it is not in the archive for the next item.
    """
    same_text = upload.items.filter(fingerprint=fingerprint, outcome__in=["created", "updated"])
    for earlier in same_text.order_by("number"):
        if identity.agree(_printing(earlier.row), _printing(row)):
            return earlier
    return None


def _printing(row: dict) -> identity.Printing:
    return identity.Printing(row["title"], row["date"])


def _bring_in(upload: Upload) -> Steps:
    event = upload.event
    assert event is not None  # `Upload.confirm` made it
    done = event.items.count()
    remaining = _chosen(upload, done)
    for _outcome in saving.save(remaining, upload.publication, event=event, before=done):
        yield
    upload.finish()


def _chosen(upload: Upload, done: int) -> Iterator[Record | Rejected]:
    """Yield what comes behind the items that are done.

    What the editor left out is rejected with that reason. Raises Differs where the files are no
    longer read as the preview showed them.
    """
    dropped = upload.items.filter(left_out=True).exclude(outcome="rejected")
    dropped_sources = dict(dropped.values_list("number", "source"))
    decided = upload.items.exclude(mended={}, ruled={}).only("number", "mended", "ruled")
    items = {item.number: item for item in decided}
    # As the preview read them, whatever has been said of such columns since.
    mappings = Mappings({heading: table["keys"] for heading, table in upload.tables.items()})
    for number, record in enumerate(islice(records(upload, mappings), done, None), start=done + 1):
        if number not in dropped_sources:
            if isinstance(record, Record) and not record.is_citation:
                record = mending.with_mending(upload, record, items.get(number))
            yield record
        elif record.source[:1000] == dropped_sources[number]:
            yield Rejected(_("Écarté à l’aperçu."), source=record.source)
        else:
            raise Differs
