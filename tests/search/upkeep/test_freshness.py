"""What is saved is found, what is gone is not, whatever happens in between."""

import logging
import threading

import pytest
from django.db import connection, transaction
from haystack import connections
from haystack.query import SearchQuerySet

from archive.models import Editorial, Stale
from archive.search.engine import current
from archive.search.engines.whoosh.index.folder import Folder
from archive.search.upkeep import freshness
from archive.search_indexes import EditorialIndex

ASIDE = freshness.aside  # before `own_data_folder` keeps it from beginning


def found(**asked):
    """The titles of the editorials that the index finds."""
    return set(SearchQuerySet().filter(**asked).values_list("title", flat=True))


@pytest.fixture
def editorial(make_editorial):
    made = make_editorial(
        "L’accueil",
        "<p>Un client attend.</p>",
        publication="Le Fil",
        authors=["Anne Roux"],
        tags=["Qualité"],
        date="2001",
    )
    freshness.drain()
    return made


@pytest.fixture
def other_writer(tmp_path):
    """Someone else's hold on the index's writer; to be entered."""
    schema = connections["default"].get_backend().schema
    return Folder(tmp_path / "index", schema).lock(0)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_indexing_of_many(make_editorial, monkeypatch):
    monkeypatch.setattr(freshness, "AT_ONCE", 2)
    before = set(threading.enumerate())
    with transaction.atomic():
        for number in range(3):
            make_editorial(f"Nouveau {number}")
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=20)
    assert len(found(title="nouveau")) == 3 and not Stale.objects.exists()


def test_while_another_writes_the_rows_wait_and_are_then_taken_in(
    editorial, make_editorial, other_writer
):
    with other_writer as held:
        assert held
        make_editorial("Tout neuf")
        assert freshness.drain() == 0
        assert Stale.objects.exists() and found(title="neuf") == set()
    assert freshness.drain() == 1
    assert found(title="neuf") == {"Tout neuf"}


@pytest.fixture
def busy(monkeypatch):
    """Somebody else saves an editorial whenever the index is written."""
    backend = connections["default"].get_backend()
    refresh = backend.refresh_documents

    def refresh_while_another_is_saved(ids):
        refresh(ids)
        Stale.objects.mark([Editorial.objects.bulk_create([Editorial(title="Un autre")])[0].pk])

    monkeypatch.setattr(backend, "refresh_documents", refresh_while_another_is_saved)


@pytest.fixture(autouse=True)
def thread_of_its_own(own_data_folder, monkeypatch):
    """Here the thread of indexing runs: the database is asked nothing meanwhile."""
    monkeypatch.setattr(freshness, "aside", ASIDE)


@pytest.fixture
def asides(thread_of_its_own, monkeypatch):
    """What a thread of this process would do is only noted."""
    noted = []
    monkeypatch.setattr(freshness, "aside", lambda: noted.append(True))
    return noted


def joined(before):
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=40)


def test_who_takes_in_does_not_go_on_as_long_as_others_write(editorial, busy):
    editorial.save()
    assert freshness.drain() == 1
    assert Stale.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_save_takes_in_its_own_and_leaves_to_a_thread_what_others_left(
    editorial, make_editorial, asides
):
    others = [Editorial(title=f"Ancien {number}", text="Un texte.") for number in range(30)]
    Stale.objects.mark([other.pk for other in Editorial.objects.bulk_create(others)])
    with transaction.atomic():
        make_editorial("Tout neuf", tags=["voix"])
    assert found(title="neuf") == {"Tout neuf"} and found(title="ancien") == set()
    assert asides and Stale.objects.count() == 30


@pytest.mark.django_db(transaction=True)
def test_what_others_left_is_taken_in_after_the_next_save(editorial, make_editorial, busy):
    left = Editorial.objects.bulk_create([Editorial(title="Ancien", text="Un texte.")])[0]
    Stale.objects.mark([left.pk])
    before = set(threading.enumerate())
    editorial.save()
    joined(before)
    assert found(title="ancien") == {"Ancien"}


@pytest.mark.django_db(transaction=True)
def test_a_save_beside_who_writes_is_taken_in_when_that_is_done(editorial, other_writer):
    before = set(threading.enumerate())
    with other_writer as held:
        assert held
        editorial.title = "Autrement"
        editorial.save()
        assert found(title="autrement") == set()
    joined(before)
    assert found(title="autrement") == {"Autrement"} and not Stale.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_failed_for_whatever_reason_is_followed_by_another(
    editorial, make_editorial, busy, monkeypatch
):
    left = Editorial.objects.bulk_create([Editorial(title="Ancien", text="Un texte.")])[0]
    Stale.objects.mark([left.pk])
    before = set(threading.enumerate())
    with monkeypatch.context() as failing:
        failing.setattr(freshness, "drain", lambda **_how: 1 / 0)
        editorial.save()
        joined(before)
    editorial.save()
    joined(before)
    assert found(title="ancien") == {"Ancien"}


def test_a_crash_before_the_rows_are_deleted_loses_nothing(editorial, make_editorial):
    made = make_editorial("Tout neuf")
    connections["default"].get_backend().refresh_documents({made.pk})
    assert freshness.drain() == 1
    assert found(title="neuf") == {"Tout neuf"} and SearchQuerySet().count() == 2


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_rows_that_another_process_is_at_are_left_to_it(make_editorial):
    first, second = make_editorial("Premier"), make_editorial("Second")
    Stale.objects.mark([first.pk, second.pk])
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            held = "SELECT id FROM archive_stale WHERE editorial_id = %s FOR UPDATE"
            cursor.execute(held, [first.pk])
        assert freshness.drain() == 1
        assert [row.editorial_id for row in Stale.objects.all()] == [first.pk]
        other.rollback()
    finally:
        other.close()
    assert freshness.drain() == 1 and not Stale.objects.exists()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_an_editorial_that_another_process_is_at_is_left_to_it_with_all_its_rows(make_editorial):
    first, second = make_editorial("Premier"), make_editorial("Second")
    freshness.drain()
    Stale.objects.mark([first.pk, first.pk, second.pk])
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM archive_stale WHERE id = %s FOR UPDATE", [Stale.objects.first().pk]
            )
        assert freshness.drain() == 1
        assert [row.editorial_id for row in Stale.objects.all()] == [first.pk, first.pk]
        other.rollback()
    finally:
        other.close()
    assert freshness.drain() == 1 and not Stale.objects.exists()


def test_many_rows_are_taken_in_batch_by_batch(editorial, make_editorial, monkeypatch):
    monkeypatch.setattr(freshness, "BATCH", 2)
    monkeypatch.setattr("archive.models.search.ROWS", 3)
    for number in range(5):
        make_editorial(f"Numéro {number}", tags=["Un", "Deux"])
    assert freshness.drain() == 5
    assert SearchQuerySet().count() == 6 and not Stale.objects.exists()


def test_one_that_cannot_be_prepared_does_not_hold_up_the_others(
    make_editorial, monkeypatch, caplog
):
    monkeypatch.setattr(
        EditorialIndex, "prepare_keywords", lambda self, one: 1 / (one.title != "Mauvais") and ""
    )
    make_editorial("Mauvais")
    make_editorial("Bon")
    freshness.drain()
    assert set(SearchQuerySet().values_list("title", flat=True)) == {"Bon"}
    assert "left out of the index" in caplog.text


def test_one_that_the_index_refuses_does_not_hold_up_the_others(
    make_editorial, monkeypatch, caplog
):
    make_editorial("Avant", "<p>Un mot.</p>")
    refused = make_editorial("Refusé", "<p>Un autre.</p>")
    make_editorial("Après", "<p>Un dernier.</p>")
    monkeypatch.setattr(
        EditorialIndex, "prepare_twin", lambda self, one: 1 << 99 if one == refused else 1
    )
    freshness.drain()
    assert found(content="un") == {"Avant", "Après"} and not Stale.objects.exists()
    assert f"archive.editorial.{refused.pk} is left out of the index" in caplog.text
    assert current().rebuild() == 2
    assert found(content="un") == {"Avant", "Après"} and not found(title="refusé")


def test_where_the_index_cannot_be_written_the_rows_wait_and_the_log_says_so(
    make_editorial, tmp_path, caplog
):
    (tmp_path / "index").write_text("not a folder")
    make_editorial()
    assert freshness.drain() == 0
    assert Stale.objects.exists() and Stale.objects.filter(refused=False).count() == 0
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_an_index_that_is_gone_is_made_anew_with_everything(editorial, make_editorial, tmp_path):
    (tmp_path / "index").rename(tmp_path / "elsewhere")
    make_editorial("Tout neuf")
    freshness.drain()
    assert set(SearchQuerySet().values_list("title", flat=True)) == {"Tout neuf", "L’accueil"}


@pytest.mark.django_db(transaction=True)
def test_deferred_indexes_once_at_the_end(make_editorial):
    with freshness.deferred():
        with freshness.deferred():
            make_editorial("Un")
        make_editorial("Deux")
        assert SearchQuerySet().count() == 0
    assert SearchQuerySet().count() == 2


@pytest.mark.django_db(transaction=True)
def test_deferred_in_a_transaction_waits_for_its_end(make_editorial):
    with transaction.atomic():
        with freshness.deferred():
            make_editorial("Un")
        assert SearchQuerySet().count() == 0
    assert SearchQuerySet().count() == 1
