"""What our engine does beyond haystack's contract: odd queries, damaged folders, several writers."""

from functools import partial

import pytest
from django.core.exceptions import ImproperlyConfigured
from haystack import connections, indexes
from haystack.query import SearchQuerySet

from archive.search.engine import IndexBusy, IndexDamaged, IndexMissing
from archive.search.engines.whoosh.haystack import backend as backend_module
from archive.search.engines.whoosh.haystack import likeness
from archive.search.engines.whoosh.index.folder import Folder
from archive.search.engines.whoosh.index.schema import schema
from archive.search.upkeep import freshness
from archive.search.words.telling import telling
from archive.search_indexes import EditorialIndex

BODIES = {
    "Un": "<p>La télé-usine des centres d’appels, dit le C.R.M. Aujourd’hui, un client sur dix attend 39 75.</p>",
    "Deux": "<p>Le téléphone de la téléusine sonne ; le client raccroche. Les coûts montent.</p>",
    "Trois": "<p>Rien de commun avec les autres.</p>",
}


@pytest.fixture
def archive(make_editorial):
    made = {title: make_editorial(title, body) for title, body in BODIES.items()}
    freshness.drain()
    return made


@pytest.fixture
def backend(archive):
    return connections["default"].get_backend()


def titles(results):
    return set(results.values_list("title", flat=True))


def raw(query):
    return titles(SearchQuerySet().raw_search(query))


# The index


def test_the_text_is_read_from_the_database_and_not_kept_twice(backend, archive):
    assert "text" not in backend.snapshot().stored(0)
    assert "raccroche" in SearchQuerySet().filter(title="deux")[0].text


def test_no_query_is_made_where_no_text_is_wanted(backend, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert len(backend.search("*:*", fields=["title"])["results"]) == 3


def test_texts_of_a_page_are_read_by_one_query(backend, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(SearchQuerySet().filter(content="le").highlight()[:10]) > 0


def test_a_search_sees_each_commit(backend, archive, make_editorial):
    before = backend.snapshot()
    make_editorial("Quatre")
    freshness.drain()
    assert before.count == 3 and backend.snapshot().count == 4
    assert backend.snapshot() is backend.snapshot()


def test_refreshing_is_one_commit_whatever_it_takes_in_and_drops(backend, archive, make_editorial):
    new = make_editorial("Quatre")
    gone = archive["Un"].pk
    archive["Un"].delete()
    before = backend.snapshot().generation
    with backend.writer_lock() as held:
        assert held
        backend.refresh_documents({new.pk, gone, archive["Deux"].pk, new.pk + 999})
    assert backend.snapshot().generation == before + 1
    assert titles(SearchQuerySet()) == {"Deux", "Trois", "Quatre"}


def test_queries_do_not_grow_in_number_with_what_is_taken_in(
    backend, make_editorial, django_assert_max_num_queries
):
    made = [
        make_editorial(str(number), authors=["A"], tags=["B"], publication="C").pk
        for number in range(10)
    ]
    with django_assert_max_num_queries(8):
        backend.refresh_documents(set(made))


def test_one_writes_at_a_time(backend, archive, tmp_path, monkeypatch):
    monkeypatch.setattr(backend_module, "WAIT", 0)
    with Folder(tmp_path / "index", backend.schema).lock(0), backend.writer_lock(0) as held:
        assert not held
        with pytest.raises(IndexBusy):
            EditorialIndex().update_object(archive["Un"])
    with backend.writer_lock(0) as held:
        assert held


def test_who_holds_the_writer_may_use_haystack_s_doors(backend, archive):
    with backend.writer_lock():
        backend.remove(archive["Un"])
    assert titles(SearchQuerySet()) == {"Deux", "Trois"}


def test_an_update_that_fails_leaves_the_index_as_it_was_and_free(
    backend, archive, monkeypatch, tmp_path
):
    files = set((tmp_path / "index").iterdir())
    monkeypatch.setattr(
        EditorialIndex, "prepare_keywords", lambda self, one: 1 // (one.title != "Deux")
    )
    with pytest.raises(ZeroDivisionError):
        EditorialIndex().update()
    monkeypatch.undo()
    assert not [left for left in set((tmp_path / "index").iterdir()) - files if left.is_dir()]
    assert titles(SearchQuerySet().filter(content="client")) == {"Un", "Deux"}
    EditorialIndex().update()


def test_an_index_emptied_and_filled_again_is_seen_as_another(backend, archive):
    generation = backend.snapshot().generation
    backend.clear()
    assert backend.snapshot().generation > generation
    backend.update(EditorialIndex(), [archive["Un"]])
    assert titles(SearchQuerySet()) == {"Un"}


def test_where_there_is_no_index_it_is_said(db):
    with pytest.raises(IndexMissing, match="there is no index in"):
        connections["default"].get_backend().snapshot()


@pytest.mark.parametrize("harm", ["empty", "cut", "foreign"])
def test_a_damaged_index_is_not_searched_and_can_be_emptied(backend, tmp_path, harm):
    (toc,) = (tmp_path / "index").glob("*.toc")
    data = toc.read_bytes()
    toc.write_bytes({"empty": b"", "cut": data[:-20], "foreign": b"something else" * 50}[harm])
    with pytest.raises(IndexDamaged):
        SearchQuerySet().count()
    with pytest.raises(IndexDamaged):
        backend.refresh_documents({1})
    backend.clear()
    EditorialIndex().update()
    assert SearchQuerySet().count() == 3


def test_an_index_with_other_fields_asks_to_be_rebuilt(backend, monkeypatch):
    fields = dict(EditorialIndex.fields)
    del fields["magazine"]
    other = backend_module.SearchBackend("default", PATH=backend.path)
    other.__dict__["schema"] = schema(fields)
    with pytest.raises(IndexDamaged, match="rebuild"):
        other.snapshot()


def test_a_kind_of_field_that_is_not_kept_is_refused():
    with pytest.raises(ImproperlyConfigured, match="place"):
        schema({"place": indexes.LocationField(index_fieldname="place")})


def test_a_path_that_is_no_folder_is_damage(db, tmp_path):
    (tmp_path / "index").write_text("a file")
    with pytest.raises(IndexDamaged):
        connections["default"].get_backend().snapshot()


def test_the_folder_is_its_owner_s(archive, tmp_path):
    assert (tmp_path / "index").stat().st_mode & 0o077 == 0


# Likeness


def test_what_a_text_is_about_is_what_few_others_say(backend, archive):
    snapshot = backend.snapshot()
    about = telling(archive["Un"].text, "fr", partial(likeness.usage, snapshot))
    words = {form for word in about for form in word.forms}
    assert words == {"client", "téléusine"}
