"""What our engine does beyond haystack's contract: odd queries, damaged folders, several writers."""

import datetime
from functools import partial

import pytest
from django.core.exceptions import ImproperlyConfigured
from haystack import connections, indexes
from haystack.exceptions import SearchBackendError
from haystack.query import SQ, SearchQuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


# Queries


def test_a_compound_is_found_in_one_word_and_in_two(archive):
    for typed in ("télé-usine", "téléusine", "télé usine"):
        assert "Un" in titles(SearchQuerySet().filter(content=typed))
    assert raw("télé-usine") == {"Un", "Deux"}


def test_an_acronym_and_an_elision_are_words(archive):
    assert titles(SearchQuerySet().filter(content="CRM")) == {"Un"}
    assert titles(SearchQuerySet().filter(content="C.R.M.")) == {"Un"}
    assert titles(SearchQuerySet().filter(content="d'appel aujourd'hui")) == {"Un"}


def test_function_words_never_empty_a_query_nor_vanish_from_a_phrase(archive):
    assert titles(SearchQuerySet().filter(content="les coûts du client")) == {"Deux"}
    assert titles(SearchQuerySet().filter(content__exact="téléphone de la téléusine")) == {"Deux"}
    assert titles(SearchQuerySet().filter(content__exact="téléphone téléusine")) == set()
    assert titles(SearchQuerySet().filter(content="avec les")) == {"Trois"}


def test_quotes_and_backslashes_in_a_value_are_part_of_it(make_editorial):
    for section in ('dit « "vrai" »', "a\\", "(b) OR c", "l'un 'l'autre'"):
        editorial = make_editorial(section, section=section)
        freshness.drain()
        assert [r.object for r in SearchQuerySet().filter(section=section).load_all()] == [
            editorial
        ]
        assert [
            r.object for r in SearchQuerySet().filter(section__in=["x", section]).load_all()
        ] == [editorial]


def test_a_value_may_hold_spaces_when_its_beginning_is_asked(make_editorial):
    make_editorial("Un", section="Avant propos")
    freshness.drain()
    assert titles(SearchQuerySet().filter(section__startswith="Avant pr")) == {"Un"}
    assert titles(SearchQuerySet().filter(section__contains="t p")) == {"Un"}


def test_stars_in_a_typed_word_are_no_wildcards(archive):
    assert titles(SearchQuerySet().filter(content__startswith="*ient")) == set()
    assert titles(SearchQuerySet().filter(content="cli*")) == set()


def test_dates_may_be_years_and_months_in_ranges(make_editorial):
    make_editorial("Mars", date="2001-03-15")
    make_editorial("Un an", date="2002")
    freshness.drain()
    assert raw("earliest:2001") == raw("earliest:[2001-02 TO 2001-03]") == {"Mars"}
    assert raw("earliest:{2001 TO]") == {"Un an"}
    assert raw("earliest:[TO 2001-03}") == set()
    assert raw("earliest:[2002 TO 2001]") == raw("earliest:demain") == set()


def test_before_noon_is_before_the_next_day(make_editorial):
    make_editorial("Mars", date="2001-03-15")
    freshness.drain()
    noon = datetime.datetime(2001, 3, 15, 12)
    assert titles(SearchQuerySet().filter(earliest__lt=noon)) == {"Mars"}
    assert titles(SearchQuerySet().filter(earliest__gte=noon)) == set()
    assert titles(SearchQuerySet().filter(earliest__gt=noon)) == set()


BOMBS = {
    "ten thousand words": " ".join(f"mot{number}" for number in range(10_000)),
    "ten thousand words or": " OR ".join(f"mot{number}" for number in range(10_000)),
    "a megabyte": "a" * 10**6,
    "a megabyte of words": "client " * 150_000,
    "marks": "!?.,;:^~*" * 500,
    "stars": "****",
    "patterns": "*a*b" * 500,
    "one pattern": "*e*e*e*e*e*e*e*e*e*e*z",
    "NUL": "cli\0ent",
    "a lone surrogate": "\ud800 client",
    "right to left": "\u202e\u200fclient",
    "ranges": "[to" * 2000,
    "open ranges": "{to " * 2000,
    "brackets": "(" * 20_000,
    "nested brackets": "(" * 2000 + "client" + ")" * 2000,
    "nested negations": "NOT (" * 300 + "client" + ")" * 300,
    "negations": "NOT " * 5000,
    "apostrophes": "'" * 20_000,
    "quotes": '"a' * 9000,
    "escaped quotes": '"' + '\\"' * 10_000,
    "fields": "a:b:" * 3000,
    "a long field": "x" * 30_000 + ":",
    "powers": "a^9^9 " * 1000,
    "fuzzy words": "clientt~9 " * 200,
    "a number too large": "django_id:[1 TO 99999999999999999999999]",
    "no number": "django_id:abc",
    "a far phrase": '"le client"~999999',
    "an unknown field": "nowhere:client",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_every_query_is_answered(archive, bomb):
    for results in (
        SearchQuerySet().raw_search(bomb),
        SearchQuerySet().auto_query(bomb).highlight(),
        SearchQuerySet().filter(content=bomb).facet("tag"),
        SearchQuerySet().filter(title__contains=bomb[:2000]),
        SearchQuerySet().narrow(bomb),
    ):
        assert len(results[:20]) <= 3


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(alphabet=st.sampled_from(list("abé'’\"\\()[]{}*?:^~<>!-+&|. \tAND ORTOto019\0\ud800"))),
    st.data(),
)
def test_any_text_can_be_asked(archive, text, data):
    field = data.draw(st.sampled_from(["content", "tag", "earliest", "year", "django_id"]))
    lookups = ["content", "exact", "contains", "startswith", "endswith", "fuzzy", "gt", "lte", "in"]
    lookup = data.draw(st.sampled_from(lookups))
    value = [text] if lookup == "in" else text
    assert 0 <= SearchQuerySet().filter(**{f"{field}__{lookup}": value}).count() <= 3
    assert 0 <= SearchQuerySet().raw_search(text).count() <= 3


def test_a_query_that_is_cut_is_said_in_the_log(archive, caplog):
    SearchQuerySet().raw_search("client " * 10_000).count()
    assert "read up to character" in caplog.text


def test_thousands_of_keys_can_be_asked_for(archive):
    keys = [editorial.pk for editorial in archive.values()] + list(range(10_000, 12_000))
    assert SearchQuerySet().filter(django_id__in=keys).count() == 3


def test_hundreds_of_conditions_are_answered(archive):
    asked = SQ(title="Un")
    for number in range(300):
        asked |= SQ(title=f"mot{number}")
    assert titles(SearchQuerySet().filter(asked)) == {"Un"}


@pytest.mark.parametrize("start, end", [(10**9, 10**9 + 20), (0, 10**9), (10**12, None)])
def test_huge_pages_are_what_is_left(backend, start, end):
    found = backend.search("*:*", start_offset=start, end_offset=end)
    assert found["hits"] == 3 and len(found["results"]) == (0 if start else 3)


def test_places_are_refused_rather_than_ignored(archive):
    with pytest.raises(SearchBackendError, match="places"):
        connections["default"].get_backend().search("*:*", within={"field": "place"})


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


# Likeness


def test_what_a_text_is_about_is_what_few_others_say(backend, archive):
    snapshot = backend.snapshot()
    about = telling(archive["Un"].text, "fr", partial(likeness.usage, snapshot))
    words = {form for word in about for form in word.forms}
    assert words == {"client", "téléusine"}
