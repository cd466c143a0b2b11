"""What goes into the index and out of it, through haystack's own doors."""

import pytest
from django.core.management import call_command
from haystack import connections
from haystack.query import SearchQuerySet

from archive.models import Editorial
from archive.search_indexes import EditorialIndex

from .conftest import fault_of_the_parent


@pytest.fixture
def index():
    return EditorialIndex()


def count():
    return SearchQuerySet().count()


def test_an_index_that_was_never_written_finds_nothing(db):
    assert list(SearchQuerySet().filter(content="client")) == []
    assert list(SearchQuerySet()) == []


def test_an_update_of_nothing_leaves_the_index_free(make_editorial, index):
    backend = connections["default"].get_backend()
    backend.update(index, [])
    make_editorial(body="<p>Un texte</p>")
    index.update()
    assert SearchQuerySet().filter(content="texte").count() == 1


def test_an_object_changed_is_found_by_its_new_words_only(editorials, index, sqs, found):
    editorial = editorials["cost"]
    editorial.body = "<p>Tout a changé</p>"
    editorial.save()
    index.update_object(Editorial.objects.get(pk=editorial.pk))
    assert found(sqs.filter(content="changé")) == {"cost"}
    assert found(sqs.filter(content="marge")) == set()
    assert count() == 5


def test_an_update_twice_is_an_update(editorials, index):
    index.update()
    assert count() == 5


def test_an_object_removed_is_found_no_more(editorials, index, sqs, found):
    index.remove_object(editorials["cost"])
    assert found(sqs.filter(content="qualité")) == {"welcome"}
    assert count() == 4


def test_an_object_is_removed_by_its_name(editorials, found, sqs):
    connections["default"].get_backend().remove(f"archive.editorial.{editorials['cost'].pk}")
    assert found(sqs.filter(content="qualité")) == {"welcome"}


def test_removing_what_is_not_there_changes_nothing(editorials):
    connections["default"].get_backend().remove("archive.editorial.999999")
    assert count() == 5


def test_the_index_can_be_emptied(editorials, index):
    connections["default"].get_backend().clear()
    assert count() == 0
    index.update()
    assert count() == 5


def test_the_index_can_be_emptied_of_one_model(editorials, index):
    index.clear()
    assert count() == 0


def test_reindexing_drops_what_is_gone(editorials, index):
    Editorial.objects.filter(pk=editorials["cost"].pk).delete()
    index.reindex()
    assert count() == 4


def test_only_what_the_index_wants_is_in_it(editorials, index):
    Editorial.objects.filter(pk=editorials["cost"].pk).update(state=Editorial.State.DRAFT)
    index.reindex()
    assert count() == 4


def test_an_optimised_index_answers_the_same(editorials, sqs, found):
    connections["default"].get_backend().optimize()
    assert found(sqs.filter(content="qualité")) == {"welcome", "cost"}


@fault_of_the_parent("the archive’s own command asks the archive’s own engine")
def test_rebuild_index_makes_it_anew(editorials):
    Editorial.objects.filter(pk=editorials["cost"].pk).delete()
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert count() == 4


def test_clear_index_empties_it(editorials):
    call_command("clear_index", interactive=False, verbosity=0)
    assert count() == 0


def test_update_index_takes_in_what_is_new(editorials, make_editorial):
    make_editorial(title="Un de plus")
    call_command("update_index", verbosity=0)
    assert count() == 6


@pytest.mark.parametrize("size", [1, 2, 100])
def test_update_index_works_in_batches(editorials, size):
    call_command("update_index", batchsize=size, verbosity=0)
    assert count() == 5


def test_update_index_removes_what_is_gone(editorials):
    Editorial.objects.filter(pk=editorials["cost"].pk).delete()
    call_command("update_index", remove=True, verbosity=0)
    assert count() == 4


def test_update_index_takes_only_what_changed_lately(editorials, make_editorial):
    connections["default"].get_backend().clear()
    Editorial.objects.filter(pk=editorials["cost"].pk).update(updated_at="2001-01-01T00:00Z")
    call_command("update_index", age=1, verbosity=0)
    assert count() == 4


def test_words_of_every_alphabet_can_be_indexed(make_editorial, index):
    make_editorial(
        title="Ϟ電話 🎧", body="<p>коммутатор ﷽ œuvre</p>", tags=["日本"], section="à, b"
    )
    index.update()
    assert SearchQuerySet().filter(content="коммутатор").count() == 1


@fault_of_the_parent("all is what has a text")
def test_an_empty_editorial_can_be_indexed(make_editorial, index):
    make_editorial(title="", body="")
    index.update()
    assert count() == 1
