"""A change to many editorials by a worker: one operation, whatever becomes of the worker."""

import signal

import pytest
from django_tasks_db.models import DBTaskResult
from queued import wait_until

from archive.models import (
    AlreadyUndone,
    Author,
    Bulk,
    Change,
    Editorial,
    Operation,
    Publication,
    Tag,
)
from archive.models.transfers import Union
from archive.workers import changes
from archive.workers.changes import PORTION

MANY = 3 * PORTION


@pytest.fixture
def editorials(site) -> list[int]:
    rows = [Editorial(title=f"Titre {number}", slug="titre") for number in range(MANY)]
    Editorial.objects.bulk_create(rows)
    return list(Editorial.objects.order_by("pk").values_list("pk", flat=True))


def tagged() -> int:
    return Editorial.objects.filter(tags__name="Accueil").count()


def test_a_large_change_survives_the_death_of_its_worker_and_can_be_undone(site, editorials):
    operation = changes.begin(Bulk(add=["Accueil"]), editorials, by=None, why="tri")
    assert changes.is_going(operation) and not tagged()
    victim = site.worker()
    wait_until(lambda: tagged() >= PORTION)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    assert tagged() < MANY, "it was killed in the middle"
    site.until_empty()
    assert tagged() == MANY and not changes.is_going(operation)
    changed = Change.objects.filter(operation=operation, model="editorial")
    assert changed.count() == changed.values("object_id").distinct().count() == MANY
    operation.undo()
    assert not tagged()


def test_what_others_changed_since_a_portion_was_done_stays(site, editorials):
    operation = changes.begin(Bulk(values={"date": "2001"}), editorials, by=None, why="")
    changes.change_together.call(operation.pk, editorials, Bulk(values={"date": "2001"}).as_json())
    Editorial.objects.filter(pk=editorials[0]).update(date="1999")
    site.until_empty()  # the same again
    assert Editorial.objects.get(pk=editorials[0]).date == "1999"


def test_an_operation_that_is_undone_goes_no_further(site, editorials):
    operation = Operation.objects.create(kind="bulk")
    bulk = Bulk(add=["Accueil"])
    assert changes._change(operation.pk, editorials[:PORTION], bulk)
    operation.undo()
    changes.change_together.call(operation.pk, editorials, bulk.as_json())
    assert not tagged()


@pytest.mark.django_db
def test_a_change_is_the_same_once_it_was_written_down():
    bulk = Bulk(add=["Accueil", "Écoute"], replace=True, values={"date": "mai 2001"})
    assert Bulk.from_json(bulk.as_json()) == bulk


@pytest.mark.parametrize("kind", [Author, Tag])
def test_a_change_whose_author_or_tag_is_gone_by_then_is_not_done_and_says_why(site, kind):
    editorial = Editorial.objects.create(title="Titre", slug="titre")
    row = kind.objects.named("Qui s’en va")
    bulk = Bulk(author=row) if kind is Author else Bulk(remove=[row], values={"date": "2001"})
    operation = changes.begin(bulk, [editorial.pk], by=None, why="tri")
    row.delete()
    site.until_empty()
    operation.refresh_from_db()
    assert "n’existe plus" in operation.why and operation.why.endswith("tri")
    assert not operation.changes.exists() and not changes.is_going(operation)
    assert DBTaskResult.objects.failed().count() == 1


def test_magazines_are_made_one_and_parted_again_in_portions_whatever_becomes_of_the_worker(
    site, editorials
):
    source, into = (Publication.objects.create(name=name) for name in ("Source", "Cible"))
    Editorial.objects.update(publication=source)
    union = Union("publication", source.pk, into.pk)
    operation = changes.begin(union, editorials, by=None, why="")
    assert operation.kind == "merge"
    victim = site.worker()
    wait_until(lambda: Editorial.objects.filter(publication=into).count() >= PORTION)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    site.until_empty()
    assert Editorial.objects.filter(publication=into).count() == MANY
    assert Publication.objects.get() == into
    undo = changes.begin_undo(operation, by=None, why="")
    with pytest.raises(AlreadyUndone):
        changes.begin_undo(operation, by=None, why="")
    site.until_empty()
    undo.refresh_from_db()
    operation.refresh_from_db()
    assert operation.undone and not undo.conflicts and not changes.is_going(undo)
    assert Editorial.objects.filter(publication=source).count() == MANY
    changes.undo_together.call(undo.pk)  # by a worker that was ended before it could say so
    assert Editorial.objects.filter(publication=source).count() == MANY
