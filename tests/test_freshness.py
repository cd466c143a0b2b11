"""What is saved is found, what is gone is not, whatever happens in between."""

import logging
import threading

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import transaction
from haystack import connections
from haystack.query import SearchQuerySet

from archive.models import AuthorName, Editorial, Stale
from archive.search import freshness, rebuilding
from archive.search.folder import Folder
from archive.search_indexes import EditorialIndex


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


def test_what_is_saved_is_found(editorial):
    assert found(content="client") == {"L’accueil"}
    assert not Stale.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_found_as_soon_as_its_transaction_is_committed(make_editorial):
    with transaction.atomic():
        make_editorial("Tout neuf")
        assert found(title="neuf") == set()
    assert found(title="neuf") == {"Tout neuf"}


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


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_found(make_editorial):
    with transaction.atomic():
        make_editorial("Tout neuf")
        transaction.set_rollback(True)
    assert not Stale.objects.exists()
    assert freshness.drain() == 0 and SearchQuerySet().count() == 0


def test_a_change_replaces_what_was_found(editorial):
    editorial.body = "<p>Un abonné patiente.</p>"
    editorial.save()
    freshness.drain()
    assert found(content="client") == set() and found(content="abonné") == {"L’accueil"}
    assert SearchQuerySet().count() == 1


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_no_longer_published_is_not_found(editorial, state):
    editorial.state = state
    editorial.save()
    freshness.drain()
    assert SearchQuerySet().count() == 0


def test_what_is_deleted_is_not_found(editorial):
    editorial.delete()
    freshness.drain()
    assert SearchQuerySet().count() == 0


def test_a_tag_given_taken_or_renamed_is_seen(editorial):
    editorial.add_tags(["Formation"], origin="editor")
    editorial.tags.get(name="Qualité").delete()
    freshness.drain()
    assert found(tag="formation") == {"L’accueil"} and found(tag="qualite") == set()
    tag = editorial.tags.get()
    tag.name = "Apprentissage"
    tag.save()
    freshness.drain()
    assert found(keywords="apprentissage") == {"L’accueil"}


def test_another_name_of_a_tag_finds_until_it_is_taken_away(editorial, make_editorial):
    alias = editorial.tags.get().aliases.create(name="excellence")
    freshness.drain()
    assert found(keywords="excellence") == {"L’accueil"}
    alias.tag = make_editorial("La file", tags=["attente"]).tags.get()
    alias.save()
    freshness.drain()
    assert found(keywords="excellence") == {"La file"}
    alias.delete()
    freshness.drain()
    assert found(keywords="excellence") == set()


def test_a_person_renamed_known_by_another_name_or_deleted_is_seen(editorial):
    person = editorial.authors.get()
    person.name = "Anne Roux-Meyer"
    person.save()
    AuthorName.objects.create(author=person, name="A. Delorme")
    freshness.drain()
    assert found(byline="meyer") == found(byline="delorme") == {"L’accueil"}
    person.delete()
    freshness.drain()
    assert found(byline="delorme") == set() and found(author="anne-roux") == set()


def test_a_byline_or_a_tag_that_is_moved_leaves_where_it_was(editorial, make_editorial):
    other = make_editorial("La file", "<p>Rien.</p>")
    for row in (editorial.bylines.get(), editorial.taggings.get()):
        row.editorial = other
        row.save()
    freshness.drain()
    assert found(byline="Anne") == found(keywords="qualité") == {"La file"}


def test_a_name_that_is_given_to_another_person_leaves_the_first(editorial, make_editorial):
    other = make_editorial("La file", "<p>Rien.</p>", authors=["Paul Noir"])
    name = AuthorName.objects.create(author=editorial.authors.get(), name="A. Leroux")
    freshness.drain()
    name.author = other.authors.get()
    name.save()
    freshness.drain()
    assert found(byline="Leroux") == {"La file"}


def test_a_magazine_renamed_is_seen(editorial):
    editorial.publication.name = "La Ligne"
    editorial.publication.save()
    freshness.drain()
    assert found(magazine="ligne") == {"L’accueil"}


def test_rows_loaded_from_a_dump_are_indexed(editorial):
    dump = serializers.serialize("json", [editorial])
    editorial.delete()
    freshness.drain()
    for row in serializers.deserialize("json", dump):
        row.save()
    freshness.drain()
    assert found(content="client") == {"L’accueil"}


def test_while_another_writes_the_rows_wait_and_are_then_taken_in(editorial, make_editorial, other_writer):
    with other_writer as held:
        assert held
        make_editorial("Tout neuf")
        assert freshness.drain() == 0
        assert Stale.objects.exists() and found(title="neuf") == set()
    assert freshness.drain() == 1
    assert found(title="neuf") == {"Tout neuf"}


def test_who_writes_takes_in_what_others_noted_meanwhile(editorial, monkeypatch):
    backend = connections["default"].get_backend()
    refresh, late = backend.refresh_documents, ["un"]

    def refresh_while_another_is_saved(ids):
        refresh(ids)
        if late:
            Editorial.objects.create(title=late.pop())

    monkeypatch.setattr(backend, "refresh_documents", refresh_while_another_is_saved)
    editorial.save()
    assert freshness.drain() == 2
    assert SearchQuerySet().count() == 2 and not Stale.objects.exists()


def test_a_crash_before_the_rows_are_deleted_loses_nothing(editorial, make_editorial):
    made = make_editorial("Tout neuf")
    connections["default"].get_backend().refresh_documents({made.pk})
    assert freshness.drain() == 1
    assert found(title="neuf") == {"Tout neuf"} and SearchQuerySet().count() == 2


def test_many_rows_are_taken_in_batch_by_batch(editorial, make_editorial, monkeypatch):
    monkeypatch.setattr(freshness, "BATCH", 2)
    monkeypatch.setattr(rebuilding, "ROWS", 3)
    for number in range(5):
        make_editorial(f"Numéro {number}", tags=["Un", "Deux"])
    assert freshness.drain() == 5
    assert SearchQuerySet().count() == 6 and not Stale.objects.exists()


def test_one_that_cannot_be_prepared_does_not_hold_up_the_others(make_editorial, monkeypatch, caplog):
    monkeypatch.setattr(EditorialIndex, "prepare_keywords", lambda self, one: 1 / (one.title != "Mauvais") and "")
    make_editorial("Mauvais")
    make_editorial("Bon")
    freshness.drain()
    assert set(SearchQuerySet().values_list("title", flat=True)) == {"Bon"}
    assert "left out of the index" in caplog.text


def test_one_that_the_index_refuses_does_not_hold_up_the_others(make_editorial, monkeypatch, caplog):
    make_editorial("Avant", "<p>Un mot.</p>")
    refused = make_editorial("Refusé", "<p>Un autre.</p>")
    make_editorial("Après", "<p>Un dernier.</p>")
    monkeypatch.setattr(EditorialIndex, "prepare_twin", lambda self, one: 1 << 99 if one == refused else 1)
    freshness.drain()
    assert found(content="un") == {"Avant", "Après"} and not Stale.objects.exists()
    assert f"archive.editorial.{refused.pk} is left out of the index" in caplog.text
    assert rebuilding.rebuild() == 2
    assert found(content="un") == {"Avant", "Après"} and not found(title="refusé")


def test_where_the_index_cannot_be_written_the_rows_wait_and_the_log_says_so(make_editorial, tmp_path, caplog):
    (tmp_path / "index").write_text("not a folder")
    make_editorial()
    assert freshness.drain() == 0
    assert Stale.objects.exists()
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


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_is_found_when_it_is_loaded(capsys):
    call_command("load_demo")
    assert SearchQuerySet().count() == Editorial.objects.published().count() > 0
    assert not Stale.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_imported_is_found_and_a_dry_run_leaves_nothing(tmp_path, capsys):
    source = tmp_path / "two.jsonl"
    source.write_text('{"id": "1", "title": "Un", "text": "premier"}\n{"id": "2", "title": "Deux", "text": "second"}\n')
    call_command("import_editorials", str(source), dry_run=True)
    assert SearchQuerySet().count() == 0 and not Stale.objects.exists()
    call_command("import_editorials", str(source))
    assert found(content="premier") == {"Un"} and SearchQuerySet().count() == 2
