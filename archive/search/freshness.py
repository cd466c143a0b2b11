"""Keeps the index equal to the database.

Whatever changes an editorial, or a person, tag or magazine shown on it, notes it as stale in the same transaction.
Once that is committed, whoever gets the index's writer takes in all that is stale; who does not get it leaves the rows
to the one who has it. A crash leaves rows, never a gap: they are taken in by the next who comes.
"""

import contextlib
import logging
import threading

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from haystack import connections
from haystack.signals import BaseSignalProcessor

from archive.models import Author, AuthorName, Byline, Editorial, Publication, Stale, Tag, Tagging

log = logging.getLogger(__name__)
BATCH = 500  # editorials read from the database and committed to the index at a time
_deferring = threading.local()


def affected(instance) -> list[int]:
    """The ids of the editorials whose indexed document says something of this row."""
    if isinstance(instance, Editorial):
        return [instance.pk]
    if isinstance(instance, Byline | Tagging):
        return [instance.editorial_id]
    if isinstance(instance, AuthorName):
        return list(Byline.objects.filter(author_id=instance.author_id).values_list("editorial_id", flat=True))
    return list(Editorial.objects.filter(**{ROLES[type(instance)]: instance}).values_list("pk", flat=True))


ROLES = {Author: "bylines__author", Publication: "publication", Tag: "taggings__tag"}


class Freshness(BaseSignalProcessor):
    """Haystack's signal processor (a setting names it)."""

    def setup(self):
        for model in (Editorial, Byline, Tagging, Author, AuthorName, Publication, Tag):
            post_save.connect(self.note, sender=model)
        for model in (Editorial, Byline, Tagging):
            post_delete.connect(self.note, sender=model)
        for model in (
            Author,
            AuthorName,
            Publication,
            Tag,
        ):  # once deleted, nothing tells which editorials bore them
            pre_delete.connect(self.note, sender=model)

    def teardown(self):
        for signal in (post_save, post_delete, pre_delete):
            for model in (Editorial, Byline, Tagging, Author, AuthorName, Publication, Tag):
                signal.disconnect(self.note, sender=model)

    def note(self, sender, instance, **kwargs):
        if kwargs.get("raw"):
            return
        mark(affected(instance))


def mark(editorial_ids: list[int]) -> None:
    """Notes editorials as stale; the index takes them in when the transaction is committed."""
    if not editorial_ids:
        return
    Stale.objects.mark(editorial_ids)
    if not any(hook is _after_commit for _sids, hook, *_rest in connection.run_on_commit):
        transaction.on_commit(_after_commit, robust=True)


def _after_commit():
    if not getattr(_deferring, "on", False):
        drain()


@contextlib.contextmanager
def deferred():
    """Within it nothing is indexed; at its end all that became stale is, in large batches."""
    _deferring.on = True
    try:
        yield
    finally:
        _deferring.on = False
        drain()


def drain() -> int:
    """Indexes all that is stale, if the writer is free; returns the number of editorials taken in or dropped."""
    backend, done = connections["default"].get_backend(), 0
    while Stale.objects.exists():
        with backend.writer_lock() as held:
            if not held:
                return done
            done += _drain_held(backend)
    return done


def _drain_held(backend) -> int:
    done = 0
    while rows := list(Stale.objects.values_list("pk", "editorial_id")[:BATCH]):
        ids = {editorial_id for _pk, editorial_id in rows}
        backend.refresh_documents(ids)
        Stale.objects.filter(pk__in=[pk for pk, _id in rows]).delete()
        done += len(ids)
    return done
