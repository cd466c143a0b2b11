"""Keeps the index equal to the database.

Whatever changes an editorial, or a person, tag or magazine shown on it, notes it as stale in the
same transaction. Once that is committed, a save takes in what it changed itself, if it gets the
index's writer soon, and nothing else: others may write without end. Whatever is stale then is left
to a thread of the same process, which waits for the writer up to PATIENCE seconds. A crash leaves
rows, never a gap: the next save's thread takes them in, `watching.look` within a minute of any
question or look at the site's health, or the next start.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Collection, Iterable, Iterator

from django.db import DatabaseError, connection, transaction
from django.db import connections as django_connections
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from haystack.signals import BaseSignalProcessor

from archive.models import (
    Author,
    AuthorName,
    Byline,
    Datestamp,
    Editorial,
    Likeness,
    Publication,
    Settlement,
    Stale,
    Tag,
    TagAlias,
    Tagging,
)
from archive.models.editorials import editorials_changed
from archive.models.search import StaleQuerySet
from archive.processes import sparing_collector
from archive.search import absence, documents
from archive.search.engine import REFUSALS, UNREADABLE, Engine, IndexAway, NotTaken, current
from archive.search.upkeep import derived

log = logging.getLogger(__name__)
WORTH_REBUILDING = 2000  # stale editorials: from there on several processes are worth their start
BATCH = 1000  # editorials committed to the index at a time
# Changes that are indexed before the request that made them is answered: about a second of work.
# More are by a thread, so many at a time, and a save may have the writer in between.
AT_ONCE = 300
PATIENCE = 30.0  # seconds that those wait for the index's writer whom nobody waits for
MODELS = (
    *(Editorial, Byline, Tagging, Author, AuthorName, Publication, Tag, TagAlias, Likeness),
    Settlement,
)
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
    if isinstance(instance, Settlement):
        return [instance.editorial]
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

    def note(self, sender, instance, created=False, **kwargs):
        if created and sender in ROLES:  # no editorial bears it yet
            return
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
    """Note editorials as changed for the index, and for harvesters.

    The index takes them in when the transaction is committed.
    """
    if not editorial_ids:
        return
    Stale.objects.mark(editorial_ids)
    Datestamp.objects.note(editorial_ids)
    for waiting in connection.run_on_commit:
        changed = getattr(waiting[1], "__self__", None)
        if isinstance(changed, _Changed):
            changed.ids.update(editorial_ids)
            return
    transaction.on_commit(_Changed(editorial_ids).take_in, robust=True)


class _Changed:
    """The editorials that one transaction changed."""

    def __init__(self, ids: Iterable[int]):
        self.ids = set(ids)

    def take_in(self) -> None:
        """Have the index take them in now, or a thread if they are many or another writes."""
        if getattr(_deferring, "on", False):
            return
        if len(self.ids) <= AT_ONCE:
            _take_in_at_once(self.ids)
        if Stale.objects.exists():
            aside()


def _take_in_at_once(ids: Collection[int]) -> None:
    if absence.is_away():  # who saves does not wait for it once more
        return
    engine = current()
    with _telling_refusal(), engine.writing() as is_ours:
        if is_ours:
            _take_in(engine, Stale.objects.filter(editorial_id__in=ids), len(ids))


class _Aside:
    """The one thread of this process that takes in what requests leave."""

    def __init__(self):
        self._lock = threading.Lock()
        self._is_wanted = self._is_running = False

    def begin(self) -> None:
        """Have it take in what is stale by now; return at once."""
        with self._lock:
            self._is_wanted = True
            if self._is_running:  # it looks once more before it ends
                return
            self._is_running = True
        threading.Thread(target=self._run).start()

    def _run(self) -> None:
        try:
            while self._is_to_go_on():
                drain(wait=PATIENCE, batch=AT_ONCE)
        except Exception as error:  # whatever befell this one, the next begins anew
            log.error("What changed could not be indexed and waits: %r", error)
            with self._lock:
                self._is_running = False
        finally:
            django_connections.close_all()

    def _is_to_go_on(self) -> bool:
        with self._lock:
            self._is_running, self._is_wanted = self._is_wanted, False
            return self._is_running


_aside = _Aside()


def aside() -> None:
    """Have a thread of this process take in what is stale by now; return at once."""
    _aside.begin()


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


def drain(patient: bool = False, wait: float = 0.0, batch: int | None = None) -> int:
    """Index all that is stale now; what becomes stale meanwhile is left to who makes it so.

    Return the number of editorials taken in or dropped, `batch` in a commit. Nothing is done where
    another writes the index for more than `wait` seconds. Where it cannot be written nothing is
    lost: it is said in the log and by the site's health, and the rows wait. Who is `patient` waits
    PATIENCE seconds for the writer, and has the index made anew where most of it is stale: several
    processes do that.
    """
    engine, count = current(), 0
    if patient:
        wait = PATIENCE
    with _telling_refusal():
        if patient and _is_most_of_it(engine):
            with sparing_collector():
                count = engine.rebuild()
                derived.build()
        newest = Stale.objects.order_by("-pk").values_list("pk", flat=True).first()
        now_stale = Stale.objects.filter(pk__lte=newest or 0)
        while now_stale.exists():
            # Given back after each batch: a save that comes meanwhile has its turn.
            with _writer(engine, wait) as is_ours:
                if not is_ours:
                    return count
                taken = _take_in(engine, now_stale, batch or BATCH)
            count += taken
            if not taken:  # another process is at what there is
                break
        if patient and count:
            engine.prepare()
    return count


@contextlib.contextmanager
def _writer(engine: Engine, wait: float) -> Iterator[bool]:
    """Give True if this process alone may write the index; wait up to `wait` seconds for it."""
    until = time.monotonic() + wait
    while True:
        with engine.writing() as is_ours:
            if is_ours or time.monotonic() >= until:
                yield is_ours
                return


@contextlib.contextmanager
def _telling_refusal() -> Iterator[None]:
    """Tell the log and the site's health where the index refuses to be written."""
    try:
        yield
    except REFUSALS as error:
        log.error("What changed could not be indexed and waits: %s", error)
        if isinstance(error, IndexAway):
            absence.begin(error)
        if isinstance(error, UNREADABLE):
            with contextlib.suppress(DatabaseError):
                Stale.objects.filter(refused=False).update(refused=True)


def _is_most_of_it(engine: Engine) -> bool:
    stale = Stale.objects.order_by().values("editorial_id").distinct().count()
    if engine.condition().state == "missing":
        return stale > 0
    return stale > WORTH_REBUILDING and 2 * stale > documents.number()


def _take_in(engine: Engine, stale: StaleQuerySet, most: int) -> int:
    """Index the first `most` editorials of these rows and delete the rows; return how many.

    Rows that another process is at are left to it. Raises REFUSALS; what was taken in for all that
    is not stale any more.
    """
    refused = None
    with _held(stale) as free:
        rows = _rows(free, most)
        ids = set(rows.values()) - _elsewhere(rows.values())
        if ids:
            try:
                engine.refresh(ids)
            except NotTaken as error:
                refused = error
                ids -= set(error.ids)
            derived.refresh(ids)
            Stale.objects.settle([row for row, editorial in rows.items() if editorial in ids])
    if refused:
        raise refused
    return len(ids)


@contextlib.contextmanager
def _held(stale: StaleQuerySet) -> Iterator[StaleQuerySet]:
    """Give the rows that nobody else is at, and keep others from them until its end.

    On SQLite that would keep everybody from writing anything: there the index's writer is enough.
    """
    if not connection.features.has_select_for_update_skip_locked:
        yield stale
        return
    with transaction.atomic():
        yield stale.select_for_update(skip_locked=True)


def _elsewhere(ids: Collection[int]) -> set[int]:
    """Return those of these editorials of which another process is at some row.

    Two that take in one editorial would both count its words. Such rows are left to a later look.
    """
    if not connection.features.has_select_for_update_skip_locked:
        return set()
    rows = dict(Stale.objects.filter(editorial_id__in=ids).values_list("pk", "editorial_id"))
    free = Stale.objects.filter(pk__in=rows).select_for_update(skip_locked=True)
    held = set(free.values_list("pk", flat=True))
    return {editorial for row, editorial in rows.items() if row not in held}


def _rows(stale: StaleQuerySet, most: int) -> dict[int, int]:
    """Return {number of the row: editorial} of the first `most` editorials.

    One that is saved often has many rows.
    """
    rows: dict[int, int] = {}
    ids: set[int] = set()
    for number, editorial_id in stale.values_list("pk", "editorial_id").iterator(most + 1):
        ids.add(editorial_id)
        if len(ids) > most:
            break
        rows[number] = editorial_id
    return rows
