"""Keeps the index equal to the database.

Whatever changes an editorial, or a person, tag or magazine shown on it, notes it as stale in the same transaction.
Once that is committed, whoever gets the index's writer takes in all that is stale; who does not get it leaves the rows
to the one who has it. A crash leaves rows, never a gap: they are taken in by the next who comes.
"""

import contextlib
import logging
import threading

from django.db import DatabaseError, connection, transaction
from django.db import connections as django_connections
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from haystack.signals import BaseSignalProcessor

from archive.models import (
    Author,
    AuthorName,
    Byline,
    Editorial,
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
AT_ONCE = 300  # changes that are indexed before the request that made them is answered; more are by a thread
MODELS = (Editorial, Byline, Tagging, Author, AuthorName, Publication, Tag, TagAlias)
NAMING = (
    Author,
    AuthorName,
    Publication,
    Tag,
    TagAlias,
)  # once one is deleted, nothing tells which editorials bore it
MOVING = (Byline, Tagging, AuthorName, TagAlias)  # may be given to another editorial, person or tag
_deferring = threading.local()


def affected(instance) -> list[int]:
    """The ids of the editorials whose indexed document says something of this row."""
    if isinstance(instance, Editorial):
        return [instance.pk]
    if isinstance(instance, Byline | Tagging):
        return [instance.editorial_id]
    if isinstance(instance, AuthorName):
        return list(
            Byline.objects.filter(author_id=instance.author_id).values_list(
                "editorial_id", flat=True
            )
        )
    if isinstance(instance, TagAlias):
        return list(
            Tagging.objects.filter(tag_id=instance.tag_id).values_list("editorial_id", flat=True)
        )
    return list(
        Editorial.objects.filter(**{ROLES[type(instance)]: instance}).values_list("pk", flat=True)
    )


ROLES = {Author: "bylines__author", Publication: "publication", Tag: "taggings__tag"}


class Freshness(BaseSignalProcessor):
    """Haystack's signal processor (a setting names it)."""

    def setup(self):
        for model in MODELS:
            post_save.connect(self.note, sender=model)
            (pre_delete if model in NAMING else post_delete).connect(self.note, sender=model)
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
        """What is moved leaves where it was."""
        for stored in sender._base_manager.filter(pk=instance.pk) if instance.pk else ():
            mark(affected(stored))

    def note_many(self, sender, ids, **kwargs):
        mark(ids)


def mark(editorial_ids: list[int]) -> None:
    """Notes editorials as stale; the index takes them in when the transaction is committed."""
    if not editorial_ids:
        return
    Stale.objects.mark(editorial_ids)
    if not any(hook is _after_commit for _sids, hook, *_rest in connection.run_on_commit):
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
    """Within it nothing is indexed; at its end, or at that of the transaction around it, all that became stale is."""
    before, _deferring.on = getattr(_deferring, "on", False), True
    try:
        yield
    finally:
        _deferring.on = before
        if not before and not connection.in_atomic_block:
            drain(patient=True)


def drain(patient: bool = False) -> int:
    """Index all that is stale if the writer is free; return the number of editorials taken in or dropped.

    Where the index cannot be written nothing is lost: it is said in the log, and the rows wait. Who is `patient` has
    the index made anew where most of it is stale: several processes do that.
    """
    engine, count = current(), 0
    try:
        if patient and _is_most_of_it(engine):
            count = engine.rebuild()
        while (
            Stale.objects.exists()
        ):  # asked again once the writer is free: who did not get it left us rows
            with engine.writing() as is_ours:
                if not is_ours:
                    return count
                count += _take_in(engine)
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
    """{number of the row: editorial} of the first BATCH editorials. One that is saved often has many rows."""
    rows, ids = {}, set()
    for pk, editorial_id in Stale.objects.values_list("pk", "editorial_id").iterator():
        ids.add(editorial_id)
        if len(ids) > BATCH:
            break
        rows[pk] = editorial_id
    return rows
