"""Record -> editorial. May be run twice: what has not changed is left alone, and what an editor
mended stays."""

import logging
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from archive import text
from archive.ingest.entering import (
    capturing,
    citing,
    comparable,
    identity,
    keyed_rows,
    keyless_rows,
    letters,
    mending,
    merging,
)
from archive.ingest.entering.creating import Creation, create, passed
from archive.ingest.entering.fitting import unfit
from archive.ingest.entering.masked import masked
from archive.ingest.entering.told_once import ToldOnce
from archive.ingest.records import Record, Rejected
from archive.models import Editorial, Import
from archive.models.doubts import as_line
from archive.models.editorials import derived
from archive.models.imports import Noted
from archive.models.operations import changing
from archive.models.requests import granted_mask

log = logging.getLogger(__name__)
# What nobody foresaw in a record.
UNFIT = (DataError, IntegrityError, ValueError)
LONGEST_SOURCE = 1000  # characters: what `Capture.origin` holds
TOGETHER = 100  # records in a transaction; more gain little
LARGEST_BATCH = 4 << 20  # characters and bytes of them
LONGEST_WAIT = 0.5  # seconds until what is there is saved
OUTCOMES = ("created", "updated", "unchanged", "duplicate", "rejected")


@dataclass
class Outcome:
    """What became of one source item: created, updated, unchanged, duplicate or rejected (with the
    reason). `row` is the report's line where it was read before the editorial was rolled back."""

    source: str
    outcome: str
    reason: str | None = None
    editorial: Editorial | None = None
    unreadable: bool = False
    row: dict | None = None
    letters: int = 0  # that came or changed with it
    bylines: list | None = None  # as printed, where the editorial was rolled back
    is_citation: bool = False  # it completed the editorial that it cites, nothing is mended of it
    ruled: dict = field(default_factory=dict)  # what rules decided: `models.import_rules.ruled`

    def as_row(self) -> dict:
        """Return it in JSON; all that a rejected item cannot have is null, empty or absent."""
        if self.row is not None:
            return dict(self.row)
        row = {"source": self.source, "outcome": self.outcome, "reason": self.reason}
        row["rules"] = self.ruled.get("rules", [])
        editorial = self.editorial
        if editorial is None:
            absent = dict.fromkeys(("id", "title", "date", "publication"))
            empty = {"authors": [], "bylines": [], "tags": [], "text": "", "doubts": []}
            return row | absent | empty
        signatures = []
        for byline in editorial.bylines.select_related("author"):
            name = byline.author.name if byline.author else byline.name
            signatures.append({"name": name, "kind": byline.kind})
        return row | {
            "id": editorial.pk,
            "title": editorial.title or None,
            "authors": [signature["name"] for signature in signatures],
            "bylines": signatures,
            "date": editorial.date or None,
            "publication": editorial.publication.name if editorial.publication else None,
            "tags": [tag.name for tag in editorial.tags.all()],
            "standfirst": editorial.standfirst,
            "text": text.plain_spaces(editorial.text),
            "doubts": [as_line(doubt) for doubt in editorial.doubts],
        }


def save(
    records: Iterable[Record | Rejected],
    publication: str = "",
    dry_run: bool = False,
    event: Import | None = None,
    before: int = 0,
    earlier: Collection[int] = (),
) -> Iterator[Outcome]:
    """Save each record and yield what became of it.

    `publication` serves where a record names none. With an `event` all that changes is a part of
    its operation, and what becomes of each item is noted; `before` of them came before these.
    Without one, `earlier` are the editorials that rows before these are. Some are saved in one
    transaction, since most of the work on one is that of beginning and ending; who is told of the
    first of them finds all of them done.
    """
    number = before
    told_once = ToldOnce()
    editorials = passed(event, before).union(earlier)
    for as_read in _batches(records, 1 if dry_run else TOGETHER):
        mask = granted_mask()
        batch = [masked(record, mask) for record in as_read]
        together = None
        if len(batch) > 1:
            together = _saved_together(batch, publication, event, number, told_once, editorials)
        if together is None:
            yield from _saved_one_by_one(
                batch, publication, dry_run, event, number, told_once, editorials
            )
        else:
            yield from together
        number += len(batch)


def _batches(records: Iterable[Record | Rejected], most: int) -> Iterator[list[Record | Rejected]]:
    """Yield the records, so many at a time, fewer where they are long or slow to come.

    Those before an error come all the same.
    """
    batch: list[Record | Rejected] = []
    length, since = 0, time.monotonic()
    try:
        for record in records:
            batch.append(record)
            if isinstance(record, Record):
                length += len(record.html) + len(record.capture)
            is_late = time.monotonic() - since > LONGEST_WAIT
            if len(batch) >= most or length > LARGEST_BATCH or is_late:
                yield batch
                batch, length, since = [], 0, time.monotonic()
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _saved_together(
    batch: list[Record | Rejected],
    publication: str,
    event: Import | None,
    before: int,
    told_once: ToldOnce,
    earlier: set[int],
) -> list[Outcome] | None:
    """Save records in one transaction; None, and nothing saved, where one of them cannot be."""
    try:
        with transaction.atomic(), _going_on(event):
            creation = Creation(batch, keeps_files=True, earlier=earlier)
            outcomes = []
            for record in batch:
                outcomes.append(_save_within(record, publication, False, told_once, creation))
            creation.finish()
            if event:
                event.note_all(before, [_noted(outcome) for outcome in outcomes])
        earlier |= creation.numbers
        return outcomes
    except UNFIT:
        return None


def _saved_one_by_one(
    batch: list[Record | Rejected],
    publication: str,
    dry_run: bool,
    event: Import | None,
    before: int,
    told_once: ToldOnce,
    earlier: set[int],
) -> Iterator[Outcome]:
    """Save each record in a transaction of its own; with `dry_run` take it back."""
    for number, record in enumerate(batch, start=before + 1):
        try:
            with _going_on(event), transaction.atomic():
                with changing([]):  # what is made is noted at its end
                    creation = Creation([record], keeps_files=not dry_run, earlier=earlier)
                    outcome = _save_within(record, publication, dry_run, told_once, creation)
                    creation.finish()
                if dry_run:  # what is rolled back cannot be read any more
                    outcome.row = _row_of_trial(outcome)
                    outcome.bylines = _bylines_of_trial(outcome)
                if event:
                    event.note_all(number - 1, [_noted(outcome)])
                transaction.set_rollback(dry_run)
            earlier |= creation.numbers
        except UNFIT:
            # what nobody foresaw in one record must not stop the others
            log.exception("%s could not be saved", record.source)
            reason = _("Cette entrée n’a pas pu être enregistrée ; le journal dit pourquoi.")
            outcome = Outcome(record.source, "rejected", reason)
            if event:
                event.note_all(number - 1, [_noted(outcome)])
        yield outcome


def _noted(outcome: Outcome) -> Noted:
    rules = outcome.ruled.get("rules", [])
    return outcome.source, outcome.outcome, outcome.reason, outcome.editorial, rules


def _going_on(event: Import | None) -> AbstractContextManager:
    if event is None or event.operation is None:
        return nullcontext()
    return event.operation.going_on()


def _row_of_trial(outcome: Outcome) -> dict:
    """Return the report's line of what will be taken back: what was created has no number then."""
    row = outcome.as_row()
    if row["outcome"] == "created":
        row["id"] = None
    return row


def _bylines_of_trial(outcome: Outcome) -> list:
    if outcome.editorial is None:
        return []
    return list(map(list, outcome.editorial.bylines.values_list("name", "role")))


def _save_within(
    record: Record | Rejected,
    publication: str,
    dry_run: bool,
    told_once: ToldOnce,
    creation: Creation,
) -> Outcome:
    record = told_once.of(record)
    outcome = _saved(record, publication, dry_run, creation)
    told_once.note(record, outcome.outcome)
    return outcome


def _saved(
    record: Record | Rejected, publication: str, dry_run: bool, creation: Creation
) -> Outcome:
    if isinstance(record, Rejected):
        return Outcome(record.source, "rejected", record.reason, unreadable=record.unreadable)
    record.publication = record.publication or publication
    record.source = record.source[-LONGEST_SOURCE:]  # of a deep folder the end tells which file
    if reason := unfit(record):
        return Outcome(record.source, "rejected", reason)
    if creation.takes(record):
        record.html = derived(record.html).html
        return Outcome(record.source, "created", editorial=creation.add(record))
    creation.finish()  # what came before is there
    if record.is_citation:
        return _cite(record)
    outcome = _save(record, not dry_run, creation)
    if outcome.editorial:
        creation.note(outcome.editorial)
    if record.mending and outcome.editorial:
        if outcome.outcome == "created":
            outcome.ruled = record.mending.ruled
            mending.apply(outcome.editorial, record.mending)
        elif outcome.outcome == "updated":
            mending.apply(outcome.editorial, mending.of_update(record.mending))
    return outcome


def _cite(record: Record) -> Outcome:
    """Complete the editorial that an entry of a bibliography cites; it makes none."""
    try:
        editorial = citing.cited(record)
    except citing.Unknown as unknown:
        return Outcome(record.source, "rejected", str(unknown))
    outcome = "updated" if citing.complete(editorial, record) else "unchanged"
    return Outcome(record.source, outcome, editorial=editorial, is_citation=True)


def _save(record: Record, keep_capture: bool, creation: Creation) -> Outcome:
    record.html = derived(record.html).html
    met = creation.met(record)
    by_id = creation.met_by_id(record)
    if editorial := met or by_id.editorial or identity.same_document(record):
        comparable.without_taken_out(record, editorial)
        if not (record.capture or record.letters) and merging.is_told(editorial, record):
            is_captured = editorial.is_captured  # type: ignore[attr-defined] # by `identity.locked`
            if keep_capture and record.file and not is_captured:
                with changing([editorial], ["captures"]):
                    capturing.keep(editorial, record, has_changed=False)
            return Outcome(record.source, "unchanged", editorial=editorial)
        with changing([editorial]):
            has_changed = merging.merge(editorial, record)
            if met and has_changed:
                keyless_rows.leave_doubt(editorial, record)
            if by_id.doubt and has_changed:
                keyed_rows.leave_doubt(editorial, by_id.doubt)
            if keep_capture:
                capturing.keep(editorial, record, has_changed)
        count = letters.take(editorial, record)
        outcome = "updated" if has_changed or count else "unchanged"
        return Outcome(record.source, outcome, editorial=editorial, letters=count)
    if twin := identity.twin(record):
        if keep_capture and (record.capture or record.file):
            with changing([twin], ["captures"]):
                capturing.keep(twin, record, has_changed=False)
        count = letters.take(twin, record)
        if not record.capture and merging.is_told_alike(twin, record):
            # a row without any key, read again
            return Outcome(record.source, "unchanged", editorial=twin)
        reason = _("Même texte que l’éditorial n° %(id)s.") % {"id": twin.pk}
        return Outcome(record.source, "duplicate", reason, editorial=twin, letters=count)
    if by_id.doubt:
        record = replace(record, doubts=[*record.doubts, by_id.doubt])
    editorial = create(record)
    if keep_capture:
        capturing.keep(editorial, record, has_changed=True)
    count = letters.take(editorial, record)
    return Outcome(record.source, "created", editorial=editorial, letters=count)
