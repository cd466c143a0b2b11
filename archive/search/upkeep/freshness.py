"""Keeps the index equal to the database.

Whatever changes an editorial, or a person, tag or magazine shown on it, notes it as stale in the
same transaction. Once that is committed, whoever gets the index's writer takes in all that is
stale; who does not get it leaves the rows to the one who has it. A crash leaves rows, never a gap:
they are taken in by the next who comes.
"""

import contextlib
import logging
import threading

from django.db import DatabaseError, connection, transaction
from django.db import connections as django_connections
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from haystack.signals import BaseSignalProcessor

from archive.models import (
    Author,
    AuthorName,
    Byline,
    Editorial,
    Likeness,
    Publication,
    Stale,
    Tag,
    TagAlias,
    Tagging,
)
from archive.models.editorials import editorials_changed
from archive.search import documents
from archive.search.engine import REFUSALS, Engine, current

log = logging.getLogger(__name__)
WORTH_REBUILDING = 2000  # stale editorials: from there on several processes are worth their start
BATCH = 1000  # editorials committed to the index at a time
# Changes that are indexed before the request that made them is answered; more are by a thread.
AT_ONCE = 300
MODELS = (Editorial, Byline, Tagging, Author, AuthorName, Publication, Tag, TagAlias, Likeness)
# Once one is deleted, nothing tells which editorials bore it.
NAMING = (Author, AuthorName, Publication, Tag, TagAlias)
MOVING = (Byline, Tagging, AuthorName, TagAlias)  # may be given to another editorial, person or tag
# How editorials are found by what is shown on them.
ROLES: dict[type[Model], str] = {
    Author: "bylines__author",
    Publication: "publication",
    Tag: "taggings__tag",
}
_deferring = threading.local()


def affected(instance: Model) -> list[int]:
    """Return the ids of the editorials whose indexed document says something of this row."""
    if isinstance(instance, Editorial):
        return [instance.pk]
    if isinstance(instance, Byline | Tagging):
        return [instance.editorial_id]
    if isinstance(instance, Likeness):
        # Most pairs are no near copies, and were none before: no document says anything of them.
        is_told = instance.is_near_copy or instance.verdict
        return [instance.later_id] if is_told else []
    if isinstance(instance, AuthorName):
        bylines = Byline.objects.filter(author_id=instance.author_id)
        return list(bylines.values_list("editorial_id", flat=True))
    if isinstance(instance, TagAlias):
        taggings = Tagging.objects.filter(tag_id=instance.tag_id)
        return list(taggings.values_list("editorial_id", flat=True))
    editorials = Editorial.objects.filter(**{ROLES[type(instance)]: instance})
    return list(editorials.values_list("pk", flat=True))


class Freshness(BaseSignalProcessor):
    """Haystack's signal processor, which a setting names."""

    def setup(self):
        for model in MODELS:
            post_save.connect(self.note, sender=model)
            deletion = pre_delete if model in NAMING else post_delete
            deletion.connect(self.note, sender=model)
        for model in MOVING:
            pre_save.connect(self.note_before, sender=model)
        editorials_changed.connect(self.note_many)

    def teardown(self):
        for model in MODELS:
            for signal in (post_save, post_delete, pre_delete):
                signal.disconnect(self.note, sender=model)
        for model in MOVING:
            pre_save.disconnect(self.note_before, sender=model)
        editorials_changed.disconnect(self.note_many)

    def note(self, sender, instance, **kwargs):
        mark(affected(instance))

    def note_before(self, sender, instance, **kwargs):
        """Note as well the editorials that a row leaves which is moved."""
        if not instance.pk:
            return
        for stored in sender._base_manager.filter(pk=instance.pk):
            mark(affected(stored))

    def note_many(self, sender, ids, **kwargs):
        mark(ids)


def mark(editorial_ids: list[int]) -> None:
    """Note editorials as stale; the index takes them in when the transaction is committed."""
    if not editorial_ids:
        return
    Stale.objects.mark(editorial_ids)
    for waiting in connection.run_on_commit:
        if waiting[1] is _after_commit:
            return
    transaction.on_commit(_after_commit, robust=True)


def _after_commit():
    if getattr(_deferring, "on", False):
        return
    if Stale.objects.count() > AT_ONCE:  # nobody waits half a minute for the answer to a form
        threading.Thread(target=_drain_aside).start()
    else:
        drain()


def _drain_aside():
    try:
        drain()
    except DatabaseError as error:
        log.error("What changed could not be indexed and waits: %s", error)
    finally:
        django_connections.close_all()


@contextlib.contextmanager
def deferred():
    """Index nothing within it.

    At its end, or at that of the transaction around it, all that became stale is indexed.
    """
    before, _deferring.on = getattr(_deferring, "on", False), True
    try:
        yield
    finally:
        _deferring.on = before
        if not before and not connection.in_atomic_block:
            drain(patient=True)


def drain(patient: bool = False) -> int:
    """Index all that is stale if the writer is free.

    Return the number of editorials taken in or dropped. Where the index cannot be written nothing
    is lost: it is said in the log, and the rows wait. Who is `patient` has the index made anew
    where most of it is stale: several processes do that.
    """
    engine, count = current(), 0
    try:
        if patient and _is_most_of_it(engine):
            count = engine.rebuild()
        # Looked at again once the writer is free: who did not get it left us rows.
        while Stale.objects.exists():
            with engine.writing() as is_ours:
                if not is_ours:
                    return count
                count += _take_in(engine)
        if patient and count:
            engine.prepare()
    except REFUSALS as error:
        log.error("What changed could not be indexed and waits: %s", error)
    return count


def _is_most_of_it(engine: Engine) -> bool:
    stale = Stale.objects.order_by().values("editorial_id").distinct().count()
    if engine.condition().state == "missing":
        return stale > 0
    return stale > WORTH_REBUILDING and 2 * stale > documents.number()


def _take_in(engine: Engine) -> int:
    count = 0
    while rows := _rows():
        ids = set(rows.values())
        engine.refresh(ids)
        Stale.objects.settle(list(rows))
        count += len(ids)
    return count


def _rows() -> dict[int, int]:
    """Return {number of the row: editorial} of the first BATCH editorials.

    One that is saved often has many rows.
    """
    rows: dict[int, int] = {}
    ids: set[int] = set()
    for number, editorial_id in Stale.objects.values_list("pk", "editorial_id").iterator():
        ids.add(editorial_id)
        if len(ids) > BATCH:
            break
        rows[number] = editorial_id
    return rows
